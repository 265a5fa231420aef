//! Timsort (Peters, listsort.txt): a stable, adaptive merge sort, whose comparison may fail because it calls JavaScript.
//!
//! Comparisons are made in the order V8 makes them, so that a script that counts or prints them sees the same. An
//! inconsistent comparison gives some order, but the sort ends. After a failure the items are in no particular state (some
//! twice, some not at all): callers then drop them.

/// Wins in a row of one run over the other, from which on merging gallops.
const MIN_GALLOP: usize = 7;

/// Sorts `items` so that `is_less(later, earlier)` holds for no two of them.
pub fn try_sort<T: Copy, E>(items: &mut [T], is_less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<(), E> {
    let mut remaining = items.len();
    if remaining < 2 {
        return Ok(());
    }
    let min_run = min_run_length(remaining);
    let mut sort = Sort { items, spare: Vec::new(), runs: Vec::new(), min_gallop: MIN_GALLOP, is_less };
    let mut low = 0;
    while remaining > 0 {
        let mut length = sort.count_run(low, low + remaining)?;
        if length < min_run {
            let forced = min_run.min(remaining);
            sort.insert_binary(low, low + length, low + forced)?;
            length = forced;
        }
        sort.runs.push(Run { start: low, length });
        sort.merge_collapse()?;
        low += length;
        remaining -= length;
    }
    sort.merge_all()
}

/// A length that divides `length` into a power of two of runs, or slightly fewer.
fn min_run_length(length: usize) -> usize {
    let (mut length, mut odd) = (length, 0);
    while length >= 64 {
        odd |= length & 1;
        length >>= 1;
    }
    length + odd
}

#[derive(Clone, Copy)]
struct Run {
    start: usize,
    length: usize,
}

struct Sort<'a, T, F> {
    items: &'a mut [T],
    /// The shorter of two runs being merged.
    spare: Vec<T>,
    /// Sorted runs that wait to be merged, each followed by the next.
    runs: Vec<Run>,
    min_gallop: usize,
    is_less: &'a mut F,
}

/// How a merge went on after one of its parts.
enum Progress {
    More,
    /// One run is used up, or has one item left that comes last.
    Ended,
}

/// Where a merge of `spare` and a run stands: cursors count items left in each, from the side that is merged first.
struct Merge {
    /// Next item of the run that was moved to `spare`.
    spare: usize,
    spare_left: usize,
    /// Next item of the run that stayed.
    stayed: usize,
    stayed_left: usize,
    to: usize,
}

