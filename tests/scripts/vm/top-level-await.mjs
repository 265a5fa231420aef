// Modules that await, those that wait for them, and those that do not.
import './modules/tla-both.mjs';
import './modules/q1.mjs';
console.log(order.join()); // expect: b starts,a starts,b 1,a 1,a 2,sync sees a,both sees b sa
console.log(await 1, await Promise.resolve(2)); // expect: 1 2
const seen = [];
for await (const x of [Promise.resolve('x'), 'y']) seen.push(x);
console.log(seen); // expect: [ 'x', 'y' ]
const failed = import('./modules/tla-needs-failed.mjs');
const direct = import('./modules/tla-fails.mjs');
console.log(await failed.catch((error) => error.message), await direct.catch((error) => error.message)); // expect: awaited awaited
console.log((await failed.catch((e) => e)) === (await direct.catch((e) => e))); // expect: true
const self = await Promise.race([import('./top-level-await.mjs'), new Promise((go) => setTimeout(go, 50, 'still waiting'))]);
console.log(self); // expect: still waiting
export {};
