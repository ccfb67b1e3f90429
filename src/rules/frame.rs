//! From places inside an expression to places in the file that holds it.

use super::cel::Fault;
use crate::document::Node;
use crate::finding::{Location, Part};
use crate::problem::Problem;
use crate::source::Span;

/// The fault of an expression that stands in the text `node`, at its bytes in the file: through quotes, escapes and
/// folding.
pub(super) fn framed(fault: Fault, node: Node<'_>) -> Problem {
    let (mapped, value) = (node.text_map().map(fault.span), node.span());
    // Of an empty block there is no byte to map: the place is the value, in any case.
    let start = mapped.start.clamp(value.start, value.end);
    let span = Span { start, end: mapped.end.clamp(start, value.end.max(start)) };
    let location = Location { span, ..Location::of(node, Part::Value) };
    Problem { message: fault.message, help: fault.help, location: Some(location) }
}

/// A problem at a value.
pub(super) fn at_value(node: Node<'_>, message: impl Into<String>) -> Problem {
    Problem::new(message).at(Location::of(node, Part::Value))
}

/// A problem at the key in front of a value.
pub(super) fn at_key(node: Node<'_>, message: impl Into<String>) -> Problem {
    Problem::new(message).at(Location::of(node, Part::Key))
}
