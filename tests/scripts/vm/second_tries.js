// What is answered without the general operation, and what must stop that: changed prototypes, odd receivers, getters.

// Private names: each evaluation of a class has its own; methods cannot be written.
const make = (start) => class Counter {
  #count = start; #other = null;
  static of(counter) { return counter.#count; }
  up(by) { this.#count += by; this.#other = { by }; return this.#count; }
  #method() { return 'method'; }
  call() { return this.#method(); }
  spoil() { this.#method = 1; }
  static has(value) { return #count in value; }
};
const [One, Two] = [make(1), make(100)];
const counters = [new One(), new Two(), new One()];
for (let i = 0; i < 60; i++) counters[i % 3].up(i);
console.log(counters.map((c) => c.up(0)).join(), counters[0].call(), One.has(counters[1]), Two.has(counters[1]));
for (const wrong of [() => One.of(counters[1]), () => One.of({}), () => counters[0].spoil()]) {
  try { console.log(wrong()); } catch (error) { console.log(error.message); }
}

// Arrays iterated: the built-in way, another iterator, another `next`, an own one.
const total = (items) => { let sum = 0; for (const item of items) sum += item; return sum; };
const list = [1, 2, 3];
console.log(total(list), total(list), total(new Set(list)));
list[Symbol.iterator] = function* () { yield 10; };
console.log(total(list), total([1, 2]));
const iteratorPrototype = Object.getPrototypeOf([][Symbol.iterator]());
const { next } = iteratorPrototype;
iteratorPrototype.next = function () { const step = next.call(this); if (!step.done) step.value *= 2; return step; };
console.log(total([1, 2]));
iteratorPrototype.next = next;
console.log(total([1, 2]));
const { values } = Array.prototype;
Array.prototype[Symbol.iterator] = function* () { yield 7; };
console.log(total([1, 2]));
Array.prototype[Symbol.iterator] = values;
console.log(total([1, 2]));
class Doubled extends Array { *[Symbol.iterator]() { for (const x of super[Symbol.iterator]()) yield 2 * x; } }
console.log(total(Doubled.of(1, 2)), total([1, 2]));
const growing = [1];
for (const x of growing) if (growing.length < 5) growing.push(x + 1);
console.log(growing.join());

// Generators in loops: values, delegation to strange iterators, ending early, failing.
const log = [];
const strange = { [Symbol.iterator]() { let n = 0; return { next() { n++; return { get done() { return n > 2; }, get value() { return `s${n}`; } }; }, return() { log.push('closed'); return {}; } }; } };
function* inner() { try { yield 'a'; yield 'b'; } finally { log.push('inner'); } return 'r'; }
function* outer() { const r = yield* inner(); yield r; yield* strange; yield* [1, 2]; }
for (const x of outer()) log.push(x);
for (const x of outer()) { log.push(x); break; }
for (const x of outer()) { log.push(x); if (x === 's1') break; }
console.log(log.join(' '), [...outer()].join(), Math.max(...(function* () { yield 3; yield 9; })()));
function* failing() { yield 1; throw new Error('failed'); }
try { for (const x of failing()) log.push(x); } catch (error) { console.log(error.message); }
const again = outer();
console.log(again.next(), again.return(5), again.next());
function* self() { yield me.next(); }
const me = self();
try { me.next(); } catch (error) { console.log(error.message); }

// Built-ins with odd receivers and arguments.
const attempt = (f) => { try { return f(); } catch (error) { return error.message; } };
console.log([() => Map.prototype.get.call(new Set(), 1), () => Set.prototype.has.call({}, 1), () => [].push.call(null, 1)].map(attempt).join('\n'));
const map = new Map([[NaN, 'nan'], [0, 'zero']]);
console.log(map.get(NaN), map.get(-0), map.set(-0, 'z').size, [...map.keys()].map((k) => Object.is(k, -0)).join(), map.has('0'));
console.log(Math.max(), Math.min(), Math.max(1, NaN), Math.max(-0, 0), Object.is(Math.min(0, -0), -0), Math.max('3', 2), attempt(() => Math.max(1n)));
console.log(Math.imul(0xffffffff, 5), Math.abs(-5), Object.is(Math.round(-0.4), -0), Math.floor(-1.5), Math.sign(-3), Math.floor());
console.log('abc'.charCodeAt(1), 'abc'.charCodeAt(9), 'abc'.charCodeAt(), 'abc'.charCodeAt('2'));
const frozen = Object.freeze([1]);
console.log(attempt(() => frozen.push(2)), attempt(() => frozen.pop()), [].pop(), [, 1].pop(), [1, ,].pop());
const like = { length: 1 };
console.log([].push.call(like, 'x'), like, Array.isArray(new Proxy([], {})), Array.isArray());

// Properties by names computed at run time.
const point = { x: 1, get y() { return this.x + 1; }, __proto__: { z: 3 } };
const read = (object, key) => object[key];
for (let i = 0; i < 30; i++) read(point, ['x', 'y', 'z', 'w'][i % 4]);
console.log(['x', 'y', 'z', 'w', 'constructor'].map((key) => typeof read(point, key)).join(), read(point, 'y'));
Object.getPrototypeOf(point).w = 4;
point.z = 5;
console.log(read(point, 'w'), read(point, 'z'), read('text', 'length'), read([1, 2], 'length'), read([1, 2], '1'));

// expect: 571,690,611 method false true
// expect: Cannot read private member #count from an object whose class did not declare it
// expect: Cannot read private member #count from an object whose class did not declare it
// expect: Private method '#method' is not writable
// expect: 6 6 6
// expect: 10 3
// expect: 6
// expect: 3
// expect: 7
// expect: 3
// expect: 6 3
// expect: 1,2,3,4,5
// expect: a b inner r s1 s2 1 2 a inner a b inner r s1 closed a,b,r,s1,s2,1,2 9
// expect: failed
// expect: { value: 'a', done: false } { value: 5, done: true } { value: undefined, done: true }
// expect: Generator is already running
// expect: Method Map.prototype.get called on incompatible receiver #<Set>
// expect: Method Set.prototype.has called on incompatible receiver #<Object>
// expect: Cannot convert undefined or null to object
// expect: nan zero 2 false,false false
// expect: -Infinity Infinity NaN 0 true 3 Cannot convert a BigInt value to a number
// expect: -5 5 true -2 -1 NaN
// expect: 98 NaN 97 99
// expect: Cannot add property 1, object is not extensible Cannot delete property '0' of [object Array] undefined 1 undefined
// expect: 2 { '1': 'x', length: 2 } true false
// expect: number,number,number,undefined,function 2
// expect: 4 5 4 2 2
