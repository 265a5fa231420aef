//! Functions: closures over a context, native functions, bound functions, and what the VM materialises for each template.
//!
//! A closure is four words: header, storage, [`FunctionInfo`], context; those that can be constructors have a fifth, for
//! the `prototype` object or, once they have constructed something, the map their instances start with. `name`, `length`
//! and `prototype` are computed properties ([`Attributes::COMPUTED`]): they cost a function nothing until redefined.

use std::rc::Rc;
use std::sync::Arc;

use super::descriptors::Attributes;
use super::fixed::FixedArray;
use super::kinds::Kind;
use super::map::Map;
use super::name::{Key, Name};
use super::object::{self, JsError, JsObject};
use super::property;
use super::roots::{N, Root};
use super::string::JsString;
use crate::bytecode::template::{FunctionFlags, FunctionKind, FunctionTemplate};
use crate::heap::layout::{NO_TAGGED, Visitor};
use crate::heap::{Cx, Gc, Handle, Space, Val};
use crate::scope;
use crate::syntax::source::Source;

heap_object! {
    /// A function's instructions: word 1 on are code words. Pinned in code space.
    pub Bytecode = Bytecode, "(bytecode)" { default_space: Space::Code, first_tagged: NO_TAGGED } [1] {}

    /// A function's table `k`: word 1 the count n of constants (raw), n constants, then feedback words.
    pub FeedbackTable = FeedbackTable, "(constants and feedback)" { default_space: Space::Code, visitor: Visitor::Feedback } [2] {}

    /// What all closures of one function share. Pinned in code space.
    ///
    /// ```text
    /// word 1   the template: an `Rc<FunctionTemplate>` as a raw pointer (owned; freed by the finalizer)
    /// word 2   address of the first instruction, 0 until materialised     word 3   address of k's word 2, likewise
    /// word 4   entry facts packed for the call sequence:
    ///          register_count:16 | param_count:16 | flags:16 | root of the closures' map:15 | not materialised:1
    /// ```
    pub FunctionInfo = FunctionInfo, "system / FunctionInfo" { default_space: Space::Code, finalizer: Some(drop_template) } [5] {
        5: bytecode, set_bytecode;
        6: table, set_table;
        /// String or undefined.
        7: name, set_name;
        /// Script record (its source name, line starts) or undefined.
        8: script, set_script;
    }
}

heap_object! {
    /// Where functions come from: word 1 is the source, an `Arc<Source>` as a raw pointer (owned; freed by the finalizer).
    pub Script = Script, "system / Script" { default_space: Space::Old, finalizer: Some(drop_source) } [2] {
        /// The source's name, a string.
        2: name, set_name;
        /// Whatever the host keeps with it: what imports are resolved against, `import.meta`.
        3: host_defined, set_host_defined;
    }
}

js_object! {
    /// A closure. Those that can construct have one word more, `prototype_or_map`.
    pub JsFunction = Function, "Function" {
        2: info_word, set_info_word;
        3: context, set_context;
    }

    /// A function written in Rust.
    pub NativeFunction = NativeFunction, "Function" {
        /// Address of the Rust function, as raw bits (which the collector takes for a double).
        2: code_word, set_code_word;
        /// Whatever the function keeps; the address of its quick form, as raw bits, if its header has [`HAS_QUICK_FORM`].
        3: data, set_data;
    }

    pub BoundFunction = BoundFunction, "Function" {
        2: target, set_target;
        3: bound_this, set_bound_this;
        /// FixedArray.
        4: bound_arguments, set_bound_arguments;
    }
}

/// Word of a constructor's `prototype` object or initial map (the hole: not made yet).
pub const PROTOTYPE_OR_MAP: usize = 4;
/// Word of the first instruction of a [`Bytecode`].
pub const FIRST_CODE_WORD: usize = 1;
/// Word of the first constant of a [`FeedbackTable`].
pub const FIRST_CONSTANT: usize = 2;

fn drop_template(external: u64) -> usize {
    let pointer = external as usize as *const FunctionTemplate;
    // SAFETY: word 1 holds what `Rc::into_raw` gave, once, and the object that owned it has died.
    #[allow(unsafe_code, reason = "takes back the Rc the object owned")]
    unsafe {
        drop(Rc::from_raw(pointer))
    };
    0
}

