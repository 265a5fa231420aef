//! From templates to heap objects: a function's bytecode and table are made when it is first entered.

use std::rc::Rc;

use crate::bytecode::template::{Constant, ConstantElement, FunctionTemplate, ScopeTemplate, Text};
use crate::heap::{Cx, Handle, Space, Val};
use crate::objects::bigint;
use crate::objects::context::ScopeInfo;
use crate::objects::fixed::FixedArray;
use crate::objects::function::{Bytecode, FIRST_CODE_WORD, FIRST_CONSTANT, FeedbackTable, FunctionInfo};
use crate::objects::storage::{self, Counts, StorageFlags};
use crate::objects::string::JsString;
use crate::scope;

/// The shared part of closures of `template`, whose code comes from `script`; not materialised yet.
pub fn function_info<'s>(
    cx: &mut Cx<'s>,
    template: Rc<FunctionTemplate>,
    script: Handle<'_>,
) -> Handle<'s, FunctionInfo> {
    let info = FunctionInfo::new(cx, template, script);
    // A name may be shown often, and compared with keys.
    let name = info.get(cx).name().cast::<JsString>().map(|name| name.root(cx));
    if let Some(name) = name {
        scope!(cx);
        let interned = cx.intern(name);
        info.get(cx).set_name(cx, interned.val(cx));
    }
    info
}

/// Makes the bytecode and the table of `info`, unless it has them.
pub fn prepare(cx: &mut Cx<'_>, info: Handle<'_, FunctionInfo>) {
    if info.get(cx).is_materialised() {
        return;
    }
    scope!(cx);
    let template = info.get(cx).template_rc();
    #[cfg(debug_assertions)]
    if let Err(flaw) = crate::bytecode::verifier::verify(&template) {
        panic!("verified bytecode invariant: {flaw:?}");
    }
    let code = make_code(cx, &template);
    let script = info.get(cx).script().root(cx);
    let table = make_table(cx, &template, script);
    info.get(cx).set_materialised(cx, code, table);
}

fn make_code<'s>(cx: &mut Cx<'s>, template: &FunctionTemplate) -> Handle<'s, Bytecode> {
    let code: Handle<'s, Bytecode> = cx.allocate(FIRST_CODE_WORD + template.code.len(), 0, Space::Code);
    let raw = code.get(cx);
    for (index, &word) in template.code.iter().enumerate() {
        raw.set_raw_u64(cx, FIRST_CODE_WORD + index, word);
    }
    code
}

fn make_table<'s>(cx: &mut Cx<'s>, template: &FunctionTemplate, script: Handle<'_>) -> Handle<'s, FeedbackTable> {
    let constants = template.constants.len();
    let feedback: usize = template.feedback.iter().map(|kind| kind.words()).sum();
    let table: Handle<'s, FeedbackTable> = cx.allocate(FIRST_CONSTANT + constants + feedback, 0, Space::Code);
    // All words are constants until it is complete, so that the collector takes none of them for a cache.
    table.get(cx).set_raw_u64(cx, 1, (constants + feedback) as u64);
    for (index, constant) in template.constants.iter().enumerate() {
        scope!(cx);
        let value = make_constant(cx, constant, script);
        table.get(cx).set_word(cx, FIRST_CONSTANT + index, value.val(cx));
    }
    let raw = table.get(cx);
    for index in constants..constants + feedback {
        raw.set_raw_u64(cx, FIRST_CONSTANT + index, 0);
    }
    raw.set_raw_u64(cx, 1, constants as u64);
    table
}

