//! Stack traces: what an error keeps of the frames running when it was made, and how that is shown (V8's format).
//!
//! A trace is a FixedArray of [`FRAME_WORDS`] words a frame: the FunctionInfo (undefined for a native), a Smi of the
//! instruction's index and flags, the function's name, the name of the receiver's type (undefined at top level), and the
//! key under which the receiver has the function, if that is not its name. It holds neither closures nor receivers: an
//! error retains no more than names and code.
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
use crate::objects::kinds::Kind;
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::objects::promise::{Promise, PromiseReaction, PromiseState};
use crate::objects::property::{self, AccessorPair};
use crate::objects::roots::{N, Root};
use crate::objects::string::{self, JsString};
use crate::scope;
use crate::syntax::source::LineColumn;

/// Words of one frame in a trace.
pub const FRAME_WORDS: usize = 5;
/// More frames than this are never kept, whatever `Error.stackTraceLimit` says.
const MAX_FRAMES: usize = 10_000;

/// Natives that only pass a call on: they are not shown.
const PASS_ON: &[&str] = &["call", "apply", "construct"];

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
        // Before anything can move it: a frame's generator is a bare word.
        let generator = match frames.last() {
            // SAFETY: the generator of a loop is a value.
            Some(Frame::Script(last)) => Some(unsafe { Val::from_bits(last.generator) }.root(cx)),
            _ => None,
        };
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
        if let Some(generator) = generator {
            self.waiting(cx, generator);
        }
    }

    fn push(&mut self, cx: &Cx<'s>, info: Val<'_>, position: i32, name: Val<'_>, type_name: Val<'_>, method: Val<'_>) {
        for word in [info, Val::int(position), name, type_name, method] {
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
        let method = method_key(cx, receiver, function.any(), name);
        self.push(cx, info.val(cx), position, name.val(cx), type_name.val(cx), method.val(cx));
    }

    fn native(&mut self, cx: &mut Cx<'s>, window: *mut u64, is_construct: bool) {
        // SAFETY: a window holds callee and receiver.
        let (callee, receiver) = unsafe { (Val::from_bits(*window.sub(1)).root(cx), Val::from_bits(*window).root(cx)) };
        let Some(native) = callee.cast::<NativeFunction>(cx) else { return };
        let name = function_name(cx, native.any().must(cx));
        if string::text_of(cx, name.val(cx)).is_some_and(|name| PASS_ON.contains(&name.as_str())) {
            return;
        }
        let type_name = type_name(cx, receiver);
        let flags = if is_construct { CONSTRUCTOR } else { 0 };
        self.push(cx, Val::UNDEFINED, flags, name.val(cx), type_name.val(cx), Val::UNDEFINED);
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
            let flags = position as i32 | ASYNC;
            self.push(cx, info.val(cx), flags, name.val(cx), Val::UNDEFINED, Val::UNDEFINED);
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

/// The one string key under which `receiver` or what it inherits from has `function`, as value, getter or setter, if that
/// is not the function's name.
fn method_key<'s>(cx: &Cx<'s>, receiver: Handle<'_>, function: Handle<'_>, name: Handle<'_>) -> Handle<'s> {
    let Some(object) = receiver.cast::<JsObject>(cx) else { return cx.undefined() };
    let mut only: Option<Gc<'_, Name>> = None;
    let mut holder = Some(object.get(cx));
    while let Some(object) = holder.filter(|object| object.object_kind() != Kind::Proxy) {
        let mut is_named_so = false;
        property::for_each_name(object, |key| {
            let stored = property::find(cx, object, Key::Name(key.root(cx)))
                .and_then(|found| property::stored(object, found.place))
                .is_some_and(|value| is_or_has(value, function.val(cx)));
            if stored && !key.is_symbol() {
                is_named_so |= key
                    .val()
                    .cast::<JsString>()
                    .zip(name.val(cx).cast())
                    .is_some_and(|(key, name)| string::equals(cx, key, name));
                only = only.is_none().then_some(key);
            }
        });
        if is_named_so {
            return cx.undefined();
        }
        holder = object.prototype().cast();
    }
    only.map_or(cx.undefined(), |key| key.val().root(cx))
}

fn is_or_has(value: Val<'_>, function: Val<'_>) -> bool {
    match value.cast::<AccessorPair>() {
        Some(pair) => pair.getter().is_same_word(function) || pair.setter().is_same_word(function),
        None => value.is_same_word(function),
    }
}

/// A frame of a trace.
pub struct TracedFrame<'g> {
    /// None for a native function.
    pub info: Option<Gc<'g, FunctionInfo>>,
    /// Index of the instruction.
    pub pc: u32,
    pub is_construct: bool,
    pub is_async: bool,
    /// Empty for a function without one.
    pub name: String,
    /// None at top level.
    pub type_name: Option<String>,
    /// Key of the function on the receiver, if it is not its name.
    pub method: Option<String>,
}

impl<'g> TracedFrame<'g> {
    /// Frame `index` of a trace, which has it.
    pub fn at(cx: &Cx<'_>, trace: Gc<'g, FixedArray>, index: usize) -> TracedFrame<'g> {
        let start = index * FRAME_WORDS;
        let text = |at: usize| string::text_of(cx, trace.at(start + at));
        let position = trace.at(start + 1).as_int();
        TracedFrame {
            info: trace.at(start).cast(),
            pc: position as u32 >> FLAG_BITS,
            is_construct: position & CONSTRUCTOR != 0,
            is_async: position & ASYNC != 0,
            name: text(2).unwrap_or_default(),
            type_name: text(3),
            method: text(4),
        }
    }

    pub fn script(&self) -> Option<Gc<'g, Script>> {
        self.info?.script().cast()
    }

    /// Offset in the source of what runs.
    pub fn offset(&self) -> Option<u32> {
        Some(source_position(self.info?.template(), self.pc))
    }

    pub fn place(&self) -> Option<LineColumn> {
        Some(self.script()?.source().line_column(self.offset()?))
    }

    fn location(&self) -> String {
        match (self.script(), self.place()) {
            (Some(script), Some(at)) => format!("{}:{}:{}", script.source().name(), at.line, at.column),
            _ => "<anonymous>".to_owned(),
        }
    }

    /// `Type.name [as key]`: the type is left out where the name is more than a name.
    fn method_call(&self, type_name: &str) -> String {
        if self.name.is_empty() {
            return format!("{type_name}.{}", self.method.as_deref().unwrap_or("<anonymous>"));
        }
        let dot = if is_identifier(&self.name) { "." } else { "" };
        let type_name = if dot.is_empty() { "" } else { type_name };
        match &self.method {
            Some(key) if !self.name.ends_with(&format!(".{key}")) => {
                format!("{type_name}{dot}{} [as {key}]", self.name)
            }
            _ => format!("{type_name}{dot}{}", self.name),
        }
    }
}

