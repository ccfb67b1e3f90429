//! From arguments to a catalogue, rules, and files: what several subcommands begin with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::InputArgs;
use crate::catalog::{Catalog, KindId, builtin_sources as builtin_schemas};
use crate::check::{Loaded, Understood, load_files, understand};
use crate::config::{Config, Configs, FILE_NAME};
use crate::finding::Severity;
use crate::problem::Problem;
use crate::rules::{RuleSet, builtin_sources as builtin_rules};
use crate::source::{self, FoundFile, Naming, Source, Unreadable};

use super::progress::Progress;

/// The catalogue with the kinds in `directories`.
pub(super) fn catalog(directories: &[PathBuf]) -> Result<Catalog, Vec<Problem>> {
    let mut sources = builtin_schemas();
    sources.extend(read_directories(directories, is_of_schemas, "kind (<kind>/kind.yaml)")?);
    Catalog::load(&sources)
}

/// The built-in rules and those in `directories`.
pub(super) fn rules(catalog: &Catalog, directories: &[PathBuf]) -> Result<RuleSet, Vec<Problem>> {
    let mut sources = builtin_rules();
    sources.extend(read_directories(directories, is_of_rules, "rule file (*.yaml)")?);
    RuleSet::load(catalog, &sources)
}

/// Only the rules in a directory, or one rule file.
pub(super) fn rules_in(catalog: &Catalog, path: &Path) -> Result<RuleSet, Vec<Problem>> {
    if path.is_file() {
        let name = path.to_string_lossy().replace('\\', "/");
        let source = source::read(path, &name).map_err(|error| vec![Problem::from(error)])?;
        return RuleSet::load(catalog, &[source]);
    }
    let directories = [path.to_owned()];
    RuleSet::load(catalog, &read_directories(&directories, is_of_rules, "rule file (*.yaml)")?)
}

/// Whether a file in a directory of rules is a rule.
fn is_of_rules(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| matches!(extension, "yaml" | "yml"))
}

/// Whether a file in a directory of kinds says what a kind is.
fn is_of_schemas(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name == "kind.yaml" || name.ends_with(".schema.json")
}

/// All files below `directories` that are wanted, in order; each directory has to hold some of `what`.
fn read_directories(
    directories: &[PathBuf],
    is_wanted: fn(&Path) -> bool,
    what: &str,
) -> Result<Vec<Arc<Source>>, Vec<Problem>> {
    let mut sources = Vec::new();
    for directory in directories {
        if !directory.is_dir() {
            let is_there = if directory.exists() { "is not a directory" } else { "does not exist" };
            return Err(vec![Problem::new(format!("`{}` {is_there}", directory.display()))]);
        }
        let before = sources.len();
        let entries = walkdir::WalkDir::new(directory).sort_by_file_name();
        for entry in entries.into_iter().filter_map(Result::ok) {
            if entry.file_type().is_file() && is_wanted(entry.path()) {
                let path = entry.path().to_string_lossy().replace('\\', "/");
                sources.push(
                    source::read(entry.path(), &path)
                        .map_err(|error| vec![Problem::from(error)])?,
                );
            }
        }
        if sources.len() == before {
            let message = format!("`{}` holds no {what}", directory.display());
            return Err(vec![Problem::new(message)]);
        }
    }
    Ok(sources)
}

/// Everything that a run over files begins with.
pub(super) struct Setup {
    pub(super) configs: Configs,
    pub(super) catalog: Catalog,
    pub(super) files: Vec<FoundFile>,
    /// Paths of files that the configuration or an ignore file leaves out, and of links.
    left_out: Vec<String>,
    /// By the folder of the configuration: the kinds that it calls completely exported.
    complete: BTreeMap<String, Vec<KindId>>,
    /// The directories that were named, absolute.
    named: Vec<PathBuf>,
    /// What the walk could not look into.
    unreadable: Vec<Unreadable>,
}

impl Setup {
    /// Finds configurations and files, and loads the catalogue. Rules and kinds, those in `rules` and those that the
    /// configuration adds, are no files to lint, although a rule names a kind as a team's own files do.
    ///
    /// # Errors
    /// Paths that do not exist, and everything that is wrong with configurations and kinds.
    pub(super) fn new(input: &InputArgs, rules: &[PathBuf]) -> Result<Self, Vec<Problem>> {
        in_threads(input.jobs)?;
        let mut configs = Configs::find(&input.paths, input.config.as_deref())?;
        let walked = source::walk(&input.paths, configs.root(), &[]);
        if !walked.problems.is_empty() {
            return Err(walked.problems);
        }
        for file in walked.files.iter().filter(|file| is_configuration(file)) {
            configs.add(&file.file)?;
        }
        let (mut rule_directories, mut schemas) = configs.extensions();
        rule_directories.extend(rules.iter().cloned());
        schemas.extend(input.schemas.iter().cloned());
        let catalog = catalog(&schemas)?;
        let (rule_directories, schemas) = (absolute(&rule_directories), absolute(&schemas));
        let is_read = |file: &FoundFile| {
            let path = source::absolute(&file.file);
            let is_below =
                |directories: &[PathBuf]| directories.iter().any(|it| path.starts_with(it));
            let is_extension = is_of_rules(&path) && is_below(&rule_directories)
                || is_of_schemas(&path) && is_below(&schemas);
            !is_configuration(file)
                && !is_extension
                && !configs.scope_of(&file.path).excludes(&path)
        };
        let (files, left_out): (Vec<_>, Vec<_>) = walked.files.into_iter().partition(is_read);
        let left_out = left_out.into_iter().map(|file| file.path);
        let mut left_out: Vec<String> = left_out.chain(walked.passed_over).collect();
        left_out.sort();
        let mut complete = BTreeMap::new();
        for scope in configs.scopes() {
            complete.insert(scope.folder.clone(), scope.complete(&catalog)?);
        }
        let mut named = absolute(&input.paths);
        named.retain(|path| path.is_dir());
        Ok(Self {
            configs,
            catalog,
            files,
            left_out,
            complete,
            named,
            unreadable: walked.unreadable,
        })
    }

