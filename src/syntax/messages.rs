//! Every message of the front end, in V8's words where V8 has a message for the case.

use std::fmt;

/// What is wrong with a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    // Tokens.
    InvalidToken,
    UnterminatedRegex,
    MissingTemplateBrace,
    TrailingSeparator,
    RepeatedSeparator,
    SeparatorAfterLeadingZero,
    InvalidHexEscape,
    InvalidUnicodeEscape,
    UndefinedCodePoint,
    OctalEscapeInTemplate,
    DigitEscapeInTemplate,
    OctalEscapeInStrict,
    DigitEscapeInStrict,
    OctalLiteralInStrict,
    LeadingZeroInStrict,
    EscapedKeyword,

    // What the grammar does not accept.
    UnexpectedToken(String),
    UnexpectedIdentifier(String),
    UnexpectedNumber,
    UnexpectedString,
    UnexpectedTemplate,
    UnexpectedRegex,
    UnexpectedEnd,
    UnexpectedReservedWord,
    UnexpectedStrictReservedWord,
    UnexpectedPrivateField,
    MissingParenAfterArguments,
    MissingCatchOrFinally,
    NewlineAfterThrow,
    FunctionWithoutName,
    OptionalChainInNew,
    TemplateOnOptionalChain,
    ImportWithoutSpecifier,
    ParametersEndEarly,
    ParametersUnfinished,
    TooDeep,
    TooLong,

    // Operators, targets, patterns.
    UnaryBeforeExponent,
    InvalidAssignmentTarget,
    InvalidPrefixTarget,
    InvalidPostfixTarget,
    InvalidForTarget,
    InvalidDestructuringTarget,
    InvalidRestTarget,
    InvalidRestBinding,
    RestElementNotLast,
    RestParameterNotLast,
    RestParameterDefault,
    CoverInitialized,
    AsyncInForOf,
    MissingInitializer(&'static str),
    ForEachInitializer(&'static str),
    ForEachBindings(&'static str),
    LetAsLexicalName,
    DuplicateProto,
    DeleteInStrict,
    DeletePrivate,

    // Names and scopes.
    AlreadyDeclared(String),
    EvalOrArguments,
    DuplicateParameter,
    UseStrictWithComplexParameters,
    UndeclaredPrivateName(String),
    UndefinedLabel(String),
    DuplicateLabel(String),
    DuplicateExport(String),
    UndefinedExport(String),
    LoneSurrogateInModuleName,
    DuplicateAttribute(String),

    // Statements in their places.
    IllegalReturn,
    IllegalBreak,
    IllegalContinue,
    ContinueOutsideLoop(String),
    WithInStrict,
    SeveralDefaults,
    LexicalInStatement,
    FunctionInStrictStatement,
    FunctionInSloppyStatement,
    AsyncFunctionInStatement,
    GeneratorInStatement,
    ImportOutsideModule,
    ImportMetaOutsideModule,
    ImportInNew,

    // Functions and classes.
    AwaitOutsideAsync,
    AwaitInParameters,
    YieldInParameters,
    UnexpectedSuper,
    UnexpectedNewTarget,
    ArgumentsInInitializer,
    GetterParameters,
    SetterParameters,
    SetterRest,
    SeveralConstructors,
    ConstructorIsAccessor,
    ConstructorIsGenerator,
    ConstructorIsAsync,
    FieldNamedConstructor,
    PrivateConstructor,
    StaticPrototype,

    // Regular expressions: what is wrong with `/body/flags`.
    InvalidRegex {
        source: String,
        reason: String,
    },
    InvalidRegexFlags,

    /// Valid, but past a limit of the instruction format, which the text names.
    TooLarge(String),
}

impl Message {
    /// Is it a RangeError? Nesting that would overflow the stack of an engine without a cap on it; what is too large.
    pub fn is_range_error(&self) -> bool {
        matches!(self, Message::TooDeep | Message::TooLarge(_))
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Message::*;
        match self {
            TooLarge(text) => f.write_str(text),
            UnexpectedToken(text) => write!(f, "Unexpected token '{text}'"),
            UnexpectedIdentifier(name) => write!(f, "Unexpected identifier '{name}'"),
            MissingInitializer(place) => write!(f, "Missing initializer in {place} declaration"),
            ForEachInitializer(kind) => write!(f, "{kind} loop variable declaration may not have an initializer."),
            ForEachBindings(kind) => {
                write!(f, "Invalid left-hand side in {kind} loop: Must have a single binding.")
            }
            AlreadyDeclared(name) => write!(f, "Identifier '{name}' has already been declared"),
            UndeclaredPrivateName(name) => {
                write!(f, "Private field '#{name}' must be declared in an enclosing class")
            }
            UndefinedLabel(label) => write!(f, "Undefined label '{label}'"),
            DuplicateLabel(label) => write!(f, "Label '{label}' has already been declared"),
            DuplicateExport(name) => write!(f, "Duplicate export of '{name}'"),
            UndefinedExport(name) => write!(f, "Export '{name}' is not defined in module"),
            DuplicateAttribute(key) => write!(f, "Import attributes has a duplicate key '{key}'"),
            ContinueOutsideLoop(label) => {
                write!(f, "Illegal continue statement: '{label}' does not denote an iteration statement")
            }
            InvalidRegex { source, reason } => write!(f, "Invalid regular expression: {source}: {reason}"),
            _ => f.write_str(self.fixed_text()),
        }
    }
}

impl Message {
    /// The text of a message without parts.
    fn fixed_text(&self) -> &'static str {
        use Message::*;
        match self {
            InvalidToken => "Invalid or unexpected token",
            UnterminatedRegex => "Invalid regular expression: missing /",
            MissingTemplateBrace => "Missing } in template expression",
            TrailingSeparator => "Numeric separators are not allowed at the end of numeric literals",
            RepeatedSeparator => "Only one underscore is allowed as numeric separator",
            SeparatorAfterLeadingZero => "Numeric separator can not be used after leading 0.",
            InvalidHexEscape => "Invalid hexadecimal escape sequence",
            InvalidUnicodeEscape => "Invalid Unicode escape sequence",
            UndefinedCodePoint => "Undefined Unicode code-point",
            OctalEscapeInTemplate => "Octal escape sequences are not allowed in template strings.",
            DigitEscapeInTemplate => "\\8 and \\9 are not allowed in template strings.",
            OctalEscapeInStrict => "Octal escape sequences are not allowed in strict mode.",
            DigitEscapeInStrict => "\\8 and \\9 are not allowed in strict mode.",
            OctalLiteralInStrict => "Octal literals are not allowed in strict mode.",
            LeadingZeroInStrict => "Decimals with leading zeros are not allowed in strict mode.",
            EscapedKeyword => "Keyword must not contain escaped characters",
            UnexpectedNumber => "Unexpected number",
            UnexpectedString => "Unexpected string",
            UnexpectedTemplate => "Unexpected template string",
            UnexpectedRegex => "Unexpected regular expression",
            UnexpectedEnd => "Unexpected end of input",
            UnexpectedReservedWord => "Unexpected reserved word",
            UnexpectedStrictReservedWord => "Unexpected strict mode reserved word",
            UnexpectedPrivateField => "Unexpected private field",
            MissingParenAfterArguments => "missing ) after argument list",
            MissingCatchOrFinally => "Missing catch or finally after try",
            NewlineAfterThrow => "Illegal newline after throw",
            FunctionWithoutName => "Function statements require a function name",
            OptionalChainInNew => "Invalid optional chain from new expression",
            TemplateOnOptionalChain => "Invalid tagged template on optional chain",
            ImportWithoutSpecifier => "import() requires a specifier",
            ParametersEndEarly => "Arg string terminates parameters early",
            ParametersUnfinished => "Unexpected end of arg string",
            TooDeep => "Maximum call stack size exceeded",
            TooLong => "Invalid string length",
            _ => self.fixed_text_of_rule(),
        }
    }

    /// The same for the rules beyond the grammar.
    fn fixed_text_of_rule(&self) -> &'static str {
        use Message::*;
        match self {
            UnaryBeforeExponent => {
                "Unary operator used immediately before exponentiation expression. Parenthesis must be used to \
                 disambiguate operator precedence"
            }
            InvalidAssignmentTarget => "Invalid left-hand side in assignment",
            InvalidPrefixTarget => "Invalid left-hand side expression in prefix operation",
            InvalidPostfixTarget => "Invalid left-hand side expression in postfix operation",
            InvalidForTarget => "Invalid left-hand side in for-loop",
            InvalidDestructuringTarget => "Invalid destructuring assignment target",
            InvalidRestTarget => "`...` must be followed by an assignable reference in assignment contexts",
            InvalidRestBinding => "`...` must be followed by an identifier in declaration contexts",
            RestElementNotLast => "Rest element must be last element",
            RestParameterNotLast => "Rest parameter must be last formal parameter",
            RestParameterDefault => "Rest parameter may not have a default initializer",
            CoverInitialized => "Invalid shorthand property initializer",
            AsyncInForOf => "The left-hand side of a for-of loop may not be 'async'.",
            LetAsLexicalName => "let is disallowed as a lexically bound name",
            DuplicateProto => "Duplicate __proto__ fields are not allowed in object literals",
            DeleteInStrict => "Delete of an unqualified identifier in strict mode.",
            DeletePrivate => "Private fields can not be deleted",
            EvalOrArguments => "Unexpected eval or arguments in strict mode",
            DuplicateParameter => "Duplicate parameter name not allowed in this context",
            UseStrictWithComplexParameters => {
                "Illegal 'use strict' directive in function with non-simple parameter list"
            }
            LoneSurrogateInModuleName => "Invalid module export name: contains unpaired surrogate character",
            IllegalReturn => "Illegal return statement",
            IllegalBreak => "Illegal break statement",
            IllegalContinue => "Illegal continue statement: no surrounding iteration statement",
            WithInStrict => "Strict mode code may not include a with statement",
            SeveralDefaults => "More than one default clause in switch statement",
            LexicalInStatement => "Lexical declaration cannot appear in a single-statement context",
            FunctionInStrictStatement => {
                "In strict mode code, functions can only be declared at top level or inside a block."
            }
            FunctionInSloppyStatement => {
                "In non-strict mode code, functions can only be declared at top level, inside a block, or as the body \
                 of an if statement."
            }
            AsyncFunctionInStatement => "Async functions can only be declared at the top level or inside a block.",
            GeneratorInStatement => "Generators can only be declared at the top level or inside a block.",
            ImportOutsideModule => "Cannot use import statement outside a module",
            ImportInNew => "Cannot use new with import",
            ImportMetaOutsideModule => "Cannot use 'import.meta' outside a module",
            _ => self.fixed_text_of_function(),
        }
    }

    /// The same for functions and classes.
    fn fixed_text_of_function(&self) -> &'static str {
        use Message::*;
        match self {
            AwaitOutsideAsync => "await is only valid in async functions and the top level bodies of modules",
            AwaitInParameters => "Illegal await-expression in formal parameters of async function",
            YieldInParameters => "Yield expression not allowed in formal parameter",
            UnexpectedSuper => "'super' keyword unexpected here",
            UnexpectedNewTarget => "new.target expression is not allowed here",
            ArgumentsInInitializer => {
                "'arguments' is not allowed in class field initializer or static initialization block"
            }
            GetterParameters => "Getter must not have any formal parameters.",
            SetterParameters => "Setter must have exactly one formal parameter.",
            SetterRest => "Setter function argument must not be a rest parameter",
            SeveralConstructors => "A class may only have one constructor",
            ConstructorIsAccessor => "Class constructor may not be an accessor",
            ConstructorIsGenerator => "Class constructor may not be a generator",
            ConstructorIsAsync => "Class constructor may not be an async method",
            PrivateConstructor => "Class constructor may not be a private method",
            FieldNamedConstructor => "Classes may not have a field named 'constructor'",
            StaticPrototype => "Classes may not have a static property named 'prototype'",
            InvalidRegexFlags => "Invalid regular expression flags",
            _ => unreachable!("a message with parts is written by Display"),
        }
    }
}