impl<T: Copy, E, F: FnMut(T, T) -> Result<bool, E>> Sort<'_, T, F> {
    /// The length of the run that starts at `low`, made ascending if it descended strictly.
    fn count_run(&mut self, low: usize, high: usize) -> Result<usize, E> {
        if low + 1 == high {
            return Ok(1);
        }
        let descends = (self.is_less)(self.items[low + 1], self.items[low])?;
        let mut end = low + 2;
        while end < high && (self.is_less)(self.items[end], self.items[end - 1])? == descends {
            end += 1;
        }
        if descends {
            self.items[low..end].reverse();
        }
        Ok(end - low)
    }

    /// Inserts the items from `start` on into the sorted ones from `low` on.
    fn insert_binary(&mut self, low: usize, start: usize, high: usize) -> Result<(), E> {
        for index in start..high {
            let pivot = self.items[index];
            let (mut left, mut right) = (low, index);
            while left < right {
                let middle = left + (right - left) / 2;
                if (self.is_less)(pivot, self.items[middle])? {
                    right = middle;
                } else {
                    left = middle + 1;
                }
            }
            self.items.copy_within(left..index, left + 1);
            self.items[left] = pivot;
        }
        Ok(())
    }

    /// Merges until each waiting run is longer than the next two together.
    fn merge_collapse(&mut self) -> Result<(), E> {
        while self.runs.len() > 1 {
            let mut n = self.runs.len() - 2;
            if !self.is_established(n + 1) || !self.is_established(n) {
                if self.runs[n - 1].length < self.runs[n + 1].length {
                    n -= 1;
                }
                self.merge_at(n)?;
            } else if self.runs[n].length <= self.runs[n + 1].length {
                self.merge_at(n)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    fn is_established(&self, n: usize) -> bool {
        n < 2 || self.runs[n - 2].length > self.runs[n - 1].length + self.runs[n].length
    }

    fn merge_all(&mut self) -> Result<(), E> {
        while self.runs.len() > 1 {
            let mut n = self.runs.len() - 2;
            if n > 0 && self.runs[n - 1].length < self.runs[n + 1].length {
                n -= 1;
            }
            self.merge_at(n)?;
        }
        Ok(())
    }

    /// Merges runs `n` and `n + 1`, leaving out what is in its place already.
    fn merge_at(&mut self, n: usize) -> Result<(), E> {
        let (mut a, mut b) = (self.runs[n], self.runs[n + 1]);
        self.runs[n].length = a.length + b.length;
        self.runs.remove(n + 1);
        let skipped = gallop_right(&self.items[a.start..b.start], self.items[b.start], 0, self.is_less)?;
        a.start += skipped;
        a.length -= skipped;
        if a.length == 0 {
            return Ok(());
        }
        let run = &self.items[b.start..b.start + b.length];
        b.length = gallop_left(run, self.items[b.start - 1], b.length - 1, self.is_less)?;
        match b.length {
            0 => Ok(()),
            _ if a.length <= b.length => self.merge_low(a, b),
            _ => self.merge_high(a, b),
        }
    }

    fn set_aside(&mut self, run: Run) {
        self.spare.clear();
        self.spare.extend_from_slice(&self.items[run.start..run.start + run.length]);
    }

    /// Merges from the left, run `a` being the one set aside.
    fn merge_low(&mut self, a: Run, b: Run) -> Result<(), E> {
        self.set_aside(a);
        self.items[a.start] = self.items[b.start];
        let mut merge =
            Merge { spare: 0, spare_left: a.length, stayed: b.start + 1, stayed_left: b.length - 1, to: a.start + 1 };
        if merge.stayed_left > 0 && merge.spare_left > 1 {
            while let Progress::More = self.merge_low_singly(&mut merge)? {
                let Progress::More = self.merge_low_galloping(&mut merge)? else { break };
            }
        }
        let Merge { spare, spare_left, stayed, stayed_left, to } = merge;
        if spare_left == 1 {
            // The last of run `a` follows all of run `b`.
            self.items.copy_within(stayed..stayed + stayed_left, to);
        }
        let to = if spare_left == 1 { to + stayed_left } else { to };
        self.items[to..to + spare_left].copy_from_slice(&self.spare[spare..spare + spare_left]);
        Ok(())
    }

    /// Takes one item at a time until one run wins often in a row.
    fn merge_low_singly(&mut self, merge: &mut Merge) -> Result<Progress, E> {
        let (mut spare_wins, mut stayed_wins) = (0, 0);
        loop {
            if (self.is_less)(self.items[merge.stayed], self.spare[merge.spare])? {
                self.take_low_stayed(merge);
                (stayed_wins, spare_wins) = (stayed_wins + 1, 0);
                if merge.stayed_left == 0 {
                    return Ok(Progress::Ended);
                }
            } else {
                self.take_low_spare(merge);
                (spare_wins, stayed_wins) = (spare_wins + 1, 0);
                if merge.spare_left == 1 {
                    return Ok(Progress::Ended);
                }
            }
            if spare_wins >= self.min_gallop || stayed_wins >= self.min_gallop {
                return Ok(Progress::More);
            }
        }
    }

    fn take_low_stayed(&mut self, merge: &mut Merge) {
        self.items[merge.to] = self.items[merge.stayed];
        (merge.to, merge.stayed, merge.stayed_left) = (merge.to + 1, merge.stayed + 1, merge.stayed_left - 1);
    }

    fn take_low_spare(&mut self, merge: &mut Merge) {
        self.items[merge.to] = self.spare[merge.spare];
        (merge.to, merge.spare, merge.spare_left) = (merge.to + 1, merge.spare + 1, merge.spare_left - 1);
    }

    /// Takes stretches, found by galloping, as long as they are long.
    fn merge_low_galloping(&mut self, merge: &mut Merge) -> Result<Progress, E> {
        self.min_gallop += 1;
        loop {
            self.min_gallop = (self.min_gallop - 1).max(1);
            let rest = &self.spare[merge.spare..merge.spare + merge.spare_left];
            let spare_wins = gallop_right(rest, self.items[merge.stayed], 0, self.is_less)?;
            self.items[merge.to..merge.to + spare_wins].copy_from_slice(&rest[..spare_wins]);
            merge.to += spare_wins;
            merge.spare += spare_wins;
            merge.spare_left -= spare_wins;
            // None left is impossible if the comparison is consistent, which nobody promises.
            if spare_wins > 0 && merge.spare_left <= 1 {
                return Ok(Progress::Ended);
            }
            self.take_low_stayed(merge);
            if merge.stayed_left == 0 {
                return Ok(Progress::Ended);
            }
            let rest = &self.items[merge.stayed..merge.stayed + merge.stayed_left];
            let stayed_wins = gallop_left(rest, self.spare[merge.spare], 0, self.is_less)?;
            self.items.copy_within(merge.stayed..merge.stayed + stayed_wins, merge.to);
            merge.to += stayed_wins;
            merge.stayed += stayed_wins;
            merge.stayed_left -= stayed_wins;
            if merge.stayed_left == 0 {
                return Ok(Progress::Ended);
            }
            self.take_low_spare(merge);
            if merge.spare_left == 1 {
                return Ok(Progress::Ended);
            }
            if spare_wins < MIN_GALLOP && stayed_wins < MIN_GALLOP {
                self.min_gallop += 1;
                return Ok(Progress::More);
            }
        }
    }

    /// Merges from the right, run `b` being the one set aside. Cursors stand behind the next item, `to` behind its place.
    fn merge_high(&mut self, a: Run, b: Run) -> Result<(), E> {
        self.set_aside(b);
        let (a_end, b_end) = (a.start + a.length, b.start + b.length);
        self.items[b_end - 1] = self.items[a_end - 1];
        let mut merge = Merge {
            spare: b.length,
            spare_left: b.length,
            stayed: a_end - 1,
            stayed_left: a.length - 1,
            to: b_end - 1,
        };
        if merge.stayed_left > 0 && merge.spare_left > 1 {
            while let Progress::More = self.merge_high_singly(&mut merge)? {
                let Progress::More = self.merge_high_galloping(&mut merge)? else { break };
            }
        }
        let Merge { spare, spare_left, stayed, stayed_left, to } = merge;
        if spare_left == 1 {
            // The first of run `b` precedes all of run `a`.
            self.items.copy_within(stayed - stayed_left..stayed, to - stayed_left);
        }
        let to = if spare_left == 1 { to - stayed_left } else { to };
        self.items[to - spare_left..to].copy_from_slice(&self.spare[spare - spare_left..spare]);
        Ok(())
    }

    fn merge_high_singly(&mut self, merge: &mut Merge) -> Result<Progress, E> {
        let (mut spare_wins, mut stayed_wins) = (0, 0);
        loop {
            if (self.is_less)(self.spare[merge.spare - 1], self.items[merge.stayed - 1])? {
                self.take_high_stayed(merge);
                (stayed_wins, spare_wins) = (stayed_wins + 1, 0);
                if merge.stayed_left == 0 {
                    return Ok(Progress::Ended);
                }
            } else {
                self.take_high_spare(merge);
                (spare_wins, stayed_wins) = (spare_wins + 1, 0);
                if merge.spare_left == 1 {
                    return Ok(Progress::Ended);
                }
            }
            if spare_wins >= self.min_gallop || stayed_wins >= self.min_gallop {
                return Ok(Progress::More);
            }
        }
    }

    fn take_high_stayed(&mut self, merge: &mut Merge) {
        self.items[merge.to - 1] = self.items[merge.stayed - 1];
        (merge.to, merge.stayed, merge.stayed_left) = (merge.to - 1, merge.stayed - 1, merge.stayed_left - 1);
    }

    fn take_high_spare(&mut self, merge: &mut Merge) {
        self.items[merge.to - 1] = self.spare[merge.spare - 1];
        (merge.to, merge.spare, merge.spare_left) = (merge.to - 1, merge.spare - 1, merge.spare_left - 1);
    }

    fn merge_high_galloping(&mut self, merge: &mut Merge) -> Result<Progress, E> {
        self.min_gallop += 1;
        loop {
            self.min_gallop = (self.min_gallop - 1).max(1);
            let start = merge.stayed - merge.stayed_left;
            let rest = &self.items[start..merge.stayed];
            let kept = gallop_right(rest, self.spare[merge.spare - 1], merge.stayed_left - 1, self.is_less)?;
            let stayed_wins = merge.stayed_left - kept;
            self.items.copy_within(start + kept..merge.stayed, merge.to - stayed_wins);
            merge.to -= stayed_wins;
            merge.stayed -= stayed_wins;
            merge.stayed_left = kept;
            if kept == 0 {
                return Ok(Progress::Ended);
            }
            self.take_high_spare(merge);
            if merge.spare_left == 1 {
                return Ok(Progress::Ended);
            }
            let start = merge.spare - merge.spare_left;
            let rest = &self.spare[start..merge.spare];
            let kept = gallop_left(rest, self.items[merge.stayed - 1], merge.spare_left - 1, self.is_less)?;
            let spare_wins = merge.spare_left - kept;
            self.items[merge.to - spare_wins..merge.to].copy_from_slice(&rest[kept..]);
            merge.to -= spare_wins;
            merge.spare -= spare_wins;
            merge.spare_left = kept;
            if spare_wins > 0 && kept <= 1 {
                return Ok(Progress::Ended);
            }
            self.take_high_stayed(merge);
            if merge.stayed_left == 0 {
                return Ok(Progress::Ended);
            }
            if spare_wins < MIN_GALLOP && stayed_wins < MIN_GALLOP {
                self.min_gallop += 1;
                return Ok(Progress::More);
            }
        }
    }
}

/// How far to look from a hint, in growing steps: while `goes_on(offset)`, at most `limit`. Gives the last offset that
/// went on and the first that did not (or the limit).
fn gallop<E>(limit: usize, mut goes_on: impl FnMut(usize) -> Result<bool, E>) -> Result<(usize, usize), E> {
    let (mut last, mut offset) = (0, 1);
    while offset < limit && goes_on(offset)? {
        last = offset;
        offset = 2 * offset + 1;
    }
    Ok((last, offset.min(limit)))
}

/// How many items of the sorted `run` are less than `key`: its place, left of its equals. Looks around `hint` first.
fn gallop_left<T: Copy, E>(
    run: &[T],
    key: T,
    hint: usize,
    is_less: &mut impl FnMut(T, T) -> Result<bool, E>,
) -> Result<usize, E> {
    let (mut low, mut high) = if is_less(run[hint], key)? {
        let (last, offset) = gallop(run.len() - hint, |offset| is_less(run[hint + offset], key))?;
        (hint + last + 1, hint + offset)
    } else {
        let (last, offset) = gallop(hint + 1, |offset| Ok(!is_less(run[hint - offset], key)?))?;
        (hint + 1 - offset, hint - last)
    };
    while low < high {
        let middle = low + (high - low) / 2;
        if is_less(run[middle], key)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

/// As [`gallop_left`], but right of its equals.
fn gallop_right<T: Copy, E>(
    run: &[T],
    key: T,
    hint: usize,
    is_less: &mut impl FnMut(T, T) -> Result<bool, E>,
) -> Result<usize, E> {
    let (mut low, mut high) = if is_less(key, run[hint])? {
        let (last, offset) = gallop(hint + 1, |offset| is_less(key, run[hint - offset]))?;
        (hint + 1 - offset, hint - last)
    } else {
        let (last, offset) = gallop(run.len() - hint, |offset| Ok(!is_less(key, run[hint + offset])?))?;
        (hint + last + 1, hint + offset)
    };
    while low < high {
        let middle = low + (high - low) / 2;
        if is_less(key, run[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (key, place): equal keys must keep the order of their places.
    fn sorted(mut items: Vec<(u32, usize)>) -> Vec<(u32, usize)> {
        let result: Result<(), ()> = try_sort(&mut items, &mut |a: (u32, usize), b: (u32, usize)| Ok(a.0 < b.0));
        assert_eq!(result, Ok(()));
        items
    }

    fn check(keys: impl Iterator<Item = u32>) {
        let items: Vec<_> = keys.enumerate().map(|(place, key)| (key, place)).collect();
        let mut expected = items.clone();
        expected.sort();
        assert_eq!(sorted(items), expected);
    }

    #[test]
    fn orders_of_all_shapes_are_sorted_stably() {
        let scramble = |i: u32| i.wrapping_mul(2654435761) >> 7;
        for count in [0, 1, 2, 3, 31, 63, 64, 65, 100, 1000, 5000] {
            check(0..count);
            check((0..count).rev());
            check((0..count).map(|i| scramble(i) % 50));
            check((0..count).map(scramble));
            // Long runs that interleave in stretches, so that merges gallop both ways.
            check((0..count).map(|i| (i % 700) / 40 * 40 + (i / 700) * 13));
            check((0..count).map(|i| if i < count / 2 { i + count } else { i - count / 2 }));
            check((0..count).map(|i| if i % 97 == 0 { 0 } else { i }));
        }
    }

    #[test]
    fn comparisons_come_in_the_order_of_v8() {
        let mut seen = Vec::new();
        let mut items = [5, 3, 2, 1, 4];
        let result: Result<(), ()> = try_sort(&mut items, &mut |a, b| {
            seen.push((a, b));
            Ok(a < b)
        });
        assert_eq!((result, items), (Ok(()), [1, 2, 3, 4, 5]));
        assert_eq!(seen, [(3, 5), (2, 3), (1, 2), (4, 1), (4, 3), (4, 5)]);
    }

    #[test]
    fn a_lying_comparison_loses_no_bounds() {
        for seed in 1..200u32 {
            let mut state = seed;
            let mut items: Vec<u32> = (0..seed * 7).collect();
            let result: Result<(), ()> = try_sort(&mut items, &mut |_, _| {
                state = state.wrapping_mul(1664525).wrapping_add(1013904223);
                Ok(state >> 31 == 0)
            });
            assert_eq!(result, Ok(()));
        }
    }

    #[test]
    fn a_failure_ends_the_sort() {
        let mut left = 20;
        let mut items: Vec<u32> = (0..100).rev().map(|i| i * 7 % 50).collect();
        let result = try_sort(&mut items, &mut |a, b| {
            left -= 1;
            if left == 0 { Err("enough") } else { Ok(a < b) }
        });
        assert_eq!(result, Err("enough"));
    }
}
