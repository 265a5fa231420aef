import './tla-fails.mjs';
throw new Error('never runs');
