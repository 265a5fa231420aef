// Map, Set, WeakMap: counting, joining, graph search, weak metadata.

'use strict';

function run() {
  let sum = 0;
  const counts = new Map();
  for (let i = 0; i < 200000; i++) {
    const key = (i * 2654435761) % 5000;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts) sum = (sum + key * count) % 1000003;

  const byName = new Map();
  for (let i = 0; i < 30000; i++) byName.set(`name${i}`, { id: i });
  for (let i = 0; i < 90000; i++) sum = (sum + (byName.get(`name${i % 40000}`)?.id ?? 1)) % 1000003;
  for (let i = 0; i < 30000; i += 2) byName.delete(`name${i}`);
  sum += byName.size;

  const seen = new Set([0]);
  let frontier = [0];
  while (frontier.length > 0) {
    const next = [];
    for (const node of frontier) {
      for (const neighbour of [(node * 3 + 1) % 40009, (node * 7 + 5) % 40009]) {
        if (seen.has(neighbour)) continue;
        seen.add(neighbour);
        next.push(neighbour);
      }
    }
    frontier = next;
  }
  sum += seen.size;

  const metadata = new WeakMap();
  const objects = Array.from({ length: 20000 }, (_, id) => ({ id }));
  for (const object of objects) metadata.set(object, { visits: 0 });
  for (let round = 0; round < 4; round++) for (const object of objects) metadata.get(object).visits += object.id & 1;
  for (const object of objects) sum += metadata.get(object).visits;
  const evens = new Set(objects.filter(({ id }) => id % 2 === 0).map(({ id }) => id));
  evens.forEach((id) => { sum = (sum + id) % 1000003; });
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
