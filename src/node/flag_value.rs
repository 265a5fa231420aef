//! The types a flag can have: how each is written on the command line, and read from it.

/// What a command line gave a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given<'a> {
    /// `--flag`
    Bare,
    /// `--no-flag`
    Negated,
    /// `--flag=text` or `--flag text`
    Text(&'a str),
}

/// Why a value was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not a value of the type.
    Illegal,
    /// A number beyond the type's range, given here.
    OutOfBounds(&'static str),
    /// `--no-flag`, of a flag that is no switch.
    NotASwitch,
}

/// A type of flags.
pub trait FlagValue {
    /// What `--help` shows after the name; empty for a switch.
    const PLACEHOLDER: &'static str;
    /// V8's name of the type, for error texts.
    const TYPE: &'static str;

    /// Takes what was given; the flag may be given again, the last one counts (or is added).
    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal>;
}

/// The text of a flag that must have one.
fn text(given: Given<'_>) -> Result<&str, Refusal> {
    match given {
        Given::Text(text) => Ok(text),
        Given::Bare => Err(Refusal::Illegal),
        Given::Negated => Err(Refusal::NotASwitch),
    }
}

impl FlagValue for bool {
    const PLACEHOLDER: &'static str = "";
    const TYPE: &'static str = "bool";

    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal> {
        *self = match given {
            Given::Bare => true,
            Given::Negated => false,
            Given::Text(_) => return Err(Refusal::Illegal),
        };
        Ok(())
    }
}

impl FlagValue for i32 {
    const PLACEHOLDER: &'static str = "N";
    const TYPE: &'static str = "int";

    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal> {
        *self = text(given)?.parse().map_err(|_| Refusal::Illegal)?;
        Ok(())
    }
}

impl FlagValue for u64 {
    const PLACEHOLDER: &'static str = "N";
    const TYPE: &'static str = "uint64";

    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal> {
        *self = unsigned(text(given)?)?;
        Ok(())
    }
}

fn unsigned(text: &str) -> Result<u64, Refusal> {
    let is_negative = text.strip_prefix('-').is_some_and(|digits| digits.parse::<u64>().is_ok());
    if is_negative {
        return Err(Refusal::OutOfBounds("[0-18446744073709551615]"));
    }
    text.parse().map_err(|_| Refusal::Illegal)
}

/// A size given in MiB; 0 is the default size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mebibytes(Option<usize>);

impl Mebibytes {
    /// The size, unless it is left to the engine.
    pub fn bytes(self) -> Option<usize> {
        self.0
    }
}

impl FlagValue for Mebibytes {
    const PLACEHOLDER: &'static str = "MB";
    const TYPE: &'static str = "size_t";

    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal> {
        let count = unsigned(text(given)?)?;
        let bytes = usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(1 << 20);
        *self = Mebibytes((bytes > 0).then_some(bytes));
        Ok(())
    }
}

impl FlagValue for Option<String> {
    const PLACEHOLDER: &'static str = "...";
    const TYPE: &'static str = "string";

    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal> {
        *self = Some(text(given)?.to_owned());
        Ok(())
    }
}

impl FlagValue for Vec<String> {
    const PLACEHOLDER: &'static str = "...";
    const TYPE: &'static str = "string";

    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal> {
        self.push(text(given)?.to_owned());
        Ok(())
    }
}

/// `--input-type`: what a text of no file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputType {
    /// A script, unless it only makes sense as a module.
    #[default]
    Unsaid,
    CommonJs,
    Module,
}

impl FlagValue for InputType {
    const PLACEHOLDER: &'static str = "TYPE";
    const TYPE: &'static str = "string";

    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal> {
        *self = match text(given)? {
            "commonjs" => InputType::CommonJs,
            "module" => InputType::Module,
            _ => return Err(Refusal::Illegal),
        };
        Ok(())
    }
}

/// `--unhandled-rejections`: what becomes of a rejection that nobody handles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnhandledRejections {
    /// An uncaught exception, even if there is an 'unhandledRejection' listener.
    Strict,
    /// An uncaught exception unless there is a listener.
    #[default]
    Throw,
    /// A warning.
    Warn,
    /// Nothing.
    None,
    /// A warning, and exit code 1 unless there is a listener.
    WarnWithErrorCode,
}

impl FlagValue for UnhandledRejections {
    const PLACEHOLDER: &'static str = "MODE";
    const TYPE: &'static str = "string";

    fn assign(&mut self, given: Given<'_>) -> Result<(), Refusal> {
        *self = match text(given)? {
            "strict" => UnhandledRejections::Strict,
            "throw" => UnhandledRejections::Throw,
            "warn" => UnhandledRejections::Warn,
            "none" => UnhandledRejections::None,
            "warn-with-error-code" => UnhandledRejections::WarnWithErrorCode,
            _ => return Err(Refusal::Illegal),
        };
        Ok(())
    }
}
