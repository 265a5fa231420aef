// Generators: protocol, delegation, return and throw, lazy evaluation.
function* count(n) { for (let i = 0; i < n; i++) { const got = yield i; if (got) console.log('got', got); } return 'end'; }
const it = count(3);
console.log(JSON.stringify(it.next('ignored')));
console.log(JSON.stringify(it.next('hello')));
console.log(JSON.stringify(it.next()), JSON.stringify(it.next()), JSON.stringify(it.next()));
console.log([...count(4)].join(), Array.from(count(2)).join(), Math.max(...count(5)));
function* cleanup() { try { yield 1; yield 2; } catch (e) { console.log('caught', e); yield 'recovered'; } finally { console.log('cleaned'); } }
const c1 = cleanup(); c1.next(); console.log(JSON.stringify(c1.throw('boom'))); console.log(JSON.stringify(c1.return('r')));
const c2 = cleanup(); console.log(JSON.stringify(c2.return('early')), JSON.stringify(c2.next()));
const c3 = cleanup(); c3.next(); console.log(JSON.stringify(c3.return('mid')));
function* inner() { const x = yield 'a'; console.log('inner got', x); try { yield 'b'; } finally { console.log('inner done'); } return 'inner result'; }
function* outer() { const r = yield* inner(); console.log('r', r); yield* [1, 2]; yield* 'xy'; }
const d = outer(); console.log(d.next().value, d.next('sent').value, d.next().value, [...d].join());
const e = outer(); e.next(); e.next(); console.log(JSON.stringify(e.return('stop')));
function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } }
const take = function* (n, g) { for (const v of g) { if (n-- <= 0) return; yield v; } };
console.log([...take(10, fib())].join());
function* running() { self.next(); } const self = running(); try { self.next(); } catch (err) { console.log(err.message); }
console.log(Object.prototype.toString.call(it), it[Symbol.iterator]() === it, typeof it.next, count.constructor.name);
class Tree { constructor(v, l, r) { Object.assign(this, { v, l, r }); } *[Symbol.iterator]() { if (this.l) yield* this.l; yield this.v; if (this.r) yield* this.r; } }
console.log([...new Tree(2, new Tree(1), new Tree(3))].join());
function* args() { yield* arguments; yield this === undefined || typeof this; } console.log([...args(1, 2)].join());
const lazy = { *items() { console.log('started'); yield 1; } }; const g = lazy.items(); console.log('not yet'); g.next();
try { count.prototype.next.call({}); } catch (err) { console.log(err.message); }
function* deep(n) { if (n > 0) yield* deep(n - 1); yield n; } let total = 0; for (const v of deep(50)) total += v; console.log(total);
try { new count(); } catch (err) { console.log(err.message); }

// expect: {"value":0,"done":false}
// expect: got hello
// expect: {"value":1,"done":false}
// expect: {"value":2,"done":false} {"value":"end","done":true} {"done":true}
// expect: 0,1,2,3 0,1 4
// expect: caught boom
// expect: {"value":"recovered","done":false}
// expect: cleaned
// expect: {"value":"r","done":true}
// expect: {"value":"early","done":true} {"done":true}
// expect: cleaned
// expect: {"value":"mid","done":true}
// expect: inner got sent
// expect: inner done
// expect: r inner result
// expect: a b 1 2,x,y
// expect: inner got undefined
// expect: inner done
// expect: {"value":"stop","done":true}
// expect: 0,1,1,2,3,5,8,13,21,34
// expect: Generator is already running
// expect: [object Generator] true function GeneratorFunction
// expect: 1,2,3
// expect: 1,2,object
// expect: not yet
// expect: started
// expect: Method [Generator].prototype.next called on incompatible receiver #<Object>
// expect: 1275
// expect: count is not a constructor