fn drop_source(external: u64) -> usize {
    let pointer = external as usize as *const Source;
    // SAFETY: word 1 holds what `Arc::into_raw` gave, once, and the object that owned it has died.
    #[allow(unsafe_code, reason = "takes back the Arc the object owned")]
    unsafe {
        drop(Arc::from_raw(pointer))
    };
    0
}

impl Script {
    pub fn new<'s>(cx: &mut Cx<'s>, source: Arc<Source>) -> Handle<'s, Script> {
        let script: Handle<'s, Script> = cx.allocate(Script::WORDS, 0, Space::Old);
        scope!(cx);
        let name = cx.string(source.name());
        script.get(cx).set_raw_u64(cx, 1, Arc::into_raw(source) as usize as u64);
        script.get(cx).set_name(cx, name.val(cx));
        script
    }
}

impl<'g> Gc<'g, Script> {
    /// Another count of the source.
    pub fn source_arc(self) -> Arc<Source> {
        let pointer = self.raw_u64(1) as usize as *const Source;
        // SAFETY: as `source`; the count is raised for the copy given out.
        #[allow(unsafe_code, reason = "copies the Arc the object owns")]
        unsafe {
            Arc::increment_strong_count(pointer);
            Arc::from_raw(pointer)
        }
    }

    /// The source, alive as long as this object.
    pub fn source(self) -> &'g Source {
        let pointer = self.raw_u64(1) as usize as *const Source;
        // SAFETY: word 1 owns one count of the Arc for the object's whole life, and the object lives for 'g.
        #[allow(unsafe_code, reason = "reads the Arc the object owns")]
        unsafe {
            &*pointer
        }
    }
}

/// Bit of the entry facts where the template's flags begin.
pub const ENTRY_FLAGS_SHIFT: u32 = 32;
const ENTRY_MAP_SHIFT: u32 = 48;
/// Entry fact: the function has no bytecode yet.
pub const NOT_MATERIALISED: u64 = 1 << 63;

/// The entry facts of functions of `template`, before they are materialised.
fn entry_facts(template: &FunctionTemplate) -> u64 {
    debug_assert!(template.flags.bits() <= u16::MAX as u32 && Root::ALL.len() < 1 << 15);
    template.register_count as u64
        | (template.param_count as u64) << 16
        | (template.flags.bits() as u64) << ENTRY_FLAGS_SHIFT
        | (closure_map(template).index() as u64) << ENTRY_MAP_SHIFT
        | NOT_MATERIALISED
}

impl FunctionInfo {
    /// The shared part of closures of `template`, not materialised yet.
    pub fn new<'s>(cx: &mut Cx<'s>, template: Rc<FunctionTemplate>, script: Handle<'_>) -> Handle<'s, FunctionInfo> {
        let info: Handle<'s, FunctionInfo> = cx.allocate(FunctionInfo::WORDS, 0, Space::Code);
        let raw = info.get(cx);
        raw.set_raw_u64(cx, 4, entry_facts(&template));
        raw.set_script(cx, script.val(cx));
        scope!(cx);
        let name = template.name.clone();
        info.get(cx).set_raw_u64(cx, 1, Rc::into_raw(template) as usize as u64);
        if let Some(name) = name {
            let name = cx.string_from_text(&name);
            info.get(cx).set_name(cx, name.val(cx));
        }
        info
    }
}

