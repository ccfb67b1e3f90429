//! Putting an entry into an object.

use serde_json::Value;

use super::Edit;
use super::notation::Notation;
use super::scalar::Style;
use crate::document::{Node, NodeKind};
use crate::source::Span;

/// The object with a further entry in front of its others; `None` where it has that key already.
pub fn insert(object: Node<'_>, key: &str, value: &Value) -> Option<Edit> {
    if object.kind() != NodeKind::Object || object.get(key).is_some() {
        return None;
    }
    let style = Style::inside(object)?;
    if style.reads_more_into(value) {
        return None;
    }
    let text = object.document().source().text();
    match Notation::of(object)? {
        Notation::Flow if style == Style::Hcl => in_braces(text, object, (key, value)),
        Notation::Flow => Some(in_flow(style, object, (key, value))),
        Notation::Block => in_block(text, object, (key, value)),
        Notation::Body => in_braces(text, object, (key, value)),
    }
}

/// Behind the opening bracket.
fn in_flow(style: Style, object: Node<'_>, (key, value): (&str, &Value)) -> Edit {
    let name = style.value(&Value::String(key.to_owned()), "\"");
    let comma = if object.is_empty() { "" } else { ", " };
    let at = Span::at(object.span().start as usize + 1);
    Edit { span: at, text: format!("{name}: {}{comma}", style.value(value, "\"")) }
}

/// On a line of its own, as deep as the first entry.
fn in_block(text: &str, object: Node<'_>, (key, value): (&str, &Value)) -> Option<Edit> {
    let style = Style::inside(object)?;
    let first = object.span().start as usize;
    let line = text.get(..first)?.rfind('\n').map_or(0, |newline| newline + 1);
    let indent = " ".repeat(text[line..first].chars().count());
    let name = style.key(key, key);
    let entry = format!("{name}: {}\n{indent}", style.value(value, ""));
    Some(Edit { span: Span::at(first), text: entry })
}

/// In HCL: on a line of its own behind the line of the opening brace, which has to end there.
fn in_braces(text: &str, object: Node<'_>, (key, value): (&str, &Value)) -> Option<Edit> {
    let span = object.span().range();
    let brace = span.start + text.get(span)?.find('{')?;
    let line = text.get(brace + 1..)?.find('\n').map(|newline| brace + 1 + newline)?;
    let rest = text[brace + 1..line].trim();
    if !rest.is_empty() && !rest.starts_with('#') {
        return None;
    }
    let start = text[..brace].rfind('\n').map_or(0, |newline| newline + 1);
    let depth = text[start..brace].chars().take_while(|&letter| letter == ' ').count() + 2;
    let name = Style::Hcl.key(key, key);
    let entry = format!("{}{name} = {}\n", " ".repeat(depth), Style::Hcl.value(value, ""));
    Some(Edit { span: Span::at(line + 1), text: entry })
}
