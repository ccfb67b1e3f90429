//! Mistakes, and what is said about them.

use std::fmt::Write;

use proptest::prelude::*;

use super::{catalog, load, rule, shown, source};
use crate::rules::RuleSet;

/// What is said about each of these changes to a good rule.
fn table(cases: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, change) in cases {
        let said = match load(&rule(change)) {
            Ok(_) => "(nothing)\n".to_owned(),
            Err(problems) => shown(&problems),
        };
        let _ = writeln!(text, "== {name}\n{said}");
    }
    text
}

/// What is said about each of these assertions.
fn assertions(cases: &[&str]) -> String {
    let changes: Vec<String> = cases.iter().map(|case| format!("assert: |-\n  {case}\n")).collect();
    let cases: Vec<(&str, &str)> =
        cases.iter().zip(&changes).map(|(case, change)| (*case, change.as_str())).collect();
    table(&cases)
}

#[test]
fn names_that_mean_nothing() {
    insta::assert_snapshot!(assertions(&[
        "self.codec == 'PCMU'",
        "self.forcedCodec == 'PCMU'",
        "self.site.nam == 'Berlin'",
        "slf.enabled",
        "enabled",
        "params.minimum < 1",
        "org.trunk.size() > 0",
        "org['outbound-rout'].exists(route, route.enabled)",
        "org == null",
        "self.referencedBy('queue').size() > 0",
        "self.referencedBy('site').size() > 0",
        "self.codecs.exist(codec, codec == 'PCMU')",
        "inFiles(self.name).size() > 0",
        "size(inFiles()) > 0",
        "self.name.startswith('x')",
        "sets.intersect(self.codecs, self.codecs)",
        "self.enabled()",
        "self.referencedBy == 1",
        "org.flow.all(flow, flow.actions.all(action, action.kind == 'x'))",
        "has(self.codec)",
    ]));
}

#[test]
fn types_that_do_not_match() {
    insta::assert_snapshot!(assertions(&[
        "self.codecs == 'PCMU'",
        "self.name",
        "self.name && true",
        "!self.maxCalls",
        "self.maxCalls == 'many'",
        "self.codecs < self.codecs",
        "'x' in self.name",
        "1 in self.codecs",
        "self.codecs.contains('PCMU')",
        "self.codecs.name == 'x'",
        "self.name.first == 'x'",
        "self.codecs['a'] == 'PCMU'",
        "self['codecs'] == null",
        "self.name.startsWith(1)",
        "self.name.startsWith()",
        "self.maxCalls.startsWith('1')",
        "self.maxCalls + self.rate > 1.0",
        "self.name + 1 == 'a1'",
        "self.dialTimeout * 2 > duration('60s')",
        "self.site == 'Berlin'",
        "self.site in self.codecs",
        "self.enabled ? 'a' : 1",
        "self.name.all(c, c == 'a')",
        "self.codecs.all(self, true)",
        "self.codecs.all(a, self.codecs.all(a, true))",
        "self.codecs.all('a', true)",
        "self.codecs.all(a, b, true)",
        "sets.intersects(self.codecs, [1])",
        "{self.codecs: 1}.size() == 1",
        "-self.name == 'x'",
        "has(self)",
        "has(self.raw)",
        "has(org.site)",
    ]));
}

#[test]
fn literals_that_are_no_value_of_the_type() {
    insta::assert_snapshot!(assertions(&[
        "self.forceCodec == 'PCMX'",
        "self.forceCodec in ['PCMU', 'OPUSS']",
        "'PCMX' in self.codecs",
        "self.dialTimeout < '60 parsecs'",
        "self.dialTimeout < duration('sixty')",
        "self.dialTimeout < '60'",
        "self.expires < '31.12.2026'",
        "self.name.matches('[0-9')",
        "self.name.matches(self.metabase)",
        "self.codecs.exists(c, c.matches('a(?=b)'))",
    ]));
}

#[test]
fn syntax_that_is_no_expression() {
    insta::assert_snapshot!(assertions(&[
        "self.enabled &&",
        "self.enabled and true",
        "self.enabled = true",
        "(self.enabled",
        "self.codecs.all(c, c == 'a'",
        "self.?enabled",
        "self.codecs[?0] == 'x'",
        "self.codecs.orValue([])",
        "b'x' == self.name",
        "1u == self.maxCalls",
        "'unclosed == self.name",
        "'\\q' == self.name",
        "self.enabled ? true",
        "google.protobuf.Duration{seconds: 1} == self.dialTimeout",
        "self.`a-b`",
        "99999999999999999999 == self.maxCalls",
        "",
    ]));
}

#[test]
fn budgets() {
    let deep = format!("{}true{}", "(".repeat(100), ")".repeat(100));
    let long = format!("{}true", "true && ".repeat(100));
    let wide = format!("self.name in [{}]", "'a', ".repeat(1_100));
    for text in [deep, long, wide] {
        let problems = load(&rule(&format!("assert: {text}"))).unwrap_err();
        assert_eq!(problems.len(), 1);
        let message = &problems[0].message;
        assert!(message.contains("96 levels deep") || message.contains("1000 parts"), "{message}");
    }
}

#[test]
fn places_inside_folded_and_quoted_text() {
    insta::assert_snapshot!(table(&[
        (
            "folded",
            "assert: >-\n  self.enabled\n  && self.maxCalls > 1\n\n  && self.codec == 'PCMU'\n"
        ),
        ("literal", "assert: |\n  self.enabled &&\n    self.codec == 'PCMU'\n"),
        ("double quotes", "assert: \"'\\u00e9\\t' == self.name && self.codec == 'PCMU'\"\n"),
        ("single quotes", "assert: 'self.name == ''é'' && self.codec == ''PCMU'''\n"),
        ("plain over lines", "assert: self.enabled &&\n  self.codec == 'PCMU'\n"),
        ("the end of folded text", "assert: >\n  self.enabled &&\n"),
    ]));
}

