// Closures in the head of a loop whose variables the body captures.
const outer = 'outer';
const kept = [];
for (const key in (function () { return { [outer]: 1 }; })()) kept.push(() => key);
for (const item of (() => [outer + 2])()) kept.push(() => item);
for (let item = (() => outer + 3)(); item; item = '') kept.push(() => item);
for (const { a } of [1].map((n) => ({ a: outer + n }))) kept.push(() => a);
console.log(kept.map((f) => f()).join()); // expect: outer,outer2,outer3,outer1

try {
  for (const item of (() => [item])()) kept.push(() => item);
} catch (error) {
  console.log(error.message); // expect: Cannot access 'item' before initialization
}

// A parameter's default that throws, before the body's own context is made.
async function f(a = { ['x' + outer]: missing }) {
  const captured = 1;
  return () => captured + a;
}
f().catch((error) => console.log(error.message)); // expect: missing is not defined
