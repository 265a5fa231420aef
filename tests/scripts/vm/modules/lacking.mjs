import { nothing } from './q1.mjs';
