//! Writing rules, through the front door: begin one, read about one, watch them, write the reference.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use front_door::{run, run_in, tree};

/// A rule of the project's own about the name of a softphone.
fn rule(id: &str, name: &str) -> String {
    format!(
        r#"
id: {id}
severity: error
severity-reason: it breaks
confidence: certain
summary: Mine
kind: softphone
assert: self.name != '{name}'
message: "`{{self.name}}` is wrong"
why: because
examples:
  - {{ name: wrong, files: {{ s.yaml: "{{kind: softphone, name: Bad}}" }}, finds: [{{ at: "s.yaml#/name" }}] }}
  - {{ name: right, files: {{ s.yaml: "{{kind: softphone, name: Good}}" }}, finds: [] }}
"#
    )
}

#[test]
fn a_new_rule_loads_and_says_what_is_left_to_do() {
    let directory = tree(&[]);
    let arguments = ["rules", "new", "my-rule", "--area", "telephony", "--kind", "trunk-base"];
    let made = run(&directory, &arguments);
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert!(made.stdout.starts_with("wrote rules/telephony/my-rule.yaml\n"), "{}", made.stdout);
    let ran = run(&directory, &["rules", "test", "rules", "--mutate"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    for key in ["severity-reason", "summary", "message", "help", "why"] {
        let words = format!("`{key}` is still to be written");
        assert!(ran.stderr.replace("\n  │ ", " ").contains(&words), "{words} in\n{}", ran.stderr);
    }
    assert!(ran.stdout.contains("1 field noticed, 0 not"), "{}", ran.stdout);
    assert!(!ran.stderr.contains("expected a finding"), "{}", ran.stderr);
    let again = run(&directory, &arguments);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("there is a rule `my-rule` already"), "{}", again.stderr);
}

#[test]
fn a_new_rule_about_any_kind_begins_with_examples_that_hold() {
    let directory = tree(&[]);
    let kinds = run(&directory, &["kinds"]).stdout;
    let kinds: Vec<&str> =
        kinds.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(kinds.len() > 100, "only {} kinds", kinds.len());
    for kind in kinds.iter().step_by(7) {
        let id = format!("about-{kind}");
        let made = run(&directory, &["rules", "new", &id, "--area", "any", "--kind", kind]);
        assert_eq!(made.code, 0, "{kind}: {}", made.stderr);
    }
    let ran = run(&directory, &["rules", "test", "rules"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let unexpected = ["expected a finding", "found what is not expected"];
    assert!(!unexpected.iter().any(|words| ran.stderr.contains(words)), "{}", ran.stderr);
}

#[test]
fn mistakes_in_the_arguments_of_a_new_rule_are_said() {
    let cases = [
        (["My_Rule", "telephony", "trunk-base"], "is no name"),
        (["My_Rule", "telephony", "trunk-base"], "did you mean `my-rule`?"),
        (["my-rule", "../x", "trunk-base"], "is no name"),
        (
            ["trunk-webrtc-off", "telephony", "trunk-base"],
            "there is a rule `trunk-webrtc-off` already",
        ),
        (["my-rule", "telephony", "trunk-bas"], "did you mean `trunk-base`?"),
    ];
    for ([id, area, kind], words) in cases {
        let directory = tree(&[]);
        let ran = run(&directory, &["rules", "new", id, "--area", area, "--kind", kind]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(words), "{words} in\n{}", ran.stderr);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_new_rule_is_written_where_the_configuration_reads_it_and_tested_alone() {
    let directory = tree(&[
        ("orglint.yaml", "extend: { rules: [lint] }\n"),
        ("lint/desk/one.yaml", &rule("one", "Bad")),
    ]);
    let arguments = ["rules", "new", "two", "--area", "desk", "--kind", "softphone"];
    let made = run(&directory, &arguments);
    assert!(
        made.stdout.starts_with("wrote lint/desk/two.yaml\n"),
        "{}{}",
        made.stdout,
        made.stderr
    );
    assert!(!made.stdout.contains("--rules"), "{}", made.stdout);
    let alone = run(&directory, &["rules", "test", "lint/desk/one.yaml"]);
    assert_eq!(alone.stdout, "2 examples of 1 rule: 2 hold, 0 do not\n");
    let new = run(&directory, &["rules", "test", "lint/desk/two.yaml"]);
    assert!(new.stderr.contains("error: two: `summary` is still to be written"), "{}", new.stderr);
    let missing = run(&directory, &["rules", "test", "lint/desk/three.yaml"]);
    assert!(missing.stderr.contains("does not exist"), "{}", missing.stderr);
}

#[test]
fn a_page_has_everything_about_a_rule() {
    let directory = tree(&[]);
    let page = run(&directory, &["rules", "explain", "softphone-connection-timeout"]).stdout;
    insta::assert_snapshot!(page);
    let check = run(&directory, &["rules", "explain", "duplicate-key"]).stdout;
    for part in ["Why it matters", "Fails: ", "error[duplicate-key]", "Passes: "] {
        assert!(check.contains(part), "{part} in\n{check}");
    }
}

/// The report of files in a folder, without those of the run itself.
fn markdown(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = entries.into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.is_file());
    files.map(|path| path.strip_prefix(folder).unwrap().display().to_string()).collect()
}

#[test]
fn the_schemas_offer_what_there_is_and_take_what_a_project_adds() {
    let directory = tree(&[("mine/desk/one.yaml", &rule("one", "Bad"))]);
    run(&directory, &["rules", "docs", "docs", "--rules", "mine"]);
    let schema = |name: &str| -> Value {
        let text = fs::read_to_string(directory.path().join("docs").join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let (rule, config) = (schema("rule.schema.json"), schema("config.schema.json"));
    let offers = |place: &Value, word: &str| {
        place["anyOf"][0]["enum"].as_array().unwrap().iter().any(|one| one == word)
    };
    assert!(offers(&rule["properties"]["kind"], "trunk-base"));
    assert!(offers(&rule["properties"]["check"], "duplicate-key"));
    assert!(offers(&config["properties"]["complete"]["items"], "queue"));
    for word in ["one", "trunk-webrtc-off", "telephony/*", "tag:incident", "all"] {
        assert!(offers(&config["properties"]["select"]["items"], word), "{word}");
    }
    let validator = jsonschema::validator_for(&config).unwrap();
    let is_valid = |text: &str| validator.is_valid(&serde_json::from_str(text).unwrap());
    assert!(is_valid(
        r#"{"rules": {"two-*": "off", "softphone-request-rate": {"parameters": {"maximum": 3}}}}"#
    ));
    assert!(is_valid(
        r#"{"select": ["two"], "kinds": {"own-kind": ["a.yaml"]}, "complete": ["own-kind"]}"#
    ));
    assert!(!is_valid(r#"{"rules": {"one": "of"}}"#));
    let init = run(&directory, &["init"]);
    assert_eq!(init.code, 0);
    let text = fs::read_to_string(directory.path().join("orglint.yaml")).unwrap();
    assert!(text.starts_with("# yaml-language-server: $schema=https://"), "{text}");
    let check = run(&directory, &["check", "--allow-empty", "--verbose"]);
    assert_eq!(check.code, 0, "{}", check.stdout);
    assert!(
        check.stderr.contains("without resources: mine/desk/one.yaml: a rule file"),
        "{}",
        check.stderr
    );
}

#[test]
fn the_reference_is_written_once_and_kept_in_step() {
    let directory = tree(&[
        ("mine/desk/one.yaml", &rule("one", "Bad")),
        ("mine/desk/two.yaml", &rule("two", "Bad")),
        ("docs/notes.md", "my own\n"),
    ]);
    let docs = |more: &[&str]| {
        let mut arguments = vec!["rules", "docs", "docs", "--rules", "mine"];
        arguments.extend(more);
        run(&directory, &arguments)
    };
    assert_eq!(docs(&["--check"]).code, 1);
    assert_eq!(docs(&[]).code, 0);
    let pages = markdown(&directory.path().join("docs"));
    for page in ["README.md", "desk/one.md", "desk/two.md", "documents/syntax.md", "notes.md"] {
        assert!(pages.contains(&page.to_owned()), "{page} in {pages:?}");
    }
    let again = docs(&["--check"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""));
    fs::remove_file(directory.path().join("mine/desk/two.yaml")).unwrap();
    let stale = docs(&["--check"]);
    assert_eq!(stale.code, 1);
    assert!(stale.stdout.contains("docs/desk/two.md is of no rule"), "{}", stale.stdout);
    assert!(docs(&[]).stdout.ends_with("in docs, 3 changed\n"));
    let pages = markdown(&directory.path().join("docs"));
    assert!(!pages.contains(&"desk/two.md".to_owned()) && pages.contains(&"notes.md".to_owned()));
}

#[test]
fn the_reference_of_this_repository_is_that_of_its_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = run_in(root, &["rules", "docs", "docs/rules", "--check"]);
    assert_eq!(ran.code, 0, "run `orglint rules docs docs/rules`:\n{}", ran.stdout);
}

/// A command that watches, and the lines that it says.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(directory: &TempDir) -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("orglint"));
        command.current_dir(directory.path()).args(["rules", "test", "mine", "--watch"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    /// The next line that is said, within a time that is long enough for any machine.
    fn line(&self) -> String {
        self.lines.recv_timeout(Duration::from_secs(60)).unwrap()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_watched_rule_is_run_again_when_it_changes() {
    let directory =
        tree(&[("mine/one.yaml", &rule("one", "Bad")), ("mine/two.yaml", &rule("two", "Bad"))]);
    let write = |name: &str| {
        fs::write(directory.path().join("mine/one.yaml"), rule("one", name)).unwrap();
    };
    let watching = Watching::start(&directory);
    assert_eq!(watching.line(), "2 rules, 0 with problems; waiting for a change");
    write("Other");
    assert_eq!(watching.line(), "2 rules, 1 with problems; waiting for a change");
    write("Bad");
    assert_eq!(watching.line(), "one holds");
    assert_eq!(watching.line(), "2 rules, 0 with problems; waiting for a change");
}

#[test]
fn the_list_says_what_rules_are_selected_by() {
    let list = run(&tree(&[]), &["rules", "list", "--format", "json"]).stdout;
    let list: Value = serde_json::from_str(&list).unwrap();
    let rules = list["rules"].as_array().unwrap();
    assert!(rules.len() > 130, "only {} rules", rules.len());
    for rule in rules {
        for key in ["id", "area", "severity", "severity_reason", "confidence", "summary"] {
            assert!(!rule[key].as_str().unwrap().is_empty(), "{key} of {rule}");
        }
    }
}

#[test]
fn the_rule_that_the_readme_shows_loads_and_its_examples_hold() {
    let readme = include_str!("../README.md");
    let rule = readme.split("```yaml\n").find(|text| text.starts_with("id: ")).unwrap();
    let rule = rule.split("```").next().unwrap();
    let ran = run(&tree(&[("r/route-has-failover.yaml", rule)]), &["rules", "test", "r"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}
