//! `orglint resources`: what was understood.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::args::ResourcesArgs;
use super::print::{self, Voice};
use super::progress::Progress;
use super::setup::Setup;
use super::{Outcome, Stop};
use crate::check::Understood;
use crate::finding::{Location, Part};
use crate::org::{Org, ResolvedReference, Resource, Target};
use crate::report::JsonRange;

/// The list as JSON.
#[derive(Debug, Serialize, JsonSchema)]
struct ResourcesList {
    /// Version of this format.
    version: u8,
    /// The resources, by path and place.
    resources: Vec<ResourceEntry>,
}

/// One resource.
#[derive(Debug, Serialize, JsonSchema)]
struct ResourceEntry {
    /// The kind's slug.
    kind: String,
    /// Its name, where it has one.
    name: Option<String>,
    /// Its identity in its form, where it has one: a GUID, a Terraform address.
    id: Option<String>,
    /// How it is written: api, terraform, archy, architect, own or state.
    form: &'static str,
    /// The file, relative to the run's root.
    path: String,
    /// Position of its document in the file, from 0.
    document: usize,
    /// JSON Pointer to it in its document.
    pointer: String,
    /// Where it stands.
    range: JsonRange,
    /// Whether the file holds its text encoded, so that `range` is of the decoded text. False if left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    decoded: bool,
    /// Its references, in the order of the text.
    references: Vec<ReferenceEntry>,
}

/// One reference of a resource.
#[derive(Debug, Serialize, JsonSchema)]
struct ReferenceEntry {
    /// Logical name of the field.
    field: String,
    /// The kind referred to.
    kind: String,
    /// resolved, unresolved or unknown.
    state: &'static str,
    /// Identity, or else name, of the resource it leads to; as written where it leads to none.
    target: String,
}

pub(super) fn run(args: &ResourcesArgs) -> Result<Outcome, Stop> {
    let mut setup = Setup::new(&args.input, &[])?;
    let progress = Progress::new(setup.files.len(), Voice::Normal);
    let loaded = setup.load(&progress);
    progress.finish();
    let understood = setup.understand(&loaded)?;
    setup.refuse_empty(&args.input, &understood)?;
    let list = list(&understood);
    print::list(&list, args.format, table)?;
    Ok(Outcome::Clean)
}

fn list(understood: &Understood<'_>) -> ResourcesList {
    let of_org =
        |org: &Org<'_>| org.all().map(|(_, resource)| entry(org, resource)).collect::<Vec<_>>();
    let resources = understood.orgs.iter().flat_map(|one| of_org(&one.org)).collect();
    ResourcesList { version: 1, resources }
}

fn entry(org: &Org<'_>, resource: &Resource<'_>) -> ResourceEntry {
    let recognised = &resource.recognised;
    let location = Location::of(recognised.node, Part::Value);
    let pointer = location.address.as_ref().map(|address| address.pointer.to_string());
    ResourceEntry {
        kind: org.catalog.kind(recognised.kind).name.clone(),
        name: resource.name().map(str::to_owned),
        id: recognised.id.clone(),
        form: recognised.form.name(),
        path: resource.path().to_owned(),
        document: recognised.node.document().index(),
        pointer: pointer.unwrap_or_default(),
        range: JsonRange::of(&location),
        decoded: location.source.is_decoded(),
        references: resource
            .references
            .iter()
            .map(|reference| reference_entry(org, reference))
            .collect(),
    }
}

fn reference_entry(org: &Org<'_>, reference: &ResolvedReference<'_>) -> ReferenceEntry {
    let written = || reference.node.text().to_owned();
    let (state, target) = match &reference.target {
        Target::Resolved(id) => {
            let target = org.resource(*id);
            let name = target.name().map(str::to_owned);
            ("resolved", target.recognised.id.clone().or(name).unwrap_or_else(written))
        }
        Target::Unresolved { .. } => ("unresolved", written()),
        Target::Unknown(_) => ("unknown", written()),
    };
    let kind = org.catalog.kind(reference.kind).name.clone();
    ReferenceEntry { field: reference.field.to_string(), kind, state, target }
}

fn table(list: &ResourcesList, out: &mut dyn Write) -> io::Result<()> {
    let head = ["KIND", "NAME", "FORM", "PLACE", "REFERENCES"].map(str::to_owned).to_vec();
    let row = |entry: &ResourceEntry| {
        let count = |state: &str| {
            entry.references.iter().filter(|reference| reference.state == state).count()
        };
        let counts = ["resolved", "unresolved", "unknown"].map(|state| (count(state), state));
        let words: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, state)| format!("{count} {state}"))
            .collect();
        let name = entry.name.as_ref().or(entry.id.as_ref());
        let name = name.map_or_else(|| "-".to_owned(), String::clone);
        let place = match (entry.decoded, entry.pointer.as_str()) {
            (false, _) => format!("{}:{}", entry.path, entry.range.start.line),
            (true, "") => entry.path.clone(),
            (true, pointer) => format!("{}#{pointer}", entry.path),
        };
        vec![entry.kind.clone(), name, entry.form.to_owned(), place, words.join(", ")]
    };
    let rows: Vec<_> = std::iter::once(head).chain(list.resources.iter().map(row)).collect();
    print::table(&rows, out)
}
