// The `stream/promises` library.
'use strict';

module.exports = require('stream').promises;
