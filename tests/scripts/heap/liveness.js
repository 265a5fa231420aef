// flags: --expose-gc
// What can no longer be reached dies, whatever structure of the engine has seen it: each case makes an object, gives a
// WeakRef to it and, as `kept`, what must not retain it.
const cases = {};
const fresh = () => ({ payload: [1, 2] });
const made = (object, kept) => ({ ref: new WeakRef(object), kept });
const turn = () => new Promise(resolve => setTimeout(resolve, 0));

// --- frames
cases['a register after its last use'] = async () => {
  let object = fresh();
  const result = made(object);
  object.payload.length = 0;
  await turn();
  gc();
  return result; // `object` is still in scope here
};
cases['a variable of a finished block'] = () => { { var ref = made(fresh()); } { let other = 1; void other; } return ref; };
cases['the arguments of a finished call'] = () => {
  let ref;
  (function (object) { ref = made(object, arguments.length); void arguments[0]; })(fresh());
  return ref;
};
cases['a loop variable of an earlier turn'] = () => {
  let ref;
  for (let i = 0, o = fresh(); i < 3; i++, o = fresh()) if (i === 0) ref = made(o);
  return ref;
};

// --- exceptions
cases['a caught exception'] = () => {
  let ref;
  try { const error = fresh(); ref = made(error); throw error; } catch (error) { void error; }
  return ref;
};
cases['an exception that a finally block replaced'] = () => {
  let ref;
  const f = () => { try { const error = fresh(); ref = made(error); throw error; } finally { return 1; } };
  f();
  return ref;
};
cases['an exception that a native threw on'] = () => {
  let ref;
  try { [1].map(() => { const error = fresh(); ref = made(error); throw error; }); } catch { }
  return ref;
};

// --- inline caches and maps
const readX = o => o.x, callM = o => o.m(), writeX = (o, v) => { o.x = v; }, makeNew = C => new C();
cases['a constructor seen by an inline cache'] = () => {
  class C { x = 1; }
  for (let i = 0; i < 4; i++) readX(new C());
  return made(C);
};
cases['a prototype seen by an inline cache'] = () => {
  const proto = { x: 1 };
  for (let i = 0; i < 4; i++) readX(Object.create(proto));
  return made(proto);
};
cases['a method called through an inline cache'] = () => {
  const m = function () { return fresh; };
  const o = { m };
  for (let i = 0; i < 4; i++) callM(o);
  return made(m);
};
cases['a receiver stored to'] = () => { const o = fresh(); for (let i = 0; i < 4; i++) writeX(o, i); return made(o); };
cases['a class that `new` was called on'] = () => { const C = class { }; for (let i = 0; i < 4; i++) makeNew(C); return made(C); };

// --- closures and contexts
cases['a variable that no closure captures'] = () => { const object = fresh(), other = 1; return made(object, () => other); };
cases['a captured variable of an inner block'] = () => {
  let ref;
  { const object = fresh(); ref = made(object); (() => object)(); }
  ref.kept = () => 1;
  return ref;
};
cases['a bound function that is gone'] = () => { const o = fresh(); (function () { }).bind(o)(); return made(o); };
cases['compiled text'] = () => { const f = new Function('return {a: [1, 2, 3]}'); f(); return made(f); };
cases['eval and its functions'] = () => made((0, eval)('(function () { return 1 })'));

// --- generators and async functions
cases['a finished generator'] = () => {
  const object = fresh(), g = (function* (o) { yield o.payload.length; })(object);
  [...g];
  return made(object, g);
};
cases['a generator ended by return()'] = () => {
  const object = fresh(), g = (function* (o) { yield 1; yield o; })(object);
  g.next(); g.return();
  return made(object, g);
};
cases['a generator ended by an exception'] = () => {
  const object = fresh(), g = (function* (o) { yield 1; throw o.payload.length; })(object);
  g.next();
  try { g.next(); } catch { }
  return made(object, g);
};
cases['a dead variable of a suspended generator'] = () => {
  const object = fresh(), g = (function* (o) { void o.payload; o = undefined; yield 1; yield 2; })(object);
  g.next();
  return made(object, g);
};
cases['a finished async function'] = async () => {
  const object = fresh();
  const promise = (async o => { await 1; return o.payload.length; })(object);
  await promise;
  return made(object, promise);
};

