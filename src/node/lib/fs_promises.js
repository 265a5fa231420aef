// The `fs/promises` library.
'use strict';

module.exports = require('fs').promises;
