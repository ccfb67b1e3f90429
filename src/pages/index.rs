//! The page about all rules, by area.

use std::collections::BTreeMap;

use super::block::Block;
use crate::finding::Severity;
use crate::rules::{Preset, Rule, RuleSet};
use crate::text::count;

pub(super) fn blocks(rules: &RuleSet) -> Vec<Block> {
    let mut by_area: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules.rules() {
        by_area.entry(&rule.area).or_default().push(rule);
    }
    let mut blocks = vec![Block::Heading(1, "Rules".to_owned()), Block::Text(numbers(rules))];
    let areas = by_area.iter().map(|(area, rules)| {
        let rules = count(rules.len(), "rule");
        format!("[{area}](#{area}): {rules}")
    });
    blocks.push(Block::Items(areas.collect()));
    for (area, rules) in by_area {
        blocks.push(Block::Heading(2, area.to_owned()));
        let head = vec!["rule", "severity", "confidence", "fix", "what is wrong"];
        blocks.push(Block::Table(head, rules.into_iter().map(row).collect()));
    }
    blocks
}

fn numbers(rules: &RuleSet) -> String {
    let rules = rules.rules();
    let of = |severity: Severity| {
        let number = rules.iter().filter(|rule| rule.severity == severity).count();
        count(number, severity.name())
    };
    let in_preset = |preset: Preset| {
        let number = rules.iter().filter(|rule| preset.holds(rule)).count();
        format!("`{preset}` {number}")
    };
    format!(
        "{}: {}. By preset: {}.",
        count(rules.len(), "rule"),
        Severity::ALL.map(of).join(", "),
        Preset::ALL.map(in_preset).join(", ")
    )
}

fn row(rule: &Rule) -> Vec<String> {
    let fix = rule.written.fix.as_ref().map(|fix| fix.applicability.name());
    vec![
        format!("[{0}]({1}/{0}.md)", rule.id, rule.area),
        rule.severity.to_string(),
        rule.confidence.to_string(),
        fix.unwrap_or_default().to_owned(),
        rule.summary.clone(),
    ]
}
