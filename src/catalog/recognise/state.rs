//! What Terraform remembers of the resources that it made: `terraform.tfstate` in the versions 3 and 4.
//!
//! Version 4 has `resources[].{mode, type, name, module, instances[].{index_key, attributes | attributes_flat}}`, version 3
//! `modules[].{path, resources{"type.label": {type, primary{id, attributes}}}}`, with flat attributes.

use std::collections::BTreeMap;

use super::super::read::enter;
use super::super::{Form, KindId, MadeBy, Recognised};
use super::Recogniser;
use super::terraform::PREFIX;
use crate::document::{Node, NodeKind};

/// One thing that the state knows.
struct Instance<'d> {
    resource_type: &'d str,
    made_by: MadeBy,
    is_data: bool,
    attributes: Node<'d>,
    /// The id, where it does not stand among the attributes.
    id: Option<Node<'d>>,
}

impl<'d> Recogniser<'d> {
    /// The resources of a state. Whether the document is one.
    pub(super) fn state(&mut self, root: Node<'d>) -> bool {
        let has = |key: &str| root.get(key).is_some();
        let array = |key: &str| root.get(key).filter(|node| node.kind() == NodeKind::Array);
        if !has("terraform_version") || !(has("serial") || has("lineage")) {
            return false;
        }
        let (resources, modules) = (array("resources"), array("modules"));
        for resource in resources.into_iter().flat_map(Node::items) {
            self.current(resource);
        }
        for module in modules.into_iter().flat_map(Node::items) {
            self.older(module);
        }
        resources.or(modules).is_some()
    }

    /// A resource of version 4.
    fn current(&mut self, resource: Node<'d>) {
        let text = |key: &str| resource.get(key).and_then(Node::as_str);
        let (Some(resource_type), Some(label)) = (text("type"), text("name")) else { return };
        let module = text("module").map(module_names).unwrap_or_default();
        let is_data = text("mode") == Some("data");
        for instance in resource.get("instances").into_iter().flat_map(Node::items) {
            let attributes = instance.get("attributes").filter(|node| !node.is_null());
            let Some(attributes) = attributes.or_else(|| instance.get("attributes_flat")) else {
                continue;
            };
            let address = format!("{resource_type}.{label}");
            let index = instance.get("index_key").filter(|key| !key.is_null());
            let index = index.map(|key| key.text().to_owned());
            let made_by = MadeBy { module: module.clone(), address, index };
            self.instance(Instance { resource_type, made_by, is_data, attributes, id: None });
        }
    }

    /// A module of version 3, with its resources.
    fn older(&mut self, module: Node<'d>) {
        let path = module.get("path").into_iter().flat_map(Node::items);
        let names: Vec<String> = path.skip(1).map(|name| name.text().to_owned()).collect();
        for resource in module.get("resources").into_iter().flat_map(Node::members) {
            let Some(key) = resource.key() else { continue };
            let (is_data, key) = match key.strip_prefix("data.") {
                Some(rest) => (true, rest),
                None => (false, key),
            };
            let mut parts = key.splitn(3, '.');
            let (Some(resource_type), Some(label)) = (parts.next(), parts.next()) else { continue };
            let Some(primary) = resource.get("primary") else { continue };
            let Some(attributes) = primary.get("attributes") else { continue };
            let made_by = MadeBy {
                module: names.clone(),
                address: format!("{resource_type}.{label}"),
                index: parts.next().map(str::to_owned),
            };
            let id = primary.get("id");
            self.instance(Instance { resource_type, made_by, is_data, attributes, id });
        }
    }

    fn instance(&mut self, instance: Instance<'d>) {
        let Some(kind) = self.kind_of_type(instance.resource_type) else { return };
        let node = enter(instance.attributes);
        if node.kind() != NodeKind::Object {
            return;
        }
        let (id, name) = self.identity(kind, Form::State, node);
        let outer_id = || instance.id.and_then(Node::as_str).map(str::to_owned);
        self.push(Recognised {
            kind,
            form: Form::State,
            node,
            parent: None,
            id: id.or_else(outer_id).filter(|id| !id.is_empty()),
            name,
            is_external: instance.is_data,
            captures: BTreeMap::new(),
            self_uri: None,
            made_by: Some(instance.made_by),
        });
    }

    fn kind_of_type(&self, resource_type: &str) -> Option<KindId> {
        let index = &self.catalog.index.terraform;
        index.get(resource_type).copied().filter(|_| resource_type.starts_with(PREFIX))
    }
}

/// The names in `module.queues["a.b"].module.inner`, with what stands in the brackets: instances of one module call are
/// told apart by it.
fn module_names(address: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = address;
    while let Some(behind) = rest.strip_prefix("module.") {
        let end = end_of_step(behind);
        names.push(behind[..end].to_owned());
        rest = behind[end..].trim_start_matches('.');
    }
    names
}

/// Behind the name that `text` begins with and the brackets that follow it.
fn end_of_step(text: &str) -> usize {
    let (mut is_quoted, mut is_escaped, mut depth) = (false, false, 0_usize);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b'[' if !is_quoted => depth += 1,
            b']' if !is_quoted => depth = depth.saturating_sub(1),
            b'.' if !is_quoted && depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_named_by_their_calls() {
        assert_eq!(module_names("module.a"), ["a"]);
        assert_eq!(module_names("module.a.module.b"), ["a", "b"]);
        assert_eq!(module_names(r#"module.a["x.y"].module.b[0]"#), [r#"a["x.y"]"#, "b[0]"]);
        assert_eq!(module_names(""), [""; 0]);
        assert_eq!(module_names("module."), [""]);
    }
}
