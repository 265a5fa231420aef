//! The abstract syntax tree: what the parser gives to scope analysis and the compiler.
//!
//! Nodes live in arenas, one per sort, and refer to each other by index ([`ExprId`], [`StmtId`], ...): handles are 4
//! bytes, side tables are plain vectors indexed by id, and dropping a tree is flat whatever its shape. Walk it with
//! `ast[id]`.
//!
//! Promises a finished tree keeps:
//! - **Depth.** No path from the root is longer than [`MAX_DEPTH`] nodes (chains such as `a.b().c() ...` lean left and
//!   count too; long runs of binary operators are kept flat), so that walks may recurse.
//! - **Cooked.** Escapes are resolved, numbers are numbers, names are interned ([`Name`]); parentheses stay only as
//!   [`ExprKind::Paren`], transparent to evaluation (see [`Ast::unparen`]).
//! - **Valid.** Early errors have been reported: every `break` has its target, every assignment target may be assigned,
//!   `super` stands only where it may, [`Property::CoverInitialized`] never remains.
//! - **Spans** are byte offsets into the source. A function's or class's span is exactly the text `toString` gives.

use std::ops::{Index, IndexMut};
use std::sync::Arc;

use super::names::{Name, Names};
pub use super::operator::{AssignOp, BinaryOp, LogicalOp, UnaryOp, UpdateOp};
use super::source::{Source, Span};

/// The longest path from the root to a leaf; deeper input is reported, never parsed into a tree.
pub const MAX_DEPTH: u32 = 2000;

/// A parsed source.
#[derive(Debug)]
pub struct Program {
    pub kind: ProgramKind,
    /// Strict from the first token: a module, a `"use strict"` directive, or strict code around an eval.
    pub is_strict: bool,
    pub body: List<StmtId>,
    /// What the top-level code (arrows included, other functions not) uses.
    pub uses: Uses,
    /// A module that awaits outside any function.
    pub has_top_level_await: bool,
    pub ast: Ast,
    pub names: Names,
    pub source: Arc<Source>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramKind {
    Script,
    Module,
    /// The text of a direct or indirect `eval`.
    Eval,
}

/// The children of a node: exactly as long as needed, two words in the node.
pub type List<T> = Box<[T]>;

/// The arenas of one parse.
#[derive(Debug, Default)]
pub struct Ast {
    pub exprs: Vec<Expr>,
    pub stmts: Vec<Stmt>,
    pub patterns: Vec<Pattern>,
    pub functions: Vec<Function>,
    pub classes: Vec<Class>,
}

macro_rules! arena {
    ($id:ident, $node:ident, $field:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $id(pub u32);

        impl $id {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl Index<$id> for Ast {
            type Output = $node;
            fn index(&self, id: $id) -> &$node {
                &self.$field[id.index()]
            }
        }

        impl IndexMut<$id> for Ast {
            fn index_mut(&mut self, id: $id) -> &mut $node {
                &mut self.$field[id.index()]
            }
        }
    };
}

arena!(ExprId, Expr, exprs, "Index of an expression in its [`Ast`].");
arena!(StmtId, Stmt, stmts, "Index of a statement in its [`Ast`].");
arena!(PatternId, Pattern, patterns, "Index of a pattern in its [`Ast`].");
arena!(FunctionId, Function, functions, "Index of a function in its [`Ast`].");
arena!(ClassId, Class, classes, "Index of a class in its [`Ast`].");

impl Ast {
    /// `id` without any parentheses around it.
    pub fn unparen(&self, mut id: ExprId) -> ExprId {
        while let ExprKind::Paren(inner) = self[id].kind {
            id = inner;
        }
        id
    }

    /// IsAnonymousFunctionDefinition (ECMA-262, 8.4.5): a nameless function, arrow or class, which takes the name of what
    /// it is assigned to.
    pub fn is_anonymous_function_definition(&self, id: ExprId) -> bool {
        match self[self.unparen(id)].kind {
            ExprKind::Function(function) => self[function].name.is_none(),
            ExprKind::Class(class) => self[class].name.is_none(),
            _ => false,
        }
    }
}

/// An identifier where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ident {
    pub name: Name,
    pub span: Span,
}

// ---------------------------------------------------------------------------------------------------- expressions

#[derive(Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum ExprKind {
    Identifier(Name),
    This,
    Null,
    Bool(bool),
    Number(f64),
    /// A string literal; its text may hold lone surrogates.
    String(Name),
    /// Digits without separators or `n`: decimal, or with a `0x`, `0o` or `0b` prefix.
    BigInt(Name),
    Regex {
        pattern: Name,
        flags: Name,
    },
    Template(Box<Template>),
    /// `tag` may be any member form: the call's `this` is its object.
    TaggedTemplate {
        tag: ExprId,
        quasi: Box<Template>,
    },
    Array(List<ArrayElement>),
    Object(List<Property>),
    /// Function expressions and arrows.
    Function(FunctionId),
    Class(ClassId),
    Unary {
        op: UnaryOp,
        operand: ExprId,
    },
    /// `++` and `--`; the target is an identifier or member pattern.
    Update {
        op: UpdateOp,
        is_prefix: bool,
        target: PatternId,
    },
    Binary {
        op: BinaryOp,
        left: ExprId,
        right: ExprId,
    },
    /// A run of binary operators too long to nest, applied from left to right: `first op operand op operand ...`.
    BinaryRun(Box<BinaryRun>),
    Logical {
        op: LogicalOp,
        left: ExprId,
        right: ExprId,
    },
    Conditional {
        test: ExprId,
        consequent: ExprId,
        alternate: ExprId,
    },
    /// `=` takes any pattern; the other operators only identifier and member patterns.
    Assign {
        op: AssignOp,
        target: PatternId,
        value: ExprId,
    },
    /// At least two expressions.
    Sequence(List<ExprId>),
    /// `object.property`, or `object?.property` when optional.
    Member {
        object: ExprId,
        property: Name,
        is_optional: bool,
    },
    /// `object[index]`, or `object?.[index]` when optional.
    Index {
        object: ExprId,
        index: ExprId,
        is_optional: bool,
    },
    /// `object.#name`; the name is without `#`.
    PrivateMember {
        object: ExprId,
        name: Name,
        is_optional: bool,
    },
    /// `#name in object`.
    PrivateIn {
        name: Name,
        object: ExprId,
    },
    SuperMember {
        property: Name,
    },
    SuperIndex {
        index: ExprId,
    },
    SuperCall {
        arguments: List<Argument>,
    },
    /// One whole chain holding at least one optional link. When the object of a link marked optional is nullish,
    /// evaluation jumps to the end of this node with undefined. `(a?.b).c` is a member of a finished chain.
    OptionalChain(ExprId),
    /// A direct eval when `callee` is the bare identifier `eval` and the call is not optional.
    Call {
        callee: ExprId,
        arguments: List<Argument>,
        is_optional: bool,
    },
    New {
        callee: ExprId,
        arguments: List<Argument>,
    },
    Yield(Option<ExprId>),
    YieldStar(ExprId),
    Await(ExprId),
    ImportCall {
        specifier: ExprId,
        options: Option<ExprId>,
    },
    ImportMeta,
    NewTarget,
    /// Parentheses: kept for name inference and targets, transparent to evaluation.
    Paren(ExprId),
}

