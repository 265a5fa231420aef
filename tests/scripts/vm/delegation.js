// An exception that a generator is resumed with and does not catch, met by a native that goes on: the machine stands where
// it stood.
function* sync() { yield 1; }
async function* delegates() { yield* sync(); }
const iterator = delegates();
iterator.next()
  .then(() => iterator.throw(new Error('thrown in')))
  .then(() => console.log('no'), (error) => console.log('caught', error.message))
  .then(() => iterator.next())
  .then(({ done, value }) => console.log(done, value));

async function loops() {
  const generator = sync();
  generator.next();
  const thrower = { [Symbol.iterator]: () => ({ next: () => generator.throw(new Error('from next')) }) };
  try { for await (const value of thrower) console.log(value); } catch (error) { console.log(error.message); }
  return Promise.all([1, 2].map(async (n) => { try { generator.throw(n); } catch (thrown) { return thrown; } }));
}
loops().then((all) => console.log(all));

// expect: from next
// expect: [ 1, 2 ]
// expect: caught thrown in
// expect: true undefined
