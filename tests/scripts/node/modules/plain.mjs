export default 'default of plain'; export const named = 'named of plain';
