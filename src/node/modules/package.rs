//! Packages: `package.json` files, the scope a file belongs to, and what `exports` and `imports` give for a name (node's
//! PACKAGE_EXPORTS_RESOLVE and its kin). One place for `require` and `import`.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::failure::{Base, Failure};
use super::resolve::normalize;

/// Who asks decides which conditions are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Import,
    Require,
}

impl Caller {
    fn meets(self, condition: &str) -> bool {
        match condition {
            "import" => self == Caller::Import,
            "require" => self == Caller::Require,
            "node" | "node-addons" | "module-sync" | "default" => true,
            _ => false,
        }
    }
}

/// What a package says `.js` files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageType {
    Module,
    CommonJs,
    Unsaid,
}

/// A folder with a `package.json`.
#[derive(Debug)]
pub struct Package {
    pub folder: PathBuf,
    json: Value,
}

/// A target that an `imports` entry may have besides a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    File(PathBuf),
    /// Another package's name, to be resolved from this package's folder.
    Bare(String),
}

/// What resolving a target comes to.
enum Outcome {
    Found(Target),
    /// `null`: not to be had.
    Forbidden,
    /// No condition is met: the next alternative counts.
    Undefined,
}

impl Package {
    pub fn name(&self) -> Option<&str> {
        self.json.get("name")?.as_str()
    }

    pub fn main(&self) -> Option<&str> {
        self.json.get("main")?.as_str()
    }

    pub fn has_exports(&self) -> bool {
        self.json.get("exports").is_some_and(|exports| !exports.is_null())
    }

    pub fn module_type(&self) -> PackageType {
        match self.json.get("type").and_then(Value::as_str) {
            Some("module") => PackageType::Module,
            Some("commonjs") => PackageType::CommonJs,
            _ => PackageType::Unsaid,
        }
    }

    /// Path of the `package.json`.
    pub fn config(&self) -> String {
        self.folder.join("package.json").to_string_lossy().into_owned()
    }

    /// PACKAGE_EXPORTS_RESOLVE: the file for `subpath`, which is `.` or starts with `./`.
    pub fn exported(&self, subpath: &str, caller: Caller, base: Base<'_>) -> Result<PathBuf, Failure> {
        let exports = self.json.get("exports").unwrap_or(&Value::Null);
        let is_sugar = self.is_conditional_sugar(exports, base)?;
        let asker = Asker { package: self, field: "exports", caller, base };
        let outcome = match (subpath, exports) {
            (".", _) if is_sugar => asker.target(exports, ".", None)?,
            (_, Value::Object(map)) if !is_sugar => asker.match_key(subpath, map)?,
            _ => Outcome::Undefined,
        };
        match outcome {
            Outcome::Found(Target::File(path)) => Ok(path),
            _ => Err(Failure::not_exported(&self.config(), subpath, base)),
        }
    }

    /// Is `exports` itself the target of `.`?
    fn is_conditional_sugar(&self, exports: &Value, base: Base<'_>) -> Result<bool, Failure> {
        let Value::Object(map) = exports else { return Ok(!exports.is_null()) };
        let dotted = map.keys().filter(|key| key.starts_with('.')).count();
        if dotted != 0 && dotted != map.len() {
            let during = base.map(|base| format!(" while importing file://{base}")).unwrap_or_default();
            let message = "\"exports\" cannot contain some keys starting with '.' and some not. The exports object must \
                           either be an object of package subpath keys or an object of main entry condition name keys only.";
            return Err(Failure::invalid_config(&self.config(), &during, message));
        }
        Ok(dotted == 0)
    }

    /// PACKAGE_IMPORTS_RESOLVE for a package that has `imports`; None if it does not define the name.
    fn imported(&self, specifier: &str, caller: Caller, base: Base<'_>) -> Result<Option<Target>, Failure> {
        let Some(Value::Object(map)) = self.json.get("imports") else { return Ok(None) };
        let asker = Asker { package: self, field: "imports", caller, base };
        Ok(match asker.match_key(specifier, map)? {
            Outcome::Found(target) => Some(target),
            Outcome::Forbidden | Outcome::Undefined => None,
        })
    }
}

/// A question to a package's `exports` or `imports`.
struct Asker<'a> {
    package: &'a Package,
    field: &'static str,
    caller: Caller,
    base: Base<'a>,
}

