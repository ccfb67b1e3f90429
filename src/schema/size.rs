//! How much a value comes to once its aliases are followed.

use crate::document::{Node, Syntax};

/// What aliases may add to the values that a text can hold by itself.
const ALLOWANCE: usize = 1_000_000;

/// Whether the aliases in `node` multiply it beyond what can be visited in the time that its text deserves.
pub(crate) fn is_too_large(node: Node<'_>) -> bool {
    let source = node.document().source();
    let is_json = Syntax::of_path(source.path()) == Some(Syntax::Json);
    if is_json || memchr::memchr(b'&', source.text().as_bytes()).is_none() {
        return false;
    }
    let mut left = source.text().len() + ALLOWANCE;
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        let before = open.len();
        open.extend(node.items().chain(node.members()));
        let Some(rest) = left.checked_sub(open.len() - before) else { return true };
        left = rest;
    }
    false
}
