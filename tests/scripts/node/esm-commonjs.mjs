// CommonJS from ES modules: the default is what it exports, names are those its text promises.
import shapes, { a, b, 'c d' as spaced, plain, counter, count } from './modules/shapes.cjs';
import * as all from './modules/shapes.cjs';
import * as literal from './modules/literal.cjs';
import * as again from './modules/again.cjs';
import compiled, { named } from './modules/compiled.cjs';
import * as compiledNames from './modules/compiled.cjs';
import callable from './modules/function.cjs';
import { createRequire } from 'node:module';

console.log(a, b, spaced, plain, counter, shapes.odd, shapes.computed); // expect: 1 2 3 1 0 4 4
console.log(Object.keys(all).join()); // expect: a,b,c d,count,counter,default,plain
console.log(count(), counter, shapes.counter); // expect: 1 0 1
console.log(Object.keys(literal).join(), Object.keys(literal.default).join()); // expect: call,default,quoted,x,y,z x,y,z,quoted,call,after
console.log(Object.keys(again).join(), again.default === literal.default); // expect: call,default,quoted,x,y,z true
console.log(compiled.default, named, Object.keys(compiledNames).join()); // expect: the default named __esModule,a,b,c d,count,counter,default,named,plain
console.log(callable(), Object.keys(await import('./modules/function.cjs')).join()); // expect: called default
const require = createRequire(import.meta.url);
console.log(require('./modules/shapes.cjs') === shapes, require.resolve('./modules/shapes.cjs').endsWith('shapes.cjs')); // expect: true true
const message = async (specifier, options) => {
  try { return Object.keys(await import(specifier, options)).join(); } catch (error) {
    return `${error.name} ${error.code}: ${error.message.replaceAll(import.meta.dirname, '')}`;
  }
};
console.log(await message('./modules/throws.cjs')); // expect: Error undefined: thrown by CommonJS
console.log(await message('./modules/throws.cjs')); // expect: Error undefined: thrown by CommonJS
const lacking = await message(`data:text/javascript,import { nothing as x } from '${import.meta.resolve('./modules/shapes.cjs')}';`);
console.log(lacking.split('\n')[0].replace(/'file:.*?shapes.cjs'/, 'it')); // expect: SyntaxError undefined: Named export 'nothing' not found. The requested module it is a CommonJS module, which may not support all module.exports as named exports.
console.log(await message('./modules/data.json')); // expect: TypeError ERR_IMPORT_ASSERTION_TYPE_MISSING: Module "file:///modules/data.json" needs an import attribute of type "json"
console.log(await message('./modules/data.json', { with: { type: 'json' } })); // expect: default
console.log(await message('./modules/data.json', { with: { type: 'css' } })); // expect: TypeError ERR_IMPORT_ASSERTION_TYPE_UNSUPPORTED: Import attribute type "css" is unsupported
console.log(await message('./modules/plain.mjs', { with: { type: 'json' } })); // expect: TypeError ERR_IMPORT_ASSERTION_TYPE_FAILED: Module "file:///modules/plain.mjs" is not of type "json"
console.log(await message('./modules/plain.mjs', { with: { kind: 'x' } })); // expect: TypeError ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: Import attribute "kind" with value "x" is not supported
console.log(typeof require, typeof module, typeof exports, typeof __filename); // expect: function undefined undefined undefined
