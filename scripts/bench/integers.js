// Integers and typed arrays: a sieve, a hash, a stream cipher, bit tricks.

'use strict';

function sieve(limit) {
  const composite = new Uint8Array(limit + 1);
  let count = 0;
  for (let i = 2; i <= limit; i++) {
    if (composite[i]) continue;
    count++;
    for (let j = i * i; j <= limit; j += i) composite[j] = 1;
  }
  return count;
}

function hash(bytes) {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  return h >>> 0;
}

const rotate = (x, n) => (x << n) | (x >>> (32 - n));

function quarter(s, a, b, c, d) {
  s[a] = (s[a] + s[b]) | 0; s[d] = rotate(s[d] ^ s[a], 16);
  s[c] = (s[c] + s[d]) | 0; s[b] = rotate(s[b] ^ s[c], 12);
  s[a] = (s[a] + s[b]) | 0; s[d] = rotate(s[d] ^ s[a], 8);
  s[c] = (s[c] + s[d]) | 0; s[b] = rotate(s[b] ^ s[c], 7);
}

function cipher(blocks) {
  const state = new Int32Array(16).map((_, i) => i * 0x9e3779b9);
  const work = new Int32Array(16);
  let sum = 0;
  for (let block = 0; block < blocks; block++) {
    work.set(state);
    for (let round = 0; round < 10; round++) {
      quarter(work, 0, 4, 8, 12); quarter(work, 1, 5, 9, 13); quarter(work, 2, 6, 10, 14); quarter(work, 3, 7, 11, 15);
      quarter(work, 0, 5, 10, 15); quarter(work, 1, 6, 11, 12); quarter(work, 2, 7, 8, 13); quarter(work, 3, 4, 9, 14);
    }
    for (let i = 0; i < 16; i++) sum = (sum + work[i] + state[i]) | 0;
    state[12]++;
  }
  return sum;
}

function bits(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let x = i;
    while (x) { sum++; x &= x - 1; }
  }
  return sum;
}

function run() {
  const bytes = new Uint8Array(300000);
  for (let i = 0; i < bytes.length; i++) bytes[i] = i * 7;
  return [sieve(600000), hash(bytes), cipher(900), bits(120000)].join(' ');
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
