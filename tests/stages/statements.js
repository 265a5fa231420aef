// Every statement, and the loops' bindings.
'use strict';
var v, w = 1; let l; const c = [];
if (v) w = 2; else if (l) { w = 3 } else ;
for (let i = 0, n = 3; i < n; i++) c.push(() => i);
for (const key in c) delete c[key];
for (const [k, { length = 0 }] of c) if (k) continue; else break;
outer: while (v) { inner: do { if (l) continue outer; break inner } while (w) }
switch (v) { case 1: case 2: w++; break; default: let s = w; v = s; case 3: }
try { throw new Error('x') } catch ({ message }) { w = message } finally { v = 0 }
try { v } catch { }
{ function block() { return block } block() }
debugger;