impl<'g> Gc<'g, FunctionInfo> {
    /// The template, alive as long as this object.
    pub fn template(self) -> &'g FunctionTemplate {
        let pointer = self.raw_u64(1) as usize as *const FunctionTemplate;
        // SAFETY: word 1 owns one count of the Rc for the object's whole life, and the object lives for 'g.
        #[allow(unsafe_code, reason = "reads the Rc the object owns")]
        unsafe {
            &*pointer
        }
    }

    fn facts(self) -> u64 {
        self.raw_u64(4)
    }

    pub fn is_materialised(self) -> bool {
        self.facts() & NOT_MATERIALISED == 0
    }

    /// Gives the function its bytecode and its table.
    pub fn set_materialised(self, cx: &Cx<'_>, code: Handle<'_, Bytecode>, table: Handle<'_, FeedbackTable>) {
        self.set_bytecode(cx, code.val(cx));
        self.set_table(cx, table.val(cx));
        self.set_raw_u64(cx, 2, (code.get(cx).address() + FIRST_CODE_WORD * 8) as u64);
        self.set_raw_u64(cx, 3, (table.get(cx).address() + FIRST_CONSTANT * 8) as u64);
        self.set_raw_u64(cx, 4, self.facts() & !NOT_MATERIALISED);
    }

    /// Address of the first instruction; 0 until materialised.
    #[inline]
    pub fn code_address(self) -> usize {
        self.raw_u64(2) as usize
    }

    /// Address of `k[0]`; 0 until materialised.
    #[inline]
    pub fn table_address(self) -> usize {
        self.raw_u64(3) as usize
    }

    #[inline]
    pub fn register_count(self) -> usize {
        self.facts() as u16 as usize
    }

    #[inline]
    pub fn param_count(self) -> usize {
        (self.facts() >> 16) as u16 as usize
    }

    #[inline]
    pub fn function_flags(self) -> FunctionFlags {
        FunctionFlags::from_bits_retain((self.facts() >> ENTRY_FLAGS_SHIFT) as u16 as u32)
    }

    /// Another count of the template.
    pub fn template_rc(self) -> Rc<FunctionTemplate> {
        let pointer = self.raw_u64(1) as usize as *const FunctionTemplate;
        // SAFETY: as `template`; the count is raised for the copy given out.
        #[allow(unsafe_code, reason = "copies the Rc the object owns")]
        unsafe {
            Rc::increment_strong_count(pointer);
            Rc::from_raw(pointer)
        }
    }
}

impl<'g> Gc<'g, JsFunction> {
    pub fn info(self) -> Gc<'g, FunctionInfo> {
        self.info_word().must()
    }

    /// The text the function was made from, as it stands in its source.
    pub fn source_text(self) -> Option<&'g str> {
        let info = self.info();
        let (start, end) = info.template().span;
        info.script().cast::<Script>()?.source().text().get(start as usize..end as usize)
    }

    /// The `prototype` object or the initial map, the hole, or undefined for a function that has none.
    pub fn prototype_or_map(self) -> Val<'g> {
        if self.has_prototype_word() { self.word(PROTOTYPE_OR_MAP) } else { Val::UNDEFINED }
    }

    fn has_prototype_word(self) -> bool {
        let map: Gc<'g, Map> = self.upcast().must::<JsObject>().map();
        map.inline_start() > PROTOTYPE_OR_MAP
    }
}

/// The root map for closures of such a function.
pub fn closure_map(template: &FunctionTemplate) -> Root {
    let flags = template.flags;
    match (flags.contains(FunctionFlags::ASYNC), flags.contains(FunctionFlags::GENERATOR)) {
        (true, true) => Root::AsyncGeneratorFunctionMap,
        (true, false) => Root::AsyncFunctionMap,
        (false, true) => Root::GeneratorFunctionMap,
        (false, false) => match template.kind {
            FunctionKind::BaseConstructor | FunctionKind::DerivedConstructor => Root::ClassMap,
            _ if flags.contains(FunctionFlags::CONSTRUCTOR) && flags.contains(FunctionFlags::STRICT) => {
                Root::FunctionMap
            }
            _ if flags.contains(FunctionFlags::CONSTRUCTOR) => Root::SloppyFunctionMap,
            _ => Root::MethodMap,
        },
    }
}

/// A closure of `info` in `context` with the map its template asks for.
pub fn new_closure<'s>(cx: &mut Cx<'s>, info: Handle<'_, FunctionInfo>, context: Handle<'_>) -> Handle<'s, JsFunction> {
    let map = cx.root_handle(closure_map(info.get(cx).template()));
    let function: Handle<'s, JsFunction> = object::allocate(cx, map);
    let raw = function.get(cx);
    raw.set_info_word(cx, info.val(cx));
    raw.set_context(cx, context.val(cx));
    if raw.has_prototype_word() {
        raw.set_word(cx, PROTOTYPE_OR_MAP, Val::HOLE);
    }
    function
}

