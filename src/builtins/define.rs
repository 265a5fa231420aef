//! How built-ins are declared: a function and a table row, in the same file.
//!
//! ```text
//! pub fn install(cx: &mut Cx<'_>) {
//!     class(cx, &Class { methods: &[method("isSubsetOf", 1, is_subset_of), ...], ..Class::new("Set", 0, construct, ...) });
//! }
//! ```

use crate::heap::{Cx, Handle};
use crate::objects::descriptors::Attributes;
use crate::objects::function::{self, NativeFunction};
use crate::objects::name::Key;
use crate::objects::object::{self, JsObject};
use crate::objects::property;
use crate::objects::roots::{N, Root, WellKnown};
use crate::scope;
use crate::vm::native::{Native, QuickNative};

/// The key of a row.
#[derive(Clone, Copy)]
pub enum RowKey {
    Text(&'static str),
    Symbol(WellKnown),
}

/// What a row defines.
#[derive(Clone, Copy)]
pub enum RowValue {
    /// A function with its `length`; kept in a root too if one is named.
    Method {
        length: u32,
        code: Native,
        root: Option<Root>,
    },
    Accessor {
        get: Option<Native>,
        set: Option<Native>,
    },
    Undefined,
    Number(f64),
    Text(&'static str),
    WellKnown(WellKnown),
    /// The value of a root.
    Root(Root),
    /// The value of a property defined before on the same object: a method under a second name.
    SameAs(&'static str),
}

/// One property of a built-in.
#[derive(Clone, Copy)]
pub struct Row {
    pub key: RowKey,
    pub value: RowValue,
    pub attributes: Attributes,
    /// Quick form of the method or the getter.
    pub quick: Option<QuickNative>,
}

impl Row {
    /// The row of the same property, whose method or getter has this quick form.
    pub const fn quick(self, code: QuickNative) -> Row {
        Row { quick: Some(code), ..self }
    }
}

/// A method.
pub const fn method(name: &'static str, length: u32, code: Native) -> Row {
    Row {
        key: RowKey::Text(name),
        value: RowValue::Method { length, code, root: None },
        attributes: Attributes::HIDDEN,
        quick: None,
    }
}

/// A method that the engine itself needs: it is kept in `root`.
pub const fn rooted_method(name: &'static str, length: u32, code: Native, root: Root) -> Row {
    Row {
        key: RowKey::Text(name),
        value: RowValue::Method { length, code, root: Some(root) },
        attributes: Attributes::HIDDEN,
        quick: None,
    }
}

/// A method under a well-known symbol, named `[Symbol.x]`.
pub const fn symbol_method(symbol: WellKnown, length: u32, code: Native) -> Row {
    Row {
        key: RowKey::Symbol(symbol),
        value: RowValue::Method { length, code, root: None },
        attributes: Attributes::HIDDEN,
        quick: None,
    }
}

/// A getter.
pub const fn getter(name: &'static str, get: Native) -> Row {
    accessor(RowKey::Text(name), Some(get), None)
}

/// A getter under a well-known symbol.
pub const fn symbol_getter(symbol: WellKnown, get: Native) -> Row {
    accessor(RowKey::Symbol(symbol), Some(get), None)
}

/// A getter, a setter, or both.
pub const fn accessor(key: RowKey, get: Option<Native>, set: Option<Native>) -> Row {
    Row { key, value: RowValue::Accessor { get, set }, attributes: Attributes::CONFIGURABLE, quick: None }
}

/// A number that cannot be changed.
pub const fn constant(name: &'static str, number: f64) -> Row {
    Row { key: RowKey::Text(name), value: RowValue::Number(number), attributes: Attributes::empty(), quick: None }
}

/// A text that a script may change (the `name` of an error's prototype).
pub const fn text(name: &'static str, text: &'static str) -> Row {
    Row { key: RowKey::Text(name), value: RowValue::Text(text), attributes: Attributes::HIDDEN, quick: None }
}

/// A well-known symbol, as a property that cannot be changed.
pub const fn well_known(name: &'static str, symbol: WellKnown) -> Row {
    Row { key: RowKey::Text(name), value: RowValue::WellKnown(symbol), attributes: Attributes::empty(), quick: None }
}

/// `[Symbol.toStringTag]`.
pub const fn to_string_tag(text: &'static str) -> Row {
    Row {
        key: RowKey::Symbol(WellKnown::ToStringTag),
        value: RowValue::Text(text),
        attributes: Attributes::CONFIGURABLE,
        quick: None,
    }
}

/// What stands in a root, under `key`.
pub const fn alias(key: RowKey, root: Root) -> Row {
    Row { key, value: RowValue::Root(root), attributes: Attributes::HIDDEN, quick: None }
}

/// The method defined before as `name`, under `key` too.
pub const fn same_as(key: RowKey, name: &'static str) -> Row {
    Row { key, value: RowValue::SameAs(name), attributes: Attributes::HIDDEN, quick: None }
}

/// A native function that is no constructor.
pub fn function<'s>(
    cx: &mut Cx<'s>,
    name: &str,
    length: u32,
    code: Native,
    data: Handle<'_>,
) -> Handle<'s, NativeFunction> {
    let name = cx.string(name);
    function::new_native(cx, Root::NativeFunctionMap, code as usize, data, name.any(), length)
}

/// Defines `rows` on `object`.
pub fn properties(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, rows: &[Row]) {
    for row in rows {
        scope!(cx);
        property(cx, object, row);
    }
}

fn give_quick_form(cx: &Cx<'_>, function: Handle<'_, NativeFunction>, quick: Option<QuickNative>) {
    if let Some(code) = quick {
        function.get(cx).set_quick_form(cx, code as usize);
    }
}

fn property(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, row: &Row) {
    let (key, name) = match row.key {
        RowKey::Text(text) => (Key::from_str(cx, text), text.to_owned()),
        RowKey::Symbol(symbol) => (Key::from(cx.well_known(symbol)), format!("[{}]", symbol.description())),
    };
    match row.value {
        RowValue::Method { length, code, root } => {
            let value = function(cx, &name, length, code, cx.undefined());
            give_quick_form(cx, value, row.quick);
            if let Some(root) = root {
                cx.set_root_value(root, value.any());
            }
            property::add(cx, object, key, value.any(), row.attributes);
        }
        RowValue::Accessor { get, set } => {
            let mut part = |prefix: &str, length, code: Option<Native>| match code {
                Some(code) => function(cx, &format!("{prefix} {name}"), length, code, cx.undefined()).any(),
                None => cx.undefined(),
            };
            let (getter, setter) = (part("get", 0, get), part("set", 1, set));
            if let Some(getter) = getter.cast(cx) {
                give_quick_form(cx, getter, row.quick);
            }
            let pair = property::AccessorPair::new(cx, getter, setter);
            property::add(cx, object, key, pair.any(), row.attributes | Attributes::ACCESSOR);
        }
        RowValue::Undefined => property::add(cx, object, key, cx.undefined(), row.attributes),
        RowValue::Number(number) => {
            let value = cx.number(number);
            property::add(cx, object, key, value, row.attributes);
        }
        RowValue::Text(text) => {
            let value = cx.string(text);
            property::add(cx, object, key, value.any(), row.attributes);
        }
        RowValue::WellKnown(symbol) => {
            let value = cx.well_known(symbol).any();
            property::add(cx, object, key, value, row.attributes);
        }
        RowValue::Root(root) => {
            let value = cx.root(root).root(cx);
            property::add(cx, object, key, value, row.attributes);
        }
        RowValue::SameAs(other) => {
            let other = Key::from_str(cx, other);
            let property::Own::Data { value, .. } = property::get_own(cx, object, other) else {
                unreachable!("a row names a method defined before it")
            };
            property::add(cx, object, key, value, row.attributes);
        }
    }
}

/// A constructor with its prototype.
pub struct Class<'r> {
    pub name: &'static str,
    pub length: u32,
    pub construct: Native,
    /// Root of the prototype object, which the realm has made.
    pub prototype: Root,
    /// Root that keeps the constructor, if the engine needs it.
    pub constructor_root: Option<Root>,
    /// Root of the constructor it inherits from, instead of Function.prototype.
    pub parent: Option<Root>,
    pub statics: &'r [Row],
    pub methods: &'r [Row],
    /// Whether it is a property of the global object.
    pub is_global: bool,
}

