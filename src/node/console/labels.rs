//! Counts and times that the console keeps by label.

use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use super::{print, print_formatted};
use crate::node::host::NodeHost;
use crate::node::process::warnings;
use crate::node::stdio::Output;
use crate::vm::ops::prelude::*;

/// See the module's header.
#[derive(Default)]
pub struct Labels {
    counts: FxHashMap<String, u64>,
    starts: FxHashMap<String, Instant>,
}

fn label_of(cx: &mut Cx<'_>, args: Args<'_>) -> JsResult<String> {
    match args.given(0).filter(|label| !label.val(cx).is_undefined()) {
        Some(label) => to_rust_string(cx, label),
        None => Ok("default".to_owned()),
    }
}

pub fn count<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let label = label_of(cx, args)?;
    let host = NodeHost::of(cx);
    let count = {
        let mut labels = host.console.labels.borrow_mut();
        let count = labels.counts.entry(label.clone()).or_default();
        *count += 1;
        *count
    };
    print(cx, Output::Stdout, &format!("{label}: {count}"))?;
    Ok(cx.undefined())
}

pub fn count_reset<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let label = label_of(cx, args)?;
    let removed = NodeHost::of(cx).console.labels.borrow_mut().counts.remove(&label);
    if removed.is_none() {
        warnings::warn(cx, "Warning", &format!("Count for '{label}' does not exist"));
    }
    Ok(cx.undefined())
}

pub fn time<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let label = label_of(cx, args)?;
    let host = NodeHost::of(cx);
    if host.console.labels.borrow().starts.contains_key(&label) {
        warnings::warn(cx, "Warning", &format!("Label '{label}' already exists for console.time()"));
    } else {
        host.console.labels.borrow_mut().starts.insert(label, Instant::now());
    }
    Ok(cx.undefined())
}

pub fn time_end<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let label = label_of(cx, args)?;
    log_time(cx, "timeEnd", &label, &[])?;
    NodeHost::of(cx).console.labels.borrow_mut().starts.remove(&label);
    Ok(cx.undefined())
}

pub fn time_log<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let label = label_of(cx, args)?;
    let data: Vec<Handle<'_>> = args.rest(1).collect();
    log_time(cx, "timeLog", &label, &data)?;
    Ok(cx.undefined())
}

fn log_time(cx: &mut Cx<'_>, method: &str, label: &str, data: &[Handle<'_>]) -> JsResult<()> {
    let start = NodeHost::of(cx).console.labels.borrow().starts.get(label).copied();
    let Some(start) = start else {
        warnings::warn(cx, "Warning", &format!("No such label '{label}' for console.{method}()"));
        return Ok(());
    };
    scope!(cx);
    let shown = [cx.string("%s: %s").any(), cx.string(label).any(), cx.string(&duration(start.elapsed())).any()];
    let arguments: Vec<Handle<'_>> = shown.iter().chain(data).copied().collect();
    print_formatted(cx, Output::Stdout, &arguments)
}

/// `1.234ms`, `1.234s`, `1:02.345 (m:ss.mmm)`, `1:02:03.456 (h:mm:ss.mmm)`.
fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    let (hours, minutes) = ((seconds / 3600.0) as u64, (seconds / 60.0) as u64 % 60);
    if hours > 0 {
        return format!("{hours}:{minutes:02}:{:06.3} (h:mm:ss.mmm)", seconds % 60.0);
    }
    if minutes > 0 {
        return format!("{minutes}:{:06.3} (m:ss.mmm)", seconds % 60.0);
    }
    if seconds >= 1.0 {
        return format!("{seconds:.3}s");
    }
    let milliseconds = format!("{:.3}", seconds * 1000.0);
    format!("{}ms", milliseconds.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_shown_in_the_unit_that_fits() {
        let shown = |milliseconds| duration(Duration::from_millis(milliseconds));
        assert_eq!(shown(5), "5ms");
        assert_eq!(shown(1500), "1.500s");
        assert_eq!(shown(62_345), "1:02.345 (m:ss.mmm)");
        assert_eq!(shown(3_723_456), "1:02:03.456 (h:mm:ss.mmm)");
    }
}
