// Ropes, slices, characters, comparison and concatenation where the engine takes short cuts.
'use strict';

const print = (...values) => console.log(...values);
const rope = (...pieces) => pieces.reduce((text, piece) => text + piece, '');

// ---- ropes: narrow, wide, leaning left, right and both ways
const left = rope('abcdefghijklm', 'nopq', 'rstuvwxyz');
let right = '';
for (let i = 0; i < 40; i++) right = 'piece ' + i + ';' + right;
const both = left + (right + left) + '\u00e9' + left;
print(left.length, left[13], left.charCodeAt(25), left === 'abcdefghijklmnopqrstuvwxyz');
print(right.length, right.slice(0, 20), right.lastIndexOf('piece 7'), right.indexOf('piece 39'));
print(both.length, both.indexOf('\u00e9'), both.at(-1), both.charCodeAt(both.indexOf('\u00e9')));
const wide = rope('abcdefghijklm', '\u4e00', 'nopqrstuvwxyz', '\u{1f600}');
print(wide.length, wide[13], wide.codePointAt(27).toString(16), wide.charCodeAt(28).toString(16), wide[29]);
print((wide + wide).slice(14, 27) === 'nopqrstuvwxyz', (wide + left).slice(29, 45));
// A wide rope whose units all fit a byte after slicing.
const narrowAgain = wide.slice(0, 13) + wide.slice(14, 27);
print(narrowAgain === left, narrowAgain.length, new Map([[left, 'found']]).get(narrowAgain));

// ---- characters of every representation
for (const text of [left, wide, left.slice(2, 20), wide.slice(1, 20), 'x', '', '\ud83d']) {
  const characters = [];
  for (let i = -1; i <= text.length; i += 5) characters.push(text[i]);
  print(characters.map((c) => (c === undefined ? '-' : c.charCodeAt(0).toString(16))).join(' '));
}
print('abc'['1'], 'abc'[1.5], 'abc'[-0], 'abc'[2 ** 32], 'abc'['01'], 'abc'[NaN]);

// ---- equality and order
const words = ['', 'a', 'b', 'ab', 'abc', 'abcdefghijklmnop', 'abcdefghijklmno\u0170', '\u00ff', '\u0100', '\ud83d', '\ud83d\ude00'];
const others = words.map((word) => [...word].reverse().reverse().join('')).map((word) => (word + '!').slice(0, -1));
print(words.map((x) => others.map((y) => +(x === y)).join('')).join(' '));
print(words.map((x) => others.map((y) => +(x == y)).join('')).join(' '));
print(words.map((x) => others.map((y) => +(x < y) + 2 * +(x <= y)).join('')).join(' '));
print(words.map((x) => others.map((y) => +(x > y) + 2 * +(x >= y)).join('')).join(' '));
print('a' == new String('a'), 'a' === new String('a'), 'a' == { toString: () => 'a' }, '1' == 1, 'b' < 1, 'a' < null);
const first = rope('a long text that ', 'becomes a rope ', left);
const second = rope('a long text ', 'that becomes ', 'a rope ', left);
print(first === second, first < second, first >= second, first === second + '', first == second.slice(0, -1));
let order = 0;
for (const c of 'The quick brown fox; 0-9') order = order * 3 + (c >= 'a' ? 1 : c >= '0' && c <= '9' ? 2 : 0);
print(order);

// ---- concatenation with numbers and others
print('n' + 1, 1 + 'n', 'n' + -0, 'n' + 1.5, 'n' + 1e21, 'n' + NaN, '' + 7, 7 + '', '' + 0.1 + 0.2, 'n' + -Infinity);
print('twelve units' + 1, 1 + 'twelve units', 'twelve unit' + 12345, '\u4e00' + 12, 12 + '\u4e00', 'x' + 2 ** 53, 'x' + -(2 ** 31));
print('s' + null, 's' + undefined, 's' + true, 's' + 12n, 's' + [1, 2], 's' + { toString: () => 'object' });
print('' + '' === '', ('a' + '').length, `${''}${''}`.length, 'a'.concat('b', 1, null));
try { 's' + Symbol(); } catch (error) { print(error.name); }

// ---- templates
const count = 12;
print(`${count}`, `a${count}`, `${count}b`, `${count}${count}`, `${left}:${count}:${wide}`);
print(`${'x'.repeat(70)}${count}${'y'.repeat(70)}`.length, `${'\u4e00'.repeat(20)}-${left}`.length, `${1.5}|${null}|${[1, 2]}`);
try { `${Symbol('s')}`; } catch (error) { print(error.message); }

// ---- keys made of strings
const counts = {};
for (const key of [left, rope(left, ''), left.slice(0, 13), 'abcdefghijklm', '1' + '2', 12, '012', 'a' + 'b', 'ab', '4294967294', '4294967295'])
  counts[key] = (counts[key] ?? 0) + 1;
print(JSON.stringify(counts));
print(Object.keys({ ['\u4e00'.repeat(9) + '12'.slice(0, 1)]: 1, [wide.slice(14, 27)]: 2 }).join());

// ---- integers and doubles as text
print([0, -1, 9, 10, 99, 100, 4294967295, -2147483648, 2 ** 53, 2 ** 53 - 1, -(2 ** 60), 1e20].join());
print([0.1, -1.5, 1e-7, 123.456, 5e-324, 1.7976931348623157e308, 1e21].join());

// expect: 26 n 122 true
// expect: 350 piece 39;piece 38;pi 286 0
// expect: 429 402 z 233
// expect: 29 一 1f600 de00 undefined
// expect: true abcdefghijklmnop
// expect: true 26 found
// expect: - 65 6a 6f 74 79
// expect: - 65 6a 6e 73 78 -
// expect: - 67 6c 71
// expect: - 66 6b 6f -
// expect: -
// expect: -
// expect: -
// expect: b undefined a undefined undefined undefined
// expect: 10000000000 01000000000 00100000000 00010000000 00001000000 00000100000 00000010000 00000001000 00000000100 00000000010 00000000001
// expect: 10000000000 01000000000 00100000000 00010000000 00001000000 00000100000 00000010000 00000001000 00000000100 00000000010 00000000001
// expect: 23333333333 02333333333 00200003333 00323333333 00302333333 00300233333 00300023333 00000002333 00000000233 00000000023 00000000002
// expect: 20000000000 32000000000 33233330000 33020000000 33032000000 33033200000 33033320000 33333332000 33333333200 33333333320 33333333332
// expect: true false true true false false
// expect: true false true true false
// expect: 43580015381
// expect: n1 1n n0 n1.5 n1e+21 nNaN 7 7 0.10.2 n-Infinity
// expect: twelve units1 1twelve units twelve unit12345 一12 12一 x9007199254740992 x-2147483648
// expect: snull sundefined strue s12 s1,2 sobject
// expect: true 1 0 ab1null
// expect: TypeError
// expect: 12 a12 12b 1212 abcdefghijklmnopqrstuvwxyz:12:abcdefghijklm一nopqrstuvwxyz😀
// expect: 142 47 1.5|null|1,2
// expect: Cannot convert a Symbol value to a string
// expect: {"12":2,"4294967294":1,"abcdefghijklmnopqrstuvwxyz":2,"abcdefghijklm":2,"012":1,"ab":2,"4294967295":1}
// expect: 一一一一一一一一一1,nopqrstuvwxyz
// expect: 0,-1,9,10,99,100,4294967295,-2147483648,9007199254740992,9007199254740991,-1152921504606847000,100000000000000000000
// expect: 0.1,-1.5,1e-7,123.456,5e-324,1.7976931348623157e+308,1e+21
