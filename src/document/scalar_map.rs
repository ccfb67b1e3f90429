//! Finds where every byte of a scalar's text stands in the text of its document.
//!
//! Done on demand: parsers keep the text alone, and only what a finding or an embedded document asks for is aligned.

use super::arena::{Flags, RawNode};
use super::text_map::{MapBuilder, TextMap};
use super::{escape, hcl};

/// The map of the scalar `node`, which reads `cooked`, to `text`, the text of its document.
pub(super) fn of(text: &str, node: &RawNode, cooked: &str) -> TextMap {
    if node.is_container() {
        return TextMap::verbatim(node.start, node.end);
    }
    if !node.flags.has(Flags::SIDE) {
        return TextMap::verbatim(node.a, node.a + node.b);
    }
    let (start, end) = (node.start as usize, node.end as usize);
    if node.flags.has(Flags::EXPRESSION) {
        return hcl::expression_map((start, end));
    }
    let bytes = text.as_bytes();
    let aligned = if node.flags.has(Flags::TEMPLATE) {
        hcl::map(text, (start, end))
    } else if node.flags.has(Flags::BLOCK) {
        let cooked = cooked.as_bytes();
        let block = Block { bytes, cooked, start, map: MapBuilder::default() };
        if start == end { block.map_blank() } else { block.map() }
    } else {
        let style = match bytes.get(start) {
            Some(b'"') => Style::Double,
            Some(b'\'') => Style::Single,
            _ => Style::Plain,
        };
        let quote = usize::from(style != Style::Plain);
        let inside = &bytes[..end.saturating_sub(quote)];
        Flow { bytes: inside, at: start + quote, style, map: MapBuilder::default() }.map()
    };
    if aligned.decoded() == cooked.len() {
        return aligned.finish();
    }
    // The parser is laxer than YAML here and there, on a comment inside a plain scalar for one: the scalar as a whole
    // is still the right place.
    let mut whole = MapBuilder::default();
    whole.piece(start, end, cooked.len());
    whole.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// A plain or quoted scalar: `bytes` ends where its text ends.
struct Flow<'t> {
    bytes: &'t [u8],
    at: usize,
    style: Style,
    map: MapBuilder,
}

impl Flow<'_> {
    fn map(mut self) -> MapBuilder {
        while self.at < self.bytes.len() {
            let stop = self.run_end();
            let is_fold = is_break(self.bytes.get(stop));
            // Blanks at the end of a line fold away with it.
            let run = &self.bytes[self.at..stop];
            let kept = if is_fold { trim_blanks(run) } else { run.len() };
            self.map.piece(self.at, self.at + kept, kept);
            let gap = self.at + kept;
            self.at = stop;
            if is_fold {
                self.fold(gap);
            } else if stop < self.bytes.len() {
                self.escape();
            }
        }
        self.map
    }

    /// Where the bytes that stand for themselves end.
    fn run_end(&self) -> usize {
        let stops = |&byte: &u8| match byte {
            b'\n' | b'\r' => true,
            b'\\' => self.style == Style::Double,
            b'\'' => self.style == Style::Single,
            _ => false,
        };
        let run = self.bytes[self.at..].iter().position(stops);
        run.map_or(self.bytes.len(), |len| self.at + len)
    }

    /// One line break reads as a space, of several the first is dropped.
    fn fold(&mut self, gap: usize) {
        self.skip_break();
        self.skip_blanks();
        if is_break(self.bytes.get(self.at)) {
            self.empty_lines();
        } else {
            self.map.piece(gap, self.at, 1);
        }
    }

    fn empty_lines(&mut self) {
        while is_break(self.bytes.get(self.at)) {
            let from = self.at;
            self.skip_break();
            self.map.piece(from, self.at, 1);
            self.skip_blanks();
        }
    }

    fn escape(&mut self) {
        if self.style == Style::Single {
            self.map.piece(self.at, self.at + 2, 1);
            self.at += 2;
            return;
        }
        if is_break(self.bytes.get(self.at + 1)) {
            self.at += 1;
            self.skip_break();
            self.skip_blanks();
            self.empty_lines();
            return;
        }
        let (character, len) = escape::yaml(&self.bytes[self.at..]).unwrap_or(('\\', 1));
        self.map.piece(self.at, self.at + len, character.len_utf8());
        self.at += len;
    }

    fn skip_break(&mut self) {
        self.at += break_len(self.bytes, self.at);
    }

    fn skip_blanks(&mut self) {
        let blanks = self.bytes[self.at..].iter().take_while(|&&byte| is_blank(byte));
        self.at += blanks.count();
    }
}

