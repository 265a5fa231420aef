// Closures: counters, composition, currying, memoisation, a tiny event bus.

'use strict';

const compose = (...functions) => (x) => functions.reduceRight((value, f) => f(value), x);
const curry = (f) => (a) => (b) => (c) => f(a, b, c);

function memoise(f) {
  const known = new Map();
  return (n) => {
    if (known.has(n)) return known.get(n);
    const result = f(n);
    known.set(n, result);
    return result;
  };
}

function counter(start) {
  let count = start;
  return { increment: () => ++count, add: (n) => (count += n), get: () => count };
}

function bus() {
  const listeners = [];
  return {
    on(listener) { listeners.push(listener); },
    emit(value) { for (let i = 0; i < listeners.length; i++) listeners[i](value); },
  };
}

function run() {
  let sum = 0;
  for (let i = 0; i < 150000; i++) {
    const c = counter(i);
    c.increment();
    c.add(3);
    sum = (sum + c.get()) % 1000003;
  }
  const pipeline = compose((x) => x + 1, (x) => x * 2, (x) => x - 3, (x) => x % 1009);
  const add3 = curry((a, b, c) => a + b * c);
  for (let i = 0; i < 60000; i++) sum = (sum + pipeline(i) + add3(i)(2)(3)) % 1000003;
  const collatz = memoise((n) => (n === 1 ? 0 : 1 + collatz(n % 2 === 0 ? n / 2 : 3 * n + 1)));
  for (let i = 1; i < 20000; i++) sum += collatz(i);
  const events = bus();
  let total = 0;
  for (let i = 0; i < 50; i++) events.on((value) => { total += value * i; });
  for (let i = 0; i < 8000; i++) events.emit(i & 3);
  return sum + total;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
