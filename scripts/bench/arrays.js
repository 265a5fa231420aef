// Arrays: sorting by hand and by the library, stacks, queues, matrices, higher-order methods.

'use strict';

function random() {
  let seed = 42;
  return () => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff);
}

function quicksort(a, low, high) {
  while (low < high) {
    const pivot = a[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        const swapped = a[i];
        a[i++] = a[j];
        a[j--] = swapped;
      }
    }
    quicksort(a, low, j);
    low = i;
  }
}

function multiply(a, b) {
  const size = a.length;
  const result = [];
  for (let i = 0; i < size; i++) {
    const row = new Array(size).fill(0);
    for (let k = 0; k < size; k++) {
      const factor = a[i][k];
      const other = b[k];
      for (let j = 0; j < size; j++) row[j] += factor * other[j];
    }
    result.push(row);
  }
  return result;
}

function run() {
  const next = random();
  const numbers = Array.from({ length: 60000 }, next);
  const byHand = numbers.slice();
  quicksort(byHand, 0, byHand.length - 1);
  const byLibrary = numbers.slice().sort((a, b) => a - b);
  let sum = byHand[1000] + byLibrary[59000];

  const stack = [];
  for (let i = 0; i < 300000; i++) {
    stack.push(i);
    if (i % 3 === 0) sum += stack.pop();
  }
  const queue = [];
  for (let i = 0; i < 60000; i++) {
    queue.push(i);
    if (queue.length > 50) sum += queue.shift();
  }
  const size = 60;
  const matrix = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i * j) % 10));
  sum += multiply(multiply(matrix, matrix), matrix)[5][7];
  for (let round = 0; round < 20; round++) {
    sum += numbers.map((n) => n % 1000).filter((n) => n & 1).reduce((a, b) => a + b, 0);
    sum += numbers.indexOf(-1) + (numbers.some((n) => n < 0) ? 1 : 0) + numbers.slice(10, 5000).reverse()[3];
  }
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
