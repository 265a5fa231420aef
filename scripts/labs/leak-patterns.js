// Four ways to leak, each followed by its mend. Every pattern runs for some rounds; memory is measured after a full
// collection, so that what still grows is held by someone.
//
//   tenure --expose-gc scripts/labs/leak-patterns.js [rounds]

'use strict';
const { EventEmitter } = require('events');

const collect = globalThis.gc ?? (() => {});
const ROUNDS = Number(process.argv[2] ?? 20);
const KB = 1024;

function heapAfterCollection() {
  collect();
  return process.memoryUsage().heapUsed;
}

// Bytes retained per round: the first rounds warm up and do not count.
function growthPerRound(round) {
  for (let i = 0; i < 3; i++) round(i);
  const before = heapAfterCollection();
  for (let i = 0; i < ROUNDS; i++) round(i);
  return Math.max(0, (heapAfterCollection() - before) / ROUNDS);
}

function compare(title, leaking, mended) {
  const leak = growthPerRound(leaking);
  const flat = growthPerRound(mended);
  console.log(`\n${title}`);
  console.log(`  leaking: ${(leak / KB).toFixed(1)} KB a round`);
  console.log(`  mended:  ${(flat / KB).toFixed(1)} KB a round`);
  console.log(`  the leak grows, the mend does not: ${leak > 10 * KB && flat < leak / 10}`);
}

const payload = () => new Array(2000).fill(0.5);

// 1. Closures of one function share one context: a small closure that is kept retains what its sibling captured.
{
  const kept = [];
  const leaking = () => {
    const big = payload();
    const unused = () => big;
    kept.push(() => 'small');
    return unused;
  };
  const handlers = [];
  const makeSmall = () => () => 'small';
  const mended = () => {
    const big = payload();
    handlers.push(makeSmall());
    return big.length;
  };
  compare('Closures that share a context', leaking, mended);
}

// 2. Listeners that are added and never removed.
{
  const bus = new EventEmitter();
  process.on('warning', (warning) => console.log(`  [warning] ${warning.name}: ${warning.count} ${warning.type} listeners`));
  const leaking = () => {
    const big = payload();
    bus.on('tick', () => big.length);
  };
  const quiet = new EventEmitter();
  const mended = () => {
    const big = payload();
    const listener = () => big.length;
    quiet.on('tick', listener);
    quiet.emit('tick');
    quiet.off('tick', listener);
  };
  compare('Listeners', leaking, mended);
}

// 3. A cache without a bound, beside one that is bounded and one that is weak.
class LruCache {
  #entries = new Map();
  #limit;

  constructor(limit) {
    this.#limit = limit;
  }

  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value);
  }
}

{
  const map = new Map();
  const lru = new LruCache(3);
  compare('A growing Map against an LRU', (i) => map.set(`${i}:${map.size}`, payload()), (i) => lru.set(i, payload()));
  const byObject = new Map();
  const byWeakObject = new WeakMap();
  compare('Keys held by a Map against a WeakMap', () => byObject.set({}, payload()), () => byWeakObject.set({}, payload()));
}

// 4. Intervals that nobody clears.
{
  const forgotten = [];
  const leaking = () => {
    const big = payload();
    forgotten.push(setInterval(() => big.length, 1e6));
  };
  const mended = () => {
    const big = payload();
    clearInterval(setInterval(() => big.length, 1e6));
  };
  compare('Forgotten timers', leaking, mended);
  forgotten.forEach(clearInterval);
}
