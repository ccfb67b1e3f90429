//! `orglint rules explain`: the page about a rule.

use std::io::{self, Write};

use super::super::args::RulesExplainArgs;
use super::{Outcome, Stop, find, kind_of, load, print};
use crate::catalog::Catalog;
use crate::rules::{Example, Rule};

pub(super) fn run(args: &RulesExplainArgs) -> Result<Outcome, Stop> {
    let (catalog, rules) = load(&args.common)?;
    let rule = find(&rules, &args.id)?;
    print::to_stdout(|out| page(&catalog, rule, out))?;
    Ok(Outcome::Clean)
}

/// The page about a rule, in Markdown that reads well in a terminal.
pub(super) fn page(catalog: &Catalog, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n\n{}\n", rule.id, rule.summary)?;
    writeln!(out, "- severity: {} ({})", rule.severity, rule.severity_reason)?;
    writeln!(out, "- confidence: {}", rule.confidence)?;
    writeln!(out, "- area: {}", rule.area)?;
    if let Some(kind) = kind_of(catalog, rule) {
        writeln!(out, "- kind: {kind}")?;
    }
    if !rule.tags.is_empty() {
        writeln!(out, "- tags: {}", rule.tags.join(", "))?;
    }
    writeln!(out, "\n## Why\n\n{}", rule.why.trim_end())?;
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
        writeln!(out, "- finds: {}", expected.at)?;
        expected.related.iter().try_for_each(|place| writeln!(out, "  - related: {place}"))?;
    }
    Ok(())
}
