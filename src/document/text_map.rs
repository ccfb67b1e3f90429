//! From offsets into decoded text back to offsets into the file.

use std::sync::Arc;

use crate::source::{Span, offset};

/// Maps byte offsets of a decoded text (a JSON string after its escapes, a folded YAML scalar) to the source.
///
/// Stored as the points at which the distance between the two changes, so unescaped stretches cost nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextMap {
    /// Pairs of (offset into the decoded text, offset into the text it was decoded from), ascending in both. Two
    /// pairs share a decoded offset where something was left out in between: its beginning, then its end.
    points: Vec<(u32, u32)>,
    /// Behind the last decoded byte.
    end: u32,
    /// How to go on from there, where that text was itself decoded.
    outer: Option<Arc<TextMap>>,
}

impl TextMap {
    /// The map of a text that stands in the source as it is, from byte `start` up to `end`.
    pub(super) fn verbatim(start: u32, end: u32) -> Self {
        Self { points: vec![(0, start)], end, outer: None }
    }

    /// The map whose results `outer` maps on.
    pub(super) fn inside(self, outer: Option<Arc<TextMap>>) -> Self {
        Self { outer, ..self }
    }

    /// The source offset of the byte at `at` of the decoded text: of its character, of the escape that it was
    /// written as, or of the line break that was folded into it. Behind the text, the end of what it was read from.
    pub fn offset(&self, at: u32) -> u32 {
        let inner = self.inner_offset(at);
        self.outer.as_ref().map_or(inner, |outer| outer.offset(inner))
    }

    /// The span of the source that a span of the decoded text was read from.
    pub fn map(&self, span: Span) -> Span {
        let start = self.inner_offset(span.start);
        let inner = if span.is_empty() {
            Span { start, end: start }
        } else {
            Span { start, end: self.inner_end(span.end).max(start) }
        };
        self.outer.as_ref().map_or(inner, |outer| outer.map(inner))
    }

    fn inner_offset(&self, at: u32) -> u32 {
        self.along(self.points.partition_point(|&(decoded, _)| decoded <= at), at)
    }

    /// Behind the byte in front of `at`.
    fn inner_end(&self, at: u32) -> u32 {
        let next = self.points.partition_point(|&(decoded, _)| decoded < at);
        match self.points.get(next) {
            Some(&(decoded, source)) if decoded == at => source,
            _ => self.along(next, at),
        }
    }

    /// The offset for `at` on the stretch in front of the point number `next`.
    fn along(&self, next: usize, at: u32) -> u32 {
        let limit = self.points.get(next).map_or(self.end, |&(_, source)| source);
        let point = next.checked_sub(1).and_then(|before| self.points.get(before));
        point.map_or(limit, |&(decoded, source)| source.saturating_add(at - decoded).min(limit))
    }
}

/// Builds a [`TextMap`] piece by piece, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct MapBuilder {
    points: Vec<(u32, u32)>,
    decoded: usize,
    source: usize,
}

impl MapBuilder {
    /// The next `len` bytes of the decoded text were read from the bytes `from` up to `to`: as they are where both
    /// are as many.
    pub(super) fn piece(&mut self, from: usize, to: usize, len: usize) {
        if len == 0 {
            return;
        }
        if self.points.is_empty() {
            self.point(from);
        } else if from != self.source {
            if self.points.last().is_some_and(|&(decoded, _)| decoded != offset(self.decoded)) {
                self.point(self.source);
            }
            self.point(from);
        }
        self.decoded += len;
        self.source = to;
        if to - from != len {
            self.point(to);
        }
    }

    /// How much of the decoded text has been mapped, in bytes.
    pub(super) fn decoded(&self) -> usize {
        self.decoded
    }

    /// The map of everything so far.
    pub(super) fn finish(self) -> TextMap {
        TextMap { points: self.points, end: offset(self.source), outer: None }
    }

    fn point(&mut self, source: usize) {
        self.points.push((offset(self.decoded), offset(source)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a\nb` written with an escape, `c` behind a gap.
    fn map() -> TextMap {
        let mut map = MapBuilder::default();
        map.piece(10, 11, 1);
        map.piece(11, 13, 1);
        map.piece(13, 14, 1);
        map.piece(20, 21, 1);
        map.finish()
    }

    #[test]
    fn offsets_are_those_of_characters_and_escapes() {
        let offsets: Vec<u32> = (0..6).map(|at| map().offset(at)).collect();
        assert_eq!(offsets, [10, 11, 13, 20, 21, 21]);
    }

    #[test]
    fn spans_cover_whole_escapes_and_no_gaps() {
        assert_eq!(map().map(Span::new(1, 2)), Span::new(11, 13));
        assert_eq!(map().map(Span::new(2, 3)), Span::new(13, 14));
        assert_eq!(map().map(Span::new(2, 4)), Span::new(13, 21));
        assert_eq!(map().map(Span::at(3)), Span::at(20));
    }

    #[test]
    fn maps_go_on_through_the_outer_text() {
        let outer = Arc::new(map());
        let inner = TextMap::verbatim(1, 4).inside(Some(outer));
        assert_eq!(inner.offset(0), 11);
        assert_eq!(inner.map(Span::new(0, 2)), Span::new(11, 14));
    }
}
