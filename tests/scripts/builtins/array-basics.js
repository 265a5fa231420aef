// Array: construction, holes, lengths, and the methods that read.
const show = (value) => JSON.stringify(value);
console.log(show(Array(3)), show(new Array(1, 2)), show(Array('3')), Array.of(7).length, Array.isArray(new Proxy([], {})));
// expect: [null,null,null] [1,2] ["3"] 1 true
for (const length of [-1, 1.5, 2 ** 32]) { try { Array(length); } catch (e) { if (e.message !== 'Invalid array length') throw e; } }
const holes = [, 1, , 2, ,];
console.log(holes.length, 0 in holes, show(holes.map((x) => x * 2)), Object.keys(holes.map((x) => x)).join());
// expect: 5 false [null,2,null,4,null] 1,3
console.log(holes.indexOf(undefined), holes.includes(undefined), holes.findIndex((x) => x === undefined), holes.lastIndexOf(2));
// expect: -1 true 0 3
let visited = []; holes.forEach((x, i) => visited.push(i + ':' + x)); console.log(visited.join()); // expect: 1:1,3:2
console.log(show(holes.slice(1, 4)), 1 in holes.slice(1, 4), show([...holes]), show(holes.flat()), show(holes.concat([, 3])));
// expect: [1,null,2] false [null,1,null,2,null] [1,2] [null,1,null,2,null,null,3]
console.log([NaN].indexOf(NaN), [NaN].includes(NaN), [0].includes(-0), ['a', 'b', 'a'].lastIndexOf('a', -2), [1, 2, 3].indexOf(1, -3));
// expect: -1 true true 0 0
console.log([1, 2, 3].at(-1), [1, 2, 3].at(5), [1, 2, 3].at(-4), [1, 2, 3].at('1'), ['a'].at(NaN));
// expect: 3 undefined undefined 2 a
console.log([1, 2, 3, 4].find((x) => x > 2), [1, 2, 3, 4].findLast((x) => x < 3), [1, 2].findLastIndex((x) => x === 5));
// expect: 3 2 -1
console.log([1, 2, 3].some((x) => x > 2), [].some(() => true), [1, 2].every((x) => x > 0), [].every(() => false));
// expect: true false true true
console.log([1, 2, 3].reduce((a, x) => a + x), [1, 2, 3].reduceRight((a, x) => a + '-' + x, 'r'), [5].reduce(() => 0));
// expect: 6 r-3-2-1 5
try { [].reduce((a) => a); } catch (e) { console.log(e.name + ': ' + e.message); }
// expect: TypeError: Reduce of empty array with no initial value
try { [].map(3); } catch (e) { console.log(e.message); } // expect: 3 is not a function
try { Array.prototype.map.call(null, (x) => x); } catch (e) { console.log(e.message); }
// expect: Array.prototype.map called on null or undefined
try { Array.prototype.at.call(undefined, 0); } catch (e) { console.log(e.message); }
// expect: Cannot convert undefined or null to object
console.log(show(Array.prototype.map.call('abc', (c) => c + c)), show(Array.prototype.filter.call({ length: 3, 0: 1, 2: 3 }, () => true)));
// expect: ["aa","bb","cc"] [1,3]
console.log([3, 4].join('-'), [1, [2, [3]], null, undefined, 4].join(), [].join(), [null].join('x'), [1, 2].join(undefined), [,,].join());
// expect: 3-4 1,2,3,,,4   1,2 ,
const cyclic = [1]; cyclic.push(cyclic, 2); console.log(String(cyclic), cyclic.join('-')); // expect: 1,,2 1--2
console.log(String([1.5, -0, 1e21, true, { toString: () => 'obj' }]), [1234.5, 'x', null].toLocaleString());
// expect: 1.5,0,1e+21,true,obj 1,234.5,x,
console.log(Array.prototype.toString.call({ join: () => 'joined' }), Array.prototype.toString.call({}));
// expect: joined [object Object]
console.log(show([1, [2, [3, [4]]]].flat()), show([1, [2, [3, [4]]]].flat(Infinity)), show([1, 2].flatMap((x) => [x, [x]])));
// expect: [1,2,[3,[4]]] [1,2,3,4] [1,[1],2,[2]]
try { [].flatMap(); } catch (e) { console.log(e.message); } // expect: flatMap mapper function is not callable
let deep = []; for (let i = 0; i < 1000; i++) deep = [deep]; console.log(deep.flat(Infinity).length); // expect: 0
console.log(show(Array.from('a😀b')), show(Array.from({ length: 2, 0: 'x' })), show(Array.from(new Set([1, 1, 2]), (x, i) => x * 10 + i)));
// expect: ["a","😀","b"] ["x",null] [10,21]
console.log(show(Array.from({ length: 3 }, (_, i) => i)), show(Array.from([1, , 3])), show(Array.from.call(Object, ['a'])));
// expect: [0,1,2] [1,null,3] {"0":"a","length":1}
for (const bad of [null, 1, { [Symbol.iterator]: 1 }, { [Symbol.iterator]() { return 1; } }, { [Symbol.iterator]: () => ({ next: () => 1 }) }]) { try { console.log(show(Array.from(bad))); } catch (e) { console.log(e.message); } }
// expect: object null is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: []
// expect: %Array%.from requires that the property of the first argument, items[Symbol.iterator], when exists, be a function
// expect: Result of the Symbol.iterator method is not an object
// expect: Iterator result 1 is not an object
try { Array.from([1], 'not a function'); } catch (e) { console.log(e.message); }
// expect: not a function is not a function
const closing = { closed: 0, [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return: () => { this.closed++; return {}; } }; } };
try { Array.from(closing, () => { throw new Error('mapper'); }); } catch (e) { console.log(e.message, closing.closed); }
// expect: mapper 1
const iterator = ['a', 'b'][Symbol.iterator]();
console.log(show([...iterator]), show(iterator.next()), show([...['a', 'b'].entries()]), show([...['a'].keys()]), Object.prototype.toString.call(iterator));
// expect: ["a","b"] {"done":true} [[0,"a"],[1,"b"]] [0] [object Array Iterator]
const growing = [1]; const seen = []; for (const x of growing) { seen.push(x); if (x < 4) growing.push(x + 1); } console.log(seen.join());
// expect: 1,2,3,4
try { iterator.next.call({}); } catch (e) { console.log(e.message); }
// expect: Method Array Iterator.prototype.next called on incompatible receiver #<Object>
