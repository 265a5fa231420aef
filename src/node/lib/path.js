// The `path` library, for POSIX paths; `path.win32` is the same one.
'use strict';

const { invalidArgType } = binding('errors');

function check(path, name = 'path') {
  if (typeof path !== 'string') invalidArgType(name, 'string', path);
}

// Resolves `.` and `..`; a path that is not absolute may go up past its start.
function normalizeParts(path, isAbsolute) {
  const parts = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (!isAbsolute) parts.push('..');
  }
  return parts.join('/');
}

const path = {
  resolve(...paths) {
    let resolved = '';
    for (let i = paths.length - 1; i >= -1 && !resolved.startsWith('/'); i--) {
      const next = i >= 0 ? paths[i] : process.cwd();
      check(next, `paths[${i}]`);
      if (next !== '') resolved = `${next}/${resolved}`;
    }
    return `/${normalizeParts(resolved, true)}`;
  },

  normalize(path) {
    check(path);
    if (path === '') return '.';
    const isAbsolute = path.startsWith('/');
    let normal = normalizeParts(path, isAbsolute);
    if (normal === '' && !isAbsolute) normal = '.';
    if (normal !== '' && path.endsWith('/')) normal += '/';
    return isAbsolute ? `/${normal}` : normal;
  },

  isAbsolute(path) {
    check(path);
    return path.startsWith('/');
  },

  join(...paths) {
    paths.forEach((part) => check(part));
    const joined = paths.filter((part) => part !== '').join('/');
    return joined === '' ? '.' : path.normalize(joined);
  },

  relative(from, to) {
    check(from, 'from');
    check(to, 'to');
    const [start, end] = [path.resolve(from), path.resolve(to)].map((whole) => whole.split('/').filter(Boolean));
    let shared = 0;
    while (shared < start.length && start[shared] === end[shared]) shared++;
    return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/');
  },

  toNamespacedPath: (path) => path,

  dirname(path) {
    check(path);
    const trimmed = path.replace(/\/+$/, '');
    if (trimmed === '') return path.startsWith('/') ? '/' : '.';
    const at = trimmed.lastIndexOf('/');
    if (at < 0) return '.';
    if (at === 0) return '/';
    return at === 1 && path.startsWith('/') ? '//' : trimmed.slice(0, at);
  },

  basename(path, suffix) {
    if (suffix !== undefined) check(suffix, 'suffix');
    check(path);
    const trimmed = path.replace(/\/+$/, '');
    const name = trimmed.slice(trimmed.lastIndexOf('/') + 1);
    return suffix && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  },

  extname(path) {
    check(path);
    const name = this.basename(path);
    const at = name.lastIndexOf('.');
    return at <= 0 || name === '..' ? '' : name.slice(at);
  },

  format(parts) {
    if (parts === null || typeof parts !== 'object') invalidArgType('pathObject', 'Object', parts);
    const folder = parts.dir || parts.root;
    const extension = parts.ext ? `${parts.ext.startsWith('.') ? '' : '.'}${parts.ext}` : '';
    const base = parts.base || `${parts.name || ''}${extension}`;
    if (!folder) return base;
    return folder === parts.root ? `${folder}${base}` : `${folder}/${base}`;
  },

  parse(path) {
    check(path);
    const root = path.startsWith('/') ? '/' : '';
    const base = this.basename(path);
    const ext = this.extname(base);
    const hasFolder = path.replace(/\/+$/, '').includes('/');
    const dir = hasFolder ? this.dirname(path) : root;
    return { root, dir, base, ext, name: ext === '' ? base : base.slice(0, -ext.length) };
  },

  sep: '/',
  delimiter: ':',
};

for (const name of ['extname', 'parse']) path[name] = path[name].bind(path);
path.posix = path;
path.win32 = path;
module.exports = path;
