//! Functions of every kind, and classes.

use super::{Generator, Kind, Place};

impl Generator<'_, '_> {
    /// `(parameters) { body }` of a plain function.
    pub(super) fn function_tail(&mut self, depth: usize) -> String {
        self.function_of(Place { in_function: true, ..Place::default() }, depth)
    }

    /// Parameters and body of a function that is `place` inside.
    fn function_of(&mut self, place: Place, depth: usize) -> String {
        let around = std::mem::replace(&mut self.place, place);
        let text = self.scoped(|generator| {
            let parameters = generator.parameters(depth);
            let body = generator.statements(depth.min(2), 3);
            let result = generator.expression(depth.min(2));
            format!("({parameters}) {{\nif (fuel-- < 0) return 0;\n{body}return {result};\n}}")
        });
        self.place = around;
        text
    }

    fn parameters(&mut self, depth: usize) -> String {
        let count = self.below(4);
        let mut parameters: Vec<String> = (0..count).map(|_| self.parameter(depth.min(1))).collect();
        if self.chance(5) {
            parameters.push(format!("...{}", self.declare(Kind::Array, false)));
        }
        parameters.join(", ")
    }

    fn parameter(&mut self, depth: usize) -> String {
        match self.below(6) {
            4 => {
                let value = self.expression(depth);
                format!("{} = {value}", self.declare(Kind::Any, false))
            }
            5 => {
                let (first, second) = (self.declare(Kind::Any, false), self.declare(Kind::Any, false));
                format!("{{ a: {first}, length: {second} = 1 }} = {{}}")
            }
            _ => self.declare(Kind::Any, false),
        }
    }

    /// A function as a value, in parentheses.
    pub(super) fn function_expression(&mut self, depth: usize) -> String {
        let depth = depth.saturating_sub(1);
        if self.below(3) < 2 {
            return self.arrow(depth);
        }
        format!("(function {})", self.function_tail(depth))
    }

    fn arrow(&mut self, depth: usize) -> String {
        let place = Place { in_function: true, ..Place::default() };
        let around = std::mem::replace(&mut self.place, place);
        let text = self.scoped(|generator| {
            let parameters = generator.parameters(depth);
            format!("(({parameters}) => fuel-- < 0 ? 0 : {})", generator.expression(depth))
        });
        self.place = around;
        text
    }

    /// A declaration at the top of the program, for later groups to use.
    pub(super) fn declaration_at_top(&mut self) -> String {
        match self.below(5) {
            0 | 1 => self.function_declaration(2),
            2 => self.class_declaration(2),
            3 => self.generator_declaration(2),
            _ => self.async_declaration(2),
        }
    }

    pub(super) fn function_declaration(&mut self, depth: usize) -> String {
        let name = self.fresh();
        let tail = self.function_tail(depth);
        self.bind(&name, Kind::Function, true);
        format!("function {name}{tail}\n")
    }

    fn generator_declaration(&mut self, depth: usize) -> String {
        let name = self.fresh();
        let place = Place { in_function: true, in_generator: true, ..Place::default() };
        let tail = self.function_of(place, depth);
        self.bind(&name, Kind::Generator, true);
        format!("function* {name}{tail}\n")
    }

    /// An async function, started at once; what comes of it is printed.
    fn async_declaration(&mut self, depth: usize) -> String {
        let name = self.fresh();
        let in_generator = self.chance(3);
        let place = Place { in_function: true, in_async: true, in_generator, ..Place::default() };
        let tail = self.function_of(place, depth);
        if in_generator {
            return format!(
                "async function* {name}{tail}\n\
                 (async () => {{ for await (const item of {name}()) print('{name}', item); }})().catch((error) => print(error));\n"
            );
        }
        format!(
            "async function {name}{tail}\n{name}().then((value) => print('{name}', value), (error) => print(error));\n"
        )
    }

    pub(super) fn class_declaration(&mut self, depth: usize) -> String {
        let base = self.variable_of(Kind::Class).filter(|_| self.below(2) == 1);
        let name = self.fresh();
        let mut text = match &base {
            Some(base) => format!("class {name} extends {base} {{\n"),
            None => format!("class {name} {{\n"),
        };
        text += &format!("#p = {};\n", self.expression(1));
        for _ in 0..self.below(4) {
            let member = self.class_member(depth.min(1));
            text += &member;
        }
        if self.below(2) == 1 {
            let call = if base.is_some() { "super(1);" } else { "" };
            text += &format!("constructor(first) {{ {call} if (fuel-- < 0) return; this.first = first; }}\n");
        }
        text += "get p() { return this.#p; }\nset p(value) { this.#p = value; }\n}\n";
        self.bind(&name, Kind::Class, true);
        text
    }

    fn class_member(&mut self, depth: usize) -> String {
        let key = self.pick(&["a", "b", "c", "d"]);
        match self.below(6) {
            0 | 1 => format!("{key}{}\n", self.function_tail(depth)),
            2 => format!("static {key} = {};\n", self.expression(depth)),
            3 => format!("{key} = {};\n", self.expression(depth)),
            4 => format!("get {key}() {{ if (fuel-- < 0) return 0; return {}; }}\n", self.expression(depth)),
            _ => format!("static {{ this.{key} = {}; }}\n", self.expression(depth)),
        }
    }
}
