//! The command line, through the front door: exit codes, streams, configuration, formats.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use front_door::{run, run_in, tree};

const QUEUES: &str = r#"{
  "entities": [
    { "id": "6d1f5c0a-3c1e-4f6b-9a51-0f3f0b6a7c01", "name": "Claims",
      "selfUri": "/api/v2/routing/queues/6d1f5c0a-3c1e-4f6b-9a51-0f3f0b6a7c01" }
  ],
  "pageSize": 25, "pageNumber": 1, "total": 1, "pageCount": 1
}
"#;

const SOFTPHONE: &str = "kind: softphone\nname: 😀 desktop\ncodecs: [audio/opus]\ncolour: red\n";

fn report(directory: &TempDir, arguments: &[&str]) -> Value {
    let mut all = vec!["check", "--format", "json"];
    all.extend(arguments);
    serde_json::from_str(&run(directory, &all).stdout).unwrap()
}

fn rules(report: &Value) -> Vec<&str> {
    report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect()
}

#[test]
fn exit_codes_follow_the_threshold_and_not_the_format() {
    let clean = tree(&[("queues.json", QUEUES)]);
    let broken = tree(&[("softphone.yaml", SOFTPHONE)]);
    for format in ["human", "concise", "json", "sarif"] {
        assert_eq!(run(&clean, &["check", "--format", format]).code, 0, "{format}");
        assert_eq!(run(&broken, &["check", "--format", format]).code, 1, "{format}");
        assert_eq!(
            run(&broken, &["check", "--format", format, "--fail-on", "never"]).code,
            0,
            "{format}"
        );
    }
}

