//! Reports in files.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::problem::Problem;

/// Writes to a file. What is there and is no file, such as a pipe or a device, is written to and stays.
///
/// # Errors
/// That the file cannot be written, with the reason.
pub(super) fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Problem> {
    let write = |file: File| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    };
    let is_special = std::fs::metadata(path).is_ok_and(|there| !there.is_file());
    let result = if is_special { File::create(path).and_then(write) } else { replace(path, write) };
    result.map_err(|error| Problem::new(format!("`{}` cannot be written: {error}", path.display())))
}

/// Writes a file beside the one that is replaced, so that who watches it never sees half a report. A link stays a link
/// to what is replaced.
fn replace(path: &Path, write: impl FnOnce(File) -> io::Result<()>) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = File::create(&part).and_then(write).and_then(|()| std::fs::rename(&part, &path));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written
}
