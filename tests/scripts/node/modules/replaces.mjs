export default 1; const value = 'replaced'; export { value as 'module.exports' };