// --- promises
cases['a reaction of a settled promise'] = async () => {
  const reaction = () => 1, promise = Promise.resolve();
  await promise.then(reaction);
  return made(reaction, promise);
};
cases['the executor of a pending promise'] = () => { const executor = () => { }; return made(executor, new Promise(executor)); };
cases['a rejection that was handled'] = async () => {
  const reason = fresh();
  await Promise.reject(reason).catch(() => { });
  return made(reason);
};

// --- iterators
cases['the array of an exhausted iterator'] = () => { const a = [1, 2], it = a[Symbol.iterator](); for (const x of it) void x; return made(a, it); };
cases['the Map of an exhausted iterator'] = () => { const m = new Map([[1, 2]]), it = m.entries(); for (const x of it) void x; return made(m, it); };
cases['the Set of an exhausted iterator'] = () => { const s = new Set([1]), it = s.values(); for (const x of it) void x; return made(s, it); };
cases['an iterable that was destructured'] = () => { const a = [fresh(), 2]; const [, b] = a; return made(a, b); };

// --- collections and elements
cases['a popped element'] = () => { const o = fresh(), a = [1, o]; a.pop(); return made(o, a); };
cases['a shifted element'] = () => { const o = fresh(), a = [o, 1, 2]; a.shift(); return made(o, a); };
cases['a spliced element'] = () => { const o = fresh(), a = [1, o, 2]; a.splice(1, 1); return made(o, a); };
cases['elements beyond a set length'] = () => { const o = fresh(), a = [1, o, o]; a.length = 1; return made(o, a); };
cases['a deleted property'] = () => { const o = fresh(), h = { a: 1, o }; delete h.o; return made(o, h); };
cases['a deleted property of a dictionary'] = () => { const o = fresh(), h = { a: 1, o, b: 1 }; delete h.a; delete h.o; return made(o, h); };
cases['an overwritten property'] = () => { const o = fresh(), h = { o }; h.o = 1; return made(o, h); };
cases['a deleted Map entry'] = () => { const o = fresh(), m = new Map([[o, o], [1, 1]]); m.delete(o); return made(o, m); };
cases['a cleared Set'] = () => { const o = fresh(), s = new Set([o]); s.clear(); return made(o, s); };
cases['a WeakMap key that its value refers to'] = () => { const o = fresh(), m = new WeakMap(); m.set(o, { o }); return made(o, m); };
cases['a WeakSet member'] = () => { const o = fresh(), s = new WeakSet([o]); return made(o, s); };
cases['an unregistered held value'] = () => {
  const o = fresh(), token = {}, registry = new FinalizationRegistry(() => { });
  registry.register(token, o, token);
  registry.unregister(token);
  return made(o, [registry, token]);
};
cases['a removed listener'] = () => {
  const listener = () => { }, emitter = new (require('events'))();
  emitter.on('x', listener); emitter.off('x', listener); emitter.once('y', listener); emitter.emit('y');
  return made(listener, emitter);
};
cases['a cleared timer'] = () => { const f = () => { }; clearTimeout(setTimeout(f, 1e6)); return made(f); };
cases['an immediate that ran'] = async () => {
  const { f, ran } = (() => { let f; const ran = new Promise(resolve => { f = () => resolve(); setImmediate(f); }); return { f, ran }; })();
  await ran;
  return made(f);
};

(async () => {
  const results = [];
  for (const name in cases) results.push([name, await cases[name]()]);
  for (let i = 0; i < 3; i++) { await turn(); gc(); }
  let alive = 0;
  for (const [name, { ref }] of results) if (ref.deref() !== undefined) { alive++; console.log('alive: ' + name); }
  console.log(`${results.length} cases, ${alive} alive`);
})();

// expect: 44 cases, 0 alive
