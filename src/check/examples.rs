//! The examples of rules, through the whole pipeline.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Checks, Found, check, load_sources, schemas_of, understand};
use crate::catalog::{Catalog, KindGlobs};
use crate::finding::Finding;
use crate::org::OrgRoots;
use crate::rules::examples::{self, ExampleResult, Lint, Trial};
use crate::rules::mutate::{self, Looks, Mutated};
use crate::rules::{Change, Rule, RuleSet, Settings, Trace};
use crate::source::Source;

/// Examples are run as if it were this day, 2026-01-01, so that they hold on any other.
const EXAMPLES: Settings = Settings { today: 20_454, trace: Trace::Off };

/// The whole pipeline over the files of a trial.
type Run<'r> = dyn Fn(&Trial<'_>, Settings) -> Found + Sync + 'r;

/// Runs the examples of `rules` through the whole pipeline, one rule at a time.
pub fn run_examples(catalog: &Catalog, rules: &RuleSet) -> Vec<ExampleResult> {
    with_lint(catalog, rules, |lint| examples::run_examples(rules.rules(), lint))
}

/// Breaks the passing examples of `rules` on purpose, to see whether each rule notices.
pub fn run_mutants(catalog: &Catalog, rules: &RuleSet) -> Vec<Mutated> {
    with_trials(catalog, rules, |run| {
        let lint = |trial: &Trial<'_>| run(trial, EXAMPLES).findings;
        let asserted =
            |trial: &Trial<'_>| run(trial, Settings { trace: Trace::On, ..EXAMPLES }).asserted;
        mutate::mutate(rules.rules(), Looks { lint: &lint, asserted: &asserted })
    })
}

/// What each rule finds in its first failing example, in the order of reports.
pub fn example_findings(catalog: &Catalog, rules: &RuleSet) -> BTreeMap<Arc<str>, Vec<Finding>> {
    let fails = |rule: &&Rule| rule.examples.iter().any(|example| !example.finds.is_empty());
    with_lint(catalog, rules, |lint| {
        let rules: Vec<&Rule> = rules.rules().iter().filter(fails).collect();
        let found = rules.par_iter().filter_map(|rule| {
            let example = rule.examples.iter().find(|example| !example.finds.is_empty())?;
            let source = |(path, text): &(String, String)| Arc::new(Source::new(path, text));
            let sources: Vec<Arc<Source>> = example.files.iter().map(source).collect();
            let findings = lint(&Trial { rule, example, sources: &sources });
            Some((Arc::clone(&rule.id), findings))
        });
        found.collect()
    })
}

/// Lends `work` what the whole pipeline finds with one rule and nothing else.
fn with_lint<T>(catalog: &Catalog, rules: &RuleSet, work: impl FnOnce(&Lint<'_>) -> T) -> T {
    with_trials(catalog, rules, |run| work(&|trial| run(trial, EXAMPLES).findings))
}

/// Lends `work` the whole pipeline with one rule and nothing else.
fn with_trials<T>(catalog: &Catalog, rules: &RuleSet, work: impl FnOnce(&Run<'_>) -> T) -> T {
    let schemas = schemas_of(catalog);
    let run = |trial: &Trial<'_>, settings: Settings| -> Found {
        let roots =
            OrgRoots::new(std::slice::from_ref(&trial.example.orgs), []).unwrap_or_default();
        let loaded = load_sources(catalog, trial.sources);
        let understood =
            understand(catalog, &loaded, &KindGlobs::default(), &roots, |_| Vec::new());
        let mut alone = rules.only(&trial.rule.id);
        let change = Change { level: None, parameters: &trial.example.parameters };
        // Wrong values are problems of the rule file, which is not loaded then.
        let _refused = alone.change(&trial.rule.id, change, &Arc::default());
        let checks = Checks { rules: &alone, schemas: &schemas, settings };
        check(&understood, &loaded, |_| checks).unwrap_or_default()
    };
    work(&run)
}
