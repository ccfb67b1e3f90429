//! The rules that orglint carries: their examples hold, and there are enough of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its example has to fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// Rules whose fields exist in the API's form alone, although their kind is known in CX as Code as well.
const API_ALONE: &[&str] = &[
    "recording-codec-policy",
    "firewall-media-ports",
    "trunk-webrtc-off",
    "trunk-forces-codec",
    "failover-trunk-webrtc",
    "failover-trunk-status",
    "route-webrtc-not-allowed",
    "route-channel-origin",
    "route-digital-origin",
    "bridged-queue-route-disabled",
    "acw-timeout-missing",
    "alerting-timeout-too-short",
    "inactive-trunk-in-route",
    "edge-group-uses-deleted-trunk",
    "phone-at-deleted-site",
    "phone-of-deleted-base",
    "route-of-deleted-site",
    "site-at-deleted-location",
    "trunk-at-deleted-site",
    "ivr-uses-deleted-flow",
    "queue-uses-deleted-flow",
    "email-route-uses-deleted-flow",
    "emergency-group-uses-deleted-flow",
    "trigger-starts-deleted-flow",
    "deployment-uses-deleted-flow",
    "schedule-group-uses-deleted-schedule",
    "contact-list-without-phone-column",
    "script-plain-http",
    "route-trunk-status",
    "number-plan-listed-twice",
    "number-plan-priority-shared",
    "ivr-number-outside-pools",
    "campaign-without-phone-column",
    "recording-codec-differs",
    "route-media-differs",
    "number-plan-match-type",
    "unknown-endpoint-script",
    "script-start-page-unknown",
];

/// Rules about what CX as Code alone can say: an attribute that the API does not show, or what a deployment does.
const CX_AS_CODE_ALONE: &[&str] = &[
    "credential-incomplete",
    "deployment-without-flow",
    "emergency-left-on",
    "inbound-site-without-byoc",
    "oauth-client-secret-exposed",
    "queue-member-twice",
    "acw-timeout-unused",
    "campaign-rule-set-of-other-list",
    "activation-condition-unknown",
    "email-route-queue-and-flow",
    "email-route-two-senders",
    "two-default-sites",
    "unused-script-substitution",
];

/// Rules about flows that hold for what is written for Archy alone; each file says why.
const ARCHY_ALONE: &[&str] = &[
    "call-flow-failure",
    "collect-input-digits",
    "common-module-input-unknown",
    "common-module-output-unknown",
    "flow-data-action-category",
    "flow-data-action-default-timeout",
    "flow-data-action-timeout-unset",
    "flow-without-division",
    "flow-without-error-handling",
    "flow-without-languages",
    "flow-without-start",
    "set-language-unsupported",
    "variable-not-declared",
];

/// What one rule file says.
struct RuleFile {
    path: PathBuf,
    rule: Value,
}

impl RuleFile {
    fn id(&self) -> &str {
        self.rule["id"].as_str().unwrap()
    }

    fn examples(&self) -> &[Value] {
        self.rule["examples"].as_array().unwrap()
    }

    /// The files in which examples expect findings.
    fn failing_files(&self) -> BTreeSet<&str> {
        self.examples().iter().flat_map(failing_files).collect()
    }

    /// The forms of files in which examples expect findings.
    fn failing_forms(&self) -> BTreeSet<&'static str> {
        let forms =
            |example| failing_files(example).map(|path| form(path, &example["files"][path]));
        self.examples().iter().flat_map(forms).collect()
    }

    /// The forms of files of examples without findings.
    fn passing_forms(&self) -> BTreeSet<&'static str> {
        let passing = self.examples().iter().filter(|example| failing_files(example).count() == 0);
        let files = passing.flat_map(|example| example["files"].as_object().unwrap());
        files.map(|(path, text)| form(path, text)).collect()
    }
}

/// The files in which an example expects findings.
fn failing_files(example: &Value) -> impl Iterator<Item = &str> {
    let finds = example["finds"].as_array().unwrap().iter();
    finds.map(|find| find["at"].as_str().unwrap().split(['#', '@']).next().unwrap())
}

