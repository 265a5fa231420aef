//! Stack traces: what an error keeps of the frames running when it was made, and how that is shown (V8's format).
//!
//! A trace is a FixedArray of [`FRAME_WORDS`] words a frame: the FunctionInfo (undefined for a native), a Smi of the
//! instruction's index and flags, the function's name, and the name of the receiver's type (undefined at top level). It
//! holds neither closures nor receivers: an error retains no more than names and code.
#![allow(unsafe_code)] // walks the VM stack

use std::fmt::Write;

use super::frame::{Frame, Frames, ScriptFrame};
use super::ops::error::{class_name, constructor_name_string};
use crate::bytecode::Opcode;
use crate::bytecode::template::{FunctionFlags, FunctionTemplate};
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::fixed::FixedArray;
use crate::objects::function::{FunctionInfo, JsFunction, NativeFunction, Script, is_function_kind};
use crate::objects::generator::{AsyncFunction, AsyncGenerator, SavedFrame};
use crate::objects::object::JsObject;
use crate::objects::promise::{Promise, PromiseReaction, PromiseState};
use crate::objects::property;
use crate::objects::roots::{N, Root};
use crate::objects::string::JsString;
use crate::scope;

/// Words of one frame in a trace.
pub const FRAME_WORDS: usize = 4;
/// More frames than this are never kept, whatever `Error.stackTraceLimit` says.
const MAX_FRAMES: usize = 10_000;

const CONSTRUCTOR: i32 = 1;
const ASYNC: i32 = 2;
const FLAG_BITS: u32 = 2;

/// `Error.stackTraceLimit`, if it is a number.
fn limit(cx: &mut Cx<'_>) -> Option<usize> {
    scope!(cx);
    let Some(error) = cx.root(Root::ErrorConstructor).cast::<JsObject>() else {
        // SAFETY: the machine lives as long as the context.
        return Some(unsafe { (*cx.vm()).stack_trace_limit });
    };
    let error = error.root(cx);
    let found = property::find(cx, error.get(cx), cx.key(N::stack_trace_limit))?;
    let value = property::read(cx, error, found).val(cx).value();
    value.is_number().then(|| (value.as_number().max(0.0) as usize).min(MAX_FRAMES))
}

/// The frames running now, innermost first; those above and including that of `below`, if it runs, are left out. None if
/// the program has turned traces off.
pub fn capture<'s>(cx: &mut Cx<'s>, below: Option<Handle<'_, JsObject>>) -> Option<Handle<'s, FixedArray>> {
    let limit = limit(cx)?;
    let list = cx.undefined();
    {
        scope!(cx);
        let mut collector = Collector { limit, words: Vec::new() };
        let skip = below.map_or(0, |below| frames_up_to(cx, below));
        collector.running(cx, skip);
        let trace = FixedArray::new(cx, collector.words.len());
        for (index, word) in collector.words.iter().enumerate() {
            trace.get(cx).set(cx, index, word.val(cx));
        }
        list.set(cx, trace.val(cx));
    }
    Some(list.must(cx))
}

/// How many frames there are up to that of `below`, inclusive; 0 if it does not run.
fn frames_up_to(cx: &Cx<'_>, below: Handle<'_, JsObject>) -> usize {
    // SAFETY: the machine's state is stored whenever Rust code runs.
    let frames = unsafe { Frames::new(cx.vm()) };
    let wanted = below.val(cx).bits();
    frames.map(|frame| callee_of(cx, frame)).position(|callee| callee.bits() == wanted).map_or(0, |index| index + 1)
}

/// The callee of a live frame.
fn callee_of<'g>(_cx: &'g Cx<'_>, frame: Frame) -> Val<'g> {
    let base = match frame {
        Frame::Script(frame) => frame.base,
        Frame::Window { window, .. } => window,
    };
    // SAFETY: the word before a frame's registers holds its callee.
    unsafe { Val::from_bits(*base.sub(1)) }
}

struct Collector<'s> {
    limit: usize,
    words: Vec<Handle<'s>>,
}

impl<'s> Collector<'s> {
    fn is_full(&self) -> bool {
        self.words.len() >= self.limit * FRAME_WORDS
    }

