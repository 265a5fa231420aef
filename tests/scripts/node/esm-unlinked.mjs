// exit: 1
// expect-stderr: esm-unlinked.mjs:6
// expect-stderr: import fs, { nothing } from 'node:fs';
// expect-stderr:              ^^^^^^^
// expect-stderr: SyntaxError: The requested module 'node:fs' does not provide an export named 'nothing'
import fs, { nothing } from 'node:fs';
console.log('never runs', fs, nothing);
