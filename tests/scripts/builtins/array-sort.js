// Array.prototype.sort: stability, order of comparisons, undefined and holes, comparators that misbehave.
const show = (value) => JSON.stringify(value);
console.log(show([3, 1, 10, 2, -1, -10, 1e21, 100].sort()), show(['b', undefined, 'a', , 'c'].sort()), show([true, null, 'n', 10n + '', 5].sort()));
// expect: [-1,-10,1,10,100,1e+21,2,3] ["a","b","c",null,null] ["10",5,"n",null,true]
console.log(show(['é', 'z', 'a', 'Z', '😀', '\uFFFF'].sort()), show([[2], [1, 5], [10]].sort()), show([]. sort()), show([1].sort()));
// expect: ["Z","a","z","é","😀","￿"] [[1,5],[10],[2]] [] [1]
const comparisons = []; [5, 3, 2, 1, 4].sort((x, y) => { comparisons.push(x + '<' + y); return x - y; }); console.log(comparisons.join(' '));
// expect: 3<5 2<3 1<2 4<1 4<3 4<5
const people = Array.from({ length: 300 }, (_, i) => ({ age: (i * 7919) % 10, i }));
people.sort((x, y) => x.age - y.age);
console.log(people.every((p, k) => k === 0 || people[k - 1].age < p.age || (people[k - 1].age === p.age && people[k - 1].i < p.i)));
// expect: true
let count = 0; const random = Array.from({ length: 1000 }, (_, i) => (i * 2654435761) % 1009); random.sort((x, y) => { count++; return x - y; });
console.log(count, random.every((x, k) => k === 0 || random[k - 1] <= x)); // expect: 8517 true
count = 0; const runs = Array.from({ length: 1000 }, (_, i) => (i % 300) + (i > 600 ? 5 : 0)); runs.sort((x, y) => { count++; return x - y; }); console.log(count);
// expect: 2810
const holes = [3, , undefined, 1, ,]; holes.sort(); console.log(show(holes), holes.length, 3 in holes, 2 in holes);
// expect: [1,3,null,null,null] 5 false true
for (const bad of [null, 1, 'x', {}]) { try { [1, 2].sort(bad); } catch (e) { console.log(e.message); } }
// expect: The comparison function must be either a function or undefined
// expect: The comparison function must be either a function or undefined
// expect: The comparison function must be either a function or undefined
// expect: The comparison function must be either a function or undefined
const kept = [3, 2, 1]; try { kept.sort(() => { throw new Error('stop'); }); } catch (e) { console.log(e.message, show(kept)); }
// expect: stop [3,2,1]
const changing = [4, 3, 2, 1]; changing.sort((x, y) => { changing.length = 0; return x - y; }); console.log(show(changing));
// expect: [1,2,3,4]
const growing = [3, 2, 1]; growing.sort((x, y) => { growing.push(9); return x - y; }); console.log(growing.slice(0, 3).join(), growing.length > 3);
// expect: 1,2,3 true
console.log(show([3, 1, 2].sort(() => NaN)), show([3, 1, 2].sort(() => undefined)), show([1, 2, 3].sort((x, y) => ({ valueOf: () => y - x }))));
// expect: [3,1,2] [3,1,2] [3,2,1]
console.log(show([2, 1].sort((x, y) => x > y)), show([1, 2, 3].sort((x, y) => '-1'))); // expect: [2,1] [3,2,1]
try { [Symbol('a'), Symbol('b')].sort(); } catch (e) { console.log(e.message); }
// expect: Cannot convert a Symbol value to a string
let texts = 0; const objects = [2, 1, 3].map((v) => ({ v, toString() { texts++; return String(v); } })); objects.sort(); console.log(objects.map((o) => o.v).join(), texts);
// expect: 1,2,3 6
const like = { length: 4, 0: 'c', 2: 'a', 3: 'b' }; Array.prototype.sort.call(like); console.log(show(like));
// expect: {"0":"a","1":"b","2":"c","length":4}
const getters = Object.defineProperty([2, 1], 0, { get: () => 'got', set(v) { console.log('set', v); } }); getters.sort(); console.log(getters[1]);
// expect: set 1
// expect: got
console.log([1, 2, 3].toSorted((x, y) => y - x).join(), show([, 'b', undefined, 'a'].toSorted()));
// expect: 3,2,1 ["a","b",null,null]
