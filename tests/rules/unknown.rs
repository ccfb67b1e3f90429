//! Three values: what is certain, what is not, and why.

use crate::support::run;
use orglint::org::WhyUnknown;

const THING: &str = "\
kind: thing
name: T
yes: true
limit: 3
numbers: [1, 2]
words: [a, 'b']
peers: [P, gone]
any: { a: [1, 2, 3], n: null }
map: { a: 1 }
label: ab
";
const P: &str = "{ kind: peer, name: P, size: 1 }";

/// What an expression comes to: `true` (nothing is found), `false` (something is), or why it is unknown.
fn value(assertion: &str, complete: &[&str]) -> Result<bool, WhyUnknown> {
    let rule = format!("kind: thing\nassert: {}", serde_json::Value::from(assertion));
    let evaluation = run(&rule, &[("t.yaml", THING), ("p.yaml", P)], complete);
    match (evaluation.findings.len(), evaluation.unknown.first()) {
        (_, Some(unknown)) => Err(unknown.why),
        (found, None) => Ok(found == 0),
    }
}

fn known(assertion: &str) -> Result<bool, WhyUnknown> {
    value(assertion, &["thing", "peer"])
}

/// `self.enabled` is not set, and has no default.
const UNKNOWN: &str = "self.enabled";

#[test]
fn operators_are_those_of_kleene() {
    let truths = [("true", Some(true)), ("false", Some(false)), (UNKNOWN, None)];
    for (a, x) in truths {
        assert_eq!(known(&format!("!({a})")).ok(), x.map(|x| !x), "!{a}");
        for (b, y) in truths {
            let and = if x == Some(false) || y == Some(false) {
                Some(false)
            } else {
                x.zip(y).map(|_| true)
            };
            let or = if x == Some(true) || y == Some(true) {
                Some(true)
            } else {
                x.zip(y).map(|_| false)
            };
            assert_eq!(known(&format!("{a} && {b}")).ok(), and, "{a} && {b}");
            assert_eq!(known(&format!("{a} || {b}")).ok(), or, "{a} || {b}");
            let taken = x.and_then(|x| if x { y } else { Some(true) });
            assert_eq!(known(&format!("{a} ? {b} : true")).ok(), taken, "{a} ? {b} : true");
        }
    }
}

#[test]
fn comparisons_with_an_unknown_are_unknown() {
    for expression in [
        "self.other == 1",
        "self.other != 1",
        "self.other < 1",
        "self.other in [1]",
        "1 in [self.other]",
        "string(self.other) == '1'",
        "[self.other] == [1]",
        "self.other + 1 == 2",
        "-self.other == 1",
    ] {
        assert_eq!(known(expression), Err(WhyUnknown::NotSet), "{expression}");
    }
}

#[test]
fn lists_with_unknown_elements_decide_where_they_can() {
    assert_eq!(known("3 in [self.other, 3]"), Ok(true));
    assert_eq!(known("[self.other, 1] == [1, 2]"), Ok(false));
    assert_eq!(known("[self.other] == [1, 2]"), Ok(false));
    assert_eq!(known("size([self.other]) == 1"), Ok(true));
    assert_eq!(known("[self.other, 1][1] == 1"), Ok(true));
    assert_eq!(known("[self.other, 1][0] == 1"), Err(WhyUnknown::NotSet));
    assert_eq!(known("[1, self.other].exists(n, n == 1)"), Ok(true));
    assert_eq!(known("[1, self.other].exists(n, n == 2)"), Err(WhyUnknown::NotSet));
    assert_eq!(known("[1, self.other].all(n, n == 2)"), Ok(false));
    assert_eq!(known("[1, self.other].all(n, n == 1)"), Err(WhyUnknown::NotSet));
    assert_eq!(known("[1, 1, self.other].exists_one(n, n == 1)"), Ok(false));
    assert_eq!(known("[1, self.other].exists_one(n, n == 1)"), Err(WhyUnknown::NotSet));
    assert_eq!(known("size([1, self.other].map(n, n + 1)) == 2"), Ok(true));
    assert_eq!(known("size([1, self.other].filter(n, n == 1)) == 1"), Err(WhyUnknown::NotSet));
    assert_eq!(known("size([1, self.other].filter(n, n == 1)) >= 1"), Ok(true));
    assert_eq!(known("1 > size([1, self.other].filter(n, n == 1))"), Ok(false));
}

