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

// ---- sums of strings and small integers, at every length around the one from which ropes are made
const sums = [];
for (let length = 0; length < 15; length++) {
  const part = 'abcdefghijklmnop'.slice(0, length);
  for (const number of [0, 7, -1, 42, 2147483647, -2147483648]) sums.push(part + number, number + part, part + number + part);
}
print(sums.join('|'));
print(sums.map((sum) => sum.length).join(''), sums.every((sum, i) => sum === sums[i].split('').join('')));
let counter = '';
for (let i = 0; i < 30; i++) counter = i % 3 ? counter + i : i + counter + '\u00ff';
print(counter, counter.length, ('\u4e00' + 1 + 'x' + '\u00e9').length, 1 + '\u4e00'.repeat(20) + 2);
print('' + 5 === '5', 5 + '' === '5', ('' + 10).length, '1' + 1 === '11', 1 + '' + 1, -1 + '');

// ---- names as keys of elements: interned on the way, present, absent, inherited, read-only, accessors
const table = { ab: 1, get seen() { return 'got'; }, set seen(value) { log.push(value); } };
const log = [];
Object.defineProperty(table, 'fixed', { value: 1, writable: false, enumerable: true });
for (const [x, y] of [['a', 'b'], ['a', 'c'], ['se', 'en'], ['to', 'String'], ['1', '2'], ['0', '1']]) {
  const key = x + y;
  table[key] = typeof table[key] === 'function' ? 'own' : (table[key] ?? 0) + 1;
  print(key, String(table[key]), table[key] === table[x + y]);
}
try { table['fix' + 'ed'] = 2; } catch (error) { print(error.message); }
print(JSON.stringify(table), log.join());
const names = Object.create({ inherited: 'i' });
for (let i = 0; i < 40; i++) names['n' + (i % 20)] = (names['n' + (i % 20)] ?? '') + i;
names['inherit' + 'ed'] += '!';
print(JSON.stringify(names));
try { null['no' + 'thing']; } catch (error) { print(error.message); }

// ---- split, case and join on every representation
for (const text of ['a,b,,c,', ',', 'no separator here', left + ',' + left, wide + ',' + wide, '\u00e9,\u00c9,\u00df', '\ud83d,\ude00'])
  print(JSON.stringify([text.split(','), text.split(',', 2), text.split(''), text.split('b,'), text.toUpperCase(), text.toLowerCase(), text.split(',').join(text)]));
print('x'.toUpperCase(), 'X'.toLowerCase(), ''.toUpperCase(), '1'.toUpperCase(), 'mixed Case 12'.toUpperCase(), left.slice(3, 20).toUpperCase());

