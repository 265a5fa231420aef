// What cannot be linked or fails to run, and how often it is tried.
const attempt = async (specifier, options) => {
  try { return Object.keys(await import(specifier, options)).join(); } catch (error) { return error?.message ? `${error.name}: ${error.message}` : error; }
};
console.log(await attempt('./modules/stars.mjs')); // expect: r
console.log(await attempt('./modules/ambiguous.mjs')); // expect: SyntaxError: The requested module './stars.mjs' contains conflicting star exports for name 'q'
console.log(await attempt('./modules/loop1.mjs')); // expect: SyntaxError: Detected cycle while resolving name 'loop' in './loop2.mjs'
console.log(await attempt('./modules/lacking.mjs')); // expect: SyntaxError: The requested module './q1.mjs' does not provide an export named 'nothing'
console.log(await attempt('./modules/lacking.mjs')); // expect: SyntaxError: The requested module './q1.mjs' does not provide an export named 'nothing'
console.log(await attempt('./modules/lacking-export.mjs')); // expect: SyntaxError: The requested module './q1.mjs' does not provide an export named 'nothing'
console.log(await attempt('./modules/lacking-default.mjs')); // expect: SyntaxError: The requested module './stars.mjs' does not provide an export named 'default'
console.log(await attempt('./modules/wrong.mjs')); // expect: SyntaxError: Unexpected token ';'
console.log(await attempt('./modules/throws.mjs')); // expect: Error: thrown 1
console.log(await attempt('./modules/throws.mjs')); // expect: Error: thrown 1
const errors = await Promise.all([1, 2].map(() => import('./modules/throws.mjs').catch((error) => error)));
console.log(errors[0] === errors[1], throws); // expect: true 1
console.log(await attempt({ toString() { throw 'from toString'; } })); // expect: from toString
console.log(await attempt(Symbol())); // expect: TypeError: Cannot convert a Symbol value to a string
console.log(await attempt('./modules/q1.mjs', 5)); // expect: TypeError: The second argument to import() must be an object
console.log(await attempt('./modules/q1.mjs', { with: 5 })); // expect: TypeError: The 'assert' option must be an object
console.log(await attempt('./modules/q1.mjs', { with: { type: 5 } })); // expect: TypeError: Import assertion value must be a string
console.log(await attempt('./modules/q1.mjs', { get with() { throw 'from with'; } })); // expect: from with
console.log(await attempt('./modules/q1.mjs', {})); // expect: default,q,r
