//! `--trace-gc` and its companions: lines on stdout for each collection, and the summary at exit, from the heap's tracer.

use std::fmt::Write;

use super::flags::Flags;
use super::host::NodeHost;
use super::stdio::{self, Output};
use crate::heap::{Cx, GcEvent, GcKind, HeapStatistics};

/// Traces what the flags ask for from now on, and nothing else.
pub fn restart(cx: &mut Cx<'_>, flags: &Flags) {
    let host = NodeHost::of(cx);
    if let Some(id) = host.gc_trace.take() {
        cx.heap_mut().tracer_mut().remove_listener(id);
    }
    if flags.trace_gc_summary {
        cx.heap_mut().tracer_mut().record_pauses();
    }
    if !(flags.trace_gc || flags.trace_gc_verbose || flags.trace_gc_nvp) {
        return;
    }
    let (shows_lines, shows_tables, shows_pairs) =
        (flags.trace_gc || flags.trace_gc_verbose, flags.trace_gc_verbose, flags.trace_gc_nvp);
    let skips_scavenges = flags.trace_gc_ignore_scavenger;
    let prefix = cx.heap().tracer().line_prefix();
    let listener = move |event: &GcEvent| {
        if skips_scavenges && event.kind == GcKind::Minor {
            return;
        }
        let mut text = String::new();
        if shows_lines {
            let _ = writeln!(text, "{}", event.format_line(&prefix));
        }
        if shows_pairs {
            let _ = writeln!(text, "{prefix} {}", event.format_pairs());
        }
        if shows_tables {
            text += &table(event, &prefix);
        }
        stdio::write(Output::Stdout, text.as_bytes());
    };
    host.gc_trace.set(Some(cx.heap_mut().tracer_mut().add_listener(Box::new(listener))));
}

/// The end of the process: prints the summary of pauses, if one was asked for.
pub fn finish(cx: &Cx<'_>) {
    if let Some(pauses) = cx.heap().tracer().pauses() {
        stdio::write(Output::Stdout, pauses.summary().as_bytes());
    }
}

/// The spaces after a collection, in KB.
fn table(event: &GcEvent, prefix: &str) -> String {
    let after: &HeapStatistics = &event.after;
    let mut text = String::new();
    let mut row = |name: &str, used: usize, available: usize, committed: usize| {
        let name = format!("{},", title(name));
        let [used, available, committed] = [used, available, committed].map(|bytes| bytes / 1024);
        let _ = writeln!(
            text,
            "{prefix} {name:<24}used: {used:>6} KB, available: {available:>6} KB, committed: {committed:>6} KB"
        );
    };
    for space in &after.spaces {
        row(space.space.name(), space.used, space.available, space.size);
    }
    row("all_spaces", after.used_heap_size, after.total_available_size, after.total_heap_size);
    let _ = writeln!(text, "{prefix} External memory reported: {:>6} KB", after.external_memory / 1024);
    text
}

/// `New large object space` for `new_large_object_space`.
fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut characters = words.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}
