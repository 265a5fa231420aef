// Imports and exports of every form.
import fallback, { named, other as renamed, default as again } from './a.mjs';
import * as everything from './b.mjs';
import data from './c.json' with { type: 'json' };
import './effects.mjs';
export { renamed as shown, named };
export { default as inherited } from './d.mjs';
export * from './e.mjs';
export * as space from './f.mjs';
export const one = 1, [two] = [2];
export function declared() { return import.meta.url }
export default class { static loads = import('./g.mjs') }
await everything;
