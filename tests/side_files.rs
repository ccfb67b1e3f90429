//! What stands beside flows in a repository, through the front door: scripts, options of Archy, templates of Terraform.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use serde_json::{Value, json};
use tempfile::TempDir;

use front_door::{run, tree};

/// The resources of a directory: kind, form, and for each reference its field and state.
fn resources(directory: &TempDir) -> Vec<Value> {
    let ran = run(directory, &["resources", "--format", "json"]);
    let list: Value = serde_json::from_str(&ran.stdout).unwrap();
    let of = |resource: &Value| {
        let reference = |one: &Value| json!([one["field"], one["written"], one["state"]]);
        let references: Vec<Value> =
            resource["references"].as_array().unwrap().iter().map(reference).collect();
        json!([resource["kind"], resource["form"], resource["name"], references])
    };
    list["resources"].as_array().unwrap().iter().map(of).collect()
}

/// What a check says, without what it leaves unsaid.
fn said(directory: &TempDir, arguments: &[&str]) -> String {
    run(directory, &[&["check", "--format", "concise"], arguments].concat()).stdout
}

/// A script as its editor exports it.
fn script(name: &str, queue: &str) -> String {
    let call = json!({
        "type": "action", "actionName": "bridge.bridge", "actionArgumentValues": [
            { "typeName": "bridgeActionArguments", "value": { "actionName": "custom_-_1", "isHedwigAction": true } }
        ]
    });
    let transfer = json!({
        "type": "action", "actionName": "scripter.blindTransfer",
        "actionArgumentValues": [{ "typeName": "queue", "value": queue }]
    });
    let condition =
        json!({ "type": "if", "condition": {}, "ifBlock": [call], "elseBlock": [transfer] });
    json!({
        "id": "s1", "name": name, "organizationId": "o1", "versionId": "v1", "startPageId": "p1",
        "pages": [{ "id": "p1", "name": "Start Page", "rootContainer": { "type": "text", "properties": {
            "text": { "typeName": "interpolatedText", "value": "{{scripter.interactionType}} {{v1}}" }
        } } }],
        "features": { "dialer": { "properties": {
            "enabled": { "typeName": "boolean", "value": true },
            "contactListId": { "typeName": "text", "value": "" }
        } } },
        "variables": [{ "id": "v1", "name": "Tag", "type": { "name": "string" }, "input": true, "output": false }],
        "customActions": [{ "id": "c1", "name": "Transfer", "action": { "block": [condition] } }],
        "dataVersion": 0
    })
    .to_string()
}

const QUEUES: &str = r#"{"entities": [{"id": "q1", "name": "Claims"}], "pageNumber": 1, "pageCount": 1, "total": 1,
    "selfUri": "/api/v2/routing/queues?pageNumber=1"}"#;

#[test]
fn a_script_refers_to_what_its_actions_use() {
    let directory = tree(&[("a.script.json", &script("Survey", "q1")), ("queues.json", QUEUES)]);
    let expected = json!([
        "script",
        "api",
        "Survey",
        [["dataActions", "custom_-_1", "unknown"], ["queues", "q1", "resolved"]]
    ]);
    assert_eq!(resources(&directory)[0], expected);
    assert_eq!(said(&directory, &["--select", "schema-*", "--select", "unresolved-reference"]), "");
    let missing = tree(&[("a.script.json", &script("Survey", "q9")), ("queues.json", QUEUES)]);
    let text = said(&missing, &["--select", "unresolved-reference"]);
    assert!(text.contains("there is no `queue` with the id `q9`"), "{text}");
}

#[test]
fn what_a_template_of_a_script_leaves_open_is_unknown() {
    let directory =
        tree(&[("a.script.json", &script("{{name}}", "{{queue_id}}")), ("queues.json", QUEUES)]);
    assert_eq!(resources(&directory)[0][3][1], json!(["queues", "{{queue_id}}", "unknown"]));
    assert_eq!(said(&directory, &["--select", "schema-*", "--select", "unresolved-reference"]), "");
}

