//! Finding files: from what `require` was given to a path (node's algorithm: files, folders, `node_modules`, NODE_PATH).

use std::fs;
use std::path::{Component, Path, PathBuf};

const EXTENSIONS: [&str; 3] = [".js", ".json", ".node"];

/// The file that `request` names for a module in `folder`; None if there is none.
pub fn resolve(request: &str, folder: &Path) -> Option<PathBuf> {
    let found = if is_path(request) {
        let path = normalize(&folder.join(request));
        let wants_folder = request.ends_with('/') || request.ends_with("..") || request == ".";
        file_or_folder(&path, wants_folder)
    } else {
        search_folders(folder).iter().find_map(|modules| package(modules, request))
    };
    found.map(|path| fs::canonicalize(&path).unwrap_or(path))
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

fn file_or_folder(path: &Path, wants_folder: bool) -> Option<PathBuf> {
    let as_file = || file(path);
    if wants_folder { self::folder(path) } else { as_file().or_else(|| self::folder(path)) }
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
fn folder(path: &Path) -> Option<PathBuf> {
    if !path.is_dir() {
        return None;
    }
    let main = description(path).and_then(|json| json.get("main")?.as_str().map(str::to_owned));
    let by_main = main.and_then(|main| {
        let target = normalize(&path.join(main));
        file(&target).or_else(|| file(&target.join("index")))
    });
    by_main.or_else(|| file(&path.join("index")))
}

fn description(folder: &Path) -> Option<serde_json::Value> {
    serde_json::from_str(&fs::read_to_string(folder.join("package.json")).ok()?).ok()
}

/// `name` or `name/path` within a folder of packages.
fn package(modules: &Path, request: &str) -> Option<PathBuf> {
    let mut parts = request.splitn(if request.starts_with('@') { 3 } else { 2 }, '/');
    let mut name = parts.next()?.to_owned();
    if request.starts_with('@') {
        name = format!("{name}/{}", parts.next()?);
    }
    let (root, inside) = (modules.join(&name), parts.next().unwrap_or(""));
    let exports = description(&root).and_then(|json| json.get("exports").cloned());
    if let Some(exports) = exports {
        return exported(&root, &exports, inside);
    }
    file_or_folder(&root.join(inside), inside.ends_with('/'))
}

/// The file that a package's `exports` gives for a path inside it.
fn exported(root: &Path, exports: &serde_json::Value, inside: &str) -> Option<PathBuf> {
    let key = if inside.is_empty() { ".".to_owned() } else { format!("./{inside}") };
    let has_paths = exports.as_object().is_some_and(|map| map.keys().any(|name| name.starts_with('.')));
    let target = match has_paths {
        true => condition(exports.get(&key)?)?,
        false if inside.is_empty() => condition(exports)?,
        false => return None,
    };
    let path = normalize(&root.join(target));
    path.is_file().then_some(path)
}

/// The first target whose conditions `require` meets.
fn condition(target: &serde_json::Value) -> Option<&str> {
    match target {
        serde_json::Value::String(path) => Some(path),
        serde_json::Value::Array(list) => list.iter().find_map(condition),
        serde_json::Value::Object(map) => map
            .iter()
            .find(|(name, _)| ["require", "node", "default"].contains(&name.as_str()))
            .and_then(|(_, t)| condition(t)),
        _ => None,
    }
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

    #[test]
    fn conditions_are_met_in_order() {
        let exports = serde_json::json!({ "import": "./m.mjs", "require": { "node": "./n.cjs" }, "default": "./d.js" });
        assert_eq!(condition(&exports), Some("./n.cjs"));
    }
}
