//! Root modules that are copies of each other: `environments/dev` and `environments/prod`, one for each organisation.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, Module, Terraform};

/// A name that more root modules declare than this tells nothing: `main`, `this`.
const MAX_SHARED: usize = 16;

impl<'d> Terraform<'d> {
    /// The root modules that a module is called from, directly or through others: itself where nothing calls it.
    pub fn roots(&self, module: &str) -> BTreeSet<&str> {
        let around = self.around(module).into_iter();
        let known = around.filter_map(|folder| Some(self.modules.get(folder)?.folder));
        known.filter(|folder| self.is_root(folder)).collect()
    }

    fn is_root(&self, module: &str) -> bool {
        self.callers.get(module).is_none_or(BTreeSet::is_empty)
    }

    /// Pairs of root modules that declare mostly the same: at least half of the smaller one's resources and calls. Each
    /// pair is there in the order of the folders.
    pub fn copies(&self) -> BTreeSet<(&'d str, &'d str)> {
        let roots: Vec<&Module<'d>> =
            self.modules.values().filter(|module| self.is_root(module.folder)).collect();
        let mut owners: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (at, root) in roots.iter().enumerate() {
            for name in names(root) {
                owners.entry(name).or_default().push(at);
            }
        }
        let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for owners in owners.values().filter(|owners| owners.len() <= MAX_SHARED) {
            for (at, one) in owners.iter().enumerate() {
                for other in &owners[at + 1..] {
                    *shared.entry((*one, *other)).or_default() += 1;
                }
            }
        }
        let is_mostly = |&((one, other), shared): &((usize, usize), usize)| {
            shared * 2 >= names(roots[one]).count().min(names(roots[other]).count())
        };
        let alike = shared.into_iter().filter(is_mostly);
        alike.map(|((one, other), _)| (roots[one].folder, roots[other].folder)).collect()
    }
}

/// What a module declares: its resources, and its calls.
fn names<'m, 'd>(module: &'m Module<'d>) -> impl Iterator<Item = (&'d str, &'d str)> + use<'m, 'd> {
    let resources = module.declared.keys().filter(|(block, ..)| *block == Block::Resource);
    let calls = module.calls.keys().map(|call| ("module", *call));
    resources.map(|&(_, ty, label)| (ty, label)).chain(calls)
}
