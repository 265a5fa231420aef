//! Time: `process.hrtime`, `uptime` and `cpuUsage`.

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeVal;

use crate::node::host::NodeHost;
use crate::node::{errors, plain};
use crate::objects::{array, bigint, object};
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// An arbitrary point in the past, so that differences and only they have a meaning: some time before the start.
const EPOCH_NS: u64 = 1_000_000_000;

fn now_ns(cx: &Cx<'_>) -> u64 {
    EPOCH_NS + NodeHost::of(cx).event_loop.birth().elapsed().as_nanos() as u64
}

/// `process.hrtime([earlier])`: [seconds, nanoseconds].
pub fn hrtime<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let now = now_ns(cx);
    let mut parts = [(now / 1_000_000_000) as f64, (now % 1_000_000_000) as f64];
    let earlier = args.get(cx, 0);
    if !earlier.val(cx).is_undefined() {
        let Some(earlier) = earlier.cast::<JsArray>(cx) else {
            return Err(errors::invalid_argument_type(cx, "time", &["Array"], earlier));
        };
        let values = plain::elements(cx, earlier);
        if values.len() != 2 {
            return Err(wrong_length(cx, values.len()));
        }
        for (part, value) in parts.iter_mut().zip(values) {
            *part -= to_number(cx, value)?;
        }
        if parts[1] < 0.0 {
            parts = [parts[0] - 1.0, parts[1] + 1e9];
        }
    }
    let parts = parts.map(|part| cx.number(part));
    Ok(array::from_values(cx, &parts).any())
}

fn wrong_length(cx: &mut Cx<'_>, length: usize) -> Throw {
    let received = cx.number(length as f64);
    errors::out_of_range(cx, "time", "2", received)
}

/// `process.hrtime.bigint()`.
pub fn hrtime_bigint<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let now = now_ns(cx);
    Ok(bigint::from_u64(cx, now).any())
}

/// `process.uptime()`, in seconds.
pub fn uptime<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let seconds = NodeHost::of(cx).event_loop.birth().elapsed().as_secs_f64();
    Ok(cx.number(seconds))
}

/// What the system counts for this process.
pub fn usage(cx: &mut Cx<'_>) -> JsResult<Usage> {
    getrusage(UsageWho::RUSAGE_SELF)
        .map_err(|error| cx.throw_custom(ErrorType::Error, &format!("getrusage: {}", error.desc())))
}

pub fn microseconds(time: TimeVal) -> f64 {
    time.tv_sec() as f64 * 1e6 + time.tv_usec() as f64
}

/// `process.cpuUsage([earlier])`, in microseconds.
pub fn cpu_usage<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let usage = usage(cx)?;
    let (mut user, mut system) = (microseconds(usage.user_time()), microseconds(usage.system_time()));
    let earlier = args.get(cx, 0);
    if let Some(earlier) = earlier.cast::<JsObject>(cx) {
        let read = |cx: &mut Cx<'s>, name: &str| {
            let value = plain::own(cx, earlier, name);
            to_number(cx, value)
        };
        user -= read(cx, "user")?;
        system -= read(cx, "system")?;
    }
    let result = object::new_plain(cx);
    plain::put_number(cx, result, "user", user);
    plain::put_number(cx, result, "system", system);
    Ok(result.any())
}