// ---- spreading arrays
const holes = [1, , 3];
print(JSON.stringify([...holes, ...[], ...[4, 5], ...'67', ...new Set([8])]), Math.max(...[3, 9, 4]), String.fromCharCode(...[72, 105]));
const shared = () => [1, 2, 3];
const spread = [...shared()];
spread.push(4);
print(JSON.stringify([spread, shared(), [...spread, ...spread]]));
const values = Array.prototype[Symbol.iterator];
Array.prototype[Symbol.iterator] = function* () { yield 'watched'; };
print(JSON.stringify([...[1, 2]]));
Array.prototype[Symbol.iterator] = values;
print(JSON.stringify([...[1, 2]]));

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
// expect: 0|0|0|7|7|7|-1|-1|-1|42|42|42|2147483647|2147483647|2147483647|-2147483648|-2147483648|-2147483648|a0|0a|a0a|a7|7a|a7a|a-1|-1a|a-1a|a42|42a|a42a|a2147483647|2147483647a|a2147483647a|a-2147483648|-2147483648a|a-2147483648a|ab0|0ab|ab0ab|ab7|7ab|ab7ab|ab-1|-1ab|ab-1ab|ab42|42ab|ab42ab|ab2147483647|2147483647ab|ab2147483647ab|ab-2147483648|-2147483648ab|ab-2147483648ab|abc0|0abc|abc0abc|abc7|7abc|abc7abc|abc-1|-1abc|abc-1abc|abc42|42abc|abc42abc|abc2147483647|2147483647abc|abc2147483647abc|abc-2147483648|-2147483648abc|abc-2147483648abc|abcd0|0abcd|abcd0abcd|abcd7|7abcd|abcd7abcd|abcd-1|-1abcd|abcd-1abcd|abcd42|42abcd|abcd42abcd|abcd2147483647|2147483647abcd|abcd2147483647abcd|abcd-2147483648|-2147483648abcd|abcd-2147483648abcd|abcde0|0abcde|abcde0abcde|abcde7|7abcde|abcde7abcde|abcde-1|-1abcde|abcde-1abcde|abcde42|42abcde|abcde42abcde|abcde2147483647|2147483647abcde|abcde2147483647abcde|abcde-2147483648|-2147483648abcde|abcde-2147483648abcde|abcdef0|0abcdef|abcdef0abcdef|abcdef7|7abcdef|abcdef7abcdef|abcdef-1|-1abcdef|abcdef-1abcdef|abcdef42|42abcdef|abcdef42abcdef|abcdef2147483647|2147483647abcdef|abcdef2147483647abcdef|abcdef-2147483648|-2147483648abcdef|abcdef-2147483648abcdef|abcdefg0|0abcdefg|abcdefg0abcdefg|abcdefg7|7abcdefg|abcdefg7abcdefg|abcdefg-1|-1abcdefg|abcdefg-1abcdefg|abcdefg42|42abcdefg|abcdefg42abcdefg|abcdefg2147483647|2147483647abcdefg|abcdefg2147483647abcdefg|abcdefg-2147483648|-2147483648abcdefg|abcdefg-2147483648abcdefg|abcdefgh0|0abcdefgh|abcdefgh0abcdefgh|abcdefgh7|7abcdefgh|abcdefgh7abcdefgh|abcdefgh-1|-1abcdefgh|abcdefgh-1abcdefgh|abcdefgh42|42abcdefgh|abcdefgh42abcdefgh|abcdefgh2147483647|2147483647abcdefgh|abcdefgh2147483647abcdefgh|abcdefgh-2147483648|-2147483648abcdefgh|abcdefgh-2147483648abcdefgh|abcdefghi0|0abcdefghi|abcdefghi0abcdefghi|abcdefghi7|7abcdefghi|abcdefghi7abcdefghi|abcdefghi-1|-1abcdefghi|abcdefghi-1abcdefghi|abcdefghi42|42abcdefghi|abcdefghi42abcdefghi|abcdefghi2147483647|2147483647abcdefghi|abcdefghi2147483647abcdefghi|abcdefghi-2147483648|-2147483648abcdefghi|abcdefghi-2147483648abcdefghi|abcdefghij0|0abcdefghij|abcdefghij0abcdefghij|abcdefghij7|7abcdefghij|abcdefghij7abcdefghij|abcdefghij-1|-1abcdefghij|abcdefghij-1abcdefghij|abcdefghij42|42abcdefghij|abcdefghij42abcdefghij|abcdefghij2147483647|2147483647abcdefghij|abcdefghij2147483647abcdefghij|abcdefghij-2147483648|-2147483648abcdefghij|abcdefghij-2147483648abcdefghij|abcdefghijk0|0abcdefghijk|abcdefghijk0abcdefghijk|abcdefghijk7|7abcdefghijk|abcdefghijk7abcdefghijk|abcdefghijk-1|-1abcdefghijk|abcdefghijk-1abcdefghijk|abcdefghijk42|42abcdefghijk|abcdefghijk42abcdefghijk|abcdefghijk2147483647|2147483647abcdefghijk|abcdefghijk2147483647abcdefghijk|abcdefghijk-2147483648|-2147483648abcdefghijk|abcdefghijk-2147483648abcdefghijk|abcdefghijkl0|0abcdefghijkl|abcdefghijkl0abcdefghijkl|abcdefghijkl7|7abcdefghijkl|abcdefghijkl7abcdefghijkl|abcdefghijkl-1|-1abcdefghijkl|abcdefghijkl-1abcdefghijkl|abcdefghijkl42|42abcdefghijkl|abcdefghijkl42abcdefghijkl|abcdefghijkl2147483647|2147483647abcdefghijkl|abcdefghijkl2147483647abcdefghijkl|abcdefghijkl-2147483648|-2147483648abcdefghijkl|abcdefghijkl-2147483648abcdefghijkl|abcdefghijklm0|0abcdefghijklm|abcdefghijklm0abcdefghijklm|abcdefghijklm7|7abcdefghijklm|abcdefghijklm7abcdefghijklm|abcdefghijklm-1|-1abcdefghijklm|abcdefghijklm-1abcdefghijklm|abcdefghijklm42|42abcdefghijklm|abcdefghijklm42abcdefghijklm|abcdefghijklm2147483647|2147483647abcdefghijklm|abcdefghijklm2147483647abcdefghijklm|abcdefghijklm-2147483648|-2147483648abcdefghijklm|abcdefghijklm-2147483648abcdefghijklm|abcdefghijklmn0|0abcdefghijklmn|abcdefghijklmn0abcdefghijklmn|abcdefghijklmn7|7abcdefghijklmn|abcdefghijklmn7abcdefghijklmn|abcdefghijklmn-1|-1abcdefghijklmn|abcdefghijklmn-1abcdefghijklmn|abcdefghijklmn42|42abcdefghijklmn|abcdefghijklmn42abcdefghijklmn|abcdefghijklmn2147483647|2147483647abcdefghijklmn|abcdefghijklmn2147483647abcdefghijklmn|abcdefghijklmn-2147483648|-2147483648abcdefghijklmn|abcdefghijklmn-2147483648abcdefghijklmn
// expect: 1111112222221010101111112232233343341111121212133353354464461212141313154474475585581313161414175595596610661014141815151966116611771277121515201616217713771388148814161622171723881588159916991617172418182599179917101018101018181826191927101019101019111120111120191928202029111121111121121222121222202030212131121223121223131324131324212132222233131325131325141426141426222234232335141427141427151528151528232336242437151529151529161630161630242438252539 true
// expect: 2724211815129630ÿ12ÿ45ÿ78ÿ1011ÿ1314ÿ1617ÿ1920ÿ2223ÿ2526ÿ2829 60 4 1一一一一一一一一一一一一一一一一一一一一2
// expect: true true 2 true 11 -1
// expect: ab 2 true
// expect: ac 1 true
// expect: seen got true
// expect: toString own true
// expect: 12 1 true
// expect: 01 1 true
// expect: Cannot assign to read only property 'fixed' of object '[object Object]'
// expect: {"12":1,"ab":2,"seen":"got","fixed":1,"ac":1,"toString":"own","01":1} got1
// expect: {"n0":"020","n1":"121","n2":"222","n3":"323","n4":"424","n5":"525","n6":"626","n7":"727","n8":"828","n9":"929","n10":"1030","n11":"1131","n12":"1232","n13":"1333","n14":"1434","n15":"1535","n16":"1636","n17":"1737","n18":"1838","n19":"1939","inherited":"i!"}
// expect: Cannot read properties of null (reading 'nothing')
// expect: [["a","b","","c",""],["a","b"],["a",",","b",",",",","c",","],["a,",",c,"],"A,B,,C,","a,b,,c,","aa,b,,c,ba,b,,c,a,b,,c,ca,b,,c,"]
// expect: [["",""],["",""],[","],[","],",",",",","]
// expect: [["no separator here"],["no separator here"],["n","o"," ","s","e","p","a","r","a","t","o","r"," ","h","e","r","e"],["no separator here"],"NO SEPARATOR HERE","no separator here","no separator here"]
// expect: [["abcdefghijklmnopqrstuvwxyz","abcdefghijklmnopqrstuvwxyz"],["abcdefghijklmnopqrstuvwxyz","abcdefghijklmnopqrstuvwxyz"],["a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q","r","s","t","u","v","w","x","y","z",",","a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q","r","s","t","u","v","w","x","y","z"],["abcdefghijklmnopqrstuvwxyz,abcdefghijklmnopqrstuvwxyz"],"ABCDEFGHIJKLMNOPQRSTUVWXYZ,ABCDEFGHIJKLMNOPQRSTUVWXYZ","abcdefghijklmnopqrstuvwxyz,abcdefghijklmnopqrstuvwxyz","abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz,abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"]
// expect: [["abcdefghijklm一nopqrstuvwxyz😀","abcdefghijklm一nopqrstuvwxyz😀"],["abcdefghijklm一nopqrstuvwxyz😀","abcdefghijklm一nopqrstuvwxyz😀"],["a","b","c","d","e","f","g","h","i","j","k","l","m","一","n","o","p","q","r","s","t","u","v","w","x","y","z","\ud83d","\ude00",",","a","b","c","d","e","f","g","h","i","j","k","l","m","一","n","o","p","q","r","s","t","u","v","w","x","y","z","\ud83d","\ude00"],["abcdefghijklm一nopqrstuvwxyz😀,abcdefghijklm一nopqrstuvwxyz😀"],"ABCDEFGHIJKLM一NOPQRSTUVWXYZ😀,ABCDEFGHIJKLM一NOPQRSTUVWXYZ😀","abcdefghijklm一nopqrstuvwxyz😀,abcdefghijklm一nopqrstuvwxyz😀","abcdefghijklm一nopqrstuvwxyz😀abcdefghijklm一nopqrstuvwxyz😀,abcdefghijklm一nopqrstuvwxyz😀abcdefghijklm一nopqrstuvwxyz😀"]
// expect: [["é","É","ß"],["é","É"],["é",",","É",",","ß"],["é,É,ß"],"É,É,SS","é,é,ß","éé,É,ßÉé,É,ßß"]
// expect: [["\ud83d","\ude00"],["\ud83d","\ude00"],["\ud83d",",","\ude00"],["\ud83d,\ude00"],"\ud83d,\ude00","\ud83d,\ude00","\ud83d\ud83d,\ude00\ude00"]
// expect: X x  1 MIXED CASE 12 DEFGHIJKLMNOPQRST
// expect: [1,null,3,4,5,"6","7",8] 9 Hi
// expect: [[1,2,3,4],[1,2,3],[1,2,3,4,1,2,3,4]]
// expect: watched
// expect: [1,2]
