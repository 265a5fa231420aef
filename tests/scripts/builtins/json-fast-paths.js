// JSON where the engine takes short cuts: shapes met before, repeated keys, plain runs of text, cached toJSON.
'use strict';

const print = (...values) => console.log(...values);
const text = (value, ...rest) => JSON.stringify(value, ...rest);
const same = (source) => print(text(JSON.parse(source)));

// ---- keys: repeated, indexes, __proto__, escaped, empty, of two bytes, many
same('{"a":1,"b":2,"a":3}');
same('[{"a":1,"b":2},{"b":1,"a":2},{"a":1,"c":2},{"a":1,"b":2,"c":3},{"a":{"a":{"a":1}}}]');
same('{"b":1,"2":2,"a":3,"1":4,"01":5,"4294967294":6,"4294967295":7,"-1":8,"2":9}');
const odd = JSON.parse('{"__proto__":{"x":1},"constructor":2,"":3,"\\u0061":4,"a":5,"\u4e00":6,"\\n":7,"toString":8}');
print(Object.getPrototypeOf(odd) === Object.prototype, odd.x, Object.keys(odd).length, text(odd));
same('[{"__proto__":1},{"__proto__":2,"a":1},{"a":1,"__proto__":2,"__proto__":3}]');
const many = '{' + Array.from({ length: 80 }, (_, i) => `"key${i % 60}":${i}`).join() + '}';
const big = JSON.parse(many);
print(Object.keys(big).length, big.key0, big.key19, big.key20, big.key59);
print(text(JSON.parse('[' + Array.from({ length: 2 }, () => many).join() + ']').map((o) => o.key7)));
// Keys that end up in the same place of a small cache.
same('[' + ['ab', 'ba', 'xab', 'aab', 'abb', 'bab', 'ab', 'abb', 'a', 'b', 'a'].map((key) => `{"${key}":0}`).join() + ']');

// ---- shapes that scripts have changed meanwhile
const first = JSON.parse('{"p":1,"q":2}');
delete first.p;
first.p = 3;
Object.defineProperty(first, 'hidden', { value: 1, enumerable: false });
print(text(first), text(JSON.parse('{"p":1,"q":2,"hidden":3}')), text(Object.freeze(JSON.parse('{"p":1}'))));
const reader = JSON.parse('{"p":1,"q":2}');
Object.freeze(reader);
const writer = JSON.parse('{"p":1,"q":2}');
writer.q = 5;
print(text(reader), text(writer), Object.isFrozen(writer));

// ---- plain runs of every length, stopped by each character that stops them
for (const stop of ['"', '\\', '\n', '\u0001', '\u001f', ' ', '\u007f', '\u0080', '\u00ff', '\u2028', '\ud800', '\udc00', '\ud83d\ude00']) {
  const results = [];
  for (let before = 0; before < 18; before += 1 + (before > 9)) {
    const value = 'x'.repeat(before) + stop + 'y'.repeat(17 - before);
    const quoted = text(value);
    results.push(quoted.length, JSON.parse(quoted) === value);
  }
  print(stop.charCodeAt(0), results.filter((r) => r !== true).join(), results.filter((r) => r === true).length);
}
for (const bad of ['"aaaaaaaaaaaa\nb"', '"aaaaaaa\u0001"', '"aaaaaaaaaaa', '"aaaaaaaaaa\\', '"\\u12"', '"\\q"', '{"a":1,}', '{"a"1}', '[1 2]', '{1}', '01', '1.', '-', '1e', 'nul', '']) {
  try { JSON.parse(bad); print('accepted', bad); } catch (error) { print(error.name, error.message); }
}

// ---- numbers
same('[0,-0,1,-1,12345678901234567890,1e3,1E-7,0.1,-0.5e+10,123456789012345,1234567890123456,5e-324,1e400,-1e400]');
print(Object.is(JSON.parse('-0'), -0), JSON.parse(' \t\n\r 7 '), text([NaN, Infinity, -0, 2 ** 31, -(2 ** 31), 2 ** 53, 1e21, 0.1 + 0.2]));
print(text('\u00e9\u00ff'), text('\u4e00\u00e9'), text('na\u00efve "q"'), JSON.parse('"\u4e00 plain text, long enough"'));

