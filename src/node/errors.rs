//! Errors with a code, as node's library throws them: the messages and what they show of the value received.

use super::inspect;
use crate::objects::object::JsError;
use crate::vm::messages::ErrorType;
use crate::vm::ops::error::new_error;
use crate::vm::ops::prelude::*;

use super::plain;

/// A new error with `code`, which its stack shows: `TypeError [CODE]: message`.
pub fn coded_error<'s>(cx: &mut Cx<'s>, error_type: ErrorType, code: &str, message: &str) -> Handle<'s, JsObject> {
    let error: Handle<'s, JsObject> = new_error(cx, error_type, message).must(cx);
    scope!(cx);
    let name = match get(cx, error, cx.key(N::name)) {
        Ok(name) => name.cast::<JsString>(cx).map(|name| name.get(cx).to_rust(cx)),
        Err(thrown) => {
            cx.take_exception(thrown);
            None
        }
    };
    let name = name.unwrap_or_else(|| "Error".to_owned());
    show_in_stack(cx, error, &format!("{name} [{code}]"));
    plain::put_text(cx, error, "code", code);
    error
}

/// An error whose own name is `name`.
pub fn named_error<'s>(cx: &mut Cx<'s>, name: &str, code: &str, message: &str) -> Handle<'s, JsObject> {
    let error: Handle<'s, JsObject> = new_error(cx, ErrorType::Error, message).must(cx);
    show_in_stack(cx, error, name);
    plain::put_text(cx, error, "code", code);
    error
}

/// Lets the error's stack be formatted while it is called `name`.
fn show_in_stack(cx: &mut Cx<'_>, error: Handle<'_, JsObject>, name: &str) {
    scope!(cx);
    plain::put_text(cx, error, "name", name);
    if let Err(thrown) = get(cx, error, cx.key(N::stack)) {
        cx.take_exception(thrown);
    }
    if let Err(thrown) = delete(cx, error, cx.key(N::name)) {
        cx.take_exception(thrown);
    }
}

/// Lets the stack of an error that no script had a part in end with `place`, where in the host it was made.
pub fn add_place(cx: &mut Cx<'_>, error: Handle<'_, JsObject>, place: &str) {
    scope!(cx);
    let stack = super::report::stack_text(cx, error);
    if !stack.contains("\n    at ") {
        let stack = cx.string(&format!("{}\n    at {place}", stack.trim_end_matches('\n'))).any();
        plain::put_hidden(cx, error, "stack", stack);
    }
}

/// Throws [`coded_error`].
pub fn throw_coded(cx: &mut Cx<'_>, error_type: ErrorType, code: &str, message: &str) -> Throw {
    scope!(cx);
    let error = coded_error(cx, error_type, code, message);
    cx.throw(error.any())
}

/// ERR_INVALID_ARG_TYPE: argument (or property) `name` must be one of `expected`.
pub fn invalid_argument_type(cx: &mut Cx<'_>, name: &str, expected: &[&str], received: Handle<'_>) -> Throw {
    let message = argument_type_message(cx, name, expected, received);
    throw_coded(cx, ErrorType::TypeError, "ERR_INVALID_ARG_TYPE", &message)
}

/// The words of [`invalid_argument_type`].
pub fn argument_type_message(cx: &mut Cx<'_>, name: &str, expected: &[&str], received: Handle<'_>) -> String {
    let place = match name {
        _ if name.ends_with(" argument") => name.to_owned(),
        _ if name.contains('.') => format!("\"{name}\" property"),
        _ => format!("\"{name}\" argument"),
    };
    let must_be = expectation(expected);
    format!("The {place} must be {must_be}. Received {}", describe_received(cx, received))
}

