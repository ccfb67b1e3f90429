//! `orglint rules test`: the examples of rules, through the whole pipeline.

use std::io;

use super::super::args::RulesTestArgs;
use super::{Outcome, Stop, catalog, print, setup, watch};
use crate::catalog::Catalog;
use crate::check::{run_examples, run_mutants};
use crate::problem::Problem;
use crate::rules::RuleSet;
use crate::rules::examples::ExampleResult;
use crate::rules::mutate::Probe;
use crate::text::count;

/// The most mutants of one example that are named.
const MAX_NAMED: usize = 12;

pub(super) fn run(args: &RulesTestArgs) -> Result<Outcome, Stop> {
    if args.watch {
        return watch::run(args);
    }
    let (catalog, directories) = catalog(&args.common)?;
    let rules = match &args.path {
        Some(path) => setup::rules_in(&catalog, path)?,
        None => setup::rules(&catalog, &directories)?,
    };
    let mut outcome = examples(args, &catalog, &rules)?;
    if args.mutate && mutants(args, &catalog, &rules)? == Outcome::Findings {
        outcome = Outcome::Findings;
    }
    Ok(outcome)
}

fn examples(args: &RulesTestArgs, catalog: &Catalog, rules: &RuleSet) -> io::Result<Outcome> {
    let results = run_examples(catalog, rules);
    print::problems(&problems(&results), args.common.color);
    let failed = results.iter().filter(|result| !result.holds()).count();
    print::to_stdout(|out| {
        let examples = count(results.len(), "example");
        let rules = count(rules.rules().len(), "rule");
        writeln!(out, "{examples} of {rules}: {} hold, {failed} do not", results.len() - failed)
    })?;
    Ok(if failed == 0 { Outcome::Clean } else { Outcome::Findings })
}

/// What is wrong with rules and examples, with their names in front.
pub(super) fn problems(results: &[ExampleResult]) -> Vec<Problem> {
    let named = |result: &ExampleResult, problem: &Problem| {
        let message = format!("{}, example `{}`: {}", result.rule, result.example, problem.message);
        Problem { message, ..problem.clone() }
    };
    let of_rule = |result: &ExampleResult, problem: &Problem| {
        let message = format!("{}: {}", result.rule, problem.message);
        Problem { message, ..problem.clone() }
    };
    let of_one = |result: &ExampleResult| -> Vec<Problem> {
        let of_example = result.problems.iter().map(|problem| named(result, problem));
        result.of_rule.iter().map(|problem| of_rule(result, problem)).chain(of_example).collect()
    };
    results.iter().flat_map(of_one).collect()
}

fn mutants(args: &RulesTestArgs, catalog: &Catalog, rules: &RuleSet) -> io::Result<Outcome> {
    let results = run_mutants(catalog, rules);
    let mut problems = Vec::new();
    let (mut fields, mut tried, mut missed, mut explained) = (0, 0, 0, 0);
    for result in &results {
        problems.extend(result.survivors().map(|probe| survivor(&result.rule, probe)));
        problems.extend(result.stale().map(|probe| stale(&result.rule, probe)));
        missed += result.survivors().count();
        for probe in &result.probes {
            fields += 1;
            tried += probe.missed.len() + usize::from(probe.noticed.is_some());
            explained += usize::from(probe.is_explained);
        }
    }
    print::problems(&problems, args.common.color);
    print::to_stdout(|out| {
        let noticed = fields - missed - explained;
        let (mutants, fields) = (count(tried, "mutant"), count(fields, "asserted field"));
        let rules = count(results.len(), "rule");
        write!(out, "{fields} of {rules} in {mutants}: ")?;
        write!(out, "{} noticed, {missed} not", count(noticed, "field"))?;
        if explained > 0 {
            write!(out, ", {explained} with a reason")?;
        }
        writeln!(out)
    })?;
    Ok(if problems.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// That an example explains what is noticed after all.
fn stale(rule: &str, probe: &Probe) -> Problem {
    let (field, noticed) = (probe.field.as_deref(), probe.noticed.as_deref());
    let (field, noticed) = (field.unwrap_or_default(), noticed.unwrap_or_default());
    let message =
        format!("{rule}, example `{}`: `{field}` is noticed after all: {noticed}", probe.example);
    Problem::new(message).help("take it out of `unnoticed`").at(probe.location.clone())
}

/// That a rule notices nothing that is broken in an example.
fn survivor(rule: &str, probe: &Probe) -> Problem {
    let mutants = count(probe.missed.len(), "mutant");
    let example = &probe.example;
    let of = probe.field.as_ref().map_or("what passes".to_owned(), |field| format!("`{field}`"));
    let message =
        format!("{rule}, example `{example}`: the rule notices none of {mutants} of {of}");
    let mut named = probe.missed.iter().take(MAX_NAMED).cloned().collect::<Vec<_>>().join("\n");
    if probe.missed.len() > MAX_NAMED {
        named.push_str("\n…");
    }
    Problem::new(message).help(format!("tried:\n{named}")).at(probe.location.clone())
}
