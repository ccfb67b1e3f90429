//! Blame: every row of the table in the documentation of the rule language, from files to places.

use crate::support::{covered, places, run};
use orglint::rules::Evaluation;

const THING: &str = "\
kind: thing
name: T
enabled: false
limit: 3
other: 9
label: hello
codecs: [PCMU, opus]
numbers: [1, 20, 30]
map: { inner: { a: 1 }, empty: {} }
capabilities: {}
peer: P
peers: [P, Q]
parts:
  - { name: one, size: 1 }
  - { name: two, size: 9, inner: { depth: 1 }, peer: Q }
";
const P: &str = "{ kind: peer, name: P, size: 1, codecs: [PCMU] }";
const Q: &str = "{ kind: peer, name: Q, size: 2, codecs: [opus], calls: 1, thing: T }";

fn judged(rule: &str) -> Evaluation {
    let files = [("t.yaml", THING), ("p.yaml", P), ("q.yaml", Q)];
    run(&format!("kind: thing\n{rule}"), &files, &["thing", "peer"])
}

/// The places of the findings of a rule about `thing`.
fn blamed(rule: &str) -> Vec<String> {
    let evaluation = judged(rule);
    assert!(evaluation.unknown.is_empty(), "{rule}: {:?}", evaluation.unknown);
    evaluation.findings.iter().map(places).collect()
}

/// The places of the one finding of an assertion.
fn blame(assertion: &str) -> String {
    let rule = format!("assert: {}", serde_json::Value::from(assertion));
    let blamed = blamed(&rule);
    assert_eq!(blamed.len(), 1, "{assertion}: {blamed:?}");
    blamed.concat()
}

#[test]
fn and_blames_the_operands_that_are_false() {
    assert_eq!(blame("self.limit == 4 && self.other == 9"), "t.yaml#/limit");
    assert_eq!(blame("self.limit == 3 && self.other == 8"), "t.yaml#/other");
    assert_eq!(blame("self.limit == 4 && self.other == 8"), "t.yaml#/limit -> t.yaml#/other");
    assert_eq!(blame("!(self.limit == 3 && self.other == 9)"), "t.yaml#/limit -> t.yaml#/other");
}

#[test]
fn and_blames_what_is_false_even_beside_an_unknown() {
    assert_eq!(blame("self.ratio > 1.0 && self.other == 8"), "t.yaml#/other");
}

#[test]
fn or_blames_both_and_its_negation_the_one_that_is_true() {
    assert_eq!(blame("self.limit == 4 || self.other == 8"), "t.yaml#/limit -> t.yaml#/other");
    assert_eq!(blame("!(self.limit == 4 || self.other == 9)"), "t.yaml#/other");
}

#[test]
fn not_blames_what_is_true() {
    assert_eq!(blame("!(self.limit == 3)"), "t.yaml#/limit");
    assert_eq!(blame("!!self.enabled"), "t.yaml#/enabled");
}

#[test]
fn a_conditional_blames_the_branch_taken_with_its_condition_as_context() {
    let blamed = blame("self.limit == 3 ? self.enabled : self.other == 1");
    assert_eq!(blamed, "t.yaml#/enabled -> t.yaml#/limit");
    let blamed = blame("(self.limit == 3 ? self.other : self.limit) == 1");
    assert_eq!(blamed, "t.yaml#/other -> t.yaml#/limit");
}

#[test]
fn comparisons_and_functions_blame_the_operands_from_documents() {
    assert_eq!(blame("self.limit == 4"), "t.yaml#/limit");
    assert_eq!(blame("4 < self.limit"), "t.yaml#/limit");
    assert_eq!(blame("self.limit > self.other"), "t.yaml#/limit -> t.yaml#/other");
    assert_eq!(blame("self.limit in [1, 2]"), "t.yaml#/limit");
    assert_eq!(blame("'G722' in self.codecs"), "t.yaml#/codecs");
    assert_eq!(blame("self.label.startsWith('x')"), "t.yaml#/label");
    assert_eq!(blame("size(self.codecs) > 2"), "t.yaml#/codecs");
    assert_eq!(blame("self.limit + self.other > 100"), "t.yaml#/limit -> t.yaml#/other");
    assert_eq!(blame("self.numbers[1] == 1"), "t.yaml#/numbers/1");
    assert_eq!(blame("self.map.inner.a == 2"), "t.yaml#/map/inner/a");
    assert_eq!(blame("self.raw.limit == 4"), "t.yaml#/limit");
}

#[test]
fn the_operand_inside_the_linted_resource_comes_first() {
    assert_eq!(blame("self.peer.size > self.limit"), "t.yaml#/limit -> p.yaml#/size");
    assert_eq!(blame("self.peer.size + self.limit > 90"), "t.yaml#/limit -> p.yaml#/size");
}

