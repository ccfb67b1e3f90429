//! A place in one word, as compilers write it.

use crate::finding::{Location, Part};

/// `path:line:column`. In a file that holds its text encoded there is nothing at a line and a column, so there it is
/// `path#pointer`, with `/~key` behind it for a key. Not made safe for terminals.
pub fn place(location: &Location) -> String {
    let source = &location.source;
    if let Some(pointer) = pointer_in_decoded(location) {
        return format!("{}#{pointer}", source.path());
    }
    let position = source.position(location.span.start);
    let mark = if source.is_decoded() { DECODED } else { "" };
    format!("{}{mark}:{}:{}", source.path(), position.line, position.column)
}

/// What stands behind the path where lines are those of the decoded text.
pub(super) const DECODED: &str = " (decoded)";

/// The JSON Pointer to a place in a file that holds its text encoded; `None` elsewhere, and where the text breaks.
pub(super) fn pointer_in_decoded(location: &Location) -> Option<String> {
    let address = location.address.as_ref().filter(|_| location.source.is_decoded())?;
    let document =
        if address.document == 0 { String::new() } else { format!("{}#", address.document) };
    let embedded = address.embedded.as_ref().map(|embedded| format!("!{embedded}"));
    let key = if address.part == Part::Key { "/~key" } else { "" };
    Some(format!("{document}{}{}{key}", address.pointer, embedded.unwrap_or_default()))
}
