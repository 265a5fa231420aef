// The `fs` library. All work is done at once; callbacks and promises hear of it later.
'use strict';

const system = binding('fs');
const { invalidArgType, invalidArgValue } = binding('errors');

const constants = {
  F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512,
  O_APPEND: 1024, S_IFMT: 61440, S_IFREG: 32768, S_IFDIR: 16384, S_IFCHR: 8192, S_IFBLK: 24576, S_IFIFO: 4096,
  S_IFLNK: 40960, S_IFSOCK: 49152, COPYFILE_EXCL: 1,
};

function pathOf(path, name = 'path') {
  if (typeof path === 'string') {
    if (path.includes('\0')) invalidArgValue(name, path, 'must be a string, Uint8Array, or URL without null bytes');
    return path;
  }
  if (path instanceof Uint8Array) return Buffer.from(path).toString();
  if (path?.href && path.protocol === 'file:') return decodeURIComponent(path.pathname);
  return invalidArgType(name, ['string', 'Buffer', 'URL'], path);
}

const fileOf = (file) => (typeof file === 'number' ? file : pathOf(file));
const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

function checkEncoding(encoding) {
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    invalidArgValue('encoding', encoding, 'is invalid encoding');
  }
}

function modeOf(options, otherwise) {
  const mode = typeof options === 'number' || typeof options === 'string' ? options : options?.mode;
  return typeof mode === 'string' ? parseInt(mode, 8) : mode ?? otherwise;
}

