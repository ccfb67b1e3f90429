//! `orglint rules docs`: a folder of pages about all rules, in Markdown.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::super::args::RulesDocsArgs;
use super::super::output;
use super::explain::page;
use super::{Outcome, Stop, load, print};
use crate::catalog::Catalog;
use crate::problem::Problem;
use crate::rules::{Rule, RuleSet};
use crate::text::count;

/// The page that lists the others.
const INDEX: &str = "README.md";

pub(super) fn run(args: &RulesDocsArgs) -> Result<Outcome, Stop> {
    let (catalog, rules) = load(&args.common)?;
    for area in by_area(&rules).keys() {
        make_folder(&args.directory.join(area))?;
    }
    output::to_file(&args.directory.join(INDEX), |out| index(&rules, out))?;
    for rule in rules.rules() {
        output::to_file(&args.directory.join(path(rule)), |out| rule_page(&catalog, rule, out))?;
    }
    let pages = count(rules.rules().len(), "page");
    print::to_stdout(|out| writeln!(out, "wrote {pages} to {}", args.directory.display()))?;
    Ok(Outcome::Clean)
}

fn make_folder(path: &Path) -> Result<(), Problem> {
    fs::create_dir_all(path)
        .map_err(|error| Problem::new(format!("`{}` cannot be made: {error}", path.display())))
}

/// Where the page of a rule stands in the folder.
fn path(rule: &Rule) -> String {
    format!("{}/{}.md", rule.area, rule.id)
}

/// The rules in the order of areas and ids.
fn by_area(rules: &RuleSet) -> BTreeMap<&str, BTreeMap<&str, &Rule>> {
    let mut areas: BTreeMap<&str, BTreeMap<&str, &Rule>> = BTreeMap::new();
    for rule in rules.rules() {
        areas.entry(&rule.area).or_default().insert(&rule.id, rule);
    }
    areas
}

fn index(rules: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    let rules_by_area = by_area(rules);
    writeln!(
        out,
        "# Rules\n\n{}, by area. `orglint rules docs DIR` writes these pages from the rule files.",
        count(rules.rules().len(), "rule")
    )?;
    for (area, rules) in rules_by_area {
        writeln!(
            out,
            "\n## {area}\n\n| rule | severity | confidence | what it finds |\n|---|---|---|---|"
        )?;
        for (id, rule) in rules {
            let summary = rule.summary.replace('|', "\\|");
            writeln!(
                out,
                "| [{id}]({}) | {} | {} | {summary} |",
                path(rule),
                rule.severity,
                rule.confidence
            )?;
        }
    }
    Ok(())
}

fn rule_page(catalog: &Catalog, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    page(catalog, rule, out)?;
    writeln!(out, "\n[All rules](../{INDEX})")
}
