// Floating point: the Mandelbrot set.

'use strict';

function iterations(cr, ci, limit) {
  let zr = 0;
  let zi = 0;
  let n = 0;
  while (n < limit && zr * zr + zi * zi < 4) {
    const next = zr * zr - zi * zi + cr;
    zi = 2 * zr * zi + ci;
    zr = next;
    n++;
  }
  return n;
}

function run() {
  const size = 220;
  let sum = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) sum += iterations((3 * x) / size - 2, (2 * y) / size - 1, 150);
  }
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
