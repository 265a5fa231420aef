// Object: its functions, and the prototype's methods.
const show = (value) => JSON.stringify(value);
const message = (f) => { try { return show(f()); } catch (e) { return e.name + ': ' + e.message; } };
console.log(Object(1) instanceof Number, typeof Object('s'), Object(null) !== null, typeof Object(Symbol.iterator), new Object([1]).length);
// expect: true object true object 1
class Sub extends Object { constructor() { super('ignored'); } } console.log(new Sub() instanceof Sub, new Sub().valueOf() instanceof String);
// expect: true false
console.log(show(Object.assign({ a: 1 }, null, { b: 2 }, 'xy', [9], undefined, Object.create({ no: 1 }))));
// expect: {"0":9,"1":"y","a":1,"b":2}
console.log(message(() => Object.assign(null)), message(() => Object.assign(Object.freeze({ a: 1 }), { a: 2 })));
// expect: TypeError: Cannot convert undefined or null to object TypeError: Cannot assign to read only property 'a' of object '#<Object>'
const order = []; Object.assign({ set a(v) { order.push('set a'); }, set b(v) { order.push('set b'); } }, { get a() { order.push('get a'); }, get b() { order.push('get b'); } }); console.log(order.join());
// expect: get a,set a,get b,set b
console.log(show(Object.fromEntries([['a', 1], ['b', 2], ['a', 3]])), show(Object.fromEntries(new Map([[1, 'x']]))));
// expect: {"a":3,"b":2} {"1":"x"}
console.log(message(() => Object.fromEntries()), '|', message(() => Object.fromEntries(1)), '|', message(() => Object.fromEntries([1])));
// expect: TypeError: undefined is not iterable | TypeError: number 1 is not iterable (cannot read property Symbol(Symbol.iterator)) | TypeError: Iterator value 1 is not an entry object
console.log(show(Object.entries({ b: 1, 2: 'two', a: [3] })), show(Object.values('hi')), show(Object.keys([, 'x'])));
// expect: [["2","two"],["b",1],["a",[3]]] ["h","i"] ["1"]
console.log(show(Object.groupBy([1, 2, 3, 4], (x, i) => (x % 2 ? 'odd' : i))), Object.getPrototypeOf(Object.groupBy([], () => 1)));
// expect: {"1":[2],"3":[4],"odd":[1,3]} null
console.log(show(Object.getOwnPropertyDescriptors({ a: 1, get b() { return 1; } })), Object.getOwnPropertyDescriptor('abc', 1).value);
// expect: {"a":{"value":1,"writable":true,"enumerable":true,"configurable":true},"b":{"enumerable":true,"configurable":true}} b
console.log(show(Object.getOwnPropertyNames('ab')), Object.getOwnPropertySymbols({ [Symbol('s')]: 1, a: 1 }).length, show(Object.getOwnPropertyNames([1])));
// expect: ["0","1","length"] 1 ["0","length"]
const defined = Object.defineProperties({}, { x: { value: 1, enumerable: true }, y: { get: () => 2, enumerable: true } }); console.log(show(defined));
// expect: {"x":1,"y":2}
for (const f of [() => Object.defineProperty(1, 'a', {}), () => Object.defineProperty({}, 'a', 1), () => Object.defineProperty({}, 'a', { get: 1 }), () => Object.defineProperty({}, 'a', { get() {}, value: 1 }), () => Object.defineProperties({}, { a: 1 }), () => Object.defineProperty(Object.freeze({}), 'a', { value: 1 }), () => Object.create(), () => Object.create({}, null), () => Object.setPrototypeOf({}), () => Object.setPrototypeOf(undefined, {}), () => Object.setPrototypeOf(Object.freeze({}), {}), () => Object.setPrototypeOf(Object.prototype, {}), () => { const a = {}; Object.setPrototypeOf(a, Object.create(a)); }]) console.log(message(f));
// expect: TypeError: Object.defineProperty called on non-object
// expect: TypeError: Property description must be an object: 1
// expect: TypeError: Getter must be a function: 1
// expect: TypeError: Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, #<Object>
// expect: TypeError: Property description must be an object: 1
// expect: TypeError: Cannot define property a, object is not extensible
// expect: TypeError: Object prototype may only be an Object or null: undefined
// expect: TypeError: Cannot convert undefined or null to object
// expect: TypeError: Object prototype may only be an Object or null: undefined
// expect: TypeError: Object.setPrototypeOf called on null or undefined
// expect: TypeError: #<Object> is not extensible
// expect: TypeError: Immutable prototype object 'Object.prototype' cannot have their prototype set
// expect: TypeError: Cyclic __proto__ value
console.log(Object.setPrototypeOf(1, null), Object.getPrototypeOf('s') === String.prototype, Object.getPrototypeOf(Object.create(null)));
// expect: 1 true null
console.log(Object.is(NaN, NaN), Object.is(0, -0), Object.is('a', 'a'), Object.hasOwn([1], 0), Object.hasOwn({}, 'toString'));
// expect: true false true true false
console.log(Object.isFrozen(1), Object.isExtensible(1), Object.freeze('s'), Object.isFrozen(Object.freeze([1, { a: 1 }])), Object.isSealed(Object.seal({ a: 1 })), Object.isFrozen(Object.seal({ a: 1 })), Object.isFrozen(Object.preventExtensions({})));
// expect: true false s true true false true
for (const value of [null, undefined, [], () => 1, new Error(), true, 1, 's', new Date(0), /x/, (function () { return arguments; })(), Symbol(), 1n, { [Symbol.toStringTag]: 'Mine' }, new Proxy([], {}), JSON, Math]) console.log(Object.prototype.toString.call(value));
// expect: [object Null]
// expect: [object Undefined]
// expect: [object Array]
// expect: [object Function]
// expect: [object Error]
// expect: [object Boolean]
// expect: [object Number]
// expect: [object String]
// expect: [object Date]
// expect: [object RegExp]
// expect: [object Arguments]
// expect: [object Symbol]
// expect: [object BigInt]
// expect: [object Mine]
// expect: [object Array]
// expect: [object JSON]
// expect: [object Math]
const legacy = {}; legacy.__defineGetter__('g', () => 'got'); legacy.__defineSetter__('s', (v) => { legacy.v = v; }); legacy.s = 5;
console.log(legacy.g, legacy.v, typeof legacy.__lookupGetter__('g'), legacy.__lookupSetter__('g'), typeof Object.create(legacy).__lookupSetter__('s'), message(() => legacy.__defineGetter__('x', 1)));
// expect: got 5 function undefined function TypeError: Object.prototype.__defineGetter__: Expecting function
console.log({}.propertyIsEnumerable.call([1], 0), [].propertyIsEnumerable('length'), Array.prototype.isPrototypeOf([]), Array.prototype.isPrototypeOf(null), ({ toString: () => 'local' }).toLocaleString());
// expect: true false true false local
const child = { __proto__: { inherited: 1 } }; child.__proto__ = 5; console.log(child.inherited, Object.keys(child).length, Object.create(null).__proto__, message(() => { child.__proto__ = child; }));
// expect: 1 0 undefined TypeError: Cyclic __proto__ value
console.log(message(() => Object.prototype.hasOwnProperty.call(null, 'a')), message(() => Object.prototype.toLocaleString.call(null)), Object.prototype.isPrototypeOf.call(null, 1));
// expect: TypeError: Cannot convert undefined or null to object TypeError: Object.prototype.toLocaleString called on null or undefined false