#[test]
fn has_is_never_unknown_through_absence() {
    assert_eq!(known("has(self.other)"), Ok(false));
    assert_eq!(known("has(self.limit)"), Ok(true));
    assert_eq!(known("has(self.timeout)"), Ok(false), "a default is not set");
    assert_eq!(known("has(self.map.x.y.z)"), Ok(false));
    assert_eq!(known("has(self.map.a)"), Ok(true));
    assert_eq!(known("has(self.any.n)"), Ok(true), "a null is there as written");
    assert_eq!(known("has(self.peer.size)"), Ok(false));
    assert_eq!(known("has(self.steep)"), Ok(false), "computed from what is not set");
    assert_eq!(known("has(self.twice)"), Ok(true));
}

#[test]
fn what_lies_behind_an_unresolved_reference_is_unknown() {
    assert_eq!(known("has(self.peers[1].size)"), Err(WhyUnknown::NotExported));
    assert_eq!(known("self.peers[1].size == 1"), Err(WhyUnknown::NotExported));
    assert_eq!(known("self.peers.all(peer, peer.size == 1)"), Err(WhyUnknown::NotExported));
    assert_eq!(known("self.peers.exists(peer, peer.size == 1)"), Ok(true));
    assert_eq!(known("size(self.peers) == 2"), Ok(true));
}

#[test]
fn defaults_stand_in_for_absent_fields() {
    assert_eq!(known("self.timeout == duration('120s')"), Ok(true));
    assert_eq!(known("self.peers[0].calls == 7"), Ok(true));
}

#[test]
fn a_kind_that_may_be_incomplete_says_nothing_about_what_is_not_there() {
    let partly = |assertion: &str| value(assertion, &[]);
    assert!(partly("org.peer.exists(peer, peer.size == 2)").is_err());
    assert_eq!(partly("org.peer.exists(peer, peer.size == 1)"), Ok(true));
    assert_eq!(partly("org.peer.all(peer, peer.size == 2)"), Ok(false));
    assert!(partly("org.peer.all(peer, peer.size == 1)").is_err());
    assert!(partly("size(org.peer) == 1").is_err());
    assert_eq!(partly("size(org.peer) > 0"), Ok(true));
    assert!(partly("size(org.peer) > 1").is_err());
    assert_eq!(partly("size(org.peer) < 1"), Ok(false));
    assert!(partly("org.peer[0].size == 1").is_err());
    assert!(partly("'Q' in org.peer.map(peer, peer.name)").is_err());
    assert_eq!(partly("'P' in org.peer.map(peer, peer.name)"), Ok(true));
    assert!(partly("size(self.referencedBy('peer')) == 0").is_err());
    assert_eq!(partly("inFiles(org.peer).exists(peer, peer.size == 2)"), Ok(false));
    assert_eq!(partly("size(inFiles(org.peer)) == 1"), Ok(true));
    assert_eq!(partly("size(inFiles(self.referencedBy('peer'))) == 0"), Ok(true));
    assert_eq!(known("org.peer.exists(peer, peer.size == 2)"), Ok(false));
    assert_eq!(known("size(org.peer) == 1"), Ok(true));
    assert_eq!(known("size(self.referencedBy('peer')) == 0"), Ok(true));
}

#[test]
fn failed_evaluations_are_unknown() {
    for expression in [
        "1 / 0 == 1",
        "1 % 0 == 1",
        "9223372036854775807 + 1 == 0",
        "self.numbers[2] == 1",
        "self.numbers[-1] == 1",
        "self.map.x == 1",
        "self.map['x'] == 1",
        "int('x') == 1",
        "lists.range(10001) == []",
    ] {
        assert_eq!(known(expression), Err(WhyUnknown::Evaluation), "{expression}");
    }
}