#[test]
fn options_of_archy_are_known_and_their_secret_is_found_and_not_shown() {
    let options = "clientId: 5b0c6f4e-2a57-4f0e-9d8a-1c2d3e4f5a6b\nclientSecret: Zk3v-9QmW2xR7pLt\nlocation: prod_us_east_1\n";
    let directory = tree(&[("options.yaml", options)]);
    assert_eq!(resources(&directory), [json!(["archy-options", "own", null, []])]);
    for format in ["human", "concise", "json", "sarif"] {
        let ran = run(&directory, &["check", "--format", format]);
        assert_eq!(ran.code, 1, "{}", ran.stdout);
        assert!(
            ran.stdout.contains("exposed-secret") && !ran.stdout.contains("Zk3v"),
            "{}",
            ran.stdout
        );
    }
    let other = "clientId: a\nclientSecret: b\nlocation: westeurope\ntenantId: c\n";
    let directory = tree(&[("azure.yaml", other), ("options.yaml", options)]);
    assert_eq!(resources(&directory).len(), 1);
}

const TEMPLATE: &str = "inboundCall:
  name: ${flow_name}
  division: ${division}
  startUpRef: /inboundCall/tasks/task[Main_1]
  tasks:
    - task:
        name: Main
        refId: Main_1
        actions:
          - transferToAcd:
              name: To an agent
              targetQueue: { lit: { name: \"${queue}\" } }
              outputs: { failure: { actions: [{ disconnect: { none: true } }] } }
          - disconnect: { none: true }
";

#[test]
fn a_template_of_a_flow_is_a_flow_whose_expressions_are_unknown() {
    let directory = tree(&[("flow.yaml.tftpl", TEMPLATE), ("queues.json", QUEUES)]);
    let expected = json!(["flow", "archy", "${flow_name}", [["queue", "${queue}", "unknown"]]]);
    assert_eq!(resources(&directory)[0], expected);
    assert_eq!(said(&directory, &["--select", "schema-*", "--select", "unresolved-reference"]), "");
}

#[test]
fn a_template_that_is_no_flow_or_decides_what_it_holds_is_left_alone() {
    let with_directive = TEMPLATE
        .replace("          - disconnect", "%{ if last }\n          - disconnect")
        + "%{ endif }\n";
    let directory = tree(&[
        ("a.yaml.tftpl", with_directive.as_str()),
        ("b.yaml.tftpl", "name: ${x}\nitems: [${y}\n"),
        ("c.json.tftpl", r#"{"id": "${id}", "selfUri": "/api/v2/routing/queues/${id}"}"#),
        ("d.yaml.tftpl", "inboundCall:\n  name: ${x} %{ if y }a%{ endif }\n  tasks: []\n"),
        ("queues.json", QUEUES),
    ]);
    let ran = run(&directory, &["check", "--verbose"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    for line in [
        "not recognised: a.yaml.tftpl: does not parse",
        "not recognised: b.yaml.tftpl: does not parse",
        "not recognised: c.json.tftpl: not configuration",
        "without resources: d.yaml.tftpl: a template whose directives decide",
    ] {
        assert!(ran.stderr.contains(line), "{line} in\n{}", ran.stderr);
    }
}

#[test]
fn folders_that_are_deployed_apart_are_no_copies_of_each_other() {
    let module = r#"
resource "genesyscloud_routing_queue" "sales" {
  name = "Sales"
}
resource "genesyscloud_flow" "main" {
  filepath = "./main.yaml"
}
"#;
    let flow = "inboundEmail:
  name: Main
  division: Home
  startUpRef: /inboundEmail/states/state[Initial_1]
  supportedLanguages: {en-us: {none: true}}
  states:
    - state:
        name: Initial
        refId: Initial_1
        actions:
          - transferToAcd: {name: To sales, targetQueue: {lit: {name: Sales}}}
          - disconnect: {name: Bye}
";
    let modules = [("dev/main.tf", module), ("prod/main.tf", module)];
    let flows = [("dev/main.yaml", flow), ("prod/main.yaml", flow)];
    let ignored = ["--select", "ambiguous-identity", "--allow-empty"];
    let apart = tree(&[modules, flows].concat());
    assert_eq!(said(&apart, &ignored), "");
    let unresolved = run(&apart, &["resources", "--unresolved"]).stdout;
    assert!(unresolved.contains("2 references, 2 resolved"), "{unresolved}");
    let copies = said(&tree(&flows), &ignored);
    assert!(copies.starts_with("prod/main.yaml:2:9: warning[ambiguous-identity]"), "{copies}");
}
