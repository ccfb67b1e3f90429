//! Walking over the children of a node, merge keys included.

use std::collections::BTreeSet;

use super::arena::{Flags, RawNode};
use super::{Document, Node, NodeKind};

/// The elements of an array.
#[derive(Clone, Debug)]
pub struct Items<'d> {
    document: &'d Document,
    at: u32,
    end: u32,
    via: u32,
}

impl<'d> Items<'d> {
    pub(super) fn of(array: Node<'d>) -> Self {
        let is_array = array.kind() == NodeKind::Array;
        let (at, end) = if is_array { array.child_range() } else { (0, 0) };
        Self { document: array.document, at, end, via: array.way() }
    }
}

impl<'d> Iterator for Items<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        if self.at >= self.end {
            return None;
        }
        let Self { document, at, via, .. } = *self;
        self.at = document.nodes[at as usize].next;
        Some(Node { document, at, key: RawNode::NOWHERE, via })
    }
}

/// The explicit entries of an object, merge keys included.
#[derive(Clone, Debug)]
pub(super) struct OwnMembers<'d> {
    document: &'d Document,
    at: u32,
    end: u32,
    via: u32,
}

impl<'d> OwnMembers<'d> {
    pub(super) fn of(object: Node<'d>) -> Self {
        let is_object = object.kind() == NodeKind::Object;
        let (at, end) = if is_object { object.child_range() } else { (0, 0) };
        Self { document: object.document, at, end, via: object.way() }
    }
}

impl<'d> Iterator for OwnMembers<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        if self.at >= self.end {
            return None;
        }
        let Self { document, at: key, via, .. } = *self;
        let at = document.nodes[key as usize].next;
        self.at = document.nodes[at as usize].next;
        Some(Node { document, at, key, via })
    }
}

/// The entries of an object, as values that know their key.
#[derive(Clone, Debug)]
pub struct Members<'d> {
    own: OwnMembers<'d>,
    /// Entries that merge keys add, in reverse; empty for all objects without them.
    merged: Vec<Node<'d>>,
}

impl<'d> Members<'d> {
    pub(super) fn of(object: Node<'d>) -> Self {
        let own = OwnMembers::of(object);
        let mut merged: Vec<Node<'d>> = Vec::new();
        if object.raw().flags.has(Flags::MERGE) {
            let mut seen: BTreeSet<&str> = own.clone().filter_map(Node::key).collect();
            for mapping in object.merged() {
                // Of a key that one mapping repeats, the last value counts, as in `get`.
                let entries: Vec<Node<'d>> =
                    OwnMembers::of(mapping).filter(|entry| !entry.is_merge()).collect();
                let fresh = entries
                    .into_iter()
                    .rev()
                    .filter(|entry| entry.key().is_some_and(|key| seen.insert(key)));
                let mut fresh: Vec<Node<'d>> = fresh.collect();
                fresh.reverse();
                merged.append(&mut fresh);
            }
            merged.reverse();
        }
        Self { own, merged }
    }
}

impl<'d> Iterator for Members<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        self.own.find(|member| !member.is_merge()).or_else(|| self.merged.pop())
    }
}

impl Node<'_> {
    /// Whether the key in front of this value is a merge key.
    fn is_merge(self) -> bool {
        self.document.nodes[self.key as usize].flags.has(Flags::MERGE)
    }

    /// The mappings that merge keys add to this one, in the order in which their entries count, those that they
    /// merge themselves among them. Each is there once, so that chains of merges cost no more than they are long.
    pub(super) fn merged(self) -> Vec<Self> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut rest = self.merge_values();
        while let Some(mapping) = rest.pop() {
            if seen.insert(mapping.id()) {
                found.push(mapping);
                rest.extend(mapping.merge_values());
            }
        }
        found
    }

    /// The mappings that this one's own merge keys name, last one first.
    fn merge_values(self) -> Vec<Self> {
        if !self.raw().flags.has(Flags::MERGE) {
            return Vec::new();
        }
        let values = OwnMembers::of(self).filter(|entry| entry.is_merge());
        let mut mappings: Vec<Self> = values
            .flat_map(|value| {
                let one = (value.kind() == NodeKind::Object).then_some(value);
                one.into_iter().chain(value.items()).map(Self::merged_here)
            })
            .collect();
        mappings.reverse();
        mappings
    }

    /// This mapping as one that is merged: what is reached through it remembers it.
    fn merged_here(self) -> Self {
        if self.via == RawNode::NOWHERE { Self { via: self.at, ..self } } else { self }
    }
}
