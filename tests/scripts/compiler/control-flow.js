// Loops, switch, try/catch/finally, labels and completion.
let out = [];
for (let i = 0, j = 10; i < j; i += 3, j--) out.push(i + ':' + j);
console.log(out.join(' ')); // expect: 0:10 3:9 6:8
out = []; let n = 3; while (n--) { if (n === 1) continue; out.push(n); } do { out.push('do'); } while (false);
console.log(out.join()); // expect: 2,0,do
const kind = (v) => { switch (typeof v) { case 'number': if (v < 0) return 'negative'; case 'bigint': return 'numeric'; default: return 'other'; case 'string': return 'text'; } };
console.log(kind(1), kind(-1), kind(1n), kind('s'), kind({})); // expect: numeric negative numeric text other
function order(n) {
  const log = [];
  try { log.push('try'); if (n === 1) throw 'thrown'; if (n === 2) return log; log.push('end'); }
  catch (e) { log.push('catch ' + e); if (n === 1) return log; }
  finally { log.push('finally'); }
  return log;
}
console.log(order(0).join(), '|', order(1).join(), '|', order(2).join()); // expect: try,end,finally | try,catch thrown,finally | try,finally
function override() { for (;;) { try { return 'try'; } finally { break; } } return 'after'; }
console.log(override(), (() => { try { throw 1; } catch { return 2; } finally { return 3; } })()); // expect: after 3
function nested() { const log = []; outer: for (let i = 0; i < 3; i++) { try { for (;;) { try { if (i === 1) continue outer; break; } finally { log.push('f' + i); } } } finally { log.push('g' + i); } log.push('b' + i); } return log.join(); }
console.log(nested()); // expect: f0,g0,b0,f1,g1,f2,g2,b2
try { try { throw new Error('first'); } finally { throw new Error('second'); } } catch (e) { console.log(e.message); } // expect: second
out = []; for (const k in { b: 1, a: 2, 2: 3, 1: 4 }) out.push(k); for (const k in [7, 8]) out.push(k); for (const k in 'hi') out.push(k);
console.log(out.join()); // expect: 1,2,b,a,0,1,0,1
out = []; const inherits = Object.create({ inherited: 1, shadow: 2 }, { own: { value: 1, enumerable: true }, shadow: { value: 1, enumerable: false } });
for (const k in inherits) out.push(k); for (const k in null) out.push('never'); for (const k in undefined) out.push('never');
console.log(out.join()); // expect: own,inherited
out = []; const shrinking = { a: 1, b: 2, c: 3 }; for (const k in shrinking) { out.push(k); delete shrinking.b; shrinking.d = 4; }
console.log(out.join()); // expect: a,c
out = []; for (const v of [1, 2, 3]) { if (v === 2) continue; out.push(v); } for (const [k, v] of new Map([['m', 1]])) out.push(k + v); for (const ch of 'é😀') out.push(ch);
console.log(out.join()); // expect: 1,3,m1,é,😀
const grows = [1, 2]; out = []; for (const v of grows) { out.push(v); if (grows.length < 4) grows.push(v * 10); }
console.log(out.join()); // expect: 1,2,10,20
block: { if (out.length) break block; console.log('unreachable'); }
console.log([1, 2, 3].find((v) => v > 1), eval('1; if (true) { 2 } else { 3 }'), eval('var ev = 5; ev * 2')); // expect: 2 2 10
var undef; undef: for (;;) { do { break undef; } while (true); }
console.log(((x) => { if (x) { return 'yes'; } else return 'no'; })(0), (() => { throw_: { break throw_; } return 'ok'; })()); // expect: no ok
function manyReturns(x) { try { if (x) return 'a'; } finally { if (x === 2) return 'b'; } return 'c'; }
console.log(manyReturns(0), manyReturns(1), manyReturns(2)); // expect: c a b
