const x = 1, y = 2;
module.exports = { x, y, z: y, 'quoted': x, call: String(1), after: x };
