//! Terraform's state, through the front door: what is understood of it, what is reported, and what is never shown.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use serde_json::{Value, json};
use tempfile::TempDir;

use front_door::{run, tree};

const QUEUE: &str = "3f1a0c8e-5b7d-4e0a-9c21-8d6f4b2a1e01";
const SITE: &str = "3f1a0c8e-5b7d-4e0a-9c21-8d6f4b2a1e02";

fn resources(directory: &TempDir) -> Vec<String> {
    let ran = run(directory, &["resources", "--format", "json"]);
    let list: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = |resource: &Value, key: &str| resource[key].as_str().unwrap_or("-").to_owned();
    let line = |resource: &Value| {
        ["kind", "form", "id", "name", "path"].map(|key| text(resource, key)).join(" ")
    };
    list["resources"].as_array().unwrap().iter().map(line).collect()
}

/// The findings of a rule, one a line.
fn findings(directory: &TempDir, rule: &str) -> Vec<String> {
    let ran = run(directory, &["check", "--format", "concise"]);
    assert!(ran.code <= 1, "{}", ran.stderr);
    let of_rule = |line: &&str| line.contains(rule);
    ran.stdout.lines().filter(of_rule).map(str::to_owned).collect()
}

/// A state of version 4.
fn state(resources: &Value) -> String {
    let state = json!({
        "version": 4, "terraform_version": "1.5.7", "serial": 7,
        "lineage": "8e3a6b0c-4a3f-4a0e-8d5f-6a2f1c0d9b11", "outputs": {}, "resources": resources,
    });
    serde_json::to_string_pretty(&state).unwrap()
}

#[test]
fn both_versions_are_understood_with_whole_and_flat_attributes() {
    let current = state(&json!([
        {"mode": "managed", "type": "genesyscloud_routing_queue", "name": "q", "instances": [
            {"attributes": {"id": QUEUE, "name": "Billing", "acw_timeout_ms": 10000}}]},
        {"mode": "managed", "type": "genesyscloud_telephony_providers_edges_site", "name": "s",
         "instances": [{"attributes_flat": {"id": SITE, "name": "Main", "media_regions.#": "0"}}]},
        {"mode": "managed", "type": "random_id", "name": "r", "instances": [{"attributes": {"id": "x"}}]},
    ]));
    let older = json!({
        "version": 3, "terraform_version": "0.13.7", "serial": 1, "lineage": "x",
        "modules": [{"path": ["root"], "outputs": {}, "resources": {
            "genesyscloud_routing_queue.q": {
                "type": "genesyscloud_routing_queue",
                "primary": {"id": QUEUE, "attributes": {"name": "Billing"}}},
            "data.genesyscloud_user.u": {
                "type": "genesyscloud_user", "primary": {"id": "u", "attributes": {"id": "u"}}},
        }}],
    });
    let directory =
        tree(&[("a/terraform.tfstate", &current), ("b/old.tfstate", &older.to_string())]);
    let expected = [
        format!("queue state {QUEUE} Billing a/terraform.tfstate"),
        format!("site state {SITE} Main a/terraform.tfstate"),
        "user state u - b/old.tfstate".to_owned(),
        format!("queue state {QUEUE} Billing b/old.tfstate"),
    ];
    let mut found = resources(&directory);
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_state_that_repeats_a_block_is_not_judged_again() {
    let block = r#"{"resource": {"genesyscloud_routing_queue": {"q": {"name": "Billing", "queue_flow_id": "nowhere"}}}}"#;
    let entry = |label: &str| {
        state(&json!([{"mode": "managed", "type": "genesyscloud_routing_queue", "name": label,
            "instances": [{"attributes": {"id": QUEUE, "name": "Billing", "queue_flow_id": SITE}}]}]))
    };
    let configuration = "complete: [flow]\n";
    let linked = tree(&[
        ("main.tf.json", block),
        ("terraform.tfstate", &entry("q")),
        ("orglint.yaml", configuration),
    ]);
    let of_state = |findings: &[String]| {
        findings.iter().filter(|line| line.starts_with("terraform.tfstate")).count()
    };
    assert_eq!(of_state(&findings(&linked, "unresolved-reference")), 0);
    let alone = tree(&[("terraform.tfstate", &entry("q")), ("orglint.yaml", configuration)]);
    assert_eq!(
        of_state(&findings(&alone, "unresolved-reference")),
        1,
        "{:?}",
        findings(&alone, "unresolved-reference")
    );
}

#[test]
fn what_the_state_calls_sensitive_is_in_no_report() {
    let secrets = ["s3cr3t-one", "s3cr3t-two", "cHJpdmF0ZS1zdGF0ZQ=="];
    let text = state(&json!([{
        "mode": "managed", "type": "genesyscloud_routing_queue", "name": "q",
        "instances": [{
            "attributes": {
                "id": QUEUE, "name": "Billing", "description": secrets[0], "queue_flow_id": SITE,
                "calling_party_name": secrets[1],
            },
            "sensitive_attributes": [
                [{"type": "get_attr", "value": "description"}],
                [{"type": "get_attr", "value": "calling_party_name"}],
            ],
            "private": secrets[2],
        }],
    }]));
    let directory = tree(&[("terraform.tfstate", &text), ("orglint.yaml", "complete: [flow]\n")]);
    for format in ["human", "concise", "json", "sarif"] {
        let ran = run(&directory, &["check", "--format", format, "--verbose"]);
        assert!(ran.stdout.contains("unresolved-reference"), "{format}: {}", ran.stdout);
        for secret in secrets {
            let shown = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!shown.contains(secret), "{format}: {secret}: {shown}");
        }
    }
}

#[test]
fn a_file_that_several_resources_publish_stays_a_thing_of_its_own() {
    let block = |label: &str, name: &str| {
        format!(
            "resource \"genesyscloud_flow\" \"{label}\" {{\n  filepath = \"${{path.module}}/bot.yaml\"\n  name = \"{name}\"\n  \
             substitutions = {{ flow_name = \"{name}\" }}\n}}\n"
        )
    };
    let file = "botFlow:\n  name: \"{{flow_name}}\"\n  division: \"{{division}}\"\n  startUpRef: /botFlow/bots/bot[Initial_1]\n";
    let directory = tree(&[
        ("main.tf", &format!("{}{}", block("a", "A"), block("b", "B"))),
        ("bot.yaml", file),
        ("rules/sightings.yaml", SIGHTINGS),
        ("orglint.yaml", "extend: { rules: [rules] }\ncomplete: [flow]\n"),
    ]);
    let seen = findings(&directory, "sightings");
    let counts: Vec<bool> = ["1 of 3", "2 of 3"]
        .iter()
        .map(|count| seen.iter().any(|line| line.contains(count)))
        .collect();
    assert_eq!((seen.len(), counts), (3, vec![true, true]), "{seen:?}");
    assert_eq!(findings(&directory, "missing-substitution").len(), 1);
}

/// Says of every flow in how many other places it is written.
const SIGHTINGS: &str = "
id: sightings
severity: note
severity-reason: it counts
confidence: certain
summary: A flow is written elsewhere
kind: flow
assert: size(self.elsewhere) == 9
message: \"{size(self.elsewhere)} of {size(org.flow)}\"
why: It counts.
examples:
  - name: one
    files:
      a.yaml: |
        botFlow: { name: A, startUpRef: x }
    finds: [{ at: a.yaml#/botFlow/name }]
  - name: none
    files:
      a.txt: none
    finds: []
";