#[test]
fn too_many_steps_are_unknown() {
    let expression = "lists.range(9999).all(a, lists.range(9999).all(b, a + b >= 0))";
    assert_eq!(known(expression), Err(WhyUnknown::Evaluation));
}

#[test]
fn containers_of_documents_equal_literals_on_either_side() {
    for expression in [
        "self.numbers == [1, 2]",
        "[1, 2] == self.numbers",
        "self.any.a == [1, 2, 3]",
        "[1, 2, 3] == self.any.a",
        "self.map == {'a': 1}",
        "{'a': 1} == self.map",
        "self.any == {'a': [1, 2, 3], 'n': null}",
        "self.any.n == null",
        "self.words == ['a', 'b']",
        "self.any.a + [4] == [1, 2, 3, 4]",
        "1.0 in self.any.a",
    ] {
        assert_eq!(known(expression), Ok(true), "{expression}");
    }
    assert_eq!(known("self.map == {'a': 2}"), Ok(false));
    assert_eq!(known("self.map == {'a': 1, 'b': 1}"), Ok(false));
}

#[test]
fn an_unknown_condition_makes_the_evaluation_unknown() {
    for rule in ["when: self.enabled\nassert: 1 == 2", "each: word in self.codecs\nassert: 1 == 2"]
    {
        let evaluation = run(&format!("kind: thing\n{rule}"), &[("t.yaml", THING)], &[]);
        assert!(evaluation.findings.is_empty());
        assert_eq!(evaluation.unknown.len(), 1, "{rule}");
        assert_eq!(evaluation.unknown[0].why, WhyUnknown::NotSet);
    }
}

#[test]
fn an_unknown_element_is_unknown_for_itself_alone() {
    let rule = "kind: thing\neach: peer in self.peers\nassert: peer.size == 2";
    let evaluation = run(rule, &[("t.yaml", THING), ("p.yaml", P)], &["peer"]);
    assert_eq!((evaluation.findings.len(), evaluation.unknown.len()), (1, 1));
    let count = &evaluation.counts[0];
    assert_eq!((count.resources, count.evaluations, count.findings, count.unknown), (1, 1, 1, 1));
}

#[test]
fn terraform_expressions_are_unknown() {
    let json = r#"{"resource": {"genesyscloud_thing": {"t": {"name": "T", "limit": "${1 + 1}", "any": ["${timestamp()}"]}}}}"#;
    for assertion in ["self.limit == 1", "self.any[0] == 'x'", "self.any.exists(x, x == 'x')"] {
        let evaluation =
            run(&format!("kind: thing\nassert: {assertion}"), &[("t.tf.json", json)], &[]);
        assert!(evaluation.findings.is_empty(), "{assertion}");
        let why: Vec<_> = evaluation.unknown.iter().map(|unknown| unknown.why).collect();
        assert_eq!(why, [WhyUnknown::TerraformExpression], "{assertion}");
    }
}

#[test]
fn resources_that_are_only_looked_up_are_not_linted() {
    let json = r#"{"data": {"genesyscloud_thing": {"t": {"name": "T", "limit": 1}}}}"#;
    let evaluation = run("kind: thing\nassert: 1 == 2", &[("t.tf.json", json)], &[]);
    assert!(evaluation.findings.is_empty() && evaluation.unknown.is_empty());
}

#[test]
fn today_is_the_day_of_the_settings() {
    let thing = "{ kind: thing, name: T, expires: 2026-11-21 }";
    let found = |assertion: &str| {
        let rule = format!("kind: thing\nassert: {assertion}");
        let evaluation = run(&rule, &[("t.yaml", thing)], &[]);
        assert!(evaluation.unknown.is_empty(), "{:?}", evaluation.unknown);
        evaluation.findings.len()
    };
    assert_eq!(found("self.expires >= today"), 1);
    assert_eq!(found("self.expires >= today - duration('24h')"), 0);
    assert_eq!(found("today - self.expires == duration('24h')"), 0);
}
