//! The strong root table: what an isolate's object layer reaches by number.
//!
//! Three lists share the heap's one table: maps, prototypes and singletons ([`Root`]), interned names ([`N`]) and
//! well-known symbols ([`WellKnown`]). Each list is one declaration; the positions follow from it.

use super::name::Name;
use crate::heap::{Cx, Handle, Val};

macro_rules! roots {
    ($( $(#[$doc:meta])* $name:ident, )*) => {
        /// A strong root of the object layer. Undefined until the realm has made it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        pub enum Root { $( $(#[$doc])* $name, )* }

        impl Root {
            pub const ALL: &'static [Root] = &[$(Root::$name),*];
        }
    };
}

roots! {
    // ---- singletons
    EmptyStorage,
    /// The interned strings.
    StringTable,
    EmptyString,
    EmptyFixedArray,
    EmptyDescriptors,
    /// The 256 one-character Latin-1 strings.
    SingleCharacterStrings,
    Global,
    /// The object `globalThis` refers to.
    GlobalThis,
    /// The exception being thrown, while `Throw` is on its way.
    PendingException,
    /// Dictionary of script-level let, const and class bindings.
    GlobalLexicals,
    /// Dictionary from description to registered symbol (`Symbol.for`).
    SymbolRegistry,
    /// Array of the arrays that are being joined now: one that contains itself shows as empty there.
    ArraysBeingJoined,
    /// Transition keys that no program can name.
    FrozenSymbol,
    SealedSymbol,
    NonExtensibleSymbol,
    /// Private symbols under which engine data hangs off ordinary objects.
    ClassFieldsSymbol,
    HomeObjectSymbol,
    ClassBrandSymbol,
    /// How many modules have got an [[AsyncEvaluationOrder]] so far.
    ModuleAsyncEvaluationCount,
    /// Jobs that wait: see `vm::ops::promise`.
    JobQueue,
    /// What AsyncLocalStorage finds: kept with each job when it is made, put back while it runs.
    AsyncContext,
    /// The object whose `stack` Error.prepareStackTrace is making, or undefined.
    StackInPreparation,
    /// ByteArray: the state of Math.random.
    RandomState,
    /// FixedArray (string, ByteArray): the last Latin-1 text that patterns were matched against, and its units as UTF-16.
    RegExpWideSubject,
    /// FixedArray of compiled patterns, see `vm::ops::regexp`.
    RegExpCache,
    /// FixedArray: what RegExp.prototype looks like as long as no script changed it, see `builtins::regexp_pristine`.
    RegExpPristine,
    /// FixedArray: the subject of the last match and where it and its groups stand, for `RegExp.$1` and its kin.
    RegExpLastMatch,

    // ---- maps
    ObjectMap,
    ObjectNullMap,
    ArrayMap,
    FunctionMap,
    SloppyFunctionMap,
    MethodMap,
    ClassMap,
    AsyncFunctionMap,
    GeneratorFunctionMap,
    AsyncGeneratorFunctionMap,
    NativeFunctionMap,
    NativeConstructorMap,
    BoundFunctionMap,
    BoundConstructorMap,
    ErrorMap,
    ArgumentsMap,
    StrictArgumentsMap,
    MappedArgumentsMap,
    IterResultMap,
    PromiseMap,
    RegExpMap,
    /// The map of arrays that `exec` gives: with `index`, `input` and `groups`.
    MatchResultMap,
    DataDescriptorMap,
    ArrayIteratorMap,
    MapIteratorMap,
    SetIteratorMap,
    StringIteratorMap,
    RegExpStringIteratorMap,
    ForInEnumeratorMap,
    AsyncFromSyncIteratorMap,
    AsyncFunctionObjectMap,
    StringObjectMap,
    NumberObjectMap,
    BooleanObjectMap,
    SymbolObjectMap,
    BigIntObjectMap,
    ProxyMap,
    ProxyCallableMap,
    ProxyConstructorMap,
    ModuleNamespaceMap,

    // ---- prototypes and intrinsics
    ObjectPrototype,
    FunctionPrototype,
    ArrayPrototype,
    StringPrototype,
    NumberPrototype,
    BooleanPrototype,
    SymbolPrototype,
    BigIntPrototype,
    ErrorPrototype,
    TypeErrorPrototype,
    RangeErrorPrototype,
    SyntaxErrorPrototype,
    ReferenceErrorPrototype,
    EvalErrorPrototype,
    UriErrorPrototype,
    AggregateErrorPrototype,
    IteratorPrototype,
    AsyncIteratorPrototype,
    ArrayIteratorPrototype,
    MapIteratorPrototype,
    SetIteratorPrototype,
    StringIteratorPrototype,
    RegExpStringIteratorPrototype,
    IteratorHelperPrototype,
    WrapForValidIteratorPrototype,
    AsyncFromSyncIteratorPrototype,
    GeneratorFunctionPrototype,
    GeneratorPrototype,
    AsyncFunctionPrototype,
    AsyncGeneratorFunctionPrototype,
    AsyncGeneratorPrototype,
    DatePrototype,
    RegExpPrototype,
    MapPrototype,
    SetPrototype,
    WeakMapPrototype,
    WeakSetPrototype,
    WeakRefPrototype,
    NumberFormatPrototype,
    DateTimeFormatPrototype,
    CollatorPrototype,
    FinalizationRegistryPrototype,
    PromisePrototype,
    ArrayBufferPrototype,
    SharedArrayBufferPrototype,
    DataViewPrototype,
    TypedArrayPrototype,
    Int8ArrayPrototype,
    Uint8ArrayPrototype,
    Uint8ClampedArrayPrototype,
    Int16ArrayPrototype,
    Uint16ArrayPrototype,
    Int32ArrayPrototype,
    Uint32ArrayPrototype,
    Float32ArrayPrototype,
    Float64ArrayPrototype,
    BigInt64ArrayPrototype,
    BigUint64ArrayPrototype,
    BufferPrototype,
    /// Of call sites, made when first needed.
    CallSite,
    ObjectConstructor,
    FunctionConstructor,
    ArrayConstructor,
    PromiseConstructor,
    RegExpConstructor,
    ErrorConstructor,
    SymbolConstructor,
    ArrayBufferConstructor,
    SharedArrayBufferConstructor,
    TypedArrayConstructor,
    Int8ArrayConstructor,
    Uint8ArrayConstructor,
    Uint8ClampedArrayConstructor,
    Int16ArrayConstructor,
    Uint16ArrayConstructor,
    Int32ArrayConstructor,
    Uint32ArrayConstructor,
    Float32ArrayConstructor,
    Float64ArrayConstructor,
    BigInt64ArrayConstructor,
    BigUint64ArrayConstructor,
    BufferConstructor,
    FastBufferConstructor,
    /// The array buffer that small Buffers share, and how much of it they use.
    BufferPool,
    BufferPoolUsed,
    /// How many bytes of a Buffer util.inspect shows.
    BufferInspectMaxBytes,
    MapConstructor,
    SetConstructor,
    EvalFunction,
    ThrowTypeError,
    /// The AccessorPair that throws: `callee` of strict arguments.
    PoisonPill,
    ArrayPrototypeValues,
    ArrayPrototypeToString,
    ArrayIteratorNext,
    ObjectPrototypeToString,
    PromiseThen,
    PromiseResolve,
    GeneratorNext,
    MapPrototypeSet,
    SetPrototypeAdd,
    RegExpExec,
    ErrorCaptureStackTrace,
}

macro_rules! names {
    ($( $name:ident $(= $text:literal)? ,)*) => {
        /// A name the engine itself uses, interned once per isolate. The variant is the text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        #[allow(non_camel_case_types, reason = "a variant is spelled as the name it stands for")]
        pub enum N { $( $name, )* }

        impl N {
            pub const ALL: &'static [N] = &[$(N::$name),*];
            const TEXTS: &'static [&'static str] = &[$( names!(@text $name $($text)?) ),*];

            pub const fn text(self) -> &'static str {
                N::TEXTS[self as usize]
            }
        }
    };
    (@text $name:ident) => { stringify!($name) };
    (@text $name:ident $text:literal) => { $text };
}

