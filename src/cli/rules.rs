//! `orglint rules`: list, explain, test.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::args::{
    RulesArgs, RulesCommand, RulesCommonArgs, RulesExplainArgs, RulesListArgs, RulesTestArgs,
};
use super::{Outcome, Stop, print, setup};
use crate::catalog::Catalog;
use crate::check::run_examples;
use crate::config::Configs;
use crate::problem::Problem;
use crate::rules::examples::ExampleResult;
use crate::rules::{Body, Example, Rule, RuleSet};
use crate::text::count;

pub(super) fn run(args: &RulesArgs) -> Result<Outcome, Stop> {
    match &args.command {
        RulesCommand::List(list_args) => list(list_args),
        RulesCommand::Explain(explain_args) => explain(explain_args),
        RulesCommand::Test(test_args) => test(test_args),
    }
}

/// The catalogue and the directories of rules that arguments and configuration name.
fn catalog(args: &RulesCommonArgs) -> Result<(Catalog, Vec<PathBuf>), Vec<Problem>> {
    let configs = Configs::find(&[PathBuf::from(".")], args.config.as_deref())?;
    let (mut rules, mut schemas) = configs.extensions();
    rules.extend(args.rules.iter().cloned());
    schemas.extend(args.schemas.iter().cloned());
    Ok((setup::catalog(&schemas)?, rules))
}

fn load(args: &RulesCommonArgs) -> Result<(Catalog, RuleSet), Vec<Problem>> {
    let (catalog, directories) = catalog(args)?;
    let rules = setup::rules(&catalog, &directories)?;
    Ok((catalog, rules))
}

/// The list as JSON.
#[derive(Serialize)]
struct RulesList<'r> {
    version: u8,
    rules: Vec<RuleEntry<'r>>,
}

#[derive(Serialize)]
struct RuleEntry<'r> {
    id: &'r str,
    kind: Option<&'r str>,
    severity: crate::finding::Severity,
    summary: &'r str,
    tags: &'r [String],
}

fn list(args: &RulesListArgs) -> Result<Outcome, Stop> {
    let (catalog, rules) = load(&args.common)?;
    let entry = |rule| entry(&catalog, rule);
    let list = RulesList { version: 1, rules: rules.rules().iter().map(entry).collect() };
    print::list(&list, args.format, table)?;
    Ok(Outcome::Clean)
}

fn entry<'r>(catalog: &'r Catalog, rule: &'r Rule) -> RuleEntry<'r> {
    let kind = match &rule.body {
        Body::Assert(assertion) => Some(catalog.kind(assertion.kind).name.as_str()),
        Body::Check(_) => None,
    };
    RuleEntry {
        id: &rule.id,
        kind,
        severity: rule.severity,
        summary: &rule.summary,
        tags: &rule.tags,
    }
}

fn table(list: &RulesList<'_>, out: &mut dyn Write) -> io::Result<()> {
    let head = ["RULE", "KIND", "SEVERITY", "SUMMARY"].map(str::to_owned).to_vec();
    let row = |rule: &RuleEntry<'_>| {
        let kind = rule.kind.unwrap_or("-").to_owned();
        vec![rule.id.to_owned(), kind, rule.severity.name().to_owned(), rule.summary.to_owned()]
    };
    let rows: Vec<_> = std::iter::once(head).chain(list.rules.iter().map(row)).collect();
    print::table(&rows, out)
}

fn explain(args: &RulesExplainArgs) -> Result<Outcome, Stop> {
    let (catalog, rules) = load(&args.common)?;
    let rule = rules.get(&args.id).ok_or_else(|| {
        let known = rules.rules().iter().map(|rule| &*rule.id);
        Problem::new(format!("there is no rule `{}`", args.id))
            .help("`orglint rules list` lists all rules")
            .did_you_mean(&args.id, known)
    })?;
    print::to_stdout(|out| page(&catalog, rule, out))?;
    Ok(Outcome::Clean)
}

/// The page about a rule, in Markdown that reads well in a terminal.
fn page(catalog: &Catalog, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let entry = entry(catalog, rule);
    writeln!(out, "# {}\n\n{}\n", rule.id, rule.summary)?;
    write!(out, "severity: {}", rule.severity.name())?;
    if let Some(kind) = entry.kind {
        write!(out, "   kind: {kind}")?;
    }
    if !rule.tags.is_empty() {
        write!(out, "   tags: {}", rule.tags.join(", "))?;
    }
    writeln!(out, "\n\n## Why\n\n{}", rule.why.trim_end())?;
    if let Some(help) = rule.help_text() {
        writeln!(out, "\n## What to do\n\n{help}")?;
    }
    if !rule.parameters.is_empty() {
        writeln!(out, "\n## Parameters\n")?;
        for parameter in &rule.parameters {
            let ty = catalog.type_name(&parameter.ty);
            writeln!(
                out,
                "- `{}` ({ty}, default {}): {}",
                parameter.name,
                parameter.default_text(),
                parameter.summary
            )?;
        }
    }
    for example in &rule.examples {
        write_example(example, out)?;
    }
    if !rule.references.is_empty() {
        writeln!(out, "\n## References\n")?;
        rule.references.iter().try_for_each(|reference| writeln!(out, "- {reference}"))?;
    }
    Ok(())
}

fn write_example(example: &Example, out: &mut dyn Write) -> io::Result<()> {
    let verdict = if example.finds.is_empty() { "passes" } else { "fails" };
    writeln!(out, "\n## Example that {verdict}: {}", example.name)?;
    for (path, text) in &example.files {
        writeln!(out, "\n`{path}`\n")?;
        text.trim_end().lines().try_for_each(|line| writeln!(out, "    {line}"))?;
    }
    if !example.finds.is_empty() {
        writeln!(out)?;
    }
    for expected in &example.finds {
        writeln!(out, "finds: {}", expected.at)?;
        expected.related.iter().try_for_each(|place| writeln!(out, "       related: {place}"))?;
    }
    Ok(())
}

fn test(args: &RulesTestArgs) -> Result<Outcome, Stop> {
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
