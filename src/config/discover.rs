//! Finding `orglint.yaml`: every file belongs to the nearest one above it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Config;
use crate::catalog::{Catalog, KindGlobs, KindId};
use crate::document::{self, Document, Node, Syntax};
use crate::finding::{Location, Part};
use crate::org::OrgRoots;
use crate::problem::Problem;
use crate::source::{self, Source};
use crate::typed::read_typed;

/// The name of the configuration file.
pub const FILE_NAME: &str = "orglint.yaml";

/// One configuration and the folder that it is for.
#[derive(Debug)]
pub struct Scope {
    /// Relative to the run's root, with `/` between its segments; empty for the root.
    pub folder: String,
    /// What it says; the default where there is no file.
    pub config: Config,
    /// The absolute directory of its file, which `extend` names directories from; with `--config` any other than `folder`.
    directory: PathBuf,
    /// Its file and what was read from it; `None` where there is no file.
    typed: Option<Typed>,
    exclude: Gitignore,
}

/// A configuration that was read from a file, beside the nodes it was read from.
#[derive(Debug)]
struct Typed {
    config: Config,
    document: Document,
}

impl Typed {
    fn read(source: &Arc<Source>) -> Result<Option<Self>, Vec<Problem>> {
        let parsed = document::parse(source, Syntax::Yaml);
        let is_empty = parsed.error.is_none()
            && parsed.documents.iter().all(|document| document.root().is_null());
        if is_empty {
            return Ok(None);
        }
        read_typed(source).map(|(config, document)| Some(Self { config, document }))
    }
}

/// All configurations of a run.
#[derive(Debug)]
pub struct Configs {
    /// Absolute: paths in reports and globs are relative to it.
    root: PathBuf,
    /// By folder. The root has one in any case.
    scopes: BTreeMap<String, Scope>,
    /// The folder of the configuration for the whole run.
    main: String,
    /// With `--config`, that one is for all files.
    is_fixed: bool,
}

