// Event, CustomEvent and EventTarget.
'use strict';

const { invalidArgType, coded } = binding('errors');
const { inspect } = binding('inspect');

const kListeners = Symbol('kEvents');
const kMaxListeners = Symbol('events.maxEventTargetListeners');
const kWarned = Symbol('events.maxEventTargetListenersWarned');
// Called after a listener was added or removed; AbortSignal keeps itself alive with it.
const kChanged = Symbol('kChanged');

class Event {
  #type;
  #options;
  #timeStamp = performance.now();
  #isPrevented = false;
  #isStopped = false;
  #target = null;
  #isDispatched = false;
  #stopsNow = false;

  constructor(type, options = undefined) {
    if (arguments.length === 0) {
      throw coded('TypeError', 'ERR_MISSING_ARGS', 'The "type" argument must be specified');
    }
    if (options !== undefined && (options === null || typeof options !== 'object')) {
      invalidArgType('options', 'object', options);
    }
    this.#type = `${type}`;
    this.#options = { bubbles: !!options?.bubbles, cancelable: !!options?.cancelable, composed: !!options?.composed };
  }

  static isEvent(value) {
    return typeof value === 'object' && value !== null && #type in value;
  }

  // Calls `deliver` while the event counts as being dispatched at `target`.
  static dispatch(event, target, deliver) {
    event.#target = target;
    event.#isDispatched = true;
    event.#stopsNow = false;
    deliver(() => event.#stopsNow);
    event.#isDispatched = false;
  }

  static isBeingDispatched(event) {
    return event.#isDispatched;
  }

  get type() { return this.#type; }
  get target() { return this.#target; }
  get srcElement() { return this.#target; }
  get currentTarget() { return this.#isDispatched ? this.#target : null; }
  get bubbles() { return this.#options.bubbles; }
  get cancelable() { return this.#options.cancelable; }
  get composed() { return this.#options.composed; }
  get defaultPrevented() { return this.#options.cancelable && this.#isPrevented; }
  get returnValue() { return !this.defaultPrevented; }
  get timeStamp() { return this.#timeStamp; }
  get eventPhase() { return this.#isDispatched ? Event.AT_TARGET : Event.NONE; }
  get cancelBubble() { return this.#isStopped; }
  set cancelBubble(value) { if (value) this.stopPropagation(); }
  get isTrusted() { return false; }

  composedPath() {
    return this.#isDispatched ? [this.#target] : [];
  }

  preventDefault() {
    this.#isPrevented = true;
  }

  stopPropagation() {
    this.#isStopped = true;
  }

  stopImmediatePropagation() {
    this.#isStopped = true;
    this.#stopsNow = true;
  }

  [inspect.custom](depth, options) {
    const name = this.constructor.name;
    if (depth < 0) return name;
    const { type, defaultPrevented, cancelable, timeStamp } = this;
    return `${name} ${inspect({ type, defaultPrevented, cancelable, timeStamp }, { ...options, depth: depth - 1 })}`;
  }
}

const { isEvent, dispatch, isBeingDispatched } = Event;
for (const name of ['isEvent', 'dispatch', 'isBeingDispatched']) delete Event[name];
Object.assign(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });
Object.defineProperty(Event.prototype, Symbol.toStringTag, { configurable: true, value: 'Event' });

class CustomEvent extends Event {
  #detail;

  constructor(type, options) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    return this.#detail;
  }
}
Object.defineProperty(CustomEvent.prototype, Symbol.toStringTag, { configurable: true, value: 'CustomEvent' });

class EventTarget {
  constructor() {
    Object.defineProperty(this, kListeners, { value: new Map(), configurable: true });
  }

  addEventListener(type, callback, options) {
    if (arguments.length < 2) {
      throw coded('TypeError', 'ERR_MISSING_ARGS', 'The "type" and "listener" arguments must be specified');
    }
    const { once, capture, passive, signal } = flagsOf(options);
    if (!isListener(callback)) {
      const warning = new Error(`addEventListener called with ${callback === null ? 'null' : 'undefined'} which has no effect.`);
      warning.name = 'AddEventListenerArgumentTypeWarning';
      Object.assign(warning, { target: this, type });
      process.emitWarning(warning);
      return;
    }
    if (signal !== undefined) {
      if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
        invalidArgType('options.signal', 'AbortSignal', signal);
      }
      if (signal.aborted) return;
      signal.addEventListener('abort', () => this.removeEventListener(type, callback, options), { once: true });
    }
    type = `${type}`;
    const all = this[kListeners];
    const list = all.get(type) ?? [];
    if (list.some((other) => other.callback === callback && other.capture === capture)) return;
    all.set(type, [...list, { callback, capture, once, passive, isRemoved: false }]);
    warnOfLeak(this, type, list.length + 1);
    this[kChanged]?.(type, list.length + 1);
  }

  removeEventListener(type, callback, options) {
    if (arguments.length < 2) {
      throw coded('TypeError', 'ERR_MISSING_ARGS', 'The "type" and "listener" arguments must be specified');
    }
    if (!isListener(callback)) return;
    type = `${type}`;
    const capture = typeof options === 'object' && options !== null ? !!options.capture : !!options;
    const list = this[kListeners].get(type) ?? [];
    const listener = list.find((other) => other.callback === callback && other.capture === capture);
    if (listener) removeListener(this, type, listener);
  }

  dispatchEvent(event) {
    if (!isEvent(event)) invalidArgType('event', 'Event', event);
    if (isBeingDispatched(event)) {
      throw coded('Error', 'ERR_EVENT_RECURSION', `The event "${event.type}" is already being dispatched`);
    }
    dispatchTo(this, event);
    return !event.defaultPrevented;
  }

  [inspect.custom](depth, options) {
    const name = this.constructor.name;
    return depth < 0 ? name : `${name} ${inspect({}, { ...options, depth: depth - 1 })}`;
  }
}
Object.defineProperty(EventTarget.prototype, Symbol.toStringTag, { configurable: true, value: 'EventTarget' });

function flagsOf(options) {
  if (typeof options === 'boolean') return { capture: options, once: false, passive: false };
  if (options === undefined || options === null) return { capture: false, once: false, passive: false };
  if (typeof options !== 'object' && typeof options !== 'function') invalidArgType('options', 'object', options);
  return { capture: !!options.capture, once: !!options.once, passive: !!options.passive, signal: options.signal };
}

function isListener(callback) {
  if (typeof callback === 'function' || typeof callback?.handleEvent === 'function') return true;
  if (callback === null || callback === undefined) return false;
  if (typeof callback === 'object') return true;
  return invalidArgType('listener', 'EventListener', callback);
}

function removeListener(target, type, listener) {
  listener.isRemoved = true;
  const rest = target[kListeners].get(type).filter((other) => other !== listener);
  if (rest.length === 0) target[kListeners].delete(type);
  else target[kListeners].set(type, rest);
  target[kChanged]?.(type, rest.length);
}

function dispatchTo(target, event) {
  dispatch(event, target, (stopsNow) => {
    for (const listener of target[kListeners].get(event.type) ?? []) {
      if (listener.isRemoved) continue;
      if (listener.once) removeListener(target, event.type, listener);
      deliver(target, listener.callback, event);
      if (stopsNow()) break;
    }
  });
}

// What a listener throws becomes an uncaught exception; the others still hear the event.
function deliver(target, callback, event) {
  try {
    const result = typeof callback === 'function' ? callback.call(target, event) : callback.handleEvent(event);
    result?.then?.(undefined, (error) => process.nextTick(() => { throw error; }));
  } catch (error) {
    process.nextTick(() => { throw error; });
  }
}

function warnOfLeak(target, type, count) {
  const most = targetMaxListeners(target);
  if (most === 0 || count <= most || target[kWarned]) return;
  Object.defineProperty(target, kWarned, { value: true, configurable: true, writable: true });
  const shown = target.constructor === EventTarget ? 'EventTarget' : inspect(target, { depth: -1 });
  const name = shown === 'EventTarget' ? shown : `[${shown}]`;
  const warning = new Error(
    `Possible EventTarget memory leak detected. ${count} ${type} listeners added to ${name}. ` +
      `MaxListeners is ${most}. Use events.setMaxListeners() to increase limit`,
  );
  warning.name = 'MaxListenersExceededWarning';
  Object.assign(warning, { target, type, count });
  process.emitWarning(warning);
}

function targetMaxListeners(target) {
  if (!target?.[kListeners]) return undefined;
  return target[kMaxListeners] ?? require('events').defaultMaxListeners;
}

function setTargetMaxListeners(target, n) {
  if (!target?.[kListeners]) return false;
  Object.defineProperty(target, kMaxListeners, { value: n, configurable: true, writable: true });
  Object.defineProperty(target, kWarned, { value: false, configurable: true, writable: true });
  return true;
}

function listenersOfTarget(target, type) {
  return target?.[kListeners] && (target[kListeners].get(type) ?? []).map((listener) => listener.callback);
}

// Defines the property `on<type>` of a class, which holds one listener.
function defineHandler(prototype, type) {
  const handlers = new WeakMap();
  Object.defineProperty(prototype, `on${type}`, {
    configurable: true,
    enumerable: true,
    get() {
      return handlers.get(this)?.handler ?? null;
    },
    set(handler) {
      const known = handlers.get(this);
      if (known) {
        known.handler = handler;
        return;
      }
      const entry = { handler };
      handlers.set(this, entry);
      this.addEventListener(type, (event) => typeof entry.handler === 'function' && entry.handler.call(this, event));
    },
  });
}

module.exports = {
  Event, CustomEvent, EventTarget, kChanged, defineHandler, listenersOfTarget, setTargetMaxListeners, targetMaxListeners,
};
