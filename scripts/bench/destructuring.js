// Destructuring, spread and rest, defaults, template literals, optional chaining.

'use strict';

function area({ width = 1, height = 1, scale: { x = 1, y = 1 } = {} }) { return width * height * x * y; }
function sumAll(first, ...rest) { return rest.reduce((a, b) => a + b, first); }
const swap = ([a, b]) => [b, a];

function run() {
  let sum = 0;
  for (let i = 0; i < 40000; i++) {
    sum += area({ width: i & 7, scale: { y: 2 } }) + area({});
    const [a, b] = swap([i, i + 1]);
    const { x, ...others } = { x: a, y: b, z: 3 };
    const merged = { ...others, x, w: 4 };
    sum += sumAll(...[a, b, merged.w], x) % 1009;
    const [head, , third = 5, ...tail] = [i, 2, undefined, 4, 5];
    sum += head - third + tail.length;
    const config = i % 2 ? { server: { port: i } } : null;
    sum += (config?.server?.port ?? 80) & 15;
    sum += `${a}:${b}`.length;
  }
  const entries = Object.entries({ one: 1, two: 2, three: 3 });
  for (let i = 0; i < 20000; i++) for (const [key, value] of entries) sum += key.length * value;
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
