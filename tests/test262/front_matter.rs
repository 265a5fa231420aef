//! The front matter of a test: the YAML between `/*---` and `---*/`, of which only a small part is used.

/// When a negative test must fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Parse,
    Resolution,
    Runtime,
}

/// How a test must fail: the phase, and the name of the error's constructor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negative {
    pub phase: Phase,
    pub error: String,
}

/// What a test says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    pub negative: Option<Negative>,
    pub includes: Vec<String>,
    pub features: Vec<String>,
    flags: Vec<String>,
}

impl FrontMatter {
    /// Reads the front matter of a test's text; a text without any is a plain test.
    pub fn of(text: &str) -> FrontMatter {
        let block = text.split_once("/*---").and_then(|(_, rest)| rest.split_once("---*/"));
        let mut matter = FrontMatter::default();
        let (mut phase, mut error) = (None, None);
        let mut key = String::new();
        for line in block.map_or("", |(block, _)| block).split(['\n', '\r']) {
            let is_nested = line.starts_with(' ');
            let line = line.trim();
            if let Some(item) = line.strip_prefix("- ").filter(|_| is_nested || key != "esid") {
                matter.add(&key, item);
                continue;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match (is_nested, name) {
                (true, "phase") => phase = phase_named(value),
                (true, "type") => error = Some(value.to_owned()),
                (true, _) => {}
                (false, _) => {
                    key = name.to_owned();
                    let list = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
                    list.unwrap_or("").split(',').for_each(|item| matter.add(name, item));
                }
            }
        }
        matter.negative = phase.zip(error).map(|(phase, error)| Negative { phase, error });
        matter
    }

    fn add(&mut self, key: &str, item: &str) {
        let list = match key {
            "includes" => &mut self.includes,
            "features" => &mut self.features,
            "flags" => &mut self.flags,
            _ => return,
        };
        let item = item.trim();
        if !item.is_empty() {
            list.push(item.to_owned());
        }
    }

    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|own| own == flag)
    }
}

fn phase_named(name: &str) -> Option<Phase> {
    match name {
        "parse" | "early" => Some(Phase::Parse),
        "resolution" => Some(Phase::Resolution),
        "runtime" => Some(Phase::Runtime),
        _ => None,
    }
}