/// The form that the file of an example is in; whatever is not another one is the API's.
fn form(path: &str, text: &Value) -> &'static str {
    let text = text.as_str().unwrap();
    if is_terraform(path) {
        return "terraform";
    }
    if text.contains("\"flowSequenceItemList\"") {
        return "architect";
    }
    let root: Option<Value> = serde_yaml::from_str(text).ok();
    let is_flow = |root: &serde_json::Map<String, Value>| {
        root.len() == 1 && root.values().all(|flow| flow.get("name").is_some())
    };
    if root.as_ref().and_then(Value::as_object).is_some_and(is_flow) { "archy" } else { "api" }
}

/// All rule files, sorted by path.
fn rule_files() -> Vec<RuleFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut paths: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .flat_map(|area| fs::read_dir(area.unwrap().path()).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.into_iter().map(read).collect()
}

fn read(path: PathBuf) -> RuleFile {
    let text = fs::read_to_string(&path).unwrap();
    let rule = serde_yaml::from_str(&text).unwrap();
    RuleFile { path, rule }
}

/// Whether a file is CX as Code, in either syntax.
fn is_terraform(path: &str) -> bool {
    let path = path.strip_suffix(".json").unwrap_or(path);
    Path::new(path).extension().is_some_and(|extension| extension == "tf")
}

/// The forms that the catalogue knows a kind in.
fn forms(kind: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(kind).join("kind.yaml");
    let kind: Value = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    kind["forms"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_examples_of_all_rules_hold() {
    let output = Command::cargo_bin("orglint").unwrap().args(["rules", "test"]).output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert!(report.contains(&format!("of {} rules", rule_files().len())), "{report}");
}

#[test]
fn every_rule_has_an_example_that_fails_and_one_that_passes() {
    for file in rule_files() {
        let (fails, passes): (Vec<_>, Vec<_>) = file
            .examples()
            .iter()
            .partition(|example| !example["finds"].as_array().unwrap().is_empty());
        assert!(!fails.is_empty(), "{}: no example fails", file.path.display());
        assert!(!passes.is_empty(), "{}: no example passes", file.path.display());
    }
}

#[test]
fn rules_for_the_api_and_cx_as_code_fail_in_both() {
    let files = rule_files();
    let mut seen = 0;
    for file in &files {
        let Some(kind) = file.rule["kind"].as_str() else { continue };
        let forms = forms(kind);
        let both = forms.contains("api") && forms.contains("terraform") && !forms.contains("archy");
        let is_about_terraform = file.path.parent().is_some_and(|area| area.ends_with("terraform"));
        let is_one_sided = API_ALONE.contains(&file.id()) || CX_AS_CODE_ALONE.contains(&file.id());
        if !both || is_about_terraform || is_one_sided {
            continue;
        }
        seen += 1;
        let failing = file.failing_files();
        let (terraform, api): (Vec<&str>, Vec<&str>) =
            failing.iter().partition(|path| is_terraform(path));
        assert!(!terraform.is_empty(), "{}: no example fails in CX as Code", file.id());
        assert!(!api.is_empty(), "{}: no example fails in the API's form", file.id());
    }
    assert!(seen > 10, "only {seen} rules for both forms");
}

#[test]
fn rules_said_to_be_for_the_api_alone_exist_and_fail_in_it_alone() {
    let files = rule_files();
    for id in API_ALONE {
        let file = files.iter().find(|file| file.id() == *id).unwrap();
        let in_terraform = file.failing_files().into_iter().any(is_terraform);
        assert!(!in_terraform, "{id} fails in CX as Code");
    }
}

#[test]
fn rules_pass_an_example_in_every_form_in_which_they_fail_one() {
    for file in rule_files() {
        let (fails, passes) = (file.failing_forms(), file.passing_forms());
        let path = file.path.display();
        assert!(fails.is_subset(&passes), "{path}: fails in {fails:?}, passes in {passes:?} alone");
    }
}

#[test]
fn rules_about_what_is_in_flows_fail_for_archy_and_in_flow_configuration() {
    let files = rule_files();
    let is_about_flows = |file: &&RuleFile| file.path.parent().unwrap().ends_with("flows");
    let mut one_sided = Vec::new();
    for file in files.iter().filter(is_about_flows) {
        let forms = file.failing_forms();
        assert!(forms.contains("archy"), "{}: no example fails for Archy", file.id());
        if !forms.contains("architect") {
            one_sided.push(file.id());
        }
    }
    assert_eq!(one_sided, ARCHY_ALONE);
}