/// As `stack` shows it, after `at `.
impl std::fmt::Display for TracedFrame<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let location = self.location();
        if self.is_async {
            f.write_str("async ")?;
        }
        match &self.type_name {
            _ if self.is_construct && self.name.is_empty() => write!(f, "new <anonymous> ({location})"),
            _ if self.is_construct => write!(f, "new {} ({location})", self.name),
            Some(type_name) => write!(f, "{} ({location})", self.method_call(type_name)),
            None if self.name.is_empty() => f.write_str(&location),
            None => write!(f, "{} ({location})", self.name),
        }
    }
}

fn is_identifier(text: &str) -> bool {
    let is_start = |c: char| c == '$' || c == '_' || unicode_ident::is_xid_start(c);
    text.starts_with(is_start) && text.chars().all(|c| c == '$' || unicode_ident::is_xid_continue(c))
}

/// The lines of a trace, each after a newline.
pub fn format(cx: &Cx<'_>, trace: Gc<'_, FixedArray>) -> String {
    let mut text = String::new();
    for index in 0..trace.len() / FRAME_WORDS {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n    at {}", TracedFrame::at(cx, trace, index));
    }
    text
}

/// The source offset that instruction `pc` comes from.
pub fn source_position(template: &FunctionTemplate, pc: u32) -> u32 {
    let index = template.positions.partition_point(|position| position.pc <= pc);
    match index.checked_sub(1) {
        Some(index) => template.positions[index].position,
        None => template.span.0,
    }
}
