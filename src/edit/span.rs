//! Spans of values as they are written: a node's span leaves out what YAML writes in front of a block.

use super::hcl;
use crate::document::{Node, NodeKind};
use crate::source::Span;

/// The value with all that is written of it: a block scalar with its `|`, a block sequence with its first dash. `None`
/// where that is not found.
pub(super) fn value(node: Node<'_>) -> Option<Span> {
    let span = node.span();
    let is_alias = node.definition_span().is_some();
    if hcl::is_hcl(node) || is_alias {
        return Some(span);
    }
    let before = node.document().source().text().get(..span.start as usize)?;
    let start = if node.is_block_scalar() {
        header(before)?
    } else if lacks_dash(node) {
        before.trim_end_matches(' ').strip_suffix('-')?.len()
    } else {
        span.start as usize
    };
    Some(Span { start: Span::at(start).start, end: span.end })
}

/// The key with the value, or the value alone.
pub(super) fn entry(node: Node<'_>) -> Option<Span> {
    let value = value(node)?;
    Some(node.key_span().map_or(value, |key| key.join(value)))
}

/// From behind the key to the end of a collection in block notation; `None` where more than the colon stands between.
pub(super) fn behind_key(node: Node<'_>) -> Option<Span> {
    let span = Span { start: node.key_span()?.end, end: node.span().end };
    let first = value(node)?;
    let between = node.document().source().text().get(span.start as usize..first.start as usize)?;
    (between.trim() == ":").then_some(span)
}

/// Whether a value is an object or a list in block notation.
pub(super) fn is_collection(node: Node<'_>) -> bool {
    let is_object_or_list = matches!(node.kind(), NodeKind::Array | NodeKind::Object);
    let text = node.document().source().text().get(node.span().range()).unwrap_or_default();
    is_object_or_list && !text.starts_with(['{', '['])
}

/// Whether a sequence's span begins with its first item rather than with the dash in front of it, as it does where the
/// dashes stand below the first letter of the key.
fn lacks_dash(node: Node<'_>) -> bool {
    let first = || node.element(0).map(|first| first.span().start);
    is_collection(node) && node.kind() == NodeKind::Array && first() == Some(node.span().start)
}

/// Where the header of the block scalar begins whose lines follow `before`.
fn header(before: &str) -> Option<usize> {
    let before = before.trim_end();
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let is_header = |at: &usize| {
        let behind =
            before[at + 1..].trim_start_matches(|c: char| "+-".contains(c) || c.is_ascii_digit());
        behind.trim_start().is_empty() || behind.starts_with(" #")
    };
    let mut signs = before[line..].match_indices(['|', '>']).map(|(at, _)| line + at);
    signs.find(is_header)
}
