//! Files are replaced whole: who watches one never sees half of it.

use std::fs::File;
use std::io;
use std::path::Path;

/// Writes a file beside the one that is replaced, and puts it in its place. A link stays a link to what is replaced, and
/// who may read the file may still read it.
pub(super) fn replace(path: &Path, write: impl FnOnce(File) -> io::Result<()>) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let permissions = std::fs::metadata(&path).map(|there| there.permissions());
    let written = File::create(&part).and_then(write).and_then(|()| match permissions {
        Ok(permissions) => std::fs::set_permissions(&part, permissions),
        Err(_) => Ok(()),
    });
    let moved = written.and_then(|()| std::fs::rename(&part, &path));
    if moved.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    moved
}
