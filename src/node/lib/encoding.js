// TextEncoder and TextDecoder.
'use strict';

const { coded, invalidArgType } = binding('errors');

class TextEncoder {
  get encoding() {
    return 'utf-8';
  }

  encode(text = '') {
    const bytes = Buffer.from(`${text}`, 'utf8');
    return new Uint8Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }

  encodeInto(text, target) {
    if (!(target instanceof Uint8Array)) invalidArgType('dest', 'Uint8Array', target);
    let [read, written] = [0, 0];
    for (const character of text) {
      const bytes = Buffer.from(character, 'utf8');
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return { read, written };
  }
}

const LABELS = {
  'utf-8': 'utf8', utf8: 'utf8', 'unicode-1-1-utf-8': 'utf8', 'utf-16le': 'utf16le', 'utf-16': 'utf16le', ucs2: 'utf16le',
  latin1: 'latin1', 'iso-8859-1': 'latin1', ascii: 'latin1', 'us-ascii': 'latin1', 'windows-1252': 'latin1',
};
const NAMES = { utf8: 'utf-8', utf16le: 'utf-16le', latin1: 'windows-1252' };

class TextDecoder {
  #encoding;
  #options;
  #decoder;

  constructor(label = 'utf-8', options = {}) {
    this.#encoding = LABELS[`${label}`.trim().toLowerCase()];
    if (this.#encoding === undefined) {
      throw coded('RangeError', 'ERR_ENCODING_NOT_SUPPORTED', `The "${label}" encoding is not supported`);
    }
    this.#options = { fatal: !!options.fatal, ignoreBOM: !!options.ignoreBOM };
  }

  get encoding() { return NAMES[this.#encoding]; }
  get fatal() { return this.#options.fatal; }
  get ignoreBOM() { return this.#options.ignoreBOM; }

  decode(input = new Uint8Array(0), { stream = false } = {}) {
    const bytes = input instanceof ArrayBuffer || input instanceof SharedArrayBuffer
      ? Buffer.from(input)
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
    const { StringDecoder } = require('string_decoder');
    this.#decoder ??= { decoder: new StringDecoder(this.#encoding), isFresh: true };
    let text = this.#decoder.decoder.write(bytes);
    if (!stream) text += this.#decoder.decoder.end();
    if (this.fatal && text.includes('\ufffd') && !bytes.includes('\ufffd')) {
      this.#decoder = undefined;
      throw coded('TypeError', 'ERR_ENCODING_INVALID_ENCODED_DATA', `The encoded data was not valid for encoding ${this.encoding}`);
    }
    if (this.#decoder.isFresh && text !== '') {
      this.#decoder.isFresh = false;
      if (!this.ignoreBOM && text.startsWith('\ufeff')) text = text.slice(1);
    }
    if (!stream) this.#decoder = undefined;
    return text;
  }
}

for (const [kind, name] of [[TextEncoder, 'TextEncoder'], [TextDecoder, 'TextDecoder']]) {
  Object.defineProperty(kind.prototype, Symbol.toStringTag, { configurable: true, value: name });
}
module.exports = { TextEncoder, TextDecoder };
