//! `--only`: what was changed, in a run that reads everything.

use std::path::{Path, PathBuf};

use crate::finding::{Finding, Location};
use crate::problem::Problem;
use crate::source;

/// The files and directories that findings have to do with; all where none are named.
pub(super) struct Only(Vec<String>);

impl Only {
    /// These paths, as findings below `root` name theirs.
    ///
    /// # Errors
    /// Paths that do not exist.
    pub(super) fn new(paths: &[PathBuf], root: &Path) -> Result<Self, Vec<Problem>> {
        let missing = paths.iter().filter(|path| !path.exists());
        let problem = |path: &PathBuf| {
            Problem::new(format!("`{}` does not exist", path.display())).help(
                "--only takes files and directories that are there: leave out what was deleted",
            )
        };
        let problems: Vec<Problem> = missing.map(problem).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let relative = |path: &PathBuf| source::relative(&source::absolute(path), root);
        Ok(Self(paths.iter().map(relative).collect()))
    }

    /// Whether a finding is about one of them, or about something that one of them explains.
    pub(super) fn holds(&self, finding: &Finding) -> bool {
        let related = finding.related.iter().map(|related| &related.location);
        self.0.is_empty()
            || std::iter::once(&finding.primary).chain(related).any(|place| self.has(place))
    }

    fn has(&self, place: &Location) -> bool {
        let path = place.source.path();
        let is_in = |named: &String| {
            let rest = path.strip_prefix(named.as_str());
            named == "." || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.0.iter().any(is_in)
    }
}
