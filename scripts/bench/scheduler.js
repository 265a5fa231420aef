// Classes and inheritance: an operating system that schedules tasks exchanging packets.

'use strict';

class Packet {
  constructor(link, owner, kind) {
    this.link = link;
    this.owner = owner;
    this.kind = kind;
    this.datum = 0;
    this.data = [0, 0, 0, 0];
  }

  appendTo(queue) {
    this.link = null;
    if (queue === null) return this;
    let last = queue;
    while (last.link !== null) last = last.link;
    last.link = this;
    return queue;
  }
}

class Task {
  constructor(scheduler, id, priority, queue) {
    this.scheduler = scheduler;
    this.id = id;
    this.priority = priority;
    this.queue = queue;
    this.held = false;
    this.waiting = queue === null;
  }

  get isReady() { return !this.held && !(this.waiting && this.queue === null); }

  take() {
    const packet = this.queue;
    if (packet === null) return null;
    this.queue = packet.link;
    this.waiting = false;
    return packet;
  }

  receive(packet) {
    this.queue = packet.appendTo(this.queue);
    this.waiting = false;
  }
}

class IdleTask extends Task {
  constructor(scheduler, id, count) {
    super(scheduler, id, 0, null);
    this.seed = 1;
    this.count = count;
    this.waiting = false;
  }

  run() {
    if (--this.count === 0) return this.scheduler.hold(this);
    const isOdd = (this.seed & 1) === 1;
    this.seed = isOdd ? (this.seed >> 1) ^ 0xd008 : this.seed >> 1;
    this.scheduler.release(isOdd ? 5 : 4);
  }
}

class DeviceTask extends Task {
  constructor(scheduler, id, priority) {
    super(scheduler, id, priority, null);
    this.pending = null;
  }

  run(packet) {
    if (packet !== null) {
      this.pending = packet;
      return this.scheduler.hold(this);
    }
    if (this.pending === null) {
      this.waiting = true;
      return;
    }
    const done = this.pending;
    this.pending = null;
    this.scheduler.send(done);
  }
}

class WorkerTask extends Task {
  constructor(scheduler, id, priority, queue) {
    super(scheduler, id, priority, queue);
    this.target = 2;
    this.letter = 0;
  }

  run(packet) {
    if (packet === null) {
      this.waiting = true;
      return;
    }
    this.target = 5 - this.target;
    packet.owner = this.target;
    packet.datum = 0;
    for (let i = 0; i < 4; i++) {
      this.letter = (this.letter % 26) + 1;
      packet.data[i] = this.letter;
    }
    this.scheduler.send(packet);
  }
}

class HandlerTask extends Task {
  constructor(scheduler, id, priority, queue) {
    super(scheduler, id, priority, queue);
    this.work = null;
    this.devices = null;
  }

  run(packet) {
    if (packet !== null) {
      if (packet.kind === 1) this.work = packet.appendTo(this.work);
      else this.devices = packet.appendTo(this.devices);
    }
    const work = this.work;
    if (work !== null && work.datum >= 4) {
      this.work = work.link;
      return this.scheduler.send(work);
    }
    if (work !== null && this.devices !== null) {
      const device = this.devices;
      this.devices = device.link;
      device.datum = work.data[work.datum++];
      return this.scheduler.send(device);
    }
    this.waiting = true;
  }
}

class Scheduler {
  constructor() {
    this.tasks = [];
    this.byPriority = [];
    this.sent = 0;
    this.held = 0;
  }

  add(task) {
    this.tasks[task.id] = task;
    this.byPriority.push(task);
    this.byPriority.sort((a, b) => b.priority - a.priority);
  }

  hold(task) {
    this.held++;
    task.held = true;
  }

  release(id) { this.tasks[id].held = false; }

  send(packet) {
    this.sent++;
    const target = this.tasks[packet.owner];
    packet.owner = this.current.id;
    target.receive(packet);
  }

  schedule() {
    for (;;) {
      const task = this.byPriority.find((candidate) => candidate.isReady);
      if (task === undefined) return;
      this.current = task;
      task.run(task.take());
    }
  }
}

function simulate() {
  const scheduler = new Scheduler();
  const packets = (owner, kind, count) => {
    let queue = null;
    for (let i = 0; i < count; i++) queue = new Packet(queue, owner, kind);
    return queue;
  };
  scheduler.add(new IdleTask(scheduler, 0, 3000));
  scheduler.add(new WorkerTask(scheduler, 1, 1000, packets(1, 1, 2)));
  scheduler.add(new HandlerTask(scheduler, 2, 2000, packets(4, 0, 3)));
  scheduler.add(new HandlerTask(scheduler, 3, 3000, packets(5, 0, 3)));
  scheduler.add(new DeviceTask(scheduler, 4, 4000));
  scheduler.add(new DeviceTask(scheduler, 5, 5000));
  scheduler.schedule();
  return scheduler.sent * 31 + scheduler.held;
}

function run() {
  let sum = 0;
  for (let i = 0; i < 30; i++) sum += simulate();
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