    /// Collects running frames after the first `skip`, then the async functions that wait for the last of them.
    fn running(&mut self, cx: &mut Cx<'s>, skip: usize) {
        // SAFETY: the machine's state is stored and does not change: nothing here runs a script.
        let frames: Vec<Frame> = unsafe { Frames::new(cx.vm()) }.take(skip + self.limit + 1).collect();
        for (index, &frame) in frames.iter().enumerate().skip(skip) {
            if self.is_full() {
                return;
            }
            let is_construct = frames.get(index + 1).is_some_and(|&caller| is_constructing(caller));
            match frame {
                Frame::Script(frame) => self.script(cx, frame, is_construct),
                Frame::Window { window, .. } => self.native(cx, window, is_construct),
            }
        }
        if let Some(Frame::Script(last)) = frames.last() {
            // SAFETY: the generator of a loop is a value.
            let generator = unsafe { Val::from_bits(last.generator) }.root(cx);
            self.waiting(cx, generator);
        }
    }

    fn push(&mut self, cx: &Cx<'s>, info: Val<'_>, position: i32, name: Val<'_>, type_name: Val<'_>) {
        for word in [info, Val::int(position), name, type_name] {
            self.words.push(word.root(cx));
        }
    }

    fn script(&mut self, cx: &mut Cx<'s>, frame: ScriptFrame, is_construct: bool) {
        let function = frame.function().root(cx);
        let info = function.get(cx).info().root(cx);
        let flags = if is_construct { CONSTRUCTOR } else { 0 };
        let position = (frame.pc_index() << FLAG_BITS) as i32 | flags;
        // SAFETY: slot 0 of a frame is its receiver.
        let receiver = unsafe { Val::from_bits(*frame.base) }.root(cx);
        let type_name = type_name(cx, receiver);
        let name = function_name(cx, function.any().must(cx));
        self.push(cx, info.val(cx), position, name.val(cx), type_name.val(cx));
    }

    fn native(&mut self, cx: &mut Cx<'s>, window: *mut u64, is_construct: bool) {
        // SAFETY: a window holds callee and receiver.
        let (callee, receiver) = unsafe { (Val::from_bits(*window.sub(1)).root(cx), Val::from_bits(*window).root(cx)) };
        let Some(native) = callee.cast::<NativeFunction>(cx) else { return };
        let type_name = type_name(cx, receiver);
        let name = function_name(cx, native.any().must(cx));
        let flags = if is_construct { CONSTRUCTOR } else { 0 };
        self.push(cx, Val::UNDEFINED, flags, name.val(cx), type_name.val(cx));
    }

    /// The async functions that await what `generator` will give, one after another.
    fn waiting(&mut self, cx: &mut Cx<'s>, generator: Handle<'_>) {
        let mut next = awaiter(cx, generator);
        while let Some(waiting) = next {
            if self.is_full() {
                return;
            }
            let saved = waiting.val(cx).cast::<AsyncFunction>().map(|function| function.frame());
            let Some(saved) = saved.and_then(|saved| saved.cast::<SavedFrame>()) else { return };
            let function = saved.callee().must::<JsFunction>().root(cx);
            let position = (saved.raw_u64(1) as u32) << FLAG_BITS;
            let info = function.get(cx).info().root(cx);
            let name = function_name(cx, function.any().must(cx));
            self.push(cx, info.val(cx), position as i32 | ASYNC, name.val(cx), Val::UNDEFINED);
            next = awaiter(cx, waiting);
        }
    }
}

/// The async function that alone awaits the promise of `activation`, directly or through promises derived from it.
fn awaiter<'s>(cx: &Cx<'s>, activation: Handle<'_>) -> Option<Handle<'s>> {
    if activation.val(cx).is::<AsyncGenerator>() {
        return None;
    }
    let mut promise: Gc<'_, Promise> = activation.val(cx).cast::<AsyncFunction>()?.promise().cast()?;
    loop {
        if promise.state() != PromiseState::Pending {
            return None;
        }
        let reaction = promise.result().cast::<PromiseReaction>()?;
        if !reaction.next().is_undefined() {
            return None;
        }
        if reaction.target().is::<AsyncFunction>() {
            return Some(reaction.target().root(cx));
        }
        promise = reaction.target().cast()?;
    }
}

/// Is the frame at an instruction that constructs?
fn is_constructing(caller: Frame) -> bool {
    let Frame::Script(frame) = caller else { return false };
    let code = frame.function().info().template();
    let opcode = code.code.get(frame.pc_index() as usize).and_then(|&word| Opcode::from_u8(word as u8));
    matches!(
        opcode,
        Some(Opcode::Construct | Opcode::ConstructSpread | Opcode::SuperConstruct | Opcode::SuperConstructSpread)
    )
}

