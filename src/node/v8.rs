//! The functions in Rust behind the `v8` library: heap statistics, flags at run time.

use super::flag_value::Given;
use super::flags::{Flag, Flags};
use super::host::NodeHost;
use super::{errors, gc, gc_trace, plain};
use crate::builtins::define::{Row, method};
use crate::heap::HeapStatistics;
use crate::inspect::spaces::{self, SpaceRow};
use crate::objects::{array, object};
use crate::vm::ops::prelude::*;

/// The rows of the `v8` binding.
pub const METHODS: &[Row] = &[
    method("heapStatistics", 0, heap_statistics),
    method("heapSpaceStatistics", 0, heap_space_statistics),
    method("heapCodeStatistics", 0, heap_code_statistics),
    method("setFlags", 1, set_flags),
    method("gcFunction", 0, gc_function),
];

/// What `v8.getHeapStatistics` gives, in order.
pub fn statistics_rows(statistics: &HeapStatistics) -> [(&'static str, usize); 14] {
    [
        ("total_heap_size", statistics.total_heap_size),
        ("total_heap_size_executable", statistics.total_heap_size_executable),
        ("total_physical_size", statistics.total_physical_size),
        ("total_available_size", statistics.total_available_size),
        ("used_heap_size", statistics.used_heap_size),
        ("heap_size_limit", statistics.heap_size_limit),
        ("malloced_memory", statistics.external_memory),
        ("peak_malloced_memory", statistics.external_memory),
        ("does_zap_garbage", 0),
        ("number_of_native_contexts", 1),
        ("number_of_detached_contexts", 0),
        ("total_global_handles_size", statistics.total_global_handles_size),
        ("used_global_handles_size", statistics.used_global_handles_size),
        ("external_memory", statistics.external_memory),
    ]
}

fn heap_statistics<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let statistics = cx.heap().statistics();
    Ok(statistics_object(cx, &statistics).any())
}

/// The heap's statistics as node's object.
pub fn statistics_object<'s>(cx: &mut Cx<'s>, statistics: &HeapStatistics) -> Handle<'s, JsObject> {
    let result = object::new_plain(cx);
    for (name, number) in statistics_rows(statistics) {
        plain::put_number(cx, result, name, number as f64);
    }
    result
}

fn heap_space_statistics<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let rows = spaces::as_node(&cx.heap().statistics());
    Ok(space_list(cx, &rows).any())
}

/// Spaces as node's array of objects.
pub fn space_list<'s>(cx: &mut Cx<'s>, rows: &[SpaceRow]) -> Handle<'s, JsArray> {
    let list = array::new(cx, 0);
    for row in rows {
        scope!(cx);
        let space = space_object(cx, row);
        array::push(cx, list, space.any());
    }
    list
}

fn space_object<'s>(cx: &mut Cx<'s>, row: &SpaceRow) -> Handle<'s, JsObject> {
    let space = object::new_plain(cx);
    plain::put_text(cx, space, "space_name", row.name);
    for (name, bytes) in [
        ("space_size", row.size),
        ("space_used_size", row.used),
        ("space_available_size", row.available),
        ("physical_space_size", row.physical),
    ] {
        plain::put_number(cx, space, name, bytes as f64);
    }
    space
}

fn heap_code_statistics<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let code = cx.heap().code_bytes();
    let sources = NodeHost::of(cx).modules.source_bytes();
    let result = object::new_plain(cx);
    for (name, bytes) in [
        ("code_and_metadata_size", 0),
        ("bytecode_and_metadata_size", code),
        ("external_script_source_size", sources),
        ("cpu_profiler_metadata_size", 0),
    ] {
        plain::put_number(cx, result, name, bytes as f64);
    }
    Ok(result.any())
}

/// `setFlags(text)`: flags as on the command line; those unknown, or that cannot change any more, do nothing.
fn set_flags<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = args.get(cx, 0);
    if !text.val(cx).is::<JsString>() {
        return Err(errors::invalid_argument_type(cx, "flags", &["string"], text));
    }
    let text = to_rust_string(cx, text)?;
    let host = NodeHost::of(cx);
    let before = host.flags.borrow().clone();
    for word in text.split_whitespace() {
        take_flag(&mut host.flags.borrow_mut(), word);
    }
    let after = host.flags.borrow().clone();
    if after.expose_gc && !before.expose_gc {
        gc::install(cx);
    }
    gc_trace::restart(cx, &after);
    Ok(cx.undefined())
}

fn take_flag(flags: &mut Flags, word: &str) {
    let Some(name) = word.strip_prefix("--") else { return };
    let (name, text) = name.split_once('=').map_or((name, None), |(name, text)| (name, Some(text)));
    let (flag, given) = match (Flag::named(name), name.strip_prefix("no-").and_then(Flag::named)) {
        (Some(flag), _) => (flag, text.map_or(Given::Bare, Given::Text)),
        (None, Some(flag)) => (flag, Given::Negated),
        (None, None) => return,
    };
    // What cannot be taken is no error of the script's: V8 goes on as well.
    let _ = flag.apply(flags, given, word);
}

fn gc_function<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(gc::gc_function(cx))
}
