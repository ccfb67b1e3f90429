//! Rules are held to notice what is broken: `orglint rules test --mutate`.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use front_door::{run, tree};

/// A rule about the name of a softphone, with this assertion.
fn rule(assertion: &str) -> String {
    format!(
        r#"
id: mine
severity: error
severity-reason: It breaks
confidence: certain
summary: Mine
kind: softphone
assert: "{assertion}"
message: none
why: because
examples:
  - {{ name: wrong, files: {{ s.yaml: "{{kind: softphone, name: Bad}}" }}, finds: [{{ at: "s.yaml#/name" }}] }}
  - {{ name: right, files: {{ s.yaml: "{{kind: softphone, name: Good}}" }}, finds: [] }}
"#
    )
}

#[test]
fn a_rule_that_notices_what_is_broken_passes() {
    let directory = tree(&[("mine/mine.yaml", &rule("self.name == 'Good'"))]);
    let ran = run(&directory, &["rules", "test", "mine", "--mutate"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("mutants of 1 rule: 1 notice one, 0 do not"), "{}", ran.stdout);
}

#[test]
fn a_rule_that_notices_nothing_survives_and_fails() {
    let blind = "true || self.name == 'Good'";
    let directory = tree(&[("mine/mine.yaml", &rule(blind))]);
    let ran = run(&directory, &["rules", "test", "mine", "--mutate"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("0 notice one, 1 do not"), "{}", ran.stdout);
    assert!(ran.stderr.contains("mine, example `right`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("s.yaml#/name becomes \"mutant\""), "{}", ran.stderr);
}

#[test]
fn what_is_tried_does_not_depend_on_threads() {
    let directory = tree(&[("mine/mine.yaml", &rule("true || self.name == 'Good'"))]);
    let once = run(&directory, &["rules", "test", "mine", "--mutate"]);
    let again = run(&directory, &["rules", "test", "mine", "--mutate"]);
    assert_eq!((once.stdout, once.stderr), (again.stdout, again.stderr));
}

#[test]
fn every_built_in_rule_notices_a_mutant() {
    let ran = run(&tree(&[]), &["rules", "test", "--mutate"]);
    assert!(ran.stdout.contains(" notice one, 0 do not"), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