/// The value of a computed property: a closure's `name`, `length`, `prototype` and the like, a bound function's `name` and
/// `length`, an error's `stack` (undefined while its frames are not formatted, which is the VM's business).
pub fn computed_property<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, name: Handle<'_, Name>) -> Handle<'s> {
    match object.get(cx).object_kind() {
        Kind::BoundFunction => bound_property(cx, object.must(cx), name),
        Kind::Error => {
            let stack = object.get(cx).upcast().must::<JsError>().frames();
            if stack.is::<FixedArray>() { cx.undefined() } else { stack.root(cx) }
        }
        _ => closure_property(cx, object.must(cx), name),
    }
}

fn closure_property<'s>(cx: &mut Cx<'s>, function: Handle<'_, JsFunction>, name: Handle<'_, Name>) -> Handle<'s> {
    if is_name(cx, name, N::length) {
        let length = function.get(cx).info().template().length;
        return cx.int(length as i32);
    }
    if is_name(cx, name, N::name) {
        let name = function.get(cx).info().name();
        return if name.is_undefined() { cx.root(Root::EmptyString).root(cx) } else { name.root(cx) };
    }
    if is_name(cx, name, N::prototype) { prototype_property(cx, function) } else { cx.null() }
}

fn is_name(cx: &Cx<'_>, name: Handle<'_, Name>, n: N) -> bool {
    name.val(cx).is_same_word(cx.name(n).val(cx))
}

/// A bound function's `name` or `length`, from those its innermost target has now. (Function.prototype.bind defines them
/// on the bound function itself when the target's are not plain data.)
fn bound_property<'s>(cx: &mut Cx<'s>, function: Handle<'_, BoundFunction>, name: Handle<'_, Name>) -> Handle<'s> {
    let result = cx.undefined();
    scope!(cx);
    let (mut depth, mut bound_count) = (0, 0);
    let mut target = function.get(cx).upcast();
    while let Some(bound) = target.cast::<BoundFunction>() {
        depth += 1;
        bound_count += bound.bound_arguments().cast::<FixedArray>().map_or(0, |arguments| arguments.len());
        target = bound.target().must::<JsObject>().upcast();
    }
    let target: Handle<'_, JsObject> = target.must::<JsObject>().root(cx);
    let own = match property::get_own(cx, target, Key::Name(name)) {
        property::Own::Data { value, .. } => value,
        _ => cx.undefined(),
    };
    let value = if is_name(cx, name, N::length) {
        let length = own.val(cx).value();
        let length = if length.is_number() { length.as_number().trunc() } else { 0.0 };
        cx.number((length - bound_count as f64).max(0.0))
    } else {
        let base = own.cast::<JsString>(cx).map_or_else(Vec::new, |text| text.get(cx).to_utf16());
        let mut text: Vec<u16> = "bound ".repeat(depth).encode_utf16().collect();
        text.extend(base);
        cx.string_utf16(&text).any()
    };
    result.set(cx, value.val(cx));
    result
}

/// A function's `prototype`, made on first use.
pub fn prototype_property<'s>(cx: &mut Cx<'s>, function: Handle<'_, JsFunction>) -> Handle<'s> {
    let known = function.get(cx).prototype_or_map();
    if let Some(map) = known.cast::<Map>() {
        // A non-object prototype is kept on the side: the map then has the realm's default.
        let side = map.instance_map();
        return if side.is_undefined() { map.prototype().root(cx) } else { side.root(cx) };
    }
    if !known.is_hole() {
        return known.root(cx);
    }
    let flags = function.get(cx).info().template().flags;
    let prototype = if flags.contains(FunctionFlags::GENERATOR) {
        let parent =
            if flags.contains(FunctionFlags::ASYNC) { Root::AsyncGeneratorPrototype } else { Root::GeneratorPrototype };
        object::with_prototype(cx, cx.root_handle::<JsObject>(parent).any())
    } else {
        let prototype = object::new_plain(cx);
        property::add(cx, prototype, cx.key(N::constructor), function.any(), Attributes::HIDDEN);
        prototype
    };
    function.get(cx).set_word(cx, PROTOTYPE_OR_MAP, prototype.val(cx));
    prototype.any()
}

/// Overwrites a writable computed property: an error's `stack`, a function's `prototype`.
pub fn set_computed_property(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, value: Handle<'_>) {
    match object.get(cx).upcast().cast::<JsError>() {
        Some(error) => error.set_frames(cx, value.val(cx)),
        None => set_prototype_property(cx, object, value),
    }
}

