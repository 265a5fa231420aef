// Function: the constructor, call, apply, bind, toString, instanceof.
const message = (f) => { try { return String(f()); } catch (e) { return e.name + ': ' + e.message; } };
function add(a, b) { return this.base + a + b; }
console.log(add.call({ base: 1 }, 2, 3), add.apply({ base: 1 }, [2, 3]), add.apply({ base: 1 }, { length: 2, 0: 5, 1: 6 }), Math.max.apply(null, undefined));
// expect: 6 6 12 -Infinity
console.log(message(() => add.apply(null, 1)), '|', message(() => Reflect.apply({}, null, [])), '|', message(() => Reflect.apply(null)));
// expect: TypeError: CreateListFromArrayLike called on non-object | TypeError: Function.prototype.apply was called on #<Object>, which is an object and not a function | TypeError: Function.prototype.apply was called on null, which is null and not a function
const bound = add.bind({ base: 10 }, 1);
console.log(bound(2), bound.name, bound.length, bound.bind(null, 5).name, bound.bind(null, 5)(), 'prototype' in bound, bound.toString());
// expect: 13 bound add 1 bound bound add 16 false function () { [native code] }
console.log(Object.getPrototypeOf(Function.prototype.bind.call(Object.setPrototypeOf(function () {}, Array.prototype))) === Array.prototype);
// expect: true
function Point(x, y) { this.x = x; this.y = y; this.target = new.target === Point; }
const At = Point.bind(null, 7); const at = new At(8); console.log(at.x, at.y, at.target, at instanceof At, at instanceof Point, Object.getOwnPropertyNames(At).join());
// expect: 7 8 true true true length,name
console.log(message(() => Function.prototype.bind.call(1)), (() => {}).bind().name === 'bound ', Object.defineProperty(() => {}, 'name', { get: () => 'got' }).bind().name, Object.defineProperty(() => {}, 'length', { value: 2.7 }).bind(null, 1).length, Object.defineProperty(() => {}, 'length', { value: Infinity }).bind(null, 1).length);
// expect: TypeError: Bind must be called on a function true bound got 1 Infinity
console.log(String(function  spaced ( a ,b ) { /* kept */ return a }), String((x) => x * 2), String(class A { m() {} }), String({ get  x() { return 1; } }.__lookupGetter__('x')), String({ async *gen() {} }.gen));
// expect: function  spaced ( a ,b ) { /* kept */ return a } (x) => x * 2 class A { m() {} } get  x() { return 1; } async *gen() {}
console.log(String(Array.isArray), String(Math.max), String(function () {}.bind()), String(Object.getOwnPropertyDescriptor(Map.prototype, 'size').get), String(Function.prototype), String(new Proxy(function () {}, {})), String(Symbol.prototype[Symbol.toPrimitive]));
// expect: function isArray() { [native code] } function max() { [native code] } function () { [native code] } function get size() { [native code] } function () { [native code] } function () { [native code] } function [Symbol.toPrimitive]() { [native code] }
console.log(message(() => Function.prototype.toString.call({})), '|', message(() => Function.prototype.toString.call(new Proxy({}, {}))));
// expect: TypeError: Function.prototype.toString requires that 'this' be a Function | TypeError: Function.prototype.toString requires that 'this' be a Function
const made = new Function('a', 'b = 2', '...rest', 'return a + b + rest.length'); console.log(made(1), made(1, 1, 1), made.name, made.length);
// expect: 3 3 anonymous 1
console.log(String(new Function('a,b', '/*c*/d', 'return a+b')));
// expect: function anonymous(a,b,/*c*/d
// expect: ) {
// expect: return a+b
// expect: }
console.log(String(Object.getPrototypeOf(async function () {}).constructor('x', 'await x')));
// expect: async function anonymous(x
// expect: ) {
// expect: await x
// expect: }
console.log(String(Object.getPrototypeOf(function* () {}).constructor('yield 1')), [...Object.getPrototypeOf(function* () {}).constructor('yield 1; yield 2')()].join());
// expect: function* anonymous(
// expect: ) {
// expect: yield 1
// expect: } 1,2
for (const args of [['/*', '*/){'], ['}', ''], ['a', '}'], ['super()'], ['yield', '"use strict"']]) console.log(message(() => { new Function(...args); return 'made'; }));
// expect: SyntaxError: Unexpected end of arg string
// expect: SyntaxError: Unexpected token '}'
// expect: SyntaxError: Unexpected token '}'
// expect: SyntaxError: 'super' keyword unexpected here
// expect: SyntaxError: Unexpected strict mode reserved word
globalThis.outer = 'global'; { const outer = 'local'; console.log(new Function('return outer')(), (0, eval)('outer'), eval('outer')); }
// expect: global global local
console.log((0, eval)('var fromEval = 1; fromEval + 1'), globalThis.fromEval, eval(5), eval(), message(() => (0, eval)('let 1')));
// expect: 2 1 5 undefined SyntaxError: Unexpected number
console.log(Function.prototype(), Function.prototype.name === '', Function.prototype.length, message(() => new Function.prototype()));
// expect: undefined true 0 TypeError: Function.prototype is not a constructor
console.log(message(() => Object.getOwnPropertyDescriptor(Function.prototype, 'caller').get.call(() => 1)), (function () {}).caller, (() => { 'use strict'; return message(() => (function () {}).arguments); })());
// expect: TypeError: 'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them null TypeError: 'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them
console.log(Function.prototype[Symbol.hasInstance].call(Array, []), Function.prototype[Symbol.hasInstance].call(1, 2), ({}) instanceof { [Symbol.hasInstance]: () => 'yes' }, message(() => ({}) instanceof {}));
// expect: true false true TypeError: Right-hand side of 'instanceof' is not callable
class Derived extends Function {} const derived = new Derived('return 7'); console.log(derived(), derived instanceof Derived, derived.constructor === Derived);
// expect: 7 true true
console.log(Object.getOwnPropertyNames(function () {}).join(), Object.getOwnPropertyNames(() => {}).join(), Object.getOwnPropertyNames(class {}).join());
// expect: length,name,arguments,caller,prototype length,name length,name,prototype
