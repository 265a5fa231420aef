import './tla-order.mjs';
order.push('a starts');
await 0;
order.push('a 1');
await 0;
order.push('a 2');
export const a = 'a';
