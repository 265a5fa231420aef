// Imports are the exporter's bindings themselves, seen changing, never assigned.
import Default, { count, increment, limit, a, c, d, last, 'any text' as text, setLate } from './modules/counter.mjs';
import * as counter from './modules/counter.mjs';
import { default as again, count as sameCount } from './modules/counter.mjs';
export * from './modules/counter.mjs';
export { default as base } from './modules/counter.mjs';
export * as nested from './modules/counter.mjs';
import * as self from './live-bindings.mjs';

console.log(count, limit, a, c, d); // expect: 0 10 A C [ 'D', 'E' ]
increment();
console.log(count, sameCount, counter.count, self.count, self.nested.count); // expect: 1 1 1 1 1
console.log(last, text); // expect: undefined undefined
setLate('now');
console.log(last, text, counter['any text']); // expect: now now now
console.log(Default.name, Default.made, again === Default, self.base === Default); // expect: default by default true true
try { count = 5; } catch (error) { console.log(error.name, error.message); } // expect: TypeError Assignment to constant variable.
try { counter.count = 5; } catch (error) { console.log(error.name, error.message); } // expect: TypeError Cannot assign to read only property 'count' of object '[object Module]'
try { counter = 5; } catch (error) { console.log(error.name, error.message); } // expect: TypeError Assignment to constant variable.
try { count++; } catch (error) { console.log(error.name, error.message); } // expect: TypeError Assignment to constant variable.
const read = () => count, deep = () => () => () => [count, increment(), count];
console.log(read(), deep()()()); // expect: 1 [ 1, 2, 2 ]
console.log(typeof count, typeof counter, eval('count + 1')); // expect: number object 3
{
  const count = 'inner';
  console.log(count, (() => count)()); // expect: inner inner
}
console.log(Object.keys(self).join()); // expect: a,any text,base,c,count,d,increment,last,limit,nested,setLate
console.log(typeof this, typeof arguments); // expect: undefined undefined
// Reading names of namespaces where one place sees several.
import * as other from './modules/names.mjs';
const seen = new Set();
for (let i = 0; i < 6; i++) for (const space of [counter, other]) seen.add(`${space.a}`).add(`${space.count}`);
increment();
for (const space of [counter, other]) seen.add(`${space.count}`);
console.log([...seen].join()); // expect: A,2,1,undefined,3
