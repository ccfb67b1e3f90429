//! Rules are held to notice what is broken: `orglint rules test --mutate`.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use front_door::{Ran, run, tree};

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
  - name: right
    files: {{ s.yaml: "{{kind: softphone, name: Good}}" }}
    finds: []
"#
    )
}

/// What `--mutate` says of a rule with these passing examples.
fn mutated(assertion: &str, passing: &[&str]) -> Ran {
    let mut text = rule(assertion);
    for (at, file) in passing.iter().enumerate() {
        text += &["  - { name: p", &at.to_string(), ", files: { s.yaml: \"", file].concat();
        text += "\" }, finds: [] }\n";
    }
    run(&tree(&[("mine/mine.yaml", &text)]), &["rules", "test", "mine", "--mutate"])
}

#[test]
fn a_rule_that_notices_what_is_broken_passes() {
    let ran = mutated("self.name == 'Good'", &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("1 asserted field of 1 rule in 1 mutant: 1 field noticed, 0 not"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_rule_that_notices_nothing_survives_and_fails() {
    let ran = mutated("true || self.name == 'Good'", &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("0 fields noticed, 1 not"), "{}", ran.stdout);
    assert!(ran.stderr.contains("mine, example `right`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("s.yaml#/name becomes \"mutant\""), "{}", ran.stderr);
}

#[test]
fn each_asserted_field_has_to_be_noticed() {
    let assertion = "self.name == 'Good' || self.name == 'Fine' && size(self.codecs) < 9";
    let ran = mutated(assertion, &["{kind: softphone, name: Fine, codecs: [opus]}"]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("2 fields noticed, 1 not"), "{}", ran.stdout);
    assert!(ran.stderr.contains("of `s.yaml#/codecs`"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("of `s.yaml#/name`"), "{}", ran.stderr);
}

#[test]
fn a_field_that_is_one_of_several_is_noticed_in_another_example() {
    let assertion = "self.name == 'Good' || has(self.codecs)";
    let both = "{kind: softphone, name: Good, codecs: [opus]}";
    let alone = mutated(assertion, &[both]);
    assert_eq!(alone.code, 1, "{}{}", alone.stdout, alone.stderr);
    let ran = mutated(assertion, &[both, "{kind: softphone, name: Fine, codecs: [opus]}"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn an_example_may_say_why_nobody_is_to_notice() {
    let with = |field: &str| {
        let both = "  - name: both\n    files: { s.yaml: \"{kind: softphone, name: Good, codecs: [opus]}\" }\n    finds: []\n";
        let reason = format!("    unnoticed: {{ {field}: the name says it }}\n");
        let text = rule("self.name == 'Good' || has(self.codecs)") + both + &reason;
        run(&tree(&[("mine/mine.yaml", &text)]), &["rules", "test", "mine", "--mutate"])
    };
    let said = with("s.yaml#/codecs");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("2 fields noticed, 0 not, 1 with a reason"), "{}", said.stdout);
    let other = with("s.yaml#/name");
    assert_eq!(other.code, 1);
    assert!(other.stderr.contains("of `s.yaml#/codecs`"), "{}", other.stderr);
    assert_eq!(with("t.yaml#/name").code, 2);
}

#[test]
fn an_example_that_asserts_nothing_says_so_by_its_silence() {
    let ran = mutated("self.name == 'Good'", &["{kind: softphone, codecs: [opus]}"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn what_is_tried_does_not_depend_on_threads() {
    let directory = tree(&[("mine/mine.yaml", &rule("true || self.name == 'Good'"))]);
    let once = run(&directory, &["rules", "test", "mine", "--mutate"]);
    let again = run(&directory, &["rules", "test", "mine", "--mutate"]);
    assert_eq!((once.stdout, once.stderr), (again.stdout, again.stderr));
}

#[test]
fn built_in_rules_notice_every_asserted_field() {
    let ran = run(&tree(&[]), &["rules", "test", "--mutate"]);
    assert!(ran.stdout.contains(" noticed, 0 not"), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
