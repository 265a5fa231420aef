// exit: 1
// Early errors are reported together, each at its place; nothing has run.
console.log('never');
let x = 1;
let x = 2;
if (x) { break; }
// expect-stderr: SyntaxError: Identifier 'x' has already been declared
// expect-stderr: several-errors.js:5:5
// expect-stderr: let x = 2;
// expect-stderr: SyntaxError: Illegal break statement
// expect-stderr: several-errors.js:6:10
// expect-stderr: Node.js v
