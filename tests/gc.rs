//! What the platform's own command line writes, in all its shapes, through the front door.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use serde_json::{Value, json};

use front_door::{Ran, run, tree};

/// A flow that transfers to a queue which is in none of the listings.
const FLOW: &str = "inboundCall:
  name: Main
  startUpRef: /inboundCall/tasks/task[Main_1]
  tasks:
    - task:
        name: Main
        refId: Main_1
        actions:
          - transferToAcd: { name: To an agent, targetQueue: { lit: { name: Nobody } } }
";

/// One page of the queues, with one queue.
fn page(number: u32, of: u32) -> Value {
    let address = |number: u32| format!("/api/v2/routing/queues?pageSize=1&pageNumber={number}");
    let queue = json!({ "id": format!("q{number}"), "name": format!("Queue {number}"), "selfUri": format!("/api/v2/routing/queues/q{number}") });
    json!({
        "entities": [queue], "pageSize": 1, "pageNumber": number, "pageCount": of, "total": of,
        "selfUri": address(number), "firstUri": address(1), "lastUri": address(of)
    })
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// The same value as YAML, with a line of dashes in front of it.
fn yaml(value: &Value) -> String {
    format!("---\n{}", serde_yaml::to_string(value).unwrap())
}

fn checked(path: &str, text: &str) -> Ran {
    let directory = tree(&[(path, text), ("flow.yaml", FLOW)]);
    let select = ["--select", "unresolved-reference", "--select", "truncated-listing"];
    run(&directory, &[&["check", "--verbose", "--format", "concise"], &select[..]].concat())
}

/// Asserts that nothing is known to be missing, and that two queues are there.
#[track_caller]
fn assert_silent(path: &str, text: &str) {
    let ran = checked(path, text);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("queue 2"), "{}", ran.stderr);
}

#[test]
fn pages_one_after_another_are_whole_together() {
    let pages = [page(1, 2), page(2, 2)];
    let json = pages.each_ref().map(pretty).join("\n");
    let yaml = pages.each_ref().map(yaml).concat();
    for (path, text) in [
        ("queues.json", &json),
        ("queues.yaml", &yaml),
        ("queues.json", &json.replace("\n}\n{", "}{")),
    ] {
        let ran = checked(path, text);
        let missing = "error[unresolved-reference] there is no `queue` with the name `Nobody`";
        assert!(
            ran.stdout.contains(missing) && ran.stdout.lines().count() == 1,
            "{path}: {}",
            ran.stdout
        );
    }
}

#[test]
fn a_page_that_is_missing_is_said_and_makes_nothing_certain() {
    let pages = [page(1, 3), page(3, 3)];
    for (path, text) in [
        ("queues.json", pages.each_ref().map(pretty).join("\n")),
        ("queues.yaml", pages.each_ref().map(yaml).concat()),
    ] {
        let ran = checked(path, &text);
        assert!(
            ran.stdout.contains(
                "warning[truncated-listing] this listing of `queue` holds pages 1, 3 of 3"
            ),
            "{}",
            ran.stdout
        );
        assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    }
}

#[test]
fn a_bare_array_holds_resources_and_does_not_say_whether_it_holds_all() {
    let queues: Vec<Value> =
        [page(1, 2), page(2, 2)].iter().map(|page| page["entities"][0].clone()).collect();
    assert_silent("queues.json", &pretty(&json!(queues)));
    assert_silent("queues.yaml", &yaml(&json!(queues)));
    assert_silent("queues.json", &queues.iter().map(pretty).collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_empty_array_says_nothing() {
    for (path, text) in
        [("queues.json", "[]\n"), ("queues.yaml", "--- []\n"), ("queues.json", "{}")]
    {
        let ran = checked(path, text);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
        assert!(
            ran.stderr.contains(&format!("not recognised: {path}: there is nothing in it")),
            "{}",
            ran.stderr
        );
    }
}