impl<'r> Class<'r> {
    /// A global class without properties.
    pub const fn new(name: &'static str, length: u32, construct: Native, prototype: Root) -> Class<'r> {
        Class {
            name,
            length,
            construct,
            prototype,
            constructor_root: None,
            parent: None,
            statics: &[],
            methods: &[],
            is_global: true,
        }
    }
}

/// A native constructor without any property but its `length` and `name`.
pub fn constructor<'s>(cx: &mut Cx<'s>, name: &str, length: u32, code: Native) -> Handle<'s, JsObject> {
    let name = cx.string(name);
    let undefined = cx.undefined();
    function::new_native(cx, Root::NativeConstructorMap, code as usize, undefined, name.any(), length).must(cx)
}

/// Makes the constructor, links it with its prototype, defines all rows.
pub fn class<'s>(cx: &mut Cx<'s>, class: &Class<'_>) -> Handle<'s, JsObject> {
    let constructor = constructor(cx, class.name, class.length, class.construct);
    if let Some(root) = class.constructor_root {
        cx.set_root_value(root, constructor.any());
    }
    scope!(cx);
    if let Some(parent) = class.parent {
        let parent = cx.root(parent).root(cx);
        object::change_prototype(cx, constructor, parent);
    }
    let prototype = cx.root_handle::<JsObject>(class.prototype);
    property::add(cx, constructor, cx.key(N::prototype), prototype.any(), Attributes::empty());
    property::add(cx, prototype, cx.key(N::constructor), constructor.any(), Attributes::HIDDEN);
    properties(cx, constructor, class.statics);
    properties(cx, prototype, class.methods);
    if class.is_global {
        global(cx, class.name, constructor.any());
    }
    constructor
}

/// Defines a property of the global object, as built-ins are.
pub fn global(cx: &mut Cx<'_>, name: &str, value: Handle<'_>) {
    scope!(cx);
    let global = cx.root_handle::<JsObject>(Root::Global);
    let key = Key::from_str(cx, name);
    property::add(cx, global, key, value, Attributes::HIDDEN);
}

/// Defines functions of the global object.
pub fn globals(cx: &mut Cx<'_>, rows: &[Row]) {
    let global = cx.root_handle::<JsObject>(Root::Global);
    properties(cx, global, rows);
}

/// A namespace object such as Math, global under its name.
pub fn namespace<'s>(cx: &mut Cx<'s>, name: &'static str, rows: &[Row]) -> Handle<'s, JsObject> {
    let namespace = object::new_plain(cx);
    properties(cx, namespace, rows);
    properties(cx, namespace, &[to_string_tag(name)]);
    global(cx, name, namespace.any());
    namespace
}
