//! Finds out which resources are one thing.

use std::collections::{BTreeMap, BTreeSet};

use super::super::files::NamedFiles;
use super::super::index::Index;
use super::super::roots::folder;
use super::super::{Resource, ResourceId};
use super::{Same, rank};
use crate::catalog::{Catalog, Form, KindId, Reading, Scalar, normalise};
use crate::terraform::Terraform;

/// Links the resources of one org. What is surer is linked first; within one reason the order is that of the org, so that
/// the result does not depend on the order in which files were read.
pub(in crate::org) struct Linker<'o, 'd> {
    pub(in crate::org) catalog: &'d Catalog,
    pub(in crate::org) resources: &'o [Resource<'d>],
    pub(in crate::org) index: &'o Index<'d>,
    pub(in crate::org) named: &'o NamedFiles<'d>,
    pub(in crate::org) terraform: &'o Terraform<'d>,
}

/// Sightings of one thing each.
#[derive(Default)]
struct Groups {
    members: Vec<Vec<ResourceId>>,
    of: BTreeMap<ResourceId, usize>,
}

impl Groups {
    fn get(&self, id: ResourceId) -> Option<&Vec<ResourceId>> {
        self.of.get(&id).map(|&at| &self.members[at])
    }
}

impl<'d> Linker<'_, 'd> {
    /// Everything that is written down more than once.
    pub(in crate::org) fn link(&self) -> Same {
        let mut groups = Groups::default();
        let mut same = Same::default();
        let states: Vec<ResourceId> =
            self.all().filter(|id| self.form(*id) == Form::State).collect();
        self.by_address(&states, &mut groups, &mut same);
        let exports = self.decoded_copies();
        let architect = self.all().filter(|id| self.form(*id) == Form::Architect);
        let architect = architect.filter(|id| !exports.contains_key(id));
        for id in states.iter().copied().chain(architect) {
            self.by_id(id, &exports, &mut groups);
        }
        let shared = self.by_file(&mut groups);
        self.by_name(&exports, &mut groups);
        self.settle(&groups, shared, &mut same);
        settle_copies(exports, &mut same);
        self.settle_states(&states, &groups, &mut same);
        self.settle_things(&mut same);
        same
    }

    pub(super) fn all(&self) -> impl Iterator<Item = ResourceId> + use<> {
        (0..u32::try_from(self.resources.len()).unwrap_or(u32::MAX)).map(ResourceId)
    }

    pub(super) fn resource(&self, id: ResourceId) -> &Resource<'d> {
        &self.resources[id.0 as usize]
    }

    pub(super) fn form(&self, id: ResourceId) -> Form {
        self.resource(id).recognised.form
    }

    /// Links two resources, unless that made one thing of two in the same form.
    fn join(&self, one: ResourceId, other: ResourceId, groups: &mut Groups) {
        let group = |id| groups.get(id).cloned().unwrap_or_else(|| vec![id]);
        let (first, second) = (group(one), group(other));
        let is_taken = |id: &ResourceId| second.iter().any(|at| self.form(*at) == self.form(*id));
        if first.iter().any(is_taken) {
            return;
        }
        let at = groups.members.len();
        let members: Vec<ResourceId> = first.into_iter().chain(second).collect();
        groups.of.extend(members.iter().map(|&id| (id, at)));
        groups.members.push(members);
    }

    /// An entry of the state and the block that made it. Of a block with several instances, or in a module that is called
    /// several times, each is a thing of its own.
    fn by_address(&self, states: &[ResourceId], groups: &mut Groups, same: &mut Same) {
        let mut made: BTreeMap<ResourceId, Vec<ResourceId>> = BTreeMap::new();
        for &id in states {
            let blocks = self.blocks(id);
            if !blocks.is_empty() {
                same.repeats.insert(id);
            }
            for &block in blocks {
                made.entry(block).or_default().push(id);
            }
        }
        for (block, entries) in made {
            if let [only] = entries.as_slice()
                && self.blocks(*only) == [block]
                && !self.is_one_of_several(*only)
            {
                self.join(block, *only, groups);
            }
        }
    }

    /// The blocks at the address of an entry of the state, from the module folder of the state on.
    fn blocks(&self, id: ResourceId) -> &[ResourceId] {
        let resource = self.resource(id);
        let Some(made_by) = &resource.recognised.made_by else { return &[] };
        let Some(module) = self.module(folder(resource.path()), &made_by.module) else {
            return &[];
        };
        let data = if resource.recognised.is_external { "data." } else { "" };
        let address = format!("{data}{}", made_by.address);
        self.index.by_address(module, &address)
    }

    /// Whether the state says of an entry which instance it is.
    fn is_one_of_several(&self, id: ResourceId) -> bool {
        let made_by = self.resource(id).recognised.made_by.as_ref();
        made_by
            .is_some_and(|by| by.index.is_some() || by.module.iter().any(|step| is_instance(step)))
    }

    /// The folder of the module that calls lead to from the module in `folder`.
    fn module<'f>(&self, folder: &'f str, calls: &[String]) -> Option<&'f str>
    where
        'd: 'f,
    {
        calls.iter().try_fold(folder, |folder, call| {
            let name = call.split('[').next().unwrap_or(call);
            self.terraform.folder_of_call(folder, name)
        })
    }

    /// What carries one id: where each form has it once, it is one thing; else there are copies, and nothing is known of
    /// which is which.
    fn by_id(
        &self,
        id: ResourceId,
        exports: &BTreeMap<ResourceId, ResourceId>,
        groups: &mut Groups,
    ) {
        let of = &self.resource(id).recognised;
        let Some(identity) = of.id.as_deref().filter(|_| of.parent.is_none()) else { return };
        let carriers = self.index.by_id(of.kind, identity);
        let is_one = |id: &ResourceId| !self.is_external(*id) && !exports.contains_key(id);
        let carriers = || carriers.iter().copied().filter(is_one);
        if of.is_external || !self.has_each_form_once(carriers()) {
            return;
        }
        carriers().filter(|other| *other != id).for_each(|other| self.join(id, other, groups));
    }

    fn is_external(&self, id: ResourceId) -> bool {
        self.resource(id).recognised.is_external
    }

    fn has_each_form_once(&self, ids: impl Iterator<Item = ResourceId>) -> bool {
        let mut forms = BTreeSet::new();
        ids.map(|id| self.form(id)).all(|form| forms.insert(form))
    }

    /// A flow and the one resource of CX as Code that publishes its file. The files that several publish, each with values
    /// of its own for the tokens in it, with what publishes them: such a file is each of those, which are not each other.
    fn by_file(&self, groups: &mut Groups) -> Vec<(ResourceId, Vec<ResourceId>)> {
        let mut flows: BTreeMap<&str, Vec<ResourceId>> = BTreeMap::new();
        for id in self.all().filter(|id| is_flow_itself(self.form(*id))) {
            flows.entry(self.resource(id).path()).or_default().push(id);
        }
        let mut publishers: BTreeMap<ResourceId, Vec<ResourceId>> = BTreeMap::new();
        for (&id, path) in self.named {
            let flow = path.as_ref().ok().and_then(|path| flows.get(*path)).map(Vec::as_slice);
            if let Some(&[flow]) = flow
                && self.kind(flow) == self.kind(id)
            {
                publishers.entry(flow).or_default().push(id);
            }
        }
        let mut shared = Vec::new();
        for (flow, publishers) in publishers {
            match publishers.as_slice() {
                [only] => self.join(flow, *only, groups),
                _ => shared.push((flow, publishers)),
            }
        }
        shared
    }

    pub(super) fn kind(&self, id: ResourceId) -> KindId {
        self.resource(id).recognised.kind
    }

    /// Flows of one type and name, where each form has one of them.
    fn by_name(&self, exports: &BTreeMap<ResourceId, ResourceId>, groups: &mut Groups) {
        let mut named: BTreeMap<(KindId, String, &str), Vec<ResourceId>> = BTreeMap::new();
        for id in self.all().filter(|id| !exports.contains_key(id)) {
            if let Some((ty, name)) = self.type_and_name(self.resource(id)) {
                named.entry((self.kind(id), ty, name)).or_default().push(id);
            }
        }
        for ids in named.into_values() {
            if self.has_each_form_once(ids.iter().copied())
                && let [first, others @ ..] = ids.as_slice()
            {
                for other in others {
                    self.join(*first, *other, groups);
                }
            }
        }
    }

    /// The type and the name of a flow, as far as the file says them.
    fn type_and_name(&self, resource: &Resource<'d>) -> Option<(String, &'d str)> {
        let recognised = &resource.recognised;
        let kind = self.catalog.kind(recognised.kind);
        if recognised.is_external || !kind.forms.contains_key(&Form::Archy) {
            return None;
        }
        let name = resource.known_name()?;
        let field = kind.fields.get("type")?;
        let Reading::One(found) = field.read(recognised, recognised.node, self.terraform) else {
            return None;
        };
        match normalise(field, &field.ty, recognised.form, found).ok()? {
            Scalar::String(ty) => Some((ty.to_uppercase(), name)),
            _ => None,
        }
    }

    fn settle(&self, groups: &Groups, shared: Vec<(ResourceId, Vec<ResourceId>)>, same: &mut Same) {
        for &id in groups.of.keys() {
            let Some(members) = groups.get(id) else { continue };
            let others: Vec<_> = members.iter().copied().filter(|other| *other != id).collect();
            same.others.insert(id, others);
            let primary = members.iter().copied().min_by_key(|id| (rank(self.form(*id)), *id));
            same.primary.insert(id, primary.unwrap_or(id));
        }
        for (flow, publishers) in shared {
            for &publisher in &publishers {
                same.others.entry(publisher).or_default().push(flow);
            }
            same.others.entry(flow).or_default().extend(publishers);
        }
        for others in same.others.values_mut() {
            others.sort_unstable();
            others.dedup();
        }
    }

    /// The entries of the state that say nothing of their own, with all that stands inside them, and what the looked up
    /// things are.
    fn settle_states(&self, states: &[ResourceId], groups: &Groups, same: &mut Same) {
        for &id in states {
            let of = &self.resource(id).recognised;
            let parent = of.parent.and_then(|at| u32::try_from(at).ok()).map(ResourceId);
            let is_inside = parent.is_some_and(|parent| same.repeats.contains(&parent));
            if is_inside || groups.get(id).is_some() {
                same.repeats.insert(id);
            }
            let Some(identity) = of.id.as_deref().filter(|_| of.is_external) else { continue };
            let carriers = self.index.by_id(of.kind, identity).iter().copied();
            let mut things: Vec<ResourceId> =
                carriers.filter(|id| !self.is_external(*id)).map(|id| same.primary(id)).collect();
            things.dedup();
            if let [thing] = things.as_slice() {
                let looked_up = groups.get(id).cloned().unwrap_or_else(|| vec![id]);
                same.stands_for.extend(looked_up.into_iter().map(|id| (id, *thing)));
            }
        }
    }

    fn settle_things(&self, same: &mut Same) {
        if same.is_empty() {
            return;
        }
        let twice = same.primary.keys().chain(&same.repeats).chain(same.stands_for.keys());
        let kinds: BTreeSet<KindId> = twice.map(|id| self.kind(*id)).collect();
        for kind in kinds {
            let is_thing = |id: &&ResourceId| {
                same.primary(**id) == **id && !same.repeats(**id) && same.stands_for(**id).is_none()
            };
            let things = self.index.of_kind(kind).iter().filter(is_thing).copied().collect();
            same.things.insert(kind, things);
        }
    }
}

/// Encoded exports stand for nothing that their decoded copies do not stand for.
fn settle_copies(exports: BTreeMap<ResourceId, ResourceId>, same: &mut Same) {
    for (&export, &copy) in &exports {
        let others = same.others(copy).iter().copied().chain([copy]).collect();
        same.others.insert(export, others);
        same.primary.entry(copy).or_insert(copy);
        same.primary.insert(export, same.primary(copy));
    }
    for (&export, &copy) in &exports {
        same.others.entry(copy).or_default().push(export);
    }
    for others in same.others.values_mut() {
        others.sort_unstable();
    }
    same.copies = exports;
}

/// Whether a step of a module's address names one of the instances of its call.
fn is_instance(step: &str) -> bool {
    step.contains('[')
}

/// Whether a file in this form is the flow itself, rather than something about it.
fn is_flow_itself(form: Form) -> bool {
    matches!(form, Form::Archy | Form::Architect)
}