/// `of type string or an instance of Buffer`, and the like.
fn expectation(expected: &[&str]) -> String {
    const TYPES: &[&str] =
        &["string", "function", "number", "object", "Function", "Object", "boolean", "bigint", "symbol"];
    let mut types: Vec<String> = Vec::new();
    let mut instances: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for &word in expected {
        if TYPES.contains(&word) {
            types.push(word.to_lowercase());
        } else if word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            instances.push(word.to_owned());
        } else {
            others.push(word.to_owned());
        }
    }
    if !instances.is_empty()
        && let Some(position) = types.iter().position(|word| word == "object")
    {
        types.remove(position);
        instances.push("Object".to_owned());
    }
    let mut parts = Vec::new();
    if !types.is_empty() {
        parts.push(format!("{} {}", if types.len() > 1 { "one of type" } else { "of type" }, one_of(&types)));
    }
    if !instances.is_empty() {
        parts.push(format!("an instance of {}", one_of(&instances)));
    }
    match &others[..] {
        [] => {}
        [other] if other.chars().any(char::is_uppercase) => parts.push(format!("an {other}")),
        [other] => parts.push(other.clone()),
        _ => parts.push(format!("one of {}", one_of(&others))),
    }
    parts.join(" or ")
}

/// `a`, `a or b`, `a, b, or c`.
fn one_of(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [word] => word.clone(),
        [first, second] => format!("{first} or {second}"),
        [rest @ .., last] => format!("{}, or {last}", rest.join(", ")),
    }
}

/// What was received, in node's words: `type number (5)`, `an instance of Foo`, `function f`.
pub fn describe_received(cx: &mut Cx<'_>, value: Handle<'_>) -> String {
    scope!(cx);
    let raw = value.val(cx);
    if raw.is_undefined() {
        return "undefined".to_owned();
    }
    if raw.is_null() {
        return "null".to_owned();
    }
    let Some(object) = value.cast::<JsObject>(cx) else { return describe_primitive(cx, value) };
    if object.get(cx).is_callable() {
        let name = inspect::function_name(cx, object);
        return if name.is_empty() { "function ".to_owned() } else { format!("function {name}") };
    }
    match inspect::constructor_name(cx, object) {
        Some(name) => format!("an instance of {name}"),
        None => inspect::brief(cx, value),
    }
}

fn describe_primitive(cx: &mut Cx<'_>, value: Handle<'_>) -> String {
    let type_name = crate::vm::ops::compare::type_of(cx, value);
    let type_name = type_name.must::<JsString>(cx).get(cx).to_rust(cx);
    let mut shown = inspect::brief(cx, value);
    if shown.chars().count() > 28 {
        shown = shown.chars().take(25).collect::<String>() + "...";
    }
    format!("type {type_name} ({shown})")
}

/// ERR_INVALID_ARG_VALUE: argument (or property) `name` has a value that will not do, because of `reason`.
pub fn invalid_argument_value(cx: &mut Cx<'_>, name: &str, received: Handle<'_>, reason: &str) -> Throw {
    let mut shown = inspect::brief(cx, received);
    if shown.chars().count() > 128 {
        shown = shown.chars().take(128).collect::<String>() + "...";
    }
    let kind = if name.contains('.') { "property" } else { "argument" };
    let message = format!("The {kind} '{name}' {reason}. Received {shown}");
    throw_coded(cx, ErrorType::TypeError, "ERR_INVALID_ARG_VALUE", &message)
}

/// ERR_OUT_OF_RANGE: `name` must be `range`.
pub fn out_of_range(cx: &mut Cx<'_>, name: &str, range: &str, received: Handle<'_>) -> Throw {
    let raw = received.val(cx);
    let shown = match raw.is_number() && raw.as_number().fract() == 0.0 && raw.as_number().abs() > 4_294_967_296.0 {
        true => with_separators(&crate::base::number::to_string(raw.as_number())),
        false => inspect::brief(cx, received),
    };
    let message = format!("The value of \"{name}\" is out of range. It must be {range}. Received {shown}");
    throw_coded(cx, ErrorType::RangeError, "ERR_OUT_OF_RANGE", &message)
}

