// Regular expressions: tokenising, matching, replacing.

'use strict';

const LOG = Array.from({ length: 1500 }, (_, i) =>
  `2024-0${(i % 9) + 1}-1${i % 10}T0${i % 10}:15:${10 + (i % 49)} [${['INFO', 'WARN', 'ERROR'][i % 3]}] user${i}@example${i % 7}.org GET /path/${i}?q=${i * 3}&r=x`);

const LINE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2}) \[(INFO|WARN|ERROR)\] (\S+)@(\S+) (GET|POST) (\/\S*)$/;

function run() {
  let sum = 0;
  for (let round = 0; round < 3; round++) {
    for (const line of LOG) {
      const match = LINE.exec(line);
      if (match === null) continue;
      sum += Number(match[2]) + match[8].length + (match[7] === 'ERROR' ? 10 : 0);
      if (/error/i.test(line)) sum++;
      sum += line.replace(/\d+/g, (digits) => `<${digits.length}>`).length;
      sum += line.split(/[\s@&?]/).length;
    }
  }
  const all = LOG.join('\n');
  for (const { groups } of all.matchAll(/user(?<id>\d+)@(?<domain>[a-z0-9.]+)/g)) sum += Number(groups.id) % 7 + groups.domain.length;
  sum += all.replaceAll(/[aeiou]/g, '').length + (all.match(/\b[a-z]{3,}\b/g) ?? []).length;
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
