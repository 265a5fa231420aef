//! The realm: the maps, prototypes and singletons that the root table names, made before any script runs.
//!
//! Order matters: a map needs its prototype, a prototype its parent, a name the string table. Constructors, methods and
//! the global object's properties are the built-ins' business.

use super::messages::Message;
use super::native::{Args, JsResult, Native};
use crate::heap::{Cx, Handle, Space, Val};
use crate::objects::array::JsArray;
use crate::objects::descriptors::{Attributes, DescriptorArray};
use crate::objects::dictionary::PropertyDictionary;
use crate::objects::fixed::FixedArray;
use crate::objects::function::{self, BoundFunction, JsFunction, NativeFunction, PROTOTYPE_OR_MAP};
use crate::objects::generator::AsyncFunction;
use crate::objects::global::Global;
use crate::objects::intern;
use crate::objects::map::{self, DEFAULT_INLINE, Map, MapFlags, Shape};
use crate::objects::name::Name;
use crate::objects::object::{
    self, Arguments, ArrayIterator, AsyncFromSyncIterator, BigIntObject, BooleanObject, ForInEnumerator, JsError,
    JsObject, MapIterator, MappedArguments, ModuleNamespace, NumberObject, ObjectType, PlainObject, Proxy,
    RegExpStringIterator, SetIterator, StringIterator, StringObject, SymbolObject,
};
use crate::objects::promise::Promise;
use crate::objects::property::{self, AccessorPair, Descriptor};
use crate::objects::regexp::JsRegExp;
use crate::objects::roots::{N, Root, WellKnown};
use crate::objects::storage::{self, Counts, StorageFlags};
use crate::objects::symbol::{self, Symbol, SymbolFlags};
use crate::scope;

/// Fills the root table: singletons, interned names, well-known symbols, maps and prototypes. Constructors and methods
/// are installed afterwards by the built-ins.
pub fn initialize(cx: &mut Cx<'_>) {
    make_singletons(cx);
    make_names(cx);
    make_symbols(cx);
    make_base_prototypes(cx);
    make_wrapper_prototypes(cx);
    make_plain_prototypes(cx);
    make_function_maps(cx);
    make_object_maps(cx);
    make_arguments_maps(cx);
    make_iterator_maps(cx);
    make_proxy_maps(cx);
    poison_function_prototype(cx);
    make_global(cx);
}

fn make_singletons(cx: &mut Cx<'_>) {
    scope!(cx);
    let descriptors = DescriptorArray::new(cx, 0);
    cx.set_root_value(Root::EmptyDescriptors, descriptors.any());
    let storage = storage::allocate(cx, Counts { elements: 0, properties: 0, flags: StorageFlags::empty() });
    cx.set_root_value(Root::EmptyStorage, storage.any());
    let array = FixedArray::new(cx, 0);
    cx.set_root_value(Root::EmptyFixedArray, array.any());
    let empty = cx.empty_string();
    cx.set_root_value(Root::EmptyString, empty.any());
    intern::install(cx);
    let characters: Handle<'_, FixedArray> = cx.allocate(1 + 256, 0, Space::Old);
    for unit in 0..=255u8 {
        scope!(cx);
        let string = cx.string_from_unit(unit as u16);
        characters.get(cx).set(cx, unit as usize, string.val(cx));
    }
    cx.set_root_value(Root::SingleCharacterStrings, characters.any());
    let registry = PropertyDictionary::new(cx, 4);
    cx.set_root_value(Root::SymbolRegistry, registry.any());
    let lexicals = PropertyDictionary::new(cx, 4);
    cx.set_root_value(Root::GlobalLexicals, lexicals.any());
}

fn make_names(cx: &mut Cx<'_>) {
    for &n in N::ALL {
        scope!(cx);
        let name = cx.intern_str(n.text());
        cx.set_root(n.index(), name.val(cx));
    }
}

