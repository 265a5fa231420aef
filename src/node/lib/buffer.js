// The `buffer` library.
'use strict';

const { byteLength, write, toString, isEncoding, compare, indexOf, copy, fill } = binding('buffer');
const { invalidArgType, invalidArgValue, outOfRange, coded } = binding('errors');
const { inspect } = binding('inspect');

const MAX_LENGTH = 4294967296;
const MAX_STRING_LENGTH = 536870888;
const TypedArray = Object.getPrototypeOf(Uint8Array);

let maxInspected = 50;
let pool;
let poolOffset = 0;

class FastBuffer extends Uint8Array {}

function Buffer(value, encodingOrOffset, length) {
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') invalidArgType('string', 'string', value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}
FastBuffer.prototype.constructor = Buffer;
Buffer.prototype = FastBuffer.prototype;
Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer, Symbol.species, { configurable: true, get: () => FastBuffer });
Buffer.poolSize = 8192;

function checkSize(size) {
  if (typeof size !== 'number') invalidArgType('size', 'number', size);
  if (!(size >= 0 && size <= MAX_LENGTH)) outOfRange('size', `>= 0 && <= ${MAX_LENGTH}`, size);
}

// Small buffers share one array buffer.
function allocate(size) {
  if (size >= Buffer.poolSize >>> 1 || size === 0) return new FastBuffer(size);
  if (pool === undefined || poolOffset + size > pool.byteLength) {
    pool = new ArrayBuffer(Buffer.poolSize);
    poolOffset = 0;
  }
  const buffer = new FastBuffer(pool, poolOffset, size);
  poolOffset = (poolOffset + size + 7) & ~7;
  return buffer;
}

Buffer.alloc = function alloc(size, value, encoding) {
  checkSize(size);
  const buffer = new FastBuffer(size);
  return value !== undefined && value !== 0 && size > 0 ? buffer.fill(value, encoding) : buffer;
};

Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return allocate(size);
};

Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  checkSize(size);
  return new FastBuffer(size);
};

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
      return fromArrayBuffer(value, encodingOrOffset, length);
    }
    const primitive = value.valueOf?.();
    if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
      return from(primitive, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer) return buffer;
    const toPrimitive = value[Symbol.toPrimitive];
    if (typeof toPrimitive === 'function') {
      const text = toPrimitive.call(value, 'string');
      if (typeof text === 'string') return fromString(text, encodingOrOffset);
    }
  }
  return invalidArgType(
    'first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'], value,
  );
};

function fromString(text, encoding) {
  if (typeof encoding !== 'string' || encoding === '') encoding = 'utf8';
  checkEncoding(encoding);
  const buffer = allocate(byteLength(text, encoding));
  const written = write(buffer, text, 0, buffer.length, encoding);
  return written === buffer.length ? buffer : buffer.subarray(0, written);
}

