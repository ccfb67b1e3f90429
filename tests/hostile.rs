//! Input and surroundings that mean no good, through the front door.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use std::fs;

use serde_json::Value;

use front_door::{run, run_in, tree};

const QUEUE: &str = r#"{"id":"a","name":"Claims","selfUri":"/api/v2/routing/queues/a"}"#;
const FLOW: &str = "inboundCall:\n  name: Main\n  startUpRef: x\n  tasks:\n    - task:\n        name: t\n        actions:\n          - transferToAcd: { name: a, targetQueue: { lit: { name: Claims } }, outputs: { failure: { actions: [{ disconnect: { name: b } }] } } }\n";
const SOFTPHONE: &str = "kind: softphone\nname: desktop\ncolour: red\n";
const RULE: &str = r#"
id: many-codecs
severity: error
severity-reason: It breaks
confidence: certain
summary: Mine
kind: softphone
assert: size(self.codecs) > 1
message: none
why: because
examples:
  - { name: wrong, files: { s.yaml: "{kind: softphone, name: x, codecs: [opus]}" }, finds: [{ at: "s.yaml#/codecs" }] }
  - { name: right, files: { s.yaml: "{kind: softphone, name: x, codecs: [opus, pcmu]}" }, finds: [] }
"#;

/// Whether a terminal would act on something in `text`.
fn has_controls(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n')
}