names! {
    length, prototype, constructor, name, message, stack, cause, errors, code, value, done, next, get, set,
    return_ = "return", throw, then, catch, finally, resolve, reject, status, reason, fulfilled, rejected, promise,
    writable, enumerable, configurable, to_string = "toString", to_locale_string = "toLocaleString", value_of = "valueOf", to_json = "toJSON",
    to_iso_string = "toISOString", join, push, index, input, groups, indices, last_index = "lastIndex", flags, source,
    global, ignore_case = "ignoreCase", multiline, dot_all = "dotAll", unicode, unicode_sets = "unicodeSets", sticky,
    has_indices = "hasIndices", exec, raw, callee, arguments, caller, proto = "__proto__", default, empty = "",
    undefined, null, true_ = "true", false_ = "false", object, function, string, number, boolean, symbol, bigint,
    has, keys, size, add, delete, entries, values, for_each = "forEach", apply, construct,
    define_property = "defineProperty", get_own_property_descriptor = "getOwnPropertyDescriptor",
    own_keys = "ownKeys", get_prototype_of = "getPrototypeOf", set_prototype_of = "setPrototypeOf",
    is_extensible = "isExtensible", prevent_extensions = "preventExtensions", delete_property = "deleteProperty",
    anonymous, eval, async_ = "async", iterator, stack_trace_limit = "stackTraceLimit",
    prepare_stack_trace = "prepareStackTrace", max_byte_length = "maxByteLength", buffer, byte_offset = "byteOffset", data, detail, event, type_ = "type",
    global_this = "globalThis", NaN, Infinity, emit, on, once, listener, env, argv, exports, module, require,
    Object, Function, Array, String, Number, Boolean, Symbol, BigInt, Error, TypeError, RangeError, SyntaxError,
    ReferenceError, EvalError, URIError, AggregateError, Promise, Map, Set, Date, RegExp, Proxy, Generator,
    Arguments, Math, JSON, Reflect, Atomics, Iterator, WeakMap, WeakSet, WeakRef,
}