fn make_symbols(cx: &mut Cx<'_>) {
    for &well_known in WellKnown::ALL {
        scope!(cx);
        let description = cx.string(well_known.description());
        let symbol = match well_known {
            WellKnown::InspectCustom => symbol::registered(cx, description),
            _ => Symbol::new(cx, description.any(), SymbolFlags::WELL_KNOWN),
        };
        cx.set_root(well_known.index(), symbol.val(cx));
    }
    for (root, description) in [
        (Root::FrozenSymbol, "(frozen)"),
        (Root::SealedSymbol, "(sealed)"),
        (Root::NonExtensibleSymbol, "(non-extensible)"),
        (Root::ClassFieldsSymbol, "(class fields)"),
        (Root::HomeObjectSymbol, "(home object)"),
        (Root::ClassBrandSymbol, "(class brand)"),
    ] {
        scope!(cx);
        let symbol = Symbol::new_private(cx, description);
        cx.set_root_value(root, symbol.any());
    }
}

/// Object.prototype and Function.prototype, from which everything inherits.
fn make_base_prototypes(cx: &mut Cx<'_>) {
    scope!(cx);
    let null = cx.null();
    let map = object::new_map::<PlainObject>(cx, DEFAULT_INLINE, MapFlags::EXTENSIBLE, null);
    cx.set_root_value(Root::ObjectNullMap, map.any());
    let object_prototype = object::allocate_any(cx, map);
    object::make_prototype(cx, object_prototype);
    cx.set_root_value(Root::ObjectPrototype, object_prototype.any());
    let map = object::new_map::<PlainObject>(cx, DEFAULT_INLINE, MapFlags::EXTENSIBLE, object_prototype.any());
    cx.set_root_value(Root::ObjectMap, map.any());

    // new_native takes its map from a root: this one serves until the maps of functions are made.
    let map = native_map(cx, MapFlags::empty(), Root::ObjectPrototype);
    cx.set_root_value(Root::NativeFunctionMap, map.any());
    let (undefined, name) = (cx.undefined(), cx.name(N::empty));
    let code: Native = return_undefined;
    let function = function::new_native(cx, Root::NativeFunctionMap, code as usize, undefined, name.any(), 0);
    cx.set_root_value(Root::FunctionPrototype, function.any());
}

/// What Function.prototype does when called (ECMA-262, 20.2.3).
fn return_undefined<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.undefined())
}

/// %ThrowTypeError% (ECMA-262, 10.2.4.1).
fn throw_type_error<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Err(cx.throw_error(Message::StrictCallerAccess, &[]))
}

/// The prototypes that are themselves instances: of Array and of the wrappers of primitives.
fn make_wrapper_prototypes(cx: &mut Cx<'_>) {
    scope!(cx);
    let array: Handle<'_, JsArray> = instance(cx, Root::ObjectPrototype);
    array.get(cx).set_length_raw(cx, 0);
    cx.set_root_value(Root::ArrayPrototype, array.any());
    let string: Handle<'_, StringObject> = instance(cx, Root::ObjectPrototype);
    string.get(cx).set_value(cx, cx.root(Root::EmptyString));
    cx.set_root_value(Root::StringPrototype, string.any());
    let number: Handle<'_, NumberObject> = instance(cx, Root::ObjectPrototype);
    number.get(cx).set_value(cx, Val::int(0));
    cx.set_root_value(Root::NumberPrototype, number.any());
    let boolean: Handle<'_, BooleanObject> = instance(cx, Root::ObjectPrototype);
    boolean.get(cx).set_value(cx, Val::FALSE);
    cx.set_root_value(Root::BooleanPrototype, boolean.any());
}

fn instance<'s, T: ObjectType>(cx: &mut Cx<'s>, prototype: Root) -> Handle<'s, T> {
    let prototype = cx.root(prototype).root(cx);
    let map = object::new_map::<T>(cx, DEFAULT_INLINE, MapFlags::EXTENSIBLE, prototype);
    object::allocate(cx, map)
}

