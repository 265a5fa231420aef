// The `events` library: EventEmitter, and waiting for its events.
'use strict';

const { invalidArgType, outOfRange, coded } = binding('errors');
const { inspect } = binding('inspect');

const kCapture = Symbol('kCapture');
const kErrorMonitor = Symbol('events.errorMonitor');
const kRejection = Symbol.for('nodejs.rejection');
const kWarned = Symbol('warned');

let defaultMaxListeners = 10;

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.init = function (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  if (options?.captureRejections) {
    if (typeof options.captureRejections !== 'boolean') {
      invalidArgType('options.captureRejections', 'boolean', options.captureRejections);
    }
    this[kCapture] = true;
  }
};

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true });

function checkListener(listener) {
  if (typeof listener !== 'function') invalidArgType('listener', 'function', listener);
}

function checkCount(count, name) {
  if (typeof count !== 'number') invalidArgType(name, 'number', count);
  if (!(count >= 0)) outOfRange(name, '>= 0', count);
}

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  checkCount(n, 'setMaxListeners');
  this._maxListeners = n;
  return this;
};

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return this._maxListeners === undefined ? defaultMaxListeners : this._maxListeners;
};

// Calls every listener of `type`. False if there is none.
EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events !== undefined && events[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
    if (events === undefined || events.error === undefined) throw unhandledError(args);
  }
  const handler = events?.[type];
  if (handler === undefined) return false;
  if (typeof handler === 'function') {
    settle(this, handler.apply(this, args), type, args);
  } else {
    for (const listener of handler.slice()) settle(this, listener.apply(this, args), type, args);
  }
  return true;
};

// The exception that an 'error' event without listeners becomes.
function unhandledError(args) {
  const error = args[0];
  if (error instanceof Error) return error;
  let shown;
  try {
    shown = inspect(error);
  } catch {
    shown = error;
  }
  const wrapper = coded('Error', 'ERR_UNHANDLED_ERROR', `Unhandled error. (${shown})`);
  wrapper.context = error;
  return wrapper;
}

// With captureRejections: what an async listener rejects with becomes an 'error' event.
function settle(emitter, result, type, args) {
  if (result === undefined || result === null || !emitter[kCapture]) return;
  const then = result.then;
  if (typeof then !== 'function') return;
  then.call(result, undefined, (error) => process.nextTick(reject, emitter, error, type, args));
}

function reject(emitter, error, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](error, type, ...args);
    return;
  }
  const captures = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = captures;
  }
}

function add(emitter, type, listener, isFirst) {
  checkListener(listener);
  let events = emitter._events;
  if (events === undefined) {
    events = emitter._events = { __proto__: null };
    emitter._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    emitter.emit('newListener', type, listener.listener ?? listener);
    events = emitter._events;
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    ++emitter._eventsCount;
  } else if (typeof existing === 'function') {
    events[type] = isFirst ? [listener, existing] : [existing, listener];
  } else if (isFirst) {
    existing.unshift(listener);
  } else {
    existing.push(listener);
  }
  const list = events[type];
  const most = emitter.getMaxListeners?.() ?? defaultMaxListeners;
  if (most > 0 && list.length > most && typeof list === 'object' && !list[kWarned]) {
    Object.defineProperty(list, kWarned, { value: true, configurable: true });
    warnOfLeak(emitter, type, list.length, most);
  }
  return emitter;
}

