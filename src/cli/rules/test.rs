//! `orglint rules test`: the examples of rules, through the whole pipeline.

use super::super::args::RulesTestArgs;
use super::{Outcome, Stop, catalog, print, setup};
use crate::check::run_examples;
use crate::problem::Problem;
use crate::rules::examples::ExampleResult;
use crate::text::count;

pub(super) fn run(args: &RulesTestArgs) -> Result<Outcome, Stop> {
    let (catalog, directories) = catalog(&args.common)?;
    let rules = match &args.directory {
        Some(directory) => setup::rules_in(&catalog, directory)?,
        None => setup::rules(&catalog, &directories)?,
    };
    let results = run_examples(&catalog, &rules);
    print::problems(&problems(&results), args.common.color);
    let failed = results.iter().filter(|result| !result.holds()).count();
    print::to_stdout(|out| {
        let examples = count(results.len(), "example");
        let rules = count(rules.rules().len(), "rule");
        writeln!(out, "{examples} of {rules}: {} hold, {failed} do not", results.len() - failed)
    })?;
    Ok(if failed == 0 { Outcome::Clean } else { Outcome::Findings })
}

/// What is wrong with examples, with the rule and the example in front.
fn problems(results: &[ExampleResult]) -> Vec<Problem> {
    let named = |result: &ExampleResult, problem: &Problem| {
        let message = format!("{}, example `{}`: {}", result.rule, result.example, problem.message);
        Problem { message, ..problem.clone() }
    };
    let pairs =
        results.iter().flat_map(|result| result.problems.iter().map(move |one| (result, one)));
    pairs.map(|(result, problem)| named(result, problem)).collect()
}
