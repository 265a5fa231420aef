// The objects `process.stdout`, `process.stderr` and `process.stdin`.
'use strict';

const EventEmitter = require('events');
const { write, isTerminal, columns, readAll } = binding('stdio');

class WriteStream extends EventEmitter {
  constructor(fd) {
    super();
    this.fd = fd;
    this.writable = true;
    if (isTerminal(fd)) {
      this.isTTY = true;
      this.columns = columns(fd);
    }
  }

  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    write(this.fd, typeof chunk === 'string' && encoding ? Buffer.from(chunk, encoding) : chunk);
    if (callback) process.nextTick(callback, null);
    return true;
  }

  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') [chunk, callback] = [undefined, chunk];
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    if (typeof callback === 'function') process.nextTick(callback);
    process.nextTick(() => this.emit('finish'));
    return this;
  }

  cork() {}

  uncork() {}

  getColorDepth() {
    return this.isTTY && !process.env.NO_COLOR ? 8 : 1;
  }

  hasColors(count = 16) {
    return 2 ** this.getColorDepth() >= count;
  }

  getWindowSize() {
    return [this.columns ?? 80, this.rows ?? 24];
  }
}

// Stdin is read when somebody listens, on a thread of its own.
class ReadStream extends EventEmitter {
  #isReading = false;
  #encoding = null;

  constructor() {
    super();
    this.fd = 0;
    this.readable = true;
    if (isTerminal(0)) this.isTTY = true;
    this.on('newListener', (name) => {
      if (name === 'data' || name === 'end') this.resume();
    });
  }

  setEncoding(encoding) {
    this.#encoding = encoding;
    return this;
  }

  resume() {
    if (!this.#isReading) {
      this.#isReading = true;
      process.nextTick(() => readAll((text) => this.#finish(text)));
    }
    return this;
  }

  #finish(text) {
    if (text !== '') this.emit('data', this.#encoding ? text : Buffer.from(text));
    this.emit('end');
    this.emit('close');
  }

  pause() {
    return this;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  async *[Symbol.asyncIterator]() {
    const text = await new Promise((resolve) => {
      this.#isReading = true;
      readAll(resolve);
    });
    if (text !== '') yield this.#encoding ? text : Buffer.from(text);
  }
}

exports.stdout = () => new WriteStream(1);
exports.stderr = () => new WriteStream(2);
exports.stdin = () => new ReadStream();
