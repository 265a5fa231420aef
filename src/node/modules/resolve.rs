//! Finding files: from what `require` was given to a path (node's algorithm: files, folders, `node_modules`, NODE_PATH).

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::failure::Failure;
use super::package::{Caller, Package, Packages, Target, split_name};

const EXTENSIONS: [&str; 3] = [".js", ".json", ".node"];

/// Why `require` finds nothing.
#[derive(Clone, Debug)]
pub enum Unresolved {
    NotFound,
    /// A package's `exports` or `imports` lead to a file that is not there.
    MissingTarget(PathBuf),
    Failed(Failure),
}

impl From<Failure> for Unresolved {
    fn from(failure: Failure) -> Unresolved {
        Unresolved::Failed(failure)
    }
}

/// The file that `request` names for the module `file`, which need not exist.
pub fn resolve(packages: &Packages, request: &str, file: &Path) -> Result<PathBuf, Unresolved> {
    let folder = file.parent().unwrap_or(file);
    let found = if is_path(request) {
        let path = normalize(&folder.join(request));
        let wants_folder = request.ends_with('/') || request.ends_with("..") || request == ".";
        file_or_folder(packages, &path, wants_folder)
    } else if request.starts_with('#') {
        return imported(packages, request, file);
    } else {
        find_package(packages, request, file)?
    };
    found.map(real).ok_or(Unresolved::NotFound)
}

fn real(path: PathBuf) -> PathBuf {
    fs::canonicalize(&path).unwrap_or(path)
}

/// A target that `exports` or `imports` gave.
fn target(path: PathBuf) -> Result<PathBuf, Unresolved> {
    if path.is_file() { Ok(real(path)) } else { Err(Unresolved::MissingTarget(path)) }
}

fn imported(packages: &Packages, request: &str, file: &Path) -> Result<PathBuf, Unresolved> {
    match packages.imported(request, file, Caller::Require)? {
        (Target::File(path), _) => target(path),
        (Target::Bare(name), package) => resolve(packages, &name, &package.folder.join("package.json")),
    }
}

fn find_package(packages: &Packages, request: &str, file: &Path) -> Result<Option<PathBuf>, Unresolved> {
    let Some((name, rest)) = split_name(request) else { return Ok(None) };
    if let Some(package) = packages.own(name, file) {
        let base = file.to_string_lossy();
        return target(package.exported(&format!(".{rest}"), Caller::Require, Some(&base))?).map(Some);
    }
    for modules in search_folders(file.parent().unwrap_or(file)) {
        let root = modules.join(name);
        if let Ok(Some(package)) = packages.read(&root)
            && package.has_exports()
        {
            return target(package.exported(&format!(".{rest}"), Caller::Require, None)?).map(Some);
        }
        let path = if rest.is_empty() { root } else { root.join(&rest[1..]) };
        if let Some(found) = file_or_folder(packages, &path, rest.ends_with('/')) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Does the request name a place rather than a package?
pub fn is_path(request: &str) -> bool {
    request.starts_with('/')
        || request == "."
        || request == ".."
        || request.starts_with("./")
        || request.starts_with("../")
}

/// The `node_modules` folders from `folder` up: `module.paths`.
pub fn module_folders(folder: &Path) -> Vec<PathBuf> {
    let is_modules = |folder: &&Path| folder.file_name().is_none_or(|name| name != "node_modules");
    folder.ancestors().filter(is_modules).map(|folder| folder.join("node_modules")).collect()
}

fn search_folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders = module_folders(folder);
    folders.extend(std::env::var_os("NODE_PATH").iter().flat_map(std::env::split_paths));
    folders
}

/// Removes `.` and `..` by their text alone.
pub fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

fn file_or_folder(packages: &Packages, path: &Path, wants_folder: bool) -> Option<PathBuf> {
    let as_folder = || folder(packages, path);
    if wants_folder { as_folder() } else { file(path).or_else(as_folder) }
}

fn file(path: &Path) -> Option<PathBuf> {
    if path.is_file() {
        return Some(path.to_owned());
    }
    EXTENSIONS.iter().map(|extension| with_suffix(path, extension)).find(|path| path.is_file())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut text = path.as_os_str().to_owned();
    text.push(suffix);
    PathBuf::from(text)
}

/// The file a folder stands for: its package's `main`, or its `index`.
fn folder(packages: &Packages, path: &Path) -> Option<PathBuf> {
    if !path.is_dir() {
        return None;
    }
    let package = packages.read(path).ok().flatten();
    let by_main = package.as_deref().and_then(Package::main).and_then(|main| {
        let target = normalize(&path.join(main));
        file(&target).or_else(|| file(&target.join("index")))
    });
    by_main.or_else(|| file(&path.join("index")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_packages() {
        assert!(is_path("./a") && is_path("..") && is_path("/a"));
        assert!(!is_path("a/b") && !is_path(".a"));
        assert_eq!(normalize(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(module_folders(Path::new("/a/node_modules/b"))[0], Path::new("/a/node_modules/b/node_modules"));
        assert_eq!(module_folders(Path::new("/a/node_modules/b")).len(), 3);
    }
}
