import { named } from '../plain.mjs'; export const told = named + typeof module;
