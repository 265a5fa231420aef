// Strings: building, splitting, searching, comparing, characters.

'use strict';

const WORDS = 'the quick brown fox jumps over the lazy dog while seven wizards brew strange potions'.split(' ');

function text(count) {
  let result = '';
  for (let i = 0; i < count; i++) result += WORDS[(i * 7) % WORDS.length] + (i % 13 === 12 ? '.\n' : ' ');
  return result;
}

function frequencies(source) {
  const counts = {};
  for (const word of source.split(/\s+/)) {
    const key = word.toLowerCase();
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function reverseWords(source) {
  return source.split('\n').map((line) => line.split(' ').reverse().join(' ')).join('\n');
}

function caesar(source, shift) {
  const codes = [];
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    codes.push(code >= 97 && code <= 122 ? ((code - 97 + shift) % 26) + 97 : code);
  }
  let result = '';
  for (let i = 0; i < codes.length; i += 4000) result += String.fromCharCode(...codes.slice(i, i + 4000));
  return result;
}

function distance(a, b) {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = a[i - 1] === b[j - 1] ? previous[j - 1] : 1 + Math.min(previous[j - 1], previous[j], row[j - 1]);
    }
    previous = row;
  }
  return previous[b.length];
}

function run() {
  const source = text(30000);
  let sum = Object.values(frequencies(source)).reduce((a, b) => a + b * b, 0);
  sum += reverseWords(source).length + caesar(caesar(source, 5), 21).indexOf('wizards brew');
  for (let i = 0; i < 200; i++) sum += source.indexOf('potions', i * 500) + source.slice(i * 10, i * 10 + 30).trim().length;
  for (let i = 0; i < 300; i++) sum += distance('kitten sitting on a mitten', `smitten with ${WORDS[i % WORDS.length]}`);
  const lines = source.split('\n').sort();
  return sum + lines[17].length + `${sum}`.padStart(12, '0').length;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
