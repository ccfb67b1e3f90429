//! SARIF has to be valid, whatever the findings are.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::path::PathBuf;
use std::process::Command;

use orglint::finding::{Finding, Severity};
use orglint::report::{FileNote, Format, Report, Style, Summary, Unknown, write};
use orglint::source::Span;
use serde_json::Value;

use crate::support::{at, decoded, failover, finding, place, related, rule, source, written};

/// The schema that the crate `serde-sarif` carries. The crate is a dependency that is never built, so that it has to
/// be looked for: where cargo keeps what it has fetched, else cargo is asked, which fetches it.
fn schema() -> Value {
    let path = fetched().or_else(asked_for).expect("`cargo fetch` fetches the schema");
    let schema = std::fs::read_to_string(path).expect("the schema");
    // One of its patterns has a bracket too many.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    serde_json::from_str(&schema).expect("JSON")
}

fn fetched() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let registries = std::fs::read_dir(home.join("registry").join("src")).ok()?;
    let schema = |registry: PathBuf| registry.join("serde-sarif-0.8.0/src/schema.json");
    registries.flatten().map(|registry| schema(registry.path())).find(|schema| schema.is_file())
}

fn asked_for() -> Option<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let metadata: Value = serde_json::from_slice(&cargo.output().ok()?.stdout).ok()?;
    let packages = metadata["packages"].as_array()?;
    let package = packages.iter().find(|package| package["name"] == "serde-sarif")?;
    let manifest = PathBuf::from(package["manifest_path"].as_str()?);
    Some(manifest.with_file_name("src").join("schema.json"))
}

fn assert_valid(sarif: &str) {
    let sarif: Value = serde_json::from_str(sarif).expect("the whole output is JSON");
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    let errors: Vec<String> = validator
        .iter_errors(&sarif)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    for result in sarif["runs"][0]["results"].as_array().expect("results") {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert!(
            region["startLine"].as_u64() >= Some(1) && region["startColumn"].as_u64() >= Some(1)
        );
        assert!(region.get("byteOffset").is_none());
    }
}

fn odd_findings() -> Vec<Finding> {
    let emoji = source("a b/#1%:x.yaml", "\u{1F600}: {FIELD} # \u{1b}[0m\n");
    let broken = source("open.json", "{\"a\": [\n");
    let with_links = Finding {
        related: vec![related("see [this](x) \\ that", place(&emoji, "\u{1F600}", "/~key"))],
        ..finding("odd", Severity::Note, "Brackets [a](b)", place(&emoji, "{FIELD}", "/a"))
    };
    let unparsed = Finding::of_source(
        &"syntax".into(),
        Severity::Error,
        "the file ends inside `[`".to_owned(),
        &broken,
        Span::at(broken.text().len()),
    );
    let flow = decoded("Main flow.i3InboundFlow", "{\n  \"a [b](c)\": {}\n}\n");
    let in_decoded = Finding {
        related: vec![related("used here", place(&flow, "{}", "/a [b](c)"))],
        ..finding("odd", Severity::Error, "Wrong", place(&flow, "\"a [b](c)\"", "/a [b](c)"))
    };
    vec![with_links, unparsed, in_decoded, failover()]
}

#[test]
fn findings_of_all_sorts_are_valid() {
    assert_valid(&written(Format::Sarif, &odd_findings(), &Style::default()));
}

#[test]
fn a_run_without_findings_is_valid_and_has_results() {
    let sarif = written(Format::Sarif, &[], &Style::default());
    assert_valid(&sarif);
    assert!(sarif.contains("\"results\": []"));
}

#[test]
fn what_could_not_be_done_is_told() {
    let unknown = |why: &str| Unknown {
        rule: "trunk-codec".into(),
        why: why.into(),
        subject: None,
        location: None,
    };
    let summary = Summary {
        unknown: vec![unknown("not set"), unknown("not exported"), unknown("not set")],
        unreadable: vec![FileNote { path: "a b.json".into(), message: "it is UTF-16".into() }],
        ..Summary::default()
    };
    let rules = [rule("trunk-codec", Severity::Error)];
    let report = Report { findings: &[], rules: &rules, summary: &summary, exit_code: 2 };
    let mut out = Vec::new();
    write(Format::Sarif, &report, &Style::default(), &mut out).unwrap();
    let sarif = String::from_utf8(out).unwrap();
    assert_valid(&sarif);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let texts = invocation["toolExecutionNotifications"].as_array().unwrap();
    let texts: Vec<_> =
        texts.iter().map(|note| note["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        [
            "`a b.json` was not read: it is UTF-16.",
            "Rule `trunk-codec` could not tell in 1 evaluation: not exported.",
            "Rule `trunk-codec` could not tell in 2 evaluations: not set.",
        ]
    );
}

#[test]
fn more_findings_than_github_takes_are_cut_to_the_worst() {
    let source = source("x.yaml", "a: b\n");
    let mut findings =
        vec![finding("a", Severity::Note, "n", at(&source, Span::new(0, 1), "/a")); 25_000];
    findings.push(finding("a", Severity::Error, "worst", at(&source, Span::new(3, 4), "/a")));
    let sarif = written(Format::Sarif, &findings, &Style::default());
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 25_000);
    assert_eq!(run["results"][24_999]["message"]["text"], "worst.");
    let note = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(note, "Only the 25000 worst of 25001 findings were written.");
}

/// Columns are UTF-16 code units, and links in the message lead to related locations.
#[test]
fn columns_paths_and_links() {
    let sarif = written(Format::Sarif, &odd_findings(), &Style::default());
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["region"]["startColumn"], 5);
    assert_eq!(place["artifactLocation"]["uri"], "a%20b/%231%25:x.yaml");
    assert_eq!(result["message"]["text"], r"Brackets \[a\](b). See [see \[this\](x) \\ that](1).");
    assert!(!sarif.to_string().contains("\\u001b"));
}