/// See [`ExprKind::BinaryRun`]; the parser makes one only where nesting would come near [`MAX_DEPTH`].
#[derive(Debug)]
pub struct BinaryRun {
    pub first: ExprId,
    pub rest: Vec<(BinaryOp, ExprId)>,
}

/// One more string than expressions.
#[derive(Debug, Default)]
pub struct Template {
    pub strings: List<TemplateString>,
    pub expressions: List<ExprId>,
}

#[derive(Clone, Copy, Debug)]
pub struct TemplateString {
    /// None for an invalid escape, allowed in tagged templates only.
    pub cooked: Option<Name>,
    pub raw: Name,
}

#[derive(Clone, Copy, Debug)]
pub enum ArrayElement {
    Hole,
    Item(ExprId),
    Spread(ExprId),
}

#[derive(Clone, Copy, Debug)]
pub enum Argument {
    Item(ExprId),
    Spread(ExprId),
}

impl Argument {
    pub fn expr(self) -> ExprId {
        match self {
            Argument::Item(id) | Argument::Spread(id) => id,
        }
    }
}

/// A property of an object literal.
#[derive(Debug)]
pub enum Property {
    /// `key: value`.
    Value {
        key: PropertyKey,
        value: ExprId,
    },
    /// `name`: `value` is the identifier as an expression.
    Shorthand {
        name: Ident,
        value: ExprId,
    },
    /// `__proto__: value`, which sets the prototype (at most one per literal).
    Prototype {
        value: ExprId,
    },
    Method {
        key: PropertyKey,
        function: FunctionId,
    },
    Getter {
        key: PropertyKey,
        function: FunctionId,
    },
    Setter {
        key: PropertyKey,
        function: FunctionId,
    },
    Spread(ExprId),
    /// `name = value`, only on the way to becoming a pattern; never in a finished tree.
    CoverInitialized {
        name: Ident,
        value: ExprId,
    },
}

/// The key of a property or class element.
#[derive(Clone, Copy, Debug)]
pub struct PropertyKey {
    pub kind: PropertyKeyKind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug)]
