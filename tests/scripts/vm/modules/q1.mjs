export const q = 1, r = 1; export default 1;
