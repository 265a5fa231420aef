// WeakRef and FinalizationRegistry: watching objects without keeping them.
//
//   tenure --expose-gc scripts/labs/weak-references.js

'use strict';

const collect = globalThis.gc ?? (() => {});
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

const registry = new FinalizationRegistry((name) => console.log(`  finalised: ${name}`));

function track(name) {
  const object = { name };
  registry.register(object, name);
  return new WeakRef(object);
}

async function main() {
  console.log('A target lives at least until the turn that looked at it ends');
  const ref = track('short-lived');
  collect();
  console.log(`  in the same turn: ${ref.deref() !== undefined}`);
  await nextTurn();
  collect();
  console.log(`  a turn later: ${ref.deref() !== undefined}`);
  await nextTurn();

  console.log('A strong reference anywhere keeps it');
  const holder = {};
  (() => {
    holder.value = { name: 'held' };
    registry.register(holder.value, 'held');
  })();
  await nextTurn();
  collect();
  await nextTurn();
  console.log(`  still there: ${holder.value.name}`);

  console.log('Letting go is enough');
  holder.value = null;
  await nextTurn();
  collect();
  await nextTurn();

  console.log('A cache that lets go by itself');
  const cache = new WeakCache((key) => ({ key, payload: new Array(1000).fill(key) }));
  const first = cache.get('a');
  console.log(`  same object while it is used: ${cache.get('a') === first}`);
  for (let i = 0; i < 100; i++) cache.get(`entry ${i}`);
  console.log(`  entries: ${cache.size}`);
  await nextTurn();
  collect();
  await nextTurn();
  console.log(`  entries after a collection: ${cache.size}`);
  console.log(`  the one in use is kept: ${cache.get('a') === first}`);

  console.log('A WeakMap entry lives as long as its key');
  const metadata = new WeakMap();
  let key = {};
  const value = new WeakRef((metadata.set(key, { about: 'key' }), metadata.get(key)));
  await nextTurn();
  collect();
  console.log(`  with the key: ${metadata.has(key) && value.deref() !== undefined}`);
  key = null;
  await nextTurn();
  collect();
  console.log(`  without it: ${value.deref() !== undefined}`);
}

// Values are held weakly; their keys are removed when the values die.
class WeakCache {
  #refs = new Map();
  #cleanup = new FinalizationRegistry((key) => {
    if (this.#refs.get(key)?.deref() === undefined) this.#refs.delete(key);
  });
  #make;

  constructor(make) {
    this.#make = make;
  }

  get size() {
    return this.#refs.size;
  }

  get(key) {
    const known = this.#refs.get(key)?.deref();
    if (known) return known;
    const made = this.#make(key);
    this.#refs.set(key, new WeakRef(made));
    this.#cleanup.register(made, key);
    return made;
  }
}

main();
