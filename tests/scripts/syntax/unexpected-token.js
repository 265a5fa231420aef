// exit: 1
// A syntax error shows what was found, where, and what was expected.
console.log('sum', 1 + 2));
// expect-stderr: SyntaxError: Unexpected token ')'
// expect-stderr: unexpected-token.js:3:26
// expect-stderr: expected `;`
