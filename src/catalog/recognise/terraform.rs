//! CX as Code, as Terraform's JSON syntax has it: `{"resource": {"genesyscloud_x": {"label": {…}}}}`. Its own syntax
//! reads as the same tree.

use std::collections::BTreeMap;

use super::super::{Form, Recognised};
use super::Recogniser;
use crate::document::{Node, NodeKind};
use crate::terraform::{BLOCKS, blocks, is_override_path, is_terraform_path};

/// The key of a comment in Terraform's JSON syntax.
const COMMENT: &str = "//";

/// What the resource types of the provider begin with.
pub(super) const PREFIX: &str = "genesyscloud_";

impl<'d> Recogniser<'d> {
    /// The resources of a Terraform file. Whether the document is one: by its content, or by its name.
    pub(super) fn terraform(&mut self, root: Node<'d>) -> bool {
        let path = root.document().source().path();
        let is_named = is_terraform_path(path);
        // What stands in an override file is part of a block that stands elsewhere.
        if is_override_path(path) {
            return true;
        }
        let is_known = |key: &str| key == COMMENT || BLOCKS.contains(&key);
        let is_block = |member: Node<'d>| member.key().is_some_and(is_known);
        let is_object = root.kind() == NodeKind::Object;
        if !is_named && (!is_object || root.is_empty() || !root.members().all(is_block)) {
            return false;
        }
        let mut has_genesys = false;
        for group in blocks(root).flat_map(Node::members) {
            let is_external = group.key() == Some("data");
            if is_external || group.key() == Some("resource") {
                has_genesys |= self.resource_types(group, is_external.then_some("data."));
            }
        }
        has_genesys || is_named
    }

    fn resource_types(&mut self, group: Node<'d>, prefix: Option<&'static str>) -> bool {
        let mut has_genesys = false;
        for ty in blocks(group).flat_map(Node::members) {
            let Some(name) = ty.key().filter(|name| name.starts_with(PREFIX)) else { continue };
            has_genesys = true;
            let Some(&kind) = self.catalog.index.terraform.get(name) else { continue };
            for label in blocks(ty).flat_map(Node::members) {
                let address = format!(
                    "{}{name}.{}",
                    prefix.unwrap_or_default(),
                    label.key().unwrap_or_default()
                );
                for body in blocks(label) {
                    let (_, name) = self.identity(kind, Form::Terraform, body);
                    self.push(Recognised {
                        kind,
                        form: Form::Terraform,
                        node: body,
                        parent: None,
                        id: Some(address.clone()),
                        name,
                        is_external: prefix.is_some(),
                        captures: BTreeMap::new(),
                        self_uri: None,
                        made_by: None,
                    });
                }
            }
        }
        has_genesys
    }
}
