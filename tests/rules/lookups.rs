//! Look-ups by index give what a scan gives.

use std::fmt::Write;

use crate::support::{places, run};
use proptest::prelude::*;

/// Pairs of expressions: one that an index answers, and the same in a shape that no index answers.
const PAIRS: [(&str, &str); 8] = [
    ("org.peer.exists(p, p.name == self.label)", "org.peer.exists(p, p.name + '' == self.label)"),
    (
        "org.peer.exists(p, self.label == p.name && p.size > 1)",
        "org.peer.exists(p, p.name + '' == self.label && p.size > 1)",
    ),
    ("!org.peer.exists(p, p.size == self.limit)", "!org.peer.exists(p, p.size + 0 == self.limit)"),
    (
        "org.peer.all(p, p.name != self.label || p.size > 1)",
        "org.peer.all(p, p.name + '' != self.label || p.size > 1)",
    ),
    (
        "org.peer.exists_one(p, p.size == self.limit)",
        "org.peer.exists_one(p, p.size + 0 == self.limit)",
    ),
    (
        "size(org.peer.filter(p, p.size == self.limit)) < 2",
        "size(org.peer.filter(p, p.size + 0 == self.limit)) < 2",
    ),
    ("self.label in org.peer.map(p, p.name)", "self.label in org.peer.map(p, p.name + '')"),
    ("!(self.limit in org.peer.map(p, p.size))", "!(self.limit in org.peer.map(p, p.size + 0))"),
];

/// Peers by name and size; without a size where it is unknown.
fn peers() -> impl Strategy<Value = Vec<(u8, Option<u8>)>> {
    proptest::collection::vec((0..4_u8, proptest::option::weighted(0.9, 0..4_u8)), 0..7)
}

fn files(peers: &[(u8, Option<u8>)]) -> String {
    peers.iter().fold(String::new(), |mut text, (name, size)| {
        let size = size.map_or_else(String::new, |size| format!("size: {size}\n"));
        let _ = write!(text, "---\nkind: peer\nname: n{name}\n{size}");
        text
    })
}

/// What a rule says about the thing: its findings, or that they are unknown.
fn judge(assertion: &str, thing: &str, peers: &str, complete: &[&str]) -> Result<Vec<String>, ()> {
    let rule = format!("kind: thing\nassert: {}", serde_json::Value::from(assertion));
    let evaluation = run(&rule, &[("t.yaml", thing), ("p.yaml", peers)], complete);
    if evaluation.unknown.is_empty() {
        Ok(evaluation.findings.iter().map(places).collect())
    } else {
        Err(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_finds_what_a_scan_finds(
        peers in peers(),
        name in 0..5_u8,
        size in 0..5_u8,
        pair in 0..PAIRS.len(),
        is_complete in any::<bool>(),
    ) {
        let thing = format!("kind: thing\nname: T\nlabel: n{name}\nlimit: {size}\n");
        let peers = files(&peers);
        let complete: &[&str] = if is_complete { &["peer"] } else { &[] };
        let (by_index, by_scan) = PAIRS[pair];
        let (by_index, by_scan) =
            (judge(by_index, &thing, &peers, complete), judge(by_scan, &thing, &peers, complete));
        prop_assert_eq!(by_index, by_scan, "{}\n{}", thing, peers);
    }
}

/// A scan of so many peers would take more steps than an evaluation may.
#[test]
fn a_look_up_takes_few_steps_however_many_resources_there_are() {
    let mut peers = String::new();
    for at in 0..3_000 {
        let _ = write!(peers, "---\nkind: peer\nname: n{at}\nsize: {at}\n");
    }
    let thing = "{ kind: thing, name: T, label: n2999 }";
    let indexed = "lists.range(1000).all(n, org.peer.exists(p, p.name == self.label))";
    assert_eq!(judge(indexed, thing, &peers, &["peer"]), Ok(Vec::new()));
    let scanned = "lists.range(1000).all(n, org.peer.exists(p, p.name + '' == self.label))";
    assert_eq!(judge(scanned, thing, &peers, &["peer"]), Err(()));
}
