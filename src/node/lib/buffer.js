// The `buffer` library: Buffer and what goes with it.
'use strict';

module.exports = binding('buffer');
