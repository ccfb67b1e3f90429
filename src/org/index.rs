//! Looking resources up: by identity, by name, by Terraform address.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::roots::folder;
use super::written::identity_key;
use super::{Resource, ResourceId, WhyUnknown};
use crate::catalog::{Form, KindId};
use crate::document::Node;

/// The resources of an org by what others may call them. Each name may lead to several.
#[derive(Debug, Default)]
pub(super) struct Index<'d> {
    /// By kind.
    kinds: Vec<OfKind<'d>>,
    /// By the folder of the module, then by address, in the order of the addresses.
    modules: FxHashMap<&'d str, BTreeMap<String, Vec<ResourceId>>>,
}

#[derive(Debug, Default)]
struct OfKind<'d> {
    all: Vec<ResourceId>,
    ids: FxHashMap<String, Vec<ResourceId>>,
    /// Where the `selfUri` of a resource says another id than its `id`.
    other_ids: FxHashSet<String>,
    names: FxHashMap<&'d str, Vec<ResourceId>>,
    /// Why the name of some resource cannot be known from the files.
    unknown_name: Option<WhyUnknown>,
}

impl<'d> Index<'d> {
    pub(super) fn new(kinds: usize, resources: &[Resource<'d>]) -> Self {
        let mut index = Self { kinds: Vec::new(), modules: FxHashMap::default() };
        index.kinds.resize_with(kinds, OfKind::default);
        for (id, resource) in (0..).map(ResourceId).zip(resources) {
            index.add(id, resource);
        }
        index
    }

    fn add(&mut self, id: ResourceId, resource: &Resource<'d>) {
        let recognised = &resource.recognised;
        let Some(of_kind) = self.kinds.get_mut(usize::from(recognised.kind.0)) else { return };
        of_kind.all.push(id);
        match resource.name {
            Ok(Some(name)) => of_kind.names.entry(name).or_default().push(id),
            Ok(None) => {}
            Err(why) => of_kind.unknown_name = of_kind.unknown_name.or(Some(why)),
        }
        let Some(identity) = &recognised.id else { return };
        if recognised.form == Form::Terraform {
            let module = folder(resource.path());
            let addresses = self.modules.entry(module).or_default();
            addresses.entry(identity.clone()).or_default().push(id);
        } else {
            let key = identity_key(identity).into_owned();
            if let Some(other) = id_in_self_uri(recognised.node).filter(|other| **other != *key) {
                of_kind.other_ids.insert(other.into_owned());
            }
            of_kind.ids.entry(key).or_default().push(id);
        }
    }

    /// All resources of a kind, in the order of the org.
    pub(super) fn of_kind(&self, kind: KindId) -> &[ResourceId] {
        self.kinds.get(usize::from(kind.0)).map_or(&[], |of_kind| &of_kind.all)
    }

    /// The resources of a kind with this identity, Terraform addresses aside.
    pub(super) fn by_id(&self, kind: KindId, id: &str) -> &[ResourceId] {
        let of_kind = self.kinds.get(usize::from(kind.0));
        of_kind.and_then(|of_kind| of_kind.ids.get(&*identity_key(id))).map_or(&[], Vec::as_slice)
    }

    /// Whether the address of some resource of the kind says this id, although its `id` is another.
    pub(super) fn is_disputed(&self, kind: KindId, id: &str) -> bool {
        let of_kind = self.kinds.get(usize::from(kind.0));
        of_kind.is_some_and(|of_kind| of_kind.other_ids.contains(&*identity_key(id)))
    }

    /// The resources of a kind with this name.
    pub(super) fn by_name(&self, kind: KindId, name: &str) -> &[ResourceId] {
        let of_kind = self.kinds.get(usize::from(kind.0));
        of_kind.and_then(|of_kind| of_kind.names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// Why the name of some resource of the kind cannot be known from the files.
    pub(super) fn unknown_name(&self, kind: KindId) -> Option<WhyUnknown> {
        self.kinds.get(usize::from(kind.0)).and_then(|of_kind| of_kind.unknown_name)
    }

    /// What a module declares under an address.
    pub(super) fn by_address(&self, module: &str, address: &str) -> &[ResourceId] {
        let addresses = self.modules.get(module);
        addresses.and_then(|addresses| addresses.get(address)).map_or(&[], Vec::as_slice)
    }

    /// All addresses that a module declares, in their order.
    pub(super) fn addresses(&self, module: &str) -> impl Iterator<Item = &str> {
        self.modules.get(module).into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }
}

/// The last segment of a resource's own address.
fn id_in_self_uri(node: Node<'_>) -> Option<Cow<'_, str>> {
    let (_, last) = node.get("selfUri")?.as_str()?.rsplit_once('/')?;
    Some(identity_key(last))
}
