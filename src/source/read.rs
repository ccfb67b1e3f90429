//! Reading one file as text.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::Source;
use crate::problem::Problem;

/// A file whose text cannot be had.
#[derive(Debug)]
pub struct Unreadable {
    /// The file, as reports name it.
    pub path: String,
    /// Why.
    pub why: WhyUnreadable,
}

/// Why the text of a file cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum WhyUnreadable {
    /// The operating system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Offsets are 32 bits wide.
    #[error("it is larger than 4 GiB")]
    TooLarge,
    /// Every second byte is zero, or it begins with the mark of UTF-16.
    #[error("it is UTF-16, not UTF-8")]
    Utf16,
    /// Something else that is no UTF-8, from the byte at this offset on.
    #[error("it is not UTF-8: byte {0} belongs to no character")]
    NotUtf8(usize),
}

impl Unreadable {
    /// What is wrong, as a sentence that names the file.
    pub fn message(&self) -> String {
        format!("`{}` cannot be read: {}", self.path, self.why)
    }

    /// What to do about it, where that is known.
    pub fn help(&self) -> Option<&'static str> {
        match self.why {
            WhyUnreadable::Io(_) | WhyUnreadable::TooLarge => None,
            WhyUnreadable::Utf16 => Some(
                "save it as UTF-8; in Windows PowerShell, `>` writes UTF-16: use `| Out-File -Encoding utf8`",
            ),
            WhyUnreadable::NotUtf8(_) => Some("save it as UTF-8"),
        }
    }
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Self {
        let problem = Self::new(unreadable.message());
        match unreadable.help() {
            Some(help) => problem.help(help),
            None => problem,
        }
    }
}

/// Reads the file at `file`, which reports name `path`.
///
/// # Errors
/// Where the file cannot be opened or read, is larger than [`Source::MAX_BYTES`], or is not UTF-8.
pub fn read(file: &Path, path: &str) -> Result<Arc<Source>, Unreadable> {
    let unreadable = |why| Unreadable { path: path.to_owned(), why };
    let text = read_text(file).map_err(unreadable)?;
    Ok(Arc::new(Source::new(path, text)))
}

fn read_text(path: &Path) -> Result<String, WhyUnreadable> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > Source::MAX_BYTES {
        return Err(WhyUnreadable::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.take(Source::MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > Source::MAX_BYTES {
        return Err(WhyUnreadable::TooLarge);
    }
    decode(bytes)
}

fn decode(bytes: Vec<u8>) -> Result<String, WhyUnreadable> {
    if is_utf16(&bytes) {
        return Err(WhyUnreadable::Utf16);
    }
    String::from_utf8(bytes)
        .map_err(|error| WhyUnreadable::NotUtf8(error.utf8_error().valid_up_to()))
}

/// Whether the text begins as UTF-16 does: with its byte order mark, or with a zero in one half of each of the first
/// code units, as ASCII written in UTF-16 has.
fn is_utf16(bytes: &[u8]) -> bool {
    let has_mark = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let begin = &bytes[..bytes.len().min(8)];
    let (units, rest) = begin.as_chunks::<2>();
    let is_ascii = |half: usize| units.iter().all(|unit| unit[half] == 0 && unit[1 - half] != 0);
    has_mark || (units.len() > 1 && rest.is_empty() && (is_ascii(0) || is_ascii(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).unwrap_err().to_string()
    }

    #[test]
    fn a_byte_order_mark_stays_in_the_text() {
        assert_eq!(decode(b"\xef\xbb\xbfa".to_vec()).unwrap(), "\u{feff}a");
    }

    #[test]
    fn utf16_is_named() {
        assert_eq!(why(b"\xff\xfe{\0}\0"), "it is UTF-16, not UTF-8");
        assert_eq!(why(b"{\0}\0"), "it is UTF-16, not UTF-8");
        assert_eq!(why(b"\0{\0\"\0a"), "it is UTF-16, not UTF-8");
    }

    #[test]
    fn other_encodings_are_refused_at_their_byte() {
        assert_eq!(why(b"name: M\xfcller"), "it is not UTF-8: byte 7 belongs to no character");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let unreadable = read(Path::new("no/such/file.json"), "no/such/file.json").unwrap_err();
        assert!(unreadable.message().starts_with("`no/such/file.json` cannot be read: "));
    }
}
