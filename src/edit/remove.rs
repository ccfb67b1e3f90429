//! Taking an entry out, with its separator and its lines.

use super::{Edit, hcl, span};
use crate::document::{Node, NodeKind};
use crate::source::Span;

/// Where an entry stands.
pub(super) struct Place<'d> {
    /// The object or list around it.
    pub(super) parent: Node<'d>,
    /// Whether that is written in YAML's block notation, one entry a line or more.
    pub(super) is_block: bool,
    /// The entry in front of it.
    previous: Option<Span>,
    /// The entry behind it.
    next: Option<Span>,
}

impl<'d> Place<'d> {
    /// The place of an entry; `None` for roots, for what was reached through an alias, and for what is encoded in its file.
    pub(super) fn of(node: Node<'d>) -> Option<Self> {
        if node.used_at().is_some() || node.document().source().is_decoded() {
            return None;
        }
        let trail = node.trail();
        let parent = *trail.get(trail.len().checked_sub(2)?)?;
        let text = node.document().source().text();
        let is_block = !text.get(parent.span().range())?.starts_with(['{', '[']);
        let (previous, next) = node.beside();
        let entry = |beside: Option<Node<'_>>| match beside {
            Some(beside) => span::entry(beside).map(Some),
            None => Some(None),
        };
        let (own, previous, next) = (span::entry(node)?, entry(previous)?, entry(next)?);
        let is_in_order = previous.is_none_or(|previous| previous.end <= own.start)
            && next.is_none_or(|next| own.end <= next.start);
        (is_in_order || is_block).then_some(Self { parent, is_block, previous, next })
    }

    /// Whether nothing stands beside it.
    fn is_alone(&self) -> bool {
        self.previous.is_none() && self.next.is_none()
    }
}

/// The entry taken out: the element of a list, or a key with its value. `None` where a comment would go with it that
/// may be about something else.
pub fn remove(node: Node<'_>) -> Option<Edit> {
    let place = Place::of(node)?;
    let entry = span::entry(node)?;
    let text = node.document().source().text();
    if hcl::is_hcl(node) && place.is_block {
        return hcl::lines(node).map(|span| Edit { span, text: String::new() });
    }
    if hcl::is_hcl(node) && !hcl::is_plain_entry(node) {
        return None;
    }
    if place.is_alone() {
        let empty = if place.parent.kind() == NodeKind::Array { "[]" } else { "{}" };
        return emptied(&place, empty);
    }
    let span =
        if place.is_block { of_block(text, &place, entry)? } else { of_flow(&place, entry)? };
    if hcl::is_hcl(node) && !hcl::is_free_of_parentheses(text, span, entry) {
        return None;
    }
    let takes_comment = comments_within(node, span).iter().any(|comment| {
        let is_behind =
            line_start(text, comment.start as usize) == line_start(text, entry.end as usize);
        !(is_behind || entry.start <= comment.start && comment.end <= entry.end)
    });
    (!takes_comment).then(|| Edit { span, text: String::new() })
}

/// The comments of a document that lie within a span.
fn comments_within(node: Node<'_>, span: Span) -> &[Span] {
    let comments = node.document().comments();
    let first = comments.partition_point(|comment| comment.start < span.start);
    let inside = comments[first..].partition_point(|comment| comment.end <= span.end);
    &comments[first..first + inside]
}

/// The object or list around an entry without it, which was its only one.
fn emptied(place: &Place<'_>, empty: &str) -> Option<Edit> {
    if place.is_block && place.parent.key_span().is_some() {
        let span = span::behind_key(place.parent)?;
        return Some(Edit { span, text: format!(": {empty}") });
    }
    Some(Edit { span: span::value(place.parent)?, text: empty.to_owned() })
}

/// Between brackets: with the comma behind it, or the one in front of the last entry.
fn of_flow(place: &Place<'_>, entry: Span) -> Option<Span> {
    if let Some(next) = place.next {
        return Some(Span { start: entry.start, end: next.start });
    }
    Some(Span { start: place.previous?.end, end: entry.end })
}

/// In block notation: with its lines; behind the dash of an item, up to the next entry.
fn of_block(text: &str, place: &Place<'_>, entry: Span) -> Option<Span> {
    whole_lines(text, place, entry).or_else(|| {
        let next = place.next?;
        Some(Span { start: entry.start, end: next.start })
    })
}

/// The lines of an entry, with the line break behind them; `None` where something else stands in front of it on its
/// first line, or behind it on its last.
pub(super) fn whole_lines(text: &str, place: &Place<'_>, entry: Span) -> Option<Span> {
    let range = entry.range();
    let start = line_start(text, range.start);
    // In front of an item is its dash; in front of the first key of an item, the dash is that of the whole item.
    let dash = if place.parent.kind() == NodeKind::Array { "-" } else { "" };
    if text.get(start..range.start)?.trim_matches(' ') != dash {
        return None;
    }
    if range.end > 0 && text[..range.end].ends_with('\n') {
        return Some(Span::new(start, range.end));
    }
    let behind = text.get(range.end..)?;
    let line = behind.split_inclusive('\n').next().unwrap_or_default();
    let rest = line.trim();
    let is_alone = rest.is_empty() || rest.starts_with('#');
    is_alone.then(|| Span::new(start, range.end + line.len()))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].rfind('\n').map_or(0, |newline| newline + 1)
}