pub enum PropertyKeyKind {
    /// An identifier name, string or BigInt key (the latter as decimal digits). Its text may look like an array index.
    Name(Name),
    Number(f64),
    Computed(ExprId),
    /// `#name`, class elements only; the name is without `#`.
    Private(Name),
}

// ------------------------------------------------------------------------------------------------------- patterns

/// What is bound or assigned. The context says which: declarations, parameters and catch clauses bind; `=`, `for`
/// heads without a declaration, `++` and `--` assign.
#[derive(Debug)]
pub struct Pattern {
    pub kind: PatternKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum PatternKind {
    Identifier(Name),
    /// Assignment only. A member form (possibly `super`), or a parenthesised identifier (assigned without lending its
    /// name), or, in sloppy mode, a call, which throws a ReferenceError when reached.
    Target(ExprId),
    Array {
        /// None is a hole: the iterator steps, nothing is bound.
        elements: List<Option<PatternId>>,
        rest: Option<PatternId>,
    },
    Object {
        properties: List<PatternProperty>,
        /// An identifier; or, assigning, a member form.
        rest: Option<PatternId>,
    },
    /// `target = value`, where undefined takes the value. Never nested directly in another default.
    Default {
        target: PatternId,
        value: ExprId,
    },
}

/// `key: value`; the shorthand `a` is key `a` with the pattern `a`.
#[derive(Clone, Copy, Debug)]
pub struct PatternProperty {
    pub key: PropertyKey,
    pub value: PatternId,
}

// ------------------------------------------------------------------------------------------------------ functions

/// Any function-like body.
#[derive(Debug)]
pub struct Function {
    pub kind: FunctionKind,
    pub is_async: bool,
    pub is_generator: bool,
    pub is_strict: bool,
    /// IsSimpleParameterList: plain identifiers only.
    pub has_simple_parameters: bool,
    /// The name of a declaration or of a named expression; methods take theirs from the key.
    pub name: Option<Ident>,
    pub parameters: List<PatternId>,
    pub rest: Option<PatternId>,
    pub body: FunctionBody,
    /// What the code of this function uses, code of nested arrows included, other nested functions not.
    pub uses: Uses,
    /// The source text `toString` gives.
    pub span: Span,
    /// From the opening to the closing brace inclusive, or the expression of an arrow or field.
    pub body_span: Span,
}

impl Function {
    /// ExpectedArgumentCount (ECMA-262, 15.1.5): the function's `length`.
    pub fn expected_argument_count(&self, ast: &Ast) -> usize {
        let is_plain = |id: &&PatternId| !matches!(ast[**id].kind, PatternKind::Default { .. });
        self.parameters.iter().take_while(is_plain).count()
    }

