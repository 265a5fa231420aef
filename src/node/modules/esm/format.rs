//! What a URL holds: told by its scheme and extension, for `.js` by the package around it.

use std::path::Path;

use super::resolve::scheme_of;
use crate::node::modules::failure::Failure;
use crate::node::modules::file_url;
use crate::node::modules::package::{PackageType, Packages};

/// See the module's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Module,
    CommonJs,
    /// CommonJS unless its text only makes sense as a module.
    Ambiguous,
    Json,
    Builtin,
}

pub fn of_url(packages: &Packages, url: &str) -> Result<Format, Failure> {
    match scheme_of(url) {
        Some("node:") => Ok(Format::Builtin),
        Some("data:") => of_data(url),
        Some("file:") => of_file(packages, &file_url::to_path(url).unwrap_or_default()),
        scheme => Err(Failure::unsupported_scheme(&scheme.unwrap_or_default().to_lowercase())),
    }
}

fn of_data(url: &str) -> Result<Format, Failure> {
    let header = url.strip_prefix("data:").and_then(|rest| rest.split_once(',')).map(|(header, _)| header);
    match header.unwrap_or_default().split(';').next().unwrap_or_default().to_lowercase().as_str() {
        "text/javascript" => Ok(Format::Module),
        "application/json" => Ok(Format::Json),
        other => Err(Failure::unknown_format(other, url)),
    }
}

/// The format of a file, for whoever runs or imports it.
pub fn of_file(packages: &Packages, path: &Path) -> Result<Format, Failure> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned());
    match extension.as_deref() {
        Some("mjs") => Ok(Format::Module),
        Some("cjs") => Ok(Format::CommonJs),
        Some("json") => Ok(Format::Json),
        Some("js") | None => Ok(match packages.scope_of(path).map(|package| package.module_type()) {
            Some(PackageType::Module) => Format::Module,
            Some(PackageType::CommonJs) => Format::CommonJs,
            Some(PackageType::Unsaid) | None => Format::Ambiguous,
        }),
        Some(other) => Err(Failure::unknown_extension(&format!(".{other}"), &path.to_string_lossy())),
    }
}
