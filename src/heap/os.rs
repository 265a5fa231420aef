//! The operating system, as far as the heap needs it: address space, page protection, clocks, physical memory.
//!
//! The only module of the heap that calls libc and the allocator. Under miri one ordinary aligned allocation stands in for the reserved
//! range, so that the whole heap has one provenance.
#![allow(unsafe_code)] // system calls

use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A reserved range of address space, given back when dropped. Nothing in it may be touched before [`Reservation::commit`].
///
/// Where address space is rationed (`ulimit -v`), the range is only chosen, far from where systems put mappings of their own,
/// and mapped as it is committed.
pub struct Reservation {
    start: NonNull<u8>,
    length: usize,
    base: usize,
    is_mapped: bool,
}

impl Reservation {
    /// Reserves `length` bytes whose base is a multiple of `alignment` (a power of two). `None` when the address space
    /// is exhausted or limited.
    pub fn new(length: usize, alignment: usize) -> Option<Reservation> {
        let Some((start, reserved)) = map_range(length, alignment) else { return Self::unmapped(length, alignment) };
        let address = start.as_ptr().expose_provenance();
        let base = address.next_multiple_of(alignment);
        Some(Reservation { start, length: reserved, base, is_mapped: true })
    }

    /// A range that is mapped bit by bit. Another mapping that gets into it makes a commit fail, no worse.
    fn unmapped(length: usize, alignment: usize) -> Option<Reservation> {
        const FIRST: usize = 1 << 44;
        const END: usize = 1 << 46;
        static NEXT: AtomicUsize = AtomicUsize::new(FIRST);
        if !CAN_MAP_AT {
            return None;
        }
        let stride = length.next_multiple_of(alignment);
        let base = NEXT.fetch_add(stride, Ordering::Relaxed);
        let start = NonNull::new(std::ptr::with_exposed_provenance_mut(base))?;
        (base + stride <= END).then_some(Reservation { start, length, base, is_mapped: false })
    }

    /// The aligned base.
    pub fn base(&self) -> usize {
        self.base
    }

    /// Makes `[start, start + length)` readable and writable, rounded outwards to system pages. Fresh memory reads as zero.
    /// False when the system has no memory to give.
    pub fn commit(&self, start: usize, length: usize) -> bool {
        debug_assert!(start >= self.base && start + length <= self.start.addr().get() + self.length);
        if self.is_mapped { commit_range(start, length) } else { map_within(start, length) }
    }

    /// Has the system back committed `[start, start + length)` with memory at once, where it can: cheaper than one fault per
    /// system page when all of it is about to be used.
    pub fn populate(&self, start: usize, length: usize) {
        populate_range(start, length);
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

/// Can a mapping be put where nothing is, and nowhere else?
const CAN_MAP_AT: bool = cfg!(all(target_os = "linux", target_pointer_width = "64", not(miri)));

/// Maps what is not mapped yet of a range that is ours; false if the system refuses.
#[cfg(all(target_os = "linux", not(miri)))]
fn map_within(start: usize, length: usize) -> bool {
    let (start, end) = outward(start, length);
    let map = |start: usize, length: usize| {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_NORESERVE | libc::MAP_FIXED_NOREPLACE;
        let wanted = std::ptr::with_exposed_provenance_mut(start);
        // SAFETY: the flag keeps every mapping that there is.
        let got = unsafe { libc::mmap(wanted, length, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) };
        if got != libc::MAP_FAILED && got != wanted {
            // SAFETY: an old kernel took the address for a hint; the mapping is new and unused.
            unsafe { libc::munmap(got, length) };
            return Err(libc::ENOMEM);
        }
        if got == wanted { Ok(()) } else { Err(std::io::Error::last_os_error().raw_os_error().unwrap_or(0)) }
    };
    match map(start, end - start) {
        Ok(()) => true,
        // Part of it was committed before.
        Err(libc::EEXIST) => {
            let page = page_bytes();
            (start..end).step_by(page).all(|at| matches!(map(at, page), Ok(()) | Err(libc::EEXIST)))
        }
        Err(_) => false,
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
fn map_within(_start: usize, _length: usize) -> bool {
    false
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

#[cfg(all(target_os = "linux", not(miri)))]
fn populate_range(start: usize, length: usize) {
    let (start, end) = outward(start, length);
    // SAFETY: the range lies in a committed part of a reservation of ours; populating does not change its contents. Where it
    // fails (kernels before 5.14), the first touch does the same.
    unsafe {
        libc::madvise(std::ptr::with_exposed_provenance_mut(start), end - start, libc::MADV_POPULATE_WRITE);
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
fn populate_range(_start: usize, _length: usize) {}

#[cfg(not(miri))]
fn outward(start: usize, length: usize) -> (usize, usize) {
    let page = page_bytes();
    (start / page * page, (start + length).next_multiple_of(page))
}

#[cfg(not(miri))]
impl Drop for Reservation {
    fn drop(&mut self) {
        // SAFETY: exactly the range that `map_range` got, or one in which only `map_within` maps.
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

/// Gives back what the allocator of off-heap memory (array buffers) keeps of what was freed.
pub fn trim_allocator() {
    #[cfg(not(miri))]
    // SAFETY: the allocator's own entry point, which may be called at any time on any thread.
    unsafe {
        libmimalloc_sys::mi_collect(true)
    };
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

    #[test]
    #[cfg(target_os = "linux")]
    fn an_unmapped_range_is_mapped_as_it_is_committed() {
        if !CAN_MAP_AT {
            return;
        }
        let range = Reservation::unmapped(1 << 24, 1 << 24).expect("address space");
        assert!(range.commit(range.base() + 100, 10));
        let word: *mut u64 = std::ptr::with_exposed_provenance_mut(range.base() + 96);
        // SAFETY: just committed.
        unsafe { word.write(7) };
        assert!(range.commit(range.base(), 1 << 20));
        // SAFETY: still committed; what overlaps keeps its contents.
        assert_eq!(unsafe { word.read() }, 7);
    }
}