/// Prototypes that are ordinary objects, with what they inherit from; parents first.
const PLAIN_PROTOTYPES: &[(Root, Root)] = &[
    (Root::SymbolPrototype, Root::ObjectPrototype),
    (Root::BigIntPrototype, Root::ObjectPrototype),
    (Root::ErrorPrototype, Root::ObjectPrototype),
    (Root::TypeErrorPrototype, Root::ErrorPrototype),
    (Root::RangeErrorPrototype, Root::ErrorPrototype),
    (Root::SyntaxErrorPrototype, Root::ErrorPrototype),
    (Root::ReferenceErrorPrototype, Root::ErrorPrototype),
    (Root::EvalErrorPrototype, Root::ErrorPrototype),
    (Root::UriErrorPrototype, Root::ErrorPrototype),
    (Root::AggregateErrorPrototype, Root::ErrorPrototype),
    (Root::IteratorPrototype, Root::ObjectPrototype),
    (Root::AsyncIteratorPrototype, Root::ObjectPrototype),
    (Root::ArrayIteratorPrototype, Root::IteratorPrototype),
    (Root::MapIteratorPrototype, Root::IteratorPrototype),
    (Root::SetIteratorPrototype, Root::IteratorPrototype),
    (Root::StringIteratorPrototype, Root::IteratorPrototype),
    (Root::RegExpStringIteratorPrototype, Root::IteratorPrototype),
    (Root::IteratorHelperPrototype, Root::IteratorPrototype),
    (Root::WrapForValidIteratorPrototype, Root::IteratorPrototype),
    (Root::AsyncFromSyncIteratorPrototype, Root::AsyncIteratorPrototype),
    (Root::GeneratorFunctionPrototype, Root::FunctionPrototype),
    (Root::GeneratorPrototype, Root::IteratorPrototype),
    (Root::AsyncFunctionPrototype, Root::FunctionPrototype),
    (Root::AsyncGeneratorFunctionPrototype, Root::FunctionPrototype),
    (Root::AsyncGeneratorPrototype, Root::AsyncIteratorPrototype),
    (Root::DatePrototype, Root::ObjectPrototype),
    (Root::RegExpPrototype, Root::ObjectPrototype),
    (Root::MapPrototype, Root::ObjectPrototype),
    (Root::SetPrototype, Root::ObjectPrototype),
    (Root::WeakMapPrototype, Root::ObjectPrototype),
    (Root::WeakSetPrototype, Root::ObjectPrototype),
    (Root::WeakRefPrototype, Root::ObjectPrototype),
    (Root::NumberFormatPrototype, Root::ObjectPrototype),
    (Root::DateTimeFormatPrototype, Root::ObjectPrototype),
    (Root::CollatorPrototype, Root::ObjectPrototype),
    (Root::FinalizationRegistryPrototype, Root::ObjectPrototype),
    (Root::PromisePrototype, Root::ObjectPrototype),
    (Root::ArrayBufferPrototype, Root::ObjectPrototype),
    (Root::SharedArrayBufferPrototype, Root::ObjectPrototype),
    (Root::DataViewPrototype, Root::ObjectPrototype),
    (Root::TypedArrayPrototype, Root::ObjectPrototype),
    (Root::Int8ArrayPrototype, Root::TypedArrayPrototype),
    (Root::Uint8ArrayPrototype, Root::TypedArrayPrototype),
    (Root::Uint8ClampedArrayPrototype, Root::TypedArrayPrototype),
    (Root::Int16ArrayPrototype, Root::TypedArrayPrototype),
    (Root::Uint16ArrayPrototype, Root::TypedArrayPrototype),
    (Root::Int32ArrayPrototype, Root::TypedArrayPrototype),
    (Root::Uint32ArrayPrototype, Root::TypedArrayPrototype),
    (Root::Float32ArrayPrototype, Root::TypedArrayPrototype),
    (Root::Float64ArrayPrototype, Root::TypedArrayPrototype),
    (Root::BigInt64ArrayPrototype, Root::TypedArrayPrototype),
    (Root::BigUint64ArrayPrototype, Root::TypedArrayPrototype),
    (Root::BufferPrototype, Root::Uint8ArrayPrototype),
];

