// V8's serialization API of the `v8` library.
'use strict';

const natives = binding('serializer');
const { coded } = binding('errors');
const { inspect } = binding('inspect');
const { Buffer } = require('buffer');

const isView = (value) => ArrayBuffer.isView(value);

function checkView(value, name) {
  if (!isView(value)) {
    throw coded('TypeError', 'ERR_INVALID_ARG_TYPE', `${name} must be a TypedArray or a DataView`);
  }
}

class Serializer {
  #state = natives.newSerializer();
  #viewsAreHostObjects = false;

  writeHeader() {
    natives.writeHeader(this.#state);
  }

  writeValue(value) {
    return natives.writeValue(this.#state, value, this, this.#viewsAreHostObjects);
  }

  releaseBuffer() {
    return natives.releaseBuffer(this.#state);
  }

  transferArrayBuffer(id, arrayBuffer) {
    natives.transfer(this.#state, id, arrayBuffer);
  }

  writeUint32(value) {
    natives.writeUint32(this.#state, value);
  }

  writeUint64(high, low) {
    natives.writeUint64(this.#state, high, low);
  }

  writeDouble(value) {
    natives.writeDouble(this.#state, value);
  }

  writeRawBytes(source) {
    natives.writeRawBytes(this.#state, source);
  }

  _setTreatArrayBufferViewsAsHostObjects(flag) {
    this.#viewsAreHostObjects = Boolean(flag);
  }
}

Serializer.prototype._getDataCloneError = Error;

class Deserializer {
  #state;

  constructor(buffer) {
    checkView(buffer, 'buffer');
    this.buffer = buffer;
    this.#state = natives.newDeserializer(buffer);
  }

  readHeader() {
    return natives.readHeader(this.#state);
  }

  readValue() {
    return natives.readValue(this.#state, this);
  }

  getWireFormatVersion() {
    return natives.wireFormatVersion(this.#state);
  }

  transferArrayBuffer(id, arrayBuffer) {
    natives.receive(this.#state, id, arrayBuffer);
  }

  readUint32() {
    return natives.readUint32(this.#state);
  }

  readUint64() {
    return natives.readUint64(this.#state);
  }

  readDouble() {
    return natives.readDouble(this.#state);
  }

  _readRawBytes(length) {
    return natives.readRawBytes(this.#state, length);
  }

  readRawBytes(length) {
    const offset = this._readRawBytes(length);
    return Buffer.from(this.buffer.buffer, this.buffer.byteOffset + offset, length);
  }
}

// How node numbers the classes of views; 10 is Buffer.
const VIEWS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  DataView,
  Buffer,
  BigInt64Array,
  BigUint64Array,
];
const BUFFER = 10;

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view) {
    let index = BUFFER;
    if (view.constructor !== Buffer) {
      const tag = Object.prototype.toString.call(view);
      index = VIEWS.findIndex((type, at) => at !== BUFFER && tag === `[object ${type.name}]`);
      if (index === -1) throw new this._getDataCloneError(`Unserializable host object: ${inspect(view)}`);
    }
    this.writeUint32(index);
    this.writeUint32(view.byteLength);
    this.writeRawBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
}

class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const index = this.readUint32();
    const type = VIEWS[index];
    const byteLength = this.readUint32();
    const byteOffset = this._readRawBytes(byteLength);
    const bytesPerElement = type.BYTES_PER_ELEMENT || 1;
    const offset = this.buffer.byteOffset + byteOffset;
    const view = type === Buffer ? Buffer.from : (...args) => new type(...args);
    if (offset % bytesPerElement === 0) return view(this.buffer.buffer, offset, byteLength / bytesPerElement);
    // Copied to where elements are aligned.
    const copy = Buffer.allocUnsafe(byteLength);
    copy.set(new Uint8Array(this.buffer.buffer, offset, byteLength));
    return view(copy.buffer, copy.byteOffset, byteLength / bytesPerElement);
  }
}

function serialize(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

function deserialize(buffer) {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

module.exports = {
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  serialize,
  deserialize,
};
