//! Resources that stand inside others, such as the outbound routes of an older site export.

use std::collections::BTreeMap;

use super::super::read::find_all;
use super::super::{Form, KindId, Recognised};
use super::{Inside, MAX_NESTING, Recogniser};
use crate::document::{Node, NodeKind};

impl<'d> Recogniser<'d> {
    /// Adds a resource, and behind it those that stand inside.
    pub(super) fn push(&mut self, resource: Recognised<'d>) {
        self.push_with_nested(resource, MAX_NESTING);
    }

    fn push_with_nested(&mut self, resource: Recognised<'d>, depth: usize) {
        let parent = self.found.resources.len();
        let inside = if depth == 0 { Vec::new() } else { self.inside(&resource) };
        let (form, is_external, parent_id) =
            (resource.form, resource.is_external, resource.id.clone());
        self.found.resources.push(resource);
        for (position, (kind, node)) in inside.into_iter().enumerate() {
            let (id, name) = self.identity(kind, form, node);
            let id = id.filter(|_| form != Form::Terraform);
            let id = id.or_else(|| Some(format!("{}#{position}", parent_id.as_deref()?)));
            let nested = Recognised {
                kind,
                form,
                node,
                parent: Some(parent),
                id,
                name,
                is_external,
                captures: BTreeMap::new(),
                self_uri: None,
                made_by: None,
            };
            self.push_with_nested(nested, depth - 1);
        }
    }

    /// What stands directly inside a resource, in the order of the text.
    fn inside(&self, resource: &Recognised<'d>) -> Vec<(KindId, Node<'d>)> {
        let mut inside = Vec::new();
        let places = self.catalog.index.nested.get(&(resource.kind, resource.form));
        for Inside { kind, at } in places.into_iter().flatten() {
            let nodes = find_all(at, resource.form, resource.node);
            inside.extend(
                nodes.into_iter().filter(|node| has_settings(*node)).map(|node| (*kind, node)),
            );
        }
        inside.sort_by_key(|(_, node)| node.span());
        inside
    }
}

/// A resource, not only a reference to one: it says more than who it is.
fn has_settings(node: Node<'_>) -> bool {
    let is_setting = |member: Node<'_>| !matches!(member.key(), Some("id" | "name" | "selfUri"));
    node.kind() == NodeKind::Object && node.members().any(is_setting)
}
