// A leak detector: samples the heap on a timer, fits a line through the samples, and raises an alert when the heap keeps
// growing. First it watches a healthy program, then a leaking one. The first samples are not judged: a program that
// starts up grows, but does not leak.
//
//   tenure scripts/labs/leak-detector.js

'use strict';
const { EventEmitter } = require('events');
const v8 = require('v8');

const KB = 1024;

// Emits 'sample' with each measurement and 'leak' once growth over the window is steady and steep.
class LeakDetector extends EventEmitter {
  #samples = [];
  #timer = null;

  constructor({ interval = 20, warmup = 5, window = 10, threshold = 1024 * KB } = {}) {
    super();
    this.interval = interval; // ms between samples
    this.warmup = warmup; // samples to let go by first
    this.window = window; // samples that a judgement needs
    this.threshold = threshold; // bytes a second that count as a leak
  }

  start() {
    this.#timer ??= setInterval(() => this.#sample(), this.interval);
    return this;
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    return this;
  }

  // Growth in bytes a second: the slope of the least-squares line through the window.
  get growth() {
    const n = this.#samples.length;
    if (n < 2) return 0;
    const meanTime = this.#samples.reduce((sum, { time }) => sum + time, 0) / n;
    const meanUsed = this.#samples.reduce((sum, { used }) => sum + used, 0) / n;
    let covariance = 0;
    let variance = 0;
    for (const { time, used } of this.#samples) {
      covariance += (time - meanTime) * (used - meanUsed);
      variance += (time - meanTime) ** 2;
    }
    return variance === 0 ? 0 : (covariance / variance) * 1000;
  }

  #sample() {
    globalThis.gc?.();
    const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics();
    if (this.warmup > 0) this.warmup--;
    else this.#samples.push({ time: performance.now(), used });
    if (this.#samples.length > this.window) this.#samples.shift();
    this.emit('sample', { used, limit, growth: this.growth });
    if (this.#samples.length === this.window && this.growth > this.threshold) {
      const seconds = (limit - used) / this.growth;
      this.emit('leak', { growth: this.growth, secondsToLimit: seconds });
    }
  }
}

// Runs `work` every few milliseconds under a detector; resolves with the alert, or null after `samples` without one.
function watch(title, work, samples = 25) {
  console.log(`\n${title}`);
  return new Promise((resolve) => {
    const detector = new LeakDetector();
    const worker = setInterval(work, 5);
    let count = 0;
    const finish = (alert) => {
      detector.stop();
      clearInterval(worker);
      resolve(alert);
    };
    detector.on('sample', ({ used, growth }) => {
      if (count % 5 === 0) console.log(`  used ${(used / KB).toFixed(0)} KB, growing ${(growth / KB).toFixed(0)} KB/s`);
      if (++count >= samples) finish(null);
    });
    detector.on('leak', finish);
    detector.start();
  });
}

function report(alert) {
  if (alert === null) return console.log('  no leak');
  console.log(`  LEAK: ${(alert.growth / KB).toFixed(0)} KB/s, the limit in ${Math.round(alert.secondsToLimit)} s`);
}

async function main() {
  v8.setFlagsFromString('--expose-gc');
  globalThis.gc ??= require('vm').runInNewContext('gc');

  const recent = [];
  report(
    await watch('A healthy program: it keeps the last hundred records', () => {
      recent.push({ at: Date.now(), body: 'x'.repeat(100) });
      if (recent.length > 100) recent.shift();
    }),
  );

  const sessions = new Map();
  report(
    await watch('A leaking one: sessions are never removed', () => {
      for (let i = 0; i < 40; i++) sessions.set(Symbol('session'), new Array(100).fill(sessions.size));
    }),
  );
  console.log(`\n${sessions.size > 0 ? 'The sessions are still there.' : 'Nothing is there.'}`);
}

main();
