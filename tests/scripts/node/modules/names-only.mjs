export const only = 'names';
