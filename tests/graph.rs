//! `orglint graph` and `orglint resources`, through the front door.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use front_door::{run, run_in, tree};

const DAY: [&str; 2] = ["--today", "2026-11-22"];

const QUEUES: &str = r#"[
  { "id": "6d1f5c0a-3c1e-4f6b-9a51-0f3f0b6a7c01", "name": "Claims \"Voice\" <b>",
    "queueFlow": { "id": "6d1f5c0a-3c1e-4f6b-9a51-0f3f0b6a7c99" },
    "mediaSettings": { "call": { "alertingTimeoutSeconds": 8 } },
    "selfUri": "/api/v2/routing/queues/6d1f5c0a-3c1e-4f6b-9a51-0f3f0b6a7c01" }
]
"#;

const FLOW: &str = "\
inboundShortMessage:
  name: Web messaging
  startUpRef: /inboundShortMessage/states/state[Start_10]
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  states:
    - state:
        name: Start
        refId: Start_10
        actions:
          - transferToAcd:
              name: Hand over
              targetQueue: { lit: { name: 'Claims \"Voice\" <b>' } }
          - transferToAcd:
              name: Hand over to nobody
              targetQueue: { lit: { name: Clams } }
";

const ROUTE: &str = "\
name: National
classificationTypes: [National]
enabled: true
externalTrunkBases: [{ id: 0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a01 }]
";

fn small() -> TempDir {
    tree(&[
        ("queues.json", QUEUES),
        ("messaging.yaml", FLOW),
        ("route.yaml", ROUTE),
        ("orglint.yaml", "complete: [queue]\n"),
    ])
}

