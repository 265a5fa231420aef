// The `url` library: URL and URLSearchParams for hierarchical and opaque URLs, without internationalised host names.
'use strict';

const { coded, invalidArgType } = binding('errors');
const { inspect } = binding('inspect');

const PORTS = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
const isSpecial = (protocol) => Object.hasOwn(PORTS, protocol);

function encode(text, keeps) {
  return text.replace(/[^]/gu, (character) => {
    const code = character.codePointAt(0);
    if (code > 0x20 && code < 0x7f && !keeps.includes(character)) return character;
    if (code > 0x7e || code <= 0x20 || keeps.includes(character)) {
      return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
    }
    return character;
  });
}

const encodePath = (text) => encode(text, '"<>`#?{}');
const encodeQuery = (text) => encode(text, '"<>#\'');
const encodeFragment = (text) => encode(text, '"<>`');
const encodeUser = (text) => encode(text, '"#<>?`{}/:;=@[\\]^|');

function invalid(input, base) {
  const error = coded('TypeError', 'ERR_INVALID_URL', 'Invalid URL');
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

function normalizePath(path) {
  const parts = [];
  const segments = path.split('/');
  segments.forEach((segment, i) => {
    const isLast = i === segments.length - 1;
    const plain = segment.replace(/%2e/gi, '.');
    if (plain === '..') {
      if (parts.length > 1) parts.pop();
      if (isLast) parts.push('');
    } else if (plain === '.') {
      if (isLast) parts.push('');
    } else {
      parts.push(segment);
    }
  });
  return parts.join('/');
}

function parseHost(host, special, input) {
  if (!special) return host;
  const name = decodeURIComponent(host).toLowerCase();
  if (name === '' || /[\s#%/:<>?@\\^|\u0000-\u001f]/.test(name.replace(/^\[.*\]$/, ''))) throw invalid(input);
  return name;
}

// The parts of an absolute URL.
function parse(input, base) {
  const text = input.trim().replace(/[\t\n\r]/g, '');
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*:)([^]*)$/.exec(text);
  if (!match) {
    if (base === undefined) throw invalid(input);
    return resolve(text, base, input);
  }
  const protocol = match[1].toLowerCase();
  const special = isSpecial(protocol);
  let [rest, hash] = cut(match[2], '#');
  let search;
  [rest, search] = cut(rest, '?');
  if (special) rest = rest.replace(/\\/g, '/');
  const parts = { protocol, username: '', password: '', hostname: '', port: '', pathname: rest, search, hash, hasHost: false };
  if (rest.startsWith('//') || (special && protocol !== 'file:')) {
    const body = rest.replace(/^\/*/, '');
    const slash = protocol === 'file:' ? rest.slice(2) : body;
    const end = slash.search(/\//);
    readAuthority(parts, end < 0 ? slash : slash.slice(0, end), special, input);
    parts.pathname = end < 0 ? '' : slash.slice(end);
    parts.hasHost = true;
  }
  if (special || parts.hasHost) {
    if (special && !parts.pathname.startsWith('/')) parts.pathname = `/${parts.pathname}`;
    parts.pathname = normalizePath(encodePath(parts.pathname));
  }
  return parts;
}

function cut(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

function readAuthority(parts, authority, special, input) {
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const [user, ...password] = authority.slice(0, at).split(':');
    parts.username = encodeUser(user);
    parts.password = encodeUser(password.join(':'));
  }
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1));
  if (!match || Number(match[2] ?? 0) > 65535) throw invalid(input);
  if (special && match[1] === '' && parts.protocol !== 'file:') throw invalid(input);
  parts.hostname = match[1] === '' ? '' : parseHost(match[1], special, input);
  const port = match[2] ? String(Number(match[2])) : '';
  parts.port = port === PORTS[parts.protocol] ? '' : port;
}

// A relative reference, against the parts of `base`.
function resolve(text, base, input) {
  const origin = parse(`${base}`);
  if (!origin.hasHost && !origin.pathname.startsWith('/')) {
    if (!text.startsWith('#')) throw invalid(input, `${base}`);
    return { ...origin, hash: text };
  }
  if (isSpecial(origin.protocol)) text = text.replace(/^[^?#]*/, (path) => path.replace(/\\/g, '/'));
  if (text.startsWith('//')) return parse(origin.protocol + text);
  let [rest, hash] = cut(text, '#');
  let search;
  [rest, search] = cut(rest, '?');
  if (rest === '') return { ...origin, search: text.startsWith('?') ? search : origin.search, hash };
  const path = rest.startsWith('/') ? rest : origin.pathname.slice(0, origin.pathname.lastIndexOf('/') + 1) + rest;
  return { ...origin, pathname: normalizePath(encodePath(path)), search, hash };
}

class URLSearchParams {
  #list = [];
  #onChange = null;

  constructor(init = '') {
    if (typeof init === 'object' && init !== null && typeof init[Symbol.iterator] === 'function') {
      for (const pair of init) {
        const [name, value, ...more] = pair;
        if (value === undefined || more.length > 0) {
          throw coded('TypeError', 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
        }
        this.append(name, value);
      }
    } else if (typeof init === 'object' && init !== null) {
      for (const [name, value] of Object.entries(init)) this.append(name, value);
    } else {
      this.#parse(`${init}`);
    }
  }

  static bind(params, onChange) {
    params.#onChange = onChange;
    return (text) => params.#parse(text);
  }

  #parse(text) {
    const decode = (part) => {
      const spaced = part.replace(/\+/g, ' ');
      try {
        return decodeURIComponent(spaced);
      } catch {
        return spaced;
      }
    };
    this.#list = text.replace(/^\?/, '').split('&').filter(Boolean).map((pair) => {
      const [name, value] = cut(pair, '=');
      return [decode(name), decode(value.slice(1))];
    });
  }

  #change(list) {
    this.#list = list;
    this.#onChange?.(this.toString());
  }

  get size() { return this.#list.length; }
  append(name, value) { this.#change([...this.#list, [`${name}`, `${value}`]]); }
  delete(name, value) {
    this.#change(this.#list.filter((pair) => pair[0] !== `${name}` || (value !== undefined && pair[1] !== `${value}`)));
  }
  get(name) { return this.#list.find((pair) => pair[0] === `${name}`)?.[1] ?? null; }
  getAll(name) { return this.#list.filter((pair) => pair[0] === `${name}`).map((pair) => pair[1]); }
  has(name, value) {
    return this.#list.some((pair) => pair[0] === `${name}` && (value === undefined || pair[1] === `${value}`));
  }

  set(name, value) {
    const at = this.#list.findIndex((pair) => pair[0] === `${name}`);
    if (at < 0) return this.append(name, value);
    const rest = this.#list.filter((pair, i) => i <= at || pair[0] !== `${name}`);
    rest[at] = [`${name}`, `${value}`];
    return this.#change(rest);
  }

  sort() { this.#change(this.#list.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))); }
  forEach(callback, receiver) { for (const [name, value] of this.#list) callback.call(receiver, value, name, this); }
  *entries() { yield* this.#list.map((pair) => [...pair]); }
  *keys() { for (const [name] of this.#list) yield name; }
  *values() { for (const [, value] of this.#list) yield value; }
  [Symbol.iterator]() { return this.entries(); }

  toString() {
    const encodePart = (text) =>
      encodeURIComponent(text).replace(/%20/g, '+').replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
    return this.#list.map((pair) => pair.map(encodePart).join('=')).join('&');
  }

  [inspect.custom](depth, options) {
    const shown = this.#list.map((pair) => pair.map((part) => inspect(part, options)).join(' => '));
    return shown.length === 0 ? 'URLSearchParams {}' : `URLSearchParams { ${shown.join(', ')} }`;
  }
}
const bindParams = URLSearchParams.bind;
delete URLSearchParams.bind;

class URL {
  #parts;
  #searchParams = null;
  #update = null;

  constructor(input, base) {
    if (arguments.length === 0) throw coded('TypeError', 'ERR_MISSING_ARGS', 'The "url" argument must be specified');
    this.#parts = parse(`${input}`, base === undefined ? undefined : `${base}`);
    this.#parts.search = this.#parts.search === '?' ? '' : encodeQuery(this.#parts.search);
    this.#parts.hash = this.#parts.hash === '#' ? '' : encodeFragment(this.#parts.hash);
  }

  static canParse(input, base) {
    try {
      return !!new URL(input, base);
    } catch {
      return false;
    }
  }

  get href() {
    const { protocol, username, password, pathname, search, hash, hasHost } = this.#parts;
    const user = username || password ? `${username}${password ? `:${password}` : ''}@` : '';
    return `${protocol}${hasHost ? `//${user}${this.host}` : ''}${pathname}${search}${hash}`;
  }

  set href(value) {
    this.#parts = parse(`${value}`);
    this.#update?.(this.#parts.search);
  }

  get origin() { return isSpecial(this.protocol) && this.protocol !== 'file:' ? `${this.protocol}//${this.host}` : 'null'; }
  get protocol() { return this.#parts.protocol; }
  set protocol(value) { this.#parts.protocol = `${`${value}`.replace(/:.*/, '')}:`.toLowerCase(); }
  get username() { return this.#parts.username; }
  set username(value) { this.#parts.username = encodeUser(`${value}`); }
  get password() { return this.#parts.password; }
  set password(value) { this.#parts.password = encodeUser(`${value}`); }
  get host() { return this.#parts.hostname + (this.#parts.port === '' ? '' : `:${this.#parts.port}`); }
  set host(value) { readAuthority(this.#parts, `${value}`, isSpecial(this.protocol), this.href); }
  get hostname() { return this.#parts.hostname; }
  set hostname(value) { this.#parts.hostname = parseHost(`${value}`, isSpecial(this.protocol), this.href); }
  get port() { return this.#parts.port; }
  set port(value) { this.#parts.port = `${value}` === PORTS[this.protocol] ? '' : `${value}`; }
  get pathname() { return this.#parts.pathname; }
  set pathname(value) { this.#parts.pathname = normalizePath(encodePath(`/${`${value}`.replace(/^\//, '')}`)); }
  get hash() { return this.#parts.hash; }
  set hash(value) { this.#parts.hash = value === '' ? '' : encodeFragment(`#${`${value}`.replace(/^#/, '')}`); }
  get search() { return this.#parts.search; }

  set search(value) {
    this.#parts.search = value === '' ? '' : encodeQuery(`?${`${value}`.replace(/^\?/, '')}`);
    this.#update?.(this.#parts.search);
  }

  get searchParams() {
    if (this.#searchParams === null) {
      this.#searchParams = new URLSearchParams(this.#parts.search);
      this.#update = bindParams(this.#searchParams, (text) => { this.#parts.search = text === '' ? '' : `?${text}`; });
    }
    return this.#searchParams;
  }

  toString() { return this.href; }
  toJSON() { return this.href; }

  [inspect.custom](depth, options) {
    if (depth < 0) return 'URL';
    const names = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash'];
    return `URL ${inspect(Object.fromEntries(names.map((name) => [name, this[name]])), options)}`;
  }
}
for (const [kind, name] of [[URL, 'URL'], [URLSearchParams, 'URLSearchParams']]) {
  Object.defineProperty(kind.prototype, Symbol.toStringTag, { configurable: true, value: name });
}

function fileURLToPath(url) {
  if (typeof url === 'string') url = new URL(url);
  if (!(url instanceof URL)) invalidArgType('path', ['string', 'URL'], url);
  if (url.protocol !== 'file:') throw coded('TypeError', 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  return decodeURIComponent(url.pathname);
}

function pathToFileURL(path) {
  const resolved = require('path').resolve(path) + (path.endsWith('/') && path !== '/' ? '/' : '');
  return new URL(`file://${encode(resolved, '"<>`#?{}%\\')}`);
}

module.exports = {
  URL, URLSearchParams, fileURLToPath, pathToFileURL,
  format: (url) => (typeof url === 'string' ? url : url.href ?? `${url.protocol ?? ''}//${url.host ?? url.hostname ?? ''}${url.pathname ?? ''}${url.search ?? ''}${url.hash ?? ''}`),
};
