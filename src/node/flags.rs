//! The table of flags: one row each, from which come the field, the parser, `--help` and the error texts.
//!
//! It stands with the host because `v8.setFlagsFromString` reads it too. Names are written with `-`; `_` is the same.

use super::flag_value::{FlagValue, Given, InputType, Mebibytes, Refusal, UnhandledRejections};

/// Where `--help` lists a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    Running,
    Memory,
    Watching,
    Engine,
}

impl Category {
    pub const ALL: [Category; 4] = [Category::Running, Category::Memory, Category::Watching, Category::Engine];

    pub const fn title(self) -> &'static str {
        match self {
            Category::Running => "Running",
            Category::Memory => "Memory",
            Category::Watching => "Watching the collector",
            Category::Engine => "Looking into the engine",
        }
    }
}

/// In whose words a bad value is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// node's own options.
    Host,
    /// V8's options.
    Engine,
}

/// A row of the table.
pub struct Flag {
    pub name: &'static str,
    /// The letter of `-x`, or a space.
    pub short: char,
    /// Lines of text, each with a space before it.
    pub doc: &'static str,
    pub category: Category,
    pub manner: Manner,
    /// Whether `NODE_OPTIONS` may hold it.
    pub in_environment: bool,
    /// Whether the value is optional and nothing but another flag may follow (`-p`).
    pub is_lenient: bool,
    pub placeholder: &'static str,
    type_name: &'static str,
    assign: fn(&mut Flags, Given<'_>) -> Result<(), Refusal>,
}

impl Flag {
    /// A switch takes no value.
    pub fn is_switch(&self) -> bool {
        self.placeholder.is_empty()
    }

    /// Takes what was given, written as `written` on the command line.
    pub fn apply(&self, flags: &mut Flags, given: Given<'_>, written: &str) -> Result<(), FlagError> {
        if self.is_switch() && self.manner == Manner::Host && matches!(given, Given::Text(_)) {
            return (self.assign)(flags, Given::Bare).map_err(|refusal| self.error(refusal, given, written));
        }
        (self.assign)(flags, given).map_err(|refusal| self.error(refusal, given, written))
    }

    fn error(&self, refusal: Refusal, given: Given<'_>, written: &str) -> FlagError {
        match (self.manner, refusal) {
            (_, Refusal::NotASwitch) => FlagError::Unknown(written.to_owned()),
            (Manner::Host, _) if given == Given::Bare => FlagError::Missing(written.to_owned()),
            (Manner::Host, _) => FlagError::Invalid(format!("--{}", self.name)),
            (Manner::Engine, refusal) => {
                FlagError::Illegal { written: written.to_owned(), type_name: self.type_name, refusal }
            }
        }
    }

    /// The flag called `name`, which may be written with `_`.
    pub fn named(name: &str) -> Option<&'static Flag> {
        TABLE.iter().find(|flag| is_same_name(flag.name, name))
    }

    /// The flag with the letter `short`.
    pub fn lettered(short: char) -> Option<&'static Flag> {
        TABLE.iter().find(|flag| flag.short == short && short != ' ')
    }
}

fn is_same_name(name: &str, written: &str) -> bool {
    name.len() == written.len() && name.bytes().zip(written.bytes()).all(|(a, b)| a == b || a == b'-' && b == b'_')
}

/// A flag that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlagError {
    /// Not in the table.
    Unknown(String),
    /// Its argument is missing.
    Missing(String),
    Invalid(String),
    /// `NODE_OPTIONS` must not hold it.
    NotInEnvironment(String),
    /// V8's words for a bad value.
    Illegal {
        written: String,
        type_name: &'static str,
        refusal: Refusal,
    },
}

