'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.default = 'the default';
exports.named = 'named';
var _shapes = require('./shapes.cjs');
Object.keys(_shapes).forEach(function (key) {
  if (key === 'default' || key === '__esModule') return;
  if (key in exports && exports[key] === _shapes[key]) return;
  Object.defineProperty(exports, key, { enumerable: true, get: function () { return _shapes[key]; } });
});
