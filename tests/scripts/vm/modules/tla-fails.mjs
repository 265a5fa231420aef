import './tla-b.mjs';
await Promise.reject(new Error('awaited'));
