// Arithmetic, comparison, logic, assignment operators, BigInt, conversion.
console.log(1 + '2', '3' * '4', 1 + null, 1 + undefined, [] + {}, [1] + [2], true + true); // expect: 12 12 1 NaN [object Object] 12 2
console.log(7 % -3, -7 % 3, 2 ** 10, (-2) ** 3, 2 ** -1, 0 / 0, 1 / -0, -0 === 0, Object.is(-0, 0)); // expect: 1 -1 1024 -8 0.5 NaN -Infinity true false
console.log(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 31, -1 >>> 0, -8 >> 1, 1 << 33, 2 ** 32 >> 0); // expect: 1 7 6 -6 -2147483648 4294967295 -4 2 0
console.log(2147483647 + 1, -2147483648 - 1, 65536 * 65536, 0.1 + 0.2, 1e21, 1e-7, 123456789012345680000); // expect: 2147483648 -2147483649 4294967296 0.30000000000000004 1e+21 1e-7 123456789012345680000
console.log(null == undefined, null == 0, '1' == 1, NaN == NaN, [1] == 1, 'b' > 'a', '10' < '9', 10 < '9'); // expect: true false true false true true true false
console.log(null ?? 'd', 0 ?? 'd', 0 || 'd', '' && 'd', !!'0', !NaN); // expect: d 0 d  true true
let a = null, b = 0, c = 5;
a ??= 'n'; b ||= 'o'; c &&= 'a';
console.log(a, b, c); // expect: n o a
const o = { n: 1, get g() { return 2; } };
o.n += 5; o.n **= 2; o.n++; --o.n; o.s ??= 'new'; o['k' + 1] = 1; o.k1 <<= 3;
console.log(JSON.stringify(o), o.n--, o.n); // expect: {"n":36,"g":2,"s":"new","k1":8} 36 35
console.log(10n ** 20n, -7n / 2n, 7n % -3n, 1n << 70n, BigInt(2 ** 53) + 1n, 5n > 4, 2n == 2, typeof 1n, -(-3n), ~5n, 0x10n); // expect: 100000000000000000000n -3n 1n 1180591620717411303424n 9007199254740993n true true bigint 3n -6n 16n
try { 1n + 1; } catch (e) { console.log(e.message); } // expect: Cannot mix BigInt and other types, use explicit conversions
try { 1n / 0n; } catch (e) { console.log(e.name, e.message); } // expect: RangeError Division by zero
try { Symbol() + ''; } catch (e) { console.log(e.message); } // expect: Cannot convert a Symbol value to a string
console.log(typeof null, typeof undefined, typeof {}, typeof (() => {}), typeof Symbol(), typeof '', typeof 1, typeof true); // expect: object undefined object function symbol string number boolean
console.log('a' in { a: 1 }, 0 in [1], delete o.s, 's' in o, [] instanceof Array, Object(1) instanceof Number); // expect: true true true false true true
const conv = { valueOf() { return 42; }, toString() { return 'str'; } };
console.log(conv + 1, `${conv}`, conv * 2, conv > 41, conv + '', [conv] + ''); // expect: 43 str 84 true 42 str
const prim = { [Symbol.toPrimitive](hint) { return hint; } };
console.log(`${prim}`, prim + '', +prim, prim * 1); // expect: string default NaN NaN
console.log(parseInt('0x1f'), Number(''), Number(' 12 '), Number('1e3'), Number('0b11'), Number('1_0'), +[], +{}, +[7], +new Date(5)); // expect: 31 0 12 1000 3 NaN 0 NaN 7 5
console.log(1 < 2 < 3, 3 > 2 > 1, (1, 2, 3), void 0 ?? 'v', +'-0' === 0); // expect: true false 3 v true
let i = 5;
console.log(i++ + ++i, i-- - --i, -i, +i, i); // expect: 12 2 -5 5 5
console.log([..."a\u{1F600}b"].length, 'a\u{1F600}b'.length, '\x41\u0042\103'); // expect: 3 4 ABC
console.log(`line1
line2 ${1 + 1} ${`nested ${'deep'}`}`.split('\n').join('|')); // expect: line1|line2 2 nested deep
const tag = (strings, ...values) => strings.raw.join('|') + values.join() + strings.length;
console.log(tag`a${1}\n${2}b`); // expect: a|\n|b1,23
const same = () => ((s) => s)`x`;
console.log(same() === same(), Object.isFrozen(same()), [1, 2, 3].at(-1)); // expect: true true 3
console.log(010, 0o17, 0b101, 1_000_000, .5, 5., 0xFF, 1e3); // expect: 8 15 5 1000000 0.5 5 255 1000
