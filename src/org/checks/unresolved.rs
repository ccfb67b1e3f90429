//! `unresolved-reference`: a reference that certainly leads to nothing.

use rustc_hash::FxHashSet;

use super::Check;
use super::manifest::Manifest;
use crate::finding::Finding;
use crate::org::roots::folder;
use crate::org::written::Written;
use crate::org::{Org, ResolvedReference, Resource, Target};
use crate::terraform::is_expression;
use crate::text::did_you_mean;

/// One finding for each place, however many fields read it. What flow configuration lists in its manifest and refers to in
/// an action is reported at the action.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, resource) in org.all().filter(|(id, _)| !org.repeats(*id)) {
        let mut seen = FxHashSet::default();
        let mut manifest = Manifest::of(resource, org.flow(id));
        for reference in &resource.references {
            let Target::Unresolved { nearest } = &reference.target else { continue };
            if is_undeclared(org, resource, reference) || manifest.repeats(reference) {
                continue;
            }
            let place = (
                std::ptr::from_ref(reference.node.document()).addr(),
                reference.node.id(),
                reference.part,
            );
            if seen.insert(place) {
                let at = (reference.node, reference.part);
                let finding = check.finding(message(org, resource, reference), at, org, resource);
                let help = help(org, resource, reference, nearest.as_deref());
                let related = manifest.users(reference);
                found.push(Finding { help: Some(help), related, ..finding });
            }
        }
    }
    found
}

/// Whether an expression leads to nothing, which `undeclared-reference` reports at the exact words.
fn is_undeclared(
    org: &Org<'_>,
    resource: &Resource<'_>,
    reference: &ResolvedReference<'_>,
) -> bool {
    is_expression(&reference.text)
        && match reference.says(resource.recognised.form) {
            Written::Address(address) => declared(org, resource, address).is_none(),
            _ => true,
        }
}

fn message(org: &Org<'_>, resource: &Resource<'_>, reference: &ResolvedReference<'_>) -> String {
    let kind = &org.catalog.kind(reference.kind).name;
    let text = &reference.text;
    match reference.says(resource.recognised.form) {
        Written::Address(address) => match declared(org, resource, address) {
            Some(other) => {
                let other = &org.catalog.kind(other.recognised.kind).name;
                format!("`{address}` is a `{other}`, where a `{kind}` belongs")
            }
            None => format!("this Terraform module does not declare `{address}`"),
        },
        Written::Name(name) => format!("there is no `{kind}` with the name `{name}`"),
        Written::IdAndName(id, name) => {
            format!("there is no `{kind}` with the id `{id}`, and none with the name `{name}`")
        }
        Written::Id(_)
        | Written::Attribute(_)
        | Written::Undeclared(_)
        | Written::Parent(_)
        | Written::Unknown(_) => {
            format!("there is no `{kind}` with the id `{text}`")
        }
    }
}

fn declared<'o, 'd>(
    org: &'o Org<'d>,
    resource: &Resource<'d>,
    address: &str,
) -> Option<&'o Resource<'d>> {
    org.by_address(folder(resource.path()), address).first().map(|&id| org.resource(id))
}

fn help(
    org: &Org<'_>,
    resource: &Resource<'_>,
    reference: &ResolvedReference<'_>,
    nearest: Option<&str>,
) -> String {
    let kind = &org.catalog.kind(reference.kind).name;
    let Some(nearest) = nearest else {
        return format!("refer to a `{kind}` that exists, or add this one");
    };
    let named = org.by_id(reference.kind, nearest).first().or_else(|| {
        let module = folder(resource.path());
        org.by_address(module, nearest).first()
    });
    let name = named.and_then(|&id| org.resource(id).name()).filter(|name| *name != nearest);
    match name {
        Some(name) => format!("did you mean `{nearest}` ({name})?"),
        None => did_you_mean(nearest),
    }
}
