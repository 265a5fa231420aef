//! Expressions and patterns as lists.

use super::{Dump, Node};
use crate::syntax::ast::*;

impl Dump<'_> {
    pub(super) fn expression(self, id: ExprId) -> Node {
        match &self.program.ast[id].kind {
            ExprKind::Identifier(name) => Node::leaf(self.name(*name)),
            ExprKind::This => Node::leaf("this"),
            ExprKind::Null => Node::leaf("null"),
            ExprKind::Bool(value) => Node::leaf(value.to_string()),
            ExprKind::Number(number) => Node::leaf(crate::base::number::to_string(*number)),
            ExprKind::String(text) => self.quoted(*text),
            ExprKind::BigInt(digits) => Node::leaf(self.name(*digits) + "n"),
            ExprKind::Regex { pattern, flags } => Node::leaf(format!("/{}/{}", self.name(*pattern), self.name(*flags))),
            ExprKind::ImportMeta => Node::leaf("import.meta"),
            ExprKind::NewTarget => Node::leaf("new.target"),
            ExprKind::Function(function) => self.function(*function),
            ExprKind::Class(class) => self.class(*class),
            ExprKind::Paren(inner) => Node::new("paren").with(self.expression(*inner)),
            ExprKind::Template(template) => self.template(Node::new("template"), template),
            ExprKind::TaggedTemplate { tag, quasi } => {
                self.template(Node::new("tagged-template").with(self.expression(*tag)), quasi)
            }
            ExprKind::Array(elements) => Node::new("array").with_all(elements.iter().map(|e| self.array_element(e))),
            ExprKind::Object(properties) => Node::new("object").with_all(properties.iter().map(|p| self.property(p))),
            kind => self.operation(kind),
        }
    }

    fn operation(self, kind: &ExprKind) -> Node {
        let one = |head: &str, id: ExprId| Node::new(head).with(self.expression(id));
        match kind {
            ExprKind::Unary { op, operand } => one(op.symbol(), *operand),
            ExprKind::Update { op, is_prefix, target } => {
                let sign = op.symbol();
                let head = if *is_prefix { format!("prefix{sign}") } else { format!("postfix{sign}") };
                Node::new(head).with(self.pattern(*target))
            }
            ExprKind::Binary { op, left, right } => one(op.symbol(), *left).with(self.expression(*right)),
            ExprKind::BinaryRun(run) => {
                let rest = run.rest.iter().map(|(op, id)| one(op.symbol(), *id));
                one("run", run.first).with_all(rest)
            }
            ExprKind::Logical { op, left, right } => one(op.symbol(), *left).with(self.expression(*right)),
            ExprKind::Conditional { test, consequent, alternate } => {
                one("?:", *test).with(self.expression(*consequent)).with(self.expression(*alternate))
            }
            ExprKind::Assign { op, target, value } => {
                Node::new(assign(*op)).with(self.pattern(*target)).with(self.expression(*value))
            }
            ExprKind::Sequence(list) => Node::new("sequence").with_all(list.iter().map(|&id| self.expression(id))),
            ExprKind::Yield(value) => Node::new("yield").with_some(value.map(|id| self.expression(id))),
            ExprKind::YieldStar(value) => one("yield*", *value),
            ExprKind::Await(value) => one("await", *value),
            ExprKind::OptionalChain(inner) => one("chain", *inner),
            kind => self.access(kind),
        }
    }

    fn access(self, kind: &ExprKind) -> Node {
        let optional =
            |head: &str, is_optional: bool| Node::new(if is_optional { format!("{head}?") } else { head.to_owned() });
        match kind {
            ExprKind::Member { object, property, is_optional } => {
                optional(".", *is_optional).with(self.expression(*object)).with(Node::leaf(self.name(*property)))
            }
            ExprKind::Index { object, index, is_optional } => {
                optional("[]", *is_optional).with(self.expression(*object)).with(self.expression(*index))
            }
            ExprKind::PrivateMember { object, name, is_optional } => {
                let name = Node::leaf(format!("#{}", self.name(*name)));
                optional(".", *is_optional).with(self.expression(*object)).with(name)
            }
            ExprKind::PrivateIn { name, object } => {
                Node::new("in").with(Node::leaf(format!("#{}", self.name(*name)))).with(self.expression(*object))
            }
            ExprKind::SuperMember { property } => {
                Node::new(".").with(Node::leaf("super")).with(Node::leaf(self.name(*property)))
            }
            ExprKind::SuperIndex { index } => Node::new("[]").with(Node::leaf("super")).with(self.expression(*index)),
            ExprKind::SuperCall { arguments } => Node::new("super-call").with_all(self.arguments(arguments)),
            ExprKind::Call { callee, arguments, is_optional } => {
                optional("call", *is_optional).with(self.expression(*callee)).with_all(self.arguments(arguments))
            }
            ExprKind::New { callee, arguments } => {
                Node::new("new").with(self.expression(*callee)).with_all(self.arguments(arguments))
            }
            ExprKind::ImportCall { specifier, options } => {
                let options = options.map(|id| self.expression(id));
                Node::new("import").with(self.expression(*specifier)).with_some(options)
            }
            _ => unreachable!("the other kinds are written by `expression` and `operation`"),
        }
    }

    fn arguments(self, arguments: &[Argument]) -> impl Iterator<Item = Node> {
        arguments.iter().map(move |argument| match argument {
            Argument::Item(id) => self.expression(*id),
            Argument::Spread(id) => Node::new("...").with(self.expression(*id)),
        })
    }

    fn template(self, head: Node, template: &Template) -> Node {
        let mut node = head;
        for (index, string) in template.strings.iter().enumerate() {
            let raw = self.quoted(string.raw);
            node = node.with(if string.cooked.is_some() { raw } else { Node::new("invalid").with(raw) });
            node = node.with_some(template.expressions.get(index).map(|&id| self.expression(id)));
        }
        node
    }

    fn array_element(self, element: &ArrayElement) -> Node {
        match element {
            ArrayElement::Hole => Node::leaf("hole"),
            ArrayElement::Item(id) => self.expression(*id),
            ArrayElement::Spread(id) => Node::new("...").with(self.expression(*id)),
        }
    }

    fn property(self, property: &Property) -> Node {
        let function =
            |head: &str, key: PropertyKey, id: FunctionId| Node::new(head).with(self.key(key)).with(self.function(id));
        match property {
            Property::Value { key, value } => Node::new("value").with(self.key(*key)).with(self.expression(*value)),
            Property::Shorthand { name, .. } => Node::leaf(self.name(name.name)),
            Property::Prototype { value } => Node::new("__proto__").with(self.expression(*value)),
            Property::Method { key, function: id } => function("method", *key, *id),
            Property::Getter { key, function: id } => function("get", *key, *id),
            Property::Setter { key, function: id } => function("set", *key, *id),
            Property::Spread(id) => Node::new("...").with(self.expression(*id)),
            Property::CoverInitialized { name, value } => {
                Node::new("cover").with(Node::leaf(self.name(name.name))).with(self.expression(*value))
            }
        }
    }

    pub(super) fn key(self, key: PropertyKey) -> Node {
        match key.kind {
            PropertyKeyKind::Name(name) => self.quoted(name),
            PropertyKeyKind::Number(number) => Node::leaf(crate::base::number::to_string(number)),
            PropertyKeyKind::Computed(id) => Node::new("computed").with(self.expression(id)),
            PropertyKeyKind::Private(name) => Node::leaf(format!("#{}", self.name(name))),
        }
    }

    pub(super) fn pattern(self, id: PatternId) -> Node {
        match &self.program.ast[id].kind {
            PatternKind::Identifier(name) => Node::leaf(self.name(*name)),
            PatternKind::Target(id) => self.expression(*id),
            PatternKind::Array { elements, rest } => {
                let elements = elements.iter().map(|e| e.map_or(Node::leaf("hole"), |id| self.pattern(id)));
                Node::new("array-pattern").with_all(elements).with_some(rest.map(|id| self.rest(id)))
            }
            PatternKind::Object { properties, rest } => {
                let properties = properties
                    .iter()
                    .map(|property| Node::new("value").with(self.key(property.key)).with(self.pattern(property.value)));
                Node::new("object-pattern").with_all(properties).with_some(rest.map(|id| self.rest(id)))
            }
            PatternKind::Default { target, value } => {
                Node::new("default").with(self.pattern(*target)).with(self.expression(*value))
            }
        }
    }

    pub(super) fn rest(self, id: PatternId) -> Node {
        Node::new("...").with(self.pattern(id))
    }
}

fn assign(op: AssignOp) -> String {
    match op {
        AssignOp::Assign => "=".to_owned(),
        AssignOp::Binary(op) => format!("{}=", op.symbol()),
        AssignOp::Logical(op) => format!("{}=", op.symbol()),
    }
}
