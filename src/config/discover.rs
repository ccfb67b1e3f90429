//! Finding `orglint.yaml`: every file belongs to the nearest one above it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::Config;
use crate::catalog::Catalog;
use crate::document::Node;
use crate::finding::{Location, Part};
use crate::problem::Problem;
use crate::source::{self, Source};
use crate::text::nearest;
use crate::typed::Typed;

/// The name of the configuration file.
pub const FILE_NAME: &str = "orglint.yaml";

/// One configuration and the directory that it is for.
#[derive(Debug)]
pub struct Scope {
    /// Absolute; globs of the configuration are relative to it.
    pub directory: PathBuf,
    /// What it says; the default where there is no file.
    pub config: Config,
    exclude: GlobSet,
    orgs: GlobSet,
    kinds: Vec<(String, GlobSet)>,
}

/// All configurations of a run.
#[derive(Debug)]
pub struct Configs {
    scopes: Vec<Scope>,
    by_directory: BTreeMap<PathBuf, usize>,
    /// With `--config`, that one is for all files.
    is_fixed: bool,
}

impl Configs {
    /// Reads `explicit` where it is given, else the nearest configuration above each of `paths`. Where there is none,
    /// the default configuration is for `root`. All paths are absolute.
    ///
    /// # Errors
    /// Files that cannot be read or are not a configuration, framed at the byte.
    pub fn find(root: &Path, paths: &[PathBuf], explicit: Option<&Path>) -> Result<Self, Vec<Problem>> {
        let mut configs =
            Self { scopes: Vec::new(), by_directory: BTreeMap::new(), is_fixed: explicit.is_some() };
        let files: Vec<PathBuf> = match explicit {
            Some(file) => vec![file.to_owned()],
            None => paths.iter().filter_map(|path| above(path)).collect(),
        };
        for file in &files {
            configs.add(root, file)?;
        }
        if configs.scopes.is_empty() {
            configs.insert(Scope::new(root.to_owned(), Config::default()));
        }
        Ok(configs)
    }

    /// Adds the configuration in `file`, which was met during the walk; nothing happens with `--config`, or where it is
    /// known already.
    ///
    /// # Errors
    /// The file cannot be read or is not a configuration.
    pub fn add_nested(&mut self, root: &Path, file: &Path) -> Result<(), Vec<Problem>> {
        if self.is_fixed { Ok(()) } else { self.add(root, file) }
    }

    fn add(&mut self, root: &Path, file: &Path) -> Result<(), Vec<Problem>> {
        let directory = file.parent().unwrap_or(root).to_owned();
        if self.by_directory.contains_key(&directory) {
            return Ok(());
        }
        let source = Arc::new(source::read(file, &source::relative(root, file)).map_err(|problem| vec![problem])?);
        let typed = Typed::<Config>::read(&source)?;
        let problems = check_globs(&typed);
        if !problems.is_empty() {
            return Err(problems);
        }
        self.insert(Scope::new(directory, typed.value));
        Ok(())
    }

    fn insert(&mut self, scope: Scope) {
        self.by_directory.insert(scope.directory.clone(), self.scopes.len());
        self.scopes.push(scope);
    }

    /// The configuration for the whole run: of the first path.
    pub fn main(&self) -> &Config {
        &self.scopes[0].config
    }

    /// All configurations.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// The position, in [`Self::scopes`], of the configuration for the absolute `path`.
    pub fn scope_of(&self, path: &Path) -> usize {
        if self.is_fixed {
            return 0;
        }
        path.ancestors().find_map(|directory| self.by_directory.get(directory)).copied().unwrap_or(0)
    }

    /// The directories named under `extend` by all configurations: of rules, and of schemas. Absolute.
    pub fn extensions(&self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let of = |pick: fn(&Config) -> &Vec<String>| {
            let directories = |scope: &Scope| {
                pick(&scope.config).iter().map(|directory| scope.directory.join(directory)).collect::<Vec<_>>()
            };
            self.scopes.iter().flat_map(directories).collect()
        };
        (of(|config| &config.extend.rules), of(|config| &config.extend.schemas))
    }

    /// Checks what configurations say about kinds: names that no kind has.
    ///
    /// # Errors
    /// Each unknown name, with the nearest one.
    pub fn check_kinds(&self, catalog: &Catalog) -> Result<(), Vec<Problem>> {
        let known: Vec<&str> = catalog.kinds().map(|(_, kind)| kind.name.as_str()).collect();
        let named = self.scopes.iter().flat_map(|scope| scope.config.complete.iter().chain(scope.config.kinds.keys()));
        let unknown = named.filter(|name| !known.contains(&name.as_str()));
        let problems: Vec<Problem> = unknown
            .map(|name| {
                let problem = Problem::new(format!("{FILE_NAME} names the kind `{name}`, which does not exist"));
                match nearest(name, known.iter().copied()) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help("`orglint kinds` lists all kinds"),
                }
            })
            .collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

impl Scope {
    /// A configuration whose globs were checked; one that does not compile matches nothing.
    fn new(directory: PathBuf, config: Config) -> Self {
        let exclude = globs(&config.exclude);
        let orgs = globs(&config.orgs);
        let kinds = config.kinds.iter().map(|(kind, patterns)| (kind.clone(), globs(patterns))).collect();
        Self { directory, config, exclude, orgs, kinds }
    }

    fn relative(&self, path: &Path) -> String {
        source::relative(&self.directory, path)
    }

    /// Whether the absolute `path`, or a directory above it, is excluded.
    pub fn excludes(&self, path: &Path) -> bool {
        let relative = self.relative(path);
        Path::new(&relative).ancestors().any(|part| self.exclude.is_match(part))
    }

    /// The directory, relative to this configuration, of the org that the absolute `path` belongs to; empty for the one
    /// org of everything that no `orgs:` glob names.
    pub fn org_of(&self, path: &Path) -> String {
        let relative = self.relative(path);
        let org = Path::new(&relative).ancestors().skip(1).find(|directory| self.orgs.is_match(directory));
        org.map(|directory| directory.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The kind that a `kinds:` glob gives to the absolute `path`.
    pub fn kind_of(&self, path: &Path) -> Option<&str> {
        let relative = self.relative(path);
        self.kinds.iter().find(|(_, globs)| globs.is_match(&relative)).map(|(kind, _)| kind.as_str())
    }
}

/// The nearest configuration above an absolute path.
fn above(path: &Path) -> Option<PathBuf> {
    let candidates = path.ancestors().map(|directory| directory.join(FILE_NAME));
    candidates.into_iter().find(|file| file.is_file())
}

fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|pattern| compile(pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}

/// Globs as `.gitignore` writes directories: a slash at the end changes nothing, `*` stays within one segment.
fn compile(pattern: &str) -> Result<Glob, globset::Error> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    globset::GlobBuilder::new(pattern.trim_end_matches('/')).literal_separator(true).build()
}

/// Every glob of a configuration that does not compile, at its place.
fn check_globs(typed: &Typed<Config>) -> Vec<Problem> {
    let Some(root) = typed.root() else { return Vec::new() };
    let lists = ["exclude", "orgs"].into_iter().filter_map(|key| root.get(key));
    let kinds = root.get("kinds").into_iter().flat_map(Node::members);
    let patterns = lists.chain(kinds).flat_map(Node::items);
    patterns
        .filter_map(|node| {
            let error = compile(node.as_str()?).err()?;
            let problem = Problem::new(format!("`{}` is not a glob: {}", node.text(), error.kind()));
            Some(problem.at(Location::of(node, Part::Value)))
        })
        .collect()
}