    /// Whether a whole folder, relative to the run's root, was named, and not only some of what stands in it.
    fn is_whole(&self, folder: &str) -> bool {
        let folder = source::absolute(&self.configs.root().join(folder));
        self.named.iter().any(|named| folder.starts_with(named))
    }

    /// The folders of files that were named without their folder: others may stand beside them.
    fn parts(&self) -> BTreeSet<String> {
        let folder = |file: &FoundFile| {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folder.to_owned()
        };
        let mut folders: BTreeSet<String> =
            self.files.iter().filter(|file| file.naming == Naming::Named).map(folder).collect();
        folders.retain(|folder| !self.is_whole(folder));
        folders
    }

    /// Reads and parses the files.
    pub(super) fn load(&mut self, progress: &Progress) -> Loaded {
        let loaded = load_files(&self.catalog, &self.files, || progress.step());
        let mut unreadable = std::mem::take(&mut self.unreadable);
        unreadable.extend(loaded.unreadable);
        unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        let left_out = std::mem::take(&mut self.left_out);
        Loaded { parts: self.parts(), left_out, unreadable, ..loaded }
    }

    /// Recognises what was loaded.
    ///
    /// # Errors
    /// `kinds:` and `orgs:` of the configuration that name no kind, are no glob, or lead nowhere.
    pub(super) fn understand<'d>(
        &'d self,
        loaded: &'d Loaded,
    ) -> Result<Understood<'d>, Vec<Problem>> {
        let paths: Vec<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        self.configs.idle_org_globs(&paths, |folder| self.is_whole(folder))?;
        let globs = self.configs.kind_globs(&self.catalog)?;
        let roots = self.configs.org_roots()?;
        let complete = |root: &str| {
            let folder = &self.configs.scope_of(root).folder;
            let complete = self.complete.get(folder).filter(|_| self.is_whole(root));
            complete.cloned().unwrap_or_default()
        };
        Ok(understand(&self.catalog, loaded, &globs, &roots, complete))
    }

    /// Unless nothing is allowed: why a run over these files says nothing.
    pub(super) fn refuse_empty(
        &self,
        input: &InputArgs,
        understood: &Understood<'_>,
    ) -> Result<(), Problem> {
        if input.allow_empty || !understood.files.hold_nothing() {
            return Ok(());
        }
        let paths: Vec<String> =
            input.paths.iter().map(|path| format!("`{}`", path.display())).collect();
        let message = match self.files.len() {
            0 => format!("{} holds no file that orglint reads", paths.join(", ")),
            _ => format!("no Genesys Cloud configuration is recognised in {}", paths.join(", ")),
        };
        let help = match self.files.len() {
            0 => {
                "it reads .json, .yaml, .yml, .tf, .tofu, .tfvars, .tftpl, .tfstate and .i3*; --allow-empty makes this a success"
            }
            _ => "--verbose lists the files; --allow-empty makes this a success",
        };
        Err(Problem::new(message).help(help))
    }
}

fn absolute(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().map(|path| source::absolute(path)).collect()
}

fn is_configuration(file: &FoundFile) -> bool {
    file.path.rsplit('/').next() == Some(FILE_NAME)
}

/// Sizes the pool of threads. Schemas and expressions recurse over documents, hence the stacks.
fn in_threads(jobs: Option<u16>) -> Result<(), Vec<Problem>> {
    const STACK: usize = 8 << 20;
    let pool =
        rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(jobs.map_or(0, usize::from));
    match pool.build_global() {
        Ok(()) => Ok(()),
        // A second run in the same process keeps the pool of the first.
        Err(_) if rayon::current_num_threads() > 0 => Ok(()),
        Err(error) => Err(vec![Problem::new(format!("threads cannot be started: {error}"))]),
    }
}

/// Findings below `least` are not reported.
pub(super) fn least_severity(argument: Option<Severity>, config: &Config) -> Severity {
    argument.or(config.min_severity).unwrap_or(Severity::Note)
}
