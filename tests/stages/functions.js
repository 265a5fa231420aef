// Every kind of function, parameters of every kind, and what closes over what.
function plain(a, b = a, { c, d: [e] } = {}, ...rest) { return a + b + c + e + rest.length + arguments.length }
const arrow = x => y => x + y, block = async () => { await arrow };
function* generator() { const got = yield 1; yield* got; return 2 }
async function* both(source) { for await (const x of source) yield x }
function shadow(x) { { let x = 1; hold(() => x) } return function self() { return self } }
function sloppy() { if (x) { function inner() {} } return this }
const object = { method() { return super.m() }, get g() { return 1 }, set g(v) {}, async *[key]() {}, 'quoted': 1, 2: 3, arrow, ...rest };
