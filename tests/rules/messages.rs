//! Messages: values as they are written in the files.

use crate::support::run;

const THING: &str = "\
kind: thing
name: Carrier
limit: 3
timeout: 90
codec: audio/PCMU
codecs: [audio/opus, PCMU]
numbers: []
expires: 2026-12-31
secretKey: hunter2
peer: P
peers: [P, gone]
label: \"a\\u001B[31mb\\u202Ec\"
map: { clientSecret: { value: { instance: hunter2 } }, list: [x, y] }
parts: [{ name: first, size: 1 }, { size: 2 }]
";

fn message(template: &str) -> String {
    let rule =
        format!("kind: thing\nassert: 1 == 2\nmessage: {}", serde_json::Value::from(template));
    let files = [("t.yaml", THING), ("p.yaml", "{ kind: peer, name: Peer P, id: P, size: 1 }")];
    run(&rule, &files, &["peer"]).findings.remove(0).message
}

#[test]
fn values_are_shown_as_written() {
    assert_eq!(message("{self.name} has {self.codec}"), "Carrier has audio/PCMU");
    assert_eq!(message("{self.codecs}"), "audio/opus, PCMU");
    assert_eq!(message("{self.timeout}, {self.expires}, {self.limit}"), "90 s, 2026-12-31, 3");
    assert_eq!(message("{{literally}} {self.limit}"), "{literally} 3");
}

#[test]
fn computed_values_are_shown_in_one_notation() {
    assert_eq!(message("{self.limit + 1} {size(self.codecs)}"), "4 2");
    assert_eq!(
        message("{duration('120s')} {today} {[1, 2]} {'a' + 'b'} {true}"),
        "2m 2026-11-22 1, 2 ab true"
    );
    assert_eq!(message("{self.codecs.filter(codec, codec == 'PCMU')}"), "PCMU");
}

#[test]
fn what_cannot_be_known_is_shown_as_its_text() {
    assert_eq!(message("{self.peers.map(peer, peer.name)}"), "Peer P, gone");
}

#[test]
fn absence_is_shown_as_such() {
    assert_eq!(message("{self.enabled} {self.map.x}"), "not set not set");
    assert_eq!(message("{self.numbers}"), "none");
    assert_eq!(message("{1 / 0}"), "unknown");
}

#[test]
fn secrets_are_masked_wherever_they_stand() {
    assert_eq!(message("{self.secret}"), "***");
    assert_eq!(message("{self.map.clientSecret.value.instance}"), "***");
}

#[test]
fn control_characters_are_shown_not_sent() {
    assert_eq!(message("{self.label}"), "a\\u{1b}[31mb\\u{202e}c");
}

#[test]
fn long_values_are_shortened() {
    let text = message("{lists.range(1000)}");
    assert_eq!(text, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, and 988 more");
}
