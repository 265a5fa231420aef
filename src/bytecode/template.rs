//! What the compiler makes of a function: plain data, off the heap, from which the VM builds the heap's function objects.
//!
//! A template is immutable and shared (`Rc`) by every materialisation of it; it says nothing about isolates or maps.

use std::rc::Rc;

use bitflags::bitflags;

/// Text of a constant: Latin-1 when every unit fits a byte, as the heap stores it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    Latin1(Box<[u8]>),
    Utf16(Box<[u16]>),
}

impl Text {
    /// The text for people: a lone surrogate shows as U+FFFD.
    pub fn to_string_lossy(&self) -> String {
        match self {
            Text::Latin1(bytes) => bytes.iter().map(|&byte| byte as char).collect(),
            Text::Utf16(units) => String::from_utf16_lossy(units),
        }
    }
}

/// What sort of function the syntax says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionKind {
    /// A script's or module's top level.
    Script,
    Module,
    /// `function` declarations and expressions.
    Normal,
    Arrow,
    Method,
    Getter,
    Setter,
    /// Constructor of a class without heritage.
    BaseConstructor,
    /// Constructor of a class that extends.
    DerivedConstructor,
    /// The synthesised function that defines a class's instance fields on `this`.
    FieldInitializer,
    /// A class's `static {}` block or static field initialiser.
    StaticInitializer,
}

bitflags! {
    /// Facts about a function that its callers and the VM's entry sequence need.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct FunctionFlags: u32 {
        const STRICT = 1;
        const ASYNC = 2;
        const GENERATOR = 4;
        /// Wants `arguments`: on entry the VM stores the object into register `1 + param_count`.
        const ARGUMENTS = 8;
        /// With ARGUMENTS: the sloppy kind, with `callee`. On entry its elements are its own; where parameters must be
        /// shared they live in context slots 0..param_count, and a `MapArguments` follows.
        const MAPPED_ARGUMENTS = 16;
        /// Has a rest parameter: on entry the VM stores the array into the register after `arguments` (if any).
        const REST = 32;
        /// Wants `new.target`: on entry the VM stores it into the register after `rest` (if any).
        const NEW_TARGET = 64;
        /// Reads `this` without being strict: on entry the VM coerces r[0] to an object.
        const SLOPPY_THIS = 128;
        /// A class constructor: calling it without `new` is a TypeError.
        const CLASS_CONSTRUCTOR = 256;
        /// Derived constructor: r[0] enters as the hole.
        const DERIVED = 512;
        /// Can be the target of `new` (ordinary functions and class constructors).
        const CONSTRUCTOR = 1024;
        /// The class has instance fields or private methods (InitFields has work to do).
        const HAS_FIELDS = 2048;
    }
}

/// One entry of a function's constant table.
#[derive(Clone, Debug)]
pub enum Constant {
    Number(f64),
    /// A string; interned when materialised.
    String(Text),
    /// Decimal digits, no suffix.
    BigInt(Box<str>),
    Function(Rc<FunctionTemplate>),
    /// Property keys of an object literal for `NewObjectWith`, in order, no duplicates, no array indexes.
    Keys(Box<[Text]>),
    /// Primitive elements of an array literal for `NewArrayConst`.
    Elements(Box<[ConstantElement]>),
    /// Scope of a context.
    Scope(Rc<ScopeTemplate>),
    /// Strings of a tagged template: (cooked, raw).
    Template(Box<[(Option<Text>, Text)]>),
    /// Declarations of a script's top level.
    Globals(Box<GlobalDeclarations>),
    /// What a direct eval sees.
    EvalScope(Rc<EvalScope>),
}

/// An element of a constant array literal.
#[derive(Clone, Debug)]
pub enum ConstantElement {
    Undefined,
    Null,
    Boolean(bool),
    Number(f64),
    String(Text),
    Hole,
}

/// The bindings a context holds: the heap keeps these names with the context, so that retainer paths can be read.
#[derive(Clone, Debug, Default)]
pub struct ScopeTemplate {
    /// Name of each slot; compiler-made slots have names like `.home`.
    pub names: Vec<Text>,
    /// For each slot: starts as the hole (let, const, class) instead of undefined.
    pub starts_as_hole: Vec<bool>,
    /// What the scope belongs to, for people: the function's name, or `block`, `catch`, ...
    pub owner: Option<Text>,
}