#[test]
fn all_blames_the_elements_for_which_it_is_false() {
    assert_eq!(blame("self.numbers.all(n, n < 10)"), "t.yaml#/numbers/1 -> t.yaml#/numbers/2");
    assert_eq!(blame("self.parts.all(part, part.size < 5)"), "t.yaml#/parts/1/size");
    assert_eq!(blame("!self.numbers.all(n, n > 0)"), "t.yaml#/numbers");
}

#[test]
fn all_blames_the_element_where_the_predicate_blames_nothing() {
    assert_eq!(blame("self.peers.all(peer, false)"), "t.yaml#/peers/0 -> t.yaml#/peers/1",);
}

#[test]
fn exists_blames_the_list_and_its_negation_the_elements() {
    assert_eq!(blame("self.numbers.exists(n, n > 99)"), "t.yaml#/numbers");
    assert_eq!(blame("!self.numbers.exists(n, n > 20)"), "t.yaml#/numbers/2");
    assert_eq!(blame("self.numbers.filter(n, n > 0).exists(n, n > 99)"), "t.yaml#/numbers");
    assert_eq!(blame("self.numbers.map(n, n + 1).exists(n, n > 99)"), "t.yaml#/numbers");
}

#[test]
fn exists_over_a_kind_blames_the_name_of_the_resource() {
    assert_eq!(blame("org.peer.exists(peer, peer.size > 9)"), "t.yaml#/name");
    assert_eq!(blame("org.peer.exists(peer, peer.name == self.label)"), "t.yaml#/name");
    assert_eq!(blame("self.referencedBy('peer').exists(peer, peer.size > 9)"), "t.yaml#/name");
    assert_eq!(blame("size(org.peer) > 9"), "t.yaml#/name");
}

#[test]
fn elements_of_a_kind_are_related_to_the_name_of_the_resource() {
    assert_eq!(blame("!org.peer.exists(peer, peer.size == 2)"), "t.yaml#/name -> q.yaml#/size");
    assert_eq!(blame("org.peer.all(peer, peer.size == 1)"), "t.yaml#/name -> q.yaml#/size");
}

#[test]
fn exists_one_blames_the_list_or_the_elements_that_are_too_many() {
    assert_eq!(blame("self.numbers.exists_one(n, n > 99)"), "t.yaml#/numbers");
    let several = blame("self.numbers.exists_one(n, n > 10)");
    assert_eq!(several, "t.yaml#/numbers/1 -> t.yaml#/numbers/2");
}

#[test]
fn has_blames_the_key_of_what_lacks_it() {
    assert_eq!(blame("has(self.ratio)"), "t.yaml#/name");
    assert_eq!(blame("has(self.map.inner.b)"), "t.yaml#/map/inner/~key");
    assert_eq!(blame("has(self.map.empty.b.c.d)"), "t.yaml#/map/empty/~key");
    assert_eq!(blame("has(self.voice)"), "t.yaml#/capabilities/~key");
    assert_eq!(blame("self.parts.all(part, has(part.peer))"), "t.yaml#/parts/0/name");
    assert_eq!(blame("!has(self.limit)"), "t.yaml#/limit");
}

#[test]
fn has_says_what_is_not_set() {
    let evaluation = judged("assert: has(self.voice)");
    assert_eq!(evaluation.findings[0].label.as_deref(), Some("`voice` is not set"));
}

#[test]
fn a_bool_field_is_blamed_itself() {
    assert_eq!(blame("self.enabled"), "t.yaml#/enabled");
}

#[test]
fn a_computed_field_passes_the_blame_through_its_expression() {
    assert_eq!(blame("self.loud"), "t.yaml#/limit -> t.yaml#/enabled");
    assert_eq!(blame("self.twice == 7"), "t.yaml#/limit");
    assert_eq!(blame("!self.parts.exists(part, part.big)"), "t.yaml#/parts/1/size");
}

#[test]
fn a_default_blames_the_name_of_the_resource() {
    assert_eq!(blame("self.timeout > duration('5m')"), "t.yaml#/name");
    let evaluation = judged("assert: self.timeout > duration('5m')");
    assert_eq!(evaluation.findings[0].label.as_deref(), Some("`timeout` is not set, so 2m"));
}

#[test]
fn a_default_of_a_record_blames_what_names_the_record() {
    assert_eq!(blame("self.parts.all(part, part.depth < 3)"), "t.yaml#/parts/0/name");
}

#[test]
fn what_mentions_no_document_blames_the_name_of_the_resource() {
    assert_eq!(blame("1 == 2"), "t.yaml#/name");
}

