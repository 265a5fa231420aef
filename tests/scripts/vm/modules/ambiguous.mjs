import { q } from './stars.mjs';