macro_rules! well_known {
    ($( $name:ident = $text:literal, )*) => {
        /// A well-known symbol (ECMA-262, 6.1.5.1), and node's two.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        pub enum WellKnown { $( $name, )* }

        impl WellKnown {
            pub const ALL: &'static [WellKnown] = &[$(WellKnown::$name),*];
            const DESCRIPTIONS: &'static [&'static str] = &[$($text),*];

            /// Its description, like `Symbol.iterator`.
            pub const fn description(self) -> &'static str {
                WellKnown::DESCRIPTIONS[self as usize]
            }
        }
    };
}

well_known! {
    AsyncIterator = "Symbol.asyncIterator",
    HasInstance = "Symbol.hasInstance",
    IsConcatSpreadable = "Symbol.isConcatSpreadable",
    Iterator = "Symbol.iterator",
    Match = "Symbol.match",
    MatchAll = "Symbol.matchAll",
    Replace = "Symbol.replace",
    Search = "Symbol.search",
    Species = "Symbol.species",
    Split = "Symbol.split",
    ToPrimitive = "Symbol.toPrimitive",
    ToStringTag = "Symbol.toStringTag",
    Unscopables = "Symbol.unscopables",
    Dispose = "nodejs.dispose",
    AsyncDispose = "nodejs.asyncDispose",
    InspectCustom = "nodejs.util.inspect.custom",
}

const NAMES_START: usize = Root::ALL.len();
const WELL_KNOWN_START: usize = NAMES_START + N::ALL.len();
/// Words the object layer needs in the heap's root table.
pub const ROOT_COUNT: usize = WELL_KNOWN_START + WellKnown::ALL.len();

impl Root {
    #[inline(always)]
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl N {
    #[inline(always)]
    pub const fn index(self) -> usize {
        NAMES_START + self as usize
    }
}

impl WellKnown {
    #[inline(always)]
    pub const fn index(self) -> usize {
        WELL_KNOWN_START + self as usize
    }
}

impl<'s> Cx<'s> {
    /// The value of a root.
    #[inline]
    pub fn root(&self, root: Root) -> Val<'_> {
        self.root_slot(root.index()).val(self)
    }

    /// A root as a handle: valid as long as the isolate.
    #[inline]
    pub fn root_handle<T: crate::heap::HeapType>(&self, root: Root) -> Handle<'static, T> {
        self.root_slot(root.index()).must(self)
    }

    pub fn set_root_value(&mut self, root: Root, value: Handle<'_>) {
        let value = value.val(self);
        self.set_root(root.index(), value);
    }

    /// A common name.
    #[inline]
    pub fn name(&self, n: N) -> Handle<'static, Name> {
        self.root_slot(n.index()).must(self)
    }

    /// A well-known symbol.
    #[inline]
    pub fn well_known(&self, symbol: WellKnown) -> Handle<'static, Name> {
        self.root_slot(symbol.index()).must(self)
    }
}
