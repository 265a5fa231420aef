// exit: 1
// expect-stderr: esm-uncaught.mjs:7
// expect-stderr: require('./x');
// expect-stderr: ReferenceError: require is not defined in ES module scope, you can use import instead
// expect-stderr: esm-uncaught.mjs:7
console.log('runs'); // expect: runs
require('./x');
