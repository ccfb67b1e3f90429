//! `guid-reference`: CX as Code that names a resource by the id it has in one organisation.

use rustc_hash::FxHashSet;

use super::Check;
use crate::catalog::Form;
use crate::finding::{Finding, Part};
use crate::org::everywhere::is_everywhere;
use crate::org::{Org, ResolvedReference, Resource, Target};

/// One finding for each reference that is written as a GUID, however many fields read it.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let in_terraform = org.resources.iter().filter(|resource| {
        resource.recognised.form == Form::Terraform && !resource.recognised.is_external
    });
    let references = in_terraform
        .flat_map(|resource| resource.references.iter().map(move |one| (resource, one)));
    let mut seen = FxHashSet::default();
    let guids = references.filter(|(resource, one)| {
        let place = (std::ptr::from_ref(one.node.document()).addr(), one.node.id());
        is_guid(&one.text)
            && !is_everywhere(&one.text)
            && one.part == Part::Value
            && !may_be_foreign(org, resource, one)
            && seen.insert(place)
    });
    guids.map(|(resource, one)| finding(check, org, resource, one)).collect()
}

/// Whether the id may be that of something of another kind, or of another service: `clientId` of a credential.
fn may_be_foreign(
    org: &Org<'_>,
    resource: &Resource<'_>,
    reference: &ResolvedReference<'_>,
) -> bool {
    let field = org.catalog.kind(resource.recognised.kind).fields.get(&*reference.field);
    reference.record.is_none()
        && field.is_some_and(|field| field.is_shared)
        && !matches!(reference.target, Target::Resolved(_))
}

fn finding(
    check: &Check,
    org: &Org<'_>,
    resource: &Resource<'_>,
    reference: &ResolvedReference<'_>,
) -> Finding {
    let kind = &org.catalog.kind(reference.kind).title;
    let name = resource.name().map(|name| format!(" of `{name}`")).unwrap_or_default();
    let message = format!("`{}`{name} is the id of one organisation's {kind}", reference.field);
    let at = (reference.node, Part::Value);
    let finding = check.finding(message, at, org, resource);
    let help = "refer to the resource, or look it up by its name with a data source: `data.genesyscloud_….id`";
    let is_known = matches!(reference.target, Target::Resolved(_));
    let help = if is_known { "refer to the resource by its address" } else { help };
    Finding { help: Some(help.to_owned()), ..finding }
}

/// Whether a text is a GUID as the platform makes them, none of those that are all zeros.
fn is_guid(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_part = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    bytes.len() == 36
        && bytes.iter().enumerate().all(is_part)
        && bytes.iter().any(|byte| !matches!(byte, b'0' | b'-'))
}
