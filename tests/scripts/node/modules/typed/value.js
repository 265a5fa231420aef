export const value = import.meta.filename.split('/').slice(-2).join('/'); export const kind = typeof require;
