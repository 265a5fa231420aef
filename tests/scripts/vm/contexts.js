// `vm` contexts: variables are the context object's properties.
const vm = require('vm');
const context = vm.createContext({ given: 1 });
console.log(vm.runInContext('var declared = given + 1; function made() { return this.given; } implied = 3; declared', context)); // expect: 2
console.log(Object.keys(context), context.declared, context.implied, typeof context.made); // expect: [ 'given', 'made', 'declared', 'implied' ] 2 3 function
console.log(vm.runInContext('[typeof process, typeof missing, typeof Array, typeof declared, this.given]', context).join()); // expect: undefined,undefined,function,number,1
try { vm.runInContext('missing', context); } catch (error) { console.log(`${error}`); } // expect: ReferenceError: missing is not defined
try { vm.runInContext('"use strict"; undeclared = 1', context); } catch (error) { console.log(`${error}`); } // expect: ReferenceError: undeclared is not defined
console.log(vm.runInContext('let lexical = 5; const f = () => lexical + given; f()', context)); // expect: 6
console.log(vm.runInNewContext('x + y', { x: 1, y: 2 }), typeof implied, typeof declared); // expect: 3 undefined undefined
console.log(new vm.Script('count = (typeof count === "number" ? count : 0) + 1').runInContext(context), context.count); // expect: 1 1
