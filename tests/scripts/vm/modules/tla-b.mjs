import './tla-order.mjs';
order.push('b starts');
await 0;
order.push('b 1');
export const b = 'b';
