export const b = 2, a = 1, $ = 0, é = 3;
const x = 'indexed';
export { x as '10', x as '9', x as 'a b' };
export default function () {}
