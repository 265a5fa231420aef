// Generators and async functions: pipelines, permutations, awaiting in loops.

'use strict';

function* range(n) { for (let i = 0; i < n; i++) yield i; }
function* map(items, f) { for (const item of items) yield f(item); }
function* filter(items, f) { for (const item of items) if (f(item)) yield item; }
function* flatten(items) {
  for (const item of items) {
    if (Array.isArray(item)) yield* flatten(item);
    else yield item;
  }
}
function* permutations(items) {
  if (items.length < 2) return yield items;
  for (let i = 0; i < items.length; i++) {
    for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [items[i], ...rest];
  }
}

async function delayed(value) { return value; }
async function total(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += await delayed(i);
  return sum;
}
async function* ticks(n) { for (let i = 0; i < n; i++) yield await delayed(i); }

async function run() {
  let sum = 0;
  for (const x of map(filter(range(150000), (n) => n % 3 === 0), (n) => n * 2)) sum += x;
  let nested = [1];
  for (let i = 0; i < 60; i++) nested = [i, nested, [i, i]];
  for (let round = 0; round < 20; round++) for (const x of flatten(nested)) sum += x;
  for (const [first] of permutations([1, 2, 3, 4, 5, 6, 7])) sum += first;
  sum += await total(40000);
  for await (const x of ticks(15000)) sum += x;
  const results = await Promise.all(Array.from({ length: 5000 }, (_, i) => delayed(i)));
  return sum + results.length;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
