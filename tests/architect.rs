//! Flow configuration, as JSON and wrapped in an Architect export, through the front door.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::{Value, json};

use front_door::{Ran, run, tree};

/// What Architect's export makes of a flow's configuration.
fn wrapped(json: &str) -> String {
    BASE64_STANDARD.encode(utf8_percent_encode(json, NON_ALPHANUMERIC).to_string())
}

/// All queues there are.
const QUEUES: &str = r#"{"entities": [{"id": "11111111-0000-4000-8000-000000000001", "name": "Claims"}],
    "pageNumber": 1, "pageCount": 1, "total": 1, "selfUri": "/api/v2/routing/queues?pageNumber=1"}"#;

fn literal(ty: &str, text: &str, id: &str) -> Value {
    json!({ "config": { "lit": { "pos": 1, "text": text, "type": ty, "val": id } }, "text": text, "type": ty })
}

/// A flow that transfers to a queue.
fn flow(name: &str, queue: (&str, &str)) -> Value {
    let transfer = json!({
        "__type": "TransferPureMatchAction", "id": "a1", "name": "To an agent", "trackingId": 11,
        "queues": [literal("que", queue.1, queue.0)], "paths": [{ "outputId": "__FAILURE__", "label": "Failure", "nextActionId": "a3" }], "nextAction": "a2"
    });
    let disconnect =
        |id: &str| json!({ "__type": "DisconnectAction", "id": id, "name": "Goodbye" });
    json!({
        "name": name, "type": "inboundcall", "defaultLanguage": "en-US", "supportedLanguages": ["en-US"],
        "initialSequence": "t1", "nextTrackingNumber": 12,
        "manifest": { "queue": [{ "id": queue.0, "name": queue.1, "context": [{ "id": "a1", "name": "To an agent" }] }] },
        "variables": [],
        "flowSequenceItemList": [{ "__type": "Task", "id": "t1", "name": "Main", "startAction": "a1", "actionList": [transfer, disconnect("a2"), disconnect("a3")] }]
    })
}

const UNKNOWN_QUEUE: (&str, &str) = ("22222222-0000-4000-8000-000000000002", "Clams");

/// A check of a flow and of all queues.
fn checked(file: &str, text: &str, arguments: &[&str]) -> Ran {
    let directory = tree(&[(file, text), ("queues.json", QUEUES)]);
    run(&directory, &[&["check", "."], arguments].concat())
}

