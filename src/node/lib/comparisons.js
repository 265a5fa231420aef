// Deep equality, for `assert` and `util.isDeepStrictEqual`.
'use strict';

const types = require('util/types');

const tagOf = (value) => Object.prototype.toString.call(value);
const enumerableSymbols = (value) =>
  Object.getOwnPropertySymbols(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));

function isDeepEqual(a, b, isStrict, seen = new Map()) {
  if (a === b) return a !== 0 || !isStrict || Object.is(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    if (typeof a === 'function' || typeof b === 'function' || isStrict) return Object.is(a, b);
    // eslint-disable-next-line eqeqeq
    return (a === null || typeof a !== 'object') && (b === null || typeof b !== 'object') && (a == b || (a !== a && b !== b));
  }
  if (isStrict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (tagOf(a) !== tagOf(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  if (!haveEqualContents(a, b, isStrict)) return false;
  if (seen.get(a) === b) return true;
  seen.set(a, b);
  const result = haveEqualParts(a, b, isStrict, seen);
  seen.delete(a);
  return result;
}

// What is not in properties: dates, regular expressions, errors, boxed primitives, bytes.
function haveEqualContents(a, b, isStrict) {
  if (types.isDate(a)) return types.isDate(b) && Object.is(a.getTime(), b.getTime());
  if (types.isRegExp(a)) return types.isRegExp(b) && String(a) === String(b) && a.lastIndex === b.lastIndex;
  if (types.isNativeError(a) || a instanceof Error) {
    return (types.isNativeError(b) || b instanceof Error) && a.message === b.message && a.name === b.name;
  }
  if (types.isBoxedPrimitive(a)) return types.isBoxedPrimitive(b) && Object.is(a.valueOf(), b.valueOf());
  if (ArrayBuffer.isView(a) || types.isAnyArrayBuffer(a)) {
    const bytes = (value) => new Uint8Array(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength);
    const [left, right] = [bytes(a), bytes(b)];
    return left.length === right.length && left.every((byte, i) => byte === right[i]);
  }
  return !(types.isWeakMap(a) || types.isWeakSet(a) || (isStrict && types.isPromise(a)));
}

function haveEqualParts(a, b, isStrict, seen) {
  if (types.isSet(a)) {
    if (a.size !== b.size || !haveEqualSets(a, b, isStrict, seen)) return false;
  } else if (types.isMap(a)) {
    if (a.size !== b.size || !haveEqualMaps(a, b, isStrict, seen)) return false;
  } else if (Array.isArray(a) && a.length !== b.length) {
    return false;
  } else if (ArrayBuffer.isView(a)) {
    return true;
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || !keys.every((key) => Object.hasOwn(b, key))) return false;
  if (isStrict) {
    const symbols = enumerableSymbols(a);
    if (symbols.length !== enumerableSymbols(b).length || !symbols.every((key) => Object.hasOwn(b, key))) return false;
    keys.push(...symbols);
  }
  return keys.every((key) => isDeepEqual(a[key], b[key], isStrict, seen));
}

function haveEqualSets(a, b, isStrict, seen) {
  const unmatched = [...b].filter((value) => !a.has(value));
  return [...a].every((value) => {
    if (b.has(value)) return true;
    const at = unmatched.findIndex((other) => isDeepEqual(value, other, isStrict, seen));
    return at >= 0 && unmatched.splice(at, 1).length > 0;
  });
}

function haveEqualMaps(a, b, isStrict, seen) {
  const unmatched = [...b].filter(([key]) => !a.has(key));
  return [...a].every(([key, value]) => {
    if (b.has(key)) return isDeepEqual(value, b.get(key), isStrict, seen);
    const at = unmatched.findIndex(
      ([otherKey, other]) => isDeepEqual(key, otherKey, isStrict, seen) && isDeepEqual(value, other, isStrict, seen),
    );
    return at >= 0 && unmatched.splice(at, 1).length > 0;
  });
}

module.exports = { isDeepEqual };
