//! Changes of text that keep to its syntax: a value is replaced, a key renamed, an entry taken out or repeated, in JSON,
//! YAML and HCL alike, with comments and layout left as they are.
//!
//! Everything here works on spans, and yields nothing where the text around a value is not understood for certain (what
//! was reached through an alias, JSON in a string in a string). Whoever applies an edit parses the result again.

mod hcl;
mod insert;
mod remove;
mod scalar;
mod span;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::document::Node;
use crate::source::Span;

pub use insert::insert;
pub use remove::remove;

use scalar::Style;

/// A stretch of a source, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes that go; empty where text is only put in.
    pub span: Span,
    /// What comes instead.
    pub text: String,
}

/// The value with another one in its place, written in the style of the old one.
pub fn replace(node: Node<'_>, value: &Value) -> Option<Edit> {
    if hcl::is_hcl(node) {
        return hcl::replace(node, value);
    }
    let style = Style::of(node)?;
    let span = span::value(node)?;
    let source = node.document().source().text();
    let text = style.value(value, source.get(span.range())?);
    // What begins on a line of its own, at the depth of its key, could not begin there on one line.
    if style == Style::Block && span::is_collection(node) && node.key_span().is_some() {
        return span::behind_key(node).map(|span| Edit { span, text: format!(": {text}") });
    }
    Some(Edit { span, text })
}

/// The key in front of the value under another name.
pub fn rename(node: Node<'_>, key: &str) -> Option<Edit> {
    if hcl::is_hcl(node) {
        return hcl::rename(node, key);
    }
    let style = Style::of(node)?;
    let span = node.key_span()?;
    let old = node.document().source().text().get(span.range())?;
    Some(Edit { span, text: style.key(key, old) })
}

/// The entry a second time, behind itself.
pub fn repeat(node: Node<'_>) -> Option<Edit> {
    let place = remove::Place::of(node)?;
    let text = node.document().source().text();
    let entry = span::entry(node)?;
    if place.is_block {
        let lines = match hcl::is_hcl(node) {
            true => hcl::lines(node)?,
            false => remove::whole_lines(text, &place, entry)?,
        };
        let at = Span::at(lines.end as usize);
        return Some(Edit { span: at, text: text.get(lines.range())?.to_owned() });
    }
    if hcl::is_hcl(node) && !hcl::is_plain_entry(node) {
        return None;
    }
    let repeated = text.get(entry.range())?;
    Some(Edit { span: Span::at(entry.end as usize), text: format!(", {repeated}") })
}

/// The text with all edits made; `None` where two of them overlap or one lies outside.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort();
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        result.push_str(text.get(at..edit.span.start as usize)?);
        result.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}
