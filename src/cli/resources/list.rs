//! What was understood, as data. Members are only ever added within a version.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{OneOrg, Understood};
use crate::finding::{Location, Part};
use crate::org::{Org, ResolvedReference, Resource, ResourceId, Target};
use crate::report::{self, JsonPlace};

/// What `orglint resources --format json` writes.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ResourcesList {
    /// Version of this format: 1.
    pub(super) version: u8,
    /// The resources, by org, path and place.
    pub(super) resources: Vec<ResourceEntry>,
    /// The numbers.
    pub(super) summary: ResourcesSummary,
}

/// One resource.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ResourceEntry {
    /// The folder in which its org begins, relative to the run's root.
    pub(super) org: String,
    /// The kind's slug.
    pub(super) kind: String,
    /// Its name, where it has one.
    pub(super) name: Option<String>,
    /// Its identity in its form, where it has one: a GUID, a Terraform address.
    pub(super) id: Option<String>,
    /// How it is written.
    pub(super) form: &'static str,
    /// Where else the same thing is written.
    #[serde(rename = "sameAs")]
    pub(super) same_as: Vec<SightingEntry>,
    /// Whether it is only looked up (Terraform `data`), so that nothing is known of its settings.
    pub(super) external: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub(super) place: JsonPlace,
    /// Its references, in the order of the catalogue's fields and of the text.
    pub(super) references: Vec<ReferenceEntry>,
    /// The references of others that lead to it, in the order of the org.
    #[serde(rename = "referencedBy")]
    pub(super) referenced_by: Vec<ReferrerEntry>,
}

/// A place at which the same thing is written.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SightingEntry {
    /// How it is written there.
    pub(super) form: &'static str,
    /// Where.
    #[serde(flatten)]
    pub(super) place: JsonPlace,
}

/// One reference of a resource.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReferenceEntry {
    /// Logical name of the field.
    pub(super) field: String,
    /// The kind referred to.
    pub(super) kind: String,
    /// `resolved`; `unresolved` where there certainly is no such resource; `unknown`.
    pub(super) state: &'static str,
    /// The text that is looked up; empty where standing inside the other resource is the reference. Secrets are masked.
    pub(super) written: String,
    /// Identity, or else name, of the resource it leads to; as written where it leads to none.
    pub(super) target: String,
    /// Why it leads to none.
    pub(super) reason: Option<String>,
    /// Where it is written.
    #[serde(flatten)]
    pub(super) place: JsonPlace,
}

/// A reference of another resource.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReferrerEntry {
    /// The kind of the resource that refers.
    pub(super) kind: String,
    /// Its name.
    pub(super) name: Option<String>,
    /// Its identity in its form.
    pub(super) id: Option<String>,
    /// Logical name of its field.
    pub(super) field: String,
    /// Where the reference is written.
    #[serde(flatten)]
    pub(super) place: JsonPlace,
}

/// The numbers of a list.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct ResourcesSummary {
    /// How many resources there are.
    pub(super) resources: usize,
    /// How many there are by kind and form.
    pub(super) kinds: BTreeMap<String, BTreeMap<&'static str, usize>>,
    /// How many references lead to a resource.
    pub(super) resolved: usize,
    /// How many do not, by the reason.
    pub(super) unresolved: BTreeMap<String, usize>,
}

/// The JSON Schema of the list.
pub(in crate::cli) fn json_schema() -> schemars::Schema {
    schemars::schema_for!(ResourcesList)
}

/// Everything that was understood.
pub(super) fn list(understood: &Understood<'_>) -> ResourcesList {
    let resources = understood.orgs.iter().flat_map(of_org).collect();
    let mut list = ResourcesList { version: 1, resources, summary: ResourcesSummary::default() };
    list.count();
    list
}

impl ResourcesList {
    /// Keeps the resources of one kind.
    pub(super) fn keep_kind(&mut self, kind: &str) {
        self.resources.retain(|entry| entry.kind == kind);
        self.count();
    }

