//! The kinds of heap objects: one list, numbered by position, from which the heap's layout table is built.
//!
//! Order matters in three places, asserted below: strings are contiguous and first, symbols follow them (names are a
//! range), and everything a script sees as an object comes last (a kind at or above [`FIRST_OBJECT`] has the layout of
//! [`super::object`]).

use crate::heap::layout::{FREE, KindInfo};

macro_rules! kinds {
    ($( $kind:ident => $type:path; )*) => {
        /// Kind of a heap object, the header's `kind` byte.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind {
            Free,
            $($kind),*
        }

        impl Kind {
            /// All kinds, by number.
            pub const ALL: &'static [Kind] = &[Kind::Free, $(Kind::$kind),*];
        }

        /// The layout table given to the heap.
        pub static LAYOUTS: &[KindInfo] = &[FREE, $(<$type>::INFO),*];
    };
}

kinds! {
    SeqOneByte => super::string::SeqOneByte;
    SeqTwoByte => super::string::SeqTwoByte;
    Cons => super::string::Cons;
    Sliced => super::string::Sliced;
    Symbol => super::symbol::Symbol;
    BigInt => super::bigint::BigInt;
    StringTable => super::intern::StringTable;

    Map => super::map::Map;
    DescriptorArray => super::descriptors::DescriptorArray;
    TransitionTable => super::map::TransitionTable;
    Storage => super::storage::Storage;
    PropertyDictionary => super::dictionary::PropertyDictionary;
    AccessorPair => super::property::AccessorPair;
    PropertyCell => super::global::PropertyCell;
    FixedArray => super::fixed::FixedArray;
    ByteArray => super::fixed::ByteArray;
    ScopeInfo => super::context::ScopeInfo;
    Context => super::context::Context;
    Bytecode => super::function::Bytecode;
    FeedbackTable => super::function::FeedbackTable;
    FunctionInfo => super::function::FunctionInfo;
    Script => super::function::Script;
    OrderedTable => super::ordered_table::OrderedTable;
    EphemeronTable => super::weak::EphemeronTable;
    WeakCell => super::weak::WeakCell;
    BackingStore => super::buffer::BackingStore;
    RegExpProgram => super::regexp::RegExpProgram;
    PromiseReaction => super::promise::PromiseReaction;
    SavedFrame => super::generator::SavedFrame;
    Module => super::module::Module;

    Object => super::object::PlainObject;
    Array => super::array::JsArray;
    Arguments => super::object::Arguments;
    MappedArguments => super::object::MappedArguments;
    Function => super::function::JsFunction;
    NativeFunction => super::function::NativeFunction;
    BoundFunction => super::function::BoundFunction;
    Error => super::object::JsError;
    BooleanObject => super::object::BooleanObject;
    NumberObject => super::object::NumberObject;
    StringObject => super::object::StringObject;
    SymbolObject => super::object::SymbolObject;
    BigIntObject => super::object::BigIntObject;
    Date => super::object::JsDate;
    RegExp => super::regexp::JsRegExp;
    MapObject => super::object::MapObject;
    SetObject => super::object::SetObject;
    MapIterator => super::object::MapIterator;
    SetIterator => super::object::SetIterator;
    ArrayIterator => super::object::ArrayIterator;
    StringIterator => super::object::StringIterator;
    RegExpStringIterator => super::object::RegExpStringIterator;
    IteratorHelper => super::object::IteratorHelper;
    WrappedIterator => super::object::WrappedIterator;
    AsyncFromSyncIterator => super::object::AsyncFromSyncIterator;
    ForInEnumerator => super::object::ForInEnumerator;
    WeakMap => super::weak::WeakMap;
    WeakSet => super::weak::WeakSet;
    WeakRef => super::weak::WeakRef;
    FinalizationRegistry => super::weak::FinalizationRegistry;
    Promise => super::promise::Promise;
    Proxy => super::object::Proxy;
    ArrayBuffer => super::buffer::ArrayBuffer;
    SharedArrayBuffer => super::buffer::SharedArrayBuffer;
    TypedArray => super::typed_array::TypedArray;
    DataView => super::typed_array::DataView;
    Generator => super::generator::Generator;
    AsyncFunction => super::generator::AsyncFunction;
    AsyncGenerator => super::generator::AsyncGenerator;
    ModuleNamespace => super::object::ModuleNamespace;
    Global => super::global::Global;
    Host => super::object::HostObject;
}

/// The first kind a script sees as an object.
pub const FIRST_OBJECT: u8 = Kind::Object as u8;
/// The last kind of string.
pub const LAST_STRING: u8 = Kind::Sliced as u8;

const _: () = {
    assert!(Kind::SeqOneByte as u8 == 1 && Kind::Symbol as u8 == LAST_STRING + 1);
    assert!(LAYOUTS_LEN <= 256 && Kind::Host as usize + 1 == LAYOUTS_LEN);
};
const LAYOUTS_LEN: usize = Kind::ALL.len();

impl Kind {
    /// The kind with this number. The heap only holds numbers from [`Kind::ALL`].
    #[inline]
    pub fn from_u8(number: u8) -> Kind {
        Kind::ALL[number as usize]
    }

    /// Is it a string of any representation?
    #[inline]
    pub const fn is_string(self) -> bool {
        self as u8 <= LAST_STRING && self as u8 != 0
    }

    /// Does a script see it as an object?
    #[inline]
    pub const fn is_object(self) -> bool {
        self as u8 >= FIRST_OBJECT
    }
}
