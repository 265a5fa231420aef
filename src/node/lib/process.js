// The `process` library: the global.
'use strict';

module.exports = process;