impl std::fmt::Display for FlagError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FlagError::Unknown(written) => write!(f, "tenure: bad option: {written}"),
            FlagError::Missing(written) => write!(f, "tenure: {written} requires an argument"),
            FlagError::Invalid(name) => write!(f, "tenure: invalid value for {name}"),
            FlagError::NotInEnvironment(written) => write!(f, "tenure: {written} is not allowed in NODE_OPTIONS"),
            FlagError::Illegal { written, type_name, refusal: Refusal::OutOfBounds(range) } => {
                writeln!(f, "Error: Value for flag {written} of type {type_name} is out of bounds {range}")?;
                write!(f, "Try --help for options")
            }
            FlagError::Illegal { written, type_name, .. } => {
                writeln!(f, "Error: illegal value for flag {written} of type {type_name}")?;
                if *type_name == "bool" {
                    writeln!(f, "To set or unset a boolean flag, use --flag or --no-flag.")?;
                }
                write!(f, "Try --help for options\ntenure: bad option: {written}")
            }
        }
    }
}

macro_rules! flags {
    ($( $category:ident / $manner:ident { $(
        $(#[doc = $doc:literal])+
        $field:ident : $kind:ty = $default:expr, $name:literal $(short $short:literal)? $([$($fact:ident),*])?;
    )* } )*) => {
        /// All flags, with the values they were given.
        #[derive(Clone, Debug)]
        pub struct Flags { $( $( $(#[doc = $doc])+ pub $field: $kind, )* )* }

        impl Default for Flags {
            fn default() -> Flags {
                Flags { $( $( $field: $default, )* )* }
            }
        }

        /// See the module's header.
        pub static TABLE: &[Flag] = &[ $( $( Flag {
            name: $name,
            short: flags!(@short $($short)?),
            doc: concat!($($doc),+),
            category: Category::$category,
            manner: Manner::$manner,
            in_environment: flags!(@has environment $($($fact)*)?),
            is_lenient: flags!(@has lenient $($($fact)*)?),
            placeholder: <$kind as FlagValue>::PLACEHOLDER,
            type_name: <$kind as FlagValue>::TYPE,
            assign: |flags, given| flags.$field.assign(given),
        }, )* )* ];
    };
    (@short) => { ' ' };
    (@short $short:literal) => { $short };
    (@has $wanted:ident) => { false };
    (@has environment environment $($rest:ident)*) => { true };
    (@has lenient lenient $($rest:ident)*) => { true };
    (@has $wanted:ident $other:ident $($rest:ident)*) => { flags!(@has $wanted $($rest)*) };
}

flags! {
    Running / Host {
        /// Run this text instead of a file.
        eval: Option<String> = None, "eval" short 'e';
        /// Run the text (if any) and print its completion value.
        print: Option<String> = None, "print" short 'p' [lenient];
        /// Whether the text of -e or stdin is `commonjs` or `module`; by default, what it parses as.
        input_type: InputType = InputType::default(), "input-type" [environment];
        /// Check the syntax of a file; run nothing.
        check: bool = false, "check" short 'c';
        /// Load this module first; may be repeated.
        require: Vec<String> = Vec::new(), "require" short 'r' [environment];
        /// Enter the prompt, even if stdin is no terminal.
        interactive: bool = false, "interactive" short 'i';
        /// Print this text.
        help: bool = false, "help" short 'h';
        /// Print the version.
        version: bool = false, "version" short 'v';
        /// What becomes of rejections that nobody handles: strict, warn, none, throw (the default) or
        /// warn-with-error-code.
        unhandled_rejections: UnhandledRejections = UnhandledRejections::default(), "unhandled-rejections" [environment];
        /// Print warnings (--no-warnings silences them).
        warnings: bool = true, "warnings" [environment];
        /// Print deprecation warnings.
        deprecation: bool = true, "deprecation" [environment];
        /// Print warnings with the stack that made them.
        trace_warnings: bool = false, "trace-warnings" [environment];
        /// Print the stack of the throw behind an uncaught exception that has none.
        trace_uncaught: bool = false, "trace-uncaught" [environment];
    }
    Memory / Engine {
        /// Most bytes of old space, in MB.
        max_old_space_size: Mebibytes = Mebibytes::default(), "max-old-space-size" [environment];
        /// Most bytes of a semi-space, in MB; new space is two of them.
        max_semi_space_size: Mebibytes = Mebibytes::default(), "max-semi-space-size" [environment];
        /// Bytes a semi-space starts with, in MB.
        min_semi_space_size: Mebibytes = Mebibytes::default(), "min-semi-space-size" [environment];
        /// Most bytes of the whole heap, in MB.
        max_heap_size: Mebibytes = Mebibytes::default(), "max-heap-size";
        /// Most kilobytes of JavaScript stack.
        stack_size: i32 = 984, "stack-size";
        /// Frames that an error's stack shows.
        stack_trace_limit: i32 = 10, "stack-trace-limit" [environment];
        /// Give scripts gc().
        expose_gc: bool = false, "expose-gc" [environment];
    }
    Watching / Engine {
        /// Print a line for each collection.
        trace_gc: bool = false, "trace-gc";
        /// Print a table of the spaces after each collection.
        trace_gc_verbose: bool = false, "trace-gc-verbose";
        /// Print name=value pairs for each collection.
        trace_gc_nvp: bool = false, "trace-gc-nvp";
        /// Print how often and how long the collector held the program up, at exit, in processor time.
        trace_gc_summary: bool = false, "trace-gc-summary";
        /// Leave scavenges out of --trace-gc.
        trace_gc_ignore_scavenger: bool = false, "trace-gc-ignore-scavenger";
    }
    Engine / Engine {
        /// Print the tokens of the script; run nothing.
        print_tokens: bool = false, "print-tokens";
        /// Print the syntax tree of the script; run nothing.
        print_ast: bool = false, "print-ast";
        /// Print the scopes of the script; run nothing.
        print_scopes: bool = false, "print-scopes";
        /// Print the bytecode of the script; run nothing.
        print_bytecode: bool = false, "print-bytecode";
        /// Collect and move at every Nth allocation on average; 0 is never.
        gc_stress: u64 = 0, "gc-stress";
        /// Seed of --gc-stress.
        gc_stress_seed: u64 = 0, "gc-stress-seed";
        /// Check the whole heap before and after each collection.
        verify_heap: bool = false, "verify-heap";
        /// Evacuate every old page in each full collection.
        compact_on_every_full_gc: bool = false, "compact-on-every-full-gc";
        /// Mark one time after the other, in the smallest steps.
        stress_incremental_marking: bool = false, "stress-incremental-marking";
        /// Mark in steps between the script's own work (--no-incremental-marking marks in one pause).
        incremental_marking: bool = true, "incremental-marking";
        /// Give scripts $262 and print, as the conformance tests of test262 ask.
        expose_test262: bool = false, "expose-test262";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_words() {
        for (index, flag) in TABLE.iter().enumerate() {
            assert!(
                flag.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
                "{}",
                flag.name
            );
            let is_taken = |other: &Flag| other.name == flag.name || other.short == flag.short && flag.short != ' ';
            assert!(!TABLE[..index].iter().any(is_taken), "{}", flag.name);
        }
    }

    #[test]
    fn a_value_is_assigned_or_refused_in_words() {
        let mut flags = Flags::default();
        let flag = Flag::named("max_old_space-size").expect("in the table");
        assert_eq!(flag.apply(&mut flags, Given::Text("50"), "--max-old-space-size=50"), Ok(()));
        assert_eq!(flags.max_old_space_size.bytes(), Some(50 << 20));
        let error = flag.apply(&mut flags, Given::Text("abc"), "--max-old-space-size=abc").unwrap_err();
        assert!(error.to_string().starts_with("Error: illegal value for flag --max-old-space-size=abc of type size_t"));
        let flag = Flag::named("unhandled-rejections").expect("in the table");
        let error = flag.apply(&mut flags, Given::Text("x"), "--unhandled-rejections=x").unwrap_err();
        assert_eq!(error.to_string(), "tenure: invalid value for --unhandled-rejections");
    }
}
