//! Which names are declared in the scopes that are open, to find those declared twice.
//!
//! Every question is answered in constant time whatever the nesting. For each name there is the innermost open lexical
//! declaration (each remembers the one it hides), and the time of its last `var`-like declaration in the current
//! function: a `var` of a time since a scope was opened lies inside that scope, and is hoisted through it. Leaving a
//! function restores the times of the function around it.

use crate::syntax::names::Name;

/// How a name is declared in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LexicalKind {
    /// `let`, `const`, `class`, imports, and functions that are like them.
    Binding,
    /// A plain function in a block of sloppy code: may be declared again as one (ECMA-262, B.3.3.1).
    SloppyFunction,
    /// `catch (name)`: a `var` of the same name is allowed (B.3.4).
    CatchParameter,
}

#[derive(Clone, Copy, Debug)]
struct Declaration {
    name: Name,
    kind: LexicalKind,
    /// Index of the scope among those open.
    scope: u32,
    /// One more than the index of the declaration that this one hides; 0 for none.
    hidden: u32,
}

#[derive(Clone, Copy, Debug)]
struct Scope {
    opened: u32,
    first_declaration: u32,
}

#[derive(Clone, Copy, Debug)]
struct FunctionScope {
    scope: u32,
    first_change: u32,
}

#[derive(Debug)]
pub(super) struct Scopes {
    /// By name: one more than the index of its innermost declaration; 0 for none.
    innermost: Vec<u32>,
    /// By name: when it was last declared like a `var` in the current function; 0 for never.
    var_times: Vec<u32>,
    declarations: Vec<Declaration>,
    scopes: Vec<Scope>,
    functions: Vec<FunctionScope>,
    /// What `var_times` held before the open functions changed it.
    changes: Vec<(Name, u32)>,
    now: u32,
}

impl Scopes {
    pub fn new(name_count: usize) -> Self {
        Scopes {
            innermost: vec![0; name_count],
            var_times: vec![0; name_count],
            declarations: Vec::new(),
            scopes: Vec::new(),
            functions: Vec::new(),
            changes: Vec::new(),
            now: 0,
        }
    }

    pub fn open(&mut self) {
        self.now += 1;
        self.scopes.push(Scope { opened: self.now, first_declaration: self.declarations.len() as u32 });
    }

    pub fn close(&mut self) {
        let scope = self.scopes.pop().expect("scopes close as they opened");
        for declaration in self.declarations.drain(scope.first_declaration as usize..).rev() {
            self.innermost[declaration.name.0 as usize] = declaration.hidden;
        }
    }

    /// Opens the scope of a function's parameters and body, or of the program.
    pub fn open_function(&mut self) {
        self.functions.push(FunctionScope { scope: self.scopes.len() as u32, first_change: self.changes.len() as u32 });
        self.open();
    }

    pub fn close_function(&mut self) {
        self.close();
        let function = self.functions.pop().expect("functions close as they opened");
        for (name, time) in self.changes.drain(function.first_change as usize..).rev() {
            self.var_times[name.0 as usize] = time;
        }
    }

    /// Is the innermost scope that of the function itself, where functions are declared like `var`?
    pub fn is_function_scope(&self) -> bool {
        self.functions.last().is_some_and(|function| function.scope as usize + 1 == self.scopes.len())
    }

    fn innermost(&self, name: Name) -> Option<Declaration> {
        let index = self.innermost[name.0 as usize].checked_sub(1)?;
        Some(self.declarations[index as usize])
    }

    fn current(&self) -> Scope {
        *self.scopes.last().expect("the program's scope is open")
    }

    /// Declares a name in the innermost scope; false if it is taken there.
    pub fn declare_lexical(&mut self, name: Name, kind: LexicalKind) -> bool {
        let scope = self.scopes.len() as u32 - 1;
        if let Some(other) = self.innermost(name)
            && other.scope == scope
        {
            return kind == LexicalKind::SloppyFunction && other.kind == kind;
        }
        let slot = &mut self.innermost[name.0 as usize];
        let declaration = Declaration { name, kind, scope, hidden: *slot };
        self.declarations.push(declaration);
        *slot = self.declarations.len() as u32;
        self.var_times[name.0 as usize] < self.current().opened
    }

    /// Declares a name in the function around; false if a lexical declaration that it is hoisted past forbids that.
    pub fn declare_var(&mut self, name: Name) -> bool {
        let is_free = self.is_free_for_var(name);
        let time = &mut self.var_times[name.0 as usize];
        self.changes.push((name, *time));
        *time = self.now;
        is_free
    }

    fn is_free_for_var(&self, name: Name) -> bool {
        let function = self.functions.last().expect("the program's scope is open");
        let mut index = self.innermost[name.0 as usize];
        while index != 0 {
            let declaration = self.declarations[index as usize - 1];
            if declaration.scope < function.scope {
                return true;
            }
            if declaration.kind != LexicalKind::CatchParameter {
                return false;
            }
            if self.var_times[name.0 as usize] >= self.scopes[declaration.scope as usize].opened {
                // An earlier `var` in this scope has looked further out.
                return true;
            }
            index = declaration.hidden;
        }
        true
    }

    /// Declares a parameter; false if another has the same name.
    pub fn declare_parameter(&mut self, name: Name) -> bool {
        let is_new = self.var_times[name.0 as usize] < self.current().opened;
        self.declare_var(name);
        is_new
    }

    /// Is the name declared in the innermost scope or hoisted to it?
    pub fn is_declared(&self, name: Name) -> bool {
        self.innermost(name).is_some() || self.var_times[name.0 as usize] >= self.current().opened
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: Name = Name(0);

    fn scopes() -> Scopes {
        let mut scopes = Scopes::new(1);
        scopes.open_function();
        scopes
    }

    #[test]
    fn a_var_is_hoisted_through_the_blocks_around_it() {
        let mut scopes = scopes();
        scopes.open();
        scopes.open();
        assert!(scopes.declare_var(X));
        scopes.close();
        assert!(!scopes.declare_lexical(X, LexicalKind::Binding));
    }

    #[test]
    fn a_function_hides_its_vars_from_the_code_around() {
        let mut scopes = scopes();
        scopes.declare_var(X);
        scopes.open();
        scopes.open_function();
        scopes.declare_var(X);
        scopes.close_function();
        assert!(scopes.declare_lexical(X, LexicalKind::Binding));
        scopes.close();
        assert!(!scopes.declare_lexical(X, LexicalKind::Binding));
    }

    #[test]
    fn a_var_passes_a_catch_parameter_but_nothing_beyond_it() {
        let mut scopes = scopes();
        scopes.declare_lexical(X, LexicalKind::Binding);
        scopes.open();
        scopes.declare_lexical(X, LexicalKind::CatchParameter);
        assert!(!scopes.declare_var(X));
    }
}
