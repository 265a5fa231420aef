//! The `process` object and its plain properties.

use super::{NODE_VERSION, clock, events, exit, memory, signals, warnings};
use crate::builtins::define::{self, Row, RowKey, accessor, method, to_string_tag};
use crate::heap::Persistent;
use crate::node::host::NodeHost;
use crate::node::{errors, modules, plain, ticks};
use crate::objects::function;
use crate::objects::object::{self, Proxy};
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

const METHODS: &[Row] = &[
    method("nextTick", 1, ticks::next_tick),
    method("exit", 1, exit::process_exit),
    method("reallyExit", 1, exit::really_exit),
    method("abort", 0, exit::abort),
    method("emitWarning", 4, warnings::emit_warning),
    method("memoryUsage", 0, memory::memory_usage),
    method("resourceUsage", 0, memory::resource_usage),
    method("constrainedMemory", 0, memory::constrained_memory),
    method("availableMemory", 0, memory::available_memory),
    method("hrtime", 1, clock::hrtime),
    method("uptime", 0, clock::uptime),
    method("cpuUsage", 1, clock::cpu_usage),
    method("kill", 2, signals::kill),
    method("cwd", 0, cwd),
    method("chdir", 1, chdir),
    method("umask", 1, umask),
    method("getuid", 0, getuid),
    method("geteuid", 0, getuid),
    method("getgid", 0, getgid),
    method("getegid", 0, getgid),
];

const LAZY: &[Row] = &[
    accessor(RowKey::Text("stdout"), Some(standard_stream), None),
    accessor(RowKey::Text("stderr"), Some(standard_stream), None),
    accessor(RowKey::Text("stdin"), Some(standard_stream), None),
    accessor(RowKey::Text("env"), Some(environment), None),
];

/// Makes `process` and its prototypes.
pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let emitter = object::new_plain(cx);
    events::install_lazy_methods(cx, emitter);
    let prototype = object::with_prototype(cx, emitter.any());
    let name = cx.string("process");
    let undefined = cx.undefined();
    let illegal = plain::illegal_constructor as Native as usize;
    let constructor = function::new_native(cx, Root::NativeConstructorMap, illegal, undefined, name.any(), 0);
    plain::put_hidden(cx, prototype, "constructor", constructor.any());
    let process = object::with_prototype(cx, prototype.any());
    define::properties(cx, process, METHODS);
    define::properties(cx, process, LAZY);
    define::properties(cx, process, &[to_string_tag("process")]);
    describe_engine(cx, process);
    describe_launch(cx, process);
    nest_methods(cx, process);
    define::global(cx, "process", process.any());
    let kept = Persistent::new(cx, "(Host objects)", process);
    let is_first = NodeHost::of(cx).process.object.set(kept).is_ok();
    debug_assert!(is_first, "process is made once");
}

/// `hrtime.bigint` and `memoryUsage.rss`.
fn nest_methods(cx: &mut Cx<'_>, process: Handle<'_, JsObject>) {
    scope!(cx);
    let hrtime = plain::own(cx, process, "hrtime").must(cx);
    define::properties(cx, hrtime, &[method("bigint", 0, clock::hrtime_bigint)]);
    let usage = plain::own(cx, process, "memoryUsage").must(cx);
    define::properties(cx, usage, &[method("rss", 0, memory::rss)]);
}

fn describe_engine(cx: &mut Cx<'_>, process: Handle<'_, JsObject>) {
    scope!(cx);
    plain::put_text(cx, process, "version", NODE_VERSION);
    plain::put_text(cx, process, "arch", architecture());
    plain::put_text(cx, process, "platform", platform());
    let versions = object::new_plain(cx);
    plain::put_text(cx, versions, "node", &NODE_VERSION[1..]);
    plain::put_text(cx, versions, "tenure", env!("CARGO_PKG_VERSION"));
    plain::put_text(cx, versions, "modules", "115");
    plain::put(cx, process, "versions", versions.any());
    let release = object::new_plain(cx);
    plain::put_text(cx, release, "name", "node");
    plain::put_text(cx, release, "lts", "Iron");
    plain::put(cx, process, "release", release.any());
    let features = object::new_plain(cx);
    for name in ["inspector", "debug", "uv", "ipv6", "tls_alpn", "tls_sni", "tls_ocsp", "tls"] {
        plain::put_boolean(cx, features, name, false);
    }
    plain::put(cx, process, "features", features.any());
    let config = object::new_plain(cx);
    for name in ["target_defaults", "variables"] {
        scope!(cx);
        let part = object::new_plain(cx);
        plain::put(cx, config, name, part.any());
    }
    plain::put(cx, process, "config", config.any());
}

