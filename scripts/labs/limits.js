// The heap's limits, and the flags that set them. Run it with different flags and compare.
//
//   tenure scripts/labs/limits.js
//   tenure --max-old-space-size=50 --max-semi-space-size=4 scripts/labs/limits.js
//   tenure --max-old-space-size=50 scripts/labs/limits.js leak        (ends with the fatal report, exit code 134)

'use strict';
const v8 = require('v8');

const MB = 1024 * 1024;
const flag = (name) => process.execArgv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1];

const limit = v8.getHeapStatistics().heap_size_limit / MB;
const old = Number(flag('max-old-space-size') ?? NaN);
const semi = Number(flag('max-semi-space-size') ?? 16);

console.log(`flags: ${process.execArgv.filter((argument) => argument.includes('size')).join(' ') || 'none'}`);
console.log(`heap_size_limit: ${limit} MB`);
if (!Number.isNaN(old)) {
  console.log(`old space + 3 semi-spaces = ${old} + 3 * ${semi} = ${old + 3 * semi} MB: ${limit === old + 3 * semi}`);
}

console.log('\nSome requests are refused before memory runs out');
const attempts = {
  'a string of 2^30 characters': () => 'x'.repeat(2 ** 30),
  'an array of length -1': () => new Array(-1),
  'an array buffer of 2^53 bytes': () => new ArrayBuffer(2 ** 53),
  'a typed array of length -1': () => new Uint8Array(-1),
  'endless recursion': function recurse() { return recurse() + 1; },
};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    attempt();
    console.log(`  ${name}: allowed`);
  } catch (error) {
    console.log(`  ${name}: ${error.name}: ${error.message}`);
  }
}

if (process.argv[2] === 'leak') {
  console.log('\nLeaking until the limit');
  const kept = [];
  for (;;) kept.push(new Array(1000).fill(kept.length));
}
