export { loop } from './loop1.mjs';
