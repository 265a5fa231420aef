// Direct and indirect evals: where their variables go, and what they see.

function adds(text) {
  eval(text);
  return typeof added === 'undefined' ? 'none' : added;
}
console.log(adds(''), adds('var added = 1'), adds('function added() { return 2 }')()); // expect: none 1 2

function own(parameter) {
  var variable = 1;
  eval('var variable = 2; var parameter = 3; parameter++');
  return [variable, parameter, arguments[0]];
}
console.log(own(0)); // expect: [ 2, 4, 4 ]

function closures() {
  const get = () => late;
  eval('var late = "seen"');
  const first = get();
  delete late;
  try { return [first, get()]; } catch (error) { return [first, error.message]; }
}
console.log(closures()); // expect: [ 'seen', 'late is not defined' ]

function shadows() {
  let inner = 'inner';
  {
    let block = 'block';
    try { eval('var block = 1'); } catch (error) { console.log(`${error}`); } // expect: SyntaxError: Identifier 'block' has already been declared
    eval('let block = "own"; console.log(block, inner)'); // expect: own inner
    return block;
  }
}
console.log(shadows()); // expect: block

function caught() {
  try { throw 'thrown'; } catch (error) {
    eval('var error = "assigned"');
    console.log(error); // expect: assigned
  }
  return error;
}
console.log(caught()); // expect: undefined

function parameters(first = eval('var between = 1; 2'), second = between) {
  var between = 3;
  return [first, second, between];
}
console.log(parameters()); // expect: [ 2, 1, 3 ]
try {
  (function (first = eval('var first = 1')) {})();
} catch (error) {
  console.log(`${error}`); // expect: SyntaxError: Identifier 'first' has already been declared
}

function strict() {
  'use strict';
  eval('var hidden = 1');
  return typeof hidden;
}
console.log(strict()); // expect: undefined

console.log((0, eval)('var indirect = 1; typeof strict'), globalThis.indirect, delete globalThis.indirect); // expect: undefined 1 true

(function outer() {
  eval('var outer = 1; { function block() { return outer } }');
  console.log(outer, block()); // expect: 1 1
})();

function nested() {
  const hidden = 'deep';
  return eval('eval("hidden + typeof nested")');
}
console.log(nested()); // expect: deepfunction
console.log((function () { return eval('new.target'); })(), new (function () { this.target = eval('new.target') !== undefined; })().target); // expect: undefined true
console.log(class { static value = 1; static method() { return eval('super.toString === Function.prototype.toString && this.value'); } }.method()); // expect: 1
for (const text of ['1; if (false) 2', 'do { 3; continue; } while (false)', 'try { 4 } finally { 5 }', '6; var a = 7', 'switch (1) { case 1: 8; break; }', '9; {}']) {
  console.log(text, '->', eval(text));
}

// expect: 1; if (false) 2 -> undefined
// expect: do { 3; continue; } while (false) -> 3
// expect: try { 4 } finally { 5 } -> 4
// expect: 6; var a = 7 -> 6
// expect: switch (1) { case 1: 8; break; } -> 8
// expect: 9; {} -> 9
