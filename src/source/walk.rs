//! Which files to read: those that are named, and those in the directories that are named, as far as the ignore
//! files of the repository and the configuration let them through.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use super::ignores::Ignores;
use super::path::{absolute, relative};
use super::{Unreadable, WhyUnreadable};
use crate::document::Syntax;
use crate::problem::Problem;

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, each once, in the order of their paths.
    pub files: Vec<FoundFile>,
    /// Paths that were named and that the configuration excludes.
    pub excluded: Vec<String>,
    /// Paths of links, and of files that ignore files leave out, in the directories that were named: something is there,
    /// and was not read.
    pub passed_over: Vec<String>,
    /// Directories and files that could not be looked at, in the order of their paths.
    pub unreadable: Vec<Unreadable>,
    /// Named paths that do not exist, patterns that are none.
    pub problems: Vec<Problem>,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// The path to open.
    pub file: PathBuf,
    /// The path in reports: relative to the root, with `/` between its segments.
    pub path: String,
    /// What its name tells.
    pub class: FileClass,
    /// How the run came to it.
    pub naming: Naming,
}

/// How a run came to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// It was found in a directory.
    Found,
    /// It was itself named.
    Named,
}

/// What the name of a file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileClass {
    /// It can be read.
    Document(Syntax),
    /// Anything else; only files that were named.
    Other,
}

impl FileClass {
    /// The class of the file at `path`.
    pub fn of(path: &str) -> Self {
        Syntax::of_path(path).map_or(Self::Other, Self::Document)
    }
}

/// Finds the files to read below `paths`. `exclude` holds patterns as `.gitignore` writes them, relative to `root`;
/// they apply to named paths too, while ignore files apply only to what is found in directories. Hidden files and
/// links are left out unless they are named: what a link leads to is most often found where it stands, too.
pub fn walk(paths: &[PathBuf], root: &Path, exclude: &[String]) -> Walked {
    let mut walk = Walk::new(root, exclude);
    for path in paths {
        walk.named(path);
    }
    walk.finish()
}

struct Walk {
    /// Absolute, without `.` and `..`.
    root: PathBuf,
    exclude: Gitignore,
    files: BTreeMap<String, FoundFile>,
    walked: Walked,
}

impl Walk {
    fn new(root: &Path, exclude: &[String]) -> Self {
        let root = absolute(root);
        let mut walked = Walked::default();
        let mut patterns = GitignoreBuilder::new(&root);
        for pattern in exclude {
            if let Err(error) = patterns.add_line(None, pattern) {
                let message = format!("`exclude` pattern `{pattern}` cannot be used: {error}");
                walked.problems.push(Problem::new(message));
            }
        }
        let exclude = patterns.build().unwrap_or_else(|_| Gitignore::empty());
        Self { root, exclude, files: BTreeMap::new(), walked }
    }

    fn finish(mut self) -> Walked {
        self.walked.unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        self.walked.passed_over.retain(|path| !self.files.contains_key(path));
        self.walked.passed_over.sort();
        self.walked.passed_over.dedup();
        self.walked.files = self.files.into_values().collect();
        self.walked
    }

    /// One path as it was named on the command line.
    fn named(&mut self, path: &Path) {
        let full = absolute(path);
        let metadata = match std::fs::metadata(&full) {
            Ok(metadata) => metadata,
            Err(error) => return self.missing(path, &error),
        };
        if self.is_excluded_with_parents(&full, metadata.is_dir()) {
            self.walked.excluded.push(relative(&full, &self.root));
        } else if metadata.is_dir() {
            self.directory(path, &full);
        } else {
            self.file(path.to_owned(), &full, Naming::Named);
        }
    }

    fn missing(&mut self, path: &Path, error: &io::Error) {
        let path = path.display();
        self.walked.problems.push(match error.kind() {
            io::ErrorKind::NotFound => Problem::new(format!("`{path}` does not exist")),
            _ => Problem::new(format!("`{path}` cannot be read: {error}")),
        });
    }

