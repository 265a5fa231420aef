import { a } from './tla-a.mjs';
order.push(`sync sees ${a}`);
export const s = `s${a}`;
