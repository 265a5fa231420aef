// A main module that waits for what never comes.
// exit: 13
process.on('exit', (code) => console.log('exit', code, process.exitCode)); // expect: before
console.log('before'); // expect: exit 0 13
await new Promise(() => {});
console.log('never');
