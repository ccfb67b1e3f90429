//! How values and keys are written where an old one stood.

use serde_json::Value;

use crate::document::{Document, Node};

/// The syntax around a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// JSON, or what is written as JSON is; in YAML's flow notation, too.
    Json,
    /// JSON inside a string, with a backslash in front of each quote.
    Escaped,
    /// YAML's block notation, in which words need no quotes.
    Block,
}

impl Style {
    /// The style in which a value is written; `None` where a change of it could mean something else.
    pub(super) fn of(node: Node<'_>) -> Option<Self> {
        let trail = node.trail();
        Self::around(node, &trail[..trail.len().saturating_sub(1)])
    }

    /// The style in which the entries of a collection are written.
    pub(super) fn inside(collection: Node<'_>) -> Option<Self> {
        Self::around(collection, &collection.trail())
    }

    fn around(node: Node<'_>, trail: &[Node<'_>]) -> Option<Self> {
        let document = node.document();
        // What is encoded in its file does not stand there to be changed.
        if node.used_at().is_some() || document.source().is_decoded() {
            return None;
        }
        if document.host().is_some() {
            return embedded(document);
        }
        let text = document.source().text();
        let is_flow = |node: &Node<'_>| text[node.span().range()].starts_with(['{', '[']);
        Some(if trail.iter().any(is_flow) { Self::Json } else { Self::Block })
    }

    /// A value, as the old text was written as far as that can be.
    pub(super) fn value(self, value: &Value, old: &str) -> String {
        match (self, value) {
            (Self::Block, Value::String(text)) => block_string(text, old),
            (Self::Escaped, _) => escaped(&value.to_string()),
            _ => value.to_string(),
        }
    }

    /// A key, in quotes where the old one was.
    pub(super) fn key(self, key: &str, old: &str) -> String {
        let is_quoted = old.starts_with(['"', '\'', '\\']);
        if is_quoted || !is_plain(key) {
            return self.value(&Value::String(key.to_owned()), old);
        }
        key.to_owned()
    }
}

/// The style of JSON that stands in a string: escaped, unless the string is a block or in single quotes.
fn embedded(document: &Document) -> Option<Style> {
    let root = document.root().span();
    let text = document.source().text().get(root.range())?;
    let Some(quote) = text.find('"') else { return Some(Style::Json) };
    let slashes = text[..quote].bytes().rev().take_while(|&byte| byte == b'\\').count();
    match slashes {
        0 => Some(Style::Json),
        1 => Some(Style::Escaped),
        _ => None,
    }
}

fn escaped(json: &str) -> String {
    json.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A string in YAML's block notation, in the quotes of the old one.
fn block_string(text: &str, old: &str) -> String {
    let is_one_line = !text.contains(char::is_control);
    if old.starts_with('\'') && is_one_line {
        return format!("'{}'", text.replace('\'', "''"));
    }
    if old.starts_with('"') || !is_plain(text) {
        return Value::String(text.to_owned()).to_string();
    }
    text.to_owned()
}

/// Whether YAML reads the text without quotes as this very string: a word that is no number, boolean or null.
fn is_plain(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-./ ".contains(c);
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.chars().all(is_part)
        && !text.ends_with(' ');
    let means_more = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    is_word && !means_more.contains(&text.to_ascii_lowercase().as_str())
}