function warnOfLeak(emitter, type, count, most) {
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${count} ${String(type)} listeners ` +
      `added to ${inspect(emitter, { depth: -1 })}. MaxListeners is ${most}. Use emitter.setMaxListeners() to increase limit`,
  );
  warning.name = 'MaxListenersExceededWarning';
  warning.emitter = emitter;
  warning.type = type;
  warning.count = count;
  process.emitWarning(warning);
}

EventEmitter.prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};
EventEmitter.prototype.on = EventEmitter.prototype.addListener;

EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};

function onceWrapper(...args) {
  if (this.fired) return undefined;
  this.target.removeListener(this.type, this.wrapFn);
  this.fired = true;
  return this.listener.apply(this.target, args);
}

function wrapOnce(target, type, listener) {
  const state = { fired: false, wrapFn: undefined, target, type, listener };
  const wrapped = onceWrapper.bind(state);
  wrapped.listener = listener;
  state.wrapFn = wrapped;
  return wrapped;
}

EventEmitter.prototype.once = function once(type, listener) {
  checkListener(listener);
  return this.on(type, wrapOnce(this, type, listener));
};

EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
  checkListener(listener);
  return this.prependListener(type, wrapOnce(this, type, listener));
};

function drop(emitter, type) {
  if (--emitter._eventsCount === 0) emitter._events = { __proto__: null };
  else delete emitter._events[type];
}

EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  checkListener(listener);
  const list = this._events?.[type];
  if (list === undefined) return this;
  let removed;
  if (list === listener || list.listener === listener) {
    removed = list.listener ?? listener;
    drop(this, type);
  } else if (typeof list !== 'function') {
    const at = list.findLastIndex((other) => other === listener || other.listener === listener);
    if (at < 0) return this;
    removed = list[at].listener ?? listener;
    list.splice(at, 1);
    if (list.length === 1) this._events[type] = list[0];
  } else {
    return this;
  }
  if (this._events.removeListener !== undefined) this.emit('removeListener', type, removed);
  return this;
};
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (events.removeListener === undefined) {
    if (arguments.length === 0) {
      this._events = { __proto__: null };
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      drop(this, type);
    }
    return this;
  }
  if (arguments.length === 0) {
    for (const key of Reflect.ownKeys(events)) {
      if (key !== 'removeListener') this.removeAllListeners(key);
    }
    this.removeAllListeners('removeListener');
    this._events = { __proto__: null };
    this._eventsCount = 0;
    return this;
  }
  const listeners = events[type];
  if (typeof listeners === 'function') {
    this.removeListener(type, listeners);
  } else if (listeners !== undefined) {
    for (let i = listeners.length - 1; i >= 0; i--) this.removeListener(type, listeners[i]);
  }
  return this;
};

function listenersOf(emitter, type, unwraps) {
  const list = emitter._events?.[type];
  if (list === undefined) return [];
  const all = typeof list === 'function' ? [list] : list.slice();
  return unwraps ? all.map((listener) => listener.listener ?? listener) : all;
}

EventEmitter.prototype.listeners = function listeners(type) {
  return listenersOf(this, type, true);
};

EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listenersOf(this, type, false);
};

EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const list = this._events?.[type];
  if (list === undefined) return 0;
  if (listener == null) return typeof list === 'function' ? 1 : list.length;
  return listenersOf(this, type, false).filter((other) => other === listener || other.listener === listener).length;
};

EventEmitter.prototype.eventNames = function eventNames() {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

function abortError(signal) {
  const { AbortError } = require('internal/abort');
  return new AbortError(undefined, { cause: signal.reason });
}

function checkSignal(signal) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    invalidArgType('options.signal', 'AbortSignal', signal);
  }
}

// Resolves with the arguments of the next event called `name`; rejects on 'error'.
async function once(emitter, name, options = {}) {
  const { signal } = options;
  checkSignal(signal);
  if (signal?.aborted) throw abortError(signal);
  return new Promise((resolve, reject) => {
    const stop = () => {
      remove(emitter, name, resolver);
      remove(emitter, 'error', onError);
      signal?.removeEventListener('abort', onAbort);
    };
    const onError = (error) => {
      stop();
      reject(error);
    };
    const resolver = (...args) => {
      stop();
      resolve(args);
    };
    const onAbort = () => {
      stop();
      reject(abortError(signal));
    };
    listen(emitter, name, resolver, { once: true });
    if (name !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function listen(emitter, name, listener, flags) {
  if (typeof emitter.on === 'function') {
    if (flags?.once) emitter.once(name, listener);
    else emitter.on(name, listener);
  } else if (typeof emitter.addEventListener === 'function') {
    emitter.addEventListener(name, listener, flags);
  } else {
    invalidArgType('emitter', 'EventEmitter', emitter);
  }
}

function remove(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else emitter.removeEventListener(name, listener);
}

// An async iterator of the arguments of events called `name`.
function on(emitter, name, options = {}) {
  const { signal } = options;
  checkSignal(signal);
  if (signal?.aborted) throw abortError(signal);
  const values = [];
  const waiting = [];
  let error = null;
  let isDone = false;

  const onValue = (...args) => {
    const next = waiting.shift();
    if (next) next.resolve({ value: args, done: false });
    else values.push(args);
  };
  const onError = (reason) => {
    error = reason;
    const next = waiting.shift();
    if (next) {
      error = null;
      next.reject(reason);
    }
    iterator.return();
  };
  const onAbort = () => onError(abortError(signal));
  const stop = () => {
    remove(emitter, name, onValue);
    if (name !== 'error' && typeof emitter.on === 'function') remove(emitter, 'error', onError);
    for (const end of options.close ?? []) remove(emitter, end, close);
    signal?.removeEventListener('abort', onAbort);
    isDone = true;
    for (const next of waiting.splice(0)) next.resolve({ value: undefined, done: true });
  };
  const close = () => iterator.return();

  const iterator = Object.setPrototypeOf(
    {
      next() {
        if (values.length > 0) return Promise.resolve({ value: values.shift(), done: false });
        if (error !== null) {
          const reason = error;
          error = null;
          return Promise.reject(reason);
        }
        if (isDone) return Promise.resolve({ value: undefined, done: true });
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      return() {
        stop();
        return Promise.resolve({ value: undefined, done: true });
      },
      throw(reason) {
        if (!(reason instanceof Error)) invalidArgType('EventEmitter.AsyncIterator', 'Error', reason);
        onError(reason);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
    Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype),
  );

  listen(emitter, name, onValue);
  if (name !== 'error' && typeof emitter.on === 'function') emitter.on('error', onError);
  for (const end of options.close ?? []) listen(emitter, end, close);
  signal?.addEventListener('abort', onAbort, { once: true });
  return iterator;
}

function getEventListeners(target, type) {
  if (typeof target.listeners === 'function') return target.listeners(type);
  const { listenersOfTarget } = require('internal/event_target');
  const listeners = listenersOfTarget(target, type);
  if (listeners === undefined) invalidArgType('emitter', ['EventEmitter', 'EventTarget'], target);
  return listeners;
}

function setMaxListeners(n = defaultMaxListeners, ...targets) {
  checkCount(n, 'setMaxListeners');
  if (targets.length === 0) {
    defaultMaxListeners = n;
    return;
  }
  const { setTargetMaxListeners } = require('internal/event_target');
  for (const target of targets) {
    if (setTargetMaxListeners(target, n)) continue;
    if (typeof target.setMaxListeners === 'function') target.setMaxListeners(n);
    else invalidArgType('eventTargets', ['EventEmitter', 'EventTarget'], target);
  }
}

function getMaxListeners(target) {
  if (typeof target?.getMaxListeners === 'function') return target.getMaxListeners();
  const { targetMaxListeners } = require('internal/event_target');
  const most = targetMaxListeners(target);
  if (most === undefined) invalidArgType('emitter', ['EventEmitter', 'EventTarget'], target);
  return most;
}

function listenerCount(emitter, type) {
  if (typeof emitter.listenerCount === 'function') return emitter.listenerCount(type);
  return EventEmitter.prototype.listenerCount.call(emitter, type);
}

function addAbortListener(signal, listener) {
  if (signal === undefined) invalidArgType('signal', 'AbortSignal', signal);
  checkSignal(signal);
  checkListener(listener);
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener('abort', listener, { once: true });
  return {
    __proto__: null,
    [Symbol.dispose]() {
      signal.removeEventListener('abort', listener);
    },
  };
}

Object.defineProperties(EventEmitter, {
  defaultMaxListeners: {
    enumerable: true,
    get: () => defaultMaxListeners,
    set(n) {
      checkCount(n, 'defaultMaxListeners');
      defaultMaxListeners = n;
    },
  },
  captureRejections: {
    enumerable: true,
    get: () => EventEmitter.prototype[kCapture],
    set(value) {
      if (typeof value !== 'boolean') invalidArgType('EventEmitter.captureRejections', 'boolean', value);
      EventEmitter.prototype[kCapture] = value;
    },
  },
  captureRejectionSymbol: { enumerable: true, value: kRejection },
  errorMonitor: { enumerable: true, value: kErrorMonitor },
});

module.exports = Object.assign(EventEmitter, {
  EventEmitter,
  usingDomains: false,
  once,
  on,
  getEventListeners,
  getMaxListeners,
  setMaxListeners,
  listenerCount,
  addAbortListener,
});
