//! The few lines of a file that a finding needs: cut out, cut to size and made safe to show, so that a finding costs
//! the same in a file of any size, with lines of any length.
//!
//! Every place of a finding becomes a mark in a [`Frame`]; places of the same file that lie close together share one.
//! [`Frames`] lays the frames behind one another in a text of its own, which is what `miette` draws from: it never
//! sees the file.

use std::ops::Range;
use std::sync::Arc;

use unicode_width::UnicodeWidthChar;

use super::place::DECODED;
use super::{Charset, Style, secrets, text};
use crate::finding::Location;
use crate::source::{Position, Source, Span, floor_boundary};

/// Lines shown before and after the first and the last marked one.
const CONTEXT: usize = 1;

/// The farthest that two marked lines of one frame may be apart.
const NEAR: usize = 4;

/// A place to show.
pub(super) struct Mark<'a> {
    pub(super) location: &'a Location,
    /// What is to be seen there.
    pub(super) label: Option<&'a str>,
    pub(super) role: Role,
}

/// Why a place is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is the exact field.
    Primary,
    /// It explains the finding.
    Related,
}

/// Lines of one file, made safe, and what is marked in them. All ranges are of [`Frames::text`].
#[derive(Debug)]
pub(super) struct Frame {
    /// The file, as shown.
    pub(super) path: String,
    /// Where the first mark of the frame is.
    pub(super) position: Position,
    /// The first line, from 0.
    pub(super) first_line: usize,
    pub(super) range: Range<usize>,
    pub(super) marks: Vec<Shown>,
}

/// A mark as it is drawn: never more than one line.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) range: Range<usize>,
    pub(super) label: Option<String>,
    pub(super) role: Role,
}

/// All that is shown of the files for one finding.
#[derive(Debug, Default)]
pub(super) struct Frames {
    pub(super) text: String,
    pub(super) frames: Vec<Frame>,
}

impl Frames {
    /// Cuts out what `marks` need. The first mark leads the first frame.
    pub(super) fn cut(marks: &[Mark<'_>], style: &Style) -> Self {
        let limit = columns(style);
        let mut frames = Self::default();
        for group in groups(marks, limit) {
            frames.add(&group, limit, style.charset);
        }
        frames
    }

    fn add(&mut self, spots: &[Spot<'_>], limit: usize, charset: Charset) {
        let Some(first) = spots.first() else { return };
        let source = first.source;
        let marked = |pick: fn(usize, usize) -> usize| {
            spots.iter().map(|spot| spot.line).reduce(pick).unwrap_or(first.line)
        };
        let first_line = marked(usize::min).saturating_sub(CONTEXT);
        let last_line = (marked(usize::max) + CONTEXT).min(last_shown_line(source).max(first.line));
        let start = self.text.len();
        let mut marks = Vec::new();
        for line in first_line..=last_line {
            let on_line = || spots.iter().filter(|spot| spot.line == line);
            let cut = CutLine::new(source, line, on_line(), limit, charset);
            let base = self.text.len();
            marks.extend(on_line().map(|spot| {
                let range =
                    base + cut.shown_at(spot.span.start)..base + cut.shown_at(spot.span.end);
                let label = spot.label.map(|label| text::line(label, charset));
                Shown { range, label, role: spot.role }
            }));
            self.text.push_str(&cut.text);
            self.text.push('\n');
        }
        let decoded = if source.is_decoded() { DECODED } else { "" };
        self.frames.push(Frame {
            path: text::line(&format!("{}{decoded}", source.path()), charset),
            position: source.position(first.span.start),
            first_line,
            range: start..self.text.len(),
            marks,
        });
    }
}

/// The most columns of a line that are shown: what fits the terminal, but enough to see something.
fn columns(style: &Style) -> usize {
    style.width.saturating_sub(10).clamp(60, 200)
}

/// The last line, from 0, that is worth showing as context: not the empty one behind the last line ending.
fn last_shown_line(source: &Source) -> usize {
    let last = source.lines().count() - 1;
    let is_empty = source.lines().line_span(source.text(), last).is_empty();
    if is_empty { last.saturating_sub(1) } else { last }
}

/// A mark, cut to its first line.
struct Spot<'a> {
    source: &'a Arc<Source>,
    /// From 0.
    line: usize,
    /// Inside the line, its ending left out.
    span: Span,
    label: Option<&'a str>,
    role: Role,
    /// Whether the value there must not be shown.
    is_secret: bool,
}

impl<'a> Spot<'a> {
    fn new(mark: &Mark<'a>) -> Self {
        let source = &mark.location.source;
        let span = first_line_of(source, mark.location.span);
        let line = source.lines().line_of(span.start);
        let is_secret = secrets::is_secret_location(mark.location);
        Self { source, line, span, label: mark.label, role: mark.role, is_secret }
    }

