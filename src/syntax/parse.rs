//! From a source to its syntax tree: options, the run of the parser, the errors it stops at.

use std::cmp::Ordering;
use std::sync::Arc;

use super::ast::{
    Ast, Expr, ExprId, ExprKind, Function, FunctionBody, FunctionId, FunctionKind, Pattern, PatternId, PatternKind,
    Program, ProgramKind, Stmt, StmtId, StmtKind, Uses,
};
use super::build::Builder;
use super::diagnostic::SyntaxError;
use super::early_errors;
use super::feedback::{Feedback, FunctionContext};
use super::lexer::{Lexeme, TokenStream};
use super::messages::Message;
use super::names::Names;
use super::source::{MAX_SOURCE_BYTES, Source, Span};
use super::token::TokenKind;
use super::unexpected;

/// LALRPOP's output for grammar/javascript.lalrpop; see build.rs.
#[allow(warnings, clippy::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/javascript_parser.rs"));
}

/// What a source is, and where its code will run.
#[derive(Clone, Copy, Debug, Default)]
pub struct ParseOptions<'a> {
    pub kind: SourceKind<'a>,
    /// The code around an eval is strict.
    pub is_strict: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub enum SourceKind<'a> {
    #[default]
    Script,
    Module,
    Eval(EvalContext<'a>),
    /// The body of a function with these parameters, as a CommonJS module is. The program is one expression statement
    /// holding that function; positions are those of the source.
    FunctionBody {
        parameters: &'a [&'a str],
    },
}

/// What the code around a direct eval allows in its text (PerformEval, ECMA-262, 19.2.1.1); nothing for an indirect one.
#[derive(Clone, Copy, Debug, Default)]
pub struct EvalContext<'a> {
    /// `new.target`.
    pub in_function: bool,
    /// `super.x`.
    pub in_method: bool,
    /// `super()`.
    pub in_derived_constructor: bool,
    /// No `arguments`.
    pub in_class_field: bool,
    /// The private names in scope, without `#`.
    pub private_names: &'a [&'a str],
}

/// Parses a source and checks its early errors, which are given in source order.
pub fn parse(source: Arc<Source>, options: ParseOptions<'_>) -> Result<Program, Vec<SyntaxError>> {
    let text = source.text();
    if text.len() > MAX_SOURCE_BYTES {
        return Err(vec![SyntaxError::new(Message::TooLong, Span::default())]);
    }
    let is_module = matches!(options.kind, SourceKind::Module);
    let parsed = run(text, is_module, None)?;
    let kind = match options.kind {
        SourceKind::Module => ProgramKind::Module,
        SourceKind::Eval(_) => ProgramKind::Eval,
        SourceKind::Script | SourceKind::FunctionBody { .. } => ProgramKind::Script,
    };
    let is_strict = options.is_strict || is_module;
    let mut program = Program {
        kind,
        is_strict,
        body: parsed.body,
        uses: Uses::default(),
        has_top_level_await: false,
        ast: parsed.ast,
        names: parsed.names,
        source,
    };
    if let SourceKind::FunctionBody { parameters } = options.kind {
        wrap_in_function(&mut program, parameters);
    }
    let context = match options.kind {
        SourceKind::Eval(context) => context,
        _ => EvalContext::default(),
    };
    finish(program, context, parsed.diagnostics)
}

/// Which of the four constructors makes a function from text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DynamicFunctionKind {
    pub is_async: bool,
    pub is_generator: bool,
}

/// CreateDynamicFunction (ECMA-262, 20.2.1.1.1): a program that is one expression statement holding the function. Its
/// source is the text that the specification puts together, which `name` names in messages.
pub fn parse_function(
    name: &str,
    parameters: &str,
    body: &str,
    kind: DynamicFunctionKind,
) -> Result<Program, Vec<SyntaxError>> {
    let prefix = match (kind.is_async, kind.is_generator) {
        (false, false) => "function anonymous(",
        (false, true) => "function* anonymous(",
        (true, false) => "async function anonymous(",
        (true, true) => "async function* anonymous(",
    };
    let head = format!("{prefix}{parameters}\n) {{");
    let source = Arc::new(Source::new(name, format!("{head}\n{body}\n}}")));
    let parsed = run(source.text(), false, Some(TokenKind::FunctionStart))?;
    let program = Program {
        kind: ProgramKind::Script,
        is_strict: false,
        body: parsed.body,
        uses: Uses::default(),
        has_top_level_await: false,
        ast: parsed.ast,
        names: parsed.names,
        source,
    };
    check_extent(&program, head.len() as u32 - 1)?;
    finish(program, EvalContext::default(), parsed.diagnostics)
}

