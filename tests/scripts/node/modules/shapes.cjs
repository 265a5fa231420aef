exports.a = 1;
module.exports.b = 2;
exports['c d'] = 3;
Object.defineProperty(exports, 'plain', { enumerable: true, get: function () { return exports.a; } });
Object.defineProperty(exports, 'odd', { enumerable: true, get() { return 2 + 2; } });
const name = 'computed';
exports[name] = 4;
exports.counter = 0;
exports.count = () => ++exports.counter;
