//! From what a reference says to what it leads to.

use super::completeness::Completeness;
use super::index::Index;
use super::nearest::Nearest;
use super::roots::folder;
use super::written::Written;
use super::{Facts, Resource, ResourceId, Target, WhyUnknown};
use crate::catalog::{Catalog, Form, KindId};

/// Resolves references of one org.
pub(super) struct Resolver<'o, 'd> {
    pub(super) catalog: &'d Catalog,
    pub(super) resources: &'o [Resource<'d>],
    pub(super) index: &'o Index<'d>,
    pub(super) completeness: &'o Completeness<'d>,
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
        facts: &'o Facts,
    ) -> Self {
        let unread_folders = facts.unread.iter().map(|path| folder(path));
        let unread_folders = unread_folders.chain(facts.parts.iter().map(String::as_str)).collect();
        Self { catalog, resources, index, completeness, unread_folders, nearest: Nearest::new() }
    }

    /// What a reference to a resource of `kind`, written in the resource `from`, leads to.
    pub(super) fn resolve(
        &mut self,
        from: &Resource<'d>,
        kind: KindId,
        written: Written<'_>,
    ) -> Target {
        let form = from.recognised.form;
        match written {
            Written::Unknown(why) => Target::Unknown(why),
            Written::Parent(id) => Target::Resolved(id),
            Written::Address(address) => self.by_address(folder(from.path()), kind, address),
            Written::Id(id) => {
                let found = self.index.by_id(kind, id);
                self.choose(form, found).unwrap_or_else(|| self.missing(kind, written))
            }
            Written::IdAndName(id, name) => {
                let known = self.index.by_id(kind, id);
                let found = if known.is_empty() { self.index.by_name(kind, name) } else { known };
                self.choose(form, found).unwrap_or_else(|| self.missing(kind, written))
            }
            Written::Name(name) => {
                let named = self.index.by_name(kind, name);
                let found = if named.is_empty() { self.index.by_id(kind, name) } else { named };
                self.choose(form, found).unwrap_or_else(|| self.missing(kind, written))
            }
        }
    }

    /// The one of several candidates that is meant; `None` where there is no candidate.
    ///
    /// An org may be written down twice, in two forms: then a reference means the resource in its own form, else the
    /// flow itself rather than what the API tells of it. Otherwise the two may disagree, and nothing is known.
    fn choose(&self, form: Form, candidates: &[ResourceId]) -> Option<Target> {
        let first = *candidates.first()?;
        let known: Vec<_> =
            candidates.iter().copied().filter(|id| !self.recognised(*id).is_external).collect();
        let in_form = |form: Form| {
            let mut those = known.iter().copied().filter(|id| self.recognised(*id).form == form);
            those.next().map(|first| (first, those.next().is_some()))
        };
        Some(match known.as_slice() {
            [] if self.recognised(first).is_external => Target::Unknown(WhyUnknown::External),
            [only] => Target::Resolved(*only),
            _ => match [form, Form::Archy, Form::Architect].into_iter().find_map(in_form) {
                Some((only, false)) => Target::Resolved(only),
                _ => Target::Unknown(WhyUnknown::Ambiguous),
            },
        })
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
                () if self.recognised(*first).is_external => Target::Unknown(WhyUnknown::External),
                () => Target::Resolved(*first),
            };
        }
        if self.unread_folders.contains(module) {
            return Target::Unknown(WhyUnknown::Incomplete);
        }
        if self.catalog.kind_of_terraform(resource_type(address)).is_none() {
            return Target::Unknown(WhyUnknown::NotExported);
        }
        let is_of_type = |other: &&str| resource_type(other) == resource_type(address);
        let nearest = self.nearest.find(address, self.index.addresses(module).filter(is_of_type));
        Target::Unresolved { nearest: nearest.map(str::to_owned) }
    }

    /// What to make of an id or a name that no resource of the kind carries.
    fn missing(&mut self, kind: KindId, written: Written<'_>) -> Target {
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
            Written::Address(_) | Written::Parent(_) | Written::Unknown(_) => None,
        }
        .map(str::to_owned)
    }
}

/// The type in an address.
fn resource_type(address: &str) -> &str {
    let bare = address.strip_prefix("data.").unwrap_or(address);
    bare.split('.').next().unwrap_or(bare)
}
