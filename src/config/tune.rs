//! From configuration and command line to the rules of a run.

use std::collections::BTreeSet;
use std::sync::Arc;

use globset::{Error, Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::{Override, RuleSettings, Scope};
use crate::catalog::Catalog;
use crate::problem::Problem;
use crate::rules::{Change, Extent, Preset, RuleSet};

/// Which rules a command line asks for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Rules of this preset.
    pub preset: Option<Preset>,
    /// Rules that are named, of those in the preset where there is one.
    pub select: Vec<String>,
    /// Rules that are left out.
    pub ignore: Vec<String>,
}

impl Wanted {
    fn selects(&self) -> bool {
        self.preset.is_some() || !self.select.is_empty()
    }
}

impl Scope {
    /// The rules of `all` that run here, with their severities and parameters. What the command line selects takes the
    /// place of what the configuration selects.
    ///
    /// # Errors
    /// Names of rules, parameters and kinds that there are not, values of another type, globs that are none: each at its
    /// place in the configuration.
    pub fn rules(
        &self,
        all: &RuleSet,
        catalog: &Catalog,
        wanted: &Wanted,
    ) -> Result<RuleSet, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut rules = all.clone();
        let here = self.named(all, &self.config.select, &["select"], &mut problems);
        let there = named_by_argument(all, &wanted.select, &mut problems);
        let (preset, selected) = if wanted.selects() {
            (wanted.preset, there)
        } else {
            let default = self.config.select.is_empty().then(Preset::default);
            (self.config.preset.or(default), here)
        };
        let is_chosen = |at: &usize| {
            preset.is_none_or(|preset| preset.holds(&all.rules()[*at]))
                && selected.as_ref().is_none_or(|selected| selected.contains(at))
        };
        rules.switch_off((0..all.rules().len()).filter(|at| !is_chosen(at)));
        self.change(&mut rules, &self.config.rules, (&["rules"], &Arc::default()), &mut problems);
        for (at, one) in self.config.overrides.iter().enumerate() {
            match self.extent(catalog, one, at) {
                Ok(extent) => {
                    let place = ["overrides", &at.to_string(), "rules"];
                    let extent = Arc::new(extent);
                    self.change(&mut rules, &one.rules, (&place, &extent), &mut problems);
                }
                Err(found) => problems.extend(found),
            }
        }
        if wanted.selects() {
            rules.switch_off((0..all.rules().len()).filter(|at| !is_chosen(at)));
        }
        let ignored = [
            self.named(all, &self.config.ignore, &["ignore"], &mut problems),
            named_by_argument(all, &wanted.ignore, &mut problems),
        ];
        rules.switch_off(ignored.into_iter().flatten().flatten());
        if problems.is_empty() { Ok(rules.running()) } else { Err(problems) }
    }

    /// The rules that the list at `path` names; `None` where it is empty.
    fn named(
        &self,
        rules: &RuleSet,
        names: &[String],
        path: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Option<BTreeSet<usize>> {
        let at = |name: &str, problem: Problem| Problem {
            location: self.problem_with(name, String::new(), path).location,
            ..problem
        };
        named(rules, names, problems, at)
    }

    /// Changes rules as the settings at a place of the configuration say, for some of the resources.
    fn change(
        &self,
        rules: &mut RuleSet,
        settings: &RuleSettings,
        (place, extent): (&[&str], &Arc<Extent>),
        problems: &mut Vec<Problem>,
    ) {
        for (name, setting) in &settings.0 {
            let level = setting.severity.map(super::RuleLevel::level);
            let change = Change { level, parameters: &setting.parameters };
            for refused in rules.change(name, change, extent).err().unwrap_or_default() {
                let mut path = place.to_vec();
                path.push(name);
                if let Some(parameter) = &refused.parameter {
                    path.extend(["parameters", parameter]);
                }
                let location = self.location(&path, refused.part);
                problems.push(Problem { location, ..refused.problem });
            }
        }
    }

    /// The resources that an override is for.
    fn extent(&self, catalog: &Catalog, one: &Override, at: usize) -> Result<Extent, Vec<Problem>> {
        let position = at.to_string();
        let place = ["overrides", position.as_str()];
        if one.paths.is_none() && one.kinds.is_none() && one.orgs.is_none() {
            let problem = self.problem("the override does not say what it is for".into(), &place);
            return Err(vec![problem.help("give it `paths`, `kinds` or `orgs`")]);
        }
        let mut problems = Vec::new();
        let globs = |key, patterns: &Option<Vec<String>>, problems: &mut Vec<Problem>| {
            let path = [place[0], place[1], key];
            Some(self.globs(patterns.as_ref()?, &path, problems))
        };
        let paths = globs("paths", &one.paths, &mut problems);
        let orgs = globs("orgs", &one.orgs, &mut problems);
        for name in one.kinds.iter().flatten() {
            problems.extend(self.kind(catalog, name, &[place[0], place[1], "kinds"]).err());
        }
        let extent = Extent { paths, kinds: one.kinds.clone(), orgs };
        if problems.is_empty() { Ok(extent) } else { Err(problems) }
    }

    /// Globs below the folder of this configuration. One that names a directory is for all that stands in it.
    pub(super) fn globs(
        &self,
        patterns: &[String],
        path: &[&str],
        problems: &mut Vec<Problem>,
    ) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let glob = self.below_root(pattern.trim_end_matches('/'));
            for glob in [glob.clone(), format!("{glob}/**")] {
                match path_glob(&glob) {
                    Ok(glob) => drop(set.add(glob)),
                    Err(error) => {
                        let message = format!("`{pattern}` is not a glob: {}", error.kind());
                        problems.push(self.problem_with(pattern, message, path));
                        break;
                    }
                }
            }
        }
        set.build().unwrap_or_default()
    }
}

/// A glob of paths, in which `*` does not stand for a `/`.
fn path_glob(pattern: &str) -> Result<Glob, Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}

/// The rules that these names select; `None` where there are no names. What selects none becomes a problem, put by `at`
/// where it belongs.
fn named(
    rules: &RuleSet,
    names: &[String],
    problems: &mut Vec<Problem>,
    at: impl Fn(&str, Problem) -> Problem,
) -> Option<BTreeSet<usize>> {
    let mut selected = BTreeSet::new();
    for name in names {
        match rules.named(name) {
            Ok(positions) => selected.extend(positions),
            Err(problem) => problems.push(at(name, problem)),
        }
    }
    (!names.is_empty()).then_some(selected)
}

fn named_by_argument(
    rules: &RuleSet,
    names: &[String],
    problems: &mut Vec<Problem>,
) -> Option<BTreeSet<usize>> {
    named(rules, names, problems, |_, problem| problem)
}
