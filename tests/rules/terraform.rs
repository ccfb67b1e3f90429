//! Values behind Terraform expressions: judged where they stand, blamed where they are used.

use crate::support::{places, run};
use orglint::finding::Finding;

const THING: &str = r#"{"resource": {"genesyscloud_thing": {"t": {
    "name": "${var.name}", "limit": "${var.limit}", "codecs": "${local.codecs}", "map": {"a": "${var.limit}"},
    "parts": "${local.parts}", "label": "${var.no_label}", "peer_id": "${module.peers.id}"}}},
    "module": {"peers": {"source": "./peers", "size": "${var.limit}"}}}"#;
const VALUES: &str = r#"{"variable": {"name": {"default": "T"}, "limit": {"default": 3}, "no_label": {"default": null}},
    "locals": {"codecs": ["PCMU", "opus"], "parts": [{"name": "one", "size": "${var.limit}"}]}}"#;
const PEERS: &str = r#"{"variable": {"size": {}}, "resource": {"genesyscloud_peer": {"p": {"name": "P", "size": "${var.size}"}}},
    "output": {"id": {"value": "${genesyscloud_peer.p.id}"}}}"#;

const THE_THING: &str = "main.tf.json#/resource/genesyscloud_thing/t";

fn finding(assertion: &str) -> Finding {
    let files =
        [("main.tf.json", THING), ("values.tf.json", VALUES), ("peers/main.tf.json", PEERS)];
    let mut evaluation = run(&format!("kind: thing\n{assertion}"), &files, &[]);
    assert!(evaluation.unknown.is_empty(), "{assertion}: {:?}", evaluation.unknown);
    assert_eq!(evaluation.findings.len(), 1, "{assertion}");
    evaluation.findings.remove(0)
}

fn blamed(assertion: &str) -> String {
    places(&finding(assertion)).replace(THE_THING, "T").replace("values.tf.json#", "V#")
}

#[test]
fn the_use_is_blamed_and_the_value_is_related() {
    assert_eq!(blamed("assert: self.limit == 4"), "T/limit -> V#/variable/limit/default");
    assert_eq!(blamed("assert: self.codecs.all(c, c == 'PCMU')"), "T/codecs -> V#/locals/codecs/1");
    assert_eq!(blamed("assert: self.map.a == 4"), "T/map/a -> V#/variable/limit/default");
    let finding = finding("assert: self.limit == 4");
    assert_eq!(finding.related[0].message, "the value stands here");
}

#[test]
fn records_behind_an_expression_have_fields() {
    assert_eq!(
        blamed("each: part in self.parts\nassert: part.size == 4"),
        "T/parts -> V#/variable/limit/default"
    );
}

#[test]
fn null_behind_an_expression_is_absent() {
    assert_eq!(blamed("assert: has(self.label)"), "T/label/~key");
}

#[test]
fn messages_show_the_value_and_names_are_those_behind_expressions() {
    let finding = finding("assert: self.limit == 4\nmessage: '{self.name} has {self.limit}'");
    assert_eq!(finding.message, "T has 3");
    assert_eq!(finding.subject.and_then(|subject| subject.name).as_deref(), Some("T"));
}

#[test]
fn references_go_through_outputs_of_modules() {
    assert_eq!(
        blamed("assert: self.peer.size == 4"),
        "T/peer_id -> peers/main.tf.json#/resource/genesyscloud_peer/p/size -> V#/variable/limit/default"
    );
}
