// The `async_hooks` library. The async context is an immutable Map from storages to their stores, or undefined.
'use strict';

const { current, enter } = binding('async');
const { invalidArgType } = binding('errors');

// Calls `callback` in `context`.
function runIn(context, callback, receiver, args) {
  const outer = current();
  enter(context);
  try {
    return Reflect.apply(callback, receiver, args);
  } finally {
    enter(outer);
  }
}

function contextWith(storage, store) {
  return new Map(current()).set(storage, store);
}

class AsyncLocalStorage {
  #isEnabled = true;

  static bind(callback) {
    return AsyncResource.bind(callback);
  }

  static snapshot() {
    const context = current();
    return (callback, ...args) => runIn(context, callback, undefined, args);
  }

  getStore() {
    return this.#isEnabled ? current()?.get(this) : undefined;
  }

  run(store, callback, ...args) {
    this.#isEnabled = true;
    return runIn(contextWith(this, store), callback, null, args);
  }

  exit(callback, ...args) {
    return runIn(contextWith(this, undefined), callback, null, args);
  }

  enterWith(store) {
    this.#isEnabled = true;
    enter(contextWith(this, store));
  }

  disable() {
    this.#isEnabled = false;
  }
}

let lastId = 1;

class AsyncResource {
  #context = current();
  #id = ++lastId;

  constructor(type) {
    if (typeof type !== 'string') invalidArgType('type', 'string', type);
  }

  static bind(callback, type, receiver) {
    return new AsyncResource(type ?? callback.name ?? 'bound-anonymous-fn').bind(callback, receiver);
  }

  runInAsyncScope(callback, receiver, ...args) {
    return runIn(this.#context, callback, receiver, args);
  }

  bind(callback, receiver) {
    if (typeof callback !== 'function') invalidArgType('fn', 'function', callback);
    const resource = this;
    return Object.defineProperty(
      function (...args) {
        return resource.runInAsyncScope(callback, receiver ?? this, ...args);
      },
      'length',
      { configurable: true, value: callback.length },
    );
  }

  emitDestroy() {
    return this;
  }

  asyncId() {
    return this.#id;
  }

  triggerAsyncId() {
    return 1;
  }
}

module.exports = {
  AsyncLocalStorage,
  AsyncResource,
  // Hooks are never called: the engine keeps no record of each asynchronous operation.
  createHook: () => ({
    enable() { return this; },
    disable() { return this; },
  }),
  executionAsyncId: () => 1,
  triggerAsyncId: () => 0,
  executionAsyncResource: () => ({}),
};
