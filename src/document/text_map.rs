//! From offsets into decoded text back to offsets into the file.

use crate::source::Span;

/// Maps byte offsets of a decoded text (a JSON string after its escapes, a folded YAML scalar) to the source.
///
/// Stored as the points at which the distance between the two changes, so unescaped stretches cost nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextMap {
    /// Pairs of (offset into the decoded text, offset into the source), ascending in both.
    points: Vec<(u32, u32)>,
    /// Behind the last decoded byte: offset into the source.
    end: u32,
}

impl TextMap {
    /// A map from its points, ascending in both offsets, and the source offset behind the last decoded byte.
    pub(crate) fn new(points: Vec<(u32, u32)>, end: u32) -> Self {
        Self { points, end }
    }

    /// The source offset of the byte at `at` of the decoded text.
    pub fn offset(&self, at: u32) -> u32 {
        let point = self.points.partition_point(|&(decoded, _)| decoded <= at);
        let Some(&(decoded, source)) =
            point.checked_sub(1).and_then(|before| self.points.get(before))
        else {
            return self.points.first().map_or(self.end, |&(_, source)| source);
        };
        let limit = self.points.get(point).map_or(self.end, |&(_, source)| source);
        (source + (at - decoded)).min(limit)
    }

    /// The span of the source that a span of the decoded text was read from.
    pub fn map(&self, span: Span) -> Span {
        let start = self.offset(span.start);
        if span.is_empty() {
            return Span { start, end: start };
        }
        let last = self.offset(span.end - 1);
        let end = self.offset(span.end).max(last + 1).max(start);
        Span { start, end }
    }
}
