//! From arguments to a catalogue, rules, and files: what several subcommands begin with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::InputArgs;
use crate::catalog::{Catalog, KindId, builtin_sources as builtin_schemas};
use crate::check::{Loaded, Understood, load_files, understand};
use crate::config::{Config, Configs, FILE_NAME, Scope};
use crate::finding::Severity;
use crate::problem::Problem;
use crate::rules::{RuleSet, builtin_sources as builtin_rules};
use crate::source::{self, FoundFile, Source};

use super::progress::Progress;

/// The catalogue with the kinds in `directories`.
pub(super) fn catalog(directories: &[PathBuf]) -> Result<Catalog, Vec<Problem>> {
    let mut sources = builtin_schemas();
    sources.extend(read_directories(directories, &["yaml", "json"])?);
    Catalog::load(&sources)
}

/// The built-in rules and those in `directories`.
pub(super) fn rules(catalog: &Catalog, directories: &[PathBuf]) -> Result<RuleSet, Vec<Problem>> {
    let mut sources = builtin_rules();
    sources.extend(read_directories(directories, &["yaml"])?);
    RuleSet::load(catalog, &sources)
}

/// Only the rules in `directory`.
pub(super) fn rules_in(catalog: &Catalog, directory: &Path) -> Result<RuleSet, Vec<Problem>> {
    let sources = read_directories(&[directory.to_owned()], &["yaml"])?;
    if sources.is_empty() {
        return Err(vec![Problem::new(format!(
            "`{}` holds no rule file (*.yaml)",
            directory.display()
        ))]);
    }
    RuleSet::load(catalog, &sources)
}

/// All files with one of these extensions below `directories`, in order.
fn read_directories(
    directories: &[PathBuf],
    extensions: &[&str],
) -> Result<Vec<Arc<Source>>, Vec<Problem>> {
    let mut sources = Vec::new();
    for directory in directories {
        if !directory.is_dir() {
            let problem = Problem::new(format!("`{}` is not a directory", directory.display()));
            return Err(vec![problem]);
        }
        let entries = walkdir::WalkDir::new(directory).sort_by_file_name();
        for entry in entries.into_iter().filter_map(Result::ok) {
            let extension = entry.path().extension().and_then(|extension| extension.to_str());
            if entry.file_type().is_file() && extension.is_some_and(|one| extensions.contains(&one))
            {
                let path = entry.path().to_string_lossy().replace('\\', "/");
                sources.push(
                    source::read(entry.path(), &path)
                        .map_err(|error| vec![Problem::from(error)])?,
                );
            }
        }
    }
    Ok(sources)
}

/// Everything that a run over files begins with.
pub(super) struct Setup {
    pub(super) configs: Configs,
    pub(super) catalog: Catalog,
    pub(super) files: Vec<FoundFile>,
    /// By the folder of the configuration: the kinds that it calls completely exported.
    complete: BTreeMap<String, Vec<KindId>>,
}

impl Setup {
    /// Finds configurations and files, and loads the catalogue.
    ///
    /// # Errors
    /// Paths that do not exist, and everything that is wrong with configurations and kinds.
    pub(super) fn new(input: &InputArgs) -> Result<Self, Vec<Problem>> {
        in_threads(input.jobs)?;
        let mut configs = Configs::find(&input.paths, input.config.as_deref())?;
        let walked = source::walk(&input.paths, configs.root(), &[]);
        if !walked.problems.is_empty() {
            return Err(walked.problems);
        }
        for file in walked.files.iter().filter(|file| is_configuration(file)) {
            configs.add(&file.file)?;
        }
        let is_read = |file: &FoundFile| {
            !is_configuration(file)
                && !configs.scope_of(&file.path).excludes(&source::absolute(&file.file))
        };
        let files = walked.files.into_iter().filter(is_read).collect();
        let mut schemas = configs.extensions().1;
        schemas.extend(input.schemas.iter().cloned());
        let catalog = catalog(&schemas)?;
        let mut complete = BTreeMap::new();
        for scope in configs.scopes() {
            complete.insert(scope.folder.clone(), scope.complete(&catalog)?);
        }
        Ok(Self { configs, catalog, files, complete })
    }

    /// Reads and parses the files.
    pub(super) fn load(&self, progress: &Progress) -> Loaded {
        load_files(&self.catalog, &self.files, || progress.step())
    }

    /// Recognises what was loaded.
    ///
    /// # Errors
    /// `kinds:` and `orgs:` of the configuration that name no kind or are no glob.
    pub(super) fn understand<'d>(
        &'d self,
        loaded: &'d Loaded,
    ) -> Result<Understood<'d>, Vec<Problem>> {
        let globs = self.configs.kind_globs(&self.catalog)?;
        let roots = self.configs.org_roots()?;
        let complete = |root: &str| {
            let folder = &self.configs.scope_of(root).folder;
            self.complete.get(folder).cloned().unwrap_or_default()
        };
        Ok(understand(&self.catalog, loaded, &globs, &roots, complete))
    }

    /// Unless nothing is allowed: why a run over these files says nothing.
    pub(super) fn refuse_empty(
        &self,
        input: &InputArgs,
        understood: &Understood<'_>,
    ) -> Result<(), Problem> {
        if input.allow_empty || !understood.recognised.is_empty() {
            return Ok(());
        }
        let paths: Vec<String> =
            input.paths.iter().map(|path| format!("`{}`", path.display())).collect();
        let message = match self.files.len() {
            0 => format!(
                "{} holds no file that orglint reads (.json, .yaml, .yml)",
                paths.join(", ")
            ),
            _ => format!("no Genesys Cloud configuration is recognised in {}", paths.join(", ")),
        };
        let help = "--verbose lists the files; --allow-empty makes this a success";
        Err(Problem::new(message).help(help))
    }
}

fn is_configuration(file: &FoundFile) -> bool {
    file.path.rsplit('/').next() == Some(FILE_NAME)
}

/// The rules as one configuration wants them. `select` and `ignore` of the command line come after those of the
/// configuration.
pub(super) fn configured(
    rules: &RuleSet,
    scope: &Scope,
    select: &[String],
    ignore: &[String],
) -> Result<RuleSet, Vec<Problem>> {
    let config: &Config = &scope.config;
    let mut rules = rules.clone();
    let mut problems = Vec::new();
    for (id, setting) in &config.rules {
        let at = |problem: Problem, path: &[&str]| Problem {
            location: scope.problem(String::new(), path).location,
            ..problem
        };
        for (name, value) in &setting.parameters {
            let set = rules.set_parameter(id, name, value);
            problems
                .extend(set.err().map(|problem| at(problem, &["rules", id, "parameters", name])));
        }
        let level = setting.severity.map(|level| match level.severity() {
            Some(severity) => rules.set_severity(id, severity),
            None => rules.switch_off(id),
        });
        problems.extend(level.and_then(Result::err).map(|problem| at(problem, &["rules", id])));
        if setting.severity.is_none() && setting.parameters.is_empty() && rules.get(id).is_none() {
            problems.extend(rules.switch_off(id).err().map(|problem| at(problem, &["rules", id])));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    rules.select(&config.select, &config.ignore)?.select(select, ignore)
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
