import { b } from './tla-b.mjs';
import { s } from './tla-sync.mjs';
order.push(`both sees ${b} ${s}`);
export default 1;