    /// Whether both can be shown in one frame: near each other, and in one window of a very long line.
    fn is_near(&self, other: &Self, limit: usize) -> bool {
        let is_same_file = Arc::ptr_eq(self.source, other.source);
        let is_near = self.line.abs_diff(other.line) <= NEAR;
        let fits = self.line != other.line || {
            let line = self.source.lines().line_span(self.source.text(), self.line);
            line.len() <= limit || self.span.join(other.span).len() <= limit / 2
        };
        is_same_file && is_near && fits
    }
}

/// The part of `span` on its first line: at character boundaries, without the line ending.
pub(super) fn first_line_of(source: &Source, span: Span) -> Span {
    let text = source.text();
    let start = floor_boundary(text, span.start as usize);
    let line = source.lines().line_span(text, source.lines().line_of(Span::at(start).start));
    let start = start.min(line.end as usize);
    let end = floor_boundary(text, span.end as usize).clamp(start, line.end as usize);
    Span::new(start, end)
}

/// The marks by frame: each joins the first frame all of whose marks are near.
fn groups<'a>(marks: &[Mark<'a>], limit: usize) -> Vec<Vec<Spot<'a>>> {
    let mut groups: Vec<Vec<Spot<'a>>> = Vec::new();
    for spot in marks.iter().map(Spot::new) {
        match groups.iter_mut().find(|group| group.iter().all(|one| one.is_near(&spot, limit))) {
            Some(group) => group.push(spot),
            None => groups.push(vec![spot]),
        }
    }
    groups
}

/// One line as it is shown.
struct CutLine {
    text: String,
    /// For every character that is shown, and for the end: offset in the source, offset in `text`.
    map: Vec<(usize, usize)>,
}

impl CutLine {
    fn new<'s, 'a: 's>(
        source: &Source,
        line: usize,
        spots: impl Iterator<Item = &'s Spot<'a>>,
        limit: usize,
        charset: Charset,
    ) -> Self {
        let whole = source.lines().line_span(source.text(), line).range();
        let spots: Vec<_> = spots.collect();
        let spans: Vec<Span> = spots.iter().map(|spot| spot.span).collect();
        let window = window(source.text(), whole.clone(), &spans, limit);
        let mut secrets = secrets::secret_ranges_of(source, window.clone());
        secrets.extend(spots.iter().filter(|spot| spot.is_secret).map(|spot| spot.span.range()));
        let mut cut = Self { text: String::new(), map: Vec::new() };
        let ellipsis = charset.ellipsis();
        if window.start > whole.start {
            cut.text.push_str(ellipsis);
        }
        cut.push(source.text(), window.clone(), &secrets, charset);
        if window.end < whole.end {
            cut.text.push_str(ellipsis);
        }
        cut
    }

    fn push(
        &mut self,
        source: &str,
        window: Range<usize>,
        secrets: &[Range<usize>],
        charset: Charset,
    ) {
        let mut column = 0;
        for (at, c) in source[window.clone()].char_indices() {
            let at = window.start + at;
            self.map.push((at, self.text.len()));
            let is_secret = secrets.iter().any(|range| range.contains(&at));
            match c {
                '\u{feff}' if at == 0 => {}
                '\t' => {
                    let width = TAB - column % TAB;
                    self.text.extend(std::iter::repeat_n(' ', width));
                    column += width;
                }
                _ => {
                    let c = if is_secret { '*' } else { text::shown_char(c, charset) };
                    self.text.push(c);
                    column += c.width().unwrap_or(0);
                }
            }
        }
        self.map.push((window.end, self.text.len()));
    }

    /// The offset in `text` of what stands at `at` in the source; the nearest that is shown.
    fn shown_at(&self, at: u32) -> usize {
        let found = self.map.partition_point(|&(of, _)| of < at as usize);
        self.map.get(found).or(self.map.last()).map_or(0, |&(_, shown)| shown)
    }
}

/// Columns between two tab stops.
const TAB: usize = 4;

/// The part of the line `whole` that is shown: all of it where it fits into `limit` columns, else what is around the
/// marks.
fn window(text: &str, whole: Range<usize>, spans: &[Span], limit: usize) -> Range<usize> {
    let fitting = ahead(text, whole.clone(), limit);
    if fitting == whole.end {
        return whole;
    }
    let Some(first) = spans.iter().map(|span| span.start as usize).min() else {
        return whole.start..fitting;
    };
    let last = spans.iter().map(|span| span.end as usize).max().unwrap_or(first);
    if last <= fitting {
        return whole.start..fitting;
    }
    let start = behind(text, whole.start..first, limit / 3);
    start..ahead(text, start..whole.end, limit)
}

/// How far `limit` columns reach from the beginning of `range`. No more than four characters are looked at for each
/// column, so that characters without width cannot make a window large.
fn ahead(text: &str, range: Range<usize>, limit: usize) -> usize {
    let characters = text[range.clone()].char_indices().take(limit * 4);
    reach(characters, limit).map_or_else(
        || floor_boundary(text, range.end.min(range.start + limit * 4)),
        |at| range.start + at,
    )
}

/// How far back `limit` columns reach from the end of `range`.
fn behind(text: &str, range: Range<usize>, limit: usize) -> usize {
    let characters = text[range.clone()].char_indices().rev().take(limit * 4);
    let nearest = floor_boundary(text, range.end.saturating_sub(limit * 4)).max(range.start);
    reach(characters, limit).map_or(nearest, |at| range.start + at)
}

/// The character with which `limit` columns are exceeded.
fn reach(characters: impl Iterator<Item = (usize, char)>, limit: usize) -> Option<usize> {
    let mut columns = 0;
    let mut exceeds = |c: char| {
        columns += if c == '\t' { TAB } else { c.width().unwrap_or(1) };
        columns > limit
    };
    characters.into_iter().find(|&(_, c)| exceeds(c)).map(|(at, _)| at)
}
