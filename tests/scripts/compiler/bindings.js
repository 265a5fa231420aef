// let, const, var, closures per iteration, temporal dead zones.
var hoisted = typeof later;
var later = 1;
console.log(hoisted, later); // expect: undefined 1
{
  let inner = 'block';
  console.log(inner, typeof outerOnly); // expect: block undefined
}
try { use; let use = 1; } catch (e) { console.log(e.name, e.message); } // expect: ReferenceError Cannot access 'use' before initialization
try { const fixed = 1; fixed = 2; } catch (e) { console.log(e.name, e.message); } // expect: TypeError Assignment to constant variable.
const closures = [];
for (let i = 0; i < 3; i++) closures.push(() => i++);
console.log(closures.map((f) => f()).join(), closures.map((f) => f()).join()); // expect: 0,1,2 1,2,3
const shared = [];
for (var v = 0; v < 3; v++) shared.push(() => v);
console.log(shared.map((f) => f()).join()); // expect: 3,3,3
for (const key in { a: 1, b: 2 }) shared.push(() => key);
console.log(shared.slice(3).map((f) => f()).join()); // expect: a,b
console.log((() => { try { return f2(); function f2() { return 'hoisted function'; } } finally {} })()); // expect: hoisted function
try { switch (3) { case 0: let s; break; case 3: s = 3; } } catch (e) { console.log(e.message); } // expect: Cannot access 's' before initialization
(function () {
  if (true) { function annexB() { return 'annex B'; } }
  console.log(annexB()); // expect: annex B
})();
console.log(typeof notDeclared, (() => { try { notDeclared; } catch (e) { return e.message; } })()); // expect: undefined notDeclared is not defined
function parameters(a, b = a + 1, c = () => a + b) { a = 10; return [a, b, c()].join(); }
console.log(parameters(1), parameters(1, 5)); // expect: 10,2,12 10,5,15
function bodyVar(a, f = () => a) { var a = 'body'; return a + f(); }
console.log(bodyVar('param ')); // expect: bodyparam 
const named = function self() { try { self = 1; } catch (e) { return e.message; } return typeof self; };
console.log(named()); // expect: function
label: for (let i = 0; ; i++) { for (;;) { if (i > 2) break label; continue label; } }
console.log('done'); // expect: done
