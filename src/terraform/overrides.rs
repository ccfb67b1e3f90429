//! Override files, `override.tf` and `*_override.tf`: what stands in them is merged into the blocks that the other files of
//! their folder declare.

use super::collect::{blocks, labelled, variable};
use super::{Block, Module, Terraform, key};
use crate::document::Node;

/// Whether the file at `path` changes what others declare, as far as its name tells.
pub(crate) fn is_override_path(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let endings = [".tf", ".tf.json", ".tofu", ".tofu.json"];
    let stem = endings.into_iter().find_map(|ending| name.strip_suffix(ending));
    stem.is_some_and(|stem| stem == "override" || stem.ends_with("_override"))
}

impl<'d> Module<'d> {
    /// Merges what an override file says into what the other files declare. What becomes of an attribute or an output is not
    /// worked out: whatever an override file says something of is unknown.
    pub(super) fn override_all(&mut self, root: Node<'d>) {
        for group in blocks(root).flat_map(Node::members) {
            match group.key() {
                Some("resource") => self.override_blocks(Block::Resource, group),
                Some("data") => self.override_blocks(Block::Data, group),
                Some("locals") => self.locals.extend(labelled(group)),
                Some("variable") => {
                    for (name, value) in labelled(group) {
                        let by = variable(value);
                        let before = self.variables.entry(name).or_insert(by);
                        before.default = by.default.or(before.default);
                        before.is_sensitive |= by.is_sensitive;
                    }
                }
                Some("output") => {
                    for (name, value) in labelled(group) {
                        self.outputs.entry(name).or_insert(value);
                        self.repeated.insert(name);
                    }
                }
                Some("module") => self.override_calls(group),
                _ => {}
            }
        }
    }

    fn override_calls(&mut self, group: Node<'d>) {
        for (name, value) in labelled(group) {
            let by = self.call(value);
            let before = self.calls.entry(name).or_insert_with(|| by.clone());
            before.inputs.extend(by.inputs);
            self.repeated.insert(name);
        }
    }

    fn override_blocks(&mut self, block: Block, group: Node<'d>) {
        for (ty, of_type) in labelled(group) {
            for (label, by) in labelled(of_type) {
                let base = *self.declared.entry((block, ty, label)).or_insert(by);
                let pairs = blocks(base).flat_map(|body| blocks(by).map(move |by| (key(body), by)));
                self.overrides.extend(pairs);
                self.repeated.insert(label);
            }
        }
    }
}

impl<'d> Terraform<'d> {
    /// Whether an override file says something of a resource, given by its body.
    pub fn is_overridden(&self, body: Node<'d>) -> bool {
        self.overrides.contains_key(&key(body))
    }

    /// Whether an override file sets `name` in a resource, given by its body.
    pub(crate) fn overrides(&self, body: Node<'d>, name: &str) -> bool {
        let by = self.overrides.get(&key(body)).into_iter().flatten();
        by.into_iter().any(|by| sets(*by, name))
    }
}

fn sets(body: Node<'_>, name: &str) -> bool {
    body.get(name).is_some() || dynamic(body, name).is_some()
}

/// The `dynamic` blocks that make the blocks `name` of a body, as Terraform's JSON syntax has them.
pub(crate) fn dynamic<'d>(body: Node<'d>, name: &str) -> Option<Node<'d>> {
    blocks(body.get("dynamic")?).find_map(|labels| labels.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn override_files_are_known_by_their_names() {
        for path in ["override.tf", "a/override.tf.json", "a/x_override.tf", "x_override.tofu"] {
            assert!(is_override_path(path), "{path}");
        }
        for path in ["overrides.tf", "override/main.tf", "override.json", "override.tfvars"] {
            assert!(!is_override_path(path), "{path}");
        }
    }
}
