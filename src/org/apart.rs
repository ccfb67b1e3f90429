//! Resources that Terraform deploys apart, from root modules that are copies of each other: most likely to an organisation
//! each.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::{Resource, ResourceId};
use crate::catalog::Form;
use crate::terraform::{Terraform, folder};

/// With more groups of root modules than this, none counts as a copy.
const MAX_GROUPS: usize = 256;

/// Which resources are deployed apart from which.
#[derive(Debug, Default)]
pub(super) struct Apart {
    /// By resource: its group, beginning with 1; 0 for what any organisation may have.
    group: Vec<u32>,
    /// Pairs of groups, both ways.
    pairs: FxHashSet<(u32, u32)>,
}

impl Apart {
    pub(super) fn new(resources: &[Resource<'_>], terraform: &Terraform<'_>) -> Self {
        let copies = terraform.copies();
        if copies.is_empty() {
            return Self::default();
        }
        let mut groups =
            Groups { terraform, by_module: BTreeMap::new(), by_roots: BTreeMap::new() };
        let group = resources.iter().map(|resource| groups.of(resource)).collect();
        if groups.by_roots.len() > MAX_GROUPS {
            return Self::default();
        }
        let is_copy = |a: &&str, b: &&str| copies.contains(&(*a, *b)) || copies.contains(&(*b, *a));
        let are_apart = |a: &BTreeSet<&str>, b: &BTreeSet<&str>| {
            a.iter().all(|one| b.iter().all(|other| is_copy(one, other)))
        };
        let of = |(roots, one): (&BTreeSet<&str>, &u32)| {
            let others = groups.by_roots.iter().filter(|(others, _)| are_apart(roots, others));
            others.map(|(_, other)| (*one, *other)).collect::<Vec<_>>()
        };
        let pairs = groups.by_roots.iter().flat_map(of).collect();
        Self { group, pairs }
    }

    /// Whether nothing is.
    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub(super) fn holds(&self, one: ResourceId, other: ResourceId) -> bool {
        let group = |id: ResourceId| self.group.get(id.0 as usize).copied().unwrap_or_default();
        self.pairs.contains(&(group(one), group(other)))
    }
}

/// Numbers the sets of root modules that resources are deployed from.
struct Groups<'t, 'd> {
    terraform: &'t Terraform<'d>,
    by_module: BTreeMap<&'t str, u32>,
    by_roots: BTreeMap<BTreeSet<&'t str>, u32>,
}

impl<'t> Groups<'t, '_> {
    fn of(&mut self, resource: &'t Resource<'_>) -> u32 {
        if resource.recognised.form != Form::Terraform {
            return 0;
        }
        let module = folder(resource.path());
        if let Some(&known) = self.by_module.get(module) {
            return known;
        }
        let roots = self.terraform.roots(module);
        let next = u32::try_from(self.by_roots.len() + 1).unwrap_or_default();
        let group = *self.by_roots.entry(roots).or_insert(next);
        self.by_module.insert(module, group);
        group
    }
}
