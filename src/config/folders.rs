//! Folders that a configuration names, held against those that are there: a name that means nothing would be silent.

use std::collections::BTreeSet;

use super::{Configs, Scope};
use crate::org::OrgRoots;
use crate::problem::Problem;

impl Configs {
    /// That globs under `orgs`, those of overrides among them, mean something for these paths; asked where `is_whole` says
    /// that everything in the folder of the configuration is among them.
    ///
    /// # Errors
    /// Globs that match no folder above any of the paths.
    pub fn idle_org_globs(
        &self,
        paths: &[&str],
        is_whole: impl Fn(&str) -> bool,
    ) -> Result<(), Vec<Problem>> {
        let roots = self.org_roots()?;
        let roots: BTreeSet<&str> = paths.iter().map(|path| roots.root_of(path)).collect();
        let whole = || self.scopes().filter(|scope| is_whole(&scope.folder));
        let of_orgs = whole().flat_map(|scope| scope.idle_orgs(paths));
        let of_overrides = whole().flat_map(|scope| scope.idle_overrides(&roots));
        let problems: Vec<Problem> = of_orgs.chain(of_overrides).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

impl Scope {
    /// Directories under `extend` that are not there.
    pub(super) fn missing_extensions(&self) -> Vec<Problem> {
        let extend = &self.config.extend;
        let named = [("rules", &extend.rules), ("schemas", &extend.schemas)];
        let all = named.into_iter().flat_map(|(key, list)| list.iter().map(move |it| (key, it)));
        let missing = all.filter(|(_, directory)| !self.extension(directory).is_dir());
        let problem = |(key, directory): (&str, &String)| {
            let message = format!("`{directory}` is not a directory");
            let problem = self.problem_with(directory, message, &["extend", key]);
            problem.help("directories under `extend` are relative to that of this file")
        };
        missing.map(problem).collect()
    }

    /// Globs under `orgs` that are none.
    pub(super) fn wrong_orgs(&self) -> Vec<Problem> {
        let wrong = |glob: &String| {
            let error = OrgRoots::new(&[vec![glob.clone()]], []).err()?.pop()?;
            Some(self.problem_with(glob, error.message, &["orgs"]))
        };
        self.config.orgs.iter().filter_map(wrong).collect()
    }

    /// Globs under `orgs` that no file lies in a folder of.
    fn idle_orgs(&self, paths: &[&str]) -> Vec<Problem> {
        let is_idle = |glob: &&String| {
            let alone = OrgRoots::new(&[vec![self.below_root(glob)]], []).unwrap_or_default();
            paths.iter().all(|path| alone.root_of(path).is_empty())
        };
        let folders: BTreeSet<&str> = paths.iter().flat_map(|path| self.folders(path)).collect();
        let problem = |glob: &String| {
            let message = format!("no file lies in a folder that `{glob}` matches");
            let problem = self.problem_with(glob, message, &["orgs"]);
            problem.did_you_mean(glob, folders.iter().copied())
        };
        self.config.orgs.iter().filter(is_idle).map(problem).collect()
    }

    /// The folders above a path, below that of the configuration and relative to it.
    fn folders<'p>(&self, path: &'p str) -> impl Iterator<Item = &'p str> + use<'p> {
        let below =
            path.strip_prefix(self.folder.as_str()).map(|path| path.trim_start_matches('/'));
        let above = |path: &&'p str| path.rsplit_once('/').map(|(folder, _)| folder);
        std::iter::successors(below, move |path| above(path)).skip(1)
    }

    /// Globs under `orgs` of overrides that match none of the folders in which orgs begin.
    fn idle_overrides(&self, roots: &BTreeSet<&str>) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, one) in self.config.overrides.iter().enumerate() {
            let position = at.to_string();
            let path = ["overrides", position.as_str(), "orgs"];
            for glob in one.orgs.iter().flatten() {
                let set = self.globs(std::slice::from_ref(glob), &path, &mut problems);
                if roots.iter().any(|root| set.is_match(root)) {
                    continue;
                }
                let message = format!("no org begins in a folder that `{glob}` matches");
                let names = roots.iter().filter_map(|root| root.strip_prefix(self.folder.as_str()));
                let names = names.map(|root| root.trim_start_matches('/'));
                let problem = self.problem_with(glob, message, &path);
                problems.push(problem.did_you_mean(glob, names));
            }
        }
        problems
    }
}