fn make_constant<'s>(cx: &mut Cx<'s>, constant: &Constant, script: Handle<'_>) -> Handle<'s> {
    match constant {
        Constant::Number(number) => cx.number(*number),
        Constant::String(text) => intern(cx, text),
        Constant::BigInt(digits) => {
            let integer = bigint::parse_literal(digits).unwrap_or_default();
            match bigint::from_integer(cx, &integer) {
                Ok(bigint) => bigint.any(),
                Err(_) => cx.undefined(),
            }
        }
        Constant::Function(template) => function_info(cx, template.clone(), script).any(),
        Constant::Keys(keys) => list_of(cx, keys, intern).any(),
        Constant::Elements(elements) => make_elements(cx, elements),
        Constant::Scope(scope) => make_scope(cx, scope).any(),
        Constant::Template(strings) => make_template(cx, strings),
        Constant::Globals(_) | Constant::EvalScope(_) => cx.undefined(),
    }
}

fn intern<'s>(cx: &mut Cx<'s>, text: &Text) -> Handle<'s> {
    let string = cx.string_from_text(text);
    cx.intern(string).any()
}

fn list_of<'s, T>(
    cx: &mut Cx<'s>,
    items: &[T],
    mut make: impl for<'t> FnMut(&mut Cx<'t>, &T) -> Handle<'t>,
) -> Handle<'s, FixedArray> {
    let list: Handle<'s, FixedArray> = cx.allocate(1 + items.len(), 0, Space::Old);
    for (index, item) in items.iter().enumerate() {
        scope!(cx);
        let value = make(cx, item);
        list.get(cx).set(cx, index, value.val(cx));
    }
    list
}

/// The elements of a constant array literal: a storage that arrays share until they write.
fn make_elements<'s>(cx: &mut Cx<'s>, elements: &[ConstantElement]) -> Handle<'s> {
    let counts = Counts { elements: elements.len(), properties: 0, flags: StorageFlags::empty() };
    let storage = storage::allocate(cx, counts);
    for (index, element) in elements.iter().enumerate() {
        scope!(cx);
        let value = match element {
            ConstantElement::Undefined => Val::UNDEFINED.root(cx),
            ConstantElement::Null => Val::NULL.root(cx),
            ConstantElement::Boolean(boolean) => Val::boolean(*boolean).root(cx),
            ConstantElement::Number(number) => Val::number(*number).root(cx),
            ConstantElement::String(text) => intern(cx, text),
            ConstantElement::Hole => continue,
        };
        storage.get(cx).set_element(cx, index, value.val(cx));
    }
    storage.get(cx).set_storage_flags(cx, StorageFlags::COW);
    storage.any()
}

/// The names and first values of a context's slots.
pub fn make_scope<'s>(cx: &mut Cx<'s>, scope: &ScopeTemplate) -> Handle<'s, ScopeInfo> {
    let info: Handle<'s, ScopeInfo> = cx.allocate(ScopeInfo::WORDS, 0, Space::Code);
    scope!(cx);
    let names = list_of(cx, &scope.names, intern);
    info.get(cx).set_names(cx, names.val(cx));
    let initial = list_of(cx, &scope.starts_as_hole, |cx, is_hole| {
        cx.handle_from(if *is_hole { Val::HOLE } else { Val::UNDEFINED })
    });
    info.get(cx).set_initial(cx, initial.val(cx));
    if let Some(owner) = &scope.owner {
        let owner = intern(cx, owner);
        info.get(cx).set_owner(cx, owner.val(cx));
    }
    info
}

/// The strings of a tagged template: cooked ones (undefined where there is none), then raw ones.
fn make_template<'s>(cx: &mut Cx<'s>, strings: &[(Option<Text>, Text)]) -> Handle<'s> {
    let list: Handle<'s, FixedArray> = cx.allocate(1 + 2 * strings.len(), 0, Space::Old);
    for (index, (cooked, raw)) in strings.iter().enumerate() {
        scope!(cx);
        let cooked = cooked.as_ref().map_or(cx.undefined(), |cooked| intern(cx, cooked));
        list.get(cx).set(cx, index, cooked.val(cx));
        let raw = intern(cx, raw);
        list.get(cx).set(cx, strings.len() + index, raw.val(cx));
    }
    list.any()
}