/// `1_099_511_627_776`.
pub fn with_separators(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    format!("{sign}{}", groups.join("_"))
}

/// A method of a host class was called on something else.
pub fn incompatible_receiver(cx: &mut Cx<'_>, method: &str, receiver: Handle<'_>) -> Throw {
    let shown = crate::vm::ops::error::describe(cx, receiver);
    cx.throw_error(Message::IncompatibleReceiver, &[method, &shown])
}

/// Is `value` an instance of Error?
pub fn is_error(cx: &Cx<'_>, value: Handle<'_>) -> bool {
    value.val(cx).is::<JsError>()
}

/// A failed system call: `ENOENT: no such file or directory, open 'x'`, with errno, code, syscall and path.
pub fn system_error<'s>(
    cx: &mut Cx<'s>,
    error: &std::io::Error,
    call: &str,
    path: Option<&str>,
) -> Handle<'s, JsObject> {
    let number = error.raw_os_error().unwrap_or(0);
    let (code, text) = system_error_words(number);
    let place = path.map(|path| format!(" '{path}'")).unwrap_or_default();
    let message = format!("{code}: {text}, {call}{place}");
    let error: Handle<'s, JsObject> = new_error(cx, ErrorType::Error, &message).must(cx);
    plain::put_number(cx, error, "errno", -number as f64);
    plain::put_text(cx, error, "code", code);
    plain::put_text(cx, error, "syscall", call);
    if let Some(path) = path {
        plain::put_text(cx, error, "path", path);
    }
    error
}

/// A failed system call without a path: `kill ESRCH`.
pub fn errno_error<'s>(cx: &mut Cx<'s>, error: &std::io::Error, call: &str) -> Handle<'s, JsObject> {
    let number = error.raw_os_error().unwrap_or(0);
    let (code, _) = system_error_words(number);
    let error: Handle<'s, JsObject> = new_error(cx, ErrorType::Error, &format!("{call} {code}")).must(cx);
    plain::put_number(cx, error, "errno", -number as f64);
    plain::put_text(cx, error, "code", code);
    plain::put_text(cx, error, "syscall", call);
    error
}

/// Throws [`system_error`].
pub fn throw_system(cx: &mut Cx<'_>, error: &std::io::Error, call: &str, path: Option<&str>) -> Throw {
    scope!(cx);
    let error = system_error(cx, error, call, path);
    cx.throw(error.any())
}

/// libuv's name and words for an error number of the system.
fn system_error_words(number: i32) -> (&'static str, &'static str) {
    match number {
        libc::ENOENT => ("ENOENT", "no such file or directory"),
        libc::EACCES => ("EACCES", "permission denied"),
        libc::EPERM => ("EPERM", "operation not permitted"),
        libc::EEXIST => ("EEXIST", "file already exists"),
        libc::EISDIR => ("EISDIR", "illegal operation on a directory"),
        libc::ENOTDIR => ("ENOTDIR", "not a directory"),
        libc::ENOTEMPTY => ("ENOTEMPTY", "directory not empty"),
        libc::EBADF => ("EBADF", "bad file descriptor"),
        libc::EMFILE => ("EMFILE", "too many open files"),
        libc::EINVAL => ("EINVAL", "invalid argument"),
        libc::ENOSPC => ("ENOSPC", "no space left on device"),
        libc::EROFS => ("EROFS", "read-only file system"),
        libc::EXDEV => ("EXDEV", "cross-device link not permitted"),
        libc::ESRCH => ("ESRCH", "no such process"),
        libc::EPIPE => ("EPIPE", "broken pipe"),
        libc::EIO => ("EIO", "i/o error"),
        libc::ENAMETOOLONG => ("ENAMETOOLONG", "name too long"),
        libc::ELOOP => ("ELOOP", "too many symbolic links encountered"),
        _ => ("UNKNOWN", "unknown error"),
    }
}