/// node's name for the processor.
pub fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    }
}

/// node's name for the system.
pub fn platform() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    }
}

fn describe_launch(cx: &mut Cx<'_>, process: Handle<'_, JsObject>) {
    scope!(cx);
    let launch = NodeHost::of(cx).launch.clone();
    let words: Vec<&str> = std::iter::once(launch.executable.as_str())
        .chain(launch.script.as_deref())
        .chain(launch.arguments.iter().map(String::as_str))
        .collect();
    let arguments = plain::array_of_texts(cx, &words);
    plain::put(cx, process, "argv", arguments.any());
    let exec_arguments = plain::array_of_texts(cx, &launch.exec_arguments);
    plain::put(cx, process, "execArgv", exec_arguments.any());
    plain::put_text(cx, process, "execPath", &launch.executable);
    plain::put_text(cx, process, "argv0", "tenure");
    plain::put_text(cx, process, "title", "tenure");
    plain::put_number(cx, process, "pid", std::process::id() as f64);
    plain::put_number(cx, process, "ppid", nix::unistd::getppid().as_raw() as f64);
    let undefined = cx.undefined();
    plain::put(cx, process, "exitCode", undefined);
}

/// Getter of `stdin`, `stdout` and `stderr`: makes the stream and stands aside.
fn standard_stream<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let process = super::object(cx);
    let getter = args.callee(cx);
    let name = plain::own_text(cx, getter.must(cx), "name").unwrap_or_default();
    let name = name.strip_prefix("get ").unwrap_or(&name).to_owned();
    let library = modules::builtin::require(cx, "internal/stdio")?;
    let library = to_object(cx, library)?;
    let key = Key::from_str(cx, &name);
    let stream = call_method(cx, library.any(), key, &[])?;
    plain::put(cx, process, &name, stream);
    Ok(stream)
}

/// Getter of `env`: the environment, whose values become strings when they are set.
fn environment<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let variables = object::new_plain(cx);
    for (name, value) in std::env::vars_os() {
        scope!(cx);
        let key = cx.string(&name.to_string_lossy());
        let key = Key::from_string(cx, key);
        let value = cx.string(&value.to_string_lossy());
        create_data_property(cx, variables, key, value.any())?;
    }
    let handler = object::new_plain(cx);
    define::properties(cx, handler, &[method("set", 4, set_variable)]);
    let proxy: Handle<'s, Proxy> = object::allocate(cx, cx.root_handle(Root::ProxyMap));
    proxy.get(cx).set_target(cx, variables.val(cx));
    proxy.get(cx).set_handler(cx, handler.val(cx));
    let process = super::object(cx);
    plain::put(cx, process, "env", proxy.any());
    Ok(proxy.any())
}

fn set_variable<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (target, key, value) = (args.get(cx, 0), args.get(cx, 1), args.get(cx, 2));
    let target = to_object(cx, target)?;
    let key = to_property_key(cx, key)?;
    let value = to_string(cx, value)?;
    let is_set = create_data_property(cx, target, key, value.any())?;
    Ok(cx.boolean(is_set))
}

fn cwd<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    match std::env::current_dir() {
        Ok(folder) => Ok(cx.string(&folder.to_string_lossy()).any()),
        Err(error) => Err(errors::throw_system(cx, &error, "uv_cwd", None)),
    }
}

fn chdir<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let folder = args.get(cx, 0);
    if !folder.val(cx).is::<JsString>() {
        return Err(errors::invalid_argument_type(cx, "directory", &["string"], folder));
    }
    let folder = to_rust_string(cx, folder)?;
    match std::env::set_current_dir(&folder) {
        Ok(()) => Ok(cx.undefined()),
        Err(error) => Err(errors::throw_system(cx, &error, "chdir", Some(&folder))),
    }
}

/// `process.umask()` can be read; setting it is refused.
fn umask<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if args.count() > 0 {
        return Err(cx.throw_custom(ErrorType::Error, "process.umask(mask) is not supported"));
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Umask:"));
    let mask = line.and_then(|digits| i32::from_str_radix(digits.trim(), 8).ok()).unwrap_or(0o22);
    Ok(cx.int(mask))
}

fn getuid<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.number(nix::unistd::getuid().as_raw() as f64))
}

fn getgid<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.number(nix::unistd::getgid().as_raw() as f64))
}
