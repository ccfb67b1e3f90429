//! Flow configuration: a flow as Architect keeps it, what `GET /api/v2/flows/{id}/latestconfiguration` answers with and
//! what an `.i3*` file wraps.

use super::super::{Form, KindId};
use super::Recogniser;
use crate::document::{Node, NodeKind};

/// Beside its sequence items and its type, a flow has at least one of these.
const PARTS: [&str; 3] = ["manifest", "initialSequence", "nextTrackingNumber"];

impl<'d> Recogniser<'d> {
    /// A flow's configuration. Whether the object is one.
    pub(super) fn architect(&mut self, node: Node<'d>) -> bool {
        let has_items =
            node.get("flowSequenceItemList").is_some_and(|list| list.kind() == NodeKind::Array);
        let Some(flow_type) = node.get("type").and_then(Node::as_str).filter(|_| has_items) else {
            return false;
        };
        let Some(kind) = self.kind_of_flow(flow_type) else { return false };
        if !PARTS.iter().any(|part| node.get(part).is_some()) {
            return false;
        }
        self.push_plain(node, kind, Form::Architect);
        true
    }

    /// The kind of flows of this type. New types come faster than catalogues: where all types that are known are of one
    /// kind, the others are too.
    fn kind_of_flow(&self, flow_type: &str) -> Option<KindId> {
        let types = &self.catalog.index.architect_types;
        let of_type = types.get(&flow_type.to_lowercase()).copied();
        of_type.or_else(|| {
            let first = *types.values().next()?;
            types.values().all(|kind| *kind == first).then_some(first)
        })
    }
}
