//! How the entries of a collection are written.

use crate::document::{Node, NodeKind, Syntax};

/// How the entries of an object or of a list are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// Between brackets, with commas between them: JSON, YAML's flow notation, values in HCL.
    Flow,
    /// YAML's block notation: lines at one depth.
    Block,
    /// The body of a block in HCL, or blocks of one type: lines.
    Body,
}

impl Notation {
    /// How the entries of `collection` are written; `None` for scalars.
    pub(super) fn of(collection: Node<'_>) -> Option<Self> {
        if !matches!(collection.kind(), NodeKind::Array | NodeKind::Object) {
            return None;
        }
        let text = collection.document().source().text().get(collection.span().range())?;
        Some(match (text.starts_with(['{', '[']), is_hcl(collection)) {
            (true, _) => Self::Flow,
            (false, false) => Self::Block,
            (false, true) => Self::Body,
        })
    }
}

/// Whether a value stands in a file of Terraform's own syntax.
pub(super) fn is_hcl(node: Node<'_>) -> bool {
    Syntax::of_path(node.document().source().path()) == Some(Syntax::Hcl)
}
