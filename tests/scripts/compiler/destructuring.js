// Patterns in declarations, parameters, assignments and loops; iterator closing.
const { a, b: { c = 5, ...restOfB } = {}, ['d' + 1]: d = 'default' } = { a: 1, b: { x: 1, y: 2 } };
console.log(a, c, JSON.stringify(restOfB), d); // expect: 1 5 {"x":1,"y":2} default
const [x, , y = 3, ...[z, ...zs]] = [1, 2, undefined, 4, 5, 6];
console.log(x, y, z, zs.join()); // expect: 1 3 4 5,6
let p, q, o = {};
[p, q] = [1, 2];
[p, q] = [q, p];
({ a: o.first, b: o['second'], ...o.others } = { a: 1, b: 2, c: 3 });
console.log(p, q, JSON.stringify(o)); // expect: 2 1 {"first":1,"second":2,"others":{"c":3}}
const order = [];
const source = { get one() { order.push('one'); return undefined; }, get two() { order.push('two'); return 2; } };
const { one = (order.push('default'), 1), two } = source;
console.log(order.join(), one, two); // expect: one,default,two 1 2
function* numbers() { try { yield 1; yield 2; yield 3; } finally { console.log('closed'); } }
const [first] = numbers();


console.log(first);
const [n1, n2, n3, n4] = numbers();
console.log(n1, n2, n3, n4);
for (const [key, { value }] of Object.entries({ k: { value: 1 }, l: { value: 2 } })) console.log(key, value);
try { const { missing } = null; } catch (e) { console.log(e.message); }
try { const [item] = {}; } catch (e) { console.log(e.message); }
try { const { deep: { er } } = {}; } catch (e) { console.log(e.message); }
const swap = ([m, n], { k = m } = {}) => [n, m, k];
console.log(swap([1, 2]).join(), swap([1, 2], { k: 9 }).join());
const { length } = 'hello';
console.log(length);
const inferred = ({ f = () => {}, g = class {} }) => f.name + g.name;
console.log(inferred({}));
const closing = { [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return() { console.log('return called'); return {}; } }; } };
try { [(() => { throw new Error('target'); })().x] = closing; } catch (e) { console.log(e.message); }
for (const v of closing) { if (v) break; }

// expect: closed
// expect: 1
// expect: closed
// expect: 1 2 3 undefined
// expect: k 1
// expect: l 2
// expect: Cannot destructure property 'missing' of 'null' as it is null.
// expect: {} is not iterable
// expect: Cannot read properties of undefined (reading 'er')
// expect: 2,1,1 2,1,9
// expect: 5
// expect: fg
// expect: return called
// expect: target
// expect: return called
