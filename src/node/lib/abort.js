// AbortController and AbortSignal.
'use strict';

const { EventTarget, Event, kChanged, defineHandler } = require('internal/event_target');
const { DOMException } = require('internal/dom_exception');
const { inspect } = binding('inspect');
const { invalidArgType, coded } = binding('errors');

const kMake = Symbol('kMake');
// Signals that a timer or another signal will abort, while somebody listens to them.
const awaited = new Set();

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

class AbortSignal extends EventTarget {
  #isAborted = false;
  #reason = undefined;
  // Signals made by `any` from this one, held weakly unless somebody listens to them.
  #dependents = new Set();
  #isComposite = false;

  constructor(key) {
    if (key !== kMake) throw coded('TypeError', 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }

  get aborted() { return this.#isAborted; }
  get reason() { return this.#reason; }

  throwIfAborted() {
    if (this.#isAborted) throw this.#reason;
  }

  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    const signal = new AbortSignal(kMake);
    signal.#isAborted = true;
    signal.#reason = reason;
    return signal;
  }

  static timeout(delay) {
    if (typeof delay !== 'number') invalidArgType('delay', 'number', delay);
    const signal = new AbortSignal(kMake);
    signal.#isComposite = true;
    const ref = new WeakRef(signal);
    setTimeout(() => {
      const target = ref.deref();
      if (target) abort(target, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay).unref();
    return signal;
  }

  static any(signals) {
    const result = new AbortSignal(kMake);
    result.#isComposite = true;
    for (const signal of signals) {
      if (!(signal instanceof AbortSignal)) invalidArgType('signals', 'AbortSignal', signal);
      if (signal.#isAborted) {
        result.#isAborted = true;
        result.#reason = signal.#reason;
        return result;
      }
    }
    const ref = new WeakRef(result);
    for (const signal of signals) signal.#dependents.add(ref);
    return result;
  }

  static finish(signal, reason) {
    if (signal.#isAborted) return;
    signal.#isAborted = true;
    signal.#reason = reason;
    awaited.delete(signal);
    signal.dispatchEvent(new Event('abort'));
    for (const ref of signal.#dependents) {
      const dependent = ref.deref();
      if (dependent) abort(dependent, reason);
    }
    signal.#dependents.clear();
  }

  [kChanged](type, count) {
    if (type !== 'abort' || !this.#isComposite) return;
    if (count > 0 && !this.#isAborted) awaited.add(this);
    else awaited.delete(this);
  }

  [inspect.custom](depth, options) {
    if (depth < 0) return 'AbortSignal';
    return `AbortSignal ${inspect({ aborted: this.aborted }, { ...options, depth: depth - 1 })}`;
  }
}

const abort = AbortSignal.finish;
delete AbortSignal.finish;
defineHandler(AbortSignal.prototype, 'abort');
Object.defineProperty(AbortSignal.prototype, Symbol.toStringTag, { configurable: true, value: 'AbortSignal' });

class AbortController {
  #signal;

  get signal() {
    this.#signal ??= new AbortSignal(kMake);
    return this.#signal;
  }

  abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    abort(this.signal, reason);
  }

  [inspect.custom](depth, options) {
    if (depth < 0) return 'AbortController';
    return `AbortController ${inspect({ signal: this.signal }, { ...options, depth: depth - 1 })}`;
  }
}
Object.defineProperty(AbortController.prototype, Symbol.toStringTag, { configurable: true, value: 'AbortController' });

module.exports = { AbortController, AbortSignal, AbortError };
