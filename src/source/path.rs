//! Paths as reports show them.

use std::path::{Component, Path, PathBuf};

/// `path` from the root of the file system, without `.` and `..`. Links are not followed.
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// The way from `root` to `path`, both absolute, with `/` between its segments: begins with `../` where it leaves the
/// root. `.` for the root itself.
pub fn relative(path: &Path, root: &Path) -> String {
    let shared = path.components().zip(root.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return path.to_string_lossy().replace('\\', "/");
    }
    let up = root.components().skip(shared).map(|_| "..".into());
    let down = path.components().skip(shared).map(|one| one.as_os_str().to_string_lossy());
    let segments: Vec<_> = up.chain(down).collect();
    if segments.is_empty() { ".".to_owned() } else { segments.join("/") }
}