fn make_plain_prototypes(cx: &mut Cx<'_>) {
    for &(root, parent) in PLAIN_PROTOTYPES {
        scope!(cx);
        let parent = cx.root(parent).root(cx);
        let prototype = object::with_prototype(cx, parent);
        object::make_prototype(cx, prototype);
        cx.set_root_value(root, prototype.any());
    }
}

/// Keeps in `root` a map of `T` without properties, inheriting from `prototype` (None: null).
fn root_map<T: ObjectType>(cx: &mut Cx<'_>, root: Root, prototype: Option<Root>, inline: usize, flags: MapFlags) {
    scope!(cx);
    let prototype = prototype.map_or(cx.null(), |prototype| cx.root(prototype).root(cx));
    let map = object::new_map::<T>(cx, inline, flags | MapFlags::EXTENSIBLE, prototype);
    cx.set_root_value(root, map.any());
}

/// Adds a property to the map in `root`, in its next slot; a computed one takes none.
fn add_to_map(cx: &mut Cx<'_>, root: Root, name: Handle<'_, Name>, attributes: Attributes) {
    scope!(cx);
    let map = map::add_property(cx, cx.root_handle(root), name, attributes);
    cx.set_root_value(root, map.any());
}

/// Attributes of a property that exists without a slot.
const COMPUTED: Attributes = Attributes::CONFIGURABLE.union(Attributes::COMPUTED);

fn make_function_maps(cx: &mut Cx<'_>) {
    let constructor = MapFlags::CONSTRUCTOR;
    let class = constructor | MapFlags::CLASS_CONSTRUCTOR;
    let (none, frozen, writable) = (None, Some(Attributes::empty()), Some(Attributes::WRITABLE));
    for (root, parent, flags, prototype) in [
        (Root::FunctionMap, Root::FunctionPrototype, constructor, writable),
        (Root::SloppyFunctionMap, Root::FunctionPrototype, constructor, writable),
        (Root::MethodMap, Root::FunctionPrototype, MapFlags::empty(), none),
        (Root::ClassMap, Root::FunctionPrototype, class, frozen),
        (Root::AsyncFunctionMap, Root::AsyncFunctionPrototype, MapFlags::empty(), none),
        (Root::GeneratorFunctionMap, Root::GeneratorFunctionPrototype, MapFlags::empty(), writable),
        (Root::AsyncGeneratorFunctionMap, Root::AsyncGeneratorFunctionPrototype, MapFlags::empty(), writable),
    ] {
        closure_map(cx, root, parent, flags, prototype);
    }
    for (root, flags) in [(Root::NativeFunctionMap, MapFlags::empty()), (Root::NativeConstructorMap, constructor)] {
        scope!(cx);
        let map = native_map(cx, flags, Root::FunctionPrototype);
        cx.set_root_value(root, map.any());
    }
    for (root, flags) in [(Root::BoundFunctionMap, MapFlags::empty()), (Root::BoundConstructorMap, constructor)] {
        root_map::<BoundFunction>(cx, root, Some(Root::FunctionPrototype), 0, flags | MapFlags::CALLABLE);
        add_to_map(cx, root, cx.name(N::length), COMPUTED);
        add_to_map(cx, root, cx.name(N::name), COMPUTED);
    }
}