#[test]
fn templates() {
    insta::assert_snapshot!(table(&[
        ("unknown field", "message: Trunk `{self.name}` has {self.codec} and {self.code}\n"),
        ("unclosed", "message: Trunk {self.name has\n"),
        ("stray brace", "message: Trunk self.name} has\n"),
        ("empty", "message: 'Trunk {} has'\n"),
        ("a resource", "message: 'Trunk {self} of {self.site} has'\n"),
        ("resources", "help: 'See {org.site}'\n"),
        (
            "braces",
            "message: 'Trunk {{x}} {self.name} {self.codecs.map(c, {\"a\": \"}\"}.a)} {self.nam}'\n"
        ),
    ]));
}

#[test]
fn rule_files() {
    insta::assert_snapshot!(table(&[
        ("misspelt key", "asert: self.enabled\n"),
        ("no kind", "kind: (none)\n"),
        ("unknown kind", "kind: trunk-bas\n"),
        ("no message", "message: (none)\n"),
        ("neither", "assert: (none)\n"),
        ("both", "check: syntax\n"),
        ("unknown check", "assert: (none)\nkind: (none)\nmessage: (none)\ncheck: sintax\n"),
        ("check with an assertion's keys", "id: syntax\nassert: (none)\ncheck: syntax\n"),
        ("severity", "severity: fatal\n"),
        ("no severity", "severity: (none)\n"),
        ("id", "id: Sample Rule\n"),
        ("another file", "id: other\n"),
        ("a list for a text", "summary: [a]\n"),
        ("no reason", "why: ' '\n"),
        ("when is no bool", "when: self.name\n"),
        ("each without in", "each: self.codecs\n"),
        ("each over text", "each: c in self.name\n"),
        ("each with a taken name", "each: self in self.codecs\n"),
        ("variable out of sight", "each: codec in self.codecs\nassert: codex == 'PCMU'\n"),
        (
            "several at once",
            "when: self.enabld\nassert: self.codec == 'x'\nmessage: '{self.nam}'\nhelp: '{slf}'\n"
        ),
    ]));
}

#[test]
fn parameters_and_examples() {
    insta::assert_snapshot!(table(&[
        ("type", "parameters: {minimum: {type: durations, default: 60s, summary: S}}\n"),
        ("default", "parameters: {minimum: {type: duration, default: 60, summary: S}}\n"),
        ("default of an int", "parameters: {minimum: {type: int, default: 1.5, summary: S}}\n"),
        (
            "unit",
            "parameters: {minimum: {type: duration, default: 60, unit: fortnight, summary: S}}\n"
        ),
        ("name", "parameters: {min-value: {type: int, default: 1, summary: S}}\n"),
        (
            "unknown",
            "parameters: {minimum: {type: int, default: 1, summary: S}}\nassert: self.maxCalls > params.minimun\n"
        ),
        ("key", "parameters: {minimum: {type: int, defalt: 1, summary: S}}\n"),
        ("only passing", "examples:\n  - {name: good, files: {a.json: ''}, finds: []}\n"),
        (
            "only failing",
            "examples:\n  - {name: bad, files: {a.json: ''}, finds: [{at: a.json}]}\n"
        ),
        (
            "places",
            "examples:
  - name: bad
    files: {a.json: '', ../b.json: ''}
    finds:
      - {at: 'b.json#/x'}
      - {at: 'a.json#x', related: ['a.json#/x!y']}
  - {name: bad, files: {}, finds: []}
",
        ),
    ]));
}

#[test]
fn files_that_are_no_rules() {
    let twice = format!("{}summary: Another\n", rule(""));
    let said = ["", "- a\n", "id: [a\n", &twice].map(|text| {
        let problems = load(text).err().unwrap_or_default();
        format!("== {}\n{}", text.lines().last().unwrap_or_default(), shown(&problems))
    });
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn one_id_in_two_files() {
    let text = rule("");
    let sources = [source("a/sample.yaml", &text), source("b/sample.yaml", &text)];
    let problems = RuleSet::load(&catalog(), &sources).unwrap_err();
    assert_eq!(
        shown(&problems),
        "b/sample.yaml:1:5: the rule `sample` is declared in a/sample.yaml already\n    id: sample\n        ^^^^^^\n"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_expression_makes_the_checker_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "self", ".codecs", ".name", ".site", ".raw", "[0]", "['a']", ".exists(c, ", ".all(d, ", "c", "d", ")",
            " == ", " in ", " && ", " + ", "!", "-", "'PCMU'", "'é'", "1", "1.5", "null", "[", "]", ", ", "{", "}",
            "org.site", "has(", "size(", "today", "params.x", " ? ", " : ", "(", ".matches('a')", "duration(",
        ]), 0..14)
    ) {
        let text = parts.concat();
        let catalog = catalog();
        let this = crate::catalog::FieldType::Resource(catalog.kind_named("trunk-base").unwrap());
        let scope = crate::rules::check::Scope { catalog: &catalog, this: &this, parameters: Some(&[]), each: None, compare: None };
        for faults in [
            crate::rules::check::compile(scope, &text).err().into_iter().collect::<Vec<_>>(),
            crate::rules::Template::compile(scope, &text).err().unwrap_or_default(),
        ] {
            for fault in faults {
                prop_assert!(text.get(fault.span.range()).is_some(), "{text:?} {fault:?}");
            }
        }
    }

    #[test]
    fn no_text_makes_the_checker_panic(text in "\\PC{0,60}") {
        let _ = load(&rule(&format!("assert: |\n  {text}\nmessage: |\n  {text}\n")));
        let _ = load(&text);
    }
}