// ---- toJSON: own, inherited, added, removed, as accessor, on primitives
class Point { constructor(x) { this.x = x; } toJSON(key) { return `${key}:${this.x}`; } }
const plain = { a: { b: 1 }, c: [{ b: 2 }] };
print(text({ p: new Point(1), q: [new Point(2)] }), text(plain));
Object.prototype.toJSON = function () { return 'shadowed'; };
print(text(plain), text([1]), text({ toJSON: 1 }));
delete Object.prototype.toJSON;
print(text(plain), text([1]), text({ toJSON: 1 }));
let gets = 0;
const accessor = { get toJSON() { gets++; return undefined; }, v: 1 };
print(text([accessor, accessor]), gets);
Object.defineProperty(plain.a, 'toJSON', { value: () => 'own', configurable: true });
print(text(plain));
delete plain.a.toJSON;
print(text(plain));
String.prototype.toJSON = () => 'not asked';
BigInt.prototype.toJSON = function () { return `${this}n`; };
print(text('s'), text({ s: 's' }), text({ n: 5n }), text(5n));
delete BigInt.prototype.toJSON;
delete String.prototype.toJSON;
try { text({ n: 5n }); } catch (error) { print(error.name, error.message); }

// ---- getters that change the object while it is written
const shifting = { a: 1, get b() { delete shifting.c; shifting.d = 'late'; return 2; }, c: 3, e: 4 };
print(text(shifting), text(shifting));
const growing = { a: 1, toJSON: undefined };
const list = [1, { toJSON() { list.length = 2; return 'cut'; } }, 3, 4];
print(text(list));
const extending = [{ toJSON() { extending.push(9); return 0; } }, 1];
print(text(extending), text(extending));
print(text([1, , 3]), text(Object.assign([1, 2], { x: 1 })), text(Object.assign([, 2], { __proto__: { 0: 'inherited' } })));
Array.prototype[0] = 'from prototype';
print(text([, 1]));
delete Array.prototype[0];

// ---- what is left out, wrappers, replacers, indentation
const symbol = Symbol('s');
print(text({ u: undefined, f() {}, s: symbol, [symbol]: 1, n: null }), text([undefined, () => 1, symbol]), text(undefined), text(symbol));
print(text([new Number(1), new String('s'), new Boolean(false), Object(1n) instanceof BigInt, new Date(0), /x/, new Map([[1, 2]])]));
print(text({ a: 1, b: [1, { a: 2, b: 3, c: 4 }], 1: 5 }, ['b', 'a', 1]), text({ a: [1, 2] }, (key, value) => (typeof value === 'number' ? value * 2 : value)));
print(text({ a: [], b: {}, c: [1, { d: 2 }] }, null, 2));
print(text([[['\u4e00']]], null, '\u4e8c-'), text({ a: 1 }, null, '12345678901'), text([1], null, 99).length);
const circular = { name: 'c', child: { list: [] } };
circular.child.list.push(circular);
try { text(circular); } catch (error) { print(error.message); }
print(text(JSON.parse('{"a":[1,2,{"b":3}],"c":4}', function (key, value) { return key === 'c' ? undefined : Array.isArray(value) ? value.length : value; })));

// ---- depth, and a document that goes both ways
const deep = '['.repeat(400) + ']'.repeat(400);
print(text(JSON.parse(deep)) === deep);
const records = Array.from({ length: 6 }, (_, i) => ({ id: i, name: `n "${i}"`, tags: ['a\\b', '\u00e9', i % 3 ? '\u4e00' : ''], next: i % 4 ? { id: i } : null, score: i / 7 }));
print(text(JSON.parse(text(records))) === text(records), text(JSON.parse(text(records, null, 1))) === text(records));