    /// Keeps the references that lead to no resource, and the resources that have some.
    pub(super) fn keep_unresolved(&mut self) {
        for entry in &mut self.resources {
            entry.references.retain(|reference| reference.reason.is_some());
        }
        self.resources.retain(|entry| !entry.references.is_empty());
    }

    fn count(&mut self) {
        let mut summary =
            ResourcesSummary { resources: self.resources.len(), ..Default::default() };
        for entry in &self.resources {
            let forms = summary.kinds.entry(entry.kind.clone()).or_default();
            *forms.entry(entry.form).or_default() += 1;
            for reference in &entry.references {
                match &reference.reason {
                    None => summary.resolved += 1,
                    // What was meant differs from one to the next.
                    Some(reason) => {
                        let reason = reason.split(';').next().unwrap_or(reason);
                        *summary.unresolved.entry(reason.to_owned()).or_default() += 1;
                    }
                }
            }
        }
        self.summary = summary;
    }
}

fn of_org(one: &OneOrg<'_>) -> Vec<ResourceEntry> {
    let mut entries: Vec<ResourceEntry> =
        one.org.all().map(|(id, resource)| entry(one, id, resource)).collect();
    for (_, resource) in one.org.all() {
        for reference in &resource.references {
            let Target::Resolved(ResourceId(target)) = reference.target else { continue };
            let target = usize::try_from(target).ok().and_then(|at| entries.get_mut(at));
            if let Some(target) = target {
                target.referenced_by.push(referrer(&one.org, resource, reference));
            }
        }
    }
    entries
}

fn entry(one: &OneOrg<'_>, id: ResourceId, resource: &Resource<'_>) -> ResourceEntry {
    let recognised = &resource.recognised;
    let references =
        resource.references.iter().map(|reference| reference_entry(&one.org, reference)).collect();
    ResourceEntry {
        org: one.root.clone(),
        kind: one.org.catalog.kind(recognised.kind).name.clone(),
        name: resource.name().map(str::to_owned),
        id: recognised.id.clone(),
        form: recognised.form.name(),
        same_as: one
            .org
            .same_as(id)
            .iter()
            .map(|other| sighting(one.org.resource(*other)))
            .collect(),
        external: recognised.is_external,
        place: JsonPlace::of(&Location::of(recognised.node, Part::Value)),
        references,
        referenced_by: Vec::new(),
    }
}

fn sighting(other: &Resource<'_>) -> SightingEntry {
    let place = JsonPlace::of(&Location::of(other.recognised.node, Part::Value));
    SightingEntry { form: other.recognised.form.name(), place }
}

fn reference_entry(org: &Org<'_>, reference: &ResolvedReference<'_>) -> ReferenceEntry {
    let location = Location::of(reference.node, reference.part);
    let written = report::without_secrets_at(&location, &reference.text);
    let (state, target, reason) = match &reference.target {
        Target::Resolved(id) => {
            let target = org.resource(*id);
            let name = target.name().map(str::to_owned);
            let called = target.recognised.id.clone().or(name);
            ("resolved", called.unwrap_or_else(|| written.clone()), None)
        }
        Target::Unresolved { nearest } => {
            let nearest = nearest.as_deref().map(crate::text::did_you_mean);
            let nearest = nearest.map_or_else(String::new, |question| format!("; {question}"));
            ("unresolved", written.clone(), Some(format!("does not exist{nearest}")))
        }
        Target::Unknown(why) => ("unknown", written.clone(), Some(why.to_string())),
    };
    ReferenceEntry {
        field: reference.field.to_string(),
        kind: org.catalog.kind(reference.kind).name.clone(),
        state,
        written,
        target,
        reason,
        place: JsonPlace::of(&location),
    }
}

fn referrer(
    org: &Org<'_>,
    from: &Resource<'_>,
    reference: &ResolvedReference<'_>,
) -> ReferrerEntry {
    ReferrerEntry {
        kind: org.catalog.kind(from.recognised.kind).name.clone(),
        name: from.name().map(str::to_owned),
        id: from.recognised.id.clone(),
        field: reference.field.to_string(),
        place: JsonPlace::of(&Location::of(reference.node, reference.part)),
    }
}
