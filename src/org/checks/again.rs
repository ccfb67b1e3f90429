//! `duplicate-key` for Terraform modules: what two files of one module declare.

use super::{Check, related};
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::terraform::is_snippet;

/// One finding for each second declaration of a variable, local, output or call. Of resources, `ambiguous-identity` tells.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let is_of_module = |path: &str| !is_snippet(path);
    let again = org.terraform.declared_again();
    let again = again.filter(|(node, _)| is_of_module(node.document().source().path()));
    let finding = |(node, first): (crate::document::Node<'_>, crate::document::Node<'_>)| {
        let name = node.key().unwrap_or_default();
        let message = format!("another file of this Terraform module declares `{name}` too");
        let finding = Finding::new(&check.rule, check.severity, message, (node, Part::Key), None);
        let help = "keep one of the two: Terraform refuses the module".to_owned();
        let related = vec![related("first declared here", (first, Part::Key))];
        Finding { help: Some(help), related, ..finding }
    };
    again.map(finding).collect()
}
