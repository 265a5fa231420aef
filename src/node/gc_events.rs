//! Collections told to scripts: to `PerformanceObserver`, and to `v8.GCProfiler`.
//!
//! The heap's listeners must not touch the heap: they note what happened, and a task of the loop, or `stop`, makes objects
//! of it.

use std::cell::RefCell;
use std::rc::Rc;

use super::host::NodeHost;
use super::{plain, v8};
use crate::builtins::define::{Row, method};
use crate::heap::{GcEvent, GcKind, ListenerId, Persistent};
use crate::inspect::spaces;
use crate::objects::{array, object};
use crate::vm::ops::prelude::*;

/// The rows that the `v8` binding has of this module.
pub const METHODS: &[Row] = &[
    method("startProfile", 0, start_profile),
    method("stopProfile", 1, stop_profile),
    method("onCollection", 1, on_collection),
];

/// Who listens.
#[derive(Default)]
pub struct GcEvents {
    profiles: RefCell<Vec<Option<Profile>>>,
    observer: RefCell<Option<Observer>>,
}

/// A GCProfiler that was started.
struct Profile {
    events: Rc<RefCell<Vec<GcEvent>>>,
    listener: ListenerId,
}

/// The callback of the `perf_hooks` library.
struct Observer {
    callback: Persistent,
    listener: ListenerId,
}

/// `startProfile()`: the number of the profile.
fn start_profile<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let events: Rc<RefCell<Vec<GcEvent>>> = Rc::default();
    let sink = events.clone();
    let listener =
        cx.heap_mut().tracer_mut().add_listener(Box::new(move |event| sink.borrow_mut().push(event.clone())));
    let host = NodeHost::of(cx);
    let mut profiles = host.gc_events.profiles.borrow_mut();
    profiles.push(Some(Profile { events, listener }));
    Ok(cx.number((profiles.len() - 1) as f64))
}

/// `stopProfile(number)`: what was recorded.
fn stop_profile<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = args.get(cx, 0);
    let number = to_uint32(cx, number)? as usize;
    let list = array::new(cx, 0);
    let profile = NodeHost::of(cx).gc_events.profiles.borrow_mut().get_mut(number).and_then(Option::take);
    let Some(profile) = profile else { return Ok(list.any()) };
    cx.heap_mut().tracer_mut().remove_listener(profile.listener);
    for event in profile.events.borrow().iter() {
        scope!(cx);
        let record = object::new_plain(cx);
        plain::put_text(
            cx,
            record,
            "gcType",
            if event.kind == GcKind::Minor { "Scavenge" } else { "MarkSweepCompact" },
        );
        plain::put_number(cx, record, "cost", event.pause_ns as f64 / 1e3);
        for (name, statistics) in [("before", &event.before), ("after", &event.after)] {
            scope!(cx);
            let part = object::new_plain(cx);
            let whole = v8::statistics_object(cx, statistics);
            plain::put(cx, part, "heapStatistics", whole.any());
            let rows = v8::space_list(cx, &spaces::as_node(statistics));
            plain::put(cx, part, "heapSpaceStatistics", rows.any());
            plain::put(cx, record, name, part.any());
        }
        array::push(cx, list, record.any());
    }
    Ok(list.any())
}

/// `onCollection(callback)`: calls it with an entry after each collection from now on; nobody, if it is undefined.
fn on_collection<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let callback = args.get(cx, 0);
    let host = NodeHost::of(cx);
    if let Some(former) = host.gc_events.observer.borrow_mut().take() {
        cx.heap_mut().tracer_mut().remove_listener(former.listener);
    }
    if !is_callable(cx, callback) {
        return Ok(cx.undefined());
    }
    let offset_ms = host.event_loop.birth().elapsed().as_secs_f64() * 1e3 - cx.heap().tracer().now_ns() as f64 / 1e6;
    let teller = host.clone();
    let listener = cx.heap_mut().tracer_mut().add_listener(Box::new(move |event| {
        let entry = Entry::new(event, offset_ms);
        teller.event_loop.finish(Box::new(move |cx| entry.tell(cx)));
    }));
    let callback = Persistent::new(cx, "(Host callbacks)", callback);
    *host.gc_events.observer.borrow_mut() = Some(Observer { callback, listener });
    Ok(cx.undefined())
}

/// What an observer is told of a collection, times in milliseconds.
struct Entry {
    start: f64,
    duration: f64,
    kind: i32,
    flags: i32,
}

impl Entry {
    fn new(event: &GcEvent, offset_ms: f64) -> Entry {
        /// NODE_PERFORMANCE_GC_FLAGS_FORCED.
        const FORCED: i32 = 4;
        Entry {
            start: event.start_ns as f64 / 1e6 + offset_ms,
            duration: event.pause_ns as f64 / 1e6,
            kind: if event.kind == GcKind::Minor { 1 } else { 4 },
            flags: if event.forced { FORCED } else { 0 },
        }
    }

    fn tell(&self, cx: &mut Cx<'_>) -> JsResult<()> {
        let host = NodeHost::of(cx);
        let callback = host.gc_events.observer.borrow().as_ref().map(|observer| observer.callback.get(cx));
        let Some(callback) = callback else { return Ok(()) };
        let entry = object::new_plain(cx);
        plain::put_number(cx, entry, "startTime", self.start);
        plain::put_number(cx, entry, "duration", self.duration);
        plain::put_number(cx, entry, "kind", self.kind as f64);
        plain::put_number(cx, entry, "flags", self.flags as f64);
        call(cx, callback, cx.undefined(), &[entry.any()])?;
        Ok(())
    }
}