#[test]
fn what_is_named_has_to_be_there_and_to_hold_something() {
    let other = tree(&[("package.json", "{\"name\": \"x\"}"), ("empty/.keep", "")]);
    let missing = run(&other, &["check", "nowhere"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("`nowhere` does not exist"), "{}", missing.stderr);
    let nothing = run(&other, &["check", "empty"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.stderr.contains("holds no file that orglint reads"), "{}", nothing.stderr);
    assert!(nothing.stderr.contains(".tf,") && !nothing.stderr.contains("findings"));
    let foreign = run(&other, &["check"]);
    assert_eq!(foreign.code, 2);
    assert!(
        foreign.stderr.contains("no Genesys Cloud configuration is recognised"),
        "{}",
        foreign.stderr
    );
    assert_eq!(run(&other, &["check", "--allow-empty"]).code, 0);
    assert_eq!(run(&other, &["check", "--no-such-flag"]).code, 2);
}

#[test]
fn what_changed_is_reported_alone_but_everything_is_read() {
    let trunks = r#"[{"id": "0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a01", "name": "A", "trunkType": "EXTERNAL",
        "trunkMetabase": {"id": "external_sip_pcv_byoc_carrier.json"},
        "properties": {"trunk_media_codec": {"value": {"instance": ["audio/pcmu"]}}}},
      {"id": "0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a02", "name": "B", "trunkType": "EXTERNAL",
        "trunkMetabase": {"id": "external_sip_pcv_byoc_carrier.json"},
        "properties": {"trunk_media_codec": {"value": {"instance": ["audio/g729"]}}}}]"#;
    let route = "name: National\nclassificationTypes: [National]\nenabled: true\ndistribution: SEQUENTIAL\n\
        externalTrunkBases:\n  - id: 0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a01\n  - id: 0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a02\n";
    let directory =
        tree(&[("t/trunks.json", trunks), ("route.yaml", route), ("softphone.yaml", SOFTPHONE)]);
    let select = ["--select", "failover-trunk-codec,schema-unknown-key", "--only"];
    let only = |paths: &[&str]| {
        let arguments = [&select[..], paths].concat();
        rules(&report(&directory, &arguments))
            .iter()
            .map(|&rule| rule.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(only(&["route.yaml"]), ["failover-trunk-codec"]);
    assert_eq!(only(&["t/trunks.json"]), ["failover-trunk-codec"], "a trunk explains the finding");
    assert_eq!(only(&["t"]), ["failover-trunk-codec"]);
    assert_eq!(only(&["./softphone.yaml", "t"]), ["failover-trunk-codec", "schema-unknown-key"]);
    let missing = run(&directory, &["check", "--only", "gone.yaml"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("`gone.yaml` does not exist"), "{}", missing.stderr);
}

#[test]
fn the_nearest_schema_is_offered() {
    let empty = tree(&[]);
    for (wrong, right) in [("rul", "rule"), ("confg", "config"), ("qeue", "queue")] {
        let ran = run(&empty, &["schema", wrong]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(&format!("did you mean `{right}`?")), "{}", ran.stderr);
    }
}

#[test]
fn sarif_says_how_bad_rules_about_security_are() {
    let broken = tree(&[("softphone.yaml", SOFTPHONE)]);
    let sarif: Value =
        serde_json::from_str(&run(&broken, &["check", "--format", "sarif"]).stdout).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = |id: &str| &rules.iter().find(|rule| rule["id"] == id).unwrap()["properties"];
    assert_eq!(rule("exposed-secret")["security-severity"], "8.0");
    assert_eq!(rule("exposed-secret")["tags"][0], "security");
    assert_eq!(rule("weak-tls-version")["security-severity"], "5.0");
    assert_eq!(rule("duplicate-key")["security-severity"], Value::Null);
}

#[test]
fn the_pre_commit_hook_runs_on_every_file_that_is_read() {
    let hooks = fs::read_to_string(".pre-commit-hooks.yaml").unwrap();
    let line = hooks.lines().find_map(|line| line.trim().strip_prefix("files: &files ")).unwrap();
    let pattern = regex::Regex::new(line).unwrap();
    let names = [
        "a.json",
        "a.yaml",
        "a.yml",
        "a.tf",
        "a.tf.json",
        "x.tfvars",
        "x.tfstate",
        "f.yaml.tftpl",
        "f.i3InboundFlow",
    ];
    for name in names {
        assert!(pattern.is_match(name), "{name}");
    }
    assert!(!pattern.is_match("README.md"));
}

#[test]
fn stdout_carries_the_report_alone_and_quiet_silences_the_rest() {
    let broken = tree(&[("softphone.yaml", SOFTPHONE)]);
    let sarif = run(&broken, &["check", "--format", "sarif"]);
    assert!(serde_json::from_str::<Value>(&sarif.stdout).is_ok());
    assert!(sarif.stderr.contains("1 file read, 1 recognised"), "{}", sarif.stderr);
    assert_eq!(run(&broken, &["check", "--format", "sarif", "--quiet"]).stderr, "");
    let written =
        run(&broken, &["check", "--format", "json", "--output", "report.json", "--quiet"]);
    assert_eq!((written.code, written.stdout.as_str()), (1, ""));
    let text = fs::read_to_string(broken.path().join("report.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["version"], 1);
}

#[test]
fn the_json_report_says_where_in_every_unit() {
    let broken = tree(&[("desk/softphone.yaml", SOFTPHONE)]);
    let report = report(&broken, &[]);
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "schema-unknown-key");
    assert_eq!(finding["path"], "desk/softphone.yaml");
    assert_eq!(finding["pointer"], "/colour");
    assert_eq!(
        finding["range"]["start"],
        serde_json::json!({"line": 4, "column": 1, "offset": 56})
    );
    assert_eq!(finding["resource"]["kind"], "softphone");
    assert_eq!(finding["related"], serde_json::json!([]));
    assert_eq!(report["summary"]["files"], 1);
}

#[test]
fn the_json_report_and_the_lists_keep_to_their_schemas() {
    let broken =
        tree(&[("softphone.yaml", SOFTPHONE), ("bad.json", "{\"selfUri\": \"/api/v2/x\",")]);
    let schema: Value = serde_json::from_str(&run(&broken, &["schema", "report"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let report = report(&broken, &[]);
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    for what in ["rule", "config", "kind", "softphone", "trunk-base"] {
        let schema: Value = serde_json::from_str(&run(&broken, &["schema", what]).stdout).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{what}");
    }
}

#[test]
fn a_file_that_does_not_parse_is_one_finding_and_the_rest_is_linted() {
    let broken = tree(&[
        ("bad.json", "{\n  \"selfUri\": \"/api/v2/routing/queues/x\"\n  \"name\": 1\n}"),
        ("softphone.yaml", SOFTPHONE),
    ]);
    let report = report(&broken, &[]);
    assert_eq!(rules(&report), ["syntax", "schema-unknown-key"]);
    let syntax = &report["findings"][0];
    assert_eq!(syntax["pointer"], Value::Null);
    assert_eq!(syntax["resource"], Value::Null);
    assert_eq!(syntax["range"]["start"]["line"], 3);
    assert_eq!(run(&broken, &["check", "bad.json"]).code, 1);
}

#[test]
fn text_that_is_not_configuration_is_not_recognised_rather_than_wrong() {
    let mixed = tree(&[
        ("queues.json", QUEUES),
        ("notes.yaml", "a: [1"),
        ("package.json", "{}"),
        ("main.tf", ""),
    ]);
    let ran = run(&mixed, &["check", "--verbose"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for line in ["not recognised: notes.yaml: does not parse", "not recognised: package.json"] {
        assert!(ran.stderr.contains(line), "{line} in\n{}", ran.stderr);
    }
    let harmless = "without resources: main.tf: Terraform without resources of Genesys Cloud";
    assert!(ran.stderr.contains(harmless), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_not_utf8_is_said_to_be_so() {
    let directory = tree(&[("queues.json", QUEUES)]);
    let utf16: Vec<u8> = "\u{feff}{\"id\": 1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(directory.path().join("powershell.json"), utf16).unwrap();
    let ran = run(&directory, &["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("powershell.json: it is UTF-16, not UTF-8"), "{}", ran.stderr);
}

#[test]
fn severities_and_selection() {
    let broken = tree(&[("softphone.yaml", SOFTPHONE)]);
    let none: &[&str] = &[];
    assert_eq!(rules(&report(&broken, &["--ignore", "schema-unknown-key"])), none);
    assert_eq!(rules(&report(&broken, &["--ignore", "schema"])), none);
    assert_eq!(
        rules(&report(&broken, &["--select", "schema-unknown-key,syntax"])),
        ["schema-unknown-key"]
    );
    let unknown = run(&broken, &["check", "--select", "schema-unkown-key"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `schema-unknown-key`?"), "{}", unknown.stderr);
}

#[test]
fn the_configuration_changes_severities_and_leaves_files_out() {
    let config = "exclude: [old/]\nrules:\n  schema-unknown-key: { severity: note }\n";
    let broken = tree(&[
        ("orglint.yaml", config),
        ("softphone.yaml", SOFTPHONE),
        ("old/softphone.yaml", SOFTPHONE),
    ]);
    let report = report(&broken, &[]);
    assert_eq!(rules(&report), ["schema-unknown-key"]);
    assert_eq!(report["findings"][0]["severity"], "note");
    assert_eq!(run(&broken, &["check"]).code, 0);
    assert_eq!(run(&broken, &["check", "--fail-on", "note"]).code, 1);
    assert_eq!(rules(&self::report(&broken, &["--min-severity", "warning"])), Vec::<&str>::new());
}

#[test]
fn mistakes_in_the_configuration_are_framed_with_the_nearest_word() {
    let cases = [
        ("exlude: [a]\n", "orglint.yaml:1:1", "did you mean `exclude`?"),
        ("complete: [queu]\n", "orglint.yaml:1:12", "did you mean `queue`?"),
        ("rules:\n  sintax: { severity: off }\n", "orglint.yaml:2:3", "did you mean `syntax`?"),
        ("rules:\n  syntax: { severity: fatal }\n", "orglint.yaml:2:23", "error"),
        ("kinds: { softfone: [a.yaml] }\n", "orglint.yaml:1:10", "did you mean `softphone`?"),
        ("exclude: [a\n", "orglint.yaml:1:10", "["),
    ];
    for (config, place, words) in cases {
        let directory = tree(&[("orglint.yaml", config), ("queues.json", QUEUES)]);
        let ran = run(&directory, &["check"]);
        assert_eq!(ran.code, 2, "{config}{}", ran.stderr);
        assert!(ran.stderr.contains(place), "{place} in\n{}", ran.stderr);
        assert!(
            ran.stderr.to_lowercase().contains(&words.to_lowercase()),
            "{words} in\n{}",
            ran.stderr
        );
    }
}

#[test]
fn mistakes_in_a_rule_are_framed_inside_the_expression() {
    let rule = "id: mine\nseverity: error\nseverity-reason: It breaks\nconfidence: certain\nsummary: Mine\nkind: softphone\nassert: size(self.codex) > 0\nmessage: none\nwhy: because\nexamples: []\n";
    let directory = tree(&[("mine/mine.yaml", rule), ("queues.json", QUEUES)]);
    let ran = run(&directory, &["check", "--rules", "mine"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("mine/mine.yaml:7:19"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `codecs`?"), "{}", ran.stderr);
}

#[test]
fn each_folder_with_a_configuration_is_an_org_of_its_own() {
    let flow = "inboundCall:\n  name: Main\n  startUpRef: x\n  tasks:\n    - task:\n        name: t\n        actions:\n          - transferToAcd: { name: a, targetQueue: { lit: { name: Clams } } }\n";
    let files = [
        ("a/orglint.yaml", "complete: [queue]\n"),
        ("a/queues.json", QUEUES),
        ("a/flow.yaml", flow),
        ("b/flow.yaml", flow),
    ];
    let directory = tree(&files);
    let report = report(&directory, &["--select", "unresolved-reference"]);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{report:#}");
    assert_eq!(findings[0]["path"], "a/flow.yaml");
    assert!(findings[0]["help"].as_str().unwrap().contains("Claims"));
}

#[test]
fn reports_do_not_depend_on_threads() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR"));
    let report = |jobs: &str| {
        let arguments =
            ["check", "examples/media-handshake/broken", "--format", "json", "--jobs", jobs];
        run_in(examples, &arguments).stdout
    };
    assert_eq!(report("1"), report("4"));
}

#[test]
fn resources_and_their_references_are_listed() {
    let flow = "inboundCall:\n  name: Main\n  startUpRef: x\n  tasks:\n    - task:\n        name: t\n        actions:\n          - transferToAcd: { name: a, targetQueue: { lit: { name: Claims } } }\n";
    let directory = tree(&[("queues.json", QUEUES), ("flow.yaml", flow)]);
    let ran = run(&directory, &["resources", "--format", "json"]);
    let list: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(list["version"], 1);
    let flow = &list["resources"][0];
    assert_eq!((flow["kind"].as_str(), flow["form"].as_str()), (Some("flow"), Some("archy")));
    assert_eq!(flow["pointer"], "/inboundCall");
    let reference = &flow["references"][0];
    assert_eq!(
        (reference["kind"].as_str(), reference["state"].as_str()),
        (Some("queue"), Some("resolved"))
    );
    let table = run(&directory, &["resources"]).stdout;
    assert!(
        table.contains("queue  Claims  6d1f5c0a-3c1e-4f6b-9a51-0f3f0b6a7c01  api    -    1"),
        "{table}"
    );
}

#[test]
fn rules_are_listed_and_explained() {
    let directory = tree(&[]);
    let list: Value =
        serde_json::from_str(&run(&directory, &["rules", "list", "--format", "json"]).stdout)
            .unwrap();
    let syntax =
        list["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == "syntax").unwrap();
    assert_eq!(syntax["severity"], "error");
    let page = run(&directory, &["rules", "explain", "failover-trunk-codec"]);
    assert_eq!(page.code, 0);
    for part in [
        "Why it matters",
        "What to do",
        "Fails: ",
        "error[failover-trunk-codec]",
        "[route.yaml:",
        "Passes: ",
    ] {
        assert!(page.stdout.contains(part), "{part} in\n{}", page.stdout);
    }
    let unknown = run(&directory, &["rules", "explain", "failover-trunk-codecs"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `failover-trunk-codec`?"), "{}", unknown.stderr);
}

#[test]
fn a_rule_whose_example_does_not_hold_makes_the_test_fail() {
    let rule = r#"
id: mine
severity: error
severity-reason: It breaks
confidence: certain
summary: Mine
kind: softphone
assert: size(self.codecs) > 1
message: none
why: because
examples:
  - { name: wrong, files: { s.yaml: "{kind: softphone, codecs: [opus, pcmu]}" }, finds: [{ at: "s.yaml#/codecs" }] }
  - { name: right, files: { s.yaml: "{kind: softphone, codecs: [opus, pcmu]}" }, finds: [] }
"#;
    let directory = tree(&[("mine/mine.yaml", rule)]);
    let ran = run(&directory, &["rules", "test", "mine"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("expected a finding at s.yaml#/codecs"), "{}", ran.stderr);
    assert!(ran.stdout.contains("1 hold, 1 do not"), "{}", ran.stdout);
}

#[test]
fn kinds_are_listed_with_their_fields() {
    let directory = tree(&[]);
    assert!(run(&directory, &["kinds"]).stdout.contains("outbound-route"));
    let fields = run(&directory, &["kinds", "interaction-types"]).stdout;
    assert!(
        fields.contains("list(interactionType)") && fields.contains("bridgesTo")
            || fields.contains("voice"),
        "{fields}"
    );
    assert_eq!(run(&directory, &["kinds", "queues"]).code, 2);
}

#[test]
fn init_writes_a_configuration_once() {
    let directory = tree(&[("queues.json", QUEUES)]);
    assert_eq!(run(&directory, &["init"]).code, 0);
    assert_eq!(run(&directory, &["check"]).code, 0);
    let again = run(&directory, &["init"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_orglint"))
        .current_dir(examples)
        .args(["check", "examples/media-handshake/broken", "--quiet"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn schemas_say_how_bad_it_is_unless_the_configuration_does() {
    let trunk = r#"{"name":"A","trunkType":"EXTERNAL","trunkMetabase":{"id":"external_sip.json"},
      "properties":{"trunk_max_calls":{"value":{"instance":1}},"trunk_colour":{"value":{"instance":1}}}}"#;
    let severities = |files: &[(&str, &str)]| {
        let report = report(&tree(files), &["--select", "schema-unknown-key"]);
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().map(|one| one["severity"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(severities(&[("trunk.json", trunk)]), ["error", "warning"]);
    let config = "rules: { schema-unknown-key: { severity: note } }";
    assert_eq!(severities(&[("trunk.json", trunk), ("orglint.yaml", config)]), ["note", "note"]);
}
