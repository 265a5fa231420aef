//! Statements and modules' declarations as lists.

use super::{Dump, Node};
use crate::syntax::ast::*;

impl Dump<'_> {
    pub(super) fn statement(self, id: StmtId) -> Node {
        let label = |head: &str, label: Option<Ident>| {
            Node::new(head).with_some(label.map(|label| Node::leaf(self.name(label.name))))
        };
        match &self.program.ast[id].kind {
            StmtKind::Expression(id) => self.expression(*id),
            StmtKind::Variables(declaration) => self.variables(declaration),
            StmtKind::Function(id) => self.function(*id),
            StmtKind::Class(id) => self.class(*id),
            StmtKind::Block(body) => self.block("block", body),
            StmtKind::Empty => Node::leaf("empty"),
            StmtKind::Return(value) => Node::new("return").with_some(value.map(|id| self.expression(id))),
            StmtKind::Break(target) => label("break", *target),
            StmtKind::Continue(target) => label("continue", *target),
            StmtKind::Throw(value) => Node::new("throw").with(self.expression(*value)),
            StmtKind::Labelled { label, body } => {
                Node::new(format!("label {}", self.name(label.name))).with(self.statement(*body))
            }
            StmtKind::Debugger => Node::leaf("debugger"),
            StmtKind::Import(import) => self.import(import),
            StmtKind::Export(export) => self.export(export),
            kind => self.compound(kind),
        }
    }

    fn compound(self, kind: &StmtKind) -> Node {
        let headed = |head: &str, test: ExprId| Node::new(head).with(self.expression(test));
        match kind {
            StmtKind::If { test, consequent, alternate } => {
                let alternate = alternate.map(|id| self.statement(id));
                headed("if", *test).with(self.statement(*consequent)).with_some(alternate)
            }
            StmtKind::For { init, test, update, body } => {
                let init = init.as_ref().map(|init| match init {
                    ForInit::Expression(id) => self.expression(*id),
                    ForInit::Variables(declaration) => self.variables(declaration),
                });
                let part = |part: Option<ExprId>| part.map_or(Node::leaf("_"), |id| self.expression(id));
                let head = Node::new("for").with(init.unwrap_or(Node::leaf("_")));
                head.with(part(*test)).with(part(*update)).with(self.statement(*body))
            }
            StmtKind::ForEach { kind, head, object, body } => {
                let word = match kind {
                    ForEachKind::In => "for-in",
                    ForEachKind::Of => "for-of",
                    ForEachKind::AwaitOf => "for-await",
                };
                Node::new(word).with(self.each_head(head)).with(self.expression(*object)).with(self.statement(*body))
            }
            StmtKind::While { test, body } => headed("while", *test).with(self.statement(*body)),
            StmtKind::DoWhile { body, test } => {
                Node::new("do").with(self.statement(*body)).with(self.expression(*test))
            }
            StmtKind::Switch { discriminant, cases } => {
                headed("switch", *discriminant).with_all(cases.iter().map(|case| self.case(case)))
            }
            StmtKind::Try(statement) => self.try_statement(statement),
            StmtKind::With { object, body } => headed("with", *object).with(self.statement(*body)),
            _ => unreachable!("the other kinds are written by `statement`"),
        }
    }

    fn block(self, head: &str, body: &[StmtId]) -> Node {
        Node::new(head).with_all(body.iter().map(|&id| self.statement(id)))
    }

    fn variables(self, declaration: &VariableDeclaration) -> Node {
        let declarators = declaration.declarators.iter().map(|declarator| {
            let target = self.pattern(declarator.target);
            match declarator.init {
                Some(init) => Node::new("=").with(target).with(self.expression(init)),
                None => target,
            }
        });
        Node::new(keyword(declaration.kind)).with_all(declarators)
    }

    fn each_head(self, head: &ForEachHead) -> Node {
        match head {
            ForEachHead::Variable { kind, target, init } => {
                let init = init.map(|id| self.expression(id));
                Node::new(keyword(*kind)).with(self.pattern(*target)).with_some(init)
            }
            ForEachHead::Assign(target) => self.pattern(*target),
        }
    }

    fn case(self, case: &SwitchCase) -> Node {
        match case.test {
            Some(test) => Node::new("case").with(self.expression(test)),
            None => Node::new("default"),
        }
        .with_all(case.body.iter().map(|&id| self.statement(id)))
    }

    fn try_statement(self, statement: &TryStatement) -> Node {
        let handler = statement.handler.as_ref().map(|handler| {
            let parameter = handler.parameter.map(|id| self.pattern(id));
            Node::new("catch").with_some(parameter).with(self.block("block", &handler.body.body))
        });
        let finalizer = statement.finalizer.as_ref().map(|block| self.block("finally", &block.body));
        Node::new("try").with(self.block("block", &statement.block.body)).with_some(handler).with_some(finalizer)
    }

    fn import(self, import: &ImportDeclaration) -> Node {
        let bindings = import.bindings.iter().map(|binding| {
            let imported = match binding.imported {
                ImportedName::Name(name) => self.quoted(name),
                ImportedName::Namespace => Node::leaf("*"),
            };
            Node::new("as").with(imported).with(Node::leaf(self.name(binding.local.name)))
        });
        Node::new("import").with(self.quoted(import.from.specifier)).with_all(bindings)
    }

    fn export(self, export: &ExportDeclaration) -> Node {
        let from = |request: &ModuleRequest| Node::new("from").with(self.quoted(request.specifier));
        let node = Node::new("export");
        match export {
            ExportDeclaration::Named { specifiers, from: request } => {
                let specifiers = specifiers.iter().map(|specifier| {
                    let (local, exported) = (specifier.local.name, specifier.exported.name);
                    Node::new("as").with(Node::leaf(self.name(local))).with(self.quoted(exported))
                });
                node.with_all(specifiers).with_some(request.as_ref().map(from))
            }
            ExportDeclaration::All { exported, from: request } => {
                let exported = exported.map(|name| Node::new("as").with(self.quoted(name.name)));
                node.with(Node::leaf("*")).with_some(exported).with(from(request))
            }
            ExportDeclaration::Declaration(id) => node.with(self.statement(*id)),
            ExportDeclaration::DefaultFunction(id) => node.with(Node::leaf("default")).with(self.function(*id)),
            ExportDeclaration::DefaultClass(id) => node.with(Node::leaf("default")).with(self.class(*id)),
            ExportDeclaration::DefaultExpression(id) => node.with(Node::leaf("default")).with(self.expression(*id)),
        }
    }
}

fn keyword(kind: VariableKind) -> &'static str {
    match kind {
        VariableKind::Var => "var",
        VariableKind::Let => "let",
        VariableKind::Const => "const",
    }
}