/// The map of one sort of closure; `prototype` are the attributes of its `prototype`, if it has one.
fn closure_map(cx: &mut Cx<'_>, root: Root, parent: Root, flags: MapFlags, prototype: Option<Attributes>) {
    scope!(cx);
    let parent = cx.root(parent).root(cx);
    object::make_prototype(cx, parent.must(cx));
    let inline_start = match prototype {
        Some(_) => PROTOTYPE_OR_MAP + 1,
        None => JsFunction::INLINE_START,
    };
    let flags = flags | MapFlags::EXTENSIBLE | MapFlags::CALLABLE;
    let shape = Shape { kind: crate::objects::kinds::Kind::Function, inline_start, inline_capacity: 0, flags };
    let map = Map::new(cx, shape, parent);
    cx.set_root_value(root, map.any());
    add_to_map(cx, root, cx.name(N::length), COMPUTED);
    add_to_map(cx, root, cx.name(N::name), COMPUTED);
    if root == Root::SloppyFunctionMap {
        // V8 gives sloppy functions both, always null.
        add_to_map(cx, root, cx.name(N::arguments), Attributes::COMPUTED);
        add_to_map(cx, root, cx.name(N::caller), Attributes::COMPUTED);
    }
    if let Some(attributes) = prototype {
        add_to_map(cx, root, cx.name(N::prototype), attributes | Attributes::COMPUTED);
    }
}

/// A map of native functions: `length` and `name` in its first slots (see [`function::NATIVE_LENGTH_SLOT`]).
fn native_map<'s>(cx: &mut Cx<'s>, flags: MapFlags, prototype: Root) -> Handle<'s, Map> {
    let prototype = cx.root(prototype).root(cx);
    let flags = flags | MapFlags::EXTENSIBLE | MapFlags::CALLABLE;
    let inline = 2 + flags.contains(MapFlags::CONSTRUCTOR) as usize;
    let map = object::new_map::<NativeFunction>(cx, inline, flags, prototype);
    let map = map::add_property(cx, map, cx.name(N::length), Attributes::CONFIGURABLE);
    map::add_property(cx, map, cx.name(N::name), Attributes::CONFIGURABLE)
}

fn make_object_maps(cx: &mut Cx<'_>) {
    let none = MapFlags::empty();
    root_map::<JsArray>(cx, Root::ArrayMap, Some(Root::ArrayPrototype), 0, none);
    root_map::<Promise>(cx, Root::PromiseMap, Some(Root::PromisePrototype), 0, none);
    root_map::<StringObject>(cx, Root::StringObjectMap, Some(Root::StringPrototype), 0, none);
    root_map::<NumberObject>(cx, Root::NumberObjectMap, Some(Root::NumberPrototype), 0, none);
    root_map::<BooleanObject>(cx, Root::BooleanObjectMap, Some(Root::BooleanPrototype), 0, none);
    root_map::<SymbolObject>(cx, Root::SymbolObjectMap, Some(Root::SymbolPrototype), 0, none);
    root_map::<BigIntObject>(cx, Root::BigIntObjectMap, Some(Root::BigIntPrototype), 0, none);
    root_map::<AsyncFunction>(cx, Root::AsyncFunctionObjectMap, None, 0, none);

    root_map::<JsError>(cx, Root::ErrorMap, Some(Root::ErrorPrototype), ERROR_INLINE, none);
    add_to_map(cx, Root::ErrorMap, cx.name(N::stack), Attributes::HIDDEN | Attributes::COMPUTED);
    root_map::<PlainObject>(cx, Root::IterResultMap, Some(Root::ObjectPrototype), 2, none);
    for n in [N::value, N::done] {
        add_to_map(cx, Root::IterResultMap, cx.name(n), Attributes::DEFAULT);
    }
    root_map::<PlainObject>(cx, Root::DataDescriptorMap, Some(Root::ObjectPrototype), 4, none);
    for n in [N::value, N::writable, N::enumerable, N::configurable] {
        add_to_map(cx, Root::DataDescriptorMap, cx.name(n), Attributes::DEFAULT);
    }
    regexp_map(cx);
    let arrays = cx.root(Root::ArrayMap).root(cx);
    cx.set_root_value(Root::MatchResultMap, arrays);
    for n in [N::index, N::input, N::groups] {
        add_to_map(cx, Root::MatchResultMap, cx.name(n), Attributes::DEFAULT);
    }
}

