// Error types, Symbol, Boolean, Reflect, Proxy, globals.
const message = (f) => { try { return String(f()); } catch (e) { return e.name + ': ' + e.message; } };
const e = new Error('text', { cause: 7 });
console.log(e.message, e.cause, Object.keys(e).length, Object.getOwnPropertyNames(e).join(), String(e), 'cause' in new Error('x', {}), Error('called') instanceof Error);
// expect: text 7 0 stack,message,cause Error: text false true
console.log(Object.getOwnPropertyNames(new Error()).join(), new TypeError(5).message, new RangeError(undefined).hasOwnProperty('message'), String(new URIError('u')));
// expect: stack 5 false URIError: u
const aggregate = new AggregateError(new Set([1, 2]), 'both', { cause: 'c' }); console.log(aggregate.errors.join(), aggregate.message, aggregate.cause, Object.getOwnPropertyNames(aggregate).join(), message(() => new AggregateError(1)));
// expect: 1,2 both c stack,message,cause,errors TypeError: number 1 is not iterable (cannot read property Symbol(Symbol.iterator))
const named = new Error('m'); named.name = 'Custom'; console.log(String(named), String(Object.assign(new Error('m'), { name: '' })), String(Object.assign(new Error(), { name: undefined })), message(() => Error.prototype.toString.call(1)), Error.prototype.toString.call({ name: 'N', message: 'M' }));
// expect: Custom: m m Error TypeError: Method Error.prototype.toString called on incompatible receiver 1 N: M
class MyError extends TypeError { constructor(m) { super(m); this.name = 'MyError'; } } const mine = new MyError('boom'); console.log(String(mine), mine instanceof TypeError, mine.stack.split('\n')[0], Object.prototype.toString.call(mine));
// expect: MyError: boom true MyError: boom [object Error]
const holder = {}; Error.captureStackTrace(holder); console.log(holder.stack.split('\n')[0], Object.keys(holder).length, message(() => Error.captureStackTrace(1)));
// expect: Error 0 TypeError: invalid_argument
console.log(Error.stackTraceLimit, (() => { Error.stackTraceLimit = 0; const s = new Error('no frames').stack; Error.stackTraceLimit = 10; return s; })());
// expect: 10 Error: no frames
const s = Symbol('desc'); console.log(s.description, String(s), Symbol().description, Symbol('').description === '', s.toString(), Object(s) == s, typeof Object(s), message(() => s + ''), message(() => +s), message(() => new Symbol()));
// expect: desc Symbol(desc) undefined true Symbol(desc) true object TypeError: Cannot convert a Symbol value to a string TypeError: Cannot convert a Symbol value to a number TypeError: Symbol is not a constructor
console.log(Symbol.for('k') === Symbol.for('k'), Symbol.keyFor(Symbol.for('k')), Symbol.keyFor(s), Symbol.keyFor(Symbol.iterator), Symbol.for().description, Symbol.for('12') === Symbol.for(12), message(() => Symbol.keyFor('a')));
// expect: true k undefined undefined undefined true TypeError: a is not a symbol
console.log(message(() => Symbol.prototype.toString.call(1)), '|', message(() => Symbol.prototype.description), '|', message(() => Symbol.prototype[Symbol.toPrimitive].call({})), s[Symbol.toPrimitive]() === s, `${Object.prototype.toString.call(s)}`);
// expect: TypeError: Symbol.prototype.toString requires that 'this' be a Symbol | TypeError: Symbol.prototype.description requires that 'this' be a Symbol | TypeError: Symbol.prototype [ @@toPrimitive ] requires that 'this' be a Symbol true [object Symbol]
console.log(Boolean(''), new Boolean(false) ? 'object' : 'no', Boolean.prototype.valueOf.call(new Boolean(true)), String(new Boolean(0)), message(() => Boolean.prototype.toString.call(1)), Boolean([]));
// expect: false object true false TypeError: Boolean.prototype.toString requires that 'this' be a Boolean true
console.log(Reflect.has([1], 0), Reflect.get({ get x() { return this.y; } }, 'x', { y: 5 }), Reflect.set(Object.freeze({ a: 1 }), 'a', 2), Reflect.defineProperty({}, 'a', { value: 1 }), Reflect.deleteProperty(Object.freeze([1]), 0), Reflect.ownKeys({ b: 1, 1: 1, [Symbol.iterator]: 1 }).length);
// expect: true 5 false true false 3
console.log(Reflect.construct(function () { return new.target; }, [], Array) === Array, Reflect.construct(Date, [0], Object) instanceof Date, Object.prototype.toString.call(Reflect.construct(Array, [3], Object)), message(() => Reflect.construct(() => 1, [])), message(() => Reflect.construct(function () {}, [], 1)), message(() => Reflect.construct(function () {})));
// expect: true false [object Array] TypeError: () => 1 is not a constructor TypeError: 1 is not a constructor TypeError: CreateListFromArrayLike called on non-object
console.log(Reflect.setPrototypeOf(Object.freeze({}), {}), Reflect.setPrototypeOf({}, null), message(() => Reflect.setPrototypeOf({}, 1)), message(() => Reflect.get(1)), Reflect.isExtensible({}), Reflect.preventExtensions({}), Reflect.getPrototypeOf([]) === Array.prototype, JSON.stringify(Reflect.getOwnPropertyDescriptor({ a: 1 }, 'a')));
// expect: false true TypeError: Object prototype may only be an Object or null: 1 TypeError: Reflect.get called on non-object true true true {"value":1,"writable":true,"enumerable":true,"configurable":true}
console.log(message(() => Proxy({}, {})), '|', message(() => new Proxy(1, {})), '|', typeof new Proxy(class {}, {}), '|', message(() => new Proxy({}, {})()), '|', message(() => new (new Proxy(() => 1, {}))()));
// expect: TypeError: Constructor Proxy requires 'new' | TypeError: Cannot create proxy with a non-object as target or handler | function | TypeError: (intermediate value) is not a function | TypeError: (intermediate value) is not a constructor
const { proxy, revoke } = Proxy.revocable({ a: 1 }, {}); console.log(proxy.a, revoke.length, revoke.name === '', revoke(), revoke(), message(() => proxy.a), message(() => Object.keys(proxy)), typeof proxy, message(() => new Proxy(proxy, {}).a), message(() => Array.isArray(proxy)));
// expect: 1 0 true undefined undefined TypeError: Cannot perform 'get' on a proxy that has been revoked TypeError: Cannot perform 'ownKeys' on a proxy that has been revoked object TypeError: Cannot perform 'get' on a proxy that has been revoked TypeError: Cannot perform 'IsArray' on a proxy that has been revoked
console.log(message(() => Object.setPrototypeOf(new Proxy({}, { setPrototypeOf: () => false }), {})), '|', message(() => Object.preventExtensions(new Proxy({}, { preventExtensions: () => false }))), '|', message(() => Object.defineProperty(new Proxy({}, { defineProperty: () => false }), 'a', {})));
// expect: TypeError: 'setPrototypeOf' on proxy: trap returned falsish for property 'undefined' | TypeError: 'preventExtensions' on proxy: trap returned falsish | TypeError: 'defineProperty' on proxy: trap returned falsish for property 'a'
console.log(encodeURIComponent('a b&é😀/'), encodeURI('a b&é😀/?#%'), decodeURIComponent('%F0%9F%98%80%2F'), decodeURI('%2F%41%C3%A9%23'), message(() => decodeURIComponent('%')), message(() => encodeURI('\uD800')), escape('ü€ a+b@*'), unescape('%FC%u20AC%zz%'));
// expect: a%20b%26%C3%A9%F0%9F%98%80%2F a%20b&%C3%A9%F0%9F%98%80/?#%25 😀/ %2FAé%23 URIError: URI malformed URIError: URI malformed %FC%u20AC%20a+b@* ü€%zz%
console.log(isNaN('x'), isFinite('1e3'), isNaN(undefined), message(() => isNaN(1n)), parseInt('0x1F'), parseInt('12px', 3), parseInt(''), parseInt('1e3'), parseInt(null, 36), parseFloat('3.14abc'), parseFloat('.5.'), parseFloat('-Infinityx'), parseFloat('e5'), Object.is(parseInt('-0'), -0), Object.is(parseFloat('-0'), -0), parseInt(1e21), parseInt(0.0000005), parseInt('123', 37));
// expect: true true true TypeError: Cannot convert a BigInt value to a number 31 5 NaN 1 1112745 3.14 0.5 -Infinity NaN true true 1 5 NaN
