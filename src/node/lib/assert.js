// The `assert` library.
'use strict';

const { inspect } = binding('inspect');
const { invalidArgType } = binding('errors');
const { isDeepEqual } = require('internal/comparisons');

const show = (value) => inspect(value, { compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, sorted: true, getters: true });

const HEADINGS = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};

class AssertionError extends Error {
  constructor(options) {
    if (options === null || typeof options !== 'object') invalidArgType('options', 'Object', options);
    const { message, operator, stackStartFn, stackStartFunction, actual, expected } = options;
    super(message === undefined ? describe(operator, actual, expected) : String(message));
    this.generatedMessage = message === undefined;
    Object.defineProperty(this, 'name', { value: 'AssertionError [ERR_ASSERTION]', configurable: true, writable: true });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    Error.captureStackTrace(this, stackStartFn ?? stackStartFunction);
    this.stack; // made now, with the code
    this.name = 'AssertionError';
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

function describe(operator, actual, expected) {
  const heading = HEADINGS[operator];
  if (operator?.startsWith('not') && heading) {
    const shown = show(actual);
    return shown.includes('\n') ? `${heading}\n\n${shown}\n` : `${heading}${operator === 'notStrictEqual' ? ' ' : '\n\n'}${shown}${operator === 'notStrictEqual' ? '' : '\n'}`;
  }
  if (!heading) return `${inspect(actual)} ${operator} ${inspect(expected)}`;
  const [left, right] = [show(actual).split('\n'), show(expected).split('\n')];
  if (operator === 'deepEqual') return `${heading}\n\n${left.join('\n')}\n\nshould loosely deep-equal\n\n${right.join('\n')}`;
  if (left.length === 1 && right.length === 1 && left[0] !== right[0]) {
    const isShort = left[0].length + right[0].length <= 12 && typeof actual !== 'object' && typeof expected !== 'object';
    return isShort ? `${heading}\n\n${left[0]} !== ${right[0]}\n` : `${heading}\n+ actual - expected\n\n+ ${left[0]}\n- ${right[0]}`;
  }
  return `${heading}\n+ actual - expected\n\n${difference(left, right).join('\n')}`;
}

// Lines of both, those of one alone marked: a longest common subsequence.
function difference(left, right) {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i][j] = left[i] === right[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push(`  ${left[i++]}`);
      j++;
    } else if (j >= right.length || (i < left.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      lines.push(`+ ${left[i++]}`);
    } else {
      lines.push(`- ${right[j++]}`);
    }
  }
  return lines;
}

function check(condition, actual, expected, message, operator, stackStartFn) {
  if (condition) return;
  if (message instanceof Error) throw message;
  throw new AssertionError({ actual, expected, message, operator, stackStartFn });
}

function assert(value, message) {
  if (arguments.length === 0) message = 'No value argument passed to `assert.ok()`';
  if (value) return;
  if (message instanceof Error) throw message;
  const error = new AssertionError({
    actual: value,
    expected: true,
    message: message ?? 'The expression evaluated to a falsy value',
    operator: '==',
    stackStartFn: assert,
  });
  error.generatedMessage = message === undefined;
  throw error;
}

// eslint-disable-next-line eqeqeq
const looselyEqual = (a, b) => a == b || (a !== a && b !== b);

Object.assign(assert, {
  AssertionError,
  ok: (...args) => assert(...args),
  fail(message = 'Failed') {
    if (message instanceof Error) throw message;
    const error = new AssertionError({ message, operator: 'fail', stackStartFn: assert.fail });
    error.generatedMessage = arguments.length === 0;
    throw error;
  },
  equal: (a, b, message) => check(looselyEqual(a, b), a, b, message, '==', assert.equal),
  notEqual: (a, b, message) => check(!looselyEqual(a, b), a, b, message, '!=', assert.notEqual),
  strictEqual: (a, b, message) => check(Object.is(a, b), a, b, message, 'strictEqual', assert.strictEqual),
  notStrictEqual: (a, b, message) => check(!Object.is(a, b), a, b, message, 'notStrictEqual', assert.notStrictEqual),
  deepEqual: (a, b, message) => check(isDeepEqual(a, b, false), a, b, message, 'deepEqual', assert.deepEqual),
  notDeepEqual: (a, b, message) => check(!isDeepEqual(a, b, false), a, b, message, 'notDeepEqual', assert.notDeepEqual),
  deepStrictEqual: (a, b, message) =>
    check(isDeepEqual(a, b, true), a, b, message, 'deepStrictEqual', assert.deepStrictEqual),
  notDeepStrictEqual: (a, b, message) =>
    check(!isDeepEqual(a, b, true), a, b, message, 'notDeepStrictEqual', assert.notDeepStrictEqual),

  throws(callback, expected, message) {
    if (typeof callback !== 'function') invalidArgType('fn', 'function', callback);
    let thrown;
    try {
      callback();
    } catch (error) {
      thrown = { error };
    }
    checkThrown('throws', 'exception', thrown, expected, message, assert.throws);
  },

  async rejects(promise, expected, message) {
    let thrown;
    try {
      await (typeof promise === 'function' ? promise() : promise);
    } catch (error) {
      thrown = { error };
    }
    checkThrown('rejects', 'rejection', thrown, expected, message, assert.rejects);
  },

  doesNotThrow(callback, expected, message) {
    try {
      callback();
    } catch (error) {
      unwanted('exception', error, typeof expected === 'string' ? expected : message, assert.doesNotThrow);
    }
  },

  async doesNotReject(promise, expected, message) {
    try {
      await (typeof promise === 'function' ? promise() : promise);
    } catch (error) {
      unwanted('rejection', error, typeof expected === 'string' ? expected : message, assert.doesNotReject);
    }
  },

  ifError(value) {
    if (value === null || value === undefined) return;
    const shown = value instanceof Error ? value.message : inspect(value);
    const error = new AssertionError({
      actual: value, expected: null, operator: 'ifError', message: `ifError got unwanted exception: ${shown}`,
      stackStartFn: assert.ifError,
    });
    error.generatedMessage = true;
    throw error;
  },

  match: (text, pattern, message) => checkMatch(text, pattern, message, true, assert.match),
  doesNotMatch: (text, pattern, message) => checkMatch(text, pattern, message, false, assert.doesNotMatch),
});

function unwanted(what, error, message, stackStartFn) {
  throw new AssertionError({
    actual: error, operator: stackStartFn.name, stackStartFn,
    message: `Got unwanted ${what}${message ? `: ${message}` : '.'}\nActual message: "${error?.message}"`,
  });
}

function checkMatch(text, pattern, message, wanted, stackStartFn) {
  if (!(pattern instanceof RegExp)) invalidArgType('regexp', 'RegExp', pattern);
  if (typeof text === 'string' && pattern.test(text) === wanted) return;
  const words = wanted ? 'The input did not match the regular expression' : 'The input was expected to not match the regular expression';
  const generated = typeof text === 'string'
    ? `${words} ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`
    : `The "string" argument must be of type string. Received ${inspect(text)}`;
  check(false, text, pattern, message ?? generated, wanted ? 'match' : 'doesNotMatch', stackStartFn);
}

// Is what was thrown what was expected: a class, a pattern, a predicate, or an object of properties?
function checkThrown(operator, what, thrown, expected, message, stackStartFn) {
  if (typeof expected === 'string') [expected, message] = [undefined, expected];
  if (thrown === undefined) {
    const name = typeof expected === 'function' && expected.name ? ` (${expected.name})` : '';
    throw new AssertionError({
      actual: undefined, expected, operator, stackStartFn,
      message: `Missing expected ${what}${name}${message ? `: ${message}` : '.'}`,
    });
  }
  const { error } = thrown;
  if (expected === undefined) return;
  if (expected instanceof RegExp) {
    const text = String(error);
    if (expected.test(text)) return;
    check(false, error, expected, message ?? `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`, operator, stackStartFn);
  }
  if (typeof expected === 'function') {
    if (expected.prototype !== undefined && error instanceof expected) return;
    if (Error.isPrototypeOf(expected)) throw error;
    if (expected.call({}, error) === true) return;
    check(false, error, expected, message ?? `The validation function is expected to return "true". Received ${inspect(false)}\n\nCaught error:\n\n${inspect(error)}`, operator, stackStartFn);
  }
  if (expected === null || typeof expected !== 'object') invalidArgType('expected', ['Function', 'Error', 'RegExp', 'Object'], expected);
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  for (const key of keys) {
    const isMatch = typeof error[key] === 'string' && expected[key] instanceof RegExp && expected[key].test(error[key]);
    if (isMatch || (key in error && isDeepEqual(error[key], expected[key], true))) continue;
    const pick = (object) => Object.fromEntries(keys.filter((name) => name in object).map((name) => [name, object[name]]));
    check(false, pick(error), pick(expected), message ?? describe('deepStrictEqual', pick(error), pick(expected)), operator, stackStartFn);
  }
}

assert.strict = Object.assign((...args) => assert(...args), assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;
module.exports = assert;
