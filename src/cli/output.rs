//! Reports in files.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::replace::replace;
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
