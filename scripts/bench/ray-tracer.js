// A ray tracer: small vectors, virtual calls, recursion.

'use strict';

class Vector {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }
  add(v) { return new Vector(this.x + v.x, this.y + v.y, this.z + v.z); }
  subtract(v) { return new Vector(this.x - v.x, this.y - v.y, this.z - v.z); }
  times(k) { return new Vector(this.x * k, this.y * k, this.z * k); }
  dot(v) { return this.x * v.x + this.y * v.y + this.z * v.z; }
  get length() { return Math.sqrt(this.dot(this)); }
  normalise() { return this.times(1 / this.length); }
}

class Sphere {
  constructor(center, radius, colour, shine) {
    Object.assign(this, { center, radius, colour, shine });
  }
  hit(origin, direction) {
    const offset = this.center.subtract(origin);
    const along = offset.dot(direction);
    if (along < 0) return null;
    const squared = this.radius * this.radius - offset.dot(offset) + along * along;
    return squared < 0 ? null : along - Math.sqrt(squared);
  }
  normal(point) { return point.subtract(this.center).normalise(); }
}

class Floor {
  constructor(height) {
    this.height = height;
    this.colour = new Vector(0.8, 0.8, 0.8);
    this.shine = 0.2;
  }
  hit(origin, direction) {
    const distance = (this.height - origin.y) / direction.y;
    return distance > 0.001 ? distance : null;
  }
  normal() { return new Vector(0, 1, 0); }
}

const LIGHT = new Vector(-10, 20, -10);
const SCENE = [
  new Floor(-1),
  new Sphere(new Vector(0, 0, 5), 1, new Vector(1, 0.2, 0.2), 0.5),
  new Sphere(new Vector(2, 0.5, 6), 1.5, new Vector(0.2, 1, 0.2), 0.3),
  new Sphere(new Vector(-2, 0, 4), 1, new Vector(0.2, 0.2, 1), 0.6),
];

function nearest(origin, direction) {
  let best = null;
  for (const thing of SCENE) {
    const distance = thing.hit(origin, direction);
    if (distance !== null && distance > 0.001 && (best === null || distance < best.distance)) best = { thing, distance };
  }
  return best;
}

function trace(origin, direction, depth) {
  const found = nearest(origin, direction);
  if (found === null) return new Vector(0.3, 0.5, 0.9).times(Math.max(0, direction.y) + 0.2);
  const { thing, distance } = found;
  const point = origin.add(direction.times(distance));
  const normal = thing.normal(point);
  const toLight = LIGHT.subtract(point).normalise();
  const lit = nearest(point.add(normal.times(0.001)), toLight) === null ? Math.max(0, normal.dot(toLight)) : 0;
  const colour = thing.colour.times(0.1 + 0.9 * lit);
  if (depth === 0) return colour;
  const reflected = direction.subtract(normal.times(2 * normal.dot(direction)));
  return colour.times(1 - thing.shine).add(trace(point, reflected, depth - 1).times(thing.shine));
}

function run() {
  const size = 72;
  let sum = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const direction = new Vector(x / size - 0.5, 0.5 - y / size, 1).normalise();
      const colour = trace(new Vector(0, 0.5, 0), direction, 2);
      sum += colour.x + 2 * colour.y + 3 * colour.z;
    }
  }
  return sum.toFixed(6);
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