#[test]
fn an_export_is_shown_decoded_and_pointed_into() {
    let export = wrapped(&flow("Hotline", UNKNOWN_QUEUE).to_string());
    let ran = checked("Hotline.i3InboundFlow", &export, &[]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("Hotline.i3InboundFlow (decoded):"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains(r#""val": "22222222-0000-4000-8000-000000000002""#),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("none with the name `Clams`"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("JTdC"), "the file's own text says nothing: {}", ran.stdout);
    let place = "/flowSequenceItemList/0/actionList/0/queues/0/config/lit/val";
    let ran = checked("Hotline.i3InboundFlow", &export, &["--format", "concise"]);
    let line = format!("Hotline.i3InboundFlow#{place}: error[unresolved-reference] ");
    assert!(ran.stdout.starts_with(&line), "{}", ran.stdout);
    assert_eq!(ran.stdout.lines().count(), 1, "the manifest says the same: {}", ran.stdout);
    let ran = checked("Hotline.i3InboundFlow", &export, &["--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let finding = &report["findings"][0];
    assert_eq!((&finding["pointer"], &finding["decoded"]), (&json!(place), &json!(true)));
}

#[test]
fn a_code_host_gets_the_file_and_reads_the_rest() {
    let export = wrapped(&flow("Hotline", UNKNOWN_QUEUE).to_string());
    let ran = checked("Hotline.i3InboundFlow", &export, &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let result = &log["runs"][0]["results"][0];
    let location = &result["locations"][0];
    let physical = &location["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "Hotline.i3InboundFlow");
    assert_eq!(physical["region"], json!({ "startLine": 1, "startColumn": 1, "endLine": 1 }));
    assert_eq!(physical.get("contextRegion"), None);
    let place = "/flowSequenceItemList/0/actionList/0/queues/0/config/lit/val";
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], place);
    let message = result["message"]["text"].as_str().unwrap();
    let end =
        format!(" In the decoded file at `{place}`: `\"22222222-0000-4000-8000-000000000002\"`.");
    assert!(message.ends_with(&end), "{message}");
    let fingerprints = &result["partialFingerprints"];
    let own = fingerprints["orglint/v1"].as_str().unwrap();
    assert_eq!(fingerprints["primaryLocationLineHash"], format!("{}:1", &own[..16]));
}

#[test]
fn names_lead_where_ids_do_not() {
    let by_name = ("33333333-0000-4000-8000-000000000003", "Claims");
    let by_id = ("11111111-0000-4000-8000-000000000001", "Renamed since");
    for queue in [by_name, by_id] {
        let ran =
            checked("flow.json", &flow("Hotline", queue).to_string(), &["--format", "concise"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{queue:?}");
    }
}

#[test]
fn an_export_that_does_not_decode_is_a_finding() {
    let said = |text: &str| checked("Hotline.i3InboundFlow", text, &["--format", "concise"]).stdout;
    let cases = [
        ("JTdC&", ":1:5: error[syntax] `&` is no character of base64"),
        ("", ":1:1: error[syntax] the file is empty"),
        (&wrapped("{\"name\": "), " (decoded):3:1: error[syntax] the text ends inside"),
        (
            &wrapped(r#"{"name": "Hotline", "type": inboundcall}"#),
            " (decoded):3:11: error[syntax] ",
        ),
    ];
    for (text, expected) in cases {
        let stdout = said(text);
        assert!(stdout.starts_with(&format!("Hotline.i3InboundFlow{expected}")), "{stdout}");
    }
}

/// Flow configuration that may be wrong in many ways.
fn any_flow() -> impl Strategy<Value = Value> {
    let name = "[ -~ü✓/]{0,12}";
    let queue = prop::sample::select(vec![
        UNKNOWN_QUEUE,
        ("11111111-0000-4000-8000-000000000001", "Claims"),
    ]);
    let breaks = prop::collection::vec((0usize..8, "[a-z]{1,8}"), 0..4);
    (name, queue, breaks).prop_map(|(name, queue, breaks)| {
        let mut flow = flow(&name, queue);
        for (how, text) in breaks {
            break_it(&mut flow, how, &text);
        }
        flow
    })
}

fn break_it(flow: &mut Value, how: usize, text: &str) {
    let action = "/flowSequenceItemList/0/actionList/0";
    let mut set = |pointer: &str, value: Value| *flow.pointer_mut(pointer).unwrap() = value;
    match how {
        0 => set("/supportedLanguages", json!(text)),
        1 => set("/type", json!(text)),
        2 => set("/variables", json!([{ "name": text }])),
        3 => set("/flowSequenceItemList/0/name", json!({ text: [text, { "a": null }] })),
        4 => set("/initialSequence", json!(7)),
        5 => set("/manifest/queue", json!([])),
        6 => flow[format!("suportedLanguages{}", &text[..1])] = json!([]),
        _ => flow.pointer_mut(action).unwrap()["paths"] = json!({ text: text }),
    }
}

/// The findings in some files beside all queues: all but the path and the place in the text.
fn told(files: &[(String, String)]) -> Vec<Value> {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let files: Vec<(&str, &str)> = files.chain([("queues.json", QUEUES)]).collect();
    let ran = run(&tree(&files), &["check", ".", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let told = |finding: &Value| {
        let file = finding["path"].as_str().unwrap().split('.').next();
        let parts = ["rule", "severity", "message", "pointer", "part", "fingerprint"];
        json!([file, parts.map(|part| &finding[part])])
    };
    report["findings"].as_array().unwrap().iter().map(told).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_export_says_what_its_json_says(flows in prop::collection::vec(any_flow(), 12)) {
        let texts: Vec<String> = flows.iter().map(|flow| serde_json::to_string_pretty(flow).unwrap()).collect();
        let named = |suffix: &str, as_text: fn(&str) -> String| -> Vec<(String, String)> {
            texts.iter().zip(10..).map(|(text, number)| (format!("{number}.{suffix}"), as_text(text))).collect()
        };
        let (plain, exported) = (named("json", str::to_owned), named("i3InboundFlow", wrapped));
        prop_assert_eq!(told(&plain), told(&exported));
    }
}

#[test]
fn an_export_beside_its_decoded_text_is_one_flow_and_judged_once() {
    let flow = flow("Hotline", UNKNOWN_QUEUE);
    let export = wrapped(&flow.to_string());
    let decoded = serde_json::to_string_pretty(&flow).unwrap();
    let files = [
        ("Hotline.i3InboundFlow", export.as_str()),
        ("Hotline.json", &decoded),
        ("queues.json", QUEUES),
    ];
    let ran = run(&tree(&files), &["check", ".", "--format", "concise"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines.iter().all(|line| line.starts_with("Hotline.json:")), "{}", ran.stdout);
    assert!(lines.iter().any(|line| line.contains("unresolved-reference")), "{}", ran.stdout);

    let newer = wrapped(&flow.to_string().replace("en-US\"],", "en-GB\"],"));
    let files = [("Hotline.i3InboundFlow", newer.as_str()), files[1], files[2]];
    let ran = run(&tree(&files), &["check", ".", "--format", "concise"]);
    let (export, copy): (Vec<&str>, Vec<&str>) =
        ran.stdout.lines().partition(|line| line.starts_with("Hotline.i3InboundFlow"));
    assert!(matches!(export.as_slice(), [one] if one.contains("default-language")), "{export:?}");
    assert_eq!(copy, lines);
}
