//! Memory and other resources: `memoryUsage`, `resourceUsage`, `constrainedMemory`, `availableMemory`.

use std::fs;

use super::clock;
use crate::node::plain;
use crate::objects::object;
use crate::vm::ops::prelude::*;

/// Bytes of physical memory that the process holds.
pub fn resident_bytes() -> usize {
    const PAGE_BYTES: usize = 4096;
    let statm = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    match statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok()) {
        Some(pages) => pages * PAGE_BYTES,
        None => peak_resident_bytes(),
    }
}

/// The most it ever held: the best guess where the system does not tell.
fn peak_resident_bytes() -> usize {
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_SELF);
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    usage.map_or(0, |usage| usage.max_rss() as usize * unit)
}

/// `process.memoryUsage()`.
pub fn memory_usage<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let statistics = cx.heap().statistics();
    let result = object::new_plain(cx);
    let rows = [
        ("rss", resident_bytes()),
        ("heapTotal", statistics.total_heap_size),
        ("heapUsed", statistics.used_heap_size),
        ("external", statistics.external_memory),
        ("arrayBuffers", statistics.external_memory),
    ];
    for (name, bytes) in rows {
        plain::put_number(cx, result, name, bytes as f64);
    }
    Ok(result.any())
}

/// `process.memoryUsage.rss()`.
pub fn rss<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.number(resident_bytes() as f64))
}

/// `process.resourceUsage()`: what getrusage counts, times in microseconds, `maxRSS` in KiB.
pub fn resource_usage<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let usage = clock::usage(cx)?;
    let kib = if cfg!(target_os = "macos") { 1024 } else { 1 };
    let rows = [
        ("userCPUTime", clock::microseconds(usage.user_time())),
        ("systemCPUTime", clock::microseconds(usage.system_time())),
        ("maxRSS", (usage.max_rss() / kib) as f64),
        ("sharedMemorySize", usage.shared_integral() as f64),
        ("unsharedDataSize", usage.unshared_data_integral() as f64),
        ("unsharedStackSize", usage.unshared_stack_integral() as f64),
        ("minorPageFault", usage.minor_page_faults() as f64),
        ("majorPageFault", usage.major_page_faults() as f64),
        ("swappedOut", usage.full_swaps() as f64),
        ("fsRead", usage.block_reads() as f64),
        ("fsWrite", usage.block_writes() as f64),
        ("ipcSent", usage.ipc_sends() as f64),
        ("ipcReceived", usage.ipc_receives() as f64),
        ("signalsCount", usage.signals() as f64),
        ("voluntaryContextSwitches", usage.voluntary_context_switches() as f64),
        ("involuntaryContextSwitches", usage.involuntary_context_switches() as f64),
    ];
    let result = object::new_plain(cx);
    for (name, number) in rows {
        plain::put_number(cx, result, name, number);
    }
    Ok(result.any())
}

/// `process.constrainedMemory()`: the limit of the process's control group; 0 if it has none.
pub fn constrained_memory<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let limit = group_limit().unwrap_or(0);
    Ok(cx.number(limit as f64))
}

/// `process.availableMemory()`: what the system, or the control group, has left.
pub fn available_memory<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let free = system_available().unwrap_or(0);
    let bytes = group_limit().map_or(free, |limit| limit.saturating_sub(resident_bytes() as u64).min(free));
    Ok(cx.number(bytes as f64))
}

fn group_limit() -> Option<u64> {
    let v2 = fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let v1 = || fs::read_to_string("/sys/fs/cgroup/memory/memory.limit_in_bytes").ok();
    v2.or_else(v1)?.trim().parse().ok()
}

fn system_available() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}
