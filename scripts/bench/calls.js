// Calls and recursion: Fibonacci, Takeuchi, Ackermann, mutual recursion.

'use strict';

function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function tak(x, y, z) { return y >= x ? z : tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)); }
function ackermann(m, n) {
  if (m === 0) return n + 1;
  return n === 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}
function isEven(n) { return n === 0 ? true : isOdd(n - 1); }
function isOdd(n) { return n === 0 ? false : isEven(n - 1); }

function run() {
  let sum = fib(29) + tak(16, 10, 5) + ackermann(2, 300);
  for (let i = 0; i < 1000; i++) sum += isEven(i % 500) ? 1 : 0;
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
