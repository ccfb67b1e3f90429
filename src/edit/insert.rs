//! Putting an entry into an object.

use serde_json::Value;

use super::Edit;
use super::hcl;
use super::scalar::Style;
use super::span;
use crate::document::{Node, NodeKind};
use crate::source::Span;

/// The object with a further entry in front of its others; `None` where it has that key already.
pub fn insert(object: Node<'_>, key: &str, value: &Value) -> Option<Edit> {
    if object.kind() != NodeKind::Object || object.get(key).is_some() {
        return None;
    }
    if hcl::is_hcl(object) {
        return hcl::insert(object, key, value);
    }
    let text = object.document().source().text();
    if span::is_collection(object) {
        return in_block(text, object, key, value);
    }
    let style = Style::inside(object)?;
    let name = style.value(&Value::String(key.to_owned()), "\"");
    let comma = if object.is_empty() { "" } else { ", " };
    let at = Span::at(object.span().start as usize + 1);
    Some(Edit { span: at, text: format!("{name}: {}{comma}", style.value(value, "\"")) })
}

/// On a line of its own, as deep as the first entry.
fn in_block(text: &str, object: Node<'_>, key: &str, value: &Value) -> Option<Edit> {
    let style = Style::inside(object)?;
    let first = object.span().start as usize;
    let line = text.get(..first)?.rfind('\n').map_or(0, |newline| newline + 1);
    let indent = " ".repeat(text[line..first].chars().count());
    let name = style.key(key, key);
    let entry = format!("{name}: {}\n{indent}", style.value(value, ""));
    Some(Edit { span: Span::at(first), text: entry })
}