    fn directory(&mut self, path: &Path, full: &Path) {
        let mut ignores = Ignores::above(full, &self.root);
        let mut entries = WalkDir::new(path).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unreadable(full, path, &error);
                    continue;
                }
            };
            let entry_full = match entry.path().strip_prefix(path) {
                Ok(rest) if !rest.as_os_str().is_empty() => full.join(rest),
                _ => full.to_owned(),
            };
            let is_dir = entry.file_type().is_dir();
            if entry.depth() > 0 && self.is_skipped(&entry, &entry_full, &mut ignores) {
                if is_dir {
                    entries.skip_current_dir();
                } else {
                    self.pass_over(&entry, &entry_full);
                }
            } else if is_dir || entry.depth() == 0 {
                ignores.enter(entry.depth(), &entry_full);
            } else if entry.file_type().is_file() {
                self.file(entry.into_path(), &entry_full, Naming::Found);
            } else {
                self.pass_over(&entry, &entry_full);
            }
        }
    }

    fn pass_over(&mut self, entry: &DirEntry, full: &Path) {
        let path = relative(full, &self.root);
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_document = || FileClass::of(&path) != FileClass::Other;
        if !is_hidden && (entry.file_type().is_symlink() || is_document()) {
            self.walked.passed_over.push(path);
        }
    }

    fn is_skipped(&self, entry: &DirEntry, full: &Path, ignores: &mut Ignores) -> bool {
        let is_dir = entry.file_type().is_dir();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        match ignores.matched(entry.depth(), full, is_dir) {
            Match::Ignore(()) => true,
            Match::Whitelist(()) => entry.file_name() == ".git" || self.is_excluded(full, is_dir),
            Match::None => is_hidden || self.is_excluded(full, is_dir),
        }
    }

    fn file(&mut self, file: PathBuf, full: &Path, naming: Naming) {
        let path = relative(full, &self.root);
        let class = FileClass::of(&path);
        if class == FileClass::Other && naming == Naming::Found {
            return;
        }
        let found = FoundFile { file, path: path.clone(), class, naming };
        let found = self.files.entry(path).or_insert(found);
        found.naming = found.naming.max(naming);
    }

    fn unreadable(&mut self, full: &Path, walked: &Path, error: &walkdir::Error) {
        let at = error.path().map(|path| path.strip_prefix(walked).unwrap_or(path));
        let path = relative(&at.map_or_else(|| full.to_owned(), |at| full.join(at)), &self.root);
        let kind = error.io_error().map_or(io::ErrorKind::Other, io::Error::kind);
        self.walked.unreadable.push(Unreadable { path, why: WhyUnreadable::Io(kind.into()) });
    }

    /// Whether the configuration excludes this entry of a directory that is not excluded.
    fn is_excluded(&self, full: &Path, is_dir: bool) -> bool {
        full.strip_prefix(&self.root)
            .is_ok_and(|path| self.exclude.matched(path, is_dir).is_ignore())
    }

    /// Whether the configuration excludes this path or a directory it lies in.
    fn is_excluded_with_parents(&self, full: &Path, is_dir: bool) -> bool {
        full.strip_prefix(&self.root).is_ok_and(|path| {
            !path.as_os_str().is_empty()
                && self.exclude.matched_path_or_any_parents(path, is_dir).is_ignore()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory with these files; those that end with `/` are directories.
    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = directory.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        directory
    }

    fn walked(root: &Path, paths: &[&str], exclude: &[&str]) -> Walked {
        let paths: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
        let exclude: Vec<String> = exclude.iter().map(|&pattern| pattern.to_owned()).collect();
        walk(&paths, root, &exclude)
    }

    fn found(root: &Path, paths: &[&str], exclude: &[&str]) -> Vec<String> {
        walked(root, paths, exclude).files.into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn finds_what_can_be_configuration_in_the_order_of_paths() {
        let tree = tree(&[
            ("b.YAML", ""),
            ("a/z.json", ""),
            ("a.yml", ""),
            ("notes.md", ""),
            ("main.tf", ""),
            ("main.tf.json", ""),
            ("Flow.i3InboundFlow", ""),
        ]);
        let files = walked(tree.path(), &["."], &[]).files;
        let found: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.class)).collect();
        let (json, yaml) = (FileClass::Document(Syntax::Json), FileClass::Document(Syntax::Yaml));
        assert_eq!(
            found,
            [
                ("Flow.i3InboundFlow", json),
                ("a.yml", yaml),
                ("a/z.json", json),
                ("b.YAML", yaml),
                ("main.tf", FileClass::Document(Syntax::Hcl)),
                ("main.tf.json", json),
            ]
        );
    }

    #[test]
    fn ignore_files_hold_for_their_directory_and_inner_ones_win() {
        let tree = tree(&[
            (".gitignore", "build/\n*.tmp.json\n"),
            (".orglintignore", "/drafts\n"),
            ("build/a.json", ""),
            ("x.tmp.json", ""),
            ("drafts/a.json", ""),
            ("live/drafts/a.json", ""),
            ("live/.gitignore", "!keep.tmp.json\n"),
            ("live/keep.tmp.json", ""),
            ("live/drop.tmp.json", ""),
            ("other/keep.tmp.json", ""),
        ]);
        assert_eq!(found(tree.path(), &["."], &[]), ["live/drafts/a.json", "live/keep.tmp.json"]);
    }

    #[test]
    fn ignore_files_above_the_walked_directory_hold_up_to_the_repository() {
        let tree = tree(&[
            (".gitignore", "*.json\n"),
            ("repo/.git/HEAD", ""),
            ("repo/.gitignore", "drafts.yaml\n"),
            ("repo/a/b/drafts.yaml", ""),
            ("repo/a/b/live.yaml", ""),
            ("repo/a/b/live.json", ""),
        ]);
        let inner = tree.path().join("repo/a");
        assert_eq!(found(&inner, &["b"], &[]), ["b/live.json", "b/live.yaml"]);
    }

    #[test]
    fn hidden_files_and_git_are_skipped_unless_named() {
        let tree = tree(&[(".hidden.json", ""), (".git/x.json", ""), ("a.json", "")]);
        assert_eq!(found(tree.path(), &["."], &[]), ["a.json"]);
        assert_eq!(found(tree.path(), &[".hidden.json"], &[]), [".hidden.json"]);
    }

    #[test]
    fn named_files_pass_ignore_files_but_not_excludes() {
        let tree = tree(&[(".gitignore", "a.json\n"), ("a.json", ""), ("old/b.json", "")]);
        assert_eq!(found(tree.path(), &["a.json"], &[]), ["a.json"]);
        let walked = walked(tree.path(), &["a.json", "old/b.json", "old"], &["old/"]);
        assert_eq!(walked.excluded, ["old/b.json", "old"]);
        assert_eq!(walked.files.len(), 1);
        assert_eq!(walked.files[0].naming, Naming::Named);
    }

    #[test]
    fn excludes_are_relative_to_the_root_whatever_is_walked() {
        let tree = tree(&[("a/old/x.json", ""), ("a/new/x.json", ""), ("old/x.json", "")]);
        assert_eq!(found(tree.path(), &["a"], &["/old"]), ["a/new/x.json", "a/old/x.json"]);
        assert_eq!(found(tree.path(), &["."], &["a/**/x.json"]), ["old/x.json"]);
    }

    #[test]
    fn a_path_named_twice_is_read_once_and_one_outside_the_root_is_named_from_it() {
        let tree = tree(&[("in/a.json", ""), ("out/b.json", "")]);
        let root = tree.path().join("in");
        let paths = [".", "a.json", "../out/b.json", "./a.json"];
        assert_eq!(found(&root, &paths, &[]), ["../out/b.json", "a.json"]);
    }

    #[test]
    fn a_path_that_does_not_exist_and_a_bad_pattern_are_problems() {
        let tree = tree(&[]);
        let problems = walk(&["nowhere-at-all".into()], tree.path(), &["a{b".to_owned()]).problems;
        assert!(problems[0].message.starts_with("`exclude` pattern `a{b` cannot be used"));
        assert_eq!(problems[1].message, "`nowhere-at-all` does not exist");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_where_they_are_named() {
        let tree = tree(&[("real/a.json", "")]);
        std::os::unix::fs::symlink(tree.path().join("real"), tree.path().join("link")).unwrap();
        assert_eq!(found(tree.path(), &["."], &[]), ["real/a.json"]);
        assert_eq!(found(tree.path(), &["link"], &[]), ["link/a.json"]);
        assert_eq!(walked(tree.path(), &["."], &[]).passed_over, ["link"]);
    }

    #[test]
    fn what_ignore_files_leave_out_is_known_to_be_there() {
        let files = [(".gitignore", "*.tf\nold/\n"), ("a.tf", ""), ("b.tf", ""), ("old/c.tf", "")];
        let passed_over = |paths: &[&str]| walked(tree(&files).path(), paths, &[]).passed_over;
        assert_eq!(passed_over(&["."]), ["a.tf", "b.tf"]);
        assert_eq!(passed_over(&[".", "b.tf"]), ["a.tf"]);
    }
}
