//! Which timer is due when: lists of timers with the same duration, and a queue of the lists.
//!
//! This is node's structure, whose order scripts can see: a list whose first timer is due runs all of its due timers
//! before the next list has its turn. A list is in order of expiry because its timers share one duration; inserting and
//! removing a timer take constant time, so that set-and-clear programs stay cheap. Times are whole milliseconds.
//!
//! Invariants: a list in `lists` is not empty; each list has exactly one entry in `queue` that names its current `expiry`
//! (others are stale and skipped).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

/// Names an active timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimerKey(pub usize);

/// An active timer holding a `T`.
struct Timer<T> {
    content: T,
    start: u64,
    duration: u64,
    previous: Option<usize>,
    next: Option<usize>,
}

struct List {
    first: usize,
    last: usize,
    expiry: u64,
}

/// All active timers.
pub struct TimerLists<T> {
    timers: Vec<Option<Timer<T>>>,
    free: Vec<usize>,
    lists: FxHashMap<u64, List>,
    /// (expiry, order of creation, duration).
    queue: BinaryHeap<Reverse<(u64, u64, u64)>>,
    next_order: u64,
}

impl<T> Default for TimerLists<T> {
    fn default() -> Self {
        TimerLists {
            timers: Vec::new(),
            free: Vec::new(),
            lists: FxHashMap::default(),
            queue: BinaryHeap::new(),
            next_order: 0,
        }
    }
}

impl<T> TimerLists<T> {
    /// Adds a timer that is due `duration` after `start`, behind all others of its duration.
    pub fn insert(&mut self, start: u64, duration: u64, content: T) -> TimerKey {
        let timer = Timer { content, start, duration, previous: None, next: None };
        let key = self.place(timer);
        match self.lists.get_mut(&duration) {
            Some(list) => {
                let before = std::mem::replace(&mut list.last, key);
                self.link(before, key);
            }
            None => {
                let expiry = start + duration;
                self.lists.insert(duration, List { first: key, last: key, expiry });
                self.enqueue(duration, expiry);
            }
        }
        TimerKey(key)
    }

    fn place(&mut self, timer: Timer<T>) -> usize {
        match self.free.pop() {
            Some(key) => {
                self.timers[key] = Some(timer);
                key
            }
            None => {
                self.timers.push(Some(timer));
                self.timers.len() - 1
            }
        }
    }

    fn link(&mut self, before: usize, after: usize) {
        self.at_mut(before).next = Some(after);
        self.at_mut(after).previous = Some(before);
    }

    fn at(&self, key: usize) -> &Timer<T> {
        self.timers[key].as_ref().expect("linked timers are active")
    }

    fn at_mut(&mut self, key: usize) -> &mut Timer<T> {
        self.timers[key].as_mut().expect("linked timers are active")
    }

    fn enqueue(&mut self, duration: u64, expiry: u64) {
        self.queue.push(Reverse((expiry, self.next_order, duration)));
        self.next_order += 1;
    }

    /// Takes a timer out; None if it is not active.
    pub fn remove(&mut self, key: TimerKey) -> Option<T> {
        let timer = self.timers.get_mut(key.0)?.take()?;
        self.free.push(key.0);
        if let Some(previous) = timer.previous {
            self.at_mut(previous).next = timer.next;
        }
        if let Some(next) = timer.next {
            self.at_mut(next).previous = timer.previous;
        }
        self.unlink_from_list(&timer);
        Some(timer.content)
    }

    fn unlink_from_list(&mut self, timer: &Timer<T>) {
        match (timer.previous, timer.next) {
            (None, None) => {
                self.lists.remove(&timer.duration);
            }
            (None, Some(next)) => self.list_mut(timer.duration).first = next,
            (Some(previous), None) => self.list_mut(timer.duration).last = previous,
            (Some(_), Some(_)) => {}
        }
    }

    fn list_mut(&mut self, duration: u64) -> &mut List {
        self.lists.get_mut(&duration).expect("an active timer is in the list of its duration")
    }

    /// What an active timer holds.
    pub fn get(&self, key: TimerKey) -> Option<&T> {
        self.timers.get(key.0)?.as_ref().map(|timer| &timer.content)
    }

    pub fn get_mut(&mut self, key: TimerKey) -> Option<&mut T> {
        self.timers.get_mut(key.0)?.as_mut().map(|timer| &mut timer.content)
    }

    /// When the first list is due. It may have nothing to run then: see [`TimerLists::take_due`].
    pub fn next_expiry(&mut self) -> Option<u64> {
        while let Some(&Reverse((expiry, _, duration))) = self.queue.peek() {
            if self.lists.get(&duration).is_some_and(|list| list.expiry == expiry) {
                return Some(expiry);
            }
            self.queue.pop();
        }
        None
    }

    /// The duration of the list that is due first at `now`.
    pub fn due_list(&mut self, now: u64) -> Option<u64> {
        let expiry = self.next_expiry().filter(|&expiry| expiry <= now)?;
        self.queue.peek().filter(|entry| entry.0.0 == expiry).map(|entry| entry.0.2)
    }

    /// Takes the first timer of the list with `duration`, if it is due at `now`; otherwise the list waits for it.
    pub fn take_due(&mut self, duration: u64, now: u64) -> Option<T> {
        let first = self.lists.get(&duration)?.first;
        let start = self.at(first).start;
        if now.saturating_sub(start) >= duration {
            return self.remove(TimerKey(first));
        }
        let expiry = (start + duration).max(now + 1);
        self.list_mut(duration).expiry = expiry;
        self.enqueue(duration, expiry);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(lists: &mut TimerLists<&'static str>, now: u64) -> Vec<&'static str> {
        let mut ran = Vec::new();
        while let Some(duration) = lists.due_list(now) {
            while let Some(name) = lists.take_due(duration, now) {
                ran.push(name);
            }
        }
        ran
    }

    #[test]
    fn a_due_list_runs_before_the_next_list() {
        let mut lists = TimerLists::default();
        lists.insert(5, 10, "b");
        lists.insert(50, 1, "a");
        lists.insert(45, 10, "c");
        assert_eq!(run(&mut lists, 100), ["b", "c", "a"]);
        assert_eq!(lists.next_expiry(), None);
    }

    #[test]
    fn what_is_not_due_waits() {
        let mut lists = TimerLists::default();
        lists.insert(0, 10, "a");
        lists.insert(7, 10, "b");
        assert_eq!(run(&mut lists, 9), Vec::<&str>::new());
        assert_eq!(run(&mut lists, 10), ["a"]);
        assert_eq!(lists.next_expiry(), Some(17));
        assert_eq!(run(&mut lists, 17), ["b"]);
    }

    #[test]
    fn removal_keeps_the_order_of_the_rest() {
        let mut lists = TimerLists::default();
        let keys: Vec<_> = ["a", "b", "c", "d"].map(|name| lists.insert(0, 5, name)).into();
        assert_eq!(lists.remove(keys[1]), Some("b"));
        assert_eq!(lists.remove(keys[1]), None);
        assert_eq!(lists.remove(keys[3]), Some("d"));
        lists.insert(1, 5, "e");
        assert_eq!(run(&mut lists, 6), ["a", "c", "e"]);
    }

    #[test]
    fn a_removed_list_can_come_back() {
        let mut lists = TimerLists::default();
        let key = lists.insert(0, 5, "a");
        lists.remove(key);
        lists.insert(3, 5, "b");
        assert_eq!(lists.next_expiry(), Some(8));
        assert_eq!(run(&mut lists, 8), ["b"]);
    }
}
