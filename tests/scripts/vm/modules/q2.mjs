export const q = 2; export { r } from './q1.mjs';
