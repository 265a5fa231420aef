// Stack traces, messages, error properties.
function thrower() { throw new RangeError('too far'); }
function caller() { thrower(); }
try { caller(); } catch (e) {
  const lines = e.stack.split('\n').map((line) => line.replace(/\(.*[\\/]/, '(').replace(/at \/.*\//, 'at '));
  console.log(lines.slice(0, 3).join('|'));
}
class Service { run() { return this.#inner(); } #inner() { throw new Error('inside'); } static start() { return new Service().run(); } }
try { Service.start(); } catch (e) { console.log(e.stack.split('\n').slice(1, 4).map((l) => l.trim().split(' ')[1]).join()); }
const o = { method() { null.x; }, get prop() { undefined.y; } };
try { o.method(); } catch (e) { console.log(e.constructor.name, e.message, e.stack.split('\n')[1].trim().split(' ')[1]); }
try { o.prop; } catch (e) { console.log(e.message, e.stack.split('\n')[1].trim().split(' ').slice(1, 3).join(' ')); }
try { new (class Foo { constructor() { throw new Error('ctor'); } })(); } catch (e) { console.log(e.stack.split('\n')[1].trim().split(' ').slice(1, 3).join(' ')); }
try { [1].map(() => { throw new Error('cb'); }); } catch (e) { console.log(e.stack.split('\n')[2].trim()); }
const e1 = new Error('msg', { cause: new TypeError('root') }); console.log(e1.cause.message, Object.keys(e1).length, 'cause' in e1, Object.getOwnPropertyNames(e1).join());
console.log(String(new TypeError('t')), new Error('x') instanceof Error, Error('called').message, Error.prototype.name, new AggregateError([1, 2], 'agg').errors.length);
function Custom(m) { this.message = m; Error.captureStackTrace(this, Custom); } Custom.prototype = Object.create(Error.prototype, { name: { value: 'Custom' } });
const custom = new Custom('captured'); console.log(`${custom}`, custom.stack.split('\n')[0], custom instanceof Error);
const limit = Error.stackTraceLimit; Error.stackTraceLimit = 1; const short = (() => new Error('s'))(); Error.stackTraceLimit = limit; console.log(short.stack.split('\n').length, limit);
function recurse(n) { return n === 0 ? 0 : 1 + recurse(n - 1); } console.log(recurse(5000));
try { (function forever() { forever(); })(); } catch (e) { console.log(e instanceof RangeError, e.message); }
for (const f of [() => x1, () => { y1; let y1; }, () => ({}).x.y, () => (void 0)(), () => ({}).f(), () => [].reduce((a) => a), () => 'x'.repeat(-1), () => new Array(-1), () => Symbol() + 1, () => null[Symbol.iterator], () => { const [a] = null; }, () => { for (const z of 5); }, () => new 5(), () => ({}) instanceof 5, () => 'k' in 'str', () => decodeURIComponent('%'), () => (1).toFixed(101), () => JSON.parse('{bad'), () => BigInt(1.5), () => new Proxy({}, null), () => Object.defineProperty(1, 'x', {}), () => Reflect.construct(1), () => class extends undefined {}, () => [].at.call(null), () => new Map([1]), () => new Set(5), () => { 'use strict'; undefinedVariable = 1; }, () => Object.setPrototypeOf(Object.preventExtensions({}), {}), () => { const a = {}; a.a = a; JSON.stringify(a); }, () => structuredClone(() => {}), () => new Uint8Array(-1), () => Promise(), () => Promise.resolve.call(1), () => new Promise(), () => Reflect.ownKeys(1), () => Symbol.keyFor('x'), () => new Symbol(), () => ''.localeCompare.call(null)]) {
  try { f(); console.log('no error', String(f)); } catch (e) { console.log(`${e.name}: ${e.message.split('\n')[0]}`); }
}

// expect: RangeError: too far|    at thrower (errors.js:2:28)|    at caller (errors.js:3:21)
// expect: #inner,Service.run,Service.start
// expect: TypeError Cannot read properties of null (reading 'x') Object.method
// expect: Cannot read properties of undefined (reading 'y') get prop
// expect: new Foo
// expect: at Array.map (<anonymous>)
// expect: root 0 true stack,message,cause
// expect: TypeError: t true called Error 2
// expect: Custom: captured Custom: captured true
// expect: 2 10
// expect: 5000
// expect: true Maximum call stack size exceeded
// expect: ReferenceError: x1 is not defined
// expect: ReferenceError: Cannot access 'y1' before initialization
// expect: TypeError: Cannot read properties of undefined (reading 'y')
// expect: TypeError: (void 0) is not a function
// expect: TypeError: {}.f is not a function
// expect: TypeError: Reduce of empty array with no initial value
// expect: RangeError: Invalid count value: -1
// expect: RangeError: Invalid array length
// expect: TypeError: Cannot convert a Symbol value to a number
// expect: TypeError: object null is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: TypeError: null is not iterable
// expect: TypeError: 5 is not iterable
// expect: TypeError: 5 is not a constructor
// expect: TypeError: Right-hand side of 'instanceof' is not an object
// expect: TypeError: Cannot use 'in' operator to search for 'k' in str
// expect: URIError: URI malformed
// expect: RangeError: toFixed() digits argument must be between 0 and 100
// expect: SyntaxError: Expected property name or '}' in JSON at position 1
// expect: RangeError: The number 1.5 cannot be converted to a BigInt because it is not an integer
// expect: TypeError: Cannot create proxy with a non-object as target or handler
// expect: TypeError: Object.defineProperty called on non-object
// expect: TypeError: 1 is not a constructor
// expect: TypeError: Class extends value undefined is not a constructor or null
// expect: TypeError: Cannot convert undefined or null to object
// expect: TypeError: Iterator value 1 is not an entry object
// expect: TypeError: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: ReferenceError: undefinedVariable is not defined
// expect: TypeError: #<Object> is not extensible
// expect: TypeError: Converting circular structure to JSON
// expect: DataCloneError: () => {} could not be cloned.
// expect: RangeError: Invalid typed array length: -1
// expect: TypeError: Promise constructor cannot be invoked without 'new'
// expect: TypeError: PromiseResolve called on non-object
// expect: TypeError: Promise resolver undefined is not a function
// expect: TypeError: Reflect.ownKeys called on non-object
// expect: TypeError: x is not a symbol
// expect: TypeError: Symbol is not a constructor
// expect: TypeError: String.prototype.localeCompare called on null or undefined
