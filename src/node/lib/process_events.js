// What `process` needs once a script listens for its events: the emitter's fields, and signals.
'use strict';

const { watch, unwatch } = binding('signals');
const EventEmitter = require('events');

module.exports = (process) => {
  EventEmitter.call(process);
  for (const name of ['_events', '_eventsCount', '_maxListeners']) {
    Object.defineProperty(process, name, { value: process[name], enumerable: true, writable: true, configurable: true });
  }
  const isSignal = (name) => typeof name === 'string' && /^SIG[A-Z]/.test(name);
  process.on('newListener', (name) => {
    if (isSignal(name) && process.listenerCount(name) === 0) watch(name);
  });
  process.on('removeListener', (name) => {
    if (isSignal(name) && process.listenerCount(name) === 0) unwatch(name);
  });
};