/// The own `name` of a function if it is a string, else the one it was written with; the empty string without one.
fn function_name<'s>(cx: &mut Cx<'s>, function: Handle<'_, JsObject>) -> Handle<'s> {
    let key = cx.key(N::name);
    if let Some(found) = property::find(cx, function.get(cx), key) {
        let name = property::read(cx, function, found);
        if name.val(cx).is::<JsString>() {
            return name;
        }
    }
    cx.root(Root::EmptyString).root(cx)
}

/// The name of the type of a receiver; undefined where a frame shows none: undefined, null, the global object.
fn type_name<'s>(cx: &mut Cx<'s>, receiver: Handle<'_>) -> Handle<'s> {
    let value = receiver.val(cx);
    if value.is_nullish() || value.is_hole() || value.is_same_word(cx.root(Root::GlobalThis)) {
        return cx.undefined();
    }
    let Some(object) = receiver.cast::<JsObject>(cx) else {
        let text = match super::ops::compare::type_name(value).text() {
            "number" => "Number",
            "boolean" => "Boolean",
            "symbol" => "Symbol",
            "bigint" => "BigInt",
            _ => "String",
        };
        return cx.string(text).any();
    };
    if let Some(function) = receiver.cast::<JsFunction>(cx)
        && function.get(cx).info().function_flags().contains(FunctionFlags::CLASS_CONSTRUCTOR)
    {
        return function_name(cx, object);
    }
    if let Some(name) = constructor_name_string(cx, object) {
        return name.any();
    }
    let kind = object.get(cx).object_kind();
    cx.string(if is_function_kind(kind) { "Function" } else { class_name(kind) }).any()
}

/// The lines of a trace, each after a newline.
pub fn format(cx: &Cx<'_>, trace: Gc<'_, FixedArray>) -> String {
    let mut text = String::new();
    for index in (0..trace.len()).step_by(FRAME_WORDS) {
        text.push_str("\n    at ");
        format_frame(cx, trace, index, &mut text);
    }
    text
}

fn format_frame(cx: &Cx<'_>, trace: Gc<'_, FixedArray>, index: usize, text: &mut String) {
    let as_text = |at: usize| trace.at(index + at).cast::<JsString>().map(|string| string.to_rust(cx));
    let position = trace.at(index + 1).as_int();
    let name = as_text(2).unwrap_or_default();
    let location = location(trace.at(index), (position as u32) >> FLAG_BITS);
    let described = if position & ASYNC != 0 {
        format!("async {name}")
    } else if position & CONSTRUCTOR != 0 {
        format!("new {}", if name.is_empty() { "<anonymous>" } else { &name })
    } else {
        method_name(as_text(3), name)
    };
    // Writing to a string cannot fail.
    let _ = match described.as_str() {
        "" => write!(text, "{location}"),
        "async " => write!(text, "async {location}"),
        described => write!(text, "{described} ({location})"),
    };
}

/// `Type.name`, without the type where there is none or the name already says it.
fn method_name(type_name: Option<String>, name: String) -> String {
    let Some(type_name) = type_name else { return name };
    let is_accessor = name.starts_with("get ") || name.starts_with("set ");
    match name.as_str() {
        "" => format!("{type_name}.<anonymous>"),
        name if is_accessor || name.starts_with(&type_name) => name.to_owned(),
        name => format!("{type_name}.{name}"),
    }
}

/// `file:line:column` of instruction `pc` of a function.
fn location(info: Val<'_>, pc: u32) -> String {
    let Some(info) = info.cast::<FunctionInfo>() else { return "<anonymous>".to_owned() };
    let Some(script) = info.script().cast::<Script>() else { return "<anonymous>".to_owned() };
    let source = script.source();
    let at = source.line_column(source_position(info.template(), pc));
    format!("{}:{}:{}", source.name(), at.line, at.column)
}

/// The source offset that instruction `pc` comes from.
pub fn source_position(template: &FunctionTemplate, pc: u32) -> u32 {
    let index = template.positions.partition_point(|position| position.pc <= pc);
    match index.checked_sub(1) {
        Some(index) => template.positions[index].position,
        None => template.span.0,
    }
}
