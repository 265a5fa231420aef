// `with`: names that an object has, or not, at the time they are used.

var object = { own: 1, method() { return this === object; } };
var outside = 'outside';
with (object) {
  console.log(own, outside, method()); // expect: 1 outside true
  own = 2;
  outside = 'changed';
  var declared = 3;
  var own = 4;
}
console.log(object.own, outside, declared, typeof own); // expect: 4 changed 3 undefined

with (object) {
  var closure = () => [typeof later, typeof own];
  console.log(closure()); // expect: [ 'undefined', 'number' ]
  object.later = 1;
  console.log(closure(), later++, ++later, later); // expect: [ 'number', 'number' ] 1 3 3
  later += 10;
  delete later;
  console.log(closure(), 'later' in object); // expect: [ 'undefined', 'number' ] false
}

with ([1, 2, 3]) console.log(length, typeof map, typeof values, join('-')); // expect: 3 function undefined 1-2-3

const log = [];
const proxy = new Proxy({ x: 1 }, {
  get(target, key) { if (typeof key === 'string') log.push(`get ${key}`); return target[key]; },
  set(target, key, value) { log.push(`set ${key}`); target[key] = value; return true; },
});
with (proxy) { x; x = 2; x += 1; }
console.log(log.join(', ')); // expect: get x, set x, get x, set x

with ({ [Symbol.unscopables]: { hidden: true }, hidden: 1, shown: 2 }) console.log(typeof hidden, shown); // expect: undefined 2

function nested(parameter) {
  with ({ a: 1 }) {
    with ({ b: 2 }) {
      let c = 3;
      parameter = a + b + c;
      eval('var fresh = parameter * 2; b = 20');
      return [parameter, fresh, b, arguments[0]];
    }
  }
}
console.log(nested()); // expect: [ 6, 12, 20, undefined ]
function* generator(object) { with (object) { yield value; value = 'set'; yield value; } }
console.log([...generator({ value: 'first' })]); // expect: [ 'first', 'set' ]
try { with (null) {} } catch (error) { console.log(`${error}`); } // expect: TypeError: Cannot convert undefined or null to object
try { with (undefined) {} } catch (error) { console.log(`${error}`); } // expect: TypeError: Cannot convert undefined or null to object
try { with ({}) missing; } catch (error) { console.log(`${error}`); } // expect: ReferenceError: missing is not defined
try { with ({ f: 1 }) f(); } catch (error) { console.log(`${error}`); } // expect: TypeError: f is not a function
for (const name of ['x', 'y']) with ({ x: 1 }) { if (name === 'x') continue; console.log(name, x); } // expect: y 1
