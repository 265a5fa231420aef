// The `timers` library: the global functions, and promises of them.
'use strict';

module.exports = {
  setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate,
  get promises() {
    return require('timers/promises');
  },
};
