//! `unknown-resource-type`: a resource of CX as Code whose type is a known one, mistyped.

use super::Check;
use crate::document::Node;
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::terraform::{Address, Block};
use crate::text::{did_you_mean, is_slip};

/// What the resource types of the provider begin with.
const PREFIX: &str = "genesyscloud_";

/// One finding for each resource, at its type. A type that is far from all known ones may be one of another release of the
/// provider, and what is only looked up has types of its own: nothing is said of either.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let resources =
        org.terraform.declared().filter(|(address, _)| address.block == Block::Resource);
    resources.filter_map(|(address, body)| finding(check, org, address, body)).collect()
}

fn finding(check: &Check, org: &Org<'_>, address: Address<'_>, body: Node<'_>) -> Option<Finding> {
    let name = address.ty.strip_prefix(PREFIX)?;
    if org.catalog.kind_of_terraform(address.ty).is_some() {
        return None;
    }
    let mut known = org.catalog.terraform_types();
    let meant =
        known.find(|ty| ty.strip_prefix(PREFIX).is_some_and(|known| is_slip(name, known)))?;
    let message = format!("the provider has no resource type `{}`", address.ty);
    let ty = body.trail().into_iter().rfind(|node| node.key() == Some(address.ty));
    let finding =
        Finding::new(&check.rule, check.severity, message, (ty.unwrap_or(body), Part::Key), None);
    Some(Finding { help: Some(did_you_mean(meant)), ..finding })
}
