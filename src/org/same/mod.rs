//! One thing of an organisation that is written down in several places.
//!
//! A flow is a YAML file, the `genesyscloud_flow` that publishes it, an entry of the state and one of a listing. Such
//! sightings are linked where something certain says that they are one: the address, the id, the `filepath`, or, for flows,
//! type and name where each form has them once. Two sightings in one form are never linked: those are copies.

mod link;
mod twins;

use std::collections::{BTreeMap, BTreeSet};

use super::ResourceId;
use crate::catalog::{Form, KindId};

pub(super) use link::Linker;

/// Which resources are sightings of one thing.
#[derive(Debug, Default)]
pub(super) struct Same {
    /// By sighting, the others, in the order of the org.
    others: BTreeMap<ResourceId, Vec<ResourceId>>,
    /// By sighting of a thing that has several, the one that says most of what people edit.
    primary: BTreeMap<ResourceId, ResourceId>,
    /// Entries of the state of what is described elsewhere.
    repeats: BTreeSet<ResourceId>,
    /// By encoded export, the file with its decoded text.
    copies: BTreeMap<ResourceId, ResourceId>,
    /// What something that is only looked up turns out to be.
    stands_for: BTreeMap<ResourceId, ResourceId>,
    /// The things of kinds of which something is written twice, by their primary sightings.
    things: BTreeMap<KindId, Vec<ResourceId>>,
}

impl Same {
    /// All other places in which the same thing is written.
    pub(super) fn others(&self, id: ResourceId) -> &[ResourceId] {
        self.others.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The sighting of the same thing that has most of what people edit.
    pub(super) fn primary(&self, id: ResourceId) -> ResourceId {
        self.primary.get(&id).copied().unwrap_or(id)
    }

    /// Whether this is an entry of the state of something that is described elsewhere.
    pub(super) fn repeats(&self, id: ResourceId) -> bool {
        self.repeats.contains(&id)
    }

    /// The encoded exports beside which a file with their decoded text stands, each with that file.
    pub(super) fn copies(&self) -> &BTreeMap<ResourceId, ResourceId> {
        &self.copies
    }

    /// What something that is only looked up turns out to be.
    pub(super) fn stands_for(&self, id: ResourceId) -> Option<ResourceId> {
        self.stands_for.get(&id).copied()
    }

    /// The things of a kind, each by its primary sighting; `None` where every resource of the kind is a thing of its own.
    pub(super) fn things(&self, kind: KindId) -> Option<&[ResourceId]> {
        self.things.get(&kind).map(Vec::as_slice)
    }

    /// Of several resources one for each thing: the primary sighting where it is among them, else the first; without what
    /// repeats another. `ids` are in the order of the org, and so is what is left.
    pub(super) fn each_once(&self, ids: &[ResourceId]) -> Vec<ResourceId> {
        let mut chosen: BTreeMap<ResourceId, ResourceId> = BTreeMap::new();
        for &id in ids.iter().filter(|id| !self.repeats(**id)) {
            let primary = self.primary(id);
            let first = chosen.entry(primary).or_insert(id);
            if id == primary {
                *first = id;
            }
        }
        let mut chosen: Vec<ResourceId> = chosen.into_values().collect();
        chosen.sort_unstable();
        chosen
    }

    /// Whether nothing is written twice.
    pub(super) fn is_empty(&self) -> bool {
        self.primary.is_empty() && self.repeats.is_empty() && self.stands_for.is_empty()
    }
}

/// How much a form says that people edit; the smallest says most.
fn rank(form: Form) -> u8 {
    match form {
        Form::Archy => 0,
        Form::Architect => 1,
        Form::Terraform => 2,
        Form::Own => 3,
        Form::Api => 4,
        Form::State => 5,
    }
}
