export { loop } from './loop2.mjs';
