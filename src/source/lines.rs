//! From byte offsets to the lines and columns that people and report formats use.

use super::{Span, offset};

/// Where each line of a text begins, and how far along the columns are inside very long lines, so that a place is
/// found by binary search and a short count, however long its line is.
#[derive(Debug)]
pub struct LineIndex {
    /// Byte offset of the first byte of every line.
    starts: Vec<u32>,
    /// Inside lines longer than [`Self::STRIDE`]: points at which the column is known, in the order of the text.
    checkpoints: Vec<Checkpoint>,
}

/// A character boundary inside a long line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Checkpoint {
    /// Byte offset into the text.
    at: u32,
    /// UTF-16 code units between the beginning of the line and `at`.
    units: u32,
}

/// A place as editors and SARIF count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column in UTF-16 code units.
    pub column: u32,
    /// Byte offset into the text.
    pub offset: u32,
}

impl LineIndex {
    /// Bytes of a line between two checkpoints: the most that one position has to count.
    const STRIDE: usize = 4096;

    /// Indexes `text`, whose lines end with `\n`, `\r\n` or a lone `\r`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !is_crlf {
                starts.push(offset(at + 1));
            }
        }
        let ends = starts.iter().skip(1).map(|&at| at as usize).chain([text.len()]);
        let lines = starts.iter().map(|&at| at as usize).zip(ends);
        let checkpoints = lines.flat_map(|(start, end)| checkpoints(text, start, end)).collect();
        Self { starts, checkpoints }
    }

    /// Number of lines; an empty text has one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The 0-based line that holds the byte at `at`.
    pub fn line_of(&self, at: u32) -> usize {
        self.starts.partition_point(|&start| start <= at).saturating_sub(1)
    }

    /// The span of the 0-based `line`, without its line ending.
    pub fn line_span(&self, text: &str, line: usize) -> Span {
        let start = self.starts.get(line).map_or(text.len(), |&at| at as usize);
        let end = self.starts.get(line + 1).map_or(text.len(), |&at| at as usize);
        let trimmed = text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(start, start + trimmed.len())
    }

    /// The line and UTF-16 column of the byte at `at`, which is clamped to the text and moved back to the
    /// beginning of its character. A byte order mark at the beginning of the text takes no column.
    pub fn position(&self, text: &str, at: u32) -> Position {
        let at = floor_boundary(text, at as usize);
        let line = self.line_of(offset(at));
        let start = self.starts[line] as usize;
        let known = self.checkpoints.partition_point(|point| point.at as usize <= at);
        let known = known.checked_sub(1).map(|before| self.checkpoints[before]);
        let (from, units) = match known {
            Some(point) if point.at as usize > start => (point.at as usize, point.units as usize),
            _ => (start, 0),
        };
        let has_mark = line == 0 && at > 0 && text.starts_with(BYTE_ORDER_MARK);
        let units = units + utf16_units(&text[from..at]) - usize::from(has_mark);
        Position { line: offset(line + 1), column: offset(units + 1), offset: offset(at) }
    }
}

/// The character that some editors put at the beginning of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// `at`, clamped to `text` and moved back to the beginning of the character it lies in.
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Points about every [`LineIndex::STRIDE`] bytes of the line from byte `start` to `end`; none for ordinary lines.
fn checkpoints(text: &str, start: usize, end: usize) -> impl Iterator<Item = Checkpoint> + '_ {
    let mut from = start;
    let mut units = 0;
    std::iter::from_fn(move || {
        let at = floor_boundary(text, from + LineIndex::STRIDE);
        if at >= end {
            return None;
        }
        units += utf16_units(&text[from..at]);
        from = at;
        Some(Checkpoint { at: offset(at), units: offset(units) })
    })
}

/// Number of UTF-16 code units: one for each character, two for those that UTF-8 writes in four bytes.
fn utf16_units(text: &str) -> usize {
    let units = |&byte: &u8| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0);
    text.as_bytes().iter().map(units).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_column(text: &str, at: u32) -> (u32, u32) {
        let position = LineIndex::new(text).position(text, at);
        (position.line, position.column)
    }

    #[test]
    fn counts_columns_in_utf16_units() {
        assert_eq!(line_column("a: \u{1F600}x", 7), (1, 6));
        assert_eq!(line_column("\u{feff}a", 3), (1, 1));
    }

    #[test]
    fn every_line_ending_counts_once() {
        let text = "a\r\nb\rc\nd";
        assert_eq!(LineIndex::new(text).count(), 4);
        assert_eq!(line_column(text, 7), (4, 1));
        assert_eq!(LineIndex::new(text).line_span(text, 0), Span::new(0, 1));
    }

    #[test]
    fn an_offset_inside_a_character_or_behind_the_text_is_clamped() {
        assert_eq!(line_column("\u{1F600}", 2), (1, 1));
        assert_eq!(line_column("ab", 99), (1, 3));
    }

    #[test]
    fn a_long_line_counts_as_a_short_one_does() {
        let line = "\u{1F600}\u{e4}b".repeat(20_000);
        let text = format!("x\n{line}\n{line}");
        let index = LineIndex::new(&text);
        assert!(index.checkpoints.len() > 60);
        for step in [0, 1, 2, 585, 4_096, 19_999] {
            let at = 2 + line.len() + 1 + step * "\u{1F600}\u{e4}b".len();
            let position = index.position(&text, offset(at));
            assert_eq!((position.line, position.column), (3, offset(step * 4 + 1)));
        }
    }

    proptest::proptest! {
        #[test]
        fn every_offset_has_the_position_that_counting_gives(text in "[a\u{e4}\u{1F600}\r\n]{0,40}", at in 0u32..170) {
            let at = floor_boundary(&text, at as usize);
            let before = &text[..at];
            let is_split = before.ends_with('\r') && text[at..].starts_with('\n');
            let normal = before.replace("\r\n", "\n").replace('\r', "\n");
            let normal = if is_split { &normal[..normal.len() - 1] } else { &normal };
            let line = normal.matches('\n').count() + 1;
            let column = normal.rsplit('\n').next().map_or(0, |last| last.encode_utf16().count());
            let expected = (offset(line), offset(column + usize::from(is_split) + 1));
            proptest::prop_assert_eq!(line_column(&text, offset(at)), expected);
        }
    }
}
