import d from './stars.mjs';
