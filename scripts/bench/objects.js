// Property-heavy objects: particles in a box, linked lists, shapes that differ.

'use strict';

function Particle(x, y, vx, vy) {
  this.x = x;
  this.y = y;
  this.vx = vx;
  this.vy = vy;
  this.bounces = 0;
}

function step(particles) {
  for (let i = 0; i < particles.length; i++) {
    const p = particles[i];
    p.x += p.vx;
    p.y += p.vy;
    if (p.x < 0 || p.x > 1000) { p.vx = -p.vx; p.bounces++; }
    if (p.y < 0 || p.y > 1000) { p.vy = -p.vy; p.bounces++; }
  }
}

function areaOf(shape) {
  switch (shape.kind) {
    case 'square': return shape.side * shape.side;
    case 'rectangle': return shape.width * shape.height;
    case 'triangle': return (shape.base * shape.height) / 2;
    default: return 3 * shape.radius * shape.radius;
  }
}

function run() {
  const particles = [];
  for (let i = 0; i < 1000; i++) particles.push(new Particle(i, 999 - i, (i % 7) - 3, (i % 11) - 5));
  for (let i = 0; i < 400; i++) step(particles);
  let sum = 0;
  for (const p of particles) sum += p.bounces;

  let list = null;
  for (let i = 0; i < 100000; i++) list = { value: i, next: list };
  for (let round = 0; round < 10; round++) for (let node = list; node !== null; node = node.next) sum += node.value & 7;

  const shapes = [];
  for (let i = 0; i < 1000; i++) {
    shapes.push({ kind: 'square', side: i }, { kind: 'rectangle', width: i, height: 2 });
    shapes.push({ kind: 'triangle', base: i, height: 4 }, { kind: 'circle', radius: i });
  }
  for (let round = 0; round < 60; round++) for (const shape of shapes) sum = (sum + areaOf(shape)) % 1000003;
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
