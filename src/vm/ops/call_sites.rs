//! Call sites: the frames of a trace as objects, which `Error.prepareStackTrace` is given (V8's stack trace API).
//!
//! A trace holds neither functions nor receivers, so `getFunction` and `getThis` give what they give for strict functions:
//! undefined.

use super::error::data_property;
use crate::heap::{Cx, Handle};
use crate::objects::array::{self, JsArray};
use crate::objects::descriptors::Attributes;
use crate::objects::fixed::FixedArray;
use crate::objects::function;
use crate::objects::map::MapFlags;
use crate::objects::name::Key;
use crate::objects::object::{self, HostObject, JsObject};
use crate::objects::property;
use crate::objects::roots::{N, Root};
use crate::objects::string;
use crate::scope;
use crate::syntax::source::LineColumn;
use crate::vm::messages::Message;
use crate::vm::native::{Args, JsResult, Native};
use crate::vm::stack_trace::{FRAME_WORDS, TracedFrame};

/// Call site objects for all frames of a trace.
pub(super) fn of_trace<'s>(cx: &mut Cx<'s>, trace: Handle<'_, FixedArray>) -> Handle<'s, JsArray> {
    let count = trace.get(cx).len() / FRAME_WORDS;
    let sites = array::with_capacity(cx, count);
    let prototype = prototype(cx);
    let map = object::map_for::<HostObject>(cx, prototype, 0, MapFlags::EXTENSIBLE);
    for index in 0..count {
        scope!(cx);
        let frame = FixedArray::new(cx, FRAME_WORDS);
        for word in 0..FRAME_WORDS {
            let value = trace.get(cx).at(index * FRAME_WORDS + word);
            frame.get(cx).set(cx, word, value);
        }
        let site: Handle<'_, HostObject> = object::allocate(cx, map);
        site.get(cx).set_data(cx, frame.val(cx));
        array::push(cx, sites, site.any());
    }
    sites
}

const METHODS: &[(&str, Native)] = &[
    ("getColumnNumber", get_column_number),
    ("getEnclosingColumnNumber", get_enclosing_column_number),
    ("getEnclosingLineNumber", get_enclosing_line_number),
    ("getEvalOrigin", return_undefined),
    ("getFileName", get_file_name),
    ("getFunction", return_undefined),
    ("getFunctionName", get_function_name),
    ("getLineNumber", get_line_number),
    ("getMethodName", get_method_name),
    ("getPosition", get_position),
    ("getPromiseIndex", return_null),
    ("getScriptNameOrSourceURL", get_file_name),
    ("getScriptHash", get_script_hash),
    ("getThis", return_undefined),
    ("getTypeName", get_type_name),
    ("isAsync", is_async),
    ("isConstructor", is_constructor),
    ("isEval", return_false),
    ("isNative", return_false),
    ("isPromiseAll", return_false),
    ("isToplevel", is_toplevel),
    ("toString", to_string),
];

/// The prototype of call sites, made when the first is.
fn prototype<'s>(cx: &mut Cx<'s>) -> Handle<'s, JsObject> {
    if let Some(prototype) = cx.root(Root::CallSite).cast::<JsObject>() {
        return prototype.root(cx);
    }
    let prototype = object::new_plain(cx);
    scope!(cx);
    let (code, text, undefined): (Native, _, _) = (refuse, cx.string("CallSite"), cx.undefined());
    let constructor = function::new_native(cx, Root::NativeFunctionMap, code as usize, undefined, text.any(), 0);
    property::add(cx, prototype, cx.key(N::constructor), constructor.any(), Attributes::HIDDEN);
    for &(name, code) in METHODS {
        scope!(cx);
        let (key, text, undefined) = (Key::from_str(cx, name), cx.string(name), cx.undefined());
        let method = function::new_native(cx, Root::NativeFunctionMap, code as usize, undefined, text.any(), 0);
        property::add(cx, prototype, key, method.any(), Attributes::HIDDEN);
    }
    cx.set_root_value(Root::CallSite, prototype.any());
    prototype
}

