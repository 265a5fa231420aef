//! Why a specifier could not be resolved or a file loaded: each failure with node's code and words.

use crate::node::{errors, plain};
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// Who asked, as messages name it: the path of the importing module. None where node does not tell.
pub type Base<'a> = Option<&'a str>;

/// An error of finding or reading modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    error_type: ErrorType,
    code: &'static str,
    message: String,
    /// The property `url` of the error.
    url: Option<String>,
}

fn imported_from(base: Base<'_>) -> String {
    base.map(|base| format!(" imported from {base}")).unwrap_or_default()
}

impl Failure {
    pub fn new(error_type: ErrorType, code: &'static str, message: String) -> Failure {
        Failure { error_type, code, message, url: None }
    }

    fn error(code: &'static str, message: String) -> Failure {
        Failure::new(ErrorType::Error, code, message)
    }

    fn type_error(code: &'static str, message: String) -> Failure {
        Failure::new(ErrorType::TypeError, code, message)
    }

    pub fn code(&self) -> &'static str {
        self.code
    }

    /// With the URL in question.
    pub fn about(self, url: String) -> Failure {
        Failure { url: Some(url), ..self }
    }

    /// With what CommonJS would have found.
    pub fn with_hint(self, found: &str) -> Failure {
        Failure { message: format!("{}\nDid you mean to import \"{found}\"?", self.message), ..self }
    }

    /// The URL of a file that is not there.
    pub fn missing_url(&self) -> Option<&str> {
        let is_missing = matches!(self.code, "ERR_MODULE_NOT_FOUND" | "ERR_UNSUPPORTED_DIR_IMPORT");
        self.url.as_deref().filter(|_| is_missing)
    }

    pub fn not_found(what: &str, path: &str, base: Base<'_>) -> Failure {
        Failure::error("ERR_MODULE_NOT_FOUND", format!("Cannot find {what} '{path}'{}", imported_from(base)))
    }

    pub fn folder(path: &str, base: Base<'_>) -> Failure {
        let base = imported_from(base);
        let message = format!("Directory import '{path}' is not supported resolving ES modules{base}");
        Failure::error("ERR_UNSUPPORTED_DIR_IMPORT", message)
    }

    pub fn invalid_specifier(specifier: &str, reason: &str, base: Base<'_>) -> Failure {
        let message = format!("Invalid module \"{specifier}\" {reason}{}", imported_from(base));
        Failure::type_error("ERR_INVALID_MODULE_SPECIFIER", message)
    }

    /// `while`: what was being done.
    pub fn invalid_config(path: &str, during: &str, message: &str) -> Failure {
        let message = format!("Invalid package config {path}{during}. {message}");
        Failure::error("ERR_INVALID_PACKAGE_CONFIG", message)
    }

    pub fn not_exported(config: &str, subpath: &str, base: Base<'_>) -> Failure {
        let base = imported_from(base);
        let message = match subpath {
            "." => format!("No \"exports\" main defined in {config}{base}"),
            _ => format!("Package subpath '{subpath}' is not defined by \"exports\" in {config}{base}"),
        };
        Failure::error("ERR_PACKAGE_PATH_NOT_EXPORTED", message)
    }

    pub fn import_not_defined(specifier: &str, config: Option<&str>, base: Base<'_>) -> Failure {
        let place = config.map(|config| format!(" in package {config}")).unwrap_or_default();
        let base = imported_from(base);
        let message = format!("Package import specifier \"{specifier}\" is not defined{place}{base}");
        Failure::type_error("ERR_PACKAGE_IMPORT_NOT_DEFINED", message)
    }

    /// `target` is JSON; `field` is `exports` or `imports`.
    pub fn invalid_target(field: &str, key: &str, target: &str, config: &str, base: Base<'_>) -> Failure {
        let place = match key {
            "." => format!("Invalid \"exports\" main target {target} defined"),
            _ => format!("Invalid \"{field}\" target {target} defined for '{key}'"),
        };
        let is_relative_wanted = field == "exports" && target.starts_with('"') && !target.starts_with("\"./");
        let advice = if is_relative_wanted { "; targets must start with \"./\"" } else { "" };
        let base = imported_from(base);
        let message = format!("{place} in the package config {config}{base}{advice}");
        Failure::error("ERR_INVALID_PACKAGE_TARGET", message)
    }

    pub fn is_invalid_target(&self) -> bool {
        self.code == "ERR_INVALID_PACKAGE_TARGET"
    }

    pub fn unsupported_scheme(scheme: &str) -> Failure {
        let message = format!(
            "Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol '{scheme}'"
        );
        Failure::error("ERR_UNSUPPORTED_ESM_URL_SCHEME", message)
    }

    pub fn unknown_builtin(name: &str) -> Failure {
        Failure::error("ERR_UNKNOWN_BUILTIN_MODULE", format!("No such built-in module: {name}"))
    }

    pub fn unknown_extension(extension: &str, path: &str) -> Failure {
        let message = format!("Unknown file extension \"{extension}\" for {path}");
        Failure::type_error("ERR_UNKNOWN_FILE_EXTENSION", message)
    }

    pub fn unknown_format(format: &str, url: &str) -> Failure {
        let message = format!("Unknown module format: {format} for URL {url}");
        Failure::new(ErrorType::RangeError, "ERR_UNKNOWN_MODULE_FORMAT", message)
    }

    pub fn unsupported_attribute(key: &str, value: &str) -> Failure {
        let message = format!("Import attribute \"{key}\" with value \"{value}\" is not supported");
        Failure::type_error("ERR_IMPORT_ATTRIBUTE_UNSUPPORTED", message)
    }

    pub fn missing_attribute(url: &str, wanted: &str) -> Failure {
        let message = format!("Module \"{url}\" needs an import attribute of type \"{wanted}\"");
        Failure::type_error("ERR_IMPORT_ASSERTION_TYPE_MISSING", message)
    }

    pub fn failed_attribute(url: &str, given: &str) -> Failure {
        match given {
            "json" => {
                let message = format!("Module \"{url}\" is not of type \"{given}\"");
                Failure::type_error("ERR_IMPORT_ASSERTION_TYPE_FAILED", message)
            }
            _ => {
                let message = format!("Import attribute type \"{given}\" is unsupported");
                Failure::type_error("ERR_IMPORT_ASSERTION_TYPE_UNSUPPORTED", message)
            }
        }
    }

    /// Throws it.
    pub fn throw(&self, cx: &mut Cx<'_>) -> Throw {
        scope!(cx);
        let error = errors::coded_error(cx, self.error_type, self.code, &self.message);
        if let Some(url) = &self.url {
            plain::put_text(cx, error, "url", url);
        }
        errors::add_place(cx, error, "node:internal/modules/esm/loader");
        cx.throw(error.any())
    }
}
