// Property order, descriptors, accessors, freezing, prototypes, proxies, symbols.
const o = { z: 1, 10: 'ten', a: 2, 2: 'two', [Symbol('s')]: 3 };
console.log(Object.keys(o).join(), Reflect.ownKeys(o).length, JSON.stringify(Object.entries(o))); // expect: 2,10,z,a 5 [["2","two"],["10","ten"],["z",1],["a",2]]
Object.defineProperty(o, 'hidden', { value: 1 });
console.log(o.hidden, Object.keys(o).includes('hidden'), JSON.stringify(Object.getOwnPropertyDescriptor(o, 'hidden'))); // expect: 1 false {"value":1,"writable":false,"enumerable":false,"configurable":false}
(function () { 'use strict'; try { o.hidden = 2; } catch (e) { console.log(e.message); } })(); // expect: Cannot assign to read only property 'hidden' of object '#<Object>'
o.hidden = 2; delete o.hidden;
console.log(o.hidden); // expect: 1
const frozen = Object.freeze({ a: 1, nested: { b: 2 } });
frozen.a = 5; frozen.c = 1; frozen.nested.b = 3;
console.log(frozen.a, frozen.c, frozen.nested.b, Object.isFrozen(frozen)); // expect: 1 undefined 3 true
(function () { 'use strict'; try { frozen.x = 1; } catch (e) { console.log(e.message); } try { delete frozen.a; } catch (e) { console.log(e.message); } })();
const sealed = Object.seal([1, 2]); sealed[0] = 9;
try { sealed.push(3); } catch (e) { console.log(e.message); } 
console.log(sealed.join(), Object.isSealed(sealed));
const proto = { greet() { return 'hi ' + this.name; } };
const child = Object.create(proto, { name: { value: 'child', enumerable: true } });
console.log(child.greet(), Object.getPrototypeOf(child) === proto, proto.isPrototypeOf(child), child.hasOwnProperty('greet'));
Object.setPrototypeOf(child, { greet() { return 'new proto'; } });
console.log(child.greet());
const big = {}; for (let i = 0; i < 300; i++) big['key' + i] = i;
let total = 0; for (const k in big) total += big[k]; delete big.key5; big.key5 = 'again';
console.log(total, Object.keys(big).length, Object.keys(big).pop(), big.key299);
const handler = { get: (t, k, r) => (k in t ? Reflect.get(t, k, r) : `no ${String(k)}`), has: (t, k) => k === 'magic' || k in t, set(t, k, v) { t[k] = v * 2; return true; }, deleteProperty: () => false, ownKeys: () => ['a', 'b'], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) };
const proxy = new Proxy({ real: 1 }, handler);
proxy.v = 21;
console.log(proxy.real, proxy.fake, 'magic' in proxy, proxy.v, Object.keys(proxy).join(), delete proxy.real);
const callable = new Proxy(function f(a) { return a; }, { apply: (t, self, args) => 'trapped ' + args.join(), construct: (t, args) => ({ made: args[0] }) });
console.log(callable(1, 2), new callable(5).made, typeof callable);
const { proxy: revoked, revoke } = Proxy.revocable({}, {}); revoke(); try { revoked.x; } catch (e) { console.log(e.message); }
console.log(Symbol('d').toString(), Symbol('d').description, Symbol.for('k') === Symbol.for('k'), Symbol.keyFor(Symbol.for('k')), Symbol.iterator.toString());
const tagged = { get [Symbol.toStringTag]() { return 'Tagged'; } }; console.log(`${tagged}`, Object.prototype.toString.call([]), Object.prototype.toString.call(null));
const copy = { ...o, z: 'new', ...null, ...'hi' }; console.log(JSON.stringify(copy));
console.log(Object.fromEntries(new Map([['x', 1], ['y', 2]])).y, JSON.stringify(Object.assign({}, { a: 1 }, null, { b: 2 })), structuredClone({ d: [1, { e: 2 }] }).d[1].e);
const getterLog = []; const acc = { get x() { getterLog.push('get'); return 1; }, set x(v) { getterLog.push('set ' + v); } }; acc.x++; acc.x += 5; console.log(getterLog.join());
const arr = [1, 2, 3]; arr.length = 1; arr[3] = 4; console.log(arr.length, 2 in arr, JSON.stringify(arr), arr.indexOf(undefined), arr.findIndex((v) => v === undefined));
arr.foo = 'bar'; arr['5'] = 6; console.log(Object.keys(arr).join(), arr.length); const sparse = []; sparse[4294967294] = 'last'; console.log(sparse.length); try { sparse.length = -1; } catch (e) { console.log(e.name, e.message); }
console.log(Object.getOwnPropertyNames(class { static m() {} }).join(), Object.getOwnPropertyNames(function () {}).join(), Object.getOwnPropertyNames('ab').join());
console.log([3, 1, 2].toSorted().join(), Object.is(NaN, NaN));

// expect: Cannot add property x, object is not extensible
// expect: Cannot delete property 'a' of #<Object>
// expect: Cannot add property 2, object is not extensible
// expect: 9,2 true
// expect: hi child true true false
// expect: new proto
// expect: 44850 300 key5 299
// expect: 1 no fake true 42 a,b false
// expect: trapped 1,2 5 function
// expect: Cannot perform 'get' on a proxy that has been revoked
// expect: Symbol(d) d true k Symbol(Symbol.iterator)
// expect: [object Tagged] [object Array] [object Null]
// expect: {"0":"h","1":"i","2":"two","10":"ten","z":"new","a":2}
// expect: 2 {"a":1,"b":2} 2
// expect: get,set 2,get,set 6
// expect: 4 false [1,null,null,4] -1 1
// expect: 0,3,5,foo 6
// expect: 4294967295
// expect: RangeError Invalid array length
// expect: length,name,prototype,m length,name,arguments,caller,prototype 0,1,length
// expect: 1,2,3 true
