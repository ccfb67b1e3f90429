//! A tiny catalogue and the whole way from files to findings, for tests of rules.

use std::collections::BTreeSet;
use std::sync::Arc;

use orglint::catalog::{Catalog, KindGlobs, recognise};
use orglint::document::{Document, Syntax, parse};
use orglint::finding::{Finding, Location};
use orglint::org::{Facts, Org};
use orglint::rules::{Evaluation, Place, RuleSet, Settings, Trace, evaluate};
use orglint::source::Source;
use orglint::terraform::Terraform;

/// 2026-11-22.
pub(crate) const TODAY: Settings = Settings { today: 20_779, trace: Trace::Off };

const THING: &str = "
kind: thing
title: Thing
forms:
  own: {}
  terraform: { type: genesyscloud_thing }
identity: { id: id, name: name }
fields:
  enabled: { type: bool, path: enabled }
  limit:   { type: int, path: limit }
  other:   { type: int, path: other }
  ratio:   { type: double, path: ratio }
  label:   { type: string, path: label }
  secret:  { type: string, path: secretKey }
  voice:   { type: bool, path: capabilities.voice }
  timeout: { type: duration, unit: s, path: timeout, default: 2m }
  expires: { type: date, path: expires }
  codec:   { type: codec, path: codec }
  codecs:  { type: list(codec), path: codecs }
  words:   { type: list(string), path: words }
  numbers: { type: list(int), path: numbers }
  any:     { type: any, path: any }
  map:     { type: map, path: map }
  loud:    { type: bool, is: self.limit > 10 && self.enabled }
  twice:   { type: int, is: self.limit * 2 }
  steep:   { type: bool, is: self.ratio > 1.0 }
  parts:   { type: list(part), path: parts }
references:
  peer:    { kind: peer, own: peer, terraform: peer_id }
  peers:   { kind: peer, own: peers.*, terraform: peer_ids.* }
records:
  part:
    fields:
      size:  { type: int, path: size }
      depth: { type: int, path: inner.depth, default: 3 }
      big:   { type: bool, is: self.size > 5 }
    references:
      peer: { kind: peer, own: peer }
";

const PEER: &str = "
kind: peer
title: Peer
forms:
  own: {}
  terraform: { type: genesyscloud_peer }
identity: { id: id, name: name }
fields:
  size:   { type: int, path: size }
  codecs: { type: list(codec), path: codecs }
  calls:  { type: int, path: calls, default: 7 }
references:
  thing: { kind: thing, own: thing }
";

/// The kinds `thing` and `peer`.
pub(crate) fn catalog() -> Catalog {
    let source = |(path, text): (&str, &str)| Arc::new(Source::new(path, text));
    let files = [("schemas/thing/kind.yaml", THING), ("schemas/peer/kind.yaml", PEER)];
    Catalog::load(&files.map(source)).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A rule file with the parts that do not matter filled in.
pub(crate) fn rule_file(parts: &str) -> String {
    let example = "{ name: none, files: { x.yaml: 'kind: nothing' }, finds: [] }";
    let found =
        "{ name: one, files: { x.yaml: 'kind: nothing' }, finds: [{ at: 'x.yaml#/kind' }] }";
    let message = if parts.contains("message:") { "" } else { "message: broken\n" };
    format!(
        "id: test-rule\nseverity: error\nseverity-reason: It breaks\nconfidence: certain\nsummary: A test\nwhy: To test\n{message}{parts}\nexamples:\n- {found}\n- {example}\n"
    )
}

/// The rules of these files.
pub(crate) fn rules(catalog: &Catalog, files: &[String]) -> RuleSet {
    let sources: Vec<_> = files
        .iter()
        .map(|text| Arc::new(Source::new("rules/test/test-rule.yaml", text.clone())))
        .collect();
    RuleSet::load(catalog, &sources).unwrap_or_else(|problems| panic!("{files:?}: {problems:#?}"))
}

/// Parses files given by path and text.
pub(crate) fn documents(files: &[(&str, &str)]) -> Vec<Document> {
    let mut documents = Vec::new();
    for (path, text) in files {
        let source = Arc::new(Source::new(*path, *text));
        let parsed = parse(&source, Syntax::of_path(path).unwrap_or(Syntax::Yaml));
        assert!(parsed.error.is_none(), "{path}: {:?}", parsed.error);
        documents.extend(parsed.documents);
    }
    documents
}

/// Runs one rule over files. The kinds named in `complete` are known completely.
pub(crate) fn run(rule: &str, files: &[(&str, &str)], complete: &[&str]) -> Evaluation {
    let catalog = catalog();
    let rules = rules(&catalog, &[rule_file(rule)]);
    let documents = documents(files);
    let recognition = recognise(&catalog, &documents, &KindGlobs::default());
    let complete = complete.iter().filter_map(|kind| catalog.kind_named(kind)).collect();
    let facts = Facts { complete, ..Facts::default() };
    let terraform = Terraform::build(&documents, &BTreeSet::new());
    let org = Org::build(&catalog, recognition.resources, &recognition.listings, &facts, terraform);
    evaluate(&rules, &org, TODAY)
}

/// A location in the notation of examples.
pub(crate) fn place(location: &Location) -> String {
    let path = location.source.path().to_owned();
    Place { path, address: location.address.clone() }.to_string()
}

/// The text that a location covers.
pub(crate) fn covered(location: &Location) -> &str {
    &location.source.text()[location.span.range()]
}

/// The primary place of a finding, and behind arrows the related ones.
pub(crate) fn places(finding: &Finding) -> String {
    let related = finding.related.iter().map(|related| place(&related.location));
    std::iter::once(place(&finding.primary)).chain(related).collect::<Vec<_>>().join(" -> ")
}
