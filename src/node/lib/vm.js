// The `vm` library. There is one realm: a "new context" is the same language with other globals.
'use strict';

const { runInObject, runScript } = binding('vm');
const { gcFunction } = binding('v8');
const { invalidArgType } = binding('errors');

const kContext = Symbol('vm context');

function nameOf(options) {
  const name = typeof options === 'string' ? options : options?.filename;
  return name ?? 'evalmachine.<anonymous>';
}

function runInThisContext(code, options) {
  if (typeof code !== 'string') invalidArgType('code', 'string', code);
  return runScript(code, nameOf(options));
}

function createContext(object = {}) {
  if (object === null || (typeof object !== 'object' && typeof object !== 'function')) {
    invalidArgType('contextObject', 'Object', object);
  }
  if (!isContext(object)) Object.defineProperty(object, kContext, { value: true });
  return object;
}

const isContext = (object) => object?.[kContext] === true;

// Names are looked up in the context's object, then among the language's own: the host's globals are hidden.
function scopeOf(object) {
  return new Proxy(object, {
    has: (target, name) => Reflect.has(target, name) || STANDARD.has(name),
    get(target, name) {
      if (name === Symbol.unscopables) return undefined;
      if (Reflect.has(target, name)) return target[name];
      if (name === 'globalThis') return target;
      if (name === 'gc') return gcFunction();
      return STANDARD.has(name) ? globalThis[name] : undefined;
    },
  });
}

const STANDARD = new Set([
  'Object', 'Function', 'Array', 'Number', 'parseFloat', 'parseInt', 'Infinity', 'NaN', 'undefined', 'Boolean', 'String',
  'Symbol', 'Date', 'Promise', 'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError',
  'SyntaxError', 'TypeError', 'URIError', 'JSON', 'Math', 'Intl', 'ArrayBuffer', 'Atomics', 'Uint8Array', 'Int8Array',
  'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray',
  'BigUint64Array', 'BigInt64Array', 'DataView', 'Map', 'BigInt', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Proxy',
  'Reflect', 'FinalizationRegistry', 'SharedArrayBuffer', 'decodeURI', 'decodeURIComponent', 'encodeURI',
  'encodeURIComponent', 'escape', 'unescape', 'eval', 'isFinite', 'isNaN', 'console', 'globalThis', 'gc',
]);

function runInContext(code, context, options) {
  if (typeof code !== 'string') invalidArgType('code', 'string', code);
  if (!isContext(context)) invalidArgType('contextifiedObject', 'vm.Context', context);
  return runInObject(code, nameOf(options), scopeOf(context), context);
}

const runInNewContext = (code, object, options) => runInContext(code, createContext(object), options);

class Script {
  #code;
  #options;

  constructor(code, options) {
    this.#code = `${code}`;
    this.#options = options;
  }

  runInThisContext() { return runInThisContext(this.#code, this.#options); }
  runInContext(context) { return runInContext(this.#code, context, this.#options); }
  runInNewContext(object) { return runInNewContext(this.#code, object, this.#options); }
}

module.exports = { Script, createContext, isContext, runInContext, runInNewContext, runInThisContext };
