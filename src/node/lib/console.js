// The `console` library: the global, and consoles on other streams.
'use strict';

const { formatWithOptions, inspect } = require('util');
const { invalidArgType } = binding('errors');

class Console {
  #stdout;
  #stderr;
  #indentation = '';
  #counts = new Map();
  #starts = new Map();

  constructor(stdout, stderr = stdout) {
    if (stdout && typeof stdout.write !== 'function') ({ stdout, stderr = stdout } = stdout);
    if (typeof stdout?.write !== 'function') invalidArgType('stdout', 'Stream', stdout);
    this.#stdout = stdout;
    this.#stderr = stderr ?? stdout;
    for (const name of Object.getOwnPropertyNames(Console.prototype)) {
      if (name !== 'constructor') this[name] = this[name].bind(this);
    }
  }

  #write(stream, text) {
    const lines = this.#indentation === '' ? text : text.replace(/^/gm, this.#indentation);
    stream.write(`${lines}\n`);
  }

  log(...args) { this.#write(this.#stdout, formatWithOptions({}, ...args)); }
  info(...args) { this.log(...args); }
  debug(...args) { this.log(...args); }
  dirxml(...args) { this.log(...args); }
  error(...args) { this.#write(this.#stderr, formatWithOptions({}, ...args)); }
  warn(...args) { this.error(...args); }
  dir(value, options) { this.#write(this.#stdout, inspect(value, { customInspect: false, ...options })); }
  table(data, columns) { this.log(require('internal/table')(data, columns)); }

  assert(condition, ...args) {
    if (condition) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift(args.length > 0 ? 'Assertion failed:' : 'Assertion failed');
    this.error(...args);
  }

  trace(...args) {
    const error = { name: 'Trace', message: formatWithOptions({}, ...args) };
    Error.captureStackTrace(error, this.trace);
    this.error(error.stack);
  }

  count(label = 'default') {
    const count = (this.#counts.get(`${label}`) ?? 0) + 1;
    this.#counts.set(`${label}`, count);
    this.log(`${label}: ${count}`);
  }

  countReset(label = 'default') { this.#counts.delete(`${label}`); }
  time(label = 'default') { this.#starts.set(`${label}`, performance.now()); }

  timeLog(label = 'default', ...data) {
    const start = this.#starts.get(`${label}`);
    if (start !== undefined) this.log('%s: %sms', label, (performance.now() - start).toFixed(3), ...data);
  }

  timeEnd(label = 'default') {
    this.timeLog(label);
    this.#starts.delete(`${label}`);
  }

  group(...args) {
    if (args.length > 0) this.log(...args);
    this.#indentation += '  ';
  }

  groupCollapsed(...args) { this.group(...args); }
  groupEnd() { this.#indentation = this.#indentation.slice(2); }
}

console.Console ??= Console;
module.exports = console;