// expect: {"a":3,"b":2}
// expect: [{"a":1,"b":2},{"b":1,"a":2},{"a":1,"c":2},{"a":1,"b":2,"c":3},{"a":{"a":{"a":1}}}]
// expect: {"1":4,"2":9,"4294967294":6,"b":1,"a":3,"01":5,"4294967295":7,"-1":8}
// expect: true undefined 7 {"__proto__":{"x":1},"constructor":2,"":3,"a":5,"一":6,"\n":7,"toString":8}
// expect: [{"__proto__":1},{"__proto__":2,"a":1},{"a":1,"__proto__":3}]
// expect: 60 60 79 20 59
// expect: [67,67]
// expect: [{"ab":0},{"ba":0},{"xab":0},{"aab":0},{"abb":0},{"bab":0},{"ab":0},{"abb":0},{"a":0},{"b":0},{"a":0}]
// expect: {"q":2,"p":3} {"p":1,"q":2,"hidden":3} {"p":1}
// expect: {"p":1,"q":2} {"p":1,"q":5} false
// expect: 34 21,21,21,21,21,21,21,21,21,21,21,21,21,21 14
// expect: 92 21,21,21,21,21,21,21,21,21,21,21,21,21,21 14
// expect: 10 21,21,21,21,21,21,21,21,21,21,21,21,21,21 14
// expect: 1 25,25,25,25,25,25,25,25,25,25,25,25,25,25 14
// expect: 31 25,25,25,25,25,25,25,25,25,25,25,25,25,25 14
// expect: 32 20,20,20,20,20,20,20,20,20,20,20,20,20,20 14
// expect: 127 20,20,20,20,20,20,20,20,20,20,20,20,20,20 14
// expect: 128 20,20,20,20,20,20,20,20,20,20,20,20,20,20 14
// expect: 255 20,20,20,20,20,20,20,20,20,20,20,20,20,20 14
// expect: 8232 20,20,20,20,20,20,20,20,20,20,20,20,20,20 14
// expect: 55296 25,25,25,25,25,25,25,25,25,25,25,25,25,25 14
// expect: 56320 25,25,25,25,25,25,25,25,25,25,25,25,25,25 14
// expect: 55357 21,21,21,21,21,21,21,21,21,21,21,21,21,21 14
// expect: SyntaxError Bad control character in string literal in JSON at position 13
// expect: SyntaxError Bad control character in string literal in JSON at position 8
// expect: SyntaxError Unterminated string in JSON at position 12
// expect: SyntaxError Unexpected end of JSON input
// expect: SyntaxError Bad Unicode escape in JSON at position 5
// expect: SyntaxError Bad escaped character in JSON at position 2
// expect: SyntaxError Expected double-quoted property name in JSON at position 7
// expect: SyntaxError Expected ':' after property name in JSON at position 4
// expect: SyntaxError Expected ',' or ']' after array element in JSON at position 3
// expect: SyntaxError Expected property name or '}' in JSON at position 1
// expect: SyntaxError Unexpected number in JSON at position 1
// expect: SyntaxError Unterminated fractional number in JSON at position 2
// expect: SyntaxError No number after minus sign in JSON at position 1
// expect: SyntaxError Exponent part is missing a number in JSON at position 2
// expect: SyntaxError Unexpected end of JSON input
// expect: SyntaxError Unexpected end of JSON input
// expect: [0,0,1,-1,12345678901234567000,1000,1e-7,0.1,-5000000000,123456789012345,1234567890123456,5e-324,null,null]
// expect: true 7 [null,null,0,2147483648,-2147483648,9007199254740992,1e+21,0.30000000000000004]
// expect: "éÿ" "一é" "naïve \"q\"" 一 plain text, long enough
// expect: {"p":"p:1","q":["0:2"]} {"a":{"b":1},"c":[{"b":2}]}
// expect: "shadowed" "shadowed" {"toJSON":1}
// expect: {"a":{"b":1},"c":[{"b":2}]} [1] {"toJSON":1}
// expect: [{"v":1},{"v":1}] 4
// expect: {"a":"own","c":[{"b":2}]}
// expect: {"a":{"b":1},"c":[{"b":2}]}
// expect: "s" {"s":"s"} {"n":"5n"} "5n"
// expect: TypeError Do not know how to serialize a BigInt
// expect: {"a":1,"b":2,"e":4} {"a":1,"b":2,"e":4,"d":"late"}
// expect: [1,"cut",null,null]
// expect: [0,1] [0,1,9]
// expect: [1,null,3] [1,2] [null,2]
// expect: ["from prototype",1]
// expect: {"n":null} [null,null,null] undefined undefined
// expect: [1,"s",false,true,"1970-01-01T00:00:00.000Z",{},{}]
// expect: {"b":[1,{"b":3,"a":2}],"a":1,"1":5} {"a":[2,4]}
// expect: {
// expect:   "a": [],
// expect:   "b": {},
// expect:   "c": [
// expect:     1,
// expect:     {
// expect:       "d": 2
// expect:     }
// expect:   ]
// expect: }
// expect: [
// expect: 二-[
// expect: 二-二-[
// expect: 二-二-二-"一"
// expect: 二-二-]
// expect: 二-]
// expect: ] {
// expect: 1234567890"a": 1
// expect: } 15
// expect: Converting circular structure to JSON
// expect:     --> starting at object with constructor 'Object'
// expect:     |     property 'child' -> object with constructor 'Object'
// expect:     |     property 'list' -> object with constructor 'Array'
// expect:     --- index 0 closes the circle
// expect: {"a":3}
// expect: true
// expect: true true
