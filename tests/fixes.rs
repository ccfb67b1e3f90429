//! Fixes, through the front door: what rules offer, what reports say of it, and what `--fix` makes of files.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use front_door::{run, tree};

/// A rule of the project's own about softphones, with this fix and this assertion.
fn rule(assertion: &str, fix: &str, example: &str) -> String {
    format!(
        r#"
id: mine
severity: error
severity-reason: It breaks
confidence: certain
summary: Mine
kind: softphone
{assertion}
message: "`{{self.name}}` is wrong"
fix: {fix}
why: because
examples:
{example}
  - {{ name: right, files: {{ s.yaml: "{{kind: softphone, name: Good, codecs: [opus]}}" }}, finds: [] }}
"#
    )
}

const BAD: &str = r#"  - name: wrong
    files: { s.yaml: "{kind: softphone, name: Bad, codecs: [opus]}" }
    finds: [{ at: "s.yaml#/name" }]
"#;

fn report(directory: &TempDir, arguments: &[&str]) -> Value {
    let mut all = vec!["check", "--format", "json", "--rules", "mine", "--select", "mine"];
    all.extend(arguments);
    let ran = run(directory, &all);
    assert_ne!(ran.code, 2, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// What stands in a file after `--fix` with a rule.
fn fixed(rule: &str, text: &str, arguments: &[&str]) -> String {
    let directory = tree(&[("mine/mine.yaml", rule), ("s.yaml", text)]);
    let mut all = vec!["--fix"];
    all.extend(arguments);
    report(&directory, &all);
    fs::read_to_string(directory.path().join("s.yaml")).unwrap()
}

#[test]
fn a_value_is_replaced() {
    let fix = "{ replace: self.name, with: Good, applicability: safe }";
    let rule = rule("assert: self.name == 'Good'", fix, BAD);
    let text = "kind: softphone # desk\nname:   Bad\ncodecs: [opus]\n";
    assert_eq!(fixed(&rule, text, &[]), text.replace("Bad", "Good"));
}

#[test]
fn a_value_is_written_with_the_type_and_unit_of_the_old_one() {
    let fix = "{ replace: self.setupDelay, with: \"{params.least}\", applicability: safe }";
    let assertion = "parameters: { least: { type: duration, default: 2s, summary: S } }\nwhen: has(self.setupDelay)\nassert: self.setupDelay >= params.least";
    let example = "  - { name: wrong, files: { s.yaml: \"{kind: softphone, media: {setupDelayMs: 5}}\" }, finds: [{ at: \"s.yaml#/media/setupDelayMs\" }], fixed: { s.yaml: \"{kind: softphone, media: {setupDelayMs: 2000}}\" } }";
    let rule = rule(assertion, fix, example);
    let text = "kind: softphone\nname: x\nmedia: { setupDelayMs: 10 }\n";
    assert_eq!(fixed(&rule, text, &[]), text.replace("10", "2000"));
    let directory = tree(&[("mine/mine.yaml", &rule)]);
    let ran = run(&directory, &["rules", "test", "mine"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn an_element_is_removed_and_several_fixes_are_made_in_one_file() {
    let fix = "{ remove: codec, applicability: safe }";
    let example = "  - { name: wrong, files: { s.yaml: \"{kind: softphone, codecs: [g729]}\" }, finds: [{ at: \"s.yaml#/codecs/0\" }] }";
    let rule = rule("each: codec in self.codecs\nassert: codec != 'g729'", fix, example);
    let text = "kind: softphone\nname: x\ncodecs:\n  - g729\n  - opus\n  - g729\n---\nkind: softphone\nname: y\ncodecs: [g729, opus]\n";
    let expected = text.replace("  - g729\n", "").replace("g729, ", "");
    assert_eq!(fixed(&rule, text, &[]), expected);
}

#[test]
fn a_key_is_renamed_and_one_is_put_in() {
    let fix = "{ rename: self.raw.nam, key: name, applicability: safe }";
    let example = "  - { name: wrong, files: { s.yaml: \"{kind: softphone, nam: x}\" }, finds: [{ at: \"s.yaml#/nam\" }] }";
    let renames = rule("when: has(self.raw.nam)\nassert: self.raw.nam == ''", fix, example);
    assert_eq!(fixed(&renames, "kind: softphone\nnam: x\n", &[]), "kind: softphone\nname: x\n");
    let fix = "{ insert: self.raw, key: region, with: us-east-1, applicability: safe }";
    let example = "  - { name: wrong, files: { s.yaml: \"{kind: softphone, name: x}\" }, finds: [{ at: \"s.yaml#/name\" }] }";
    let inserts = rule("assert: has(self.raw.region) || self.name == 'Good'", fix, example);
    let inserted = fixed(&inserts, "kind: softphone\nname: x\n", &[]);
    assert_eq!(inserted, "region: us-east-1\nkind: softphone\nname: x\n");
}

#[test]
fn unsafe_fixes_are_made_only_when_asked_for() {
    let fix = "{ replace: self.name, with: Good, applicability: unsafe }";
    let rule = rule("assert: self.name == 'Good'", fix, BAD);
    let text = "kind: softphone\nname: Bad\n";
    assert_eq!(fixed(&rule, text, &[]), text);
    assert_eq!(fixed(&rule, text, &["--unsafe-fixes"]), text.replace("Bad", "Good"));
}

#[test]
fn reports_offer_what_can_be_repaired() {
    let fix = "{ replace: self.name, with: Good, applicability: safe }";
    let rule = rule("assert: self.name == 'Good'", fix, BAD);
    let directory = tree(&[("mine/mine.yaml", &rule), ("s.yaml", "kind: softphone\nname: Bad\n")]);
    let json = report(&directory, &[]);
    let fix = &json["findings"][0]["fix"];
    assert_eq!(fix["description"], "replace `Bad` with `Good`");
    assert_eq!(fix["applicability"], "safe");
    assert_eq!(fix["edits"][0]["range"]["start"]["column"], 7);
    assert_eq!(fix["edits"][0]["text"], "Good");
    let arguments = ["check", "--rules", "mine", "--select", "mine", "--format"];
    let of = |format: &str| run(&directory, &[&arguments[..], &[format]].concat()).stdout;
    assert!(
        of("human").contains("fix: replace `Bad` with `Good` (--fix does it)"),
        "{}",
        of("human")
    );
    let sarif: Value = serde_json::from_str(&of("sarif")).unwrap();
    let fix = &sarif["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(fix["description"]["text"], "Replace `Bad` with `Good`.");
    let change = &fix["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "s.yaml");
    assert_eq!(change["replacements"][0]["deletedRegion"]["endColumn"], 10);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "Good");
}

#[test]
fn what_was_repaired_is_said_and_no_longer_reported() {
    let fix = "{ replace: self.name, with: Good, applicability: safe }";
    let rule = rule("assert: self.name == 'Good'", fix, BAD);
    let directory = tree(&[("mine/mine.yaml", &rule), ("s.yaml", "kind: softphone\nname: Bad\n")]);
    let ran = run(&directory, &["check", "--fix", "--rules", "mine", "--select", "mine"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert!(ran.stderr.contains("repaired 1 finding in 1 file\n"), "{}", ran.stderr);
}

#[test]
fn keys_that_differ_in_spelling_alone_and_entries_that_stand_twice_are_repaired() {
    let text =
        "{\"kind\": \"softphone\", \"name\": \"x\", \"Codecs\": [\"opus\"], \"name\": \"x\"}\n";
    let directory = tree(&[("s.json", text)]);
    let ran = run(&directory, &["check", "--fix"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let after = fs::read_to_string(directory.path().join("s.json")).unwrap();
    assert_eq!(after, "{\"kind\": \"softphone\", \"name\": \"x\", \"codecs\": [\"opus\"]}\n");
}

#[test]
fn fixes_that_repair_nothing_fail_the_examples() {
    let cases = [
        ("{ replace: self.name, with: Worse, applicability: safe }", "leave what they are for"),
        (
            "{ remove: self.region, applicability: safe }",
            "no example has a finding that the rule's fix repairs",
        ),
    ];
    for (fix, words) in cases {
        let text = rule("assert: self.name == 'Good'", fix, BAD);
        let directory = tree(&[("mine/mine.yaml", &text)]);
        let ran = run(&directory, &["rules", "test", "mine"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(ran.stderr.replace("\n  │ ", " ").contains(words), "{}", ran.stderr);
    }
}

#[test]
fn mistakes_in_a_fix_are_framed() {
    let cases = [
        ("{ applicability: safe }", "a fix has one of"),
        ("{ replace: self.nam, with: x, applicability: safe }", "did you mean `name`?"),
        ("{ replace: self.name, applicability: safe }", "needs `with`"),
        ("{ rename: self.name, applicability: safe }", "needs a `key`"),
        ("{ remove: self.name, with: x, applicability: safe }", "has no `with`"),
        ("{ remove: self.name, applicability: save }", "did you mean `safe`?"),
    ];
    for (fix, words) in cases {
        let text = rule("assert: self.name == 'Good'", fix, BAD);
        let directory = tree(&[("mine/mine.yaml", &text)]);
        let ran = run(&directory, &["rules", "test", "mine"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains(words), "{words} in\n{}", ran.stderr);
    }
}
