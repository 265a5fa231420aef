import './q1.mjs';
globalThis.throws = (globalThis.throws ?? 0) + 1;
throw new Error('thrown ' + throws);