fn graph(directory: &TempDir, arguments: &[&str]) -> String {
    let mut all = vec!["graph"];
    all.extend(DAY);
    all.extend(["--select", "digital-transfer-to-voice-queue,unresolved-reference"]);
    all.extend(arguments);
    let ran = run(directory, &all);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

fn json(directory: &TempDir, arguments: &[&str]) -> Value {
    let mut all = vec!["--format", "json"];
    all.extend(arguments);
    serde_json::from_str(&graph(directory, &all)).unwrap()
}

/// The edges as `from → to: state`, with the titles of their nodes.
fn edges(graph: &Value) -> Vec<String> {
    let nodes = graph["nodes"].as_array().unwrap();
    let title = |name: &Value| {
        let node = nodes.iter().find(|node| node["node"] == *name).unwrap();
        node["title"].as_str().unwrap().to_owned()
    };
    let edge = |edge: &Value| {
        let (from, to) = (title(&edge["from"]), title(&edge["to"]));
        format!("{from} → {to}: {}", edge["state"].as_str().unwrap())
    };
    graph["edges"].as_array().unwrap().iter().map(edge).collect()
}

#[test]
fn references_as_dot() {
    insta::assert_snapshot!(graph(&small(), &[]));
}

#[test]
fn references_as_mermaid() {
    insta::assert_snapshot!(graph(&small(), &["--format", "mermaid"]));
}

#[test]
fn references_as_json() {
    insta::assert_snapshot!(graph(&small(), &["--format", "json"]));
}

#[test]
fn what_stands_around_a_resource() {
    let org = small();
    let around = json(&org, &["--focus", "flow:Web messaging", "--depth", "1"]);
    assert_eq!(
        edges(&around),
        ["Web messaging → Claims \"Voice\" <b>: impaired", "Web messaging → Clams: broken"]
    );
    let nearer = json(&org, &["--focus", "flow:Web messaging", "--depth", "0"]);
    assert_eq!(nearer["nodes"].as_array().unwrap().len(), 1);
    let route = json(&org, &["--focus", "route.yaml:1"]);
    assert_eq!(edges(&route), ["National → 0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a01: unknown"]);
    assert_eq!(route["nodes"][1]["missing"], "not in the export");
}

#[test]
fn what_is_not_known_of_a_media_path_is_drawn_as_unknown() {
    let path = json(&small(), &["--focus", "6d1f5c0a-3c1e-4f6b-9a51-0f3f0b6a7c01"]);
    assert_eq!(
        edges(&path),
        [
            "Web messaging → Claims \"Voice\" <b>: impaired",
            "Claims \"Voice\" <b> → ?: unknown",
            "? → ?: unknown",
            "? → National: unknown",
            "National → 0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a01: unknown",
            "? → ?: unknown",
        ]
    );
    let flow = json(&small(), &["--focus", "Web messaging"]);
    assert!(
        edges(&flow).contains(&"Web messaging → Clams: broken".to_owned()),
        "{:?}",
        edges(&flow)
    );
}

#[test]
fn what_is_written_twice_is_drawn_once() {
    let published = r#"resource "genesyscloud_flow" "messaging" {
  filepath = "${path.module}/messaging.yaml"
}
"#;
    let org = tree(&[("queues.json", QUEUES), ("messaging.yaml", FLOW), ("flow.tf", published)]);
    let graph = json(&org, &[]);
    let nodes = graph["nodes"].as_array().unwrap();
    let flows: Vec<&Value> = nodes.iter().filter(|node| node["title"] == "Web messaging").collect();
    assert_eq!(flows.len(), 1, "{nodes:?}");
    let forms = |node: &Value| {
        let places = node["places"].as_array().unwrap().clone();
        places.iter().map(|place| place["form"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(forms(flows[0]), ["archy", "terraform"]);
    let listed = run(&org, &["resources", "--kind", "flow"]).stdout;
    assert!(listed.contains("archy = terraform"), "{listed}");
    assert!(listed.contains("terraform = archy"), "{listed}");
}

#[test]
fn names_that_mean_nothing_or_several_are_said() {
    let org = tree(&[
        ("queues.json", QUEUES),
        ("softphone.yaml", "kind: softphone\nname: Desk\ncodecs: [audio/opus]\n"),
        ("more/softphone.yaml", "kind: softphone\nname: Desk\ncodecs: [audio/opus]\n"),
    ]);
    let unknown = run(&org, &["graph", "--focus", "Dusk"]);
    assert_eq!(unknown.code, 2);
    let said = unknown.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said, "error: no resource is called `Dusk` help: did you mean `Desk`?");
    let several = run(&org, &["graph", "--focus", "softphone:Desk"]);
    assert_eq!(several.code, 2);
    for line in [
        "`softphone:Desk` names 2 resources",
        "softphone (own) at more/softphone.yaml:1",
        "softphone (own) at softphone.yaml:1",
    ] {
        assert!(several.stderr.contains(line), "{}", several.stderr);
    }
    assert_eq!(run(&org, &["graph", "--focus", "more/softphone.yaml:1"]).code, 0);
    assert_eq!(run(&org, &["graph", "--view", "media-path"]).code, 2);
    assert_eq!(run(&org, &["graph", "--depth", "2"]).code, 2);
}

#[test]
fn the_json_keeps_to_its_schema() {
    let org = small();
    let checks: [(&str, &[&str]); 3] = [
        ("graph", &["graph", "--format", "json"]),
        ("resources", &["resources", "--format", "json"]),
        ("resources", &["resources", "--format", "json", "--unresolved"]),
    ];
    for (name, arguments) in checks {
        let schema: Value = serde_json::from_str(&run(&org, &["schema", name]).stdout).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let list: Value = serde_json::from_str(&run(&org, arguments).stdout).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&list).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn resources_are_listed_by_kind_with_their_references() {
    let org = small();
    insta::assert_snapshot!(run(&org, &["resources"]).stdout);
    insta::assert_snapshot!(run(&org, &["resources", "--unresolved"]).stdout);
    let flows = run(&org, &["resources", "--kind", "flow", "--format", "json"]);
    let flows: Value = serde_json::from_str(&flows.stdout).unwrap();
    assert_eq!(flows["resources"][0]["references"][1]["reason"], "does not exist");
    assert_eq!(flows["resources"].as_array().unwrap().len(), 1);
    let wrong = run(&org, &["resources", "--kind", "flows"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("did you mean `flow`?"), "{}", wrong.stderr);
}

#[test]
fn secrets_are_drawn_nowhere() {
    let queue = r#"[{ "id": "q", "name": "Claims", "queueFlow": { "id": "https://me:hunter2@example.org" },
        "mediaSettings": {}, "selfUri": "/api/v2/routing/queues/q" }]"#;
    let org = tree(&[("queues.json", queue)]);
    for arguments in [
        vec!["graph"],
        vec!["graph", "--format", "mermaid"],
        vec!["graph", "--format", "svg"],
        vec!["graph", "--format", "json"],
        vec!["resources", "--unresolved"],
        vec!["resources", "--format", "json"],
    ] {
        let ran = run(&org, &arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(!ran.stdout.contains("hunter2"), "{arguments:?}");
        assert!(ran.stdout.contains("example"), "{arguments:?}");
    }
}

fn example(which: &str, arguments: &[&str]) -> String {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = format!("examples/media-handshake/{which}");
    let mut all = vec!["graph", path.as_str(), "--focus", "queue:Claims Voice"];
    all.extend(DAY);
    all.extend(arguments);
    let ran = run_in(directory, &all);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn the_broken_legs_of_the_incident() {
    let path: Value = serde_json::from_str(&example("broken", &["--format", "json"])).unwrap();
    insta::assert_snapshot!(edges(&path).join("\n"));
    let phone = path["edges"].as_array().unwrap();
    let leg = phone.iter().find(|edge| edge["label"] == "no shared codec").unwrap();
    assert_eq!(leg["codecs"]["near"], serde_json::json!(["audio/pcma"]));
    assert_eq!(leg["codecs"]["far"], serde_json::json!(["audio/opus"]));
    assert_eq!(leg["remarks"][0]["rule"], "phone-codec-same-leg");
}

#[test]
fn the_repaired_organisation_has_no_broken_leg() {
    let path: Value = serde_json::from_str(&example("fixed", &["--format", "json"])).unwrap();
    let bad: Vec<_> = path["edges"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|edge| edge["state"] == "broken" || edge["state"] == "impaired")
        .collect();
    assert!(bad.is_empty(), "{bad:?}");
}

#[test]
fn the_picture_in_the_readme_is_what_is_drawn() {
    let drawn = example("broken", &["--format", "svg", "--select", "incident"]);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/media-path.svg");
    let kept = std::fs::read_to_string(kept).unwrap();
    assert!(
        drawn == kept,
        "draw it again: orglint graph examples/media-handshake/broken --focus 'queue:Claims Voice' --select incident --format svg --output docs/media-path.svg"
    );
}

#[test]
fn a_run_draws_the_same_with_any_number_of_threads() {
    let one = example("broken", &["--format", "svg", "--jobs", "1"]);
    assert_eq!(one, example("broken", &["--format", "svg", "--jobs", "4"]));
}

#[test]
fn a_drawing_is_written_to_a_file() {
    let org = small();
    assert_eq!(graph(&org, &["--format", "svg", "--output", "org.svg"]), "");
    let svg = std::fs::read_to_string(org.path().join("org.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("Claims &quot;Voice&quot;") && !svg.contains("<script"));
}
