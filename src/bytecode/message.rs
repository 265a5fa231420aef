//! Errors that compiled code throws by number (`ThrowMessage`): the few that no instruction's own work brings about.

/// The error classes these messages need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    ReferenceError,
    TypeError,
}

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident $kind:ident $text:literal,)*) => {
        /// Operand of `ThrowMessage`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Message {
            $($(#[$doc])* $name,)*
        }

        impl Message {
            pub const ALL: &'static [Message] = &[$(Message::$name),*];

            /// The class of the error thrown and its message.
            pub fn parts(self) -> (MessageKind, &'static str) {
                match self {
                    $(Message::$name => (MessageKind::$kind, $text),)*
                }
            }
        }
    };
}

messages! {
    /// A call as the target of an assignment (sloppy code only).
    InvalidAssignmentTarget ReferenceError "Invalid left-hand side in assignment",
    /// The same with `++` or `--` before it.
    InvalidPrefixTarget ReferenceError "Invalid left-hand side expression in prefix operation",
    /// The same with `++` or `--` after it.
    InvalidPostfixTarget ReferenceError "Invalid left-hand side expression in postfix operation",
    /// The same as the head of a `for` loop.
    InvalidForTarget ReferenceError "Invalid left-hand side in for-loop",
    /// `delete super.x`.
    DeleteSuper ReferenceError "Unsupported reference to 'super'",
    /// `throw` sent into a `yield*` whose iterator has none.
    NoThrowMethod TypeError "The iterator does not provide a 'throw' method",
}

impl Message {
    /// The message with this number, if there is one.
    pub fn from_u16(number: u16) -> Option<Message> {
        Message::ALL.get(number as usize).copied()
    }
}
