// The `assert/strict` library.
'use strict';

module.exports = require('assert').strict;
