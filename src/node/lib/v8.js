// The `v8` library: statistics of the heap, flags, serialization.
'use strict';

const heap = binding('v8');
const { invalidArgType, outOfRange } = binding('errors');

function setHeapSnapshotNearHeapLimit(limit) {
  if (typeof limit !== 'number') invalidArgType('limit', 'number', limit);
  if (!Number.isInteger(limit)) outOfRange('limit', 'an integer', limit);
  if (limit < 1 || limit > 4294967295) outOfRange('limit', '>= 1 && <= 4294967295', limit);
}

const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const camelKeys = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [camelCase(key), value]));

// Records each collection between start() and stop().
class GCProfiler {
  #profile = null;

  start() {
    if (this.#profile !== null) return;
    this.#profile = { startTime: Date.now(), id: heap.startProfile() };
  }

  stop() {
    if (this.#profile === null) return undefined;
    const { startTime, id } = this.#profile;
    this.#profile = null;
    const shape = ({ heapStatistics, heapSpaceStatistics }) => ({
      heapStatistics: camelKeys(heapStatistics),
      heapSpaceStatistics: heapSpaceStatistics.map(camelKeys),
    });
    const statistics = heap.stopProfile(id).map(({ gcType, cost, before, after }) => ({
      gcType, cost, beforeGC: shape(before), afterGC: shape(after),
    }));
    return { version: 1, startTime, statistics, endTime: Date.now() };
  }
}

module.exports = {
  cachedDataVersionTag: () => 1165837636,
  getHeapStatistics: heap.heapStatistics,
  getHeapSpaceStatistics: heap.heapSpaceStatistics,
  getHeapCodeStatistics: heap.heapCodeStatistics,
  setFlagsFromString: heap.setFlags,
  setHeapSnapshotNearHeapLimit,
  ...require('internal/serializer'),
  GCProfiler,
  takeCoverage() {},
  stopCoverage() {},
};
