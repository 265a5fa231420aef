// Exports of every form, one of them changing.
export let count = 0;
export function increment() { count++; return count; }
export const limit = 10, { a, b: [c, ...d] } = { a: 'A', b: ['C', 'D', 'E'] };
export default class { static made = 'by default'; }
var late;
export { late as 'any text', late as last };
export function setLate(value) { late = value; }
