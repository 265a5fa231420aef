//! Statements: control flow and declarations.

use super::{Generator, Kind, Place};

impl Generator<'_, '_> {
    /// At most `most` statements, each at most `depth` deep, on lines of their own.
    pub(super) fn statements(&mut self, depth: usize, most: usize) -> String {
        let count = 1 + self.below(most);
        (0..count).map(|_| self.statement(depth)).collect()
    }

    fn block(&mut self, depth: usize) -> String {
        self.scoped(|generator| format!("{{\n{}}}", generator.statements(depth, 3)))
    }

    /// A block that a loop runs, which burns fuel.
    fn body(&mut self, depth: usize) -> String {
        let around = std::mem::replace(&mut self.place.in_loop, true);
        let text = format!("{{\nif (fuel-- < 0) break;\n{}}}", self.statements(depth, 3));
        self.place.in_loop = around;
        text
    }

    fn statement(&mut self, depth: usize) -> String {
        if depth == 0 {
            return format!("{};\n", self.expression(2));
        }
        match self.below(20) {
            0 | 1 => format!("print({});\n", self.expression(3)),
            2 | 3 => format!("{};\n", self.assignment(3)),
            4..=6 => self.declaration(),
            7 | 8 => self.conditional(depth - 1),
            9 | 10 => self.counting_loop(depth - 1),
            11 => self.for_of(depth - 1),
            12 => self.for_in(depth - 1),
            13 => self.other_loop(depth - 1),
            14 => self.try_statement(depth - 1),
            15 => self.switch(depth - 1),
            16 => format!("{}\n", self.block(depth - 1)),
            17 => self.function_declaration(depth - 1),
            18 => self.jump(),
            _ => self.class_declaration(depth - 1),
        }
    }

    fn declaration(&mut self) -> String {
        match self.below(7) {
            0 | 1 => {
                let value = self.expression(3);
                format!("let {} = clip({value});\n", self.declare(Kind::Any, false))
            }
            2 => {
                let value = self.array(2);
                format!("const {} = {value};\n", self.declare(Kind::Array, true))
            }
            3 => {
                let value = self.object(2);
                format!("const {} = {value};\n", self.declare(Kind::Object, true))
            }
            4 => {
                let value = self.function_expression(3);
                format!("const {} = {value};\n", self.declare(Kind::Function, true))
            }
            5 => {
                let value = self.iterable(2);
                let (first, second) = (self.declare(Kind::Any, false), self.declare(Kind::Array, false));
                format!("let [{first} = 1, ...{second}] = {value};\n")
            }
            _ => {
                let value = self.expression(2);
                let (first, second) = (self.declare(Kind::Any, false), self.declare(Kind::Object, false));
                format!("let {{ a: {first} = 2, ...{second} }} = Object({value});\n")
            }
        }
    }

    fn conditional(&mut self, depth: usize) -> String {
        let test = self.expression(2);
        let then = self.block(depth);
        if self.below(2) == 0 {
            return format!("if ({test}) {then}\n");
        }
        format!("if ({test}) {then} else {}\n", self.block(depth))
    }

    fn counting_loop(&mut self, depth: usize) -> String {
        self.scoped(|generator| {
            let name = generator.declare(Kind::Any, true);
            let count = 1 + generator.below(6);
            format!("for (let {name} = 0; {name} < {count}; {name}++) {}\n", generator.body(depth))
        })
    }

    fn for_of(&mut self, depth: usize) -> String {
        let iterable = self.iterable(2);
        self.scoped(|generator| {
            let name = generator.declare(Kind::Any, true);
            format!("for (const {name} of {iterable}) {}\n", generator.body(depth))
        })
    }

    fn for_in(&mut self, depth: usize) -> String {
        let object = self.expression(1);
        self.scoped(|generator| {
            let name = generator.declare(Kind::Any, true);
            format!("for (const {name} in {object}) {}\n", generator.body(depth))
        })
    }

    fn other_loop(&mut self, depth: usize) -> String {
        let label = self.fresh();
        let test = self.expression(2);
        let body = self.scoped(|generator| generator.body(depth));
        match self.below(3) {
            0 => format!("while ({test}) {body}\n"),
            1 => format!("do {body} while ({test});\n"),
            _ => {
                let exit = self.pick(&["break", "continue"]);
                format!(
                    "{label}: for (;;) {{\nif (fuel-- < 0) break;\nfor (;;) {{\nif (fuel-- < 0) break {label};\nif ({test}) break {label};\nif (fuel % 7 === 0) {exit} {label};\n}}\n}}\n"
                )
            }
        }
    }

    fn try_statement(&mut self, depth: usize) -> String {
        let body = self.block(depth);
        let caught = self.scoped(|generator| {
            generator.bind("error", Kind::Any, false);
            generator.block(depth)
        });
        match self.below(3) {
            0 => format!("try {body} catch (error) {caught}\n"),
            1 => format!("try {body} catch {{ print('oops'); }} finally {}\n", self.block(depth)),
            _ => {
                let thrown = self.expression(1);
                format!("try {{ throw {thrown}; }} catch (error) {caught} finally {}\n", self.block(depth))
            }
        }
    }

    fn switch(&mut self, depth: usize) -> String {
        let subject = self.expression(1);
        self.scoped(|generator| {
            let mut text = format!("switch ({subject}) {{\n");
            for _ in 0..generator.below(4) {
                let case = generator.expression(1);
                let body = generator.block(depth);
                let end = generator.pick(&["break;", "", "break;"]);
                text += &format!("case {case}: {body} {end}\n");
            }
            text + &format!("default: {}\n}}\n", generator.block(depth))
        })
    }

    fn jump(&mut self) -> String {
        let Place { in_function, in_generator, in_loop, .. } = self.place;
        let value = self.expression(1);
        let test = self.expression(1);
        match self.below(5) {
            0 if in_loop => format!("if ({test}) break;\n"),
            1 if in_loop => format!("if ({test}) continue;\n"),
            2 if in_function => format!("if ({test}) return {value};\n"),
            3 if in_generator => format!("yield {value};\n"),
            4 => format!("if ({test}) throw {value};\n"),
            _ => format!("print({value});\n"),
        }
    }
}
