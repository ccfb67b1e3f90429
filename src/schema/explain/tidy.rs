//! From all that can be said to what is worth saying.

use std::collections::BTreeSet;

use super::{Check, Detail, Violation};
use crate::document::Node;
use crate::finding::Part;

/// Drops what another violation already says: a value of the wrong type is not also out of bounds, and a key that
/// is only misspelt is not also missing. What remains is in the order of the document.
pub(crate) fn tidy(mut violations: Vec<Violation<'_>>) -> Vec<Violation<'_>> {
    let of_wrong_type: BTreeSet<_> = places(&violations, |it| it.check == Check::WrongType);
    let unexpected: BTreeSet<_> =
        places(&violations, |it| matches!(it.detail, Detail::Expected { .. }));
    let misspelt: BTreeSet<String> = violations.iter().filter_map(meant).collect();
    violations.retain(|violation| {
        let place = place(violation);
        match (&violation.detail, violation.check) {
            (_, Check::WrongType) => true,
            (Detail::Expected { .. }, _) => !of_wrong_type.contains(&place),
            (Detail::Missing { key, .. }, _) => !misspelt.contains(key),
            _ => violation.part == Part::Key || !unexpected.contains(&place),
        }
    });
    let mut said = BTreeSet::new();
    violations.retain(|it| said.insert((place(it), it.check, it.message.clone())));
    violations.sort_by_key(|it| (it.span.unwrap_or(span(it)), it.check));
    violations
}

/// Tells the places of violations apart; never decides an order that shows.
type Place = (usize, u32, Part);

fn place(violation: &Violation<'_>) -> Place {
    let document = std::ptr::from_ref(violation.node.document()) as usize;
    (document, violation.node.id(), violation.part)
}

fn places<'d>(
    violations: &[Violation<'d>],
    is_wanted: impl Fn(&&Violation<'d>) -> bool,
) -> BTreeSet<Place> {
    violations.iter().filter(is_wanted).map(place).collect()
}

fn meant(violation: &Violation<'_>) -> Option<String> {
    match &violation.detail {
        Detail::Unknown { meant, .. } => meant.clone(),
        _ => None,
    }
}

fn span(violation: &Violation<'_>) -> crate::source::Span {
    let key = |node: Node<'_>| node.key_span();
    let at_key = (violation.part == Part::Key).then(|| key(violation.node)).flatten();
    at_key.unwrap_or_else(|| violation.node.span())
}
