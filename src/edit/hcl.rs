//! Edits of Terraform's own syntax: blocks and arguments are lines, objects and arrays are written much as in JSON.

use std::fmt::Write;
use std::ops::Range;

use serde_json::Value;

use super::Edit;
use crate::document::{Node, NodeKind, Syntax};
use crate::source::Span;

/// Whether a value is written in Terraform's own syntax; JSON in its strings is not.
pub(super) fn is_hcl(node: Node<'_>) -> bool {
    node.document().syntax() == Syntax::Hcl
}

/// The value with another one in its place; `None` for blocks, which are no values.
pub(super) fn replace(node: Node<'_>, value: &Value) -> Option<Edit> {
    (!is_of_blocks(node)).then(|| Edit { span: node.span(), text: written(value) })
}

/// The key under another name; `None` where that would have to be written in another way.
pub(super) fn rename(node: Node<'_>, key: &str) -> Option<Edit> {
    let span = node.key_span()?;
    let is_one = !is_of_blocks(node) || node.kind() == NodeKind::Array && node.len() == 1;
    if !is_one || has_computed_key(node) {
        return None;
    }
    let text = if text(node, span)?.starts_with('"') { quoted(key) } else { name(key)? };
    Some(Edit { span, text })
}

/// The object with a further entry in front of its others.
pub(super) fn insert(object: Node<'_>, key: &str, value: &Value) -> Option<Edit> {
    let value = written(value);
    if !is_of_blocks(object) {
        let at = Span::at(object.span().start as usize + 1);
        let key = name(key).unwrap_or_else(|| quoted(key));
        let comma = if object.is_empty() { " " } else { "," };
        return Some(Edit { span: at, text: format!(" {key} = {value}{comma}") });
    }
    let first = object.members().map(|member| member.entry_span().start).min()?;
    // Where a block begins with its first entry, it is the file or the blocks of one type together.
    if first == object.span().start {
        return None;
    }
    let indent = indentation(object, first as usize)?;
    let text = format!("{} = {value}\n{indent}", name(key)?);
    Some(Edit { span: Span::at(first as usize), text })
}

/// The lines of an argument or a block; `None` where something else stands on them, and for blocks that may stand in
/// several places.
pub(super) fn lines(node: Node<'_>) -> Option<Span> {
    if is_of_blocks(node) && node.key_span().is_some() && !is_one_block(node) {
        return None;
    }
    let entry = node.entry_span().range();
    let indent = indentation(node, entry.start)?;
    let behind = node.document().source().text().get(entry.end..)?;
    let line = behind.split_inclusive('\n').next().unwrap_or_default();
    let rest = line.trim();
    let is_alone = rest.is_empty() || rest.starts_with('#') || rest.starts_with("//");
    is_alone.then(|| Span::new(entry.start - indent.len(), entry.end + line.len()))
}

/// Whether an entry between brackets is all that stands between its separators: no key that is worked out, and no
/// parentheses around its value.
pub(super) fn is_plain_entry(node: Node<'_>) -> bool {
    let text = node.document().source().text();
    let behind = text.get(node.span().range().end..).unwrap_or_default();
    let behind = behind.trim_start_matches([' ', '\t', '\r']);
    !has_computed_key(node) && behind.starts_with([',', '\n', '}', ']', '#', '/'])
}

/// Whether no parentheses, those of a neighbour, go with an entry when all of `span` is taken out.
pub(super) fn is_free_of_parentheses(text: &str, span: Span, entry: Span) -> bool {
    let around = [span.start..entry.start, entry.end..span.end];
    let text = |range: &Range<u32>| text.get(range.start as usize..range.end as usize);
    around.iter().filter_map(text).all(|text| !text.contains(['(', ')']))
}

/// A list of blocks with one block in it, written where its key is.
fn is_one_block(node: Node<'_>) -> bool {
    node.kind() == NodeKind::Array && node.len() == 1
}

/// Whether a value is blocks rather than an object or array in brackets.
fn is_of_blocks(node: Node<'_>) -> bool {
    let is_collection = matches!(node.kind(), NodeKind::Array | NodeKind::Object);
    let written = text(node, node.span()).unwrap_or_default();
    is_collection && !written.starts_with(['{', '['])
}

fn has_computed_key(node: Node<'_>) -> bool {
    node.key().is_some_and(|key| key.starts_with("${"))
}

fn text(node: Node<'_>, span: Span) -> Option<&str> {
    node.document().source().text().get(span.range())
}

/// The blanks in front of `at`, where nothing else stands there on its line.
fn indentation(node: Node<'_>, at: usize) -> Option<&str> {
    let before = node.document().source().text().get(..at)?;
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let indent = &before[line..];
    indent.trim_matches([' ', '\t']).is_empty().then_some(indent)
}

/// A name that needs no quotes.
fn name(key: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_name = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (is_name && key.chars().all(is_part)).then(|| key.to_owned())
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) if !members.is_empty() => {
            let entry = |(key, value): (&String, &Value)| {
                format!("{} = {}", name(key).unwrap_or_else(|| quoted(key)), written(value))
            };
            format!("{{ {} }}", members.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A string with the escapes of HCL. `${…}` in it stays an expression, as it is in Terraform's JSON syntax.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
