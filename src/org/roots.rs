//! Which org a source belongs to: several organisations may lie side by side in one repository.

use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::problem::Problem;

pub(super) use crate::terraform::folder;

/// The folders in which orgs begin.
#[derive(Debug, Default)]
pub struct OrgRoots {
    /// The globs of `orgs:`.
    globs: GlobSet,
    /// Which list each of the globs is from.
    lists: Vec<usize>,
    /// Folders with a configuration of their own; the run's root is the empty path.
    configured: BTreeSet<String>,
}

impl OrgRoots {
    /// Orgs begin in each folder (or file) that one of the globs in `lists` matches, and in each folder of `configured`, the
    /// folders that hold an `orglint.yaml`. Paths are relative to the run's root, with `/` between their segments.
    ///
    /// # Errors
    /// The globs that are none.
    pub fn new(
        lists: &[Vec<String>],
        configured: impl IntoIterator<Item = String>,
    ) -> Result<Self, Vec<Problem>> {
        let mut builder = GlobSetBuilder::new();
        let mut problems = Vec::new();
        let numbered =
            lists.iter().enumerate().flat_map(|(at, globs)| globs.iter().map(move |it| (at, it)));
        let mut of_lists = Vec::new();
        for (list, glob) in numbered {
            of_lists.push(list);
            let folder =
                glob.trim_start_matches("./").trim_end_matches("/**").trim_end_matches('/');
            match GlobBuilder::new(folder).literal_separator(true).build() {
                Ok(glob) => drop(builder.add(glob)),
                Err(error) => problems.push(Problem::new(format!(
                    "`{glob}` under `orgs` is not a glob: {}",
                    error.kind()
                ))),
            }
        }
        let globs = builder.build().map_err(|error| vec![Problem::new(error.to_string())])?;
        let configured =
            configured.into_iter().map(|folder| folder.trim_end_matches('/').to_owned()).collect();
        if problems.is_empty() {
            Ok(Self { globs, lists: of_lists, configured })
        } else {
            Err(problems)
        }
    }

    /// The folder in which the org of the source at `path` begins: the nearest one, by default the run's root, which is
    /// the empty path.
    pub fn root_of<'p>(&self, path: &'p str) -> &'p str {
        let is_root = |at: &&str| self.configured.contains(*at) || self.globs.is_match(at);
        upwards(path).find(is_root).unwrap_or("")
    }

    /// For an org that begins in a folder which `orgs:` names: which list it is from, and its place in it.
    pub fn listed(&self, root: &str) -> Option<(usize, usize)> {
        let glob = self.globs.matches(root).into_iter().min()?;
        Some((*self.lists.get(glob)?, glob))
    }

    /// The things that belong together, by the folders in which their orgs begin, each in the order given.
    pub fn split<T>(
        &self,
        things: impl IntoIterator<Item = T>,
        path: impl Fn(&T) -> &str,
    ) -> BTreeMap<String, Vec<T>> {
        let mut orgs: BTreeMap<String, Vec<T>> = BTreeMap::new();
        for thing in things {
            let root = self.root_of(path(&thing)).to_owned();
            orgs.entry(root).or_default().push(thing);
        }
        orgs
    }
}

/// The path itself, then the folders around it, without the run's root.
fn upwards(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(folder, _)| folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(globs: &[&str], configured: &[&str]) -> OrgRoots {
        let globs: Vec<_> = globs.iter().map(|&glob| glob.to_owned()).collect();
        OrgRoots::new(&[globs], configured.iter().map(|&folder| folder.to_owned())).unwrap()
    }

    #[test]
    fn everything_is_one_org_unless_said_otherwise() {
        let roots = OrgRoots::default();
        assert_eq!(roots.root_of("a/b/c.json"), "");
        assert_eq!(roots.root_of("c.json"), "");
    }

    #[test]
    fn globs_name_folders_and_files() {
        for glob in ["exports/*", "exports/*/", "./exports/*", "exports/*/**"] {
            let roots = roots(&[glob], &[]);
            assert_eq!(roots.root_of("exports/acme/flows/a.yaml"), "exports/acme", "{glob}");
            assert_eq!(roots.root_of("exports/globex/a.yaml"), "exports/globex", "{glob}");
            assert_eq!(roots.root_of("shared/a.yaml"), "", "{glob}");
        }
        assert_eq!(roots(&["*.json"], &[]).root_of("acme.json"), "acme.json");
    }

    #[test]
    fn the_nearest_configuration_wins() {
        let roots = roots(&["exports/*"], &["", "exports/acme/test"]);
        assert_eq!(roots.root_of("exports/acme/test/a.yaml"), "exports/acme/test");
        assert_eq!(roots.root_of("exports/acme/a.yaml"), "exports/acme");
        assert_eq!(roots.root_of("a.yaml"), "");
    }

    #[test]
    fn what_belongs_together_is_split_by_org() {
        let roots = roots(&["*"], &[]);
        let split = roots.split(["a/1", "b/2", "a/3"], |path| path);
        let expected = [("a".to_owned(), vec!["a/1", "a/3"]), ("b".to_owned(), vec!["b/2"])];
        assert_eq!(split, BTreeMap::from(expected));
    }

    #[test]
    fn a_glob_that_is_none_is_a_problem() {
        assert_eq!(OrgRoots::new(&[vec!["exports/[".to_owned()]], []).unwrap_err().len(), 1);
    }
}
