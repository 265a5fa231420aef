import { isOdd, let_, early } from './odd.mjs';
export const log = [];
export function isEven(n) { return n === 0 ? true : isOdd(n - 1); }
// This one runs first: the other has only its functions and vars yet.
log.push(isEven(10), isOdd(7), early);
for (const use of [() => let_, () => typeof let_]) {
  try { use(); } catch (error) { log.push(`${error.name}: ${error.message}`); }
}
