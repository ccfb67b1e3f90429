//! From what a reference says to what it leads to.

use super::completeness::Completeness;
use super::everywhere::is_everywhere;
use super::index::Index;
use super::nearest::Nearest;
use super::roots::folder;
use super::same::Same;
use super::written::{Written, in_terraform};
use super::{Facts, Resource, ResourceId, Target, WhyUnknown};
use crate::catalog::{Catalog, Form, KindId};
use crate::document::Node;
use crate::terraform::{Attribute, Why};

/// Resolves references of one org.
pub(super) struct Resolver<'o, 'd> {
    pub(super) catalog: &'d Catalog,
    pub(super) resources: &'o [Resource<'d>],
    pub(super) index: &'o Index<'d>,
    pub(super) completeness: &'o Completeness<'d>,
    pub(super) same: &'o Same,
    /// Folders with files that were not read.
    pub(super) unread_folders: std::collections::BTreeSet<&'o str>,
    pub(super) nearest: Nearest,
}

impl<'o, 'd> Resolver<'o, 'd> {
    pub(super) fn new(
        catalog: &'d Catalog,
        resources: &'o [Resource<'d>],
        index: &'o Index<'d>,
        completeness: &'o Completeness<'d>,
        (same, facts): (&'o Same, &'o Facts<'d>),
    ) -> Self {
        let unread_folders = facts.unread.iter().map(|path| folder(path));
        let unread_folders = unread_folders.chain(facts.parts.iter().map(String::as_str)).collect();
        let nearest = Nearest::new();
        Self { catalog, resources, index, completeness, same, unread_folders, nearest }
    }

    /// What a reference to a resource of `kind`, written in the resource `from`, leads to.
    pub(super) fn resolve(
        &mut self,
        from: &Resource<'d>,
        kind: KindId,
        written: Written<'_>,
    ) -> Target {
        match written {
            Written::Unknown(why) => Target::Unknown(why),
            Written::Parent(id) => Target::Resolved(id),
            Written::Address(address) => self.by_address(folder(from.path()), kind, address),
            Written::Attribute(attribute) => self.by_attribute(from, kind, attribute),
            Written::Undeclared(text) => {
                let nearest = self.near_address(folder(from.path()), text);
                Target::Unresolved { nearest }
            }
            Written::Id(id) => {
                let found = self.index.by_id(kind, id);
                self.choose(from, found).unwrap_or_else(|| self.missing(kind, written))
            }
            Written::IdAndName(id, name) => {
                let known = self.index.by_id(kind, id);
                let found = if known.is_empty() { self.index.by_name(kind, name) } else { known };
                self.choose(from, found).unwrap_or_else(|| self.missing(kind, written))
            }
            Written::Name(name) => {
                let named = self.index.by_name(kind, name);
                let found = if named.is_empty() { self.index.by_id(kind, name) } else { named };
                self.choose(from, found).unwrap_or_else(|| self.missing(kind, written))
            }
        }
    }

    /// The one of several candidates that is meant; `None` where there is no candidate.
    ///
    /// An org may be written down twice, in two forms: then a reference means the resource in its own form, else the
    /// flow itself rather than what the API tells of it. Of several in one form it means the one that lies nearest to it: a
    /// repository may hold a folder for each environment. Otherwise they may disagree, and nothing is known.
    fn choose(&self, from: &Resource<'d>, candidates: &[ResourceId]) -> Option<Target> {
        let first = *candidates.first()?;
        let form = from.recognised.form;
        let is_known = |id: &ResourceId| !self.recognised(*id).is_external;
        let mut known: Vec<_> = candidates.iter().copied().filter(is_known).collect();
        if known.iter().any(|id| !self.same.repeats(*id)) {
            known.retain(|id| !self.same.repeats(*id));
        }
        let in_form = |form: Form| {
            let mut those = known.iter().copied().filter(|id| self.recognised(*id).form == form);
            those.next().map(|first| (first, those.next().is_some()))
        };
        let are_one = |ids: &[ResourceId]| {
            ids.windows(2).all(|pair| self.same.primary(pair[0]) == self.same.primary(pair[1]))
        };
        Some(match known.as_slice() {
            [] => self.looked_up(first),
            [one, ..] if are_one(&known) => Target::Resolved(match in_form(form) {
                Some((own, _)) if !self.same.repeats(own) => own,
                _ => self.same.primary(*one),
            }),
            _ => match [form, Form::Archy, Form::Architect].into_iter().find_map(in_form) {
                Some((only, false)) => Target::Resolved(only),
                _ => self
                    .nearby(from, &known)
                    .map_or(Target::Unknown(WhyUnknown::Ambiguous), Target::Resolved),
            },
        })
    }