impl Configs {
    /// Reads `explicit` where it is given, else the nearest configuration above each of `paths`.
    ///
    /// The run's root is the current directory, or what is common to `paths` where one lies outside of it; or, without
    /// `explicit`, the folder above that holds a configuration.
    ///
    /// # Errors
    /// Files that cannot be read or are not a configuration, framed at the byte.
    pub fn find(paths: &[PathBuf], explicit: Option<&Path>) -> Result<Self, Vec<Problem>> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| source::absolute(path)).collect();
        let base = base(&paths);
        let above_base = if explicit.is_none() { above(&base) } else { None };
        let root = above_base.as_deref().and_then(Path::parent).map_or(base, Path::to_owned);
        let nothing = Scope::new(&root, String::new(), root.clone(), None)?;
        let scopes = BTreeMap::from([(String::new(), nothing)]);
        let mut configs = Self { root, scopes, main: String::new(), is_fixed: explicit.is_some() };
        match explicit {
            Some(file) => configs.read(file, String::new())?,
            None => {
                for file in paths.iter().filter_map(|path| above(path.as_path())) {
                    configs.add(&file)?;
                }
                configs.main = paths
                    .first()
                    .map(|path| configs.scope_of(&configs.relative(path)).folder.clone())
                    .unwrap_or_default();
            }
        }
        Ok(configs)
    }

    /// Adds the configuration in `file`, which was met during the walk; nothing happens with `--config`, where it is
    /// known already, or where it lies outside the root.
    ///
    /// # Errors
    /// The file cannot be read or is not a configuration.
    pub fn add(&mut self, file: &Path) -> Result<(), Vec<Problem>> {
        let file = source::absolute(file);
        let Some(directory) = file.parent().filter(|directory| directory.starts_with(&self.root))
        else {
            return Ok(());
        };
        let folder = self.relative(directory);
        let is_known = self.scopes.get(&folder).is_some_and(|scope| scope.typed.is_some());
        if is_known || self.is_fixed { Ok(()) } else { self.read(&file, folder) }
    }

    fn read(&mut self, file: &Path, folder: String) -> Result<(), Vec<Problem>> {
        let path = source::absolute(file);
        let source = source::read(file, &self.relative(&path))
            .map_err(|error| vec![Problem::from(error)])?;
        let typed = Typed::read(&source)?;
        let directory = path.parent().map_or_else(|| self.root.clone(), Path::to_owned);
        let scope = Scope::new(&self.root, folder.clone(), directory, typed)?;
        let missing = scope.missing_extensions();
        self.scopes.insert(folder, scope);
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    /// The run's root, absolute.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path, relative to the root, of an absolute one; empty for the root.
    fn relative(&self, path: &Path) -> String {
        let relative = source::relative(path, &self.root);
        if relative == "." { String::new() } else { relative }
    }

    /// The configuration for the whole run: of the first path.
    pub fn main(&self) -> &Config {
        &self.scope_of(&self.main).config
    }

    /// All configurations, by folder.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.values()
    }

    /// The configuration for a path relative to the root.
    pub fn scope_of(&self, path: &str) -> &Scope {
        let mut folders = std::iter::successors(Some(path), |path| {
            path.rsplit_once('/').map(|(folder, _)| folder)
        });
        folders.find_map(|folder| self.scopes.get(folder)).unwrap_or(&self.scopes[""])
    }

    /// The directories named under `extend` by all configurations: of rules, and of schemas. Absolute.
    pub fn extensions(&self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let of = |pick: fn(&Config) -> &Vec<String>| {
            let directories = |scope: &Scope| {
                let named = pick(&scope.config).iter();
                named.map(|directory| scope.extension(directory)).collect::<Vec<_>>()
            };
            self.scopes().flat_map(directories).collect()
        };
        (of(|config| &config.extend.rules), of(|config| &config.extend.schemas))
    }

    /// Where orgs begin: what `orgs:` says, and each configuration.
    ///
    /// # Errors
    /// Globs that are none.
    pub fn org_roots(&self) -> Result<OrgRoots, Vec<Problem>> {
        let wrong: Vec<Problem> = self.scopes().flat_map(Scope::wrong_orgs).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let list = |scope: &Scope| {
            let globs = scope.config.orgs.iter().map(|glob| scope.below_root(glob));
            globs.collect::<Vec<_>>()
        };
        let globs: Vec<Vec<String>> = self.scopes().map(list).collect();
        let configured = self.scopes.keys().filter(|folder| !folder.is_empty());
        OrgRoots::new(&globs, configured.cloned())
    }

    /// What `kinds:` says files are, innermost configuration first.
    ///
    /// # Errors
    /// Kinds that do not exist, with the nearest one; globs that are none.
    pub fn kind_globs(&self, catalog: &Catalog) -> Result<KindGlobs, Vec<Problem>> {
        let mut globs = KindGlobs::default();
        let mut problems = Vec::new();
        for scope in self.scopes.values().rev() {
            for (name, patterns) in &scope.config.kinds {
                let kind = match scope.kind(catalog, name, &["kinds", name]) {
                    Ok(kind) => kind,
                    Err(problem) => {
                        problems.push(problem);
                        continue;
                    }
                };
                for pattern in patterns {
                    if let Err(error) = globs.push(&scope.below_root(pattern), kind) {
                        let message = format!("`{pattern}` is not a glob: {}", error.kind());
                        problems.push(scope.problem(message, &["kinds", name]));
                    }
                }
            }
        }
        if problems.is_empty() { Ok(globs) } else { Err(problems) }
    }
}

impl Scope {
    fn new(
        root: &Path,
        folder: String,
        directory: PathBuf,
        typed: Option<Typed>,
    ) -> Result<Self, Vec<Problem>> {
        let config = typed.as_ref().map(|typed| typed.config.clone()).unwrap_or_default();
        let mut scope = Self { folder, config, directory, typed, exclude: Gitignore::empty() };
        let mut patterns = GitignoreBuilder::new(root.join(&scope.folder));
        let mut problems = Vec::new();
        for pattern in &scope.config.exclude {
            if let Err(error) = patterns.add_line(None, pattern) {
                problems.push(
                    scope.problem(format!("`{pattern}` is not a pattern: {error}"), &["exclude"]),
                );
            }
        }
        match patterns.build() {
            Ok(exclude) => scope.exclude = exclude,
            Err(error) => problems.push(scope.problem(error.to_string(), &["exclude"])),
        }
        if problems.is_empty() { Ok(scope) } else { Err(problems) }
    }

