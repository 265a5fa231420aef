// require of ES modules that do not await.
const attempt = (name) => {
  try { return require(name); } catch (error) { return `${error.code} ${error.message.split('\n')[0]}`; }
};
const plain = require('./modules/plain.mjs');
console.log(plain.default, plain.named, plain.__esModule, plain === require('./modules/plain.mjs')); // expect: default of plain named of plain true true
console.log(Object.keys(require('./modules/names-only.mjs')).join()); // expect: only
console.log(attempt('./modules/replaces.mjs')); // expect: replaced
console.log(require('./modules/typed/value.js').value, require('./modules/ambiguous/module.js').told); // expect: typed/value.js named of plainundefined
console.log(attempt('./modules/awaits.mjs')); // expect: ERR_REQUIRE_ASYNC_MODULE require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await comes from, use --experimental-print-required-tla.
console.log(attempt('./modules/needs-awaits.mjs')); // expect: ERR_REQUIRE_ASYNC_MODULE require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await comes from, use --experimental-print-required-tla.
console.log(attempt('./modules/throws.mjs'), attempt('./modules/throws.mjs')); // expect: undefined thrown by a module undefined thrown by a module
import('./modules/names-only.mjs').then((names) => console.log(names === require('./modules/names-only.mjs'))); // expect: true
import('./modules/awaits.mjs').then((names) => console.log(names.x)); // expect: 1
