//! Parameters and severities as configuration sets them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{load, rule};
use crate::finding::Severity;
use crate::problem::Problem;
use crate::rules::expr::{Literal, Op};
use crate::rules::{Change, Extent, Level, RuleSet};

fn set() -> RuleSet {
    load(&rule(
        "parameters:
  minimum: {type: duration, default: 60s, summary: The least}
  codecs: {type: list(codec), default: [PCMU], summary: Which}
",
    ))
    .unwrap()
}

/// Sets a parameter for all resources.
fn set_parameter(set: &mut RuleSet, rule: &str, name: &str, value: Value) -> Result<(), Problem> {
    let parameters = BTreeMap::from([(name.to_owned(), value)]);
    let change = Change { level: None, parameters: &parameters };
    set.change(rule, change, &Arc::default()).map_err(|mut refused| refused.remove(0).problem)
}

/// Sets how bad the findings of rules are.
fn set_level(set: &mut RuleSet, rules: &str, level: Level) -> bool {
    let change = Change { level: Some(level), parameters: &BTreeMap::new() };
    set.change(rules, change, &Arc::new(Extent::default())).is_ok()
}

#[test]
fn a_parameter_takes_values_of_its_type() {
    let mut set = set();
    set_parameter(&mut set, "sample", "minimum", json!("2m")).unwrap();
    let minimum = &set.get("sample").unwrap().parameters[1];
    assert!(matches!(minimum.value.op, Op::Literal(Literal::Duration(120_000))));
    assert!(matches!(minimum.default.op, Op::Literal(Literal::Duration(60_000))));
}

#[test]
fn what_configuration_gets_wrong_is_said() {
    let mut set = set();
    let mut said = |rule: &str, parameter: &str, value| {
        let problem = set_parameter(&mut set, rule, parameter, value).unwrap_err();
        format!("{} ({})", problem.message, problem.help.unwrap_or_default())
    };
    insta::assert_snapshot!(
        [
            said("sampel", "minimum", json!("2m")),
            said("sample", "minimun", json!("2m")),
            said("sample", "colour", json!("2m")),
            said("s*", "colour", json!("2m")),
            said("sample", "minimum", json!(60)),
            said("sample", "codecs", json!("PCMU")),
            said("sample", "codecs", json!(["PCMU", "PCMX"])),
        ]
        .join("\n")
    );
}

#[test]
fn severities_change_and_rules_go() {
    let mut set = set();
    assert!(set_level(&mut set, "sample", Level::On(Severity::Error)));
    assert_eq!(set.get("sample").unwrap().severity, Severity::Error);
    assert!(!set_level(&mut set, "other", Level::On(Severity::Error)));
    assert!(set_level(&mut set, "sample", Level::Off));
    assert!(set.clone().running().rules().is_empty());
}

#[test]
fn what_is_off_runs_again_under_its_own_id_alone() {
    let mut set = set();
    set.switch_off([0]);
    assert!(set_level(&mut set, "s*", Level::On(Severity::Note)));
    assert!(set.clone().running().rules().is_empty());
    assert!(set_level(&mut set, "sample", Level::On(Severity::Note)));
    assert_eq!(set.running().rules().len(), 1);
}
