// Exceptions: thrown, caught, rethrown through finally, created with stacks.

'use strict';

class NotFound extends Error {
  constructor(key) {
    super(`${key} not found`);
    this.key = key;
  }
}

function lookup(table, key) {
  if (!(key in table)) throw new NotFound(key);
  return table[key];
}

function withCleanup(log, work) {
  try {
    return work();
  } finally {
    log.count++;
  }
}

function deep(n) {
  if (n === 0) throw new RangeError('bottom');
  try {
    return deep(n - 1);
  } catch (error) {
    if (n % 5 !== 0) throw error;
    throw new TypeError(`level ${n}`, { cause: error });
  }
}

function run() {
  const table = { a: 1, b: 2, c: 3 };
  const keys = ['a', 'x', 'b', 'y', 'c'];
  const log = { count: 0 };
  let sum = 0;
  for (let i = 0; i < 40000; i++) {
    try {
      sum += withCleanup(log, () => lookup(table, keys[i % 5]));
    } catch (error) {
      sum += error instanceof NotFound ? error.key.length : 100;
    }
  }
  for (let i = 0; i < 600; i++) {
    try {
      deep(20);
    } catch (error) {
      for (let cause = error; cause; cause = cause.cause) sum += cause.message.length;
    }
  }
  for (let i = 0; i < 200000; i++) {
    try {
      sum += i & 1;
    } catch {
      sum = -1;
    }
  }
  return sum + log.count;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