/// A literal or folded scalar, aligned by what it reads: `start` is its first byte that is not indentation.
struct Block<'t> {
    bytes: &'t [u8],
    cooked: &'t [u8],
    start: usize,
    map: MapBuilder,
}

impl Block<'_> {
    /// A scalar of nothing but blanks and line breaks; `start` is behind its header. Every line ends as it is written.
    fn map_blank(mut self) -> MapBuilder {
        let mut at = self.start + break_len(self.bytes, self.start);
        for line in self.cooked.split_inclusive(|&byte| byte == b'\n') {
            let is_ended = line.ends_with(b"\n");
            let len = line.len() - usize::from(is_ended);
            let end = at + self.bytes[at..].iter().take_while(|&&byte| is_blank(byte)).count();
            self.map.piece(end.saturating_sub(len).max(at), end, len);
            at = end + break_len(self.bytes, end);
            self.map.piece(end, at, usize::from(is_ended));
        }
        self.map
    }

    fn map(mut self) -> MapBuilder {
        let line = self.line_start();
        let indentation = self.start - line;
        self.leading_breaks(line);
        let mut at = self.start;
        let mut breaks = Vec::new();
        while self.map.decoded() < self.cooked.len() && at < self.bytes.len() {
            let line = self.bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let end = line.map_or(self.bytes.len(), |len| at + len);
            if end > at {
                self.between(&breaks, at);
                breaks.clear();
                let is_aligned = self.rest().starts_with(&self.bytes[at..end]);
                if !is_aligned {
                    break;
                }
                self.map.piece(at, end, end - at);
            }
            let next = end + break_len(self.bytes, end);
            breaks.push((end, next));
            let indent = self.bytes[next..].iter().take(indentation).take_while(|&&b| b == b' ');
            at = next + indent.count();
        }
        self.between(&breaks, at);
        self.map
    }

    fn rest(&self) -> &[u8] {
        self.cooked.get(self.map.decoded()..).unwrap_or_default()
    }

    fn line_start(&self) -> usize {
        let before =
            self.bytes[..self.start].iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
        before.map_or(0, |at| at + 1)
    }

    /// Blank lines in front of the first line with text.
    fn leading_breaks(&mut self, line: usize) {
        let count = self.rest().iter().take_while(|&&byte| byte == b'\n').count();
        let before = &self.bytes[..line];
        let is_start = |&at: &usize| {
            before[at] == b'\n' && at.checked_sub(1).is_none_or(|at| before[at] != b'\r')
                || before[at] == b'\r'
        };
        let mut breaks: Vec<usize> = (0..line).rev().filter(is_start).take(count).collect();
        breaks.reverse();
        for at in breaks {
            self.map.piece(at, at + break_len(self.bytes, at), 1);
        }
    }

    /// What was read from `breaks`, the line breaks since the last text, in front of the text at `at`.
    fn between(&mut self, breaks: &[(usize, usize)], at: usize) {
        let count = self.rest().iter().take_while(|&&byte| byte == b'\n').count();
        let Some(&(first, _)) = breaks.first() else { return };
        if count == 0 {
            if self.rest().first() == Some(&b' ')
                && !is_blank(self.bytes.get(at).copied().unwrap_or(b' '))
            {
                self.map.piece(first, at, 1);
            }
            return;
        }
        for &(from, to) in &breaks[breaks.len().saturating_sub(count)..] {
            self.map.piece(from, to, 1);
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_break(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b'\n' | b'\r'))
}

/// The length of the line break at `at`; 0 where there is none.
fn break_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => 2,
        Some(b'\n' | b'\r') => 1,
        _ => 0,
    }
}

/// The length of `run` without blanks at its end.
fn trim_blanks(run: &[u8]) -> usize {
    run.iter().rposition(|&byte| !is_blank(byte)).map_or(0, |last| last + 1)
}
