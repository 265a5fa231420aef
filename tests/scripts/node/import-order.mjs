// A file is read before its module runs; what is loaded already is there at once.
const log = [];
setImmediate(() => log.push('immediate'));
const file = import('./modules/plain.mjs').then(() => log.push('file'));
import('node:os').then(() => log.push('library'));
process.nextTick(() => log.push('tick'));
Promise.resolve().then(() => log.push('microtask'));
await file;
console.log(log.slice(0, 3).sort().join(), log.slice(3).join()); // expect: library,microtask,tick immediate,file
