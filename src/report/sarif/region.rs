//! Where something stands, with the text that stands there.

use std::ops::Range;

use super::model::{Region, Snippet};
use crate::finding::Location;
use crate::report::secrets;
use crate::report::window::first_line_of;
use crate::source::{Source, Span, floor_boundary};

/// The longest snippet, in bytes; where there would be more, there is none.
const MAX_SNIPPET: usize = 2000;

/// The longest excerpt in a message, in bytes.
const MAX_EXCERPT: usize = 120;

/// Bytes shown before and behind a place on a line that is too long to be shown.
const AROUND: usize = 200;

/// The place, cut to its first line, and the lines around it: code hosts show an alert in a change only where all
/// its lines are changed.
///
/// Of a file that holds its text encoded, it is the first line: nothing in the file stands where the place is.
pub(super) fn regions(location: &Location) -> (Region, Option<Region>) {
    let source = &location.source;
    if source.is_decoded() {
        let start_column = Some(1);
        let line =
            Region { start_line: 1, start_column, end_line: 1, end_column: None, snippet: None };
        return (line, None);
    }
    let span = first_line_of(source, location.span);
    let (start, end) = (source.position(span.start), source.position(span.end));
    let region = Region {
        start_line: start.line,
        start_column: Some(start.column),
        end_line: end.line,
        end_column: Some(end.column),
        snippet: snippet(location, span.range()),
    };
    let context = lines_around(location, span).or_else(|| columns_around(location, span));
    (region, context)
}

/// The line before, the line itself and the line behind; `None` where that is much, or no more than `span`.
fn lines_around(location: &Location, span: Span) -> Option<Region> {
    let source = &location.source;
    let (text, lines) = (source.text(), source.lines());
    let line = lines.line_of(span.start);
    let (first, last) = (line.saturating_sub(1), (line + 1).min(lines.count() - 1));
    let range = lines.line_span(text, first).join(lines.line_span(text, last));
    let bounds = (source.position(range.start), source.position(range.end));
    if range == span {
        return None;
    }
    let snippet = snippet(location, range.range())?;
    let (start_line, end_line) = (bounds.0.line, bounds.1.line);
    let snippet = Some(snippet);
    Some(Region { start_line, start_column: None, end_line, end_column: None, snippet })
}

/// The columns around `span` on its line.
fn columns_around(location: &Location, span: Span) -> Option<Region> {
    let source: &Source = &location.source;
    let text = source.text();
    let line = source.lines().line_span(text, source.lines().line_of(span.start)).range();
    let start = floor_boundary(text, span.range().start.saturating_sub(AROUND)).max(line.start);
    let end = floor_boundary(text, span.range().end + AROUND).min(line.end);
    let snippet = snippet(location, start..end)?;
    if (start..end) == span.range() {
        return None;
    }
    let around = Span::new(start, end);
    let (start, end) = (source.position(around.start), source.position(around.end));
    Some(Region {
        start_line: start.line,
        start_column: Some(start.column),
        end_line: end.line,
        end_column: Some(end.column),
        snippet: Some(snippet),
    })
}

/// What stands at a place, on one line and cut to size; `None` where it is empty.
pub(super) fn excerpt(location: &Location) -> Option<String> {
    let span = first_line_of(&location.source, location.span).range();
    let end = floor_boundary(location.source.text(), span.end.min(span.start + MAX_EXCERPT));
    let mark = if end < span.end { "…" } else { "" };
    let text = secrets::shown(location, span.start..end);
    (!text.is_empty()).then(|| format!("{text}{mark}"))
}

/// The text of `range`, safe to show; `None` where there is none or too much.
fn snippet(location: &Location, range: Range<usize>) -> Option<Snippet> {
    let is_shown = (1..=MAX_SNIPPET).contains(&range.len());
    let text = is_shown.then(|| secrets::shown(location, range))?;
    (!text.is_empty()).then_some(Snippet { text })
}