/// Inline slots of an error: its message, and one more (node's `code`).
const ERROR_INLINE: usize = 2;

/// The word of `lastIndex` in a regular expression is slot 0 of its map.
fn regexp_map(cx: &mut Cx<'_>) {
    scope!(cx);
    let prototype = cx.root(Root::RegExpPrototype).root(cx);
    object::make_prototype(cx, prototype.must(cx));
    let shape = Shape {
        kind: crate::objects::kinds::Kind::RegExp,
        inline_start: JsRegExp::INLINE_START - 1,
        inline_capacity: 1,
        flags: MapFlags::EXTENSIBLE,
    };
    let map = Map::new(cx, shape, prototype);
    cx.set_root_value(Root::RegExpMap, map.any());
    add_to_map(cx, Root::RegExpMap, cx.name(N::last_index), Attributes::WRITABLE);
}

/// Slots 0, 1 and 2 of each: `length`, `callee` (for strict ones an AccessorPair, [`Root::PoisonPill`]) and the
/// iterator.
fn make_arguments_maps(cx: &mut Cx<'_>) {
    const INLINE: usize = 3;
    let (prototype, none) = (Some(Root::ObjectPrototype), MapFlags::empty());
    root_map::<Arguments>(cx, Root::ArgumentsMap, prototype, INLINE, none);
    root_map::<Arguments>(cx, Root::StrictArgumentsMap, prototype, INLINE, none);
    root_map::<MappedArguments>(cx, Root::MappedArgumentsMap, prototype, INLINE, none);
    for root in [Root::ArgumentsMap, Root::StrictArgumentsMap, Root::MappedArgumentsMap] {
        let callee = if root == Root::StrictArgumentsMap { Attributes::ACCESSOR } else { Attributes::HIDDEN };
        add_to_map(cx, root, cx.name(N::length), Attributes::HIDDEN);
        add_to_map(cx, root, cx.name(N::callee), callee);
        add_to_map(cx, root, cx.well_known(WellKnown::Iterator), Attributes::HIDDEN);
    }
}

fn make_iterator_maps(cx: &mut Cx<'_>) {
    let none = MapFlags::empty();
    root_map::<ArrayIterator>(cx, Root::ArrayIteratorMap, Some(Root::ArrayIteratorPrototype), 0, none);
    root_map::<MapIterator>(cx, Root::MapIteratorMap, Some(Root::MapIteratorPrototype), 0, none);
    root_map::<SetIterator>(cx, Root::SetIteratorMap, Some(Root::SetIteratorPrototype), 0, none);
    root_map::<StringIterator>(cx, Root::StringIteratorMap, Some(Root::StringIteratorPrototype), 0, none);
    let regexp = Some(Root::RegExpStringIteratorPrototype);
    root_map::<RegExpStringIterator>(cx, Root::RegExpStringIteratorMap, regexp, 0, none);
    root_map::<ForInEnumerator>(cx, Root::ForInEnumeratorMap, None, 0, none);
    let from_sync = Some(Root::AsyncFromSyncIteratorPrototype);
    root_map::<AsyncFromSyncIterator>(cx, Root::AsyncFromSyncIteratorMap, from_sync, 0, none);
}

fn make_proxy_maps(cx: &mut Cx<'_>) {
    let callable = MapFlags::EXOTIC | MapFlags::CALLABLE;
    root_map::<Proxy>(cx, Root::ProxyMap, None, 0, MapFlags::EXOTIC);
    root_map::<Proxy>(cx, Root::ProxyCallableMap, None, 0, callable);
    root_map::<Proxy>(cx, Root::ProxyConstructorMap, None, 0, callable | MapFlags::CONSTRUCTOR);
    make_namespace_map(cx);
}

