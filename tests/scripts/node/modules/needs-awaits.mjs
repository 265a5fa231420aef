import './awaits.mjs'; export const x = 1;
