// JSON: stringify and parse a document of records.

'use strict';

function document(count) {
  return {
    version: 3,
    records: Array.from({ length: count }, (_, i) => ({
      id: i,
      name: `record "${i}"`,
      tags: ['a', 'b\\c', 'd\u00e9'],
      score: i / 7,
      active: i % 2 === 0,
      parent: i % 10 === 0 ? null : { id: i - 1, path: [i, i + 1, i + 2] },
    })),
  };
}

function run() {
  let value = document(1200);
  let length = 0;
  for (let round = 0; round < 12; round++) {
    const text = JSON.stringify(value);
    length += text.length;
    value = JSON.parse(text);
  }
  length += JSON.stringify(value, null, 2).length;
  length += JSON.stringify(value, (key, v) => (typeof v === 'number' ? Math.round(v) : v)).length;
  return length + value.records.reduce((sum, { id, parent }) => sum + id + (parent?.path[2] ?? 0), 0);
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
