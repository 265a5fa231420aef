export { isEven, log } from './even.mjs';
import { isEven as even } from './even.mjs';
export function isOdd(n) { return n === 0 ? false : even(n - 1); }
try { let_; } catch (error) { early = error.message; }
export let let_ = 1;
export var early;
