// Draws what `console.table` prints.
'use strict';

const { inspect } = binding('inspect');
const { invalidArgType } = binding('errors');

const INDEX = '(index)';
const ITERATION = '(iteration index)';
const KEY = 'Key';
const VALUES = 'Values';

function show(value) {
  const isWide = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2;
  return inspect(value, { depth: isWide ? -1 : 0, maxArrayLength: 3, breakLength: Infinity });
}

// Columns a text takes: wide characters count twice, colours not at all.
function width(text) {
  let columns = 0;
  for (const character of text.replace(/\u001b\[[\d;]*m/g, '').normalize('NFC')) {
    const code = character.codePointAt(0);
    const isWide =
      (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0x1f300 && code <= 0x1faff);
    columns += isWide ? 2 : 1;
  }
  return columns;
}

function draw(head, columns) {
  const widths = head.map((name, i) => Math.max(width(name), ...columns[i].map((cell) => width(cell ?? ''))));
  const height = Math.max(...columns.map((column) => column.length));
  const row = (cells) => `│ ${cells.map((cell, i) => cell + ' '.repeat(widths[i] - width(cell))).join(' │ ')} │`;
  const line = (left, middle, right) => left + widths.map((w) => '─'.repeat(w + 2)).join(middle) + right;
  const lines = [line('┌', '┬', '┐'), row(head), line('├', '┼', '┤')];
  for (let i = 0; i < height; i++) lines.push(row(columns.map((column) => column[i] ?? '')));
  return [...lines, line('└', '┴', '┘')].join('\n');
}

const indexes = (count) => Array.from({ length: count }, (_, i) => show(i));

function isIterator(value, name) {
  return Object.prototype.toString.call(value) === `[object ${name} Iterator]`;
}

module.exports = (data, properties) => {
  if (properties !== undefined && !Array.isArray(properties)) invalidArgType('properties', 'Array', properties);
  if (data === null || typeof data !== 'object') return data;
  if (data instanceof Map) {
    const entries = [...data];
    return draw([ITERATION, KEY, VALUES], [
      indexes(entries.length), entries.map(([key]) => show(key)), entries.map(([, value]) => show(value)),
    ]);
  }
  if (data instanceof Set || isIterator(data, 'Set') || isIterator(data, 'Map')) {
    const values = [...data];
    return draw([ITERATION, VALUES], [indexes(values.length), values.map(show)]);
  }
  return drawObject(data, properties);
};

function drawObject(data, properties) {
  const rows = Object.keys(data);
  const columns = new Map();
  const primitives = [];
  let hasPrimitives = false;
  rows.forEach((name, i) => {
    const item = data[name];
    const isPrimitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
    if (properties === undefined && isPrimitive) {
      hasPrimitives = true;
      primitives[i] = show(item);
      return;
    }
    for (const key of properties ?? Object.keys(item)) {
      if (!columns.has(key)) columns.set(key, []);
      columns.get(key)[i] = isPrimitive || !Object.hasOwn(item, key) ? '' : show(item[key]);
    }
  });
  const head = [INDEX, ...columns.keys()];
  const cells = [rows, ...columns.values()];
  if (hasPrimitives) {
    head.push(VALUES);
    cells.push(primitives);
  }
  return draw(head, cells.map((column) => Array.from(column)));
}
