// Graph work: dominators and strongly connected components of generated control flow graphs.

'use strict';

class BasicBlock {
  constructor(id) {
    this.id = id;
    this.successors = [];
    this.predecessors = [];
    this.order = -1;
    this.dominator = null;
  }
}

class Graph {
  blocks = new Map();

  block(id) {
    let block = this.blocks.get(id);
    if (block === undefined) this.blocks.set(id, (block = new BasicBlock(id)));
    return block;
  }

  edge(from, to) {
    this.block(from).successors.push(this.block(to));
    this.block(to).predecessors.push(this.block(from));
  }
}

function generate(count) {
  const graph = new Graph();
  for (let i = 0; i < count; i++) {
    graph.edge(i, i + 1);
    if (i % 3 === 0) graph.edge(i, Math.min(count, i + 5));
    if (i % 7 === 6) graph.edge(i, i - 4);
    if (i % 50 === 49) graph.edge(i, i - 40);
  }
  return graph;
}

function postorder(graph) {
  const order = [];
  const seen = new Set([0]);
  const stack = [{ block: graph.block(0), next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top.next < top.block.successors.length) {
      const successor = top.block.successors[top.next++];
      if (!seen.has(successor.id)) {
        seen.add(successor.id);
        stack.push({ block: successor, next: 0 });
      }
    } else {
      top.block.order = order.length;
      order.push(top.block);
      stack.pop();
    }
  }
  return order;
}

function dominators(graph) {
  const order = postorder(graph);
  const root = graph.block(0);
  root.dominator = root;
  const intersect = (a, b) => {
    while (a !== b) {
      while (a.order < b.order) a = a.dominator;
      while (b.order < a.order) b = b.dominator;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = order.length - 2; i >= 0; i--) {
      const block = order[i];
      let dominator = null;
      for (const predecessor of block.predecessors) {
        if (predecessor.dominator === null) continue;
        dominator = dominator === null ? predecessor : intersect(predecessor, dominator);
      }
      if (dominator !== block.dominator) {
        block.dominator = dominator;
        changed = true;
      }
    }
  }
  return order.reduce((sum, block) => sum + block.dominator.id, 0);
}

function components(graph) {
  let index = 0;
  let count = 0;
  const state = new Map();
  const stack = [];
  const visit = (block) => {
    const own = { index, low: index, onStack: true };
    index++;
    state.set(block, own);
    stack.push(block);
    for (const successor of block.successors) {
      const known = state.get(successor);
      if (known === undefined) own.low = Math.min(own.low, visit(successor).low);
      else if (known.onStack) own.low = Math.min(own.low, known.index);
    }
    if (own.low === own.index) {
      count++;
      let popped;
      do {
        popped = stack.pop();
        state.get(popped).onStack = false;
      } while (popped !== block);
    }
    return own;
  };
  visit(graph.block(0));
  return count;
}

function run() {
  let sum = 0;
  for (let round = 0; round < 20; round++) {
    const graph = generate(1500);
    sum += dominators(graph) + components(graph);
  }
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
