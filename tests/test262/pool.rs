//! Workers, one thread each, that take tests from a common list; and a watchdog that interrupts what takes too long.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tenure::vm::Interrupter;

use crate::execution::{Executor, NATIVE_STACK_BYTES};
use crate::plan::Test;

/// How long a test may take in one of its ways.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// How often the watchdog looks. It interrupts again each time, in case the test catches what it throws.
const WATCH_INTERVAL: Duration = Duration::from_millis(100);
/// A worker's stack, beyond what a test may use.
const OWN_STACK_BYTES: usize = 2 << 20;

/// What runs on one worker, since when.
type Watched = Mutex<Option<(Instant, Interrupter)>>;

/// What a test is complained of, or nothing.
pub type Outcome = Result<(), String>;

/// The common list.
struct Work<'t> {
    tests: &'t [Test],
    outcomes: Vec<Mutex<Outcome>>,
    next: AtomicUsize,
}

/// Runs all tests; an outcome for each, in order.
pub fn run(checkout: &Path, tests: &[Test], threads: usize) -> Vec<Outcome> {
    let outcomes = tests.iter().map(|_| Mutex::new(Ok(()))).collect();
    let work = Work { tests, outcomes, next: AtomicUsize::new(0) };
    let watched: Vec<Watched> = (0..threads).map(|_| Mutex::new(None)).collect();
    let is_done = AtomicBool::new(false);
    // A panic is an outcome; its message would only get between the lines of the report.
    std::panic::set_hook(Box::new(|_| {}));
    thread::scope(|scope| {
        scope.spawn(|| guard(&watched, &is_done));
        let start = |watched| {
            let builder = thread::Builder::new().stack_size(NATIVE_STACK_BYTES + OWN_STACK_BYTES);
            let work = &work;
            builder.spawn_scoped(scope, move || work.run(checkout, watched)).expect("the system has room for a thread")
        };
        let workers: Vec<_> = watched.iter().map(start).collect();
        for worker in workers {
            worker.join().expect("a worker catches its tests' panics");
        }
        is_done.store(true, Ordering::Release);
    });
    let _ = std::panic::take_hook();
    work.outcomes.into_iter().map(|outcome| outcome.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

impl Work<'_> {
    /// What one worker does.
    fn run(&self, checkout: &Path, watched: &Watched) {
        let mut executor = Executor::new(checkout);
        let watch = |interrupter: Option<Interrupter>| {
            *lock(watched) = interrupter.map(|interrupter| (Instant::now(), interrupter));
        };
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some((test, outcome)) = self.tests.get(index).zip(self.outcomes.get(index)) else { return };
            *lock(outcome) = executor.run(test, &watch);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn guard(watched: &[Watched], is_done: &AtomicBool) {
    while !is_done.load(Ordering::Acquire) {
        for running in watched {
            if let Some((since, interrupter)) = &*lock(running)
                && since.elapsed() > TIME_LIMIT
            {
                interrupter.interrupt();
            }
        }
        thread::sleep(WATCH_INTERVAL);
    }
}
