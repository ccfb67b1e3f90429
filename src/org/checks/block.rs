//! `terraform-block`: a block that Terraform refuses before it looks into it.

use super::Check;
use crate::document::{Document, Node, Syntax};
use crate::finding::{Finding, Part};
use crate::terraform::{BLOCKS, NEWER_BLOCKS, blocks, is_terraform_path, is_values_path};
use crate::text::{did_you_mean, is_slip};

/// The blocks that have a type and a name of their own as labels.
const WITH_TWO_LABELS: [&str; 2] = ["data", "resource"];

/// One finding for each type of block that is a known one, mistyped, and for each resource or data source that has not two
/// labels. A type that is far from all known ones may be one of another release of Terraform.
pub(super) fn findings(check: &Check, document: &Document) -> Vec<Finding> {
    let path = document.source().path();
    if !is_terraform_path(path) || is_values_path(path) {
        return Vec::new();
    }
    let known = || BLOCKS.into_iter().chain(NEWER_BLOCKS);
    let mut found = Vec::new();
    for group in blocks(document.root()).flat_map(Node::members) {
        let name = group.key().unwrap_or_default();
        if let Some(meant) = known().find(|known| is_slip(name, known)) {
            let message = format!("Terraform has no block `{name}`, and reads nothing in it");
            let finding = finding(check, message, group);
            found.push(Finding { help: Some(did_you_mean(meant)), ..finding });
        }
        if WITH_TWO_LABELS.contains(&name) {
            found.extend(labels(check, name, group));
        }
    }
    found
}

fn labels(check: &Check, block: &str, group: Node<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let help = format!("`{block} \"type\" \"name\" {{`");
    let mut report = |count: &str, at: Node<'_>| {
        let message = format!(
            "a `{block}` block has two labels, its type and its name; this one has {count}"
        );
        found.push(Finding { help: Some(help.clone()), ..finding(check, message, at) });
    };
    for ty in blocks(group).flat_map(Node::members) {
        if lacks_label(ty) {
            report("one", ty);
            continue;
        }
        for name in blocks(ty).flat_map(Node::members).filter(|name| has_label_behind(*name)) {
            report("more", name);
        }
    }
    found
}

fn finding(check: &Check, message: String, at: Node<'_>) -> Finding {
    Finding::new(&check.rule, check.severity, message, (at, Part::Key), None)
}

/// Whether an entry is a resource or data source of HCL whose name is missing: its body follows its type.
pub(super) fn is_without_name(node: Node<'_>) -> bool {
    let trail = node.trail();
    let group = trail.len().checked_sub(2).and_then(|at| trail.get(at));
    let is_type = trail.len() == 3
        && group.and_then(|group| group.key()).is_some_and(|key| WITH_TWO_LABELS.contains(&key));
    is_type && is_terraform_path(node.document().source().path()) && lacks_label(node)
}

fn lacks_label(ty: Node<'_>) -> bool {
    behind_key(ty).is_some_and(|text| text.starts_with('{'))
}

fn has_label_behind(name: Node<'_>) -> bool {
    behind_key(name).is_some_and(|text| text.starts_with(|c: char| c == '"' || c.is_alphanumeric()))
}

/// What stands behind the key of an entry of HCL.
fn behind_key(node: Node<'_>) -> Option<&str> {
    let document = node.document();
    let is_hcl = Syntax::of_path(document.source().path()) == Some(Syntax::Hcl);
    let key = node.key_span().filter(|_| is_hcl && document.host().is_none())?;
    let text = document.source().text().get(key.end as usize..)?;
    Some(text.trim_start_matches([' ', '\t']))
}