impl Asker<'_> {
    /// PACKAGE_IMPORTS_EXPORTS_RESOLVE.
    fn match_key(&self, key: &str, map: &Map<String, Value>) -> Result<Outcome, Failure> {
        if let Some(target) = map.get(key).filter(|_| !key.contains('*') && !key.ends_with('/')) {
            return self.target(target, key, None);
        }
        let mut patterns: Vec<(&String, &str, &str)> = map
            .keys()
            .filter_map(|pattern| {
                let (start, end) = pattern.split_once('*').filter(|(_, end)| !end.contains('*'))?;
                Some((pattern, start, end))
            })
            .collect();
        // PATTERN_KEY_COMPARE: the longest start, then the longest pattern.
        patterns.sort_by_key(|(pattern, start, _)| std::cmp::Reverse((start.len(), pattern.len())));
        for (pattern, start, end) in patterns {
            let is_match = key.len() >= pattern.len() && key.starts_with(start) && key.ends_with(end);
            if is_match && key != start {
                let part = &key[start.len()..key.len() - end.len()];
                return self.target(&map[pattern.as_str()], pattern, Some(part));
            }
        }
        Ok(Outcome::Undefined)
    }

    /// PACKAGE_TARGET_RESOLVE.
    fn target(&self, target: &Value, key: &str, part: Option<&str>) -> Result<Outcome, Failure> {
        match target {
            Value::String(text) => self.text_target(text, key, part).map(Outcome::Found),
            Value::Object(conditions) => {
                for (condition, target) in conditions {
                    if self.caller.meets(condition) {
                        match self.target(target, key, part)? {
                            Outcome::Undefined => {}
                            outcome => return Ok(outcome),
                        }
                    }
                }
                Ok(Outcome::Undefined)
            }
            Value::Array(alternatives) => self.first_of(alternatives, key, part),
            Value::Null => Ok(Outcome::Forbidden),
            other => Err(self.invalid(key, other)),
        }
    }

    fn first_of(&self, alternatives: &[Value], key: &str, part: Option<&str>) -> Result<Outcome, Failure> {
        let mut last = Ok(Outcome::Forbidden);
        for target in alternatives {
            match self.target(target, key, part) {
                Ok(Outcome::Undefined) => {}
                Ok(Outcome::Forbidden) => last = Ok(Outcome::Forbidden),
                Err(failure) if failure.is_invalid_target() => last = Err(failure),
                outcome => return outcome,
            }
        }
        last
    }

    fn invalid(&self, key: &str, target: &Value) -> Failure {
        Failure::invalid_target(self.field, key, &target.to_string(), &self.package.config(), self.base)
    }

    fn text_target(&self, target: &str, key: &str, part: Option<&str>) -> Result<Target, Failure> {
        let invalid = || self.invalid(key, &Value::String(target.to_owned()));
        let fill = |text: &str| part.map_or(text.to_owned(), |part| text.replace('*', part));
        let Some(inside) = target.strip_prefix("./") else {
            let is_bare = self.field == "imports" && !target.starts_with("../") && !target.starts_with('/');
            return if is_bare { Ok(Target::Bare(fill(target))) } else { Err(invalid()) };
        };
        if has_invalid_segment(inside) {
            return Err(invalid());
        }
        if let Some(part) = part.filter(|part| has_invalid_segment(part)) {
            let request = key.replace('*', part);
            let reason = format!(
                "request is not a valid match in pattern \"{key}\" for the \"{}\" resolution of {}",
                self.field,
                self.package.config()
            );
            return Err(Failure::invalid_specifier(&request, &reason, self.base));
        }
        Ok(Target::File(normalize(&self.package.folder.join(fill(inside)))))
    }
}

/// Would the path leave its folder, or enter `node_modules`?
fn has_invalid_segment(path: &str) -> bool {
    path.split(['/', '\\']).any(|segment| {
        let plain = segment.to_lowercase().replace("%2e", ".");
        matches!(plain.as_str(), "." | ".." | "node_modules")
    })
}

/// What a folder turned out to be: a package, none, or what is wrong with its JSON.
type Reading = Result<Option<Rc<Package>>, String>;

/// The `package.json` files read so far.
#[derive(Debug, Default)]
pub struct Packages {
    known: RefCell<FxHashMap<PathBuf, Reading>>,
}

impl Packages {
    /// The package in `folder`, if there is one.
    pub fn read(&self, folder: &Path) -> Reading {
        if let Some(known) = self.known.borrow().get(folder) {
            return known.clone();
        }
        let read = match fs::read_to_string(folder.join("package.json")) {
            Err(_) => Ok(None),
            Ok(text) => match serde_json::from_str(&text) {
                Ok(json) => Ok(Some(Rc::new(Package { folder: folder.to_owned(), json }))),
                Err(error) => Err(error.to_string()),
            },
        };
        self.known.borrow_mut().insert(folder.to_owned(), read.clone());
        read
    }

    /// LOOKUP_PACKAGE_SCOPE: the nearest package around `file`.
    pub fn scope_of(&self, file: &Path) -> Option<Rc<Package>> {
        let folders = file.ancestors().skip(1);
        let inside = |folder: &&Path| !folder.ends_with("node_modules");
        folders.take_while(inside).find_map(|folder| self.read(folder).ok().flatten())
    }

