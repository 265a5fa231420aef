// Marks, measures, and what observers hear: the rest of `performance`, and PerformanceObserver.
'use strict';

const { onCollection } = binding('v8');
const { invalidArgType, coded } = binding('errors');
const { inspect } = binding('inspect');
const { DOMException } = require('internal/dom_exception');

class PerformanceEntry {
  constructor(name, entryType, startTime, duration, detail) {
    Object.assign(this, { name, entryType, startTime, duration });
    if (detail !== undefined) this.detail = detail;
  }

  toJSON() {
    return { ...this };
  }

  [inspect.custom](depth, options) {
    return depth < 0 ? this.constructor.name : `${this.constructor.name} ${inspect({ ...this }, options)}`;
  }
}

class PerformanceMark extends PerformanceEntry {
  constructor(name, { startTime = performance.now(), detail = null } = {}) {
    super(`${name}`, 'mark', startTime, 0, detail);
  }
}

class PerformanceMeasure extends PerformanceEntry {}

let entries = [];
const observers = new Set();
const TYPES = ['function', 'gc', 'mark', 'measure'];

function record(entry) {
  if (entry.entryType !== 'gc') entries.push(entry);
  for (const observer of observers) observer.queue(entry);
  return entry;
}

function timeOf(mark) {
  if (typeof mark === 'number') return mark;
  const entry = entries.findLast(({ name, entryType }) => entryType === 'mark' && name === `${mark}`);
  if (!entry) throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError');
  return entry.startTime;
}

function measure(name, startOrOptions, endMark) {
  const options = typeof startOrOptions === 'object' && startOrOptions !== null ? startOrOptions : { start: startOrOptions, end: endMark };
  const duration = options.duration;
  let end = options.end === undefined ? undefined : timeOf(options.end);
  let start = options.start === undefined ? undefined : timeOf(options.start);
  end ??= start !== undefined && duration !== undefined ? start + duration : performance.now();
  start ??= duration !== undefined ? end - duration : 0;
  return record(new PerformanceMeasure(`${name}`, 'measure', start, end - start, options.detail ?? null));
}

const clear = (type) => (name) => {
  entries = entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== name));
};

class ObserverList {
  #entries;

  constructor(list) {
    this.#entries = list;
  }

  getEntries() { return this.#entries.slice(); }
  getEntriesByType(type) { return this.#entries.filter((entry) => entry.entryType === type); }
  getEntriesByName(name, type) {
    return this.#entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
  }
}

// How many observers listen for collections; the heap is asked to tell of them while there are any.
let gcObservers = 0;

function observeCollections(delta) {
  const before = gcObservers;
  gcObservers += delta;
  if ((before === 0) === (gcObservers === 0)) return;
  onCollection(gcObservers === 0 ? undefined : ({ startTime, duration, kind, flags }) => {
    record(new PerformanceEntry('gc', 'gc', startTime, duration, { kind, flags }));
  });
}

class PerformanceObserver {
  #callback;
  #types = new Set();
  #pending = [];
  #isScheduled = false;

  static get supportedEntryTypes() {
    return TYPES.slice();
  }

  constructor(callback) {
    if (typeof callback !== 'function') invalidArgType('callback', 'function', callback);
    this.#callback = callback;
  }

  observe(options) {
    if (options === null || typeof options !== 'object') invalidArgType('options', 'Object', options);
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) {
      throw coded('TypeError', 'ERR_MISSING_ARGS', 'The "options.entryTypes" or "options.type" argument must be specified');
    }
    if (entryTypes !== undefined) this.disconnect();
    for (const name of entryTypes ?? [type]) {
      if (!TYPES.includes(name) || this.#types.has(name)) continue;
      this.#types.add(name);
      if (name === 'gc') observeCollections(1);
    }
    if (this.#types.size > 0) observers.add(this);
    if (buffered) entries.filter((entry) => entry.entryType === type).forEach((entry) => this.queue(entry));
  }

  disconnect() {
    if (this.#types.has('gc')) observeCollections(-1);
    observers.delete(this);
    this.#types.clear();
    this.#pending = [];
  }

  takeRecords() {
    return this.#pending.splice(0);
  }

  queue(entry) {
    if (!this.#types.has(entry.entryType)) return;
    this.#pending.push(entry);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      const list = this.takeRecords();
      if (list.length > 0) this.#callback(new ObserverList(list), this);
    });
  }

  [inspect.custom](depth, options) {
    return depth < 0 ? 'PerformanceObserver' : `PerformanceObserver ${inspect({ connected: observers.has(this) }, options)}`;
  }
}

module.exports = {
  mark: (name, options) => record(new PerformanceMark(name, options)),
  measure,
  clearMarks: clear('mark'),
  clearMeasures: clear('measure'),
  getEntries: () => entries.toSorted((a, b) => a.startTime - b.startTime),
  getEntriesByName: (name, type) =>
    entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type)),
  getEntriesByType: (type) => entries.filter((entry) => entry.entryType === type),
  timerify(callback) {
    if (typeof callback !== 'function') invalidArgType('fn', 'function', callback);
    return function (...args) {
      const start = performance.now();
      const result = new.target ? Reflect.construct(callback, args, new.target) : Reflect.apply(callback, this, args);
      record(new PerformanceEntry(callback.name, 'function', start, performance.now() - start, args));
      return result;
    };
  },
  eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }),
  toJSON: () => ({ timeOrigin: performance.timeOrigin }),
  PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver,
};
