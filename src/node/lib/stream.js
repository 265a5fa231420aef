// The `stream` library: readable, writable and transform streams with node's events, flow and backpressure.
'use strict';

const EventEmitter = require('events');
const { invalidArgType, coded } = binding('errors');

class Stream extends EventEmitter {
  constructor(options) {
    super(options);
    this.destroyed = false;
    this.closed = false;
    this.errored = null;
    if (typeof options?.destroy === 'function') this._destroy = options.destroy;
  }

  _destroy(error, callback) {
    callback(error);
  }

  destroy(error = null) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.errored = error;
    this._destroy(error, (failure) => {
      process.nextTick(() => {
        if (failure) this.emit('error', failure);
        this.closed = true;
        this.emit('close');
      });
    });
    return this;
  }

  pipe(target, options) {
    this.on('data', (chunk) => {
      if (target.write(chunk) === false) {
        this.pause();
        target.once('drain', () => this.resume());
      }
    });
    if (options?.end !== false) this.once('end', () => target.end());
    target.emit('pipe', this);
    return target;
  }
}

const sizeOf = (chunk, isObjectMode) => (isObjectMode ? 1 : chunk.length);

class Readable extends Stream {
  #chunks = [];
  #size = 0;
  #hasEnded = false;
  #isReading = false;
  #isScheduled = false;
  #decoder = null;
  #isObjectMode;