/// What a direct `eval` sees around it, from the context given to `CallEval` outwards.
#[derive(Clone, Debug)]
pub struct EvalScope {
    /// One entry for each context, innermost first; past the last come the globals.
    pub contexts: Vec<Rc<EvalContext>>,
    pub is_strict: bool,
    /// What the eval's text may use.
    pub allows_new_target: bool,
    pub allows_super_call: bool,
    /// The binding that keeps the home object, where `super.x` is allowed.
    pub home: Option<Text>,
    pub allows_arguments: bool,
}

/// The bindings of one context, slot by slot.
#[derive(Clone, Debug)]
pub struct EvalContext {
    pub bindings: Vec<EvalBinding>,
    pub holds: EvalVariables,
}

/// Whether the variables that a sloppy eval declares belong to a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalVariables {
    No,
    /// The scope of a function's variables.
    Body,
    /// The scope of parameters with expressions: what an eval among those declares is outside of the parameters.
    Parameters,
    /// An object that stands for the global one: names that nobody has are created there too.
    Globals,
}

/// One slot: what sort of binding it is. Compiler-made ones have the names `.this`, `.home` and the like.
#[derive(Clone, Debug)]
pub struct EvalBinding {
    pub name: Text,
    pub kind: EvalBindingKind,
    /// The slot refers to a cell that has the value (see [`super::module`]).
    pub is_cell: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalBindingKind {
    /// Never in its dead zone, may be assigned.
    Var,
    /// May be in its dead zone.
    Let,
    /// May be in its dead zone, may not be assigned.
    Const,
    /// The sole identifier of a catch clause: an eval within may declare a variable of that name.
    CatchParameter,
    /// The name of a function expression: assigning it does nothing in sloppy code.
    FunctionName,
    /// A private name.
    Private,
    /// Made by the compiler.
    Internal,
}

/// What GlobalDeclarationInstantiation (ECMA-262 16.1.7) needs.
#[derive(Clone, Debug, Default)]
pub struct GlobalDeclarations {
    pub functions: Vec<(Text, Rc<FunctionTemplate>)>,
    pub vars: Vec<Text>,
    /// (name, is const).
    pub lexicals: Vec<(Text, bool)>,
    /// Functions and variables of an eval's text may be deleted.
    pub are_deletable: bool,
}

/// A range of words in which an exception goes to `handler` (a `Catch` instruction).
/// Inner ranges come before outer ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandlerRange {
    pub start: u32,
    pub end: u32,
    pub handler: u32,
}

/// From the instruction at word `pc` on, code comes from source offset `position` (bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    pub pc: u32,
    pub position: u32,
}

/// What a run of feedback words is for: how many words, and how the collector and caches read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackKind {
    /// Property read, write or definition, global access: 4 words, see `vm::inline_cache`.
    Property,
    /// Element access: 2 words.
    Element,
    /// Call or construct: 2 words.
    Call,
    /// Object literal: 1 word (its map).
    Literal,
    /// Tagged template: 1 word, a strong value (the template object).
    Template,
}

impl FeedbackKind {
    /// Words the site takes in `k`.
    pub const fn words(self) -> usize {
        match self {
            FeedbackKind::Property => 4,
            FeedbackKind::Element | FeedbackKind::Call => 2,
            FeedbackKind::Literal | FeedbackKind::Template => 1,
        }
    }
}

/// A compiled function.
///
/// Registers: r[0] is `this`, r[1..=param_count] the formal parameters (a destructured or defaulted one is the raw
/// argument), then, where flagged, `arguments`, rest and `new.target`, then locals and temporaries up to
/// `register_count`. On entry missing parameters are undefined; other registers hold garbage until written.
#[derive(Clone, Debug)]
pub struct FunctionTemplate {
    pub name: Option<Text>,
    pub kind: FunctionKind,
    pub flags: FunctionFlags,
    /// Formal parameters that take a register, the rest parameter apart.
    pub param_count: u16,
    /// The function's `length`.
    pub length: u16,
    /// All registers, including those of the deepest call window it prepares (linkage included).
    pub register_count: u16,
    pub code: Box<[u64]>,
    pub constants: Box<[Constant]>,
    /// The feedback sites, in order; the first word of site 0 is `k[constants.len()]`.
    pub feedback: Box<[FeedbackKind]>,
    pub handlers: Box<[HandlerRange]>,
    pub positions: Box<[SourcePosition]>,
    /// Source text of the function in bytes, for `toString` and for people.
    pub span: (u32, u32),
    /// Names of registers that hold bindings: (register, name).
    pub local_names: Box<[(u16, Text)]>,
    /// The register of the context that the function makes for its own variables, written before any exit: it stays
    /// alive as long as the call.
    pub own_context: Option<u16>,
}