function chunkOf(data, options) {
  if (typeof data === 'string') {
    const encoding = encodingOf(options);
    return encoding && encoding !== 'utf8' && encoding !== 'utf-8' ? Buffer.from(data, encoding) : data;
  }
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return invalidArgType('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

class Stats {
  constructor(facts) {
    Object.assign(this, facts);
    for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) this[name] = new Date(facts[`${name}Ms`]);
  }

  #is(type) {
    return (this.mode & constants.S_IFMT) === type;
  }

  isFile() { return this.#is(constants.S_IFREG); }
  isDirectory() { return this.#is(constants.S_IFDIR); }
  isSymbolicLink() { return this.#is(constants.S_IFLNK); }
  isFIFO() { return this.#is(constants.S_IFIFO); }
  isSocket() { return this.#is(constants.S_IFSOCK); }
  isCharacterDevice() { return this.#is(constants.S_IFCHR); }
  isBlockDevice() { return this.#is(constants.S_IFBLK); }
}

class Dirent {
  #type;

  constructor(name, path, type) {
    this.name = name;
    this.parentPath = path;
    this.path = path;
    this.#type = type;
  }

  isFile() { return this.#type === 'f'; }
  isDirectory() { return this.#type === 'd'; }
  isSymbolicLink() { return this.#type === 'l'; }
  isFIFO() { return this.#type === 'p'; }
  isSocket() { return this.#type === 's'; }
  isCharacterDevice() { return false; }
  isBlockDevice() { return false; }
}

const sync = {
  readFile(file, options) {
    const encoding = encodingOf(options);
    checkEncoding(encoding);
    const bytes = system.readFile(fileOf(file));
    return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes;
  },

  writeFile(file, data, options) {
    system.writeFile(fileOf(file), chunkOf(data, options), options?.flag ?? 'w', modeOf(options, 0o666));
  },

  appendFile(file, data, options) {
    system.writeFile(fileOf(file), chunkOf(data, options), options?.flag ?? 'a', modeOf(options, 0o666));
  },

  stat: (path, options) => statOf(path, options, true),
  lstat: (path, options) => statOf(path, options, false),
  fstat: (fd) => new Stats(system.fstat(fd)),
  unlink: (path) => system.unlink(pathOf(path)),

  mkdir(path, options) {
    path = pathOf(path);
    if (!options?.recursive) return system.mkdir(path, false);
    const first = firstMissing(path);
    system.mkdir(path, true);
    return first;
  },

  rmdir: (path, options) => (options?.recursive ? system.rm(pathOf(path), true) : system.rmdir(pathOf(path))),

  rm(path, options) {
    path = pathOf(path);
    if (options?.force && !system.exists(path)) return;
    system.rm(path, !!options?.recursive);
  },

  readdir(path, options) {
    path = pathOf(path);
    const entries = system.readdir(path).map((entry) => new Dirent(entry.slice(1), path, entry[0]));
    const all = options?.recursive ? entries.flatMap((entry) => withInside(entry, '')) : entries.map((entry) => [entry.name, entry]);
    return all.map(([name, entry]) => (options?.withFileTypes ? entry : name));
  },

  rename: (from, to) => system.rename(pathOf(from, 'oldPath'), pathOf(to, 'newPath')),
  copyFile: (from, to) => system.copyFile(pathOf(from, 'src'), pathOf(to, 'dest')),
  symlink: (target, path) => system.symlink(pathOf(target, 'target'), pathOf(path)),
  readlink: (path) => system.readlink(pathOf(path)),
  realpath: (path) => system.realpath(pathOf(path)),
  access: (path, mode = constants.F_OK) => system.access(pathOf(path), mode),
  chmod: (path, mode) => system.chmod(pathOf(path), modeOf(mode)),
  truncate: (path, length = 0) => system.truncate(pathOf(path), length),
  mkdtemp: (prefix) => system.mkdtemp(pathOf(prefix, 'prefix')),
  open: (path, flags = 'r', mode = 0o666) => system.open(pathOf(path), `${flags}`, modeOf(mode)),
  close: (fd) => system.close(fd),

  read(fd, buffer, offset = 0, length = undefined, position = null) {
    if (offset !== null && typeof offset === 'object') ({ offset = 0, length, position = null } = offset);
    length ??= buffer.byteLength - offset;
    const bytes = system.read(fd, length, position);
    new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(bytes, offset);
    return bytes.length;
  },

  write(fd, data, offset, length, position) {
    if (typeof data === 'string') return system.write(fd, chunkOf(data, { encoding: length }), offset);
    offset ??= 0;
    const part = Buffer.from(data.buffer, data.byteOffset + offset, length ?? data.byteLength - offset);
    return system.write(fd, part, position);
  },

  fsync() {},
  fdatasync() {},
  utimes() {},
};

function withInside(entry, prefix) {
  const name = prefix + entry.name;
  if (!entry.isDirectory()) return [[name, entry]];
  const path = `${entry.parentPath}/${entry.name}`;
  const inside = system.readdir(path).map((child) => new Dirent(child.slice(1), path, child[0]));
  return [[name, entry], ...inside.flatMap((child) => withInside(child, `${name}/`))];
}

function statOf(path, options, follows) {
  path = pathOf(path);
  if (options?.throwIfNoEntry === false && !system.exists(path)) return undefined;
  return new Stats(system.stat(path, follows));
}

// The topmost folder that `mkdir -p` is going to make.
function firstMissing(path) {
  let missing;
  for (let at = path; at && at !== '/' && !system.exists(at); at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) missing = at;
  return missing;
}

const fs = { constants, Stats, Dirent, ...constants };
const promises = { constants };

for (const [name, work] of Object.entries(sync)) {
  fs[`${name}Sync`] = work;
  promises[name] = async (...args) => work(...args);
  fs[name] = (...args) => {
    const callback = args.pop();
    if (typeof callback !== 'function') invalidArgType('cb', 'function', callback);
    let error = null;
    let value;
    // What is wrong with the arguments is thrown; what the system says goes to the callback.
    try {
      value = work(...args);
    } catch (thrown) {
      if (thrown.syscall === undefined) throw thrown;
      error = thrown;
    }
    setImmediate(() => (error ? callback(error) : callback(null, value, args[1])));
  };
}

fs.existsSync = (path) => {
  try {
    return system.exists(pathOf(path));
  } catch {
    return false;
  }
};
fs.exists = (path, callback) => {
  const answer = fs.existsSync(path);
  setImmediate(() => callback(answer));
};
fs.realpathSync.native = fs.realpathSync;

class FileHandle {
  constructor(fd) {
    this.fd = fd;
  }

  async readFile(options) { return sync.readFile(this.fd, options); }
  async writeFile(data, options) { return sync.writeFile(this.fd, data, options); }
  async appendFile(data, options) { return sync.writeFile(this.fd, data, options); }
  async stat() { return sync.fstat(this.fd); }

  async read(buffer, ...rest) {
    return { bytesRead: sync.read(this.fd, buffer, ...rest), buffer };
  }

  async write(data, ...rest) {
    return { bytesWritten: sync.write(this.fd, data, ...rest), buffer: data };
  }

  async close() {
    sync.close(this.fd);
    this.fd = -1;
  }
}
promises.open = async (...args) => new FileHandle(sync.open(...args));
fs.promises = promises;

fs.createWriteStream = (path, options) => {
  const { Writable } = require('stream');
  const fd = sync.open(path, options?.flags ?? 'w');
  const stream = new Writable({
    write(chunk, encoding, callback) {
      sync.write(fd, chunk);
      callback();
    },
    final(callback) {
      sync.close(fd);
      callback();
    },
  });
  return Object.assign(stream, { path, fd });
};

fs.createReadStream = (path, options) => {
  const { Readable } = require('stream');
  const encoding = encodingOf(options);
  const fd = sync.open(path, 'r');
  const stream = new Readable({
    highWaterMark: options?.highWaterMark ?? 65536,
    read(size) {
      const bytes = system.read(fd, size, null);
      if (bytes.length === 0) sync.close(fd);
      this.push(bytes.length === 0 ? null : bytes);
    },
  });
  if (encoding) stream.setEncoding(encoding);
  return Object.assign(stream, { path, fd });
};

module.exports = fs;
