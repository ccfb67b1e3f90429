//! Sources: the text of one file, its path relative to the run's root, and where its lines begin.
//!
//! Everything behind this module speaks in byte offsets ([`Span`]). Lines and columns are computed only by
//! reports, through [`LineIndex`].

mod builtin;
mod ignores;
mod lines;
mod path;
mod read;
mod walk;

use std::sync::{OnceLock, PoisonError, RwLock};

pub(crate) use builtin::sources_in;
pub(crate) use lines::floor_boundary;
pub use lines::{LineIndex, Position};
pub use path::{absolute, relative};
pub use read::{Unreadable, WhyUnreadable, read};
pub use walk::{FileClass, FoundFile, Naming, Walked, walk};

/// A half-open range of byte offsets into the text of a [`Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` up to, not including, byte `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: offset(start), end: offset(end) }
    }

    /// An empty span in front of the byte at `at`.
    pub fn at(at: usize) -> Self {
        Self::new(at, at)
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A byte offset as stored in nodes and spans. Sources over 4 GiB are refused when they are read
/// ([`Source::MAX_BYTES`]), so the clamp is never reached for text that came from a file.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The text of one file.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: String,
    is_decoded: bool,
    lines: OnceLock<LineIndex>,
    /// What must not be shown of it.
    hidden: RwLock<Vec<Span>>,
}

impl Source {
    /// The largest text that is read, in bytes: offsets are 32 bits wide.
    pub const MAX_BYTES: u64 = u32::MAX as u64 - 1;

    /// A source named `path`: relative to the run's root, with `/` between its segments.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            is_decoded: false,
            lines: OnceLock::new(),
            hidden: RwLock::default(),
        }
    }

    /// A source whose file does not hold `text` as it is, but encoded.
    pub fn decoded(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { is_decoded: true, ..Self::new(path, text) }
    }

    /// Whether the file holds the text in encoded form, as the exports of Architect do: spans, lines and columns are
    /// then those of the decoded text, and nothing in the file stands at them.
    pub fn is_decoded(&self) -> bool {
        self.is_decoded
    }

    /// The path relative to the run's root, with `/` between its segments.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text as it stands in the file, a byte order mark included; of a file that holds it encoded, the decoded one.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the lines begin; computed on first use, since only sources with findings need it.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Never shows these bytes to anybody: what stands there has turned out to be a secret.
    pub fn hide(&self, span: Span) {
        self.hidden.write().unwrap_or_else(PoisonError::into_inner).push(span);
    }

    /// The bytes inside `span` that must not be shown.
    pub fn hidden(&self, span: Span) -> Vec<Span> {
        let hidden = self.hidden.read().unwrap_or_else(PoisonError::into_inner);
        let overlaps = |one: &&Span| one.start < span.end && span.start < one.end;
        hidden.iter().filter(overlaps).copied().collect()
    }

    /// The line and column of the byte at `at`.
    pub fn position(&self, at: u32) -> Position {
        self.lines().position(&self.text, at)
    }
}
