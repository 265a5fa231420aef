//! The result of the analysis: scopes, bindings, closures, and side tables from syntax nodes to them.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::bytecode::template::{EvalContext, EvalVariables, Text};
use crate::syntax::ast::{ClassId, ExprId, FunctionId, PatternId, StmtId};
use crate::syntax::names::{self, Name, Names};

macro_rules! ids {
    ($($id:ident: $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub struct $id(pub u32);

            impl $id {
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*
    };
}

ids! {
    ScopeId: "Index of a [`Scope`].";
    BindingId: "Index of a [`Binding`].";
    ClosureId: "Index of a [`Closure`].";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// What a direct eval's text sees around it: a context that exists already.
    Outer,
    Script,
    Module,
    /// The variables of an eval's text.
    Eval,
    /// Parameters, and the variables of the body unless it has a scope of its own.
    Function,
    /// The body, apart from parameters that have expressions.
    FunctionBody,
    Block,
    /// The parameter of a catch clause.
    Catch,
    /// The declaration in the head of a loop: bound anew for each iteration.
    Loop,
    Switch,
    /// A class's inner name, private names, and what its members need of it.
    Class,
    /// An object literal whose methods use `super`.
    Object,
    /// A class's `static { }` block.
    StaticBlock,
    /// The body of a `with`: its names are those of an object.
    With,
}

/// A region of the source in which some names are bound.
#[derive(Debug)]
pub struct Scope {
    pub kind: ScopeKind,
    pub parent: Option<ScopeId>,
    /// The closure whose code this is part of.
    pub closure: ClosureId,
    /// Source offset from which on it is entered: where its function declarations come to be.
    pub start: u32,
    pub bindings: Vec<BindingId>,
    /// Function declarations to instantiate on entry, in order; of those of one name only the last.
    pub functions: Vec<FunctionId>,
    /// The bindings in the scope's context, by slot; none, no context.
    pub slots: Vec<BindingId>,
    /// A direct eval somewhere within sees all that is bound here.
    pub has_eval: bool,
    /// The slot of an object whose properties are bindings too: behind those bound here. A `with`'s object, or what keeps
    /// the variables of sloppy evals, undefined as long as there are none.
    pub object: Option<BindingId>,
    pub holds: EvalVariables,
    /// What a direct eval was told of this scope, if it is one around it.
    pub around: Option<Rc<EvalContext>>,
    /// A loop's head makes closures before the first iteration, which must not share its bindings.
    pub has_closure_in_head: bool,
}

impl Scope {
    pub fn has_context(&self) -> bool {
        !self.slots.is_empty()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingKind {
    Var,
    Parameter,
    /// A function declaration.
    Function,
    Let,
    Const,
    /// A class declaration.
    Class,
    CatchParameter,
    /// The name of a function expression inside itself: assignments are ignored, or in strict code errors.
    FunctionName,
    /// The name of a class inside itself.
    ClassName,
    Arguments,
    Import,
    /// `#name`.
    Private,
    /// Made by the compiler.
    Internal,
}

impl BindingKind {
    /// Is an assignment (not the initialisation) a TypeError?
    pub fn is_constant(self) -> bool {
        matches!(self, BindingKind::Const | BindingKind::ClassName | BindingKind::Import)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingName {
    Source(Name),
    /// `#name`, without the `#`.
    Private(Name),
    /// Where a class keeps the closure of a private method or accessor: the prefix tells which.
    PrivateMethod(&'static str, Name),
    /// Starts with a dot, as no name of a script does.
    Internal(&'static str),
}

impl BindingName {
    /// The name as people and the heap see it.
    pub fn text(self, names: &Names) -> String {
        match self {
            BindingName::Source(name) => names.lossy(name).into_owned(),
            BindingName::Private(name) => format!("#{}", names.lossy(name)),
            BindingName::PrivateMethod(prefix, name) => format!(".{prefix}#{}", names.lossy(name)),
            BindingName::Internal(text) => text.to_owned(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// A register of the closure's frame; the compiler chooses which.
    Register,
    Context {
        slot: u16,
    },
    /// A slot of the module's context that refers to a cell, which other modules share.
    Cell {
        slot: u16,
    },
    /// A property of the global object, or a lexical binding of all scripts: looked up by name.
    Global,
}

/// A variable.
#[derive(Debug)]
pub struct Binding {
    pub name: BindingName,
    pub kind: BindingKind,
    pub scope: ScopeId,
    pub storage: Storage,
    /// It may be used before it is initialised, which must throw.
    pub has_dead_zone: bool,
    /// Some use is checked: it has to start as the hole.
    pub is_checked: bool,
    /// A variable that some use may reach before the first assignment: it has to start as undefined.
    pub starts_undefined: bool,
    pub is_used: bool,
    /// A closure other than its own reaches it.
    pub is_captured: bool,
    /// Other modules share it: an export, or an import but for namespaces.
    pub is_cell: bool,
    /// Where the source assigns it from within its own closure, ascending; initialisations apart.
    pub assignments: Vec<u32>,
    /// Some closure assigns it, initialisations apart.
    pub is_assigned: bool,
    /// A `var` of a body whose parameter list binds the same name: starts with that parameter's value.
    pub initial: Option<BindingId>,
    /// From this offset on, and within `linear`, a use finds it initialised.
    pub(super) initialized_at: u32,
    /// The span in which the order of the source is the order of execution (a switch's cases are not in line).
    pub(super) linear: (u32, u32),
}

/// The code that one function object runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosureNode {
    /// The surroundings of a direct eval.
    Outer,
    Program,
    Function(FunctionId),
    /// All instance fields of a class.
    Fields(ClassId),
    /// All static fields and blocks of a class.
    Statics(ClassId),
}

#[derive(Debug)]
pub struct Closure {
    pub node: ClosureNode,
    pub parent: Option<ClosureId>,
    /// Its outermost scope.
    pub scope: ScopeId,
    /// The scope of a body apart from the parameters'.
    pub body_scope: Option<ScopeId>,
    pub is_arrow: bool,
    pub is_derived_constructor: bool,
    /// The class it is the constructor of.
    pub class: Option<ClassId>,
    /// It has no `this` of its own: an arrow, or the text of a direct eval.
    pub inherits_this: bool,
    /// Where it reads `this`, if not in r[0]. In a derived constructor whose arrows use `this`, that is so for itself.
    pub this: Option<BindingId>,
    /// Where it reads `new.target`, if not from its own entry.
    pub new_target: Option<BindingId>,
    /// The home object of its `super`.
    pub home: Option<BindingId>,
    /// The class constructor that its `super()` runs for, if not itself.
    pub constructor: Option<BindingId>,
    /// Slots that its own entry has to fill for the arrows within: (this, new.target, itself).
    pub kept_this: Option<BindingId>,
    pub kept_new_target: Option<BindingId>,
    pub kept_function: Option<BindingId>,
    pub uses_this: bool,
    pub uses_new_target: bool,
    /// The `arguments` object, if any code asks for it.
    pub arguments: Option<BindingId>,
    /// The parameters share their values with the `arguments` object.
    pub maps_arguments: bool,
    pub function_name: Option<BindingId>,
    /// It makes closures or contexts or reads those around it: it needs its context.
    pub needs_context: bool,
    /// `arguments` is used otherwise than by reading its properties.
    pub(super) arguments_escape: bool,
    /// Its parameter list makes closures or evals, which see parameters but not the body's variables.
    pub(super) has_closure_in_parameters: bool,
    /// No code of it runs before this offset of the enclosing closure has been passed.
    pub(super) created_at: u32,
    /// It is a member of the class with this scope, run only once the class is complete.
    pub(super) member_of: Option<ScopeId>,
    /// The scope that keeps the home object of its `super`, and whether the static one.
    pub(super) home_scope: Option<(ScopeId, bool)>,
}

/// The syntax that opened a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeKey {
    /// A block, or the cases of a switch.
    Statement(StmtId),
    /// The head of a `for` with a lexical declaration.
    LoopHead(StmtId),
    TryBlock(StmtId),
    CatchParameter(StmtId),
    CatchBody(StmtId),
    Finally(StmtId),
    /// A function declaration that is the whole branch of an `if` or body of a label.
    Branch(StmtId),
    Class(ClassId),
    Object(ExprId),
    StaticBlock(FunctionId),
}

/// What the compiler needs to know of a class.
#[derive(Debug)]
pub struct ClassScopes {
    pub scope: ScopeId,
    pub inner_name: Option<BindingId>,
    /// (index of the element, where its computed key is kept): fields only.
    pub field_keys: Vec<(usize, BindingId)>,
    /// (index of the element, where its closure is kept): private instance methods and accessors.
    pub private_methods: Vec<(usize, BindingId)>,
    pub fields: Option<ClosureId>,
    pub statics: Option<ClosureId>,
}

/// What a use of a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution(u32);

const CHECKED: u32 = 1 << 31;
const DYNAMIC: u32 = 1 << 30;

/// What a name means that may be a property of objects in scope: known only at run time.
#[derive(Clone, Debug)]
pub struct Dynamic {
    /// The slots of the objects to look into, innermost first.
    pub objects: Vec<BindingId>,
    /// What it means if none of them has it.
    pub otherwise: Resolution,
}

/// The variables of a sloppy direct eval that are new to the function around it.
#[derive(Debug)]
pub struct NewVariables {
    /// The slot of the object that gets them.
    pub object: BindingId,
    pub names: Vec<Name>,
    pub functions: Vec<FunctionId>,
}

impl Resolution {
    /// No binding in sight: a global found by name at run time.
    pub const GLOBAL: Resolution = Resolution(u32::MAX);

    pub(super) fn new(binding: BindingId, is_checked: bool) -> Resolution {
        Resolution(binding.0 | if is_checked { CHECKED } else { 0 })
    }

    pub(super) fn dynamic(index: usize) -> Resolution {
        Resolution(index as u32 | DYNAMIC)
    }

    pub fn is_dynamic(self) -> bool {
        self != Resolution::GLOBAL && self.0 & DYNAMIC != 0
    }

    /// The binding, where the name can mean no other.
    pub fn binding(self) -> Option<BindingId> {
        (self != Resolution::GLOBAL && !self.is_dynamic()).then_some(BindingId(self.0 & !CHECKED))
    }

    /// The binding might still be in its dead zone.
    pub fn is_checked(self) -> bool {
        self != Resolution::GLOBAL && self.0 & CHECKED != 0
    }
}

/// A program's scopes and what its names mean.
#[derive(Debug)]
pub struct Scopes {
    pub scopes: Vec<Scope>,
    pub bindings: Vec<Binding>,
    /// The program comes first, after what is around a direct eval.
    pub closures: Vec<Closure>,
    pub program: ClosureId,
    /// What a sloppy direct eval adds to the function around it.
    pub new_variables: Option<NewVariables>,
    /// A name that an eval declares as a variable though a scope around it binds it lexically.
    pub redeclared: Option<Name>,
    pub(super) dynamics: Vec<Dynamic>,
    pub(super) exprs: Vec<Resolution>,
    pub(super) patterns: Vec<Resolution>,
    pub(super) functions: FxHashMap<FunctionId, ClosureId>,
    pub(super) by_key: FxHashMap<ScopeKey, ScopeId>,
    pub(super) classes: FxHashMap<ClassId, ClassScopes>,
    pub(super) privates: FxHashMap<ExprId, BindingId>,
    pub(super) declared_functions: FxHashMap<FunctionId, BindingId>,
    pub(super) declared_classes: FxHashMap<ClassId, BindingId>,
    /// What the module exports as `default`, if it does so by a declaration or expression.
    pub default_export: Option<BindingId>,
    pub(super) annex_b: FxHashMap<FunctionId, Resolution>,
    pub(super) by_name: FxHashMap<(ScopeId, Name), BindingId>,
    pub(super) by_private: FxHashMap<(ScopeId, Name), BindingId>,
}

impl Scopes {
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }

    pub fn binding(&self, id: BindingId) -> &Binding {
        &self.bindings[id.index()]
    }

    pub fn closure(&self, id: ClosureId) -> &Closure {
        &self.closures[id.index()]
    }

    /// Where what a name means lives; None if it means an unknown global.
    pub fn binding_storage(&self, resolution: Resolution) -> Option<Storage> {
        resolution.binding().map(|id| self.binding(id).storage)
    }

    /// What a dynamic resolution looks into.
    pub fn dynamic(&self, resolution: Resolution) -> Option<&Dynamic> {
        resolution.is_dynamic().then(|| &self.dynamics[(resolution.0 & !DYNAMIC) as usize])
    }

    /// Is this the slot of a `with`'s object?
    pub fn is_with_object(&self, slot: BindingId) -> bool {
        self.binding(slot).name == BindingName::Internal(super::functions::WITH)
    }

    /// What the identifier expression `id` names.
    pub fn of_expr(&self, id: ExprId) -> Resolution {
        self.exprs[id.index()]
    }

    /// What the identifier pattern `id` binds or assigns.
    pub fn of_pattern(&self, id: PatternId) -> Resolution {
        self.patterns[id.index()]
    }

    /// The closure of a function; None for field initialisers and static blocks, which have one for the whole class.
    pub fn of_function(&self, id: FunctionId) -> Option<ClosureId> {
        self.functions.get(&id).copied()
    }

    pub fn of_class(&self, id: ClassId) -> &ClassScopes {
        self.classes.get(&id).expect("every class was analysed")
    }

    /// The scope that this piece of syntax opens, if it binds anything.
    pub fn opened_by(&self, key: ScopeKey) -> Option<ScopeId> {
        self.by_key.get(&key).copied()
    }

    /// The binding of the private name that a private member expression uses.
    pub fn private_name(&self, id: ExprId) -> BindingId {
        *self.privates.get(&id).expect("the parser has checked that private names are declared")
    }

    /// The slot of a compiler-made name in this scope, if anything within asked for it.
    pub fn internal(&self, scope: ScopeId, name: &'static str) -> Option<BindingId> {
        let is_it = |&&id: &&BindingId| self.binding(id).name == BindingName::Internal(name);
        self.scope(scope).bindings.iter().find(is_it).copied()
    }

    /// The binding of the private name that class scope `scope` declares.
    pub fn declared_private(&self, scope: ScopeId, name: Name) -> BindingId {
        *self.by_private.get(&(scope, name)).expect("a class scope binds the private names of its elements")
    }

    /// What a function declaration binds; None at a script's top level, where it is a global.
    pub fn declared_function(&self, id: FunctionId) -> Option<BindingId> {
        self.declared_functions.get(&id).copied()
    }

    /// The binding of `name` in the program's own scope.
    pub fn top_level(&self, name: Name) -> Option<BindingId> {
        self.by_name.get(&(self.closure(self.program).scope, name)).copied()
    }

    /// What a class declaration binds.
    pub fn declared_class(&self, id: ClassId) -> Option<BindingId> {
        self.declared_classes.get(&id).copied()
    }

    /// The variable that a function declared in a block also assigns (ECMA-262, B.3.2).
    pub fn annex_b_variable(&self, id: FunctionId) -> Option<Resolution> {
        self.annex_b.get(&id).copied()
    }

    /// Is the binding assigned somewhere in these source offsets, by the code of its own closure?
    pub fn is_assigned_within(&self, id: BindingId, start: u32, end: u32) -> bool {
        let assignments = &self.binding(id).assignments;
        let first = assignments.partition_point(|&position| position < start);
        assignments.get(first).is_some_and(|&position| position < end)
    }
}

/// A text of the name table as templates hold it.
pub fn template_text(text: &names::Text) -> Text {
    match text {
        names::Text::Utf8(text) => template_str(text),
        names::Text::Wtf16(units) => Text::Utf16(units.as_ref().into()),
    }
}

/// A text as templates hold it: Latin-1 if every unit fits.
pub fn template_str(text: &str) -> Text {
    let bytes: Option<Box<[u8]>> = text.chars().map(|c| u8::try_from(c as u32).ok()).collect();
    match bytes {
        Some(bytes) => Text::Latin1(bytes),
        None => Text::Utf16(text.encode_utf16().collect()),
    }
}
