//! `orglint rules list`: what there is, for people and for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::super::args::RulesListArgs;
use super::{Outcome, Stop, kind_of, load, print};
use crate::catalog::Catalog;
use crate::cli::kinds;
use crate::finding::{Confidence, Severity};
use crate::problem::Problem;
use crate::rules::{Preset, Rule, RuleSet};

/// The list as JSON.
#[derive(Serialize)]
struct RulesList<'r> {
    version: u8,
    rules: Vec<RuleEntry<'r>>,
}

#[derive(Serialize)]
struct RuleEntry<'r> {
    id: &'r str,
    area: &'r str,
    kind: Option<&'r str>,
    severity: Severity,
    severity_reason: &'r str,
    confidence: Confidence,
    summary: &'r str,
    tags: &'r [String],
    presets: Vec<Preset>,
    references: &'r [String],
}

pub(super) fn run(args: &RulesListArgs) -> Result<Outcome, Stop> {
    let (catalog, rules) = load(&args.common)?;
    let wanted = wanted(args, &catalog, &rules)?;
    let entries = wanted.into_iter().map(|rule| entry(&catalog, rule)).collect();
    print::list(&RulesList { version: 1, rules: entries }, args.format, table)?;
    Ok(Outcome::Clean)
}

/// The rules for which all filters hold.
fn wanted<'r>(
    args: &RulesListArgs,
    catalog: &Catalog,
    rules: &'r RuleSet,
) -> Result<Vec<&'r Rule>, Problem> {
    if let Some(area) = &args.area {
        rules.named(&format!("{area}/*"))?;
    }
    if let Some(tag) = &args.tag {
        rules.named(&format!("tag:{tag}"))?;
    }
    if let Some(kind) = &args.kind {
        kinds::find(catalog, kind)?;
    }
    let is_wanted = |rule: &&Rule| {
        args.preset.is_none_or(|preset| preset.holds(rule))
            && args.area.as_ref().is_none_or(|area| rule.area == *area)
            && args.tag.as_ref().is_none_or(|tag| rule.tags.contains(tag))
            && args.kind.as_ref().is_none_or(|kind| kind_of(catalog, rule) == Some(kind))
            && args.severity.is_none_or(|severity| rule.severity == severity.into())
    };
    Ok(rules.rules().iter().filter(is_wanted).collect())
}

fn entry<'r>(catalog: &'r Catalog, rule: &'r Rule) -> RuleEntry<'r> {
    RuleEntry {
        id: &rule.id,
        area: &rule.area,
        kind: kind_of(catalog, rule),
        severity: rule.severity,
        severity_reason: &rule.severity_reason,
        confidence: rule.confidence,
        summary: &rule.summary,
        tags: &rule.tags,
        presets: Preset::ALL.into_iter().filter(|preset| preset.holds(rule)).collect(),
        references: &rule.references,
    }
}

fn table(list: &RulesList<'_>, out: &mut dyn Write) -> io::Result<()> {
    let head = ["RULE", "AREA", "SEVERITY", "CONFIDENCE", "SUMMARY"];
    let row = |rule: &RuleEntry<'_>| {
        let (severity, confidence) = (rule.severity.name(), rule.confidence.name());
        [rule.id, rule.area, severity, confidence, rule.summary].map(str::to_owned).to_vec()
    };
    let head = head.map(str::to_owned).to_vec();
    let rows: Vec<_> = std::iter::once(head).chain(list.rules.iter().map(row)).collect();
    print::table(&rows, out)
}