    /// The one of several resources in one form with which `from` shares more folders than with any other.
    fn nearby(&self, from: &Resource<'d>, candidates: &[ResourceId]) -> Option<ResourceId> {
        let form = |id: ResourceId| self.recognised(id).form;
        let shared =
            |id: &ResourceId| shared_folders(from.path(), self.resources[id.0 as usize].path());
        let most = candidates.iter().map(shared).max()?;
        let mut nearest = candidates.iter().copied().filter(|id| shared(id) == most);
        let first = nearest.next()?;
        let are_alike = candidates.iter().all(|id| form(*id) == form(first));
        (nearest.next().is_none() && are_alike).then_some(first)
    }

    /// What something turns out to be that is only looked up.
    fn looked_up(&self, id: ResourceId) -> Target {
        let thing = self.same.stands_for(id);
        thing.map_or(Target::Unknown(WhyUnknown::External), Target::Resolved)
    }

    fn recognised(&self, id: ResourceId) -> &crate::catalog::Recognised<'d> {
        &self.resources[id.0 as usize].recognised
    }

    /// A module is a closed world: what it does not declare does not exist, unless a file of it was not read. Types
    /// without a kind are not looked at, so nothing is known of what they declare.
    fn by_address(&mut self, module: &str, kind: KindId, address: &str) -> Target {
        let declared = self.index.by_address(module, address);
        if let [first, rest @ ..] = declared {
            let is_kind = |id: &ResourceId| self.recognised(*id).kind == kind;
            return match () {
                () if !rest.is_empty() => Target::Unknown(WhyUnknown::Ambiguous),
                () if !is_kind(first) => Target::Unresolved { nearest: None },
                () => self.stand_in(*first).unwrap_or(Target::Resolved(*first)),
            };
        }
        if self.unread_folders.contains(module) {
            return Target::Unknown(WhyUnknown::Incomplete);
        }
        if self.catalog.kind_of_terraform(resource_type(address)).is_none() {
            return Target::Unknown(WhyUnknown::NotExported);
        }
        Target::Unresolved { nearest: self.nearest_address(module, address) }
    }

    /// The address in a module that an expression may have meant.
    fn near_address(&mut self, module: &str, expression: &str) -> Option<String> {
        match in_terraform(expression) {
            Written::Address(address) => self.nearest_address(module, address),
            _ => None,
        }
    }

    fn nearest_address(&mut self, module: &str, address: &str) -> Option<String> {
        let is_of_type = |other: &&str| resource_type(other) == resource_type(address);
        let nearest = self.nearest.find(address, self.index.addresses(module).filter(is_of_type));
        nearest.map(str::to_owned)
    }

    /// What an attribute belongs to, in whichever module. An attribute other than the id may be that of another resource,
    /// and its value a reference of its own.
    fn by_attribute(
        &mut self,
        from: &Resource<'d>,
        kind: KindId,
        attribute: Attribute<'_>,
    ) -> Target {
        let address = attribute.address;
        let path = address.to_string();
        let declared = self.index.by_address(address.module, &path);
        let Some(&first) = declared.first() else {
            // It is declared, but what its type is nobody knows here.
            return Target::Unknown(WhyUnknown::NotExported);
        };
        if self.recognised(first).kind == kind || declared.len() > 1 {
            return self.by_address(address.module, kind, &path);
        }
        let value = attribute.value.and_then(Node::as_str);
        match (attribute.name, value) {
            (Some("id"), _) if address.module == folder(from.path()) => {
                Target::Unresolved { nearest: None }
            }
            (Some("id" | "name") | None, _) => Target::Unknown(WhyUnknown::WrongType),
            (Some(_), Some(id)) => self.resolve(from, kind, Written::Id(id)),
            (Some(_), None) => Target::Unknown(WhyUnknown::Terraform(Why::AfterApply)),
        }
    }

    /// What stands in for a resource that is only looked up: what the state says that it is, else the one of that kind which
    /// has the name that is looked for, where the org has it. `None` for resources that are themselves there.
    fn stand_in(&self, id: ResourceId) -> Option<Target> {
        let looked_up = self.resources.get(id.0 as usize)?;
        if !looked_up.recognised.is_external {
            return None;
        }
        if let Some(thing) = self.same.stands_for(id) {
            return Some(Target::Resolved(thing));
        }
        let kind = looked_up.recognised.kind;
        let named = looked_up.known_name().map(|name| self.index.by_name(kind, name));
        let found = named.and_then(|named| self.choose(looked_up, named));
        Some(match found {
            Some(Target::Resolved(id)) => Target::Resolved(id),
            _ => Target::Unknown(WhyUnknown::External),
        })
    }

    /// What to make of an id or a name that no resource of the kind carries.
    fn missing(&mut self, kind: KindId, written: Written<'_>) -> Target {
        if matches!(written, Written::Id(id) | Written::IdAndName(id, _) if is_everywhere(id)) {
            return Target::Unknown(WhyUnknown::NotExported);
        }
        let is_name = matches!(written, Written::Name(_) | Written::IdAndName(..));
        let unknown_name = self.index.unknown_name(kind).filter(|_| is_name);
        if let Some(why) = self.completeness.of(kind).err().or(unknown_name) {
            return Target::Unknown(why);
        }
        if matches!(written, Written::Id(id) | Written::IdAndName(id, _) if self.index.is_disputed(kind, id))
        {
            return Target::Unknown(WhyUnknown::Ambiguous);
        }
        Target::Unresolved { nearest: self.suggestion(kind, written) }
    }

    fn suggestion(&mut self, kind: KindId, written: Written<'_>) -> Option<String> {
        let (index, resources) = (self.index, self.resources);
        let of_kind = || index.of_kind(kind).iter().map(|id| &resources[id.0 as usize]);
        let id_of = |resource: &'o Resource<'d>| resource.recognised.id.as_deref();
        match written {
            Written::Name(name) | Written::IdAndName(_, name) => {
                self.nearest.find(name, of_kind().filter_map(Resource::name))
            }
            Written::Id(id) => {
                let meant = index
                    .by_name(kind, id)
                    .first()
                    .and_then(|named| id_of(&resources[named.0 as usize]));
                meant.or_else(|| {
                    let in_other_forms =
                        of_kind().filter(|resource| resource.recognised.form != Form::Terraform);
                    self.nearest.find(id, in_other_forms.filter_map(id_of))
                })
            }
            Written::Address(_)
            | Written::Attribute(_)
            | Written::Undeclared(_)
            | Written::Parent(_)
            | Written::Unknown(_) => None,
        }
        .map(str::to_owned)
    }
}

/// How many folders two paths have in common, from the run's root on.
fn shared_folders(a: &str, b: &str) -> usize {
    let folders = |path| folder(path).split('/').filter(|one: &&str| !one.is_empty());
    folders(a).zip(folders(b)).take_while(|(a, b)| a == b).count()
}

/// The type in an address.
fn resource_type(address: &str) -> &str {
    let bare = address.strip_prefix("data.").unwrap_or(address);
    bare.split('.').next().unwrap_or(bare)
}
