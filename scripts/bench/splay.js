// Splay trees: nodes that move, payloads that die.

'use strict';

class Node {
  left = null;
  right = null;
  constructor(key, payload) {
    this.key = key;
    this.payload = payload;
  }
}

class SplayTree {
  root = null;

  splay(key) {
    const header = new Node(0, null);
    let left = header;
    let right = header;
    let current = this.root;
    for (;;) {
      if (key < current.key) {
        let child = current.left;
        if (child === null) break;
        if (key < child.key) {
          current.left = child.right;
          child.right = current;
          current = child;
          child = current.left;
          if (child === null) break;
        }
        right.left = current;
        right = current;
        current = child;
      } else if (key > current.key) {
        let child = current.right;
        if (child === null) break;
        if (key > child.key) {
          current.right = child.left;
          child.left = current;
          current = child;
          child = current.right;
          if (child === null) break;
        }
        left.right = current;
        left = current;
        current = child;
      } else {
        break;
      }
    }
    left.right = current.left;
    right.left = current.right;
    current.left = header.right;
    current.right = header.left;
    this.root = current;
  }

  insert(key, payload) {
    const node = new Node(key, payload);
    if (this.root !== null) {
      this.splay(key);
      const old = this.root;
      if (old.key === key) return false;
      if (key > old.key) {
        node.left = old;
        node.right = old.right;
        old.right = null;
      } else {
        node.right = old;
        node.left = old.left;
        old.left = null;
      }
    }
    this.root = node;
    return true;
  }

  remove(key) {
    this.splay(key);
    const removed = this.root;
    if (removed.key !== key) return null;
    if (removed.left === null) {
      this.root = removed.right;
    } else {
      this.root = removed.left;
      this.splay(key);
      this.root.right = removed.right;
    }
    return removed;
  }
}

function payload(depth, tag) {
  if (depth === 0) return { array: [0, 1, 2, 3, 4, 5, 6, 7], text: `leaf ${tag}` };
  return { left: payload(depth - 1, tag), right: payload(depth - 1, tag) };
}

function run() {
  const tree = new SplayTree();
  let seed = 49734321;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff);
  const keys = [];
  for (let i = 0; i < 4000; i++) {
    const key = random();
    if (tree.insert(key, payload(3, key))) keys.push(key);
  }
  let sum = 0;
  for (let i = 0; i < 12000; i++) {
    const index = random() % keys.length;
    const removed = tree.remove(keys[index]);
    sum = (sum + removed.payload.left.left.right.array[i % 8]) % 1000003;
    const key = random();
    if (tree.insert(key, payload(3, key))) keys[index] = key;
    else keys.splice(index, 1);
  }
  return sum + keys.length;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
