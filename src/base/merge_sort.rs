//! A stable merge sort whose comparison may fail: it calls JavaScript.
//!
//! An inconsistent comparison gives some order, but every item stays and the sort ends. After a failure the items are in
//! no particular state (some twice, some not at all): callers then drop them.

/// Runs up to this long are sorted by insertion.
const SHORT_RUN: usize = 8;

/// Sorts `items` so that `is_less(later, earlier)` holds for no two of them.
pub fn try_merge_sort<T: Copy, E>(items: &mut [T], is_less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<(), E> {
    let mut spare = Vec::with_capacity(items.len() / 2 + 1);
    sort(items, &mut spare, is_less)
}

fn sort<T: Copy, E>(
    items: &mut [T],
    spare: &mut Vec<T>,
    is_less: &mut impl FnMut(T, T) -> Result<bool, E>,
) -> Result<(), E> {
    if items.len() <= SHORT_RUN {
        return insertion_sort(items, is_less);
    }
    let middle = items.len() / 2;
    sort(&mut items[..middle], spare, is_less)?;
    sort(&mut items[middle..], spare, is_less)?;
    if is_less(items[middle], items[middle - 1])? {
        merge(items, middle, spare, is_less)?;
    }
    Ok(())
}

fn insertion_sort<T: Copy, E>(items: &mut [T], is_less: &mut impl FnMut(T, T) -> Result<bool, E>) -> Result<(), E> {
    for sorted in 1..items.len() {
        let item = items[sorted];
        let mut hole = sorted;
        while hole > 0 && is_less(item, items[hole - 1])? {
            items[hole] = items[hole - 1];
            hole -= 1;
        }
        items[hole] = item;
    }
    Ok(())
}

/// Merges the sorted `items[..middle]` and `items[middle..]`: the left half waits in `spare`.
fn merge<T: Copy, E>(
    items: &mut [T],
    middle: usize,
    spare: &mut Vec<T>,
    is_less: &mut impl FnMut(T, T) -> Result<bool, E>,
) -> Result<(), E> {
    spare.clear();
    spare.extend_from_slice(&items[..middle]);
    let (mut left, mut right, mut to) = (0, middle, 0);
    while left < spare.len() && right < items.len() {
        if is_less(items[right], spare[left])? {
            items[to] = items[right];
            right += 1;
        } else {
            items[to] = spare[left];
            left += 1;
        }
        to += 1;
    }
    items[to..to + spare.len() - left].copy_from_slice(&spare[left..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrambled(count: u32) -> Vec<(u32, u32)> {
        (0..count).map(|i| (i.wrapping_mul(2654435761) % 50, i)).collect()
    }

    #[test]
    fn equal_items_keep_their_order() {
        for count in [0, 1, 2, 8, 9, 17, 100, 1000] {
            let mut items = scrambled(count);
            let mut expected = items.clone();
            expected.sort();
            try_merge_sort(&mut items, &mut |a, b| Ok::<_, ()>(a.0 < b.0)).unwrap();
            assert_eq!(items, expected);
        }
    }

    #[test]
    fn an_inconsistent_comparison_loses_nothing() {
        let mut items = scrambled(500);
        let mut flip = false;
        try_merge_sort(&mut items, &mut |_, _| {
            flip = !flip;
            Ok::<_, ()>(flip)
        })
        .unwrap();
        items.sort();
        let mut expected = scrambled(500);
        expected.sort();
        assert_eq!(items, expected);
    }

    #[test]
    fn a_failure_ends_the_sort() {
        let mut calls = 0;
        let failed = try_merge_sort(&mut scrambled(100), &mut |_, _| {
            calls += 1;
            if calls == 20 { Err("thrown") } else { Ok(true) }
        });
        assert_eq!((failed, calls), (Err("thrown"), 20));
    }
}