  constructor(options = {}) {
    super(options);
    this.#isObjectMode = !!(options.objectMode ?? options.readableObjectMode);
    this.readableHighWaterMark = options.highWaterMark ?? (this.#isObjectMode ? 16 : 16384);
    this.readableFlowing = null;
    this.readableEnded = false;
    this.readable = true;
    if (typeof options.read === 'function') this._read = options.read;
    if (options.encoding) this.setEncoding(options.encoding);
  }

  get readableLength() { return this.#size; }
  get readableObjectMode() { return this.#isObjectMode; }

  _read() {
    throw coded('Error', 'ERR_METHOD_NOT_IMPLEMENTED', 'The _read() method is not implemented');
  }

  setEncoding(encoding) {
    const { StringDecoder } = require('string_decoder');
    this.#decoder = new StringDecoder(encoding);
    return this;
  }

  push(chunk, encoding) {
    this.#isReading = false;
    if (chunk === null) {
      const rest = this.#decoder?.end();
      if (rest) this.#keep(rest);
      this.#hasEnded = true;
    } else {
      if (!this.#isObjectMode && typeof chunk === 'string' && !this.#decoder) chunk = Buffer.from(chunk, encoding);
      if (this.#decoder && typeof chunk !== 'string') chunk = this.#decoder.write(chunk);
      if (this.#isObjectMode || chunk.length > 0) this.#keep(chunk);
    }
    this.#schedule();
    return this.#size < this.readableHighWaterMark;
  }

  #keep(chunk) {
    this.#chunks.push(chunk);
    this.#size += sizeOf(chunk, this.#isObjectMode);
  }

  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    process.nextTick(() => {
      this.#isScheduled = false;
      this.#flow();
    });
  }

  #fill() {
    if (this.#hasEnded || this.#isReading || this.destroyed || this.#size >= this.readableHighWaterMark) return;
    this.#isReading = true;
    try {
      this._read(this.readableHighWaterMark);
    } catch (error) {
      this.destroy(error);
    }
  }

  #flow() {
    if (this.destroyed) return;
    if (this.readableFlowing) {
      while (this.readableFlowing && this.#chunks.length > 0) this.emit('data', this.#take());
    } else if (this.listenerCount('readable') > 0 && (this.#chunks.length > 0 || this.#hasEnded)) {
      this.emit('readable');
    }
    if (this.#hasEnded && this.#chunks.length === 0) this.#end();
    else if (this.readableFlowing || this.listenerCount('readable') > 0) this.#fill();
  }

  #take() {
    const chunk = this.#chunks.shift();
    this.#size -= sizeOf(chunk, this.#isObjectMode);
    return chunk;
  }

  #end() {
    if (this.readableEnded || (this.readableFlowing === null && this.listenerCount('readable') === 0)) return;
    this.readableEnded = true;
    this.readable = false;
    this.emit('end');
    if (!(this.writable === true && !this.writableFinished)) this.destroy();
  }

  read(size) {
    if (this.#chunks.length === 0) {
      if (this.#hasEnded) this.#schedule();
      else this.#fill();
      return null;
    }
    if (this.#isObjectMode || this.#chunks.length === 1 && size === undefined) return this.#take();
    const isText = typeof this.#chunks[0] === 'string';
    const all = isText ? this.#chunks.join('') : Buffer.concat(this.#chunks);
    const count = Math.min(size ?? all.length, all.length);
    this.#chunks = count < all.length ? [all.slice(count)] : [];
    this.#size = all.length - count;
    this.#schedule();
    return all.slice(0, count);
  }

  on(name, listener) {
    super.on(name, listener);
    if (name === 'data' && this.readableFlowing !== false) this.resume();
    if (name === 'readable') {
      this.#schedule();
      this.#fill();
    }
    return this;
  }

  resume() {
    this.readableFlowing = true;
    this.#schedule();
    return this;
  }

  pause() {
    this.readableFlowing = false;
    return this;
  }

  isPaused() {
    return this.readableFlowing === false;
  }

  unpipe() {
    this.removeAllListeners('data');
    return this.pause();
  }

  async *[Symbol.asyncIterator]() {
    let wake;
    let error = null;
    const onChange = () => wake?.();
    this.on('readable', onChange);
    this.once('end', onChange);
    this.once('close', onChange);
    this.once('error', (reason) => {
      error = reason;
      onChange();
    });
    try {
      for (;;) {
        const chunk = this.destroyed ? null : this.read();
        if (chunk !== null) yield chunk;
        else if (error) throw error;
        else if (this.readableEnded || this.destroyed) return;
        else await new Promise((resolve) => { wake = resolve; });
      }
    } finally {
      if (!this.readableEnded) this.destroy();
    }
  }

  static from(iterable, options) {
    const isWhole = typeof iterable === 'string' || iterable instanceof Uint8Array;
    const source = isWhole ? [iterable] : iterable;
    const iterator = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]?.();
    if (!iterator) invalidArgType('iterable', 'Iterable', iterable);
    return new Readable({
      objectMode: !isWhole,
      ...options,
      async read() {
        try {
          const { value, done } = await iterator.next();
          this.push(done ? null : await value);
        } catch (error) {
          this.destroy(error);
        }
      },
    });
  }
}

// The writing half, shared by Writable and Duplex.
const WritableHalf = (Base) => class extends Base {
  #queue = [];
  #size = 0;
  #isWriting = false;
  #isEnding = false;
  #isFinal = false;
  #needsDrain = false;
  #corked = 0;
  #isObjectMode;
  #decodes;

  constructor(options = {}) {
    super(options);
    this.#isObjectMode = !!(options.objectMode ?? options.writableObjectMode);
    this.#decodes = options.decodeStrings !== false;
    this.writableHighWaterMark = options.highWaterMark ?? (this.#isObjectMode ? 16 : 16384);
    this.writable = true;
    this.writableEnded = false;
    this.writableFinished = false;
    if (typeof options.write === 'function') this._write = options.write;
    if (typeof options.writev === 'function') this._writev = options.writev;
    if (typeof options.final === 'function') this._final = options.final;
  }

  get writableLength() { return this.#size; }
  get writableNeedDrain() { return this.#needsDrain; }
  get writableCorked() { return this.#corked; }

  _write(chunk, encoding, callback) {
    if (this._writev) this._writev([{ chunk, encoding }], callback);
    else throw coded('Error', 'ERR_METHOD_NOT_IMPLEMENTED', 'The _write() method is not implemented');
  }

  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    if (chunk === null) throw coded('TypeError', 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
    if (!this.#isObjectMode) {
      if (typeof chunk === 'string' && this.#decodes) chunk = Buffer.from(chunk, encoding);
      else if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
        invalidArgType('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
      }
    }
    if (this.#isEnding || this.destroyed) {
      const [code, text] = this.#isEnding
        ? ['ERR_STREAM_WRITE_AFTER_END', 'write after end']
        : ['ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed'];
      const error = coded('Error', code, text);
      process.nextTick(() => {
        callback?.(error);
        this.destroy(error);
      });
      return false;
    }
    this.#size += sizeOf(chunk, this.#isObjectMode);
    this.#queue.push({ chunk, encoding: typeof chunk === 'string' ? encoding ?? 'utf8' : 'buffer', callback });
    const isFull = this.#size >= this.writableHighWaterMark;
    this.#needsDrain ||= isFull;
    this.#advance();
    return !isFull;
  }

  #advance() {
    if (this.#isWriting || this.#corked > 0 || this.destroyed) return;
    const next = this.#queue.shift();
    if (next === undefined) return this.#finish();
    this.#isWriting = true;
    let isSync = true;
    const done = (error) => {
      if (isSync) process.nextTick(() => this.#written(next, error));
      else this.#written(next, error);
    };
    this._write(next.chunk, next.encoding, done);
    isSync = false;
  }

  #written(entry, error) {
    this.#isWriting = false;
    this.#size -= sizeOf(entry.chunk, this.#isObjectMode);
    entry.callback?.(error ?? null);
    if (error) {
      this.destroy(error);
      return;
    }
    if (this.#needsDrain && this.#size === 0 && !this.#isEnding) {
      this.#needsDrain = false;
      this.emit('drain');
    }
    this.#advance();
  }

  #finish() {
    if (!this.#isEnding || this.#isFinal) return;
    this.#isFinal = true;
    const done = (error) => {
      if (error) {
        this.destroy(error);
        return;
      }
      process.nextTick(() => {
        this.writableFinished = true;
        this.writable = false;
        this.emit('finish');
        if (!(this.readable === true && !this.readableEnded)) this.destroy();
      });
    };
    if (this._final) this._final(done);
    else done();
  }

  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') [chunk, callback] = [undefined, chunk];
    else if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    if (callback) this.once('finish', callback);
    this.#isEnding = true;
    this.writableEnded = true;
    this.#corked = 0;
    this.#advance();
    return this;
  }

  cork() {
    this.#corked++;
  }

  uncork() {
    this.#corked = Math.max(0, this.#corked - 1);
    this.#advance();
  }

  setDefaultEncoding() {
    return this;
  }
};

class Writable extends WritableHalf(Stream) {}

class Duplex extends WritableHalf(Readable) {}

class Transform extends Duplex {
  #resume = null;

  constructor(options = {}) {
    super(options);
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }

  _transform() {
    throw coded('Error', 'ERR_METHOD_NOT_IMPLEMENTED', 'The _transform() method is not implemented');
  }

  _write(chunk, encoding, callback) {
    this._transform(chunk, encoding, (error, result) => {
      if (error) return callback(error);
      if (result !== undefined && result !== null) this.push(result);
      if (this.readableLength < this.readableHighWaterMark) return callback();
      this.#resume = callback;
    });
  }

  _final(callback) {
    const done = (error, result) => {
      if (error) return callback(error);
      if (result !== undefined && result !== null) this.push(result);
      this.push(null);
      callback();
    };
    if (this._flush) this._flush(done);
    else done();
  }

  _read() {
    const resume = this.#resume;
    this.#resume = null;
    resume?.();
  }
}

class PassThrough extends Transform {
  _transform(chunk, encoding, callback) {
    callback(null, chunk);
  }
}

// Calls `callback` when the stream has ended, finished, failed or closed.
function finished(stream, options, callback) {
  if (typeof options === 'function') [options, callback] = [{}, options];
  let isDone = false;
  const done = (error) => {
    if (isDone) return;
    isDone = true;
    callback(error);
  };
  const waitsForRead = options.readable !== false && stream.readable === true;
  const waitsForWrite = options.writable !== false && stream.writable === true;
  let left = waitsForRead + waitsForWrite;
  const one = () => --left <= 0 && done();
  if (waitsForRead) stream.on('end', one);
  if (waitsForWrite) stream.on('finish', one);
  stream.on('error', done);
  stream.on('close', () => {
    if (left > 0) done(coded('Error', 'ERR_STREAM_PREMATURE_CLOSE', 'Premature close'));
  });
  if (left === 0) process.nextTick(done);
  return () => { isDone = true; };
}

function pipeline(...streams) {
  const callback = typeof streams.at(-1) === 'function' ? streams.pop() : () => {};
  if (Array.isArray(streams[0])) streams = streams[0];
  if (!(streams[0] instanceof EventEmitter)) streams[0] = Readable.from(streams[0]);
  let failure = null;
  let left = streams.length;
  for (const stream of streams) {
    finished(stream, (error) => {
      failure ??= error ?? null;
      if (error) for (const other of streams) other.destroy?.();
      if (--left === 0) callback(failure ?? undefined);
    });
  }
  for (let i = 1; i < streams.length; i++) streams[i - 1].pipe(streams[i]);
  return streams.at(-1);
}

module.exports = Object.assign(Stream, {
  Stream, Readable, Writable, Duplex, Transform, PassThrough, finished, pipeline,
  promises: {
    finished: (stream, options) =>
      new Promise((resolve, reject) => finished(stream, options ?? {}, (error) => (error ? reject(error) : resolve()))),
    pipeline: (...streams) =>
      new Promise((resolve, reject) => pipeline(...streams, (error) => (error ? reject(error) : resolve()))),
  },
});