/// Overwrites a function's `prototype`; objects constructed from now on inherit from `value`.
pub fn set_prototype_property(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, value: Handle<'_>) {
    let function: Handle<'_, JsFunction> = object.must(cx);
    function.get(cx).set_word(cx, PROTOTYPE_OR_MAP, value.val(cx));
}

/// The map with which `new function` starts, made on first use with room for `inline_capacity` properties. None if the
/// function's `prototype` is not an object, or the function is not an ordinary constructor.
pub fn initial_map<'s>(
    cx: &mut Cx<'s>,
    function: Handle<'_, JsFunction>,
    inline_capacity: usize,
) -> Option<Handle<'s, Map>> {
    if !function.get(cx).has_prototype_word() {
        return None;
    }
    if let Some(map) = function.get(cx).prototype_or_map().cast::<Map>() {
        return Some(map.root(cx));
    }
    let prototype = prototype_property(cx, function);
    prototype.cast::<JsObject>(cx)?;
    let map = object::new_map::<object::PlainObject>(cx, inline_capacity, super::map::MapFlags::EXTENSIBLE, prototype);
    map.get(cx).set_constructor(cx, function.val(cx));
    function.get(cx).set_word(cx, PROTOTYPE_OR_MAP, map.val(cx));
    Some(map)
}

/// A native function with the Rust function at `code` (a `vm::native::Native`), keeping `data`; `name` and `length` are its
/// first two inline properties.
pub fn new_native<'s>(
    cx: &mut Cx<'s>,
    map: Root,
    code: usize,
    data: Handle<'_>,
    name: Handle<'_>,
    length: u32,
) -> Handle<'s, NativeFunction> {
    let function: Handle<'s, NativeFunction> = object::allocate(cx, cx.root_handle(map));
    let raw = function.get(cx);
    raw.set_code_word(cx, Val::number(f64::from_bits(code as u64)));
    raw.set_data(cx, data.val(cx));
    let object: Gc<'_, JsObject> = raw.upcast().must();
    object.set_slot_value(cx, NATIVE_LENGTH_SLOT, Val::int(length as i32));
    object.set_slot_value(cx, NATIVE_NAME_SLOT, name.val(cx));
    function
}

/// Slots of a native function's `length` and `name` in its root maps.
pub const NATIVE_LENGTH_SLOT: u32 = 0;
pub const NATIVE_NAME_SLOT: u32 = 1;

/// Header flag of a native function that has a quick form.
pub const HAS_QUICK_FORM: u8 = 1 << 2;

impl Gc<'_, NativeFunction> {
    /// Gives a function that keeps nothing the quick form at `code` (a `vm::native::QuickNative`).
    pub fn set_quick_form(self, cx: &Cx<'_>, code: usize) {
        debug_assert!(self.data().is_undefined());
        self.set_data(cx, Val::number(f64::from_bits(code as u64)));
        self.set_flags(cx, self.flags() | HAS_QUICK_FORM);
    }

    /// The address given to [`new_native`].
    pub fn code(self) -> usize {
        self.code_word().bits() as usize
    }
}

/// A bound function over a callable `target`.
pub fn new_bound<'s>(
    cx: &mut Cx<'s>,
    target: Handle<'_, JsObject>,
    this: Handle<'_>,
    arguments: &[Handle<'_>],
) -> Handle<'s, BoundFunction> {
    let root = if target.get(cx).is_constructor() { Root::BoundConstructorMap } else { Root::BoundFunctionMap };
    let function: Handle<'s, BoundFunction> = object::allocate(cx, cx.root_handle(root));
    function.get(cx).set_target(cx, target.val(cx));
    function.get(cx).set_bound_this(cx, this.val(cx));
    if arguments.is_empty() {
        function.get(cx).set_bound_arguments(cx, cx.root(Root::EmptyFixedArray));
        return function;
    }
    scope!(cx);
    let list = FixedArray::new(cx, arguments.len());
    for (index, argument) in arguments.iter().enumerate() {
        list.get(cx).set(cx, index, argument.val(cx));
    }
    function.get(cx).set_bound_arguments(cx, list.val(cx));
    function
}

/// Is `object` a function of any kind, for people (not a callable proxy)?
pub fn is_function_kind(kind: Kind) -> bool {
    matches!(kind, Kind::Function | Kind::NativeFunction | Kind::BoundFunction)
}
