export default 'x of self';
