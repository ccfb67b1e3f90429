//! `ambiguous-identity`: several resources of one org that carry one identity, or one name that a reference means.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, related};
use crate::catalog::{Form, KindId, Reading};
use crate::document::Node;
use crate::finding::{Finding, Part};
use crate::org::roots::folder;
use crate::org::written::{Written, identity_key};
use crate::org::{Org, Resource, ResourceId, Target, WhyUnknown};
use crate::terraform::is_snippet;

/// How many further copies a finding points at.
const MAX_RELATED: usize = 8;

/// What tells a resource from all others: kind, form, the scope in which its identity is one, the identity.
type Identity = (KindId, Form, String, String);

/// Copies of one thing: what they share, and the resources in the order of the org.
type Copies = BTreeMap<Identity, Vec<ResourceId>>;

/// One finding for each identity or name, at the second resource that carries it.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut reported = BTreeSet::new();
    for ((_, _, _, identity), ids) in several(identities(org)) {
        if are_deployed_apart(org, &ids) {
            continue;
        }
        found.extend(finding(check, org, &format!("identity `{identity}`"), &ids, identity_place));
        reported.insert(ids);
    }
    for ((_, _, _, name), ids) in several(ambiguous_names(org)) {
        if reported.insert(ids.clone()) {
            found.extend(finding(check, org, &format!("name `{name}`"), &ids, name_place));
        }
    }
    found
}

fn several(copies: Copies) -> impl Iterator<Item = (Identity, Vec<ResourceId>)> {
    copies.into_iter().filter(|(_, ids)| ids.len() > 1)
}

fn identities(org: &Org<'_>) -> Copies {
    let mut copies = Copies::new();
    for (id, resource) in org.all().filter(|(id, _)| is_judged(org, *id)) {
        if let Some(identity) = identity(resource) {
            copies.entry(identity).or_default().push(id);
        }
    }
    copies
}

/// Whether a resource says something of its own.
fn is_judged(org: &Org<'_>, id: ResourceId) -> bool {
    !org.repeats(id) && !org.decoded_copies().contains_key(&id)
}

/// A Terraform address is one in its module, the name of an Archy flow among the flows of its type, the name of a
/// team's own file among those of its kind. What stands inside another resource without an id of its own is that
/// resource's matter.
fn identity(resource: &Resource<'_>) -> Option<Identity> {
    let recognised = &resource.recognised;
    let (kind, form) = (recognised.kind, recognised.form);
    let named_by_name = matches!(form, Form::Archy | Form::Architect | Form::Own);
    match &recognised.id {
        Some(id) if recognised.parent.is_some() && id.contains('#') => None,
        Some(_) if form == Form::Terraform && is_snippet(resource.path()) => None,
        // The state as it was before repeats what the state says.
        Some(_) if form == Form::State && resource.path().ends_with(".backup") => None,
        Some(id) if form == Form::Terraform => {
            Some((kind, form, folder(resource.path()).to_owned(), id.clone()))
        }
        Some(id) => Some((kind, form, String::new(), identity_key(id).into_owned())),
        None if named_by_name => {
            Some((kind, form, scope(resource), resource.known_name()?.to_owned()))
        }
        None => None,
    }
}

/// Whether Terraform deploys each from a module of its own that has nothing to do with the others': to one organisation each.
fn are_deployed_apart(org: &Org<'_>, ids: &[ResourceId]) -> bool {
    let mut seen = BTreeSet::new();
    ids.iter().all(|id| {
        let blocks = org.same_as(*id).iter().map(|id| org.resource(*id));
        let blocks = blocks.filter(|one| one.recognised.form == Form::Terraform);
        let modules: BTreeSet<&str> =
            blocks.flat_map(|one| org.terraform.around(folder(one.path()))).collect();
        let are_known = !modules.is_empty();
        are_known && modules.into_iter().all(|module| seen.insert(module))
    })
}

/// Flows of different types may share a name.
fn scope(resource: &Resource<'_>) -> String {
    let node = resource.recognised.node;
    let ty = match resource.recognised.form {
        Form::Archy => node.key(),
        Form::Api | Form::Terraform | Form::Architect | Form::Own | Form::State => {
            node.get("type").and_then(Node::as_str)
        }
    };
    ty.unwrap_or_default().to_lowercase()
}

/// The names that some reference means and several resources carry. Where they are written in different forms, they may
/// well be one thing, written down twice.
fn ambiguous_names(org: &Org<'_>) -> Copies {
    let mut names = BTreeSet::new();
    for resource in &org.resources {
        for reference in &resource.references {
            let is_ambiguous = reference.target == Target::Unknown(WhyUnknown::Ambiguous);
            if let (true, Written::Name(name) | Written::IdAndName(_, name)) =
                (is_ambiguous, reference.says(resource.recognised.form))
            {
                names.insert((reference.kind, name));
            }
        }
    }
    let mut copies = Copies::new();
    for (kind, name) in names {
        for &id in org.by_name(kind, name) {
            let resource = org.resource(id);
            let form = resource.recognised.form;
            if !resource.recognised.is_external && is_judged(org, id) {
                copies.entry((kind, form, scope(resource), name.to_owned())).or_default().push(id);
            }
        }
    }
    copies
}

/// Finds the place of what several resources share.
type PlaceOf = for<'d> fn(&Org<'d>, &Resource<'d>) -> (Node<'d>, Part);

fn finding(
    check: &Check,
    org: &Org<'_>,
    what: &str,
    ids: &[ResourceId],
    place: PlaceOf,
) -> Option<Finding> {
    let [first, second, further @ ..] = ids else { return None };
    let resource = org.resource(*second);
    let kind = &org.catalog.kind(resource.recognised.kind).name;
    let message = match further.len() {
        0 => format!("a second `{kind}` with the {what}"),
        more => format!("a second `{kind}` with the {what}, of {} in all", more + 2),
    };
    let at = |id: &ResourceId| place(org, org.resource(*id));
    let mut others = vec![related("the first one", at(first))];
    others.extend(further.iter().take(MAX_RELATED).map(|id| related("another one", at(id))));
    let help =
        "remove the copy, or list the folders of the organisations under `orgs` in `orglint.yaml`";
    let finding = check.finding(message, at(second), org, resource);
    Some(Finding { help: Some(help.to_owned()), related: others, ..finding })
}

fn identity_place<'d>(org: &Org<'d>, resource: &Resource<'d>) -> (Node<'d>, Part) {
    let recognised = &resource.recognised;
    match (recognised.form, org.catalog.read("id", recognised)) {
        (Form::Terraform, _) => (recognised.node, Part::Key),
        (_, Some(Reading::One(found))) => (found.node(), found.part()),
        _ => {
            recognised.self_uri.map_or_else(|| name_place(org, resource), |uri| (uri, Part::Value))
        }
    }
}

fn name_place<'d>(_: &Org<'d>, resource: &Resource<'d>) -> (Node<'d>, Part) {
    let recognised = &resource.recognised;
    recognised.name.map_or((recognised.node, Part::Key), |name| (name, Part::Value))
}
