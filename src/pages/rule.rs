//! The page about one rule.

use super::block::Block;
use crate::catalog::Catalog;
use crate::finding::{Applicability, Finding};
use crate::report::{self, Format, Report, Style, Summary};
use crate::rules::{Body, Example, Preset, Rule};

/// The page; `findings` are those of its first failing example, shown in `style`.
pub(super) fn blocks(
    catalog: &Catalog,
    rule: &Rule,
    findings: &[Finding],
    style: &Style,
) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(1, rule.id.to_string()),
        Block::Text(format!("{}.", rule.summary)),
        Block::Facts(facts(catalog, rule)),
        Block::Heading(2, "Why it matters".to_owned()),
        Block::Text(rule.why.trim_end().to_owned()),
    ];
    if let Some(help) = rule.help_in_general() {
        blocks.push(Block::Heading(2, "What to do".to_owned()));
        blocks.push(Block::Text(format!("{}.", help.trim_end().trim_end_matches('.'))));
    }
    blocks.extend(parameters(catalog, rule));
    blocks.extend(examples(rule, findings, style));
    if !rule.references.is_empty() {
        blocks.push(Block::Heading(2, "References".to_owned()));
        blocks.push(Block::Items(rule.references.clone()));
    }
    blocks
}

fn facts(catalog: &Catalog, rule: &Rule) -> Vec<(&'static str, String)> {
    let presets = Preset::ALL.into_iter().filter(|preset| preset.holds(rule));
    let presets: Vec<&str> = presets.map(Preset::name).collect();
    let mut facts = vec![
        ("severity", format!("{}: {}", rule.severity, rule.severity_reason)),
        ("confidence", rule.confidence.to_string()),
        ("area", rule.area.clone()),
        ("presets", presets.join(", ")),
    ];
    if let Body::Assert(assertion) = &rule.body {
        let compares = if assertion.compare.is_some() { ", in two organisations" } else { "" };
        let kind = &catalog.kind(assertion.kind).name;
        facts.insert(2, ("about", format!("`{kind}`{compares}")));
    }
    if let Some(fix) = &rule.written.fix {
        let how = match fix.applicability {
            Applicability::Safe => "`--fix`",
            Applicability::Unsafe => "`--fix --unsafe-fixes`",
        };
        facts.push(("repaired by", how.to_owned()));
    }
    if !rule.tags.is_empty() {
        facts.push(("tags", rule.tags.join(", ")));
    }
    facts
}

fn parameters(catalog: &Catalog, rule: &Rule) -> Vec<Block> {
    if rule.parameters.is_empty() {
        return Vec::new();
    }
    let row = |parameter: &crate::rules::Parameter| {
        vec![
            format!("`{}`", parameter.name),
            catalog.type_name(&parameter.ty),
            parameter.default_text(),
            parameter.unit.clone().unwrap_or_default(),
            parameter.summary.clone(),
        ]
    };
    let value = |parameter: &crate::rules::Parameter| {
        format!("{}: {}", parameter.name, parameter.default_text())
    };
    let values: Vec<String> = rule.parameters.iter().map(value).collect();
    let setting = format!("rules:\n  {}:\n    parameters: {{ {} }}\n", rule.id, values.join(", "));
    vec![
        Block::Heading(2, "Parameters".to_owned()),
        Block::Table(
            vec!["name", "type", "default", "unit", "meaning"],
            rule.parameters.iter().map(row).collect(),
        ),
        Block::Text("They are set in `orglint.yaml`:".to_owned()),
        Block::Code("yaml", setting),
    ]
}

/// The first example that fails with its report, and one that passes.
fn examples(rule: &Rule, findings: &[Finding], style: &Style) -> Vec<Block> {
    let mut blocks = Vec::new();
    let fails = rule.examples.iter().find(|example| !example.finds.is_empty());
    if let Some(fails) = fails {
        blocks.push(Block::Heading(2, format!("Fails: {}", fails.name)));
        blocks.extend(files(fails));
        blocks.push(Block::Text("is reported as".to_owned()));
        blocks.push(Block::Code("text", shown(findings, style)));
    }
    if let Some(passes) = passing(rule, fails) {
        blocks.push(Block::Heading(2, format!("Passes: {}", passes.name)));
        blocks.extend(files(passes));
    }
    blocks
}

/// The first example that passes; rather one in the language of the one that fails.
fn passing<'r>(rule: &'r Rule, fails: Option<&Example>) -> Option<&'r Example> {
    let wrong = fails.and_then(|fails| fails.finds.first()).map(|find| language(&find.at.path));
    let is_alike =
        |example: &&Example| example.files.iter().any(|(path, _)| Some(language(path)) == wrong);
    let passing = || rule.examples.iter().filter(|example| example.finds.is_empty());
    passing().find(is_alike).or_else(|| passing().next())
}

fn files(example: &Example) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !example.orgs.is_empty() {
        let orgs = example.orgs.join("`, `");
        blocks.push(Block::Text(
            format!("With `orgs: [{orgs}]` in `orglint.yaml`:").replace("`, `", ", "),
        ));
    }
    for (name, value) in &example.parameters {
        blocks.push(Block::Text(format!("With the parameter `{name}: {value}`:")));
    }
    for (path, text) in &example.files {
        blocks.push(Block::Text(format!("`{path}`")));
        blocks.push(Block::Code(language(path), text.clone()));
    }
    blocks
}

fn language(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("json" | "tfstate") => "json",
        Some("yaml" | "yml") => "yaml",
        Some("tf" | "tfvars") => "hcl",
        _ => "text",
    }
}

/// The findings as people see them.
fn shown(findings: &[Finding], style: &Style) -> String {
    let summary = Summary::default();
    let report = Report { findings, rules: &[], summary: &summary, exit_code: 1 };
    let mut out = Vec::new();
    // Writing into memory does not fail.
    let _ = report::write(Format::Human, &report, style, &mut out);
    String::from_utf8(out).unwrap_or_default()
}
