//! Encoded exports (`.i3*`) beside a file with their decoded text, which a team keeps so that changes can be read.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ResourceId;
use super::super::roots::folder;
use super::Linker;
use crate::catalog::{Form, KindId};
use crate::document::{Node, NodeKind};

/// How many flows of one name in one folder are compared with one another.
const MAX_COPIES: usize = 16;

impl<'d> Linker<'_, 'd> {
    /// The encoded exports of which every value stands in another file as well, as it is here.
    pub(super) fn copied_out(&self) -> BTreeSet<ResourceId> {
        let mut named: BTreeMap<(KindId, &str, &str), Vec<ResourceId>> = BTreeMap::new();
        for id in self.all().filter(|id| self.form(*id) == Form::Architect) {
            let resource = self.resource(id);
            if let Some(name) = resource.known_name() {
                let folder = folder(resource.path());
                named.entry((self.kind(id), folder, name)).or_default().push(id);
            }
        }
        let mut exports = BTreeSet::new();
        for ids in named.into_values().filter(|ids| ids.len() <= MAX_COPIES) {
            let (encoded, mut plain): (Vec<_>, Vec<_>) =
                ids.into_iter().partition(|id| self.is_encoded(*id));
            for export in encoded {
                let is_copy = |copy: &ResourceId| is_equal(self.node(export), self.node(*copy));
                if let Some(at) = plain.iter().position(is_copy) {
                    plain.remove(at);
                    exports.insert(export);
                }
            }
        }
        exports
    }

    fn is_encoded(&self, id: ResourceId) -> bool {
        self.node(id).document().source().is_decoded()
    }

    fn node(&self, id: ResourceId) -> Node<'d> {
        self.resource(id).recognised.node
    }
}

/// Whether two values say the same, in the same order.
fn is_equal(one: Node<'_>, other: Node<'_>) -> bool {
    let mut open = vec![(one, other)];
    while let Some((one, other)) = open.pop() {
        if one.kind() != other.kind() {
            return false;
        }
        let is_inner = matches!(one.kind(), NodeKind::Array | NodeKind::Object);
        if !is_inner && one.text() != other.text() {
            return false;
        }
        let mut others = other.items().chain(other.members());
        for inner in one.items().chain(one.members()) {
            match others.next() {
                Some(twin) if twin.key() == inner.key() => open.push((inner, twin)),
                _ => return false,
            }
        }
        if others.next().is_some() {
            return false;
        }
    }
    true
}
