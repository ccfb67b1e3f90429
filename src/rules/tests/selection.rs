//! Which rules run.

use super::{catalog, rule, shown, source};
use crate::rules::{Preset, RuleSet};

fn set() -> RuleSet {
    let file = |path: &str, id: &str, tags: &str| {
        source(path, &rule(&format!("id: {id}\ntags: [{tags}]\n")))
    };
    let sources = [
        file("rules/telephony/one.yaml", "one", "byoc, codec"),
        file("rules/telephony/two.yaml", "two", "byoc"),
        file("rules/media/three.yaml", "three", "codec"),
    ];
    RuleSet::load(&catalog(), &sources).unwrap_or_else(|problems| panic!("{}", shown(&problems)))
}

fn ids(selector: &str) -> Vec<String> {
    let set = set();
    let named = set.named(selector).unwrap_or_else(|problem| panic!("{problem:?}"));
    named.into_iter().map(|at| set.rules()[at].id.to_string()).collect()
}

#[test]
fn rules_are_named_by_id_tag_area_or_all() {
    assert_eq!(ids("two"), ["two"]);
    assert_eq!(ids("codec"), ["one", "three"]);
    assert_eq!(ids("telephony"), ["one", "two"]);
    assert_eq!(ids("all"), ["one", "three", "two"]);
}

#[test]
fn rules_are_named_by_patterns() {
    assert_eq!(ids("t*"), ["three", "two"]);
    assert_eq!(ids("telephony/*"), ["one", "two"]);
    assert_eq!(ids("*/t*"), ["three", "two"]);
    assert_eq!(ids("tag:codec"), ["one", "three"]);
    assert_eq!(ids("tag:b*"), ["one", "two"]);
}

#[test]
fn names_that_select_nothing_are_said() {
    let names =
        ["codecs", "nothing-like-it", "tag:codecs", "telephone/*", "media/thre", "x*", "[a"];
    let said = names.map(|name| shown(&[set().named(name).unwrap_err()]));
    insta::assert_snapshot!(said.concat());
}

#[test]
fn presets_go_by_confidence_and_tags() {
    let sources =
        [("a", "certain", "incident"), ("b", "likely", "security"), ("c", "opinion", "x")].map(
            |(id, confidence, tag)| {
                let text = rule(&format!("id: {id}\nconfidence: {confidence}\ntags: [{tag}]\n"));
                source(&format!("rules/area/{id}.yaml"), &text)
            },
        );
    let set = RuleSet::load(&catalog(), &sources).unwrap();
    let held = |preset: Preset| {
        let rules = set.rules().iter().filter(|rule| preset.holds(rule));
        rules.map(|rule| rule.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(Preset::ALL.map(held), [vec!["a", "b"], vec!["a", "b", "c"], vec!["b"], vec!["a"]]);
}
