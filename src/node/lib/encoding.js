// TextEncoder and TextDecoder (https://encoding.spec.whatwg.org), for UTF-8, UTF-16 and windows-1252.
'use strict';

const { coded, invalidArgType } = binding('errors');
const { encode, encodeInto, decode } = binding('encoding');
const { inspect } = binding('inspect');

const LABELS = new Map();
for (const [encoding, labels] of [
  ['utf-8', 'unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8'],
  ['utf-16le', 'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le'],
  ['utf-16be', 'unicodefffe utf-16be'],
  [
    'windows-1252',
    'ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 ' +
      'iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252',
  ],
]) {
  for (const label of labels.split(' ')) LABELS.set(label, encoding);
}

const encodingOfLabel = (label) => LABELS.get(label) ?? LABELS.get(label.toLowerCase().replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, ''));

function checkThis(isOne, name) {
  if (!isOne) throw coded('TypeError', 'ERR_INVALID_THIS', `Value of "this" must be of type ${name}`);
}

// What util.inspect shows: the getters' values under the constructor's name.
function shown(object, constructor, names) {
  const plain = Object.create({ constructor });
  for (const name of names) plain[name] = object[name];
  return plain;
}

class TextEncoder {
  #isEncoder = true;

  get encoding() {
    checkThis(#isEncoder in this, 'TextEncoder');
    return 'utf-8';
  }

  encode(input = '') {
    checkThis(#isEncoder in this, 'TextEncoder');
    return encode(`${input}`);
  }

  encodeInto(src, dest) {
    checkThis(#isEncoder in this, 'TextEncoder');
    if (typeof src !== 'string') invalidArgType('src', 'string', src);
    if (!(dest instanceof Uint8Array)) invalidArgType('dest', 'Uint8Array', dest);
    const [read, written] = encodeInto(src, dest);
    return { read, written };
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    checkThis(#isEncoder in this, 'TextEncoder');
    if (typeof depth === 'number' && depth < 0) return this;
    return inspect(shown(this, this.constructor ?? TextEncoder, ['encoding']), options);
  }
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  // Of a stream: the bytes of a character that is not complete yet, and whether its first character was seen.
  #pending = undefined;
  #isStarted = false;

  constructor(encoding = 'utf-8', options = {}) {
    encoding = `${encoding}`;
    if (options !== null && typeof options !== 'object' && typeof options !== 'function') {
      invalidArgType('options', 'Object', options);
    }
    this.#encoding = encodingOfLabel(encoding);
    if (this.#encoding === undefined) {
      throw coded('RangeError', 'ERR_ENCODING_NOT_SUPPORTED', `The "${encoding}" encoding is not supported`);
    }
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  decode(input = undefined, options = {}) {
    checkThis(#encoding in this, 'TextDecoder');
    if (input === undefined) input = new Uint8Array(0);
    const isStream = Boolean(options?.stream);
    const keepsMark = this.#ignoreBOM || this.#isStarted;
    const pending = this.#pending;
    this.#pending = undefined;
    this.#isStarted = false;
    const result = decode(input, this.#encoding, this.#fatal, keepsMark, pending, isStream);
    if (!isStream) return result[0];
    this.#pending = result[1];
    this.#isStarted = keepsMark || result[2];
    return result[0];
  }

  get encoding() {
    checkThis(#encoding in this, 'TextDecoder');
    return this.#encoding;
  }

  get fatal() {
    checkThis(#encoding in this, 'TextDecoder');
    return this.#fatal;
  }

  get ignoreBOM() {
    checkThis(#encoding in this, 'TextDecoder');
    return this.#ignoreBOM;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    checkThis(#encoding in this, 'TextDecoder');
    if (typeof depth === 'number' && depth < 0) return this;
    const constructor = this.constructor ?? TextDecoder;
    return `${constructor.name} ${inspect(shown(this, constructor, ['encoding', 'fatal', 'ignoreBOM']))}`;
  }
}

function finish(constructor, enumerable) {
  for (const name of enumerable) Object.defineProperty(constructor.prototype, name, { enumerable: true });
  const tag = { value: constructor.name, configurable: true };
  Object.defineProperty(constructor.prototype, Symbol.toStringTag, tag);
}

finish(TextEncoder, ['encode', 'encodeInto', 'encoding']);
finish(TextDecoder, ['decode', 'encoding', 'fatal', 'ignoreBOM']);

exports.TextEncoder = TextEncoder;
exports.TextDecoder = TextDecoder;
