export { nothing as something } from './q1.mjs';