function checkEncoding(encoding) {
  if (!isEncoding(encoding)) throw coded('TypeError', 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
}

function fromArrayBuffer(buffer, offset = 0, length) {
  offset = +offset || 0;
  const most = buffer.byteLength - offset;
  if (most < 0) throw coded('RangeError', 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
  if (length === undefined) return new FastBuffer(buffer, offset, most);
  length = +length;
  if (length > most) throw coded('RangeError', 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
  return new FastBuffer(buffer, offset, length > 0 ? length : 0);
}

function fromObject(value) {
  if (value.length !== undefined || value.buffer instanceof ArrayBuffer) {
    const count = typeof value.length === 'number' && value.length > 0 ? Math.floor(value.length) : 0;
    const buffer = allocate(count);
    if (count > 0) TypedArray.prototype.set.call(buffer, value);
    return buffer;
  }
  return value.type === 'Buffer' && Array.isArray(value.data) ? fromObject(value.data) : undefined;
}

Buffer.of = function of(...items) {
  return fromObject(items);
};

Buffer.copyBytesFrom = function copyBytesFrom(view, offset = 0, length = view.length - offset) {
  if (!(view instanceof TypedArray)) invalidArgType('view', 'TypedArray', view);
  const part = view.subarray(offset, offset + length);
  return Buffer.from(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
};

Buffer.isBuffer = (value) => value instanceof Buffer;
Buffer.isEncoding = (encoding) => typeof encoding === 'string' && isEncoding(encoding);

Buffer.byteLength = function (value, encoding) {
  if (typeof value === 'string') return byteLength(value, isEncoding(encoding) ? encoding : 'utf8');
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return value.byteLength;
  }
  return invalidArgType('string', ['string', 'Buffer', 'ArrayBuffer'], value);
};

Buffer.compare = function (a, b) {
  if (!(a instanceof Uint8Array)) invalidArgType('buf1', ['Buffer', 'Uint8Array'], a);
  if (!(b instanceof Uint8Array)) invalidArgType('buf2', ['Buffer', 'Uint8Array'], b);
  return compare(a, b);
};

Buffer.concat = function concat(list, length) {
  if (!Array.isArray(list)) invalidArgType('list', 'Array', list);
  length ??= list.reduce((sum, item) => sum + (item?.length ?? 0), 0);
  const result = Buffer.allocUnsafe(length);
  let offset = 0;
  list.forEach((item, i) => {
    if (!(item instanceof Uint8Array)) invalidArgType(`list[${i}]`, ['Buffer', 'Uint8Array'], item);
    offset += copy(item, result, offset, 0, item.length);
  });
  return offset < length ? result.fill(0, offset) : result;
};

const bytesOf = (value, encoding) => {
  if (typeof value === 'string') return fromString(value, encoding);
  if (typeof value === 'number' || typeof value === 'boolean') return new FastBuffer([value & 255]);
  return value;
};

const methods = {
  toString(encoding, start, end) {
    if (arguments.length === 0) return toString(this, 'utf8', 0, this.length);
    start = start > 0 ? Math.trunc(start) : 0;
    end = end === undefined || end > this.length ? this.length : Math.trunc(end);
    if (!(start < end)) return '';
    if (encoding !== undefined) checkEncoding(encoding);
    return toString(this, encoding, start, end);
  },

  toLocaleString(...args) {
    return this.toString(...args);
  },

  toJSON() {
    return { type: 'Buffer', data: Array.from(this) };
  },

  equals(other) {
    if (!(other instanceof Uint8Array)) invalidArgType('otherBuffer', ['Buffer', 'Uint8Array'], other);
    return this === other || (this.byteLength === other.byteLength && compare(this, other) === 0);
  },

  compare(target, targetStart = 0, targetEnd = target.length, start = 0, end = this.length) {
    if (!(target instanceof Uint8Array)) invalidArgType('target', ['Buffer', 'Uint8Array'], target);
    return compare(this.subarray(start, end), target.subarray(targetStart, targetEnd));
  },

  write(text, offset, length, encoding) {
    if (typeof text !== 'string') invalidArgType('argument', 'string', text);
    if (typeof offset === 'string') [encoding, offset, length] = [offset, 0, undefined];
    else if (typeof length === 'string') [encoding, length] = [length, undefined];
    offset ??= 0;
    checkInteger(offset, 'offset', 0, this.length);
    const room = this.length - offset;
    if (length !== undefined) checkInteger(length, 'length', 0, this.length);
    if (encoding !== undefined) checkEncoding(encoding);
    return write(this, text, offset, Math.min(length ?? room, room), encoding);
  },

  copy(target, targetStart = 0, start = 0, end = this.length) {
    if (!(target instanceof Uint8Array)) invalidArgType('target', ['Buffer', 'Uint8Array'], target);
    if (targetStart < 0) outOfRange('targetStart', '>= 0', targetStart);
    if (start < 0 || start > this.length) outOfRange('sourceStart', `>= 0 && <= ${this.length}`, start);
    if (end < 0) outOfRange('sourceEnd', '>= 0', end);
    return targetStart >= target.length || start >= end ? 0 : copy(this, target, targetStart, start, end);
  },

  fill(value, start, end, encoding) {
    if (typeof start === 'string') [encoding, start, end] = [start, undefined, undefined];
    else if (typeof end === 'string') [encoding, end] = [end, undefined];
    if (encoding !== undefined && typeof value === 'string') checkEncoding(encoding);
    start ??= 0;
    end ??= this.length;
    checkInteger(start, 'offset', 0, this.length);
    checkInteger(end, 'end', 0, this.length);
    const bytes = value === '' ? new FastBuffer(1) : bytesOf(value, encoding);
    if (!(bytes instanceof Uint8Array)) return TypedArray.prototype.fill.call(this, value & 255, start, end);
    if (bytes.length === 0) invalidArgValue('value', value);
    return fill(this, bytes, start, end);
  },

  indexOf(value, start, encoding) {
    return search(this, value, start, encoding, false);
  },

  lastIndexOf(value, start, encoding) {
    return search(this, value, start, encoding, true);
  },

  includes(value, start, encoding) {
    return search(this, value, start, encoding, false) !== -1;
  },

  subarray(start, end) {
    const length = this.length;
    const at = (index, otherwise) => {
      if (index === undefined) return otherwise;
      index = Math.trunc(index) || 0;
      return index < 0 ? Math.max(index + length, 0) : Math.min(index, length);
    };
    const first = at(start, 0);
    return new FastBuffer(this.buffer, this.byteOffset + first, Math.max(at(end, length) - first, 0));
  },

  swap16() { return swap(this, 2); },
  swap32() { return swap(this, 4); },
  swap64() { return swap(this, 8); },

  readUIntLE(offset, size) { return readInteger(this, offset, size, true, false); },
  readUIntBE(offset, size) { return readInteger(this, offset, size, false, false); },
  readIntLE(offset, size) { return readInteger(this, offset, size, true, true); },
  readIntBE(offset, size) { return readInteger(this, offset, size, false, true); },
  writeUIntLE(value, offset, size) { return writeInteger(this, value, offset, size, true, false); },
  writeUIntBE(value, offset, size) { return writeInteger(this, value, offset, size, false, false); },
  writeIntLE(value, offset, size) { return writeInteger(this, value, offset, size, true, true); },
  writeIntBE(value, offset, size) { return writeInteger(this, value, offset, size, false, true); },

  [inspect.custom](depth, options) {
    const shown = Math.min(maxInspected, this.length);
    let text = toString(this, 'hex', 0, shown).replace(/(.{2})/g, '$1 ').trim();
    const rest = this.length - shown;
    if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
    const extras = Object.keys(this).filter((key) => !/^(0|[1-9]\d*)$/.test(key));
    if (extras.length > 0) {
      const own = Object.fromEntries(extras.map((key) => [key, this[key]]));
      text += `${shown > 0 ? ', ' : ''}${inspect(own, { ...options, breakLength: Infinity, compact: true }).slice(2, -2)}`;
    }
    return `<${this.constructor.name} ${text}>`;
  },
};
methods.slice = methods.subarray;
methods.inspect = methods[inspect.custom];

function checkInteger(value, name, least, most) {
  if (typeof value !== 'number') invalidArgType(name, 'number', value);
  if (!Number.isInteger(value)) outOfRange(name, 'an integer', value);
  if (value < least || value > most) outOfRange(name, `>= ${least} && <= ${most}`, value);
}

function search(buffer, value, start, encoding, isBackward) {
  if (typeof start === 'string') [encoding, start] = [start, undefined];
  start = +start;
  if (Number.isNaN(start)) start = isBackward ? buffer.length : 0;
  if (start < 0) start += buffer.length;
  if (start < 0) {
    if (isBackward) return -1;
    start = 0;
  }
  const bytes = bytesOf(value, encoding);
  if (!(bytes instanceof Uint8Array)) invalidArgType('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  if (bytes.length > buffer.length) return -1;
  return indexOf(buffer, bytes, Math.trunc(start), isBackward);
}

function swap(buffer, size) {
  if (buffer.length % size !== 0) {
    throw coded('RangeError', 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${size * 8}-bits`);
  }
  for (let at = 0; at < buffer.length; at += size) buffer.subarray(at, at + size).reverse();
  return buffer;
}

// The error for an offset that is no integer, or beyond the last place with `size` bytes.
function badOffset(buffer, offset, size) {
  if (typeof offset !== 'number') invalidArgType('offset', 'number', offset);
  if (!Number.isInteger(offset)) outOfRange('offset', 'an integer', offset);
  const last = buffer.length - size;
  if (last < 0) {
    throw coded('RangeError', 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  }
  outOfRange('offset', `>= 0 and <= ${last}`, offset);
}

function viewAt(buffer, offset, size) {
  if (!Number.isInteger(offset) || offset < 0 || offset + size > buffer.length) badOffset(buffer, offset, size);
  return new DataView(buffer.buffer, buffer.byteOffset + offset, size);
}

function checkByteLength(size) {
  if (typeof size !== 'number') invalidArgType('byteLength', 'number', size);
  if (!Number.isInteger(size)) outOfRange('byteLength', 'an integer', size);
  if (size < 1 || size > 6) outOfRange('byteLength', '>= 1 and <= 6', size);
}

function readInteger(buffer, offset, size, isLittle, isSigned) {
  checkByteLength(size);
  const view = viewAt(buffer, offset, size);
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + view.getUint8(isLittle ? size - 1 - i : i);
  return isSigned && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
}

function writeInteger(buffer, value, offset, size, isLittle, isSigned) {
  checkByteLength(size);
  value = +value;
  const bits = size * 8;
  checkRange(value, isSigned ? -(2 ** (bits - 1)) : 0, 2 ** (isSigned ? bits - 1 : bits) - 1, bits, isSigned, size);
  const view = viewAt(buffer, offset, size);
  let rest = value < 0 ? value + 2 ** bits : value;
  for (let i = 0; i < size; i++) {
    view.setUint8(isLittle ? i : size - 1 - i, rest % 256);
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

function checkRange(value, least, most, bits, isSigned, size) {
  if (value >= least && value <= most) return;
  const n = typeof least === 'bigint' ? 'n' : '';
  if (size <= 4) outOfRange('value', `>= ${least}${n} and <= ${most}${n}`, value);
  const range = isSigned
    ? `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`
    : `>= 0${n} and < 2${n} ** ${bits}${n}`;
  outOfRange('value', range, value);
}

// read and write methods of fixed size: name, bytes, smallest and largest value.
for (const [name, size, least, most] of [
  ['UInt8', 1, 0, 255], ['UInt16', 2, 0, 65535], ['UInt32', 4, 0, 4294967295],
  ['Int8', 1, -128, 127], ['Int16', 2, -32768, 32767], ['Int32', 4, -2147483648, 2147483647],
  ['BigUInt64', 8, 0n, 2n ** 64n - 1n], ['BigInt64', 8, -(2n ** 63n), 2n ** 63n - 1n],
  ['Float', 4], ['Double', 8],
]) {
  const accessor = { Float: 'Float32', Double: 'Float64' }[name] ?? name.replace('UInt', 'Uint');
  for (const order of size === 1 ? [''] : ['LE', 'BE']) {
    const [getter, setter] = [DataView.prototype[`get${accessor}`], DataView.prototype[`set${accessor}`]];
    methods[`read${name}${order}`] = function (offset = 0) {
      return getter.call(viewAt(this, offset, size), 0, order === 'LE');
    };
    methods[`write${name}${order}`] = function (value, offset = 0) {
      if (typeof least === 'bigint' && typeof value !== 'bigint') invalidArgType('value', 'bigint', value);
      if (typeof least === 'number') value = +value;
      if (least !== undefined) checkRange(value, least, most, size * 8, name.startsWith('B') ? name[3] === 'I' : name[0] === 'I', size);
      setter.call(viewAt(this, offset, size), 0, value, order === 'LE');
      return offset + size;
    };
  }
}
for (const name of Object.keys(methods)) {
  if (name.includes('UInt')) methods[name.replace('UInt', 'Uint')] = methods[name];
}
for (const encoding of ['utf8', 'ucs2', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex']) {
  methods[`${encoding}Slice`] = function (start, end) { return toString(this, encoding, start ?? 0, end ?? this.length); };
  methods[`${encoding}Write`] = function (text, offset = 0, length = this.length - offset) {
    return write(this, text, offset, length, encoding);
  };
}
for (const key of Reflect.ownKeys(methods)) {
  Object.defineProperty(FastBuffer.prototype, key, { value: methods[key], writable: true, configurable: true, enumerable: true });
}
Object.defineProperties(FastBuffer.prototype, {
  parent: { enumerable: true, get() { return this instanceof Buffer ? this.buffer : undefined; } },
  offset: { enumerable: true, get() { return this instanceof Buffer ? this.byteOffset : undefined; } },
});

function atob(text) {
  const bytes = Buffer.from(`${text}`.replace(/[\t\n\f\r ]/g, ''), 'base64');
  return bytes.latin1Slice();
}

function btoa(text) {
  text = `${text}`;
  if (/[^\x00-\xff]/.test(text)) {
    const { DOMException } = require('internal/dom_exception');
    throw new DOMException('Invalid character', 'InvalidCharacterError');
  }
  return Buffer.from(text, 'latin1').toString('base64');
}

module.exports = {
  Buffer,
  SlowBuffer: Buffer.allocUnsafeSlow,
  atob,
  btoa,
  isUtf8: (bytes) => !toString(bytes, 'utf8').includes('\ufffd'),
  isAscii: (bytes) => new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength).every((byte) => byte < 128),
  kMaxLength: MAX_LENGTH,
  kStringMaxLength: MAX_STRING_LENGTH,
  constants: { MAX_LENGTH, MAX_STRING_LENGTH },
  get INSPECT_MAX_BYTES() { return maxInspected; },
  set INSPECT_MAX_BYTES(count) { maxInspected = count; },
};
