// process.memoryUsage() has five figures. This lab moves them one at a time.
//
//   tenure --expose-gc scripts/labs/memory-usage.js [objects]

'use strict';
const v8 = require('v8');

const collect = globalThis.gc ?? (() => {});
const MB = 1024 * 1024;
const OBJECTS = Number(process.argv[2] ?? 300000);

function measure(title, make) {
  collect();
  const before = process.memoryUsage();
  const kept = make();
  const after = process.memoryUsage();
  const delta = {};
  for (const key of Object.keys(before)) delta[key] = (after[key] - before[key]) / MB;
  const shown = Object.entries(delta).map(([key, mb]) => `${key} ${mb.toFixed(1)}`);
  console.log(`\n${title}\n  ${shown.join(', ')} (MB)`);
  return { kept, delta };
}

const about = (value, expected) => Math.abs(value - expected) < 0.1 * expected + 0.5;
const claim = (text, holds) => console.log(`  ${holds ? 'yes' : 'NO '} ${text}`);

const array = measure('An array of a million references to one object', () => new Array(1e6).fill({}));
claim('heapUsed rises by 8 bytes an element', about(array.delta.heapUsed, 8e6 / MB));
claim('external does not move', about(array.delta.external, 0));

const buffer = measure('A buffer of 50 MB', () => Buffer.alloc(50 * MB));
claim('external rises by 50', about(buffer.delta.external, 50));
claim('arrayBuffers rises by 50', about(buffer.delta.arrayBuffers, 50));
claim('heapUsed stays: the bytes are outside the heap', about(buffer.delta.heapUsed, 0));

const text = measure('A string of 40 million characters, joined from one', () => 'x'.repeat(40e6));
claim('heapUsed hardly moves: a rope shares its halves', text.delta.heapUsed < 2);

const objects = measure(`${OBJECTS.toLocaleString('en-US')} small objects`, () => Array.from({ length: OBJECTS }, (_, i) => ({ i, next: null })));
claim('heapUsed rises', objects.delta.heapUsed > (OBJECTS * 16) / MB);
claim('arrayBuffers does not move', about(objects.delta.arrayBuffers, 0));

array.kept = buffer.kept = text.kept = objects.kept = null;
collect();
const usage = process.memoryUsage();
console.log('\nAfter letting go of everything');
claim('heapUsed is small again', usage.heapUsed < 20 * MB);
claim('arrayBuffers is small again', usage.arrayBuffers < MB);
claim('heapUsed is part of heapTotal', usage.heapUsed <= usage.heapTotal);
// heapTotal may be more: a page that nobody has touched yet is taken from the system, but not resident.
claim('the touched part of the heap is part of rss', v8.getHeapStatistics().total_physical_size <= usage.rss);
