// The `string_decoder` library: bytes to text, piece by piece, no character cut.
'use strict';

const { coded } = binding('errors');

// How many bytes at the end of `bytes` begin a character that is not whole.
function incomplete(bytes, encoding) {
  if (encoding === 'utf16le') {
    const odd = bytes.length % 2;
    const whole = bytes.length - odd;
    const last = whole >= 2 ? bytes.readUInt16LE(whole - 2) : 0;
    return odd + (last >= 0xd800 && last <= 0xdbff ? 2 : 0);
  }
  if (encoding === 'base64' || encoding === 'base64url') return bytes.length % 3;
  if (encoding !== 'utf8') return 0;
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return size > back ? back : 0;
  }
  return 0;
}

class StringDecoder {
  #rest = Buffer.alloc(0);

  constructor(encoding = 'utf8') {
    if (!Buffer.isEncoding(encoding)) throw coded('TypeError', 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
    const name = encoding.toLowerCase();
    this.encoding = { 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', 'utf-16le': 'utf16le', binary: 'latin1' }[name] ?? name;
  }

  write(chunk) {
    if (typeof chunk === 'string') return chunk;
    const bytes = Buffer.concat([this.#rest, Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)]);
    const cut = bytes.length - incomplete(bytes, this.encoding);
    this.#rest = Buffer.from(bytes.subarray(cut));
    return bytes.toString(this.encoding, 0, cut);
  }

  end(chunk) {
    const text = chunk === undefined ? '' : this.write(chunk);
    const rest = this.#rest.toString(this.encoding);
    this.#rest = Buffer.alloc(0);
    return text + rest;
  }
}

module.exports = { StringDecoder };
