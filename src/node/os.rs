//! The functions in Rust behind the `os` library.

use std::fs;

use nix::sys::utsname::uname;

use super::plain;
use crate::builtins::define::{Row, method};
use crate::objects::{array, object};
use crate::vm::ops::prelude::*;

/// The rows of the `os` binding.
pub const METHODS: &[Row] = &[
    method("name", 0, name),
    method("memory", 0, memory),
    method("uptime", 0, uptime),
    method("loadAverage", 0, load_average),
    method("parallelism", 0, parallelism),
];

fn name<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let result = object::new_plain(cx);
    if let Ok(names) = uname() {
        for (key, text) in [
            ("sysname", names.sysname()),
            ("nodename", names.nodename()),
            ("release", names.release()),
            ("version", names.version()),
            ("machine", names.machine()),
        ] {
            plain::put_text(cx, result, key, &text.to_string_lossy());
        }
    }
    Ok(result.any())
}

/// Physical memory in bytes: all of it, and what is free.
fn memory<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = |label: &str| {
        let line = text.lines().find(|line| line.starts_with(label));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0)
    };
    let result = object::new_plain(cx);
    plain::put_number(cx, result, "total", kib("MemTotal:") * 1024.0);
    plain::put_number(cx, result, "free", kib("MemAvailable:") * 1024.0);
    Ok(result.any())
}

/// The numbers at the start of a file of the system.
fn numbers(path: &str) -> Vec<f64> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.split_whitespace().map_while(|word| word.parse().ok()).collect()
}

fn uptime<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let seconds = numbers("/proc/uptime").first().copied().unwrap_or(0.0);
    Ok(cx.number(seconds))
}

fn load_average<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let mut loads = numbers("/proc/loadavg");
    loads.resize(3, 0.0);
    let loads: Vec<Handle<'_>> = loads.iter().map(|&load| cx.number(load)).collect();
    Ok(array::from_values(cx, &loads).any())
}

fn parallelism<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let count = std::thread::available_parallelism().map_or(1, |count| count.get());
    Ok(cx.number(count as f64))
}
