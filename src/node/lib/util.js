// The `util` library.
'use strict';

const { inspect, format, formatWithOptions, stripVTControlCharacters } = binding('inspect');
const { invalidArgType, outOfRange, coded } = binding('errors');
const types = require('util/types');

const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');

// setTimeout and the like have forms of their own.
function customForm(original) {
  if (original[kCustomPromisify]) {
    if (typeof original[kCustomPromisify] !== 'function') {
      invalidArgType('util.promisify.custom', 'Function', original[kCustomPromisify]);
    }
    return original[kCustomPromisify];
  }
  if (original === setTimeout) return require('timers/promises').setTimeout;
  if (original === setImmediate) return require('timers/promises').setImmediate;
  return undefined;
}

function promisify(original) {
  if (typeof original !== 'function') invalidArgType('original', 'Function', original);
  const custom = customForm(original);
  if (custom) return Object.defineProperty(custom, kCustomPromisify, { configurable: true, value: custom });
  function promisified(...args) {
    return new Promise((resolve, reject) => {
      original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value)));
    });
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  Object.defineProperty(promisified, kCustomPromisify, { configurable: true, value: promisified });
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = kCustomPromisify;

function callbackify(original) {
  if (typeof original !== 'function') invalidArgType('original', 'Function', original);
  function callbackified(...args) {
    const callback = args.pop();
    if (typeof callback !== 'function') invalidArgType('last argument', 'Function', callback);
    original.apply(this, args).then(
      (value) => process.nextTick(callback, null, value),
      (reason) => process.nextTick(callback, reason || falsyRejection(reason)),
    );
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  return Object.defineProperties(callbackified, descriptors);
}

function falsyRejection(reason) {
  const error = coded('Error', 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value');
  error.reason = reason;
  return error;
}

function inherits(constructor, parent) {
  if (typeof constructor !== 'function') invalidArgType('ctor', 'Function', constructor);
  if (typeof parent !== 'function') invalidArgType('superCtor', 'Function', parent);
  if (parent.prototype === undefined) invalidArgType('superCtor.prototype', 'Object', parent.prototype);
  Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

const toldDeprecations = new Set();

function deprecate(callback, message, code) {
  if (process.noDeprecation === true) return callback;
  let isTold = false;
  function deprecated(...args) {
    if (!isTold) {
      isTold = true;
      if (code === undefined || !toldDeprecations.has(code)) {
        if (code !== undefined) toldDeprecations.add(code);
        process.emitWarning(message, 'DeprecationWarning', code, deprecated);
      }
    }
    return new.target ? Reflect.construct(callback, args, new.target) : Reflect.apply(callback, this, args);
  }
  Object.setPrototypeOf(deprecated, callback);
  if (callback.prototype) deprecated.prototype = callback.prototype;
  return deprecated;
}

function debuglog(section) {
  const sections = (process.env.NODE_DEBUG ?? '').toUpperCase().split(',');
  const enabled = sections.includes(section.toUpperCase());
  const log = (...args) => {
    if (enabled) console.error(`${section.toUpperCase()} ${process.pid}: ${format(...args)}`);
  };
  return Object.defineProperty(log, 'enabled', { get: () => enabled });
}

function styleText(styles, text) {
  let result = text;
  for (const style of [styles].flat().reverse()) {
    const codes = inspect.colors[style];
    if (codes === undefined) {
      throw coded('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'format' must be one of: ${
        Object.keys(inspect.colors).map((name) => `'${name}'`).join(', ')}. Received ${inspect(style)}`);
    }
    result = `\u001b[${codes[0]}m${result}\u001b[${codes[1]}m`;
  }
  return result;
}

function isDeepStrictEqual(a, b) {
  return require('internal/comparisons').isDeepEqual(a, b, true);
}

function getSystemErrorName(number) {
  const name = Object.keys(require('os').constants.errno).find((key) => require('os').constants.errno[key] === -number);
  if (typeof number !== 'number') invalidArgType('err', 'number', number);
  if (number >= 0) outOfRange('err', 'a negative integer', number);
  return name ?? `Unknown system error ${number}`;
}

// Parses command-line arguments as `options` describes them.
function parseArgs(config = {}) {
  const { args = process.argv.slice(2), options = {}, strict = true, allowPositionals = !strict } = config;
  const values = { __proto__: null };
  const positionals = [];
  const store = (name, value) => {
    if (options[name]?.multiple) (values[name] ??= []).push(value);
    else values[name] = value;
  };
  const known = (name, written) => {
    if (strict && !Object.hasOwn(options, name)) {
      throw coded('TypeError', 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${written}'`);
    }
    return options[name]?.type ?? 'boolean';
  };
  const rest = [...args];
  while (rest.length > 0) {
    const arg = rest.shift();
    if (arg === '--') {
      positionals.push(...rest.splice(0));
    } else if (arg.startsWith('--')) {
      const [name, ...parts] = arg.slice(2).split('=');
      const type = known(name, `--${name}`);
      if (type === 'string') {
        const value = parts.length > 0 ? parts.join('=') : rest.shift();
        if (strict && value === undefined) {
          throw coded('TypeError', 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '--${name} <value>' argument missing`);
        }
        store(name, value);
      } else {
        if (strict && parts.length > 0) {
          throw coded('TypeError', 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '--${name}' does not take an argument`);
        }
        store(name, true);
      }
    } else if (arg.startsWith('-') && arg.length > 1) {
      const letter = arg[1];
      const name = Object.keys(options).find((key) => options[key].short === letter) ?? letter;
      const type = known(name, `-${letter}`);
      if (type === 'string') {
        store(name, arg.length > 2 ? arg.slice(2) : rest.shift());
      } else {
        store(name, true);
        if (arg.length > 2) rest.unshift(`-${arg.slice(2)}`);
      }
    } else {
      if (strict && !allowPositionals) {
        throw coded('TypeError', 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', `Unexpected argument '${arg}'. This command does not take positional arguments`);
      }
      positionals.push(arg);
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return { values, positionals };
}

const color = (start, end) => [start, end];
inspect.colors = {
  __proto__: null,
  reset: color(0, 0), bold: color(1, 22), dim: color(2, 22), italic: color(3, 23), underline: color(4, 24),
  blink: color(5, 25), inverse: color(7, 27), hidden: color(8, 28), strikethrough: color(9, 29),
  black: color(30, 39), red: color(31, 39), green: color(32, 39), yellow: color(33, 39), blue: color(34, 39),
  magenta: color(35, 39), cyan: color(36, 39), white: color(37, 39), gray: color(90, 39), grey: color(90, 39),
  bgBlack: color(40, 49), bgRed: color(41, 49), bgGreen: color(42, 49), bgYellow: color(43, 49), bgBlue: color(44, 49),
  bgMagenta: color(45, 49), bgCyan: color(46, 49), bgWhite: color(47, 49),
};
inspect.defaultOptions = {
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
  maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};

module.exports = {
  inspect, format, formatWithOptions, stripVTControlCharacters, promisify, callbackify, inherits, deprecate,
  debuglog, debug: debuglog, styleText, isDeepStrictEqual, getSystemErrorName, parseArgs, types,
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === 'boolean',
  isBuffer: (value) => Buffer.isBuffer(value),
  isDate: types.isDate,
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value) => typeof value === 'function',
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === 'number',
  isObject: (value) => value !== null && typeof value === 'object',
  isPrimitive: (value) => value === null || (typeof value !== 'object' && typeof value !== 'function'),
  isRegExp: types.isRegExp,
  isString: (value) => typeof value === 'string',
  isSymbol: (value) => typeof value === 'symbol',
  isUndefined: (value) => value === undefined,
  toUSVString: (value) => `${value}`.toWellFormed?.() ?? `${value}`,
  aborted: (signal) => new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  }),
  get TextEncoder() { return globalThis.TextEncoder; },
  get TextDecoder() { return globalThis.TextDecoder; },
};