    /// PACKAGE_IMPORTS_RESOLVE of `#name` in `file`, and the package it is in.
    pub fn imported(&self, specifier: &str, file: &Path, caller: Caller) -> Result<(Target, Rc<Package>), Failure> {
        let base = file.to_string_lossy();
        if specifier == "#" || specifier.starts_with("#/") || specifier.ends_with('/') {
            let reason = "is not a valid internal imports specifier name";
            return Err(Failure::invalid_specifier(specifier, reason, Some(&base)));
        }
        let package = self.scope_of(file);
        if let Some(package) = &package
            && let Some(target) = package.imported(specifier, caller, Some(&base))?
        {
            return Ok((target, package.clone()));
        }
        let config = package.map(|package| package.config());
        Err(Failure::import_not_defined(specifier, config.as_deref(), Some(&base)))
    }

    /// PACKAGE_SELF_RESOLVE: the package around `file`, if it has the name `name` and says what it exports.
    pub fn own(&self, name: &str, file: &Path) -> Option<Rc<Package>> {
        self.scope_of(file).filter(|package| package.has_exports() && package.name() == Some(name))
    }
}

/// A bare specifier's package name and what follows it, which starts with `/` or is empty.
pub fn split_name(specifier: &str) -> Option<(&str, &str)> {
    let start = match specifier.strip_prefix('@') {
        Some(scoped) => 1 + scoped.find('/')? + 1,
        None => 0,
    };
    let end = specifier[start..].find('/').map_or(specifier.len(), |at| start + at);
    let name = &specifier[..end];
    let is_valid = !name.starts_with('.') && !name.contains(['%', '\\']);
    is_valid.then_some((name, &specifier[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(json: Value) -> Package {
        Package { folder: PathBuf::from("/p"), json }
    }

    fn exported(exports: Value, subpath: &str, caller: Caller) -> Result<String, &'static str> {
        let found = package(json!({ "exports": exports })).exported(subpath, caller, None);
        found.map(|path| path.to_string_lossy().into_owned()).map_err(|failure| failure.code())
    }

    #[test]
    fn conditions_are_met_in_order() {
        let exports = json!({ "import": "./m.mjs", "require": { "node": "./n.cjs" }, "default": "./d.js" });
        assert_eq!(exported(exports.clone(), ".", Caller::Require).as_deref(), Ok("/p/n.cjs"));
        assert_eq!(exported(exports.clone(), ".", Caller::Import).as_deref(), Ok("/p/m.mjs"));
        assert_eq!(exported(exports, "./x", Caller::Import), Err("ERR_PACKAGE_PATH_NOT_EXPORTED"));
    }

    #[test]
    fn a_condition_without_a_match_falls_through() {
        let exports =
            json!({ ".": [{ "browser": "./b.js" }, { "import": { "deno": "./x.js" }, "default": "./d.js" }] });
        assert_eq!(exported(exports, ".", Caller::Import).as_deref(), Ok("/p/d.js"));
    }

    #[test]
    fn the_most_specific_pattern_wins() {
        let exports = json!({ "./*": "./any/*.js", "./a/*": "./a/*.mjs", "./a/*.txt": "./t/*", "./a/no/*": null });
        assert_eq!(exported(exports.clone(), "./b/c", Caller::Import).as_deref(), Ok("/p/any/b/c.js"));
        assert_eq!(exported(exports.clone(), "./a/c", Caller::Import).as_deref(), Ok("/p/a/c.mjs"));
        assert_eq!(exported(exports.clone(), "./a/c.txt", Caller::Import).as_deref(), Ok("/p/t/c"));
        assert_eq!(exported(exports, "./a/no/x", Caller::Import), Err("ERR_PACKAGE_PATH_NOT_EXPORTED"));
    }

    #[test]
    fn targets_stay_within_their_package() {
        for target in ["x.js", "../x.js", "./../x.js", "./a/node_modules/b.js", "./%2E./x"] {
            assert_eq!(exported(json!(target), ".", Caller::Import), Err("ERR_INVALID_PACKAGE_TARGET"), "{target}");
        }
        let mixed = json!({ ".": "./a.js", "node": "./b.js" });
        assert_eq!(exported(mixed, ".", Caller::Import), Err("ERR_INVALID_PACKAGE_CONFIG"));
    }

    #[test]
    fn imports_may_lead_to_other_packages() {
        let package = package(json!({ "imports": { "#dep/*": "dep/lib/*", "#own": "./own.js" } }));
        let imported = |name| package.imported(name, Caller::Import, None).expect("valid");
        assert_eq!(imported("#dep/x"), Some(Target::Bare("dep/lib/x".to_owned())));
        assert_eq!(imported("#own"), Some(Target::File(PathBuf::from("/p/own.js"))));
        assert_eq!(imported("#none"), None);
    }

    #[test]
    fn names_are_split_from_their_subpath() {
        assert_eq!(split_name("a/b/c"), Some(("a", "/b/c")));
        assert_eq!(split_name("@s/a/b"), Some(("@s/a", "/b")));
        assert_eq!(split_name("@s/a"), Some(("@s/a", "")));
        assert_eq!([split_name("@s"), split_name(".a"), split_name("a%b")], [None, None, None]);
    }
}
