// Fields, private members, accessors, statics, inheritance, super.
class Point {
  #x = 0;
  y = this.#x + 1;
  static count = 0;
  static #secret = 'hidden';
  static { Point.ready = Point.#secret + '!'; }
  constructor(x) { this.#x = x; Point.count++; }
  get x() { return this.#x; }
  set x(value) { this.#x = value * 2; }
  #double() { return this.#x * 2; }
  double() { return this.#double(); }
  static create(x) { return new this(x); }
  static has(o) { return #x in o; }
  static get secret() { return Point.#secret; }
  ['computed' + 1]() { return 'computed'; }
  *[Symbol.iterator]() { yield this.#x; yield this.y; }
  toString() { return `Point(${this.#x})`; }
}
const point = new Point(4);
console.log(point.x, point.y, point.double(), Point.count, Point.ready, Point.secret); // expect: 4 1 8 1 hidden! hidden
point.x = 5;
console.log(point.x, `${point}`, [...point].join(), point.computed1()); // expect: 10 Point(10) 10,1 computed
console.log(Point.has(point), Point.has({}), Object.keys(point).join()); // expect: true false y
class Point3 extends Point {
  z = 'z' + this.y;
  constructor(x, ...rest) { super(x); this.rest = rest; }
  toString() { return `3D ${super.toString()} ${this.z}`; }
  get x() { return super.x + 100; }
  set x(v) { super.x = v; }
  static create(x) { return super.create(x); }
}
const three = Point3.create(7);
three.x = 8;
console.log(String(three), three.x, three instanceof Point, three.rest.length); // expect: 3D Point(16) z1 116 true 0
console.log(Point3.name, Point3.length, Object.getPrototypeOf(Point3) === Point, Point3.prototype.constructor === Point3); // expect: Point3 1 true true
try { Point(); } catch (e) { console.log(e.message); } // expect: Class constructor Point cannot be invoked without 'new'
try { new (class extends Point { constructor() {} })(); } catch (e) { console.log(e.message); } // expect: Must call super constructor in derived class before accessing 'this' or returning from derived constructor
try { new (class extends Point { constructor() { super(1); super(1); } })(); } catch (e) { console.log(e.message); } // expect: Super constructor may only be called once
try { Point.prototype.double.call({}); } catch (e) { console.log(e.name); } // expect: TypeError
try { class A extends null { } new A(); } catch (e) { console.log(e.message); } // expect: Super constructor null of A is not a constructor
try { class B extends 5 { } } catch (e) { console.log(e.message); } // expect: Class extends value 5 is not a constructor or null
class Stack extends Array { peek() { return this[this.length - 1]; } }
const stack = Stack.from([1, 2, 3]);
stack.push(4);
console.log(stack.peek(), stack.length, stack instanceof Array, stack.map((v) => v * 2) instanceof Stack); // expect: 4 4 true true
class Oops extends Error { name = 'Oops'; constructor(m) { super(m, { cause: 'why' }); } }
const oops = new Oops('broken');
console.log(`${oops}`, oops.cause, oops instanceof Error, oops.stack.split('\n')[0]); // expect: Oops: broken why true Oops: broken
class Counted extends Map { get(key) { return super.get(key) ?? 0; } add(key) { return this.set(key, this.get(key) + 1); } }
console.log(new Counted().add('a').add('a').get('a')); // expect: 2
const Anonymous = class { static self = this; static name2 = this.name; };
console.log(Anonymous.self === Anonymous, Anonymous.name2); // expect: true Anonymous
function Base() { if (!new.target) return new Base(); this.made = new.target.name; }
class Derived extends Base {}
console.log(Base().made, new Derived().made); // expect: Base Derived
const mixin = (S) => class extends S { mixed() { return 'mixed ' + super.toString(); } };
console.log(new (mixin(Point))(1).mixed()); // expect: mixed Point(1)
const object = { __proto__: { hi() { return 'proto hi'; } }, hi() { return 'own ' + super.hi(); } };
console.log(object.hi()); // expect: own proto hi
class Acc { static #n = 1; static get n() { return Acc.#n; } static inc() { Acc.#n++; Acc.#n += 2; Acc.#n ||= 9; return Acc.#n; } }
console.log(Acc.inc(), Acc.n); // expect: 4 4
const arrows = new (class { v = 1; f = () => this.v; g() { return [1].map(() => this.v)[0]; } })();
console.log(arrows.f.call(null), arrows.g()); // expect: 1 1
