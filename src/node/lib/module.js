// The `module` library.
'use strict';

const internal = binding('module');
const { invalidArgValue } = binding('errors');

const Module = internal.class();

module.exports = Object.assign(Module, {
  Module,
  builtinModules: internal.builtinModules(),
  isBuiltin: (name) => internal.isBuiltin(`${name}`),
  createRequire(file) {
    const text = `${file?.href ?? file}`;
    const path = text.startsWith('file://') ? decodeURIComponent(text.slice('file://'.length)) : text;
    if (!path.startsWith('/')) {
      invalidArgValue('filename', file, 'must be a file URL object, file URL string, or absolute path string');
    }
    return internal.createRequire(path);
  },
});
