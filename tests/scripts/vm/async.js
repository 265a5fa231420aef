// async functions, async generators, for await; order of jobs.
const log = (...a) => console.log(...a);
const sleep = (v, ms = 1) => new Promise((r) => setTimeout(() => r(v), ms));
async function basic() { log('1 start'); const v = await 'value'; log('3', v); return 'ret'; }
basic().then((v) => log('4', v)); log('2 sync');
(async () => {
  await sleep();
  try { await Promise.reject(new Error('rejected')); } catch (e) { log('caught', e.message); }
  const results = await Promise.allSettled([sleep('a'), Promise.reject('b'), 3]);
  log(JSON.stringify(results));
  log(await Promise.race([new Promise(() => {}), sleep('fast', 1)]), await Promise.any([Promise.reject(1), sleep('any')]));
  async function* gen() { try { yield 1; yield sleep(2); yield* [3, 4]; yield* inner(); } finally { log('gen closed'); } }
  async function* inner() { yield 'inner'; }
  for await (const v of gen()) log('v', v);
  for await (const v of gen()) { log('break at', v); break; }
  for await (const v of [sleep('p1'), 'plain']) log(v);
  const ag = gen(); log(JSON.stringify(await Promise.all([ag.next(), ag.next(), ag.return('r'), ag.next()])));
  async function f() { try { return await sleep('from try'); } finally { log('finally'); } }
  log(await f());
  const thenable = { then(resolve) { resolve('thenable'); } };
  log(await thenable, await (async () => thenable)());
  const arrow = async (x, y = x) => [x, y, await x].join(); log(await arrow(1));
  class C { async m() { return this.v; } v = 'field'; static async s() { return 'static'; } async *g() { yield this.v; } }
  log(await new C().m(), await C.s(), (await new C().g().next()).value);
  try { await (async () => { throw new TypeError('thrown'); })(); } catch (e) { log(e.name, e.message); }
  try { for await (const v of (async function* () { throw new Error('in gen'); })()) log(v); } catch (e) { log(e.message); }
  try { await Promise.any([Promise.reject(new Error('x'))]); } catch (e) { log(e.name, e.message, e.errors.length); }
  const order = [];
  const a = (async () => { order.push('a1'); await null; order.push('a2'); await null; order.push('a3'); })();
  const b = (async () => { order.push('b1'); await null; order.push('b2'); })();
  Promise.resolve().then(() => order.push('p1')).then(() => order.push('p2'));
  queueMicrotask(() => order.push('micro')); process.nextTick(() => order.push('tick'));
  await sleep(); log(order.join());
  let sum = 0; for (let i = 0; i < 100; i++) sum += await i; log(sum);
  log(await Promise.all([1, sleep(2), Promise.resolve(3)].map(async (v) => (await v) * 2)));
})();

// expect: 1 start
// expect: 2 sync
// expect: 3 value
// expect: 4 ret
// expect: caught rejected
// expect: [{"status":"fulfilled","value":"a"},{"status":"rejected","reason":"b"},{"status":"fulfilled","value":3}]
// expect: fast any
// expect: v 1
// expect: v 2
// expect: v 3
// expect: v 4
// expect: v inner
// expect: gen closed
// expect: break at 1
// expect: gen closed
// expect: p1
// expect: plain
// expect: gen closed
// expect: [{"value":1,"done":false},{"value":2,"done":false},{"value":"r","done":true},{"done":true}]
// expect: finally
// expect: from try
// expect: thenable thenable
// expect: 1,1,1
// expect: field static field
// expect: TypeError thrown
// expect: in gen
// expect: AggregateError All promises were rejected 1
// expect: a1,b1,a2,b2,p1,micro,a3,p2,tick
// expect: 4950
// expect: [ 2, 4, 6 ]
