// Array: the methods that change an array, or make a changed copy.
const show = (value) => JSON.stringify(value);
const a = [1, 2, 3];
console.log(a.push(4, 5), a.pop(), a.shift(), a.unshift(0, 9), show(a), [].pop(), [].shift(), [].push(), [].unshift());
// expect: 5 5 1 5 [0,9,2,3,4] undefined undefined 0 0
console.log(show(a.splice(1, 2, 'x', 'y', 'z')), show(a), show(a.splice(-2)), show(a), show(a.splice()), show(a.splice(1)), show(a));
// expect: [9,2] [0,"x","y","z",3,4] [3,4] [0,"x","y","z"] [] ["x","y","z"] [0]
console.log(show([1, 2, 3].splice(0, undefined)), show([1, 2, 3].splice(undefined, 1)), show([1, 2, 3, 4].splice(1, 1e9)));
// expect: [] [1] [2,3,4]
console.log(show([1, 2, 3].fill(7, 1)), show(Array(3).fill(0)), show([1, 2, 3].fill(5, -1, 99)), show([1, 2].fill(3, 2)));
// expect: [1,7,7] [0,0,0] [1,2,5] [1,2]
console.log(show([1, 2, 3, 4, 5].copyWithin(0, 3)), show([1, 2, 3, 4, 5].copyWithin(1, 0, 3)), show([1, , 3].copyWithin(0, 1)));
// expect: [4,5,3,4,5] [1,1,2,3,5] [null,3,3]
console.log(show([1, 2, 3].reverse()), show([1, , 3, 4].reverse()), 2 in [1, , 3, 4].reverse());
// expect: [3,2,1] [4,3,null,1] false
console.log(show([1, 2].concat(3, [4, [5]], 'six')), show([].concat([, 1])), 0 in [].concat([, 1]));
// expect: [1,2,3,4,[5],"six"] [null,1] false
const spread = { length: 2, 0: 'a', 1: 'b', [Symbol.isConcatSpreadable]: true };
const whole = [1, 2]; whole[Symbol.isConcatSpreadable] = false;
console.log(show([0].concat(spread, whole)), show(Array.prototype.concat.call(1, 2)).length);
// expect: [0,"a","b",[1,2]] 5
console.log(show([3, 1, 2].toSorted()), show([1, 2, 3].toReversed()), show([1, 2, 3].toSpliced(1, 1, 'a', 'b')), show([1, 2, 3].with(-1, 9)));
// expect: [1,2,3] [3,2,1] [1,"a","b",3] [1,2,9]
console.log(show([, 1].toReversed()), 1 in [, 1].toReversed(), show([, 2, 1].toSorted()), 2 in [, 2, 1].toSorted());
// expect: [1,null] true [1,2,null] true
for (const index of [5, -4, NaN]) { try { console.log(show([1, 2, 3].with(index, 0))); } catch (e) { console.log(e.name + ': ' + e.message); } }
// expect: RangeError: Invalid index : 5
// expect: RangeError: Invalid index : -4
// expect: [0,2,3]
const frozen = Object.freeze([2, 1]);
for (const name of ['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin']) { try { frozen[name](0, 1); console.log(name, 'passed'); } catch (e) { console.log(name, e.message); } }
// expect: push Cannot add property 2, object is not extensible
// expect: pop Cannot delete property '1' of [object Array]
// expect: shift Cannot assign to read only property '0' of object '[object Array]'
// expect: unshift Cannot add property 3, object is not extensible
// expect: splice Cannot assign to read only property '0' of object '[object Array]'
// expect: sort The comparison function must be either a function or undefined
// expect: reverse Cannot assign to read only property '0' of object '[object Array]'
// expect: fill Cannot assign to read only property '1' of object '[object Array]'
// expect: copyWithin Cannot assign to read only property '0' of object '[object Array]'
const sealed = Object.seal([1, 2]);
for (const name of ['push', 'pop', 'shift', 'reverse']) { try { sealed[name](1); console.log(name, show(sealed)); } catch (e) { console.log(name, e.message); } }
// expect: push Cannot add property 2, object is not extensible
// expect: pop Cannot delete property '1' of [object Array]
// expect: shift Cannot delete property '1' of [object Array]
// expect: reverse [2,2]
const fixed = Object.preventExtensions([1, 2]); try { fixed.push(1); } catch (e) { console.log(e.message); } console.log(fixed.pop(), show(fixed));
// expect: Cannot add property 2, object is not extensible
// expect: 2 [1]
const readOnly = Object.defineProperty([1, 2], 'length', { writable: false });
try { readOnly.push(3); } catch (e) { console.log(e.message); } try { readOnly.pop(); } catch (e) { console.log(e.message); }
// expect: Cannot assign to read only property 'length' of object '[object Array]'
// expect: Cannot assign to read only property 'length' of object '[object Array]'
const like = { length: 2, 0: 'a', 1: 'b' };
console.log(Array.prototype.push.call(like, 'c'), Array.prototype.shift.call(like), show(like), show(Array.prototype.splice.call(like, 0, 1, 'q', 'r')), show(like));
// expect: 3 a {"0":"b","1":"c","length":2} ["b"] {"0":"q","1":"r","2":"c","length":3}
try { Array.prototype.push.call({ length: 2 ** 53 - 1 }, 1); } catch (e) { console.log(e.message); }
// expect: Pushing 1 elements on an array-like of length 9007199254740991 is disallowed, as the total surpasses 2**53-1
try { Array.prototype.unshift.call({ length: 2 ** 53 - 1 }, 1); } catch (e) { console.log(e.name + ': ' + e.message); }
// expect: TypeError: Invalid array length
const sparse = []; sparse[70000] = 'last'; sparse[7] = 'first';
console.log(sparse.length, sparse.indexOf('last'), sparse.includes(undefined), show(Object.keys(sparse)), sparse.slice(5, 9).length);
// expect: 70001 70000 true ["7","70000"] 4
const few = []; few[70000] = "z"; few[300] = "y"; few.sort(); console.log(Object.keys(few).join(), few[0], few.length);
// expect: 0,1 y 70001
const full = []; full.length = 4294967290; try { full.push(1, 2, 3, 4, 5, 6); } catch (e) { console.log(e.name + ': ' + e.message, full.length, full[4294967294], full[4294967295]); }
// expect: RangeError: Invalid array length 4294967295 5 6
// A getter or a setter on the prototype is seen through holes.
Object.defineProperty(Array.prototype, 3, { get: () => 'inherited', set(v) { console.log('set', v); }, configurable: true });
// expect: set x
console.log([1, 2, 3, , 5].join(), [0, 1, 2].push('x'), [0, 1, 2, , 4].indexOf('inherited'), [9, 9, 9, ,].pop());
// expect: 1,2,3,inherited,5 4 3 inherited
delete Array.prototype[3];
// Species.
class Mine extends Array {}
const mine = Mine.from([3, 1, 2]);
console.log(mine.map((x) => x) instanceof Mine, mine.slice().constructor.name, mine.concat([1]) instanceof Mine, mine.toSorted() instanceof Mine, mine.filter((x) => x > 1).length, mine.splice(0, 1) instanceof Mine, mine.length);
// expect: true Mine true false 2 true 2
class Plain extends Array { static get [Symbol.species]() { return Array; } }
console.log(new Plain(1, 2).map((x) => x) instanceof Plain, Object.getPrototypeOf(new Plain().flat()) === Array.prototype);
// expect: false true
const odd = [1, 2]; odd.constructor = { [Symbol.species]: function (n) { this.made = n; } };
console.log(show(odd.map((x) => x + 1)), show(odd.slice(1)), show(odd.filter(() => true)));
// expect: {"0":2,"1":3,"made":2} {"0":2,"made":1,"length":1} {"0":1,"1":2,"made":0}
odd.constructor = { [Symbol.species]: 1 }; try { odd.map((x) => x); } catch (e) { console.log(e.message); }
// expect: object.constructor[Symbol.species] is not a constructor
// Callbacks that change what is iterated.
const shrinking = [1, 2, 3, 4]; const log = []; shrinking.forEach((x) => { log.push(x); shrinking.pop(); }); console.log(log.join());
// expect: 1,2
const doubling = [1, 2]; console.log(show(doubling.map((x) => { doubling.push(x); return x; })), doubling.length);
// expect: [1,2] 4
const emptied = [1, 2, 3]; console.log(show(emptied.filter((x) => { emptied.length = 0; return true; })));
// expect: [1]
