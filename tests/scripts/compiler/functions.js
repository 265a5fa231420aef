// Arguments, defaults, rest, spread, this, new.target, getters, recursion.
function sloppy(a, b) { arguments[0] = 'changed'; b = 'b2'; return [a, arguments[1], arguments.length].join(); }
console.log(sloppy(1, 2), sloppy(1)); // expect: changed,b2,2 changed,,1
function strict(a) { 'use strict'; arguments[0] = 'changed'; return [a, this === undefined].join(); }
console.log(strict(1)); // expect: 1,true
function thisOf() { return typeof this; }
console.log(thisOf.call(5), thisOf.call(undefined), (() => typeof this)()); // expect: object object object
const sum = (...all) => all.reduce((x, y) => x + y, 0);
console.log(sum(), sum(1, ...[2, 3], ...new Set([4])), Math.max(...[1, 5, 3])); // expect: 0 10 5
console.log(((a, b = 2, ...c) => {}).length, (function named() {}).name, (() => {}).name); // expect: 1 named 
const bound = function (a, b) { return [this.v, a, b].join(); }.bind({ v: 'bound' }, 1);
console.log(bound(2), bound.name, bound.length); // expect: bound,1,2 bound  1
console.log(sum.call(null, 1, 2), sum.apply(null, [1, 2, 3]), sum.apply(null, { length: 2, 0: 4, 1: 5 })); // expect: 3 6 9
const o = { get now() { return 'getter'; }, set now(v) { this.was = v; }, async a() {}, *g() {}, ['x' + 1]: 1, 'quoted key': 2, 3: 'three' };
o.now = 'set';
console.log(o.now, o.was, Object.keys(o).join()); // expect: getter set 3,now,a,g,x1,quoted key,was
console.log(o.a.name, o.g.name, Object.getOwnPropertyDescriptor(o, 'now').get.name); // expect: a g get now
function outer() { return inner(); function inner() { return new.target === undefined; } }
console.log(outer()); // expect: true
console.log((function f(n) { return n ? n * f(n - 1) : 1; })(10)); // expect: 3628800
let log = '';
const track = (v) => { log += v; return v; };
track('a') + track('b') * track('c');
({ [track('k')]: track('v') })[track('k')];
console.log(log); // expect: abckvk
console.log([1, 2, 3].includes(2) && !([] == false ? 0 : 1), typeof void 0, (1, 2)); // expect: true undefined 2
function Old(name) { this.name = name; }
Old.prototype.greet = function () { return 'hi ' + this.name; };
console.log(new Old('x').greet(), new Old('y').constructor === Old, Object.keys(new Old('z')).join()); // expect: hi x true name
console.log(String(function (a, b) { return a; }), String((a) => a), String(class A { }), String(Math.max)); // expect: function (a, b) { return a; } (a) => a class A { } function max() { [native code] }
function returnsObject() { this.a = 1; return { b: 2 }; }
console.log(Object.keys(new returnsObject()).join()); // expect: b
try { null.f(); } catch (e) { console.log(e.message); } // expect: Cannot read properties of null (reading 'f')
try { o.missing(); } catch (e) { console.log(e.message); } // expect: o.missing is not a function
try { o.deep.er(); } catch (e) { console.log(e.message); } // expect: Cannot read properties of undefined (reading 'er')
try { undefined.x = 1; } catch (e) { console.log(e.message); } // expect: Cannot set properties of undefined (setting 'x')
try { new (() => {})(); } catch (e) { console.log(e.message); } // expect: (intermediate value) is not a constructor
try { [...5]; } catch (e) { console.log(e.message); } // expect: 5 is not iterable
try { o.f?.(); o?.x.y; } catch (e) { console.log(e.message); } // expect: Cannot read properties of undefined (reading 'y')
console.log(o.nothing?.deep.er.still(), o.nothing?.[track('no')], log.length); // expect: undefined undefined 6