    pub fn is_arrow(&self) -> bool {
        self.kind == FunctionKind::Arrow
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionKind {
    /// A function declaration or expression.
    Normal,
    Arrow,
    Method,
    Getter,
    Setter,
    /// The constructor of a class without `extends`.
    ClassConstructor,
    /// The constructor of a class with `extends`.
    DerivedConstructor,
    /// The value of a class field, run as a method; its body is an expression.
    FieldInitializer,
    /// A `static { }` block, run as a method.
    StaticBlock,
}

#[derive(Debug)]
pub enum FunctionBody {
    Statements(List<StmtId>),
    /// An arrow's expression, returned; or a field's value.
    Expression(ExprId),
}

/// Facts about a function's own code, gathered while parsing. A use inside an arrow counts for the arrow and for the
/// functions around it up to and including the first that is not an arrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// A direct `eval(...)` call.
    pub eval: bool,
    /// The identifier `arguments`.
    pub arguments: bool,
    pub this: bool,
    /// `super.x`, `super[x]` or `super(...)`.
    pub super_: bool,
    pub new_target: bool,
    /// A `with` statement.
    pub with: bool,
}

#[derive(Debug)]
pub struct Class {
    pub name: Option<Ident>,
    pub heritage: Option<ExprId>,
    /// Apart from the elements; None means the default constructor.
    pub constructor: Option<FunctionId>,
    /// In source order.
    pub elements: List<ClassElement>,
    pub span: Span,
}

#[derive(Debug)]
pub struct ClassElement {
    pub kind: ClassElementKind,
    pub is_static: bool,
    pub span: Span,
}

#[derive(Clone, Copy, Debug)]
pub enum ClassElementKind {
    Method {
        key: PropertyKey,
        function: FunctionId,
    },
    Getter {
        key: PropertyKey,
        function: FunctionId,
    },
    Setter {
        key: PropertyKey,
        function: FunctionId,
    },
    /// The initializer is a [`FunctionKind::FieldInitializer`].
    Field {
        key: PropertyKey,
        initializer: Option<FunctionId>,
    },
    StaticBlock {
        function: FunctionId,
    },
}

// ----------------------------------------------------------------------------------------------------- statements

#[derive(Debug)]
pub struct Stmt {
    pub kind: StmtKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum StmtKind {
    /// An expression statement, directives included.
    Expression(ExprId),
    Variables(VariableDeclaration),
    Function(FunctionId),
    Class(ClassId),
    Block(List<StmtId>),
    Empty,
    If {
        test: ExprId,
        consequent: StmtId,
        alternate: Option<StmtId>,
    },
    For {
        init: Option<ForInit>,
        test: Option<ExprId>,
        update: Option<ExprId>,
        body: StmtId,
    },
    /// `for-in`, `for-of`, `for await`.
    ForEach {
        kind: ForEachKind,
        head: ForEachHead,
        object: ExprId,
        body: StmtId,
    },
    While {
        test: ExprId,
        body: StmtId,
    },
    DoWhile {
        body: StmtId,
        test: ExprId,
    },
    Return(Option<ExprId>),
    Break(Option<Ident>),
    Continue(Option<Ident>),
    Throw(ExprId),
    Switch {
        discriminant: ExprId,
        cases: List<SwitchCase>,
    },
    Try(Box<TryStatement>),
    Labelled {
        label: Ident,
        body: StmtId,
    },
    With {
        object: ExprId,
        body: StmtId,
    },
    Debugger,
    Import(Box<ImportDeclaration>),
    Export(Box<ExportDeclaration>),
}

#[derive(Debug)]
pub struct VariableDeclaration {
    pub kind: VariableKind,
    pub declarators: List<Declarator>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    Var,
    Let,
    Const,
}

#[derive(Clone, Copy, Debug)]
pub struct Declarator {
    pub target: PatternId,
    pub init: Option<ExprId>,
}

#[derive(Debug)]
pub enum ForInit {
    Expression(ExprId),
    Variables(VariableDeclaration),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForEachKind {
    In,
    Of,
    AwaitOf,
}

#[derive(Clone, Copy, Debug)]
pub enum ForEachHead {
    /// `init` only in the legacy form `for (var x = init in object)`.
    Variable {
        kind: VariableKind,
        target: PatternId,
        init: Option<ExprId>,
    },
    Assign(PatternId),
}

#[derive(Debug)]
pub struct SwitchCase {
    /// None for `default`.
    pub test: Option<ExprId>,
    pub body: List<StmtId>,
    pub span: Span,
}

/// At least one of `handler` and `finalizer` is there.
#[derive(Debug)]
pub struct TryStatement {
    pub block: Block,
    pub handler: Option<CatchClause>,
    pub finalizer: Option<Block>,
}

#[derive(Debug)]
pub struct CatchClause {
    pub parameter: Option<PatternId>,
    pub body: Block,
}

/// A braced block that is part of another statement.
#[derive(Debug)]
pub struct Block {
    pub body: List<StmtId>,
    pub span: Span,
}

// -------------------------------------------------------------------------------------------------------- modules

#[derive(Debug)]
pub struct ImportDeclaration {
    pub bindings: List<ImportBinding>,
    pub from: ModuleRequest,
}

#[derive(Clone, Copy, Debug)]
pub struct ImportBinding {
    pub imported: ImportedName,
    pub local: Ident,
    /// Of the imported name, or of the local one where there is no other.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportedName {
    /// `{ name as local }`; a default import is the name `default`.
    Name(Name),
    /// `* as local`.
    Namespace,
}

/// `"specifier" with { key: "value" }`.
#[derive(Debug)]
pub struct ModuleRequest {
    pub specifier: Name,
    pub attributes: List<ImportAttribute>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug)]
pub struct ImportAttribute {
    pub key: Name,
    pub value: Name,
    pub span: Span,
}

#[derive(Debug)]
pub enum ExportDeclaration {
    /// `export { a as b }`, perhaps `from` another module.
    Named {
        specifiers: List<ExportSpecifier>,
        from: Option<ModuleRequest>,
    },
    /// `export * from`, or `export * as exported from`.
    All {
        exported: Option<Ident>,
        from: ModuleRequest,
    },
    /// `export` before a declaration.
    Declaration(StmtId),
    /// A function declaration; nameless, it binds `*default*` and its name is "default".
    DefaultFunction(FunctionId),
    DefaultClass(ClassId),
    DefaultExpression(ExprId),
}

#[derive(Clone, Copy, Debug)]
pub struct ExportSpecifier {
    /// The local binding, or with `from` the name in the other module.
    pub local: Ident,
    pub exported: Ident,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stay_small() {
        assert_eq!(size_of::<Expr>(), 32);
        assert_eq!(size_of::<Pattern>(), 40);
        assert!(size_of::<Stmt>() <= 72);
    }
}