/// Module namespaces have no prototype and take no properties; their dictionaries hold cells.
fn make_namespace_map(cx: &mut Cx<'_>) {
    let null = cx.null();
    let map = object::new_map::<ModuleNamespace>(cx, 0, MapFlags::EXOTIC | MapFlags::DICTIONARY, null);
    cx.set_root_value(Root::ModuleNamespaceMap, map.any());
}

/// %ThrowTypeError%, and the accessors of Function.prototype that it guards (AddRestrictedFunctionProperties).
fn poison_function_prototype(cx: &mut Cx<'_>) {
    scope!(cx);
    let (undefined, name) = (cx.undefined(), cx.name(N::empty));
    let code: Native = throw_type_error;
    let thrower = function::new_native(cx, Root::NativeFunctionMap, code as usize, undefined, name.any(), 0);
    let thrower: Handle<'_, JsObject> = thrower.any().must(cx);
    let fixed = Descriptor { configurable: Some(false), ..Descriptor::default() };
    property::define(cx, thrower, cx.key(N::length), &fixed);
    property::define(cx, thrower, cx.key(N::name), &fixed);
    property::prevent_extensions(cx, thrower);
    cx.set_root_value(Root::ThrowTypeError, thrower.any());
    let pair = AccessorPair::new(cx, thrower.any(), thrower.any());
    cx.set_root_value(Root::PoisonPill, pair.any());
    let prototype = cx.root_handle(Root::FunctionPrototype);
    for n in [N::arguments, N::caller] {
        let attributes = Attributes::CONFIGURABLE | Attributes::ACCESSOR;
        property::add(cx, prototype, cx.key(n), pair.any(), attributes);
    }
}

fn make_global(cx: &mut Cx<'_>) {
    scope!(cx);
    let global: Handle<'_, Global> = instance(cx, Root::ObjectPrototype);
    let object: Handle<'_, JsObject> = global.any().must(cx);
    property::make_dictionary(cx, object);
    cx.set_root_value(Root::Global, object.any());
    cx.set_root_value(Root::GlobalThis, object.any());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::name::Key;
    use crate::objects::property::Own;
    use crate::vm::testing::{with_realm, with_stressed_realm};

    #[test]
    fn every_root_a_realm_owes_is_made() {
        with_realm(|cx| {
            let is_map = |root: Root| format!("{root:?}").ends_with("Map");
            let is_prototype = |root: Root| format!("{root:?}").ends_with("Prototype");
            for &root in Root::ALL {
                assert_eq!(is_map(root), cx.root(root).is::<Map>(), "{root:?}");
                assert!(!is_prototype(root) || cx.root(root).is::<JsObject>(), "{root:?}");
            }
            for &n in N::ALL {
                assert_eq!(cx.name(n).get(cx).as_string().map(|text| text.to_rust(cx)).as_deref(), Some(n.text()));
            }
        });
    }

    #[test]
    fn a_realm_survives_collections_everywhere() {
        with_stressed_realm(1, |cx| {
            let global = cx.root_handle::<JsObject>(Root::Global);
            let key = Key::from_str(cx, "answer");
            let value = cx.int(42);
            property::add(cx, global, key, value, Attributes::DEFAULT);
            let Own::Data { value, .. } = property::get_own(cx, global, key) else { panic!("the property is there") };
            assert_eq!(value.val(cx).as_int(), 42);
        });
    }

    #[test]
    fn native_functions_know_their_name_and_length() {
        with_realm(|cx| {
            let prototype = cx.root_handle::<JsObject>(Root::FunctionPrototype);
            let own = property::own_keys(cx, prototype);
            let names: Vec<_> = (0..own.get(cx).len())
                .filter_map(|index| crate::objects::string::text_of(cx, own.get(cx).at(index)))
                .collect();
            assert_eq!(names, ["length", "name", "arguments", "caller"]);
        });
    }
}
