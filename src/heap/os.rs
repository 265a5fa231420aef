//! The operating system, as far as the heap needs it: address space, page protection, clocks, physical memory.
//!
//! The only module of the heap that calls libc. Under miri one ordinary aligned allocation stands in for the reserved
//! range, so that the whole heap has one provenance.
#![allow(unsafe_code)] // system calls

use std::ptr::NonNull;

/// A reserved range of address space, given back when dropped. Nothing in it may be touched before [`Reservation::commit`].
pub struct Reservation {
    start: NonNull<u8>,
    length: usize,
    base: usize,
}

impl Reservation {
    /// Reserves `length` bytes whose base is a multiple of `alignment` (a power of two). `None` when the address space
    /// is exhausted or limited.
    pub fn new(length: usize, alignment: usize) -> Option<Reservation> {
        let (start, reserved) = map_range(length, alignment)?;
        let address = start.as_ptr().expose_provenance();
        let base = address.next_multiple_of(alignment);
        Some(Reservation { start, length: reserved, base })
    }

    /// The aligned base.
    pub fn base(&self) -> usize {
        self.base
    }

    /// Makes `[start, start + length)` readable and writable, rounded outwards to system pages. Fresh memory reads as zero.
    /// False when the system has no memory to give.
    pub fn commit(&self, start: usize, length: usize) -> bool {
        debug_assert!(start >= self.base && start + length <= self.start.addr().get() + self.length);
        commit_range(start, length)
    }

    /// Gives the physical memory of the whole system pages inside `[start, start + length)` back; the range stays
    /// committed and reads as zero, or as it was, when next touched.
    pub fn release(&self, start: usize, length: usize) {
        release_range(start, length);
    }
}

#[cfg(not(miri))]
fn map_range(length: usize, alignment: usize) -> Option<(NonNull<u8>, usize)> {
    let reserved = length + alignment;
    // SAFETY: an anonymous private mapping at an address of the system's choice touches no existing memory.
    let start = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            reserved,
            libc::PROT_NONE,
            libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    (start != libc::MAP_FAILED).then(|| (NonNull::new(start.cast()).expect("mmap gave null"), reserved))
}

#[cfg(not(miri))]
fn commit_range(start: usize, length: usize) -> bool {
    let (start, end) = outward(start, length);
    // SAFETY: the range lies in a reservation of ours (asserted by the caller), which nothing else uses.
    unsafe {
        libc::mprotect(std::ptr::with_exposed_provenance_mut(start), end - start, libc::PROT_READ | libc::PROT_WRITE)
            == 0
    }
}

#[cfg(not(miri))]
fn release_range(start: usize, length: usize) {
    let page = page_bytes();
    let (from, to) = (start.next_multiple_of(page), (start + length) / page * page);
    if from < to {
        // SAFETY: the range lies in a committed part of a reservation of ours; the caller no longer needs its contents.
        unsafe { libc::madvise(std::ptr::with_exposed_provenance_mut(from), to - from, libc::MADV_DONTNEED) };
    }
}

#[cfg(not(miri))]
fn outward(start: usize, length: usize) -> (usize, usize) {
    let page = page_bytes();
    (start / page * page, (start + length).next_multiple_of(page))
}

#[cfg(not(miri))]
impl Drop for Reservation {
    fn drop(&mut self) {
        // SAFETY: exactly the range that `map_range` got.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.length) };
    }
}

#[cfg(miri)]
fn map_range(length: usize, alignment: usize) -> Option<(NonNull<u8>, usize)> {
    let layout = std::alloc::Layout::from_size_align(length, alignment).ok()?;
    // SAFETY: the layout is not empty.
    NonNull::new(unsafe { std::alloc::alloc_zeroed(layout) }).map(|start| (start, length))
}

#[cfg(miri)]
fn commit_range(_start: usize, _length: usize) -> bool {
    true
}

#[cfg(miri)]
fn release_range(_start: usize, _length: usize) {}

#[cfg(miri)]
impl Drop for Reservation {
    fn drop(&mut self) {
        let layout = std::alloc::Layout::from_size_align(self.length, self.base).expect("as in map_range");
        // SAFETY: allocated by `map_range` with this layout; its base is its start, aligned to more than itself.
        unsafe { std::alloc::dealloc(self.start.as_ptr(), layout) };
    }
}

/// The size of a system page.
pub fn page_bytes() -> usize {
    if cfg!(miri) {
        return 4096;
    }
    static PAGE: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    // SAFETY: sysconf reads a constant of the system.
    *PAGE.get_or_init(|| unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize)
}

/// Physical memory of the machine in bytes; 2 GiB when the system does not say.
pub fn physical_memory_bytes() -> usize {
    if cfg!(miri) {
        return 2 << 30;
    }
    // SAFETY: sysconf reads a constant of the system.
    let pages = unsafe { libc::sysconf(libc::_SC_PHYS_PAGES) };
    usize::try_from(pages).ok().filter(|&pages| pages > 0).map_or(2 << 30, |pages| pages * page_bytes())
}

/// Nanoseconds of processor time this thread has used.
pub fn cpu_ns() -> u64 {
    if cfg!(miri) {
        return 0;
    }
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes the one timespec it is given.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reservation_is_aligned_and_committed_memory_is_zero() {
        let range = Reservation::new(1 << 24, 1 << 24).expect("address space");
        assert_eq!(range.base() % (1 << 24), 0);
        assert!(range.commit(range.base() + 8192, 4096));
        let word: *const u64 = std::ptr::with_exposed_provenance(range.base() + 8192);
        // SAFETY: just committed.
        assert_eq!(unsafe { word.read() }, 0);
    }
}
