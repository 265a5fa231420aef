// Floating point in arrays: diffusion and advection on a grid, as fluid solvers do.

'use strict';

const N = 64;
const ROW = N + 2;
const field = () => new Float64Array(ROW * ROW);

function bounds(x) {
  for (let i = 1; i <= N; i++) {
    x[i] = x[i + ROW];
    x[i + (N + 1) * ROW] = x[i + N * ROW];
    x[i * ROW] = x[i * ROW + 1];
    x[i * ROW + N + 1] = x[i * ROW + N];
  }
}

function relax(x, x0, a, c) {
  for (let k = 0; k < 12; k++) {
    for (let j = 1; j <= N; j++) {
      let at = j * ROW + 1;
      for (let i = 1; i <= N; i++, at++) x[at] = (x0[at] + a * (x[at - 1] + x[at + 1] + x[at - ROW] + x[at + ROW])) / c;
    }
    bounds(x);
  }
}

function advect(d, d0, u, v, dt) {
  for (let j = 1; j <= N; j++) {
    for (let i = 1; i <= N; i++) {
      const at = j * ROW + i;
      const x = Math.min(Math.max(i - dt * u[at], 0.5), N + 0.5);
      const y = Math.min(Math.max(j - dt * v[at], 0.5), N + 0.5);
      const i0 = Math.floor(x);
      const j0 = Math.floor(y);
      const s = x - i0;
      const t = y - j0;
      const from = j0 * ROW + i0;
      d[at] = (1 - s) * ((1 - t) * d0[from] + t * d0[from + ROW]) + s * ((1 - t) * d0[from + 1] + t * d0[from + ROW + 1]);
    }
  }
  bounds(d);
}

function run() {
  let density = field();
  let next = field();
  const u = field();
  const v = field();
  for (let i = 0; i < u.length; i++) {
    u[i] = Math.sin(i);
    v[i] = Math.cos(i);
  }
  for (let step = 0; step < 24; step++) {
    density[(N / 2) * ROW + N / 2] += 100;
    relax(next, density, 0.2, 1.8);
    advect(density, next, u, v, 0.1 * N);
  }
  return density.reduce((sum, value) => sum + value, 0).toFixed(6);
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
