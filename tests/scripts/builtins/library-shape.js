// Names, order, attributes and lengths of the properties of constructors and prototypes, as node 20 has them.
const flags = (d) => (d.writable ? 'w' : '') + (d.enumerable ? 'e' : '') + (d.configurable ? 'c' : '') || '-';
const row = (object, key) => {
  const d = Object.getOwnPropertyDescriptor(object, key);
  const name = typeof key === 'symbol' ? '[' + key.description + ']' : key;
  const of = (f) => (f ? f.name + '/' + f.length : 'none');
  const value = 'value' in d ? (typeof d.value === 'function' ? (d.value.name === key ? '' : of(d.value) + ' ') + d.value.length : typeof d.value) : 'get ' + of(d.get) + ' set ' + of(d.set);
  return `${name}:${flags(d)}:${value}`;
};
const shape = (object) => Reflect.ownKeys(object).map((key) => row(object, key)).join(' ');
console.log(Reflect.ownKeys(Object).filter((k) => k !== 'groupBy').map((k) => row(Object, k)).join(' '));
// expect: length:c:number name:c:string prototype:-:object assign:wc:2 getOwnPropertyDescriptor:wc:2 getOwnPropertyDescriptors:wc:1 getOwnPropertyNames:wc:1 getOwnPropertySymbols:wc:1 hasOwn:wc:2 is:wc:2 preventExtensions:wc:1 seal:wc:1 create:wc:2 defineProperties:wc:2 defineProperty:wc:3 freeze:wc:1 getPrototypeOf:wc:1 setPrototypeOf:wc:2 isExtensible:wc:1 isFrozen:wc:1 isSealed:wc:1 keys:wc:1 entries:wc:1 fromEntries:wc:1 values:wc:1
console.log(shape(Object.prototype));
// expect: constructor:wc:Object/1 1 __defineGetter__:wc:2 __defineSetter__:wc:2 hasOwnProperty:wc:1 __lookupGetter__:wc:1 __lookupSetter__:wc:1 isPrototypeOf:wc:1 propertyIsEnumerable:wc:1 toString:wc:0 valueOf:wc:0 __proto__:c:get get __proto__/0 set set __proto__/1 toLocaleString:wc:0
console.log(shape(Function)); // expect: length:c:number name:c:string prototype:-:/0 0
console.log(shape(Function.prototype));
// expect: length:c:number name:c:string arguments:c:get /0 set /0 caller:c:get /0 set /0 constructor:wc:Function/1 1 apply:wc:2 bind:wc:1 call:wc:1 toString:wc:0 [Symbol.hasInstance]:-:[Symbol.hasInstance]/1 1
console.log(shape(Array));
// expect: length:c:number name:c:string prototype:-:object isArray:wc:1 from:wc:1 of:wc:0 [Symbol.species]:c:get get [Symbol.species]/0 set none
console.log(shape(Array.prototype));
// expect: length:w:number constructor:wc:Array/1 1 at:wc:1 concat:wc:1 copyWithin:wc:2 fill:wc:1 find:wc:1 findIndex:wc:1 findLast:wc:1 findLastIndex:wc:1 lastIndexOf:wc:1 pop:wc:0 push:wc:1 reverse:wc:0 shift:wc:0 unshift:wc:1 slice:wc:2 sort:wc:1 splice:wc:2 includes:wc:1 indexOf:wc:1 join:wc:1 keys:wc:0 entries:wc:0 values:wc:0 forEach:wc:1 filter:wc:1 flat:wc:0 flatMap:wc:1 map:wc:1 every:wc:1 some:wc:1 reduce:wc:1 reduceRight:wc:1 toLocaleString:wc:0 toString:wc:0 toReversed:wc:0 toSorted:wc:1 toSpliced:wc:2 with:wc:2 [Symbol.iterator]:wc:values/0 0 [Symbol.unscopables]:c:object
console.log(shape(Object.getPrototypeOf([].values()))); // expect: next:wc:0 [Symbol.toStringTag]:c:string
console.log(shape(Object.getPrototypeOf(Object.getPrototypeOf([].values()))));
// expect: [Symbol.iterator]:wc:[Symbol.iterator]/0 0
console.log(shape(Array.prototype[Symbol.unscopables]), Object.getPrototypeOf(Array.prototype[Symbol.unscopables]));
// expect: at:wec:boolean copyWithin:wec:boolean entries:wec:boolean fill:wec:boolean find:wec:boolean findIndex:wec:boolean findLast:wec:boolean findLastIndex:wec:boolean flat:wec:boolean flatMap:wec:boolean includes:wec:boolean keys:wec:boolean values:wec:boolean toReversed:wec:boolean toSorted:wec:boolean toSpliced:wec:boolean null
console.log(shape(Boolean), shape(Boolean.prototype));
// expect: length:c:number name:c:string prototype:-:object constructor:wc:Boolean/1 1 toString:wc:0 valueOf:wc:0
console.log(shape(Symbol));
// expect: length:c:number name:c:string prototype:-:object for:wc:1 keyFor:wc:1 asyncIterator:-:symbol hasInstance:-:symbol isConcatSpreadable:-:symbol iterator:-:symbol match:-:symbol matchAll:-:symbol replace:-:symbol search:-:symbol species:-:symbol split:-:symbol toPrimitive:-:symbol toStringTag:-:symbol unscopables:-:symbol dispose:-:symbol asyncDispose:-:symbol
console.log(shape(Symbol.prototype));
// expect: constructor:wc:Symbol/0 0 toString:wc:0 valueOf:wc:0 description:c:get get description/0 set none [Symbol.toStringTag]:c:string [Symbol.toPrimitive]:c:[Symbol.toPrimitive]/1 1
console.log(Reflect.ownKeys(Error).filter((k) => k !== 'prepareStackTrace').map((k) => row(Error, k)).join(' '));
// expect: length:c:number name:c:string prototype:-:object captureStackTrace:wc:2 stackTraceLimit:wec:number
console.log(shape(Error.prototype)); // expect: constructor:wc:Error/1 1 name:wc:string message:wc:string toString:wc:0
for (const E of [AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]) console.log(shape(E), shape(E.prototype), Object.getPrototypeOf(E) === Error);
// expect: length:c:number name:c:string prototype:-:object constructor:wc:AggregateError/2 2 name:wc:string message:wc:string true
// expect: length:c:number name:c:string prototype:-:object constructor:wc:EvalError/1 1 name:wc:string message:wc:string true
// expect: length:c:number name:c:string prototype:-:object constructor:wc:RangeError/1 1 name:wc:string message:wc:string true
// expect: length:c:number name:c:string prototype:-:object constructor:wc:ReferenceError/1 1 name:wc:string message:wc:string true
// expect: length:c:number name:c:string prototype:-:object constructor:wc:SyntaxError/1 1 name:wc:string message:wc:string true
// expect: length:c:number name:c:string prototype:-:object constructor:wc:TypeError/1 1 name:wc:string message:wc:string true
// expect: length:c:number name:c:string prototype:-:object constructor:wc:URIError/1 1 name:wc:string message:wc:string true
console.log(shape(Reflect));
// expect: defineProperty:wc:3 deleteProperty:wc:2 apply:wc:3 construct:wc:2 get:wc:2 getOwnPropertyDescriptor:wc:2 getPrototypeOf:wc:1 has:wc:2 isExtensible:wc:1 ownKeys:wc:1 preventExtensions:wc:1 set:wc:3 setPrototypeOf:wc:2 [Symbol.toStringTag]:c:string
console.log(shape(Proxy)); // expect: length:c:number name:c:string revocable:wc:2
const GeneratorFunction = function* () {}.constructor;
console.log(shape(GeneratorFunction), shape(GeneratorFunction.prototype), shape(GeneratorFunction.prototype.prototype));
// expect: length:c:number name:c:string prototype:-:object prototype:c:object constructor:c:GeneratorFunction/1 1 [Symbol.toStringTag]:c:string constructor:c:object next:wc:1 return:wc:1 throw:wc:1 [Symbol.toStringTag]:c:string
const AsyncGeneratorFunction = async function* () {}.constructor;
console.log(shape(AsyncGeneratorFunction), shape(AsyncGeneratorFunction.prototype), shape(AsyncGeneratorFunction.prototype.prototype));
// expect: length:c:number name:c:string prototype:-:object prototype:c:object constructor:c:AsyncGeneratorFunction/1 1 [Symbol.toStringTag]:c:string constructor:c:object next:wc:1 return:wc:1 throw:wc:1 [Symbol.toStringTag]:c:string
const AsyncFunction = async function () {}.constructor;
console.log(shape(AsyncFunction), shape(AsyncFunction.prototype));
// expect: length:c:number name:c:string prototype:-:object constructor:c:AsyncFunction/1 1 [Symbol.toStringTag]:c:string
console.log(shape(Object.getPrototypeOf(AsyncGeneratorFunction.prototype.prototype)));
// expect: [Symbol.asyncIterator]:wc:[Symbol.asyncIterator]/0 0
for (const name of ['globalThis', 'Infinity', 'NaN', 'undefined', 'eval', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'Array', 'Proxy', 'Reflect']) console.log(row(globalThis, name));
// expect: globalThis:wc:object
// expect: Infinity:-:number
// expect: NaN:-:number
// expect: undefined:-:undefined
// expect: eval:wc:1
// expect: isFinite:wc:1
// expect: isNaN:wc:1
// expect: parseFloat:wc:1
// expect: parseInt:wc:2
// expect: decodeURI:wc:1
// expect: decodeURIComponent:wc:1
// expect: encodeURI:wc:1
// expect: encodeURIComponent:wc:1
// expect: escape:wc:1
// expect: unescape:wc:1
// expect: Array:wc:1
// expect: Proxy:wc:2
// expect: Reflect:wc:object
console.log(typeof Iterator, String(Symbol.dispose), String(Symbol.asyncDispose));
// expect: undefined Symbol(nodejs.dispose) Symbol(nodejs.asyncDispose)
