//! The interpreter over hand-assembled code, before any compiler.

use std::rc::Rc;
use std::sync::Arc;

use super::native::JsResult;
use super::testing::{with_isolate, with_realm};
use super::{IsolateOptions, isolate, ops};
use crate::bytecode::constants::ConstantIndex;
use crate::bytecode::feedback::FeedbackSlot;
use crate::bytecode::template::{Constant, FeedbackKind, FunctionFlags, FunctionKind, FunctionTemplate, Text};
use crate::bytecode::writer::{Register, Writer};
use crate::heap::{Cx, GcStress, Handle, HeapConfig};
use crate::objects::string::text_of;
use crate::syntax::source::Source;

const R: [Register; 12] = {
    let mut registers = [Register(0); 12];
    let mut index = 0;
    while index < 12 {
        registers[index] = Register(index as u16);
        index += 1;
    }
    registers
};

/// A function of one parameter.
fn function(
    constants: Vec<Constant>,
    feedback: Vec<FeedbackKind>,
    write: impl FnOnce(&mut Writer),
) -> FunctionTemplate {
    let mut writer = Writer::default();
    write(&mut writer);
    let assembled = writer.finish(constants.len() as u32).expect("tests make small functions");
    FunctionTemplate {
        name: Some(Text::Latin1((*b"f").into())),
        kind: FunctionKind::Normal,
        flags: FunctionFlags::CONSTRUCTOR,
        param_count: 1,
        length: 1,
        register_count: 12,
        code: assembled.code,
        constants: constants.into(),
        feedback: feedback.into(),
        handlers: assembled.handlers,
        positions: assembled.positions,
        span: (0, 0),
        local_names: Box::default(),
        own_context: None,
    }
}

fn text(text: &str) -> Constant {
    Constant::String(Text::Latin1(text.as_bytes().into()))
}

fn call<'s>(cx: &mut Cx<'s>, template: FunctionTemplate, argument: i32) -> JsResult<Handle<'s>> {
    let source = Arc::new(Source::new("test.js", ""));
    let closure = isolate::closure_of_template(cx, Rc::new(template), source);
    let (this, argument) = (cx.undefined(), cx.int(argument));
    ops::call::call(cx, closure.any(), this, &[argument])
}

fn fibonacci() -> FunctionTemplate {
    function(vec![], vec![FeedbackKind::Call, FeedbackKind::Call], |w| {
        let recurse = w.new_label();
        w.JumpNotLtI(R[1], 2, recurse);
        w.Return(R[1]);
        w.bind(recurse);
        for (target, less, slot) in [(R[2], 1, 0), (R[3], 2, 2)] {
            w.LoadCallee(R[7]);
            w.LoadSpecial(R[8], 1);
            w.SubI(R[9], R[1], less);
            w.Call(R[8], 1, FeedbackSlot(slot));
            w.Move(target, R[7]);
        }
        w.Add(R[2], R[2], R[3]);
        w.Return(R[2]);
    })
}

#[test]
fn functions_call_themselves() {
    with_realm(|cx| {
        let result = call(cx, fibonacci(), 15).expect("no exception");
        assert_eq!(result.val(cx).as_int(), 610);
    });
}

#[test]
fn deep_recursion_throws_and_is_caught() {
    // f(x) { return f(x) }
    let endless = || {
        function(vec![], vec![FeedbackKind::Call], |w| {
            w.LoadCallee(R[7]);
            w.LoadSpecial(R[8], 1);
            w.Move(R[9], R[1]);
            w.Call(R[8], 1, FeedbackSlot(0));
            w.Return(R[7]);
        })
    };
    with_realm(|cx| {
        let thrown = call(cx, endless(), 1).err().expect("the stack is finite");
        let error = cx.take_exception(thrown);
        let shown = ops::error::describe(cx, error);
        assert!(shown.ends_with("Maximum call stack size exceeded"), "{shown}");
        assert_eq!(call(cx, fibonacci(), 10).expect("no exception").val(cx).as_int(), 55);
    });
}

/// o = {}; for (i = 0; i < n; i++) { o = {a: i, next: o}; sum += o.a + o.next.a... }: objects, caches, a loop.
fn chain() -> FunctionTemplate {
    let constants = vec![text("a"), text("next"), Constant::Number(0.5)];
    let feedback = vec![FeedbackKind::Property; 4];
    function(constants, feedback, |w| {
        let (a, next) = (ConstantIndex(0), ConstantIndex(1));
        w.NewObject(R[2]);
        w.LoadInt(R[3], 0);
        w.LoadInt(R[6], 0);
        w.LoadInt(R[5], 0);
        w.SetNamed(0, R[2], R[5], FeedbackSlot(0), a);
        let (head, end) = (w.new_label(), w.new_label());
        w.JumpNotLt(R[3], R[1], end);
        w.bind(head);
        w.NewObject(R[4]);
        w.SetNamed(0, R[4], R[3], FeedbackSlot(0), a);
        w.SetNamed(0, R[4], R[2], FeedbackSlot(4), next);
        w.Move(R[2], R[4]);
        w.GetNamed(R[5], R[2], FeedbackSlot(8), next);
        w.GetNamed(R[5], R[5], FeedbackSlot(12), a);
        w.Add(R[6], R[6], R[5]);
        w.IncLoopLt(R[3], R[1], head);
        w.bind(end);
        w.AddK(R[6], R[6], ConstantIndex(2));
        w.Return(R[6]);
    })
}

fn check_chain(cx: &mut Cx<'_>, count: i32) {
    let result = call(cx, chain(), count).expect("no exception");
    let expected = (0..count as i64 - 1).sum::<i64>() as f64 + 0.5;
    assert_eq!(result.val(cx).as_number(), expected);
}

#[test]
fn objects_grow_along_cached_transitions() {
    with_realm(|cx| check_chain(cx, 100_000));
}

#[test]
fn everything_may_move_at_every_allocation() {
    let gc_stress = Some(GcStress { interval: 1, seed: 3 });
    let heap = HeapConfig { gc_stress, verify: true, ..HeapConfig::default() };
    with_isolate(IsolateOptions { heap, ..IsolateOptions::bare() }, |cx| {
        check_chain(cx, 30);
        let result = call(cx, fibonacci(), 5).expect("no exception");
        assert_eq!(result.val(cx).as_int(), 5);
    });
}

#[test]
fn handlers_catch_what_calls_throw() {
    // try { undefined.x } catch (e) { return e.message }
    let template = function(vec![text("x"), text("message")], vec![FeedbackKind::Property; 2], |w| {
        let (start, handler) = (w.here(), w.new_label());
        w.LoadSpecial(R[2], 1);
        w.GetNamed(R[3], R[2], FeedbackSlot(0), ConstantIndex(0));
        w.Return(R[3]);
        w.protect(start, handler);
        w.bind(handler);
        w.Catch(R[3]);
        w.GetNamed(R[4], R[3], FeedbackSlot(4), ConstantIndex(1));
        w.Return(R[4]);
    });
    with_realm(|cx| {
        let result = call(cx, template, 0).expect("caught");
        assert_eq!(text_of(cx, result.val(cx)).as_deref(), Some("Cannot read properties of undefined (reading 'x')"));
    });
}
