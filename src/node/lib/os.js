// The `os` library.
'use strict';

const system = binding('os');

const signals = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10,
  SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGCHLD: 17, SIGCONT: 18, SIGSTOP: 19, SIGTSTP: 20,
};
const errno = {
  EPERM: 1, ENOENT: 2, ESRCH: 3, EINTR: 4, EIO: 5, EBADF: 9, EAGAIN: 11, ENOMEM: 12, EACCES: 13, EEXIST: 17, EXDEV: 18,
  ENOTDIR: 20, EISDIR: 21, EINVAL: 22, EMFILE: 24, ENOSPC: 28, EROFS: 30, EPIPE: 32, ENAMETOOLONG: 36, ENOTEMPTY: 39,
};

module.exports = {
  EOL: '\n',
  devNull: '/dev/null',
  constants: { signals, errno, priority: {} },
  arch: () => process.arch,
  platform: () => process.platform,
  type: () => system.name().sysname,
  release: () => system.name().release,
  version: () => system.name().version,
  machine: () => system.name().machine,
  hostname: () => system.name().nodename,
  endianness: () => (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE'),
  homedir: () => process.env.HOME ?? '/',
  tmpdir: () => (process.env.TMPDIR ?? process.env.TMP ?? process.env.TEMP ?? '/tmp').replace(/(.)\/$/, '$1'),
  totalmem: () => system.memory().total,
  freemem: () => system.memory().free,
  uptime: () => system.uptime(),
  loadavg: () => system.loadAverage(),
  availableParallelism: () => system.parallelism(),
  cpus: () => Array.from({ length: system.parallelism() }, () => ({
    model: 'unknown', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
  })),
  networkInterfaces: () => ({}),
  userInfo: () => ({
    uid: process.getuid(), gid: process.getgid(), username: process.env.USER ?? 'root', homedir: process.env.HOME ?? '/',
    shell: process.env.SHELL ?? null,
  }),
};
