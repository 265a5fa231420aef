// The `util/types` library: what kind of object a value is, whatever its prototype.
'use strict';

const { kindOf } = binding('inspect');

const is = (...kinds) => (value) => kinds.includes(kindOf(value));
const TypedArray = Object.getPrototypeOf(Uint8Array);
const arrayName = Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get;

module.exports = {
  isAnyArrayBuffer: is('ArrayBuffer', 'SharedArrayBuffer'),
  isArgumentsObject: is('Arguments', 'MappedArguments'),
  isArrayBuffer: is('ArrayBuffer'),
  isArrayBufferView: ArrayBuffer.isView,
  isAsyncFunction: is('AsyncFunction', 'AsyncGeneratorFunction'),
  isBigIntObject: is('BigIntObject'),
  isBooleanObject: is('BooleanObject'),
  isBoxedPrimitive: is('BigIntObject', 'BooleanObject', 'NumberObject', 'StringObject', 'SymbolObject'),
  isDataView: is('DataView'),
  isDate: is('Date'),
  isExternal: () => false,
  isGeneratorFunction: is('GeneratorFunction', 'AsyncGeneratorFunction'),
  isGeneratorObject: is('Generator', 'AsyncGenerator'),
  isMap: is('MapObject'),
  isMapIterator: is('MapIterator'),
  isModuleNamespaceObject: is('ModuleNamespace'),
  isNativeError: is('Error'),
  isNumberObject: is('NumberObject'),
  isPromise: is('Promise'),
  isProxy: is('Proxy'),
  isRegExp: is('RegExp'),
  isSet: is('SetObject'),
  isSetIterator: is('SetIterator'),
  isSharedArrayBuffer: is('SharedArrayBuffer'),
  isStringObject: is('StringObject'),
  isSymbolObject: is('SymbolObject'),
  isTypedArray: is('TypedArray'),
  isWeakMap: is('WeakMap'),
  isWeakSet: is('WeakSet'),
};
for (const name of [
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
]) {
  module.exports[`is${name}`] = (value) => kindOf(value) === 'TypedArray' && arrayName.call(value) === name;
}
