// Where does an object live? The heap is divided into spaces; this lab fills each in turn and watches it grow.
//
//   tenure --expose-gc scripts/labs/heap-spaces.js [objects]

'use strict';
const v8 = require('v8');

const KB = 1024;
const OBJECTS = Number(process.argv[2] ?? 20000);
const collect = globalThis.gc ?? (() => {});

function spaces() {
  return new Map(v8.getHeapSpaceStatistics().map((space) => [space.space_name, space]));
}

function table(title) {
  console.log(`\n${title}`);
  console.log('  space                        size KB    used KB');
  for (const space of v8.getHeapSpaceStatistics()) {
    const name = space.space_name.padEnd(24);
    const size = Math.round(space.space_size / KB).toString().padStart(11);
    const used = Math.round(space.space_used_size / KB).toString().padStart(11);
    console.log(`  ${name}${size}${used}`);
  }
}

// The growth of one space's used bytes while `fill` runs; what it returns is kept alive meanwhile.
function growthOf(name, fill) {
  collect();
  const before = spaces().get(name).space_used_size;
  const kept = fill();
  const after = spaces().get(name).space_used_size;
  return { kept, bytes: after - before };
}

table('At the start');

console.log('\nYoung objects are born in new_space');
const young = growthOf('new_space', () => Array.from({ length: OBJECTS / 20 }, (_, i) => ({ id: i })));
console.log(`  ${OBJECTS / 20} small objects made it grow: ${young.bytes > 0}`);

console.log('\nSurvivors of two scavenges are promoted to old_space');
const old = growthOf('old_space', () => {
  const list = Array.from({ length: OBJECTS }, (_, i) => ({ id: i, label: 'item' }));
  collect();
  collect();
  return list;
});
console.log(`  ${OBJECTS} objects moved there: ${old.bytes > OBJECTS * 16}`);

console.log('\nOne big array goes to large_object_space and never moves');
const large = growthOf('large_object_space', () => {
  const array = new Array(1e6).fill(0);
  collect();
  return array;
});
console.log(`  a million elements take about 8 MB: ${Math.abs(large.bytes / 8e6 - 1) < 0.1}`);

const total = v8.getHeapStatistics();
const sum = (key) => v8.getHeapSpaceStatistics().reduce((bytes, space) => bytes + space[key], 0);
console.log('\nThe books balance');
// A collection between two questions may give pages back: ask until none did.
let sizes;
let asked;
do {
  asked = v8.getHeapStatistics().total_heap_size;
  sizes = sum('space_size');
} while (v8.getHeapStatistics().total_heap_size !== asked);
console.log(`  space sizes add up to total_heap_size: ${sizes === asked}`);
console.log(`  used is not more than total: ${total.used_heap_size <= total.total_heap_size}`);
console.log(`  the limit is ${total.heap_size_limit > total.total_heap_size ? 'above' : 'below'} the total`);

table('At the end');