#[test]
fn a_field_of_another_resource_is_related_to_the_reference_that_led_there() {
    assert_eq!(blame("self.peer.size == 2"), "t.yaml#/peer -> p.yaml#/size");
    assert_eq!(blame("self.peers.all(peer, peer.size == 1)"), "t.yaml#/peers/1 -> q.yaml#/size");
    assert_eq!(blame("self.parts[1].peer.size == 1"), "t.yaml#/parts/1/peer -> q.yaml#/size");
    assert_eq!(blame("self.peers[1].thing.peer.size == 2"), "t.yaml#/peers/1 -> p.yaml#/size");
    assert_eq!(blame("has(self.peer.calls)"), "t.yaml#/peer -> p.yaml#/name");
    assert_eq!(blame("self.peer.calls < 7"), "t.yaml#/peer -> p.yaml#/name");
}

#[test]
fn references_compared_are_blamed_where_they_are_written() {
    assert_eq!(blame("self.peer == self.peers[1]"), "t.yaml#/peer -> t.yaml#/peers/1");
}

#[test]
fn each_gives_one_finding_for_every_element() {
    let rule = "each: peer in self.peers\nassert: peer.codecs.exists(codec, codec == 'G722')";
    assert_eq!(
        blamed(rule),
        ["t.yaml#/peers/0 -> p.yaml#/codecs", "t.yaml#/peers/1 -> q.yaml#/codecs"]
    );
}

#[test]
fn the_element_is_the_last_resort_before_the_name() {
    let rule = "each: peer in self.peers\nassert: org.thing.exists(thing, thing.name == peer.name)";
    assert_eq!(blamed(rule), ["t.yaml#/peers/0", "t.yaml#/peers/1"]);
    let rule = "each: part in self.parts\nwhen: part.size > 5\nassert: 1 == 2";
    assert_eq!(blamed(rule), ["t.yaml#/parts/1/name"]);
    let rule = "each: peer in org.peer\nassert: 1 == 2";
    assert_eq!(blamed(rule), ["t.yaml#/name", "t.yaml#/name"]);
}

#[test]
fn failover_shares_a_codec_with_the_first() {
    let rule = "each: peer in self.peers\nassert: peer.codecs.exists(codec, codec in self.peers[0].codecs)";
    assert_eq!(blamed(rule), ["t.yaml#/peers/1 -> q.yaml#/codecs"]);
}

#[test]
fn at_overrides_the_primary_place() {
    let rule = "assert: self.limit == 4\nat: self.label";
    assert_eq!(blamed(rule), ["t.yaml#/label -> t.yaml#/limit"]);
    let rule = "assert: self.limit == 4\nat: self.numbers.filter(n, n > 20)";
    assert_eq!(blamed(rule), ["t.yaml#/numbers/2 -> t.yaml#/limit"]);
}

#[test]
fn sets_blame_the_missing_elements() {
    let blamed = blame("sets.contains([1, 20], self.numbers)");
    assert_eq!(blamed, "t.yaml#/numbers/2");
    let blamed = blame("sets.intersects(self.numbers, [7])");
    assert_eq!(blamed, "t.yaml#/numbers");
}

#[test]
fn a_value_behind_an_alias_is_reported_at_its_use() {
    let thing = "\
kind: thing
name: T
limit: &number 4
other: *number
map: &shared { a: 1 }
any: *shared
";
    let run = |assertion: &str| {
        let rule = format!("kind: thing\nassert: {assertion}");
        run(&rule, &[("t.yaml", thing)], &[]).findings.remove(0)
    };
    let finding = run("self.other == 5");
    assert_eq!(places(&finding), "t.yaml#/other -> t.yaml#/limit");
    assert_eq!(
        (covered(&finding.primary), finding.related[0].message.as_str()),
        ("*number", "defined here")
    );
    let finding = run("self.any.a == 5");
    assert_eq!(
        (covered(&finding.primary), covered(&finding.related[0].location)),
        ("*shared", "1")
    );
    assert_eq!(places(&finding), "t.yaml#/any -> t.yaml#/map/a");
}

#[test]
fn embedded_json_is_blamed_inside_the_string() {
    let json = r#"{"resource": {"genesyscloud_thing": {"t": {"name": "T", "limit": 3, "map": "{\"a\": {\"b\": 1}}"}}}}"#;
    let evaluation = run("kind: thing\nassert: self.map.a.b == 2", &[("t.tf.json", json)], &[]);
    let found: Vec<_> = evaluation.findings.iter().map(places).collect();
    assert_eq!(found, ["t.tf.json#/resource/genesyscloud_thing/t/map!/a/b"]);
    assert_eq!(covered(&evaluation.findings[0].primary), "1");
}
