//! The runner of examples tells every way in which an example does not hold.

use std::sync::Arc;

use crate::support::{TODAY, catalog};
use orglint::catalog::{KindGlobs, recognise};
use orglint::document::{Syntax, parse};
use orglint::finding::Finding;
use orglint::org::{Facts, Org};
use orglint::rules::examples::{Trial, run_examples};
use orglint::rules::{RuleSet, evaluate_some};
use orglint::source::Source;
use orglint::terraform::Terraform;

/// The problems of a rule with these findings expected of one example.
fn problems(finds: &str) -> Vec<String> {
    let rule = format!(
        "id: test-rule
severity: error
severity-reason: It breaks
confidence: certain
summary: A test
why: To test
kind: thing
assert: self.limit > self.peer.size
message: the limit of {{self.name}} is {{self.limit}}
examples:
- name: one finding
  files:
    t.yaml: '{{ kind: thing, name: T, limit: 1, peer: P }}'
    p.yaml: '{{ kind: peer, name: P, size: 2 }}'
  finds: {finds}
- name: silent
  files: {{ t.yaml: '{{ kind: thing, name: T, limit: 3 }}' }}
  finds: []
"
    );
    let catalog = catalog();
    let source = Arc::new(Source::new("rules/test/test-rule.yaml", rule));
    let rules =
        RuleSet::load(&catalog, &[source]).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let lint = |trial: &Trial<'_>| -> Vec<Finding> {
        let Trial { rule, sources, .. } = *trial;
        let documents: Vec<_> =
            sources.iter().flat_map(|source| parse(source, Syntax::Yaml).documents).collect();
        let recognition = recognise(&catalog, &documents, &KindGlobs::default());
        let (facts, terraform) = (Facts::default(), Terraform::default());
        let org = Org::build(&catalog, recognition.resources, &[], &facts, terraform);
        evaluate_some(&[rule], rules.computed(), &org, TODAY).findings
    };
    let results = run_examples(rules.rules(), &lint);
    assert_eq!(results.len(), 2);
    assert!(results[1].holds(), "{:?}", results[1]);
    results[0].problems.iter().map(|problem| problem.message.clone()).collect()
}

#[test]
fn an_example_that_holds_has_no_problems() {
    let finds =
        "[{ at: 't.yaml#/limit', related: ['p.yaml#/size'], message: the limit of T is 1 }]";
    assert_eq!(problems(finds), [""; 0]);
}

#[test]
fn a_finding_at_another_place_is_missing_there_and_unexpected_here() {
    let unexpected =
        "found what is not expected: at t.yaml#/limit (line 1, column 32): the limit of T is 1";
    assert_eq!(
        problems("[{ at: 't.yaml#/name', related: ['p.yaml#/size'] }]"),
        [
            "expected a finding at t.yaml#/name; in that file there is one at t.yaml#/limit (line 1, column 32): \
             the limit of T is 1",
            unexpected,
        ]
    );
}

#[test]
fn the_key_is_not_the_value() {
    assert_eq!(problems("[{ at: 't.yaml#/limit/~key', related: ['p.yaml#/size'] }]").len(), 2);
}

#[test]
fn related_places_are_compared_all_of_them() {
    assert_eq!(
        problems("[{ at: 't.yaml#/limit' }]"),
        [
            "expected the finding at t.yaml#/limit to have the related places none, found p.yaml#/size"
        ]
    );
}

#[test]
fn messages_are_compared_where_they_are_given() {
    assert_eq!(
        problems("[{ at: 't.yaml#/limit', related: ['p.yaml#/size'], message: other }]"),
        ["expected the message `other`, found `the limit of T is 1`"]
    );
}
