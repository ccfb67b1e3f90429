//! Ignore files: which of them hold where, and which of them has the last word.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Files whose patterns hold for the directory they stand in and all below, later ones over earlier ones.
const IGNORE_FILES: [&str; 3] = [".gitignore", ".ignore", ".orglintignore"];

/// The ignore files that hold at some point of a walk, innermost last.
pub(super) struct Ignores {
    /// Of the directories above the one that is walked.
    above: Vec<Gitignore>,
    /// Of the directories on the way down, with their depth.
    below: Vec<(usize, Gitignore)>,
}

impl Ignores {
    /// Those above `directory`: up to the root of the repository, or up to the run's `root` outside of one.
    pub(super) fn above(directory: &Path, root: &Path) -> Self {
        let repository = directory.ancestors().find(|parent| parent.join(".git").exists());
        let top = match repository {
            Some(repository) => repository,
            None if directory.starts_with(root) => root,
            None => directory,
        };
        let parents = directory.ancestors().skip(1).take_while(|parent| parent.starts_with(top));
        let mut above: Vec<Gitignore> = parents.filter_map(ignore_files).collect();
        above.reverse();
        Self { above, below: Vec::new() }
    }

    pub(super) fn enter(&mut self, depth: usize, directory: &Path) {
        if let Some(patterns) = ignore_files(directory) {
            self.below.push((depth, patterns));
        }
    }

    /// What the innermost pattern that matches says about an entry at `depth`.
    pub(super) fn matched(&mut self, depth: usize, path: &Path, is_dir: bool) -> Match<()> {
        while self.below.last().is_some_and(|&(of, _)| of >= depth) {
            self.below.pop();
        }
        let patterns = self.above.iter().chain(self.below.iter().map(|(_, patterns)| patterns));
        let matches = patterns.rev().map(|patterns| patterns.matched(path, is_dir).map(|_| ()));
        matches.into_iter().find(|one| !one.is_none()).unwrap_or(Match::None)
    }
}

/// The patterns that stand in `directory`; `None` where there are none. A line that is no pattern is passed over, as
/// git does.
fn ignore_files(directory: &Path) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(directory);
    let git_exclude = directory.join(".git").join("info").join("exclude");
    let files = IGNORE_FILES.iter().map(|name| directory.join(name));
    let mut is_any = false;
    for file in std::iter::once(git_exclude).chain(files).filter(|file| file.is_file()) {
        is_any = true;
        builder.add(file);
    }
    if is_any { builder.build().ok().filter(|patterns| !patterns.is_empty()) } else { None }
}