    /// The absolute path of a directory that it names under `extend`.
    pub(super) fn extension(&self, directory: &str) -> PathBuf {
        self.directory.join(directory)
    }

    /// A glob of this configuration, as one relative to the root.
    pub(super) fn below_root(&self, glob: &str) -> String {
        let glob = glob.strip_prefix("./").unwrap_or(glob);
        if self.folder.is_empty() { glob.to_owned() } else { format!("{}/{glob}", self.folder) }
    }

    /// Whether the file at an absolute path, or a directory above it, is excluded.
    pub fn excludes(&self, path: &Path) -> bool {
        path.starts_with(self.exclude.path())
            && self.exclude.matched_path_or_any_parents(path, false).is_ignore()
    }

    /// The kinds that are completely exported.
    ///
    /// # Errors
    /// Kinds that do not exist, with the nearest one.
    pub fn complete(&self, catalog: &Catalog) -> Result<Vec<KindId>, Vec<Problem>> {
        let kinds = self.config.complete.iter().map(|name| self.kind(catalog, name, &["complete"]));
        let (kinds, problems): (Vec<_>, Vec<_>) = kinds.partition(Result::is_ok);
        let problems: Vec<Problem> = problems.into_iter().filter_map(Result::err).collect();
        if problems.is_empty() {
            Ok(kinds.into_iter().filter_map(Result::ok).collect())
        } else {
            Err(problems)
        }
    }

    pub(super) fn kind(
        &self,
        catalog: &Catalog,
        name: &str,
        path: &[&str],
    ) -> Result<KindId, Problem> {
        catalog.kind_named(name).ok_or_else(|| {
            let known = catalog.kinds().map(|(_, kind)| kind.name.as_str());
            self.problem_with(name, format!("there is no kind `{name}`"), path)
                .help("`orglint kinds` lists all kinds")
                .did_you_mean(name, known)
        })
    }

    /// What stands at `path` in the file.
    fn node(&self, path: &[&str]) -> Option<Node<'_>> {
        let root = self.typed.as_ref()?.document.root();
        path.iter().try_fold(root, |node, key| child(node, key))
    }

    /// The place of what stands at `path` in the file.
    pub(super) fn location(&self, path: &[&str], part: Part) -> Option<Location> {
        self.node(path).map(|node| Location::of(node, part))
    }

    /// A problem with what stands at `path` in the file; elements of lists are named by their positions.
    pub fn problem(&self, message: String, path: &[&str]) -> Problem {
        self.problem_with("", message, path)
    }

    /// A problem with the element `text` of the list at `path`, or with the key at the end of it.
    pub(super) fn problem_with(&self, text: &str, message: String, path: &[&str]) -> Problem {
        let problem = Problem::new(message);
        let Some(node) = self.node(path) else {
            return problem;
        };
        match node.items().find(|item| item.as_str() == Some(text)) {
            Some(item) => problem.at(Location::of(item, Part::Value)),
            None => problem.at(Location::of(node, Part::Key)),
        }
    }
}

/// The value behind a key, or the element at a position.
fn child<'d>(node: Node<'d>, key: &str) -> Option<Node<'d>> {
    node.get(key).or_else(|| node.element(key.parse().ok()?))
}

/// What the paths of a run are named from: the current directory, or what is common to them where one lies outside.
fn base(paths: &[PathBuf]) -> PathBuf {
    let here = source::absolute(Path::new("."));
    if paths.iter().all(|path| path.starts_with(&here)) {
        return here;
    }
    let directory = |path: &PathBuf| {
        if path.is_dir() { path.clone() } else { path.parent().unwrap_or(path).to_owned() }
    };
    let common = |a: PathBuf, b: PathBuf| {
        let shared = a.components().zip(b.components()).take_while(|(a, b)| a == b);
        shared.map(|(component, _)| component).collect()
    };
    paths.iter().map(directory).reduce(common).unwrap_or(here)
}

/// The nearest configuration above an absolute path, or in it.
fn above(path: &Path) -> Option<PathBuf> {
    path.ancestors().map(|directory| directory.join(FILE_NAME)).find(|file| file.is_file())
}