#[cfg(unix)]
#[test]
fn what_output_names_and_is_no_file_stays_what_it_is() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let directory = tree(&[("softphone.yaml", SOFTPHONE), ("target/report.json", "old")]);
    let socket = directory.path().join("socket");
    let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let ran = run(&directory, &["check", "--format", "json", "--output", "socket"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`socket` cannot be written"), "{}", ran.stderr);
    assert!(fs::symlink_metadata(&socket).unwrap().file_type().is_socket());

    let link = directory.path().join("link.json");
    symlink("target/report.json", &link).unwrap();
    let ran = run(&directory, &["check", "--format", "json", "--output", "link.json"]);
    assert_eq!(ran.code, 1);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let text = fs::read_to_string(directory.path().join("target/report.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["version"], 1);
}

#[test]
fn an_output_that_cannot_be_written_is_left_alone() {
    let directory = tree(&[("softphone.yaml", SOFTPHONE), ("folder/keep.txt", "")]);
    for output in ["folder", "nowhere/report.json"] {
        let ran = run(&directory, &["check", "--format", "json", "--output", output]);
        assert_eq!(ran.code, 2, "{output}");
        assert!(ran.stderr.contains("cannot be written"), "{}", ran.stderr);
    }
    let names = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.count(), 2);
}

#[test]
fn rules_and_kinds_beside_the_export_are_not_linted_as_configuration() {
    let kind = "kind: wallboard\ntitle: Wallboard\nforms: { own: {} }\nidentity: { id: id, name: name }\nfields: { refresh: { type: duration, unit: s, path: refreshSeconds } }\n";
    let schema = r#"{"type":"object","properties":{"kind":{},"name":{"type":"string"},"refreshSeconds":{"type":"integer"}},"required":["name"],"additionalProperties":false}"#;
    let rule = RULE
        .replace("softphone", "wallboard")
        .replace("size(self.codecs) > 1", "self.refresh >= duration('10s')")
        .replace("codecs: [opus]", "refreshSeconds: 2")
        .replace("codecs: [opus, pcmu]", "refreshSeconds: 20")
        .replace("#/codecs", "#/refreshSeconds");
    let config = "extend: { rules: [lint/rules], schemas: [lint/schemas] }\n";
    let files = [
        ("lint/schemas/wallboard/kind.yaml", kind),
        ("lint/schemas/wallboard/own.schema.json", schema),
        ("lint/rules/many-codecs.yaml", rule.as_str()),
        ("wallboard.yaml", "kind: wallboard\nname: W\nrefreshSeconds: 2\ncolour: red\n"),
    ];
    let flags = ["--schemas", "lint/schemas", "--rules", "lint/rules"];
    let expected = "wallboard.yaml:3:17: error[many-codecs] none\nwallboard.yaml:4:1: error[schema-unknown-key] Unknown key `colour`\n";
    let mut arguments = vec!["check", "--format", "concise"];
    let mut configured = files.to_vec();
    configured.push(("orglint.yaml", config));
    let ran = run(&tree(&configured), &arguments);
    assert_eq!(ran.stdout.replace("warning[", "error["), expected, "{}", ran.stderr);
    arguments.extend(flags);
    let ran = run(&tree(&files), &arguments);
    assert_eq!(ran.stdout.replace("warning[", "error["), expected, "{}", ran.stderr);
    let tested = run(&tree(&files), &["rules", "test", "lint/rules", "--schemas", "lint/schemas"]);
    assert_eq!(tested.code, 0, "{}", tested.stderr);
}

#[test]
fn a_directory_without_rules_or_kinds_is_a_mistake() {
    let directory =
        tree(&[("queue.json", QUEUE), ("rules/readme.txt", ""), ("more/many-codecs.yml", RULE)]);
    let ran = run(&directory, &["check", "--rules", "rules"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`rules` holds no rule file"), "{}", ran.stderr);
    let ran = run(&directory, &["check", "--schemas", "rules"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`rules` holds no kind"), "{}", ran.stderr);
    let ran = run(&directory, &["rules", "test", "more"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn some_files_of_an_org_do_not_say_what_it_lacks() {
    let directory = tree(&[
        ("orglint.yaml", "complete: [queue]\n"),
        ("flows/flow.yaml", FLOW),
        ("queues/queue.json", QUEUE),
    ]);
    for arguments in [&["flows/flow.yaml"][..], &["flows"], &["."]] {
        let ran = run(&directory, &[&["check", "--format", "concise"], arguments].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{arguments:?}");
    }
    fs::write(directory.path().join("queues/queue.json"), QUEUE.replace("Claims", "Sales"))
        .unwrap();
    let whole = run_in(&directory.path().join("flows"), &["check", "..", "--format", "concise"]);
    assert!(whole.stdout.starts_with("flows/flow.yaml:8:"), "{}", whole.stdout);
}

#[test]
fn a_terraform_file_named_alone_may_refer_to_its_neighbours() {
    let queue = r#"{"resource":{"genesyscloud_routing_queue":{"q":{"name":"Q"}}}}"#;
    let ivr = r#"{"resource":{"genesyscloud_architect_ivr":{"i":{"name":"I","open_hours_flow_id":"${genesyscloud_flow.f.id}"}}}}"#;
    let directory = tree(&[("queue.tf.json", queue), ("ivr.tf.json", ivr)]);
    let whole = run(&directory, &["check", "--select", "undeclared-reference"]);
    assert_eq!(whole.code, 1, "{}", whole.stderr);
    let alone = run(&directory, &["check", "--select", "undeclared-reference", "ivr.tf.json"]);
    assert_eq!(alone.code, 0, "{}", alone.stdout);
}

#[test]
fn a_terraform_file_that_the_configuration_leaves_out_may_declare_anything() {
    let queue = "resource \"genesyscloud_routing_queue\" \"q\" {\n  name = var.queue_nmae\n}\nvariable \"queue_name\" {}\n";
    let directory = tree(&[("main.tf", queue), ("more.tf", "variable \"queue_nmae\" {}\n")]);
    let select = ["check", "--select", "undeclared-reference", "--format", "concise"];
    assert_eq!(run(&directory, &select).code, 0);
    fs::remove_file(directory.path().join("more.tf")).unwrap();
    let found = run(&directory, &select);
    assert!(
        found.stdout.starts_with("main.tf:2:10: error[undeclared-reference]"),
        "{}",
        found.stdout
    );
    assert!(found.stdout.contains("`var.queue_nmae`"), "{}", found.stdout);
    fs::write(directory.path().join("more.tf"), "variable \"queue_nmae\" {}\n").unwrap();
    fs::write(directory.path().join("orglint.yaml"), "exclude: [more.tf]\n").unwrap();
    assert_eq!(run(&directory, &select).code, 0);
}

#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_looked_into_is_no_success() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tree(&[("queue.json", QUEUE), ("closed/flow.yaml", FLOW)]);
    let closed = directory.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let is_closed = fs::read_dir(&closed).is_err(); // not for root, whom nothing is closed to
    let ran = run(&directory, &["check"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ran.code, if is_closed { 2 } else { 0 }, "{}", ran.stderr);
    assert_eq!(ran.stderr.contains("not read: closed: "), is_closed, "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn no_name_moves_the_terminal() {
    let text = "kind: softphone\nname: \"a\\e[31m\\e]8;;http://evil\\a\"\n\"k\\e[1m\": 1\n";
    let directory = tree(&[("\u{1b}[31mevil\nname.yaml", text)]);
    for arguments in [
        &["check"][..],
        &["check", "--format", "concise", "--verbose"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["resources"],
        &["resources", "--format", "json"],
        &["check", "no\u{1b}[1mwhere"],
    ] {
        let ran = run(&directory, arguments);
        assert!(!has_controls(&ran.stdout) && !has_controls(&ran.stderr), "{arguments:?}");
    }
}

#[test]
fn secrets_are_masked_in_messages_too() {
    let text = r#"{"kind":"softphone","name":"x","signaling":"password=hunter2-MMM","Authorization: Basic zzzzzz-JJJ":1}"#;
    let directory = tree(&[("softphone.json", text)]);
    for format in ["human", "concise"] {
        let ran = run(&directory, &["check", "--format", format]);
        assert_eq!(ran.code, 1);
        assert!(!ran.stdout.contains("MMM") && !ran.stdout.contains("JJJ"), "{}", ran.stdout);
    }
}

#[test]
fn a_broken_file_of_the_team_is_known_on_one_line_too() {
    let directory =
        tree(&[("queue.json", QUEUE), ("softphone.json", r#"{"kind":"softphone","name":"x""#)]);
    let ran = run(&directory, &["check", "--format", "concise"]);
    assert!(ran.stdout.starts_with("softphone.json:1:"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_finding_far_along_one_line_is_as_small_as_any() {
    let trunk = |id: usize, key: &str| {
        format!(
            r#"{{"id":"{id}","name":"T{id}","trunkMetabase":{{"id":"e.json"}},"trunkType":"EXTERNAL","properties":{{"{key}":{{"value":{{"instance":["audio/opus"]}}}}}},"selfUri":"/api/v2/telephony/providers/edges/trunkbasesettings/{id}"}}"#
        )
    };
    let mut trunks: Vec<String> = (0..2000).map(|id| trunk(id, "trunk_media_codec")).collect();
    trunks.push(trunk(2000, "trunk_medai_codec"));
    let text = format!("{{\"entities\":[{}],\"pageNumber\":1,\"pageCount\":1}}", trunks.join(","));
    let directory = tree(&[("trunks.json", &text)]);
    let ran = run(&directory, &["check"]);
    assert!(ran.stdout.contains("trunk_medai_codec") && ran.stdout.len() < 2000, "{}", ran.stdout);
}

#[test]
fn aliases_that_multiply_cost_nothing() {
    let level = |n: usize| format!("  - &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "));
    let levels: String = (1..10).map(level).collect();
    let own = format!("kind: softphone\nname: x\ncodecs:\n  - &a0 [x, x, x]\n{levels}");
    let flow = format!(
        "inboundCall:\n  name: Main\n  tasks:\n  - &a0 [{{disconnect: {{name: x}}}}]\n{levels}"
    );
    let directory = tree(&[("own.yaml", &own), ("flow.yaml", &flow)]);
    assert_eq!(run(&directory, &["check"]).code, 1);
}
