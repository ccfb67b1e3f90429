//! Parameters and severities as configuration sets them.

use serde_json::json;

use super::{load, rule};
use crate::finding::Severity;
use crate::rules::RuleSet;
use crate::rules::expr::{Literal, Op};

fn set() -> RuleSet {
    load(&rule(
        "parameters:
  minimum: {type: duration, default: 60s, summary: The least}
  codecs: {type: list(codec), default: [PCMU], summary: Which}
",
    ))
    .unwrap()
}

#[test]
fn a_parameter_takes_values_of_its_type() {
    let mut set = set();
    set.set_parameter("sample", "minimum", &json!("2m")).unwrap();
    let minimum = &set.get("sample").unwrap().parameters[1];
    assert!(matches!(minimum.value.op, Op::Literal(Literal::Duration(120_000))));
    assert!(matches!(minimum.default.op, Op::Literal(Literal::Duration(60_000))));
}

#[test]
fn what_configuration_gets_wrong_is_said() {
    let mut set = set();
    let mut said = |rule: &str, parameter: &str, value| {
        let problem = set.set_parameter(rule, parameter, &value).unwrap_err();
        format!("{} ({})", problem.message, problem.help.unwrap_or_default())
    };
    insta::assert_snapshot!(
        [
            said("sampel", "minimum", json!("2m")),
            said("sample", "minimun", json!("2m")),
            said("sample", "colour", json!("2m")),
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
    set.set_severity("sample", Severity::Error).unwrap();
    assert_eq!(set.get("sample").unwrap().severity, Severity::Error);
    assert!(set.set_severity("other", Severity::Error).is_err());
    set.switch_off("sample").unwrap();
    assert!(set.rules().is_empty());
    assert!(set.switch_off("sample").is_err());
}
