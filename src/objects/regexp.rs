//! Regular expressions.

use crate::heap::layout::NO_TAGGED;

heap_object! {
    /// Owner of a compiled program: word 1 (raw).
    pub RegExpProgram = RegExpProgram, "(regexp program)" { first_tagged: NO_TAGGED } [2] {}
}

js_object! {
    pub JsRegExp = RegExp, "RegExp" {
        2: source, set_source;
        3: flags_word, set_flags_word;
        4: program, set_program;
        5: last_index, set_last_index;
    }
}