/// Scripts cannot make call sites.
fn refuse<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Err(cx.throw_error(Message::NotAConstructor, &["CallSite"]))
}

/// Reads the frame of the receiver: a trace of one.
fn of_this<'s, R>(cx: &mut Cx<'s>, args: Args<'s>, read: impl FnOnce(&Cx<'s>, TracedFrame<'_>) -> R) -> JsResult<R> {
    let site = args.this().val(cx).cast::<HostObject>();
    if let Some(trace) = site.and_then(|site| site.data().cast::<FixedArray>()) {
        return Ok(read(cx, TracedFrame::at(cx, trace, 0)));
    }
    let name = data_property(cx, args.callee(cx).must(cx), cx.key(N::name));
    let name = string::text_of(cx, name.val(cx)).unwrap_or_default();
    Err(cx.throw_error(Message::CallSiteMethod, &[&name]))
}

fn text_or_null<'s>(cx: &mut Cx<'s>, text: Option<String>) -> JsResult<Handle<'s>> {
    Ok(match text {
        Some(text) => cx.string(&text).any(),
        None => cx.null(),
    })
}

fn number_or_null<'s>(cx: &mut Cx<'s>, number: Option<u32>) -> JsResult<Handle<'s>> {
    Ok(number.map_or(cx.null(), |number| cx.number(number as f64)))
}

fn return_undefined<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    of_this(cx, args, |cx, _| cx.undefined())
}

fn return_null<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    of_this(cx, args, |cx, _| cx.null())
}

fn return_false<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    of_this(cx, args, |cx, _| cx.boolean(false))
}

fn get_column_number<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let place = of_this(cx, args, |_, frame| frame.place())?;
    number_or_null(cx, place.map(|place| place.column))
}

fn get_line_number<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let place = of_this(cx, args, |_, frame| frame.place())?;
    number_or_null(cx, place.map(|place| place.line))
}

/// Where the function starts.
fn enclosing_place(frame: TracedFrame<'_>) -> Option<LineColumn> {
    Some(frame.script()?.source().line_column(frame.info?.template().span.0))
}

fn get_enclosing_column_number<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let place = of_this(cx, args, |_, frame| enclosing_place(frame))?;
    number_or_null(cx, place.map(|place| place.column))
}

fn get_enclosing_line_number<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let place = of_this(cx, args, |_, frame| enclosing_place(frame))?;
    number_or_null(cx, place.map(|place| place.line))
}

fn get_position<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    of_this(cx, args, |cx, frame| cx.number(frame.offset().unwrap_or(0) as f64))
}

fn get_file_name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = of_this(cx, args, |_, frame| frame.script().map(|script| script.source().name().to_owned()))?;
    text_or_null(cx, name)
}

fn get_function_name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = of_this(cx, args, |_, frame| frame.name)?;
    text_or_null(cx, Some(name).filter(|name| !name.is_empty()))
}

fn get_method_name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = of_this(cx, args, |_, frame| {
        let own_name = Some(frame.name).filter(|name| frame.type_name.is_some() && !name.is_empty());
        frame.method.or(own_name)
    })?;
    text_or_null(cx, name)
}

fn get_type_name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = of_this(cx, args, |_, frame| frame.type_name)?;
    text_or_null(cx, name)
}

fn get_script_hash<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    of_this(cx, args, |cx, _| cx.root(Root::EmptyString).root(cx))
}

fn is_async<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    of_this(cx, args, |cx, frame| cx.boolean(frame.is_async))
}

fn is_constructor<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    of_this(cx, args, |cx, frame| cx.boolean(frame.is_construct))
}

fn is_toplevel<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    of_this(cx, args, |cx, frame| cx.boolean(frame.type_name.is_none()))
}

fn to_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = of_this(cx, args, |_, frame| frame.to_string())?;
    Ok(cx.string(&text).any())
}
