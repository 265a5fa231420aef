// Getters entered from a load: results, exceptions, traces, recursion, changes of what was cached.

class A { constructor(x) { this.q = x; } get x() { return this.q + 1; } get rec() { return this.rec; } get bad() { throw new Error('bad ' + this.q); } get self() { return this; } }
class B extends A { constructor(x) { super(x); this.z = 1; } }
class C extends A { constructor(x) { super(x); this.y = 1; } get x() { return super.x * 2; } }
class D extends B { get x() { return [this.q, new Array(50).fill({})].length; } }
let sum = 0;
const objs = [new A(1), new B(2), new C(3), new D(4), { get x() { return arguments.length; } }, { x: 5 }, Object.create({ get x() { 'use strict'; return typeof this; } })];
const load = (o) => o.x;
for (let i = 0; i < 3000; i++) { const r = load(objs[i % objs.length]); sum += typeof r === 'string' ? r.length : r; }
console.log(sum);
const mono = (o) => { const a = 1, b = [a]; try { return o.bad + b[0]; } catch (e) { return e.message + a + b; } };
for (let i = 0; i < 50; i++) mono(objs[i % 2]);
console.log(mono(objs[0]));
try { objs[0].rec; } catch (e) { console.log(e.constructor.name, e.message); }
function trace(o) { return o.stk; }
const t = { get stk() { return new Error('x').stack.split('\n').slice(0, 4).map(s=>s.replace(/\(.*\//,'(')).join('|'); } };
for (let i = 0; i < 3; i++) console.log(trace(t));
const deep = (o, n) => n === 0 ? o.x : deep(o, n - 1) + o.self.self.x;
for (let i = 0; i < 20; i++) sum += deep(objs[i % 4], 30);
console.log(sum);
const { x, q } = objs[1]; console.log(x, q);
const prims = (s) => s.foo; Object.defineProperty(String.prototype, 'foo', { get() { return typeof this; }, configurable: true });
for (let i = 0; i < 5; i++) prims('s'); console.log(prims('a'));
A.prototype.__defineGetter__('x', function () { return 'changed'; });
console.log(load(objs[0]), load(objs[1]), load(objs[2]));
delete A.prototype.x; console.log(load(objs[0]), load(objs[1]));

// expect: 11143
// expect: bad 111
// expect: RangeError Maximum call stack size exceeded
// expect: Error: x|    at get stk [as stk] (getter_frames.js:17:32)|    at trace (getter_frames.js:16:30)|    at Object.<anonymous> (getter_frames.js:18:41)
// expect: Error: x|    at get stk [as stk] (getter_frames.js:17:32)|    at trace (getter_frames.js:16:30)|    at Object.<anonymous> (getter_frames.js:18:41)
// expect: Error: x|    at get stk [as stk] (getter_frames.js:17:32)|    at trace (getter_frames.js:16:30)|    at Object.<anonymous> (getter_frames.js:18:41)
// expect: 13468
// expect: 3 2
// expect: object
// expect: changed changed NaN
// expect: undefined undefined
