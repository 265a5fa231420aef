//! The operators of the tree, each with its symbol in the source: one row an operator.

/// An enum of operators, the list of them, and their symbols.
macro_rules! operators {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $symbol:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($variant,)*
        }

        impl $name {
            /// As it is written.
            pub fn symbol(self) -> &'static str {
                match self {
                    $($name::$variant => $symbol,)*
                }
            }

            /// The operator that is written `symbol`.
            pub fn of_symbol(symbol: &str) -> Option<$name> {
                match symbol {
                    $($symbol => Some($name::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

operators! {
    UnaryOp {
        Delete = "delete",
        Void = "void",
        Typeof = "typeof",
        Plus = "+",
        Minus = "-",
        BitNot = "~",
        Not = "!",
    }
}

operators! {
    UpdateOp {
        Increment = "++",
        Decrement = "--",
    }
}

operators! {
    BinaryOp {
        Add = "+",
        Subtract = "-",
        Multiply = "*",
        Divide = "/",
        Remainder = "%",
        Exponent = "**",
        ShiftLeft = "<<",
        ShiftRight = ">>",
        ShiftRightUnsigned = ">>>",
        BitAnd = "&",
        BitOr = "|",
        BitXor = "^",
        Equal = "==",
        NotEqual = "!=",
        StrictEqual = "===",
        StrictNotEqual = "!==",
        Less = "<",
        LessEqual = "<=",
        Greater = ">",
        GreaterEqual = ">=",
        In = "in",
        Instanceof = "instanceof",
    }
}

operators! {
    /// Operators that may leave their right operand alone.
    LogicalOp {
        And = "&&",
        Or = "||",
        Coalesce = "??",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignOp {
    Assign,
    Binary(BinaryOp),
    Logical(LogicalOp),
}

impl AssignOp {
    /// The operator that is written `symbol`, which ends in `=`.
    pub fn of_symbol(symbol: &str) -> Option<AssignOp> {
        let operator = symbol.strip_suffix('=')?;
        let binary = BinaryOp::of_symbol(operator).map(AssignOp::Binary);
        let logical = LogicalOp::of_symbol(operator).map(AssignOp::Logical);
        if operator.is_empty() { Some(AssignOp::Assign) } else { binary.or(logical) }
    }
}
