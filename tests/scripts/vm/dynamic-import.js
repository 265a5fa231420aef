// import() in scripts: promises of namespaces, one module for one URL.
const attempt = (promise) => promise.catch((error) => `${error.name}: ${error.message}`);
(async () => {
  const first = await import('./modules/counter.mjs');
  const name = 'counter';
  const second = await import(`./modules/${name}.mjs`);
  console.log(first === second, first.increment(), second.count); // expect: true 1 1
  const other = await import('./modules/counter.mjs?other');
  console.log(first === other, other.count); // expect: false 0
  const run = new Function('return import("./modules/counter.mjs")');
  console.log((await run()) === first, (await eval('import("./modules/counter.mjs")')) === first); // expect: true true
  console.log((await (0, eval)('import("./modules/counter.mjs")')) === first); // expect: true
  console.log(await attempt(import('./modules/lacking.mjs'))); // expect: SyntaxError: The requested module './q1.mjs' does not provide an export named 'nothing'
  console.log(typeof require, require.main === module); // expect: function true
  const { default: Base } = await import('./modules/counter.mjs');
  console.log(new (class extends Base {})() instanceof Base); // expect: true
  class Lazy { static load = () => import('./modules/q1.mjs'); async get() { return (await Lazy.load()).q; } }
  console.log(await new Lazy().get()); // expect: 1
})();
