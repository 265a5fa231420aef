//! ESM_RESOLVE: from the specifier of an import to a URL.

use std::fs;
use std::path::{Path, PathBuf};

use crate::node::modules::failure::{Base, Failure};
use crate::node::modules::package::{Caller, Package, Packages, Target, split_name};
use crate::node::modules::{builtin, file_url, resolve as commonjs};

/// The URL that `specifier` means in the module at the URL `base`.
pub fn resolve(packages: &Packages, specifier: &str, base: &str) -> Result<String, Failure> {
    let resolution = Resolution { packages, base, shown_base: file_url::shown(base) };
    let outcome = resolution.resolve(specifier);
    outcome.map_err(|failure| resolution.hint(specifier, failure))
}

/// Is it a relative or absolute path?
fn is_path(specifier: &str) -> bool {
    specifier.starts_with('/') || specifier.starts_with("./") || specifier.starts_with("../") || is_dots(specifier)
}

fn is_dots(specifier: &str) -> bool {
    specifier == "." || specifier == ".."
}

/// The scheme of a URL, with its colon.
pub fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut letters = scheme.chars();
    let is_scheme = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|rest| rest.is_ascii_alphanumeric() || matches!(rest, '+' | '-' | '.'));
    is_scheme.then(|| &text[..=scheme.len()])
}

struct Resolution<'a> {
    packages: &'a Packages,
    base: &'a str,
    shown_base: String,
}

impl Resolution<'_> {
    fn base(&self) -> Base<'_> {
        Some(&self.shown_base)
    }

    /// Path of the importing module, or of the folder the process runs in.
    fn base_file(&self) -> PathBuf {
        file_url::to_path(self.base).unwrap_or_else(|| std::env::current_dir().unwrap_or_default().join("."))
    }

    fn resolve(&self, specifier: &str) -> Result<String, Failure> {
        if let Some(library) = builtin::find(specifier).filter(|_| !is_path(specifier)) {
            return Ok(format!("node:{}", library.name));
        }
        if is_path(specifier) {
            return self.finish(&file_url::join(self.base, specifier));
        }
        if specifier.starts_with('#') {
            return self.imports(specifier);
        }
        match scheme_of(specifier) {
            Some("file:") => {
                let path = specifier.strip_prefix("file://").or(specifier.strip_prefix("file:")).unwrap_or_default();
                self.finish(&file_url::join("file:///", path))
            }
            Some(_) => Ok(specifier.to_owned()),
            None => self.package(specifier, &self.base_file()),
        }
    }

    fn imports(&self, specifier: &str) -> Result<String, Failure> {
        match self.packages.imported(specifier, &self.base_file(), Caller::Import)? {
            (Target::File(path), _) => self.finish(&file_url::from_path(&path)),
            (Target::Bare(name), package) => match builtin::find(&name) {
                Some(library) => Ok(format!("node:{}", library.name)),
                None => self.package(&name, &package.folder.join("package.json")),
            },
        }
    }

    /// PACKAGE_RESOLVE: a bare specifier seen from `file`.
    fn package(&self, specifier: &str, file: &Path) -> Result<String, Failure> {
        let Some((name, rest)) = split_name(specifier) else {
            return Err(Failure::invalid_specifier(specifier, "is not a valid package name", self.base()));
        };
        let subpath = format!(".{rest}");
        if let Some(package) = self.packages.own(name, file) {
            let path = package.exported(&subpath, Caller::Import, self.base())?;
            return self.finish(&file_url::from_path(&path));
        }
        let folders = file.ancestors().skip(1).filter(|folder| !folder.ends_with("node_modules"));
        let mut folders = folders.map(|folder| folder.join("node_modules").join(name));
        let Some(folder) = folders.find(|folder| !name.is_empty() && folder.is_dir()) else {
            return Err(Failure::not_found("package", name, self.base()));
        };
        let package = self.packages.read(&folder).map_err(|error| {
            let config = folder.join("package.json").to_string_lossy().into_owned();
            let during = format!(" while importing \"{specifier}\" from {}", self.shown_base);
            Failure::invalid_config(&config, &during, &error)
        })?;
        if let Some(package) = package.as_ref().filter(|package| package.has_exports()) {
            let path = package.exported(&subpath, Caller::Import, self.base())?;
            return self.finish(&file_url::from_path(&path));
        }
        let path = match rest {
            "" => self.main_of(&folder, package.as_deref())?,
            rest => folder.join(&rest[1..]),
        };
        self.finish(&file_url::from_path(&path))
    }

    /// LEGACY_MAIN_RESOLVE.
    fn main_of(&self, folder: &Path, package: Option<&Package>) -> Result<PathBuf, Failure> {
        let endings = ["", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node"];
        let main = package.and_then(Package::main);
        let by_main = main.into_iter().flat_map(|main| endings.map(|ending| folder.join(format!("{main}{ending}"))));
        let by_index = ["index.js", "index.json", "index.node"].map(|name| folder.join(name));
        by_main.chain(by_index).map(|path| commonjs::normalize(&path)).find(|path| path.is_file()).ok_or_else(|| {
            let shown = folder.join(main.unwrap_or("index.js"));
            Failure::not_found("package", &shown.to_string_lossy(), self.base())
        })
    }

    /// The last part of ESM_RESOLVE: the file must be there; its real path counts.
    fn finish(&self, url: &str) -> Result<String, Failure> {
        let (plain, suffix) = file_url::split_suffix(url);
        let encoded = plain.trim_start_matches("file://");
        if ["%2f", "%2F", "%5c", "%5C"].iter().any(|code| encoded.contains(code)) {
            let reason = "must not include encoded \"/\" or \"\\\" characters";
            return Err(Failure::invalid_specifier(encoded, reason, self.base()));
        }
        let path = file_url::to_path(plain).unwrap_or_default();
        let shown = path.to_string_lossy();
        if path.is_dir() {
            return Err(Failure::folder(&shown, self.base()).about(plain.to_owned()));
        }
        if !path.is_file() || shown.ends_with('/') {
            return Err(Failure::not_found("module", &shown, self.base()).about(plain.to_owned()));
        }
        let real = fs::canonicalize(&path).unwrap_or(path);
        Ok(file_url::from_path(&real) + suffix)
    }

    /// Says what `require` would have found.
    fn hint(&self, specifier: &str, failure: Failure) -> Failure {
        if !matches!(failure.code(), "ERR_MODULE_NOT_FOUND" | "ERR_UNSUPPORTED_DIR_IMPORT") {
            return failure;
        }
        let file = self.base_file();
        let Some(folder) = file.parent() else { return failure };
        match commonjs::resolve(self.packages, specifier, &file) {
            Ok(found) => match self.shown_as_specifier(specifier, &found, folder) {
                Some(better) if better != specifier => failure.with_hint(&better),
                _ => failure,
            },
            Err(_) => failure,
        }
    }

    /// A path as a specifier of the same sort.
    fn shown_as_specifier(&self, specifier: &str, found: &Path, folder: &Path) -> Option<String> {
        let text = found.to_string_lossy();
        if !is_path(specifier) {
            return text.rsplit_once("/node_modules/").map(|(_, inside)| inside.to_owned());
        }
        let folder = fs::canonicalize(folder).unwrap_or(folder.to_owned());
        let up = folder.ancestors().position(|ancestor| found.starts_with(ancestor))?;
        let inside = found.strip_prefix(folder.ancestors().nth(up)?).ok()?.to_string_lossy().into_owned();
        Some(if up == 0 { format!("./{inside}") } else { "../".repeat(up) + &inside })
    }
}
