//! From byte offsets to the lines and columns that people and report formats use.

use super::{Span, offset};

/// Where each line of a text begins.
#[derive(Debug)]
pub struct LineIndex {
    /// Byte offset of the first byte of every line.
    starts: Vec<u32>,
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
        Self { starts }
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
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.line_of(offset(at));
        let start = self.starts[line] as usize;
        let before = text[start..at].trim_start_matches('\u{feff}');
        let units: usize = before.chars().map(char::len_utf16).sum();
        Position { line: offset(line + 1), column: offset(units + 1), offset: offset(at) }
    }
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
}
