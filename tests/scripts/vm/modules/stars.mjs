export * from './q1.mjs';
export * from './q2.mjs';
