//! Rule files and expressions, good and broken, against a small catalogue of their own.

mod broken;
mod computed;
mod good;
mod parameters;
mod selection;

use std::fmt::Write;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::problem::Problem;
use crate::rules::RuleSet;
use crate::source::Source;

const TRUNK: &str = r"
kind: trunk-base
title: Trunk base settings
forms:
  api: { keys: [trunkMetabase] }
identity: { id: id, name: name }
fields:
  type: { type: string, path: trunkType }
  metabase: { type: string, path: trunkMetabase.id }
  enabled: { type: bool, path: enabled, default: true }
  codecs: { type: list(codec), path: codecs }
  forceCodec: { type: codec, path: forceCodec }
  dialTimeout: { type: duration, path: dialTimeout }
  maxCalls: { type: int, path: maxCalls }
  rate: { type: double, path: rate }
  expires: { type: date, path: expires }
  retryableReasonCodes: { type: string, path: codes }
  properties: { type: map, path: properties }
  webRtc: { type: bool, is: self.metabase.endsWith('webrtc.json') }
references:
  site: { kind: site, path: site.id }
";

const ROUTE: &str = r"
kind: outbound-route
title: Outbound route
forms:
  api: { keys: [externalTrunkBases] }
identity: { id: id, name: name }
fields:
  enabled: { type: bool, path: enabled }
  distribution: { type: string, path: distribution }
  origins: { type: list(string), path: origins }
references:
  trunks: { kind: trunk-base, path: externalTrunkBases.*.id }
";

const SITE: &str = r"
kind: site
title: Site
forms:
  api: { keys: [mediaModel] }
identity: { id: id, name: name }
";

const FLOW: &str = r"
kind: flow
title: Flow
forms:
  api: { keys: [publishedVersion] }
identity: { id: id, name: name }
fields:
  actions: { type: list(action), path: actions.* }
records:
  action:
    fields:
      type: { type: string, path: ~key }
      timeout: { type: duration, path: timeout }
      endpoint: { type: string, path: endpoint }
    references:
      site: { kind: site, path: site }
";

fn source(path: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(path, text))
}

/// The catalogue of these tests.
fn catalog() -> Catalog {
    let kinds = [("trunk-base", TRUNK), ("outbound-route", ROUTE), ("site", SITE), ("flow", FLOW)];
    let sources = kinds.map(|(kind, text)| source(&format!("schemas/{kind}/kind.yaml"), text));
    Catalog::load(&sources).unwrap_or_else(|problems| panic!("{}", shown(&problems)))
}

/// A good rule for trunks, in which the lines of `changes` replace those of the same keys, or are added.
fn rule(changes: &str) -> String {
    let mut entries = entries(
        "id: sample
severity: warning
severity-reason: It breaks
confidence: certain
summary: A sample
kind: trunk-base
assert: self.enabled
message: Trunk `{self.name}` is off
why: It is off
examples:
  - {name: bad, files: {a.json: '{}'}, finds: [{at: 'a.json#/enabled'}]}
  - {name: good, files: {a.json: '{}'}, finds: []}
",
    );
    for (key, entry) in self::entries(changes) {
        match entries.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = entry,
            None => entries.push((key, entry)),
        }
    }
    let is_there = |entry: &&(String, String)| !entry.1.trim_end().ends_with("(none)");
    entries.iter().filter(is_there).map(|(_, entry)| entry.as_str()).collect()
}

/// The top-level entries of a mapping: key, and text with the key.
fn entries(text: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let is_first = !line.starts_with([' ', '-', '#']) && !line.is_empty();
        match entries.last_mut() {
            Some((_, entry)) if !is_first => _ = writeln!(entry, "{line}"),
            _ => {
                let key = line.split(':').next().unwrap_or(line);
                entries.push((key.to_owned(), format!("{line}\n")));
            }
        }
    }
    entries
}

fn load(text: &str) -> Result<RuleSet, Vec<Problem>> {
    RuleSet::load(&catalog(), &[source("rules/area/sample.yaml", text)])
}

/// Problems as a person would look at them: the place, what is wrong, the line, the bytes meant.
fn shown(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        if let Some(location) = &problem.location {
            let (source, span) = (&location.source, location.span);
            let all = source.text();
            let start = span.start as usize;
            let line_start = all[..start].rfind('\n').map_or(0, |at| at + 1);
            let line = all[line_start..].lines().next().unwrap_or_default();
            let number = all[..line_start].matches('\n').count() + 1;
            let column = all[line_start..start].chars().count();
            let width = all[span.range()].lines().next().unwrap_or_default().chars().count().max(1);
            let path = source.path();
            let _ = writeln!(text, "{path}:{number}:{}: {}", column + 1, problem.message);
            let _ = writeln!(text, "    {line}\n    {}{}", " ".repeat(column), "^".repeat(width));
        } else {
            let _ = writeln!(text, "{}", problem.message);
        }
        if let Some(help) = &problem.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    text
}