/// The parameters and the body must each be whole: the function's braces are those put around the body.
fn check_extent(program: &Program, open: u32) -> Result<(), Vec<SyntaxError>> {
    let end = program.source.text().len() as u32;
    let function = &program.ast.functions[program.ast.functions.len() - 1];
    let Span { start, end: close } = function.body_span;
    if start == open && close == end {
        return Ok(());
    }
    let (message, at) = match start.cmp(&open) {
        Ordering::Less => (Message::ParametersEndEarly, start),
        Ordering::Equal => (Message::UnexpectedToken("}".to_owned()), close - 1),
        Ordering::Greater => (Message::ParametersUnfinished, open),
    };
    Err(vec![SyntaxError::new(message, Span::new(at, at + 1))])
}

/// Checks what the grammar cannot, and gives the program or everything that is wrong with it, in source order.
fn finish(
    mut program: Program,
    context: EvalContext<'_>,
    diagnostics: Diagnostics,
) -> Result<Program, Vec<SyntaxError>> {
    let mut errors = early_errors::check(&mut program, context, diagnostics.sloppy_literals);
    errors.extend(diagnostics.errors);
    if errors.is_empty() {
        return Ok(program);
    }
    errors.sort_by_key(|error| error.span.start);
    Err(errors)
}

/// What the grammar makes of a text.
struct Parsed {
    body: Box<[StmtId]>,
    ast: Ast,
    names: Names,
    diagnostics: Diagnostics,
}

struct Diagnostics {
    errors: Vec<SyntaxError>,
    /// Errors only where the code is strict.
    sloppy_literals: Vec<SyntaxError>,
}

/// The tokens of a source as the parser took them, and whether it took them all.
pub fn lexemes(source: &Source, kind: SourceKind<'_>) -> (Vec<Lexeme>, Result<(), Vec<SyntaxError>>) {
    let mut lexemes = Vec::new();
    let is_module = matches!(kind, SourceKind::Module);
    let note = |lexeme: Lexeme| lexemes.push(lexeme);
    let result = run_noting(source.text(), is_module, None, note);
    (lexemes, result.map(|_| ()))
}

fn run(text: &str, is_module: bool, opening: Option<TokenKind>) -> Result<Parsed, Vec<SyntaxError>> {
    run_noting(text, is_module, opening, |_| ())
}

/// Parses, telling `note` of each token.
fn run_noting(
    text: &str,
    is_module: bool,
    opening: Option<TokenKind>,
    mut note: impl FnMut(Lexeme),
) -> Result<Parsed, Vec<SyntaxError>> {
    let feedback = Feedback::new(FunctionContext { is_async: is_module, ..FunctionContext::default() });
    let mut builder = Builder::new(text, &feedback, is_module);
    let tokens = TokenStream::new(text, &feedback, is_module, opening).inspect(|token| {
        if let Ok(lexeme) = token {
            note(*lexeme);
        }
    });
    let result = generated::ProgramParser::new().parse(&mut builder, tokens);
    let Builder { ast, names, mut errors, sloppy_literals, .. } = builder;
    match result {
        Ok(body) => Ok(Parsed { body, ast, names, diagnostics: Diagnostics { errors, sloppy_literals } }),
        Err(stop) => {
            errors.push(unexpected::error_of_stop(text, stop));
            Err(errors)
        }
    }
}

/// Makes the body of a program the body of one function expression.
fn wrap_in_function(program: &mut Program, parameters: &[&str]) {
    let span = Span::new(0, program.source.text().len() as u32);
    let body = std::mem::take(&mut program.body);
    let ast = &mut program.ast;
    let parameters = parameters.iter().map(|text| {
        let kind = PatternKind::Identifier(program.names.intern(text));
        ast.patterns.push(Pattern { kind, span: Span::default() });
        PatternId(ast.patterns.len() as u32 - 1)
    });
    let function = Function {
        kind: FunctionKind::Normal,
        is_async: false,
        is_generator: false,
        is_strict: program.is_strict,
        has_simple_parameters: true,
        name: None,
        parameters: parameters.collect(),
        rest: None,
        body: FunctionBody::Statements(body),
        uses: Uses::default(),
        span,
        body_span: span,
    };
    let function_id = FunctionId(ast.functions.len() as u32);
    ast.functions.push(function);
    let expression = ExprId(ast.exprs.len() as u32);
    ast.exprs.push(Expr { kind: ExprKind::Function(function_id), span });
    let statement = StmtId(ast.stmts.len() as u32);
    ast.stmts.push(Stmt { kind: StmtKind::Expression(expression), span });
    program.body = Box::new([statement]);
}
