//! `heap_object!`: the one declaration of a heap object type.
//!
//! From a declaration come the type's marker, its row in the heap's layout table, the names of its edges for snapshots,
//! its checked cast ([`HeapType`](crate::heap::HeapType)) and one getter and one barrier-keeping setter per field. Kinds
//! are numbered in [`super::kinds`].

/// Declares heap object types.
///
/// ```text
/// heap_object! {
///     /// Documentation.
///     pub Name = Kind::Variant, "name in snapshots" {
///         option: value,                    // KindInfo fields that differ from a young object with a strong tail
///     } [first tagged word] {
///         2: getter, setter;                // tagged words, in order
///     }
/// }
/// ```
#[macro_export]
macro_rules! heap_object {
    ($( $(#[$doc:meta])* pub $name:ident = $kind:ident, $label:literal { $($option:ident : $value:expr),* $(,)? }
        [$first:expr] { $( $(#[$field_doc:meta])* $index:literal : $get:ident, $set:ident; )* } )*) => { $(
        $(#[$doc])*
        pub enum $name {}

        impl $crate::heap::HeapType for $name {
            const KIND: u8 = $crate::objects::kinds::Kind::$kind as u8;
        }

        impl $name {
            /// The row of the heap's layout table.
            pub const INFO: $crate::heap::layout::KindInfo = $crate::heap::layout::KindInfo {
                $($option: $value,)*
                ..$crate::heap::layout::KindInfo::tail($label, $first, &[$(stringify!($get)),*])
            };
            /// Words of an instance without a variable tail.
            pub const WORDS: usize = $first as usize + { let fields: &[usize] = &[$($index),*]; fields.len() };
            const _CONSECUTIVE: () = {
                let given: &[usize] = &[$($index),*];
                let mut i = 0;
                while i < given.len() {
                    assert!(given[i] == $first as usize + i, "tagged words are declared in order");
                    i += 1;
                }
            };
        }

        #[allow(dead_code, reason = "accessors come with the declaration, used or not")]
        impl<'g> $crate::heap::Gc<'g, $name> {
            $(
                $(#[$field_doc])*
                #[inline]
                pub fn $get(self) -> $crate::heap::Val<'g> {
                    const { $name::_CONSECUTIVE };
                    self.word($index)
                }

                #[inline]
                pub fn $set(self, cx: &$crate::heap::Cx<'_>, value: $crate::heap::Val<'_>) {
                    self.set_word(cx, $index, value)
                }
            )*
        }
    )* };
}

/// Declares kinds of JavaScript object: as `heap_object!`, with word 1 (the storage) and the map in the header implied.
///
/// ```text
/// js_object! { pub Name = Variant, "Class" { 2: getter, setter; } }
/// ```
#[macro_export]
macro_rules! js_object {
    ($( $(#[$doc:meta])* pub $name:ident = $kind:ident, $label:literal
        { $( $(#[$field_doc:meta])* $index:literal : $get:ident, $set:ident; )* } )*) => { $(
        $crate::heap_object! {
            $(#[$doc])*
            pub $name = $kind, $label { header_ref: $crate::heap::layout::HeaderRef::Strong } [1] {
                1: storage_word, set_storage_word;
                $( $(#[$field_doc])* $index: $get, $set; )*
            }
        }

        impl $crate::objects::object::ObjectType for $name {
            const INLINE_START: usize = $name::WORDS;
        }
    )* };
}
