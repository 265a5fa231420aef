// Elements read and written in place: typed arrays of every kind at their bounds, arrays that are filled and appended to.

const kinds = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];
const load = (a, i) => a[i];
const store = (a, i, v) => { a[i] = v; return a[i]; };

for (const Kind of kinds) {
  const array = new Kind(3);
  const row = [1, -1, 255.5, 300, 2 ** 31, -(2 ** 31) - 1, 2 ** 32 + 7.75, NaN, -0, Infinity].map((v) => store(array, 1, v));
  console.log(Kind.name, row.map((v) => (Object.is(v, -0) ? '-0' : String(v))).join(' '));
  console.log(load(array, -1), load(array, 3), load(array, 0), store(array, 3, 5), array.length);
}

// A forged NaN is just NaN.
const bits = new BigUint64Array(1);
bits[0] = 0xfffe000000001234n;
console.log(load(new Float64Array(bits.buffer), 0), typeof load(bits, 0));
console.log(Number.isNaN(load(new Float32Array(new Uint32Array([0xffffffff]).buffer), 0)));

// Values that are not numbers convert once, even out of bounds.
const log = [];
const odd = { valueOf() { log.push('valueOf'); return 7; } };
const words = new Int32Array(2);
store(words, 0, odd);
store(words, 9, odd);
console.log(words[0], log.join(), store(words, 1, '12'), store(words, 1, undefined), store(words, 1, true));
try { store(words, 0, 1n); } catch (error) { console.log(error.message); }

// Buffers that shrink, grow and go away.
const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
const tracking = new Uint8Array(buffer);
const fixed = new Uint8Array(buffer, 4, 4);
const show = () => console.log(load(tracking, 7), load(tracking, 8), load(fixed, 0), load(fixed, 3), fixed.length);
show();
buffer.resize(16);
store(tracking, 12, 9);
show();
console.log(load(tracking, 12));
buffer.resize(6);
show();
store(fixed, 0, 77);
buffer.resize(8);
show();
structuredClone(buffer, { transfer: [buffer] });
show();
store(fixed, 0, 77);
console.log(fixed.byteLength, fixed.byteOffset, load(fixed, 0));

// Arrays: filled from holes, appended to, restricted, with elements behind them.
const grown = new Array(4);
for (let i = 0; i < 9; i++) store(grown, i, { i });
console.log(grown.length, grown[8].i, JSON.stringify(grown.slice(2, 4)));
const list = [];
for (let i = 0; i < 20; i++) store(list, i, i);
console.log(list.length, list.join());
const gap = [1];
store(gap, 3, 4);
console.log(gap.length, 1 in gap, gap);
for (const restrict of [Object.freeze, Object.seal, Object.preventExtensions]) {
  const restricted = restrict([1, 2, , 4].concat(5));
  console.log([0, 2, 5].map((i) => store(restricted, i, 'x')).join(), restricted.length);
}
const shortened = [1, 2, 3];
Object.defineProperty(shortened, 'length', { writable: false });
console.log(store(shortened, 3, 4), store(shortened, 1, 5), shortened.length);
let met = '';
const heir = [];
Object.setPrototypeOf(heir, { __proto__: Array.prototype, set 0(v) { met += ` setter ${v}`; } });
store(heir, 0, 1);
console.log(heir.length, met);
Object.defineProperty(Array.prototype, 2, { set(v) { met += ` set ${v}`; }, get() { return 'got'; }, configurable: true });
const behind = [0, 1];
const answer = store(behind, 2, 'v');
delete Array.prototype[2];
console.log(met, answer, behind.length);
console.log(store(behind, 2, 'v'), behind.length);

// Old objects that get young values.
const old = { list: [0, 0, 0], value: null };
for (let round = 0; round < 50; round++) {
  const garbage = [];
  for (let i = 0; i < 200; i++) garbage.push({ i });
  old.list[round % 3] = { round };
  old.value = { round };
}
console.log(old.list.map((o) => o.round).join(), old.value.round);

// expect: Int8Array 1 -1 -1 44 0 -1 7 0 0 0
// expect: undefined undefined 0 undefined 3
// expect: Uint8Array 1 255 255 44 0 255 7 0 0 0
// expect: undefined undefined 0 undefined 3
// expect: Uint8ClampedArray 1 0 255 255 255 0 255 0 0 255
// expect: undefined undefined 0 undefined 3
// expect: Int16Array 1 -1 255 300 0 -1 7 0 0 0
// expect: undefined undefined 0 undefined 3
// expect: Uint16Array 1 65535 255 300 0 65535 7 0 0 0
// expect: undefined undefined 0 undefined 3
// expect: Int32Array 1 -1 255 300 -2147483648 2147483647 7 0 0 0
// expect: undefined undefined 0 undefined 3
// expect: Uint32Array 1 4294967295 255 300 2147483648 2147483647 7 0 0 0
// expect: undefined undefined 0 undefined 3
// expect: Float32Array 1 -1 255.5 300 2147483648 -2147483648 4294967296 NaN -0 Infinity
// expect: undefined undefined 0 undefined 3
// expect: Float64Array 1 -1 255.5 300 2147483648 -2147483649 4294967303.75 NaN -0 Infinity
// expect: undefined undefined 0 undefined 3
// expect: NaN bigint
// expect: true
// expect: 7 valueOf,valueOf 12 0 1
// expect: Cannot convert a BigInt value to a number
// expect: 0 undefined 0 0 4
// expect: 0 0 0 0 4
// expect: 9
// expect: undefined undefined undefined undefined 0
// expect: 0 undefined 0 0 4
// expect: undefined undefined undefined undefined 0
// expect: 0 0 undefined
// expect: 9 8 [{"i":2},{"i":3}]
// expect: 20 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19
// expect: 4 false [ 1, <2 empty items>, 4 ]
// expect: 1,, 5
// expect: x,, 5
// expect: x,, 5
// expect: undefined 5 3
// expect: 0  setter 1
// expect:  setter 1 set v got 2
// expect: v 3
// expect: 48,49,47 49
