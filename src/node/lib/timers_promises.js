// The `timers/promises` library.
'use strict';

const { AbortError } = require('internal/abort');
const { invalidArgType, coded } = binding('errors');
const { setTimeout: startTimeout, setInterval: startInterval, setImmediate: startImmediate } = globalThis;
const { clearTimeout, clearInterval, clearImmediate } = globalThis;

function checkOptions(options) {
  if (options === null || typeof options !== 'object') invalidArgType('options', 'Object', options);
  const { signal, ref = true } = options;
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    invalidArgType('options.signal', 'AbortSignal', signal);
  }
  if (typeof ref !== 'boolean') invalidArgType('options.ref', 'boolean', ref);
  return { signal, ref };
}

const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

// A promise of `value` that `start(resolve)` fulfils; `clear` undoes what it started.
async function later(value, options, start, clear) {
  const { signal, ref } = checkOptions(options);
  if (signal?.aborted) throw aborted(signal);
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clear(timer);
      reject(aborted(signal));
    };
    const timer = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (!ref) timer.unref();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

const setTimeout = (delay, value, options = {}) =>
  later(value, options, (resolve) => startTimeout(resolve, delay), clearTimeout);

const setImmediate = (value, options = {}) =>
  later(value, options, (resolve) => startImmediate(resolve), clearImmediate);

async function* setInterval(delay, value, options = {}) {
  const { signal, ref } = checkOptions(options);
  if (signal?.aborted) throw aborted(signal);
  let due = 0;
  let wake;
  const onAbort = () => wake?.();
  const timer = startInterval(() => {
    due++;
    wake?.();
  }, delay);
  if (!ref) timer.unref();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (signal?.aborted) throw aborted(signal);
      if (due === 0) await new Promise((resolve) => { wake = resolve; });
      for (; due > 0; due--) yield value;
    }
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

class Scheduler {
  constructor() {
    throw coded('TypeError', 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }

  yield() {
    return setImmediate();
  }

  wait(delay, options) {
    return setTimeout(delay, undefined, options);
  }
}

module.exports = { setTimeout, setImmediate, setInterval, scheduler: Object.create(Scheduler.prototype) };
