// Namespace objects: keys in order, no prototype, nothing to be changed.
import * as names from './modules/names.mjs';
console.log(Reflect.ownKeys(names).map(String).join()); // expect: 9,10,$,a,a b,b,default,é,Symbol(Symbol.toStringTag)
console.log(names[9], names['10'], names['a b'], names.default.name, names.none); // expect: indexed indexed indexed default undefined
console.log(Object.getPrototypeOf(names), Object.isExtensible(names), Object.isSealed(names), Object.isFrozen(names)); // expect: null false true false
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(names, 'a')), Object.getOwnPropertyDescriptor(names, 'none')); // expect: {"value":1,"writable":true,"enumerable":true,"configurable":false} undefined
console.log(Object.prototype.toString.call(names), 9 in names, 'toString' in names, Symbol.toStringTag in names); // expect: [object Module] true false true
const attempt = (work) => { try { return work(); } catch (error) { return `${error.name}: ${error.message}`; } };
console.log(attempt(() => { names.a = 2; })); // expect: TypeError: Cannot assign to read only property 'a' of object '[object Module]'
console.log(attempt(() => { names.none = 2; })); // expect: TypeError: Cannot add property none, object is not extensible
console.log(attempt(() => { names[9] = 2; })); // expect: TypeError: Cannot assign to read only property '9' of object '[object Module]'
console.log(attempt(() => delete names.a)); // expect: TypeError: Cannot delete property 'a' of [object Module]
console.log(attempt(() => delete names.none), attempt(() => delete names[11])); // expect: true true
console.log(attempt(() => Object.defineProperty(names, 'a', { value: 1 }) === names)); // expect: true
console.log(attempt(() => Object.defineProperty(names, 'a', { value: 2 }))); // expect: TypeError: Cannot redefine property: a
console.log(attempt(() => Object.defineProperty(names, 'a', { writable: false }))); // expect: TypeError: Cannot redefine property: a
console.log(attempt(() => Object.defineProperty(names, 'none', { value: 1 }))); // expect: TypeError: Cannot redefine property: none
console.log(attempt(() => Object.freeze(names))); // expect: TypeError: Cannot redefine property: 9
console.log(attempt(() => Object.setPrototypeOf(names, {})), Reflect.setPrototypeOf(names, null)); // expect: TypeError: [object Module] is not extensible true
console.log(Reflect.set(names, 'a', 1), Reflect.preventExtensions(names), Reflect.deleteProperty(names, 'a')); // expect: false true false
console.log(Object.entries(names).length, { ...names }.b, JSON.stringify(names)); // expect: 8 2 {"9":"indexed","10":"indexed","$":0,"a":1,"a b":"indexed","b":2,"é":3}
const keys = [];
for (const key in names) keys.push(`${key}:${Object.hasOwn(names, key)}`);
console.log(keys.join()); // expect: 9:true,10:true,$:true,a:true,a b:true,b:true,default:true,é:true
console.log(new Proxy(names, {}).a, Reflect.get(names, 'b', {}), structuredClone({ ...names, default: 0 }).é); // expect: 1 2 3
