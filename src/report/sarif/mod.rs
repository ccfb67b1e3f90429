//! SARIF 2.1.0, as GitHub code scanning and the viewers of editors take it.

mod fix;
mod line_hash;
mod model;
mod notes;
mod region;
mod rules;
mod uri;

use std::collections::BTreeMap;
use std::io;

use super::place::pointer_in_decoded;
use super::{Charset, Report, secrets, text};
use crate::document::{Pointer, Segment};
use crate::finding::{self, Address, Finding, Related};
use crate::source::Source;
use model::{
    Artifact, ArtifactLocation, AutomationDetails, Driver, Invocation, Location, Log,
    LogicalLocation, PhysicalLocation, Run, SarifResult, Text, Tool, UriBase,
};

/// GitHub refuses a run with more results.
const MAX_RESULTS: usize = 25_000;

/// GitHub keeps no more locations of a result.
const MAX_RELATED: usize = 100;

/// What paths are relative to.
const ROOT: &str = "%SRCROOT%";

pub(super) fn write(report: &Report<'_>, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &log(report))?;
    writeln!(out)
}

fn log(report: &Report<'_>) -> Log {
    let findings = worst(report.findings, MAX_RESULTS);
    let files = Files::new(&findings);
    let rules: BTreeMap<&str, usize> =
        report.rules.iter().map(|rule| rule.id.as_str()).zip(0..).collect();
    let results = findings.iter().map(|finding| result(finding, &rules, &files)).collect();
    let root = UriBase { description: Text { text: "The root of the run.".to_owned() } };
    let run = Run {
        tool: Tool { driver: driver(report) },
        automation_details: AutomationDetails { id: "orglint/" },
        column_kind: "utf16CodeUnits",
        invocations: [Invocation {
            execution_successful: report.exit_code < 2,
            exit_code: report.exit_code,
            tool_execution_notifications: notes::notifications(report, findings.len(), &rules),
        }],
        original_uri_base_ids: [(ROOT, root)].into(),
        artifacts: files.artifacts(),
        results,
    };
    Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
}

fn driver(report: &Report<'_>) -> Driver {
    Driver {
        name: "orglint",
        semantic_version: env!("CARGO_PKG_VERSION"),
        version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: report.rules.iter().map(rules::rule).collect(),
    }
}

/// The `max` worst findings, in the order of reports.
fn worst(findings: &[Finding], max: usize) -> Vec<&Finding> {
    let mut kept: Vec<(usize, &Finding)> = findings.iter().enumerate().collect();
    if kept.len() > max {
        kept.sort_by_key(|(at, finding)| (std::cmp::Reverse(finding.severity), *at));
        kept.truncate(max);
        kept.sort_by_key(|(at, _)| *at);
    }
    kept.into_iter().map(|(_, finding)| finding).collect()
}

/// A file that results lie in.
struct File<'a> {
    source: &'a Source,
    index: usize,
    /// Of the lines that findings begin on.
    hashes: BTreeMap<u32, String>,
}

/// The files that results lie in, by path.
struct Files<'a>(BTreeMap<&'a str, File<'a>>);

impl<'a> Files<'a> {
    fn new(findings: &[&'a Finding]) -> Self {
        let mut files: BTreeMap<&str, (&Source, Vec<u32>)> = BTreeMap::new();
        for finding in findings {
            let primary = &finding.primary.source;
            let lines = &mut files.entry(primary.path()).or_insert((primary, Vec::new())).1;
            if !primary.is_decoded() {
                lines.push(primary.position(finding.primary.span.start).line);
            }
            let of_related = finding.related.iter().map(|related| &related.location.source);
            for source in of_related.chain(finding.fix.iter().map(|fix| &fix.source)) {
                files.entry(source.path()).or_insert((source, Vec::new()));
            }
        }
        let file =
            |(index, (path, (source, mut lines))): (usize, (&'a str, (&'a Source, Vec<u32>)))| {
                lines.sort_unstable();
                let is_needed = !lines.is_empty();
                let hashes = is_needed.then(|| line_hash::line_hashes(source.text(), &lines));
                (path, File { source, index, hashes: hashes.unwrap_or_default() })
            };
        Self(files.into_iter().enumerate().map(file).collect())
    }

    fn location(&self, path: &str) -> ArtifactLocation {
        let index = self.0.get(path).map(|file| file.index);
        ArtifactLocation { uri: uri::relative_uri(path), uri_base_id: ROOT, index }
    }

    fn artifacts(&self) -> Vec<Artifact> {
        let artifact = |file: &File<'_>| {
            let path = file.source.path();
            let location = ArtifactLocation { index: None, ..self.location(path) };
            Artifact { location, roles: ["analysisTarget"], source_language: language(path) }
        };
        self.0.values().map(artifact).collect()
    }

    /// What GitHub follows an alert by. All findings in a file that holds its text encoded are on its first line, so there
    /// it is what tells them apart.
    fn line_hash(&self, finding: &Finding) -> Option<String> {
        let location = &finding.primary;
        if location.source.is_decoded() {
            let own = finding.fingerprint.to_string();
            return Some(format!("{}:1", own.get(..16)?));
        }
        let line = location.source.position(location.span.start).line;
        self.0.get(location.source.path())?.hashes.get(&line).cloned()
    }
}

/// The language as SARIF names it.
fn language(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "json" => Some("json"),
        "yaml" | "yml" => Some("yaml"),
        _ => None,
    }
}

fn result(finding: &Finding, rules: &BTreeMap<&str, usize>, files: &Files<'_>) -> SarifResult {
    let related = finding.related.iter().take(MAX_RELATED).zip(1..);
    let related_locations = related.map(|(related, id)| Location {
        id: Some(id),
        message: Some(Text { text: related_message(finding, related) }),
        ..location(&related.location, files)
    });
    let hash = files.line_hash(finding).map(|hash| ("primaryLocationLineHash", hash));
    let own = ("orglint/v1", finding.fingerprint.to_string());
    SarifResult {
        rule_id: finding.rule.to_string(),
        rule_index: rules.get(&*finding.rule).copied(),
        level: finding.severity.name(),
        kind: "fail",
        message: Text { text: message(finding) },
        locations: [location(&finding.primary, files)],
        related_locations: related_locations.collect(),
        partial_fingerprints: std::iter::once(own).chain(hash).collect(),
        fixes: secrets::shown_fix(finding)
            .into_iter()
            .map(|one| fix::fix(finding, one, files))
            .collect(),
    }
}

fn related_message(finding: &Finding, related: &Related) -> String {
    let message = rules::sentence(&shown(finding, &related.message), 1000);
    format!("{message}{}", in_decoded(&related.location).unwrap_or_default())
}

/// Where a place is in the decoded text of a file, and what stands there: no region can say it.
fn in_decoded(location: &finding::Location) -> Option<String> {
    let source = &location.source;
    if !source.is_decoded() {
        return None;
    }
    let place = pointer_in_decoded(location).map_or_else(
        || format!("line {}", source.position(location.span.start).line),
        |pointer| format!("`{pointer}`"),
    );
    let excerpt = region::excerpt(location).map(|text| format!(": `{text}`"));
    let text = format!(" In the decoded file at {place}{}.", excerpt.unwrap_or_default());
    Some(text::line(&text, Charset::Unicode))
}

fn shown(finding: &Finding, text: &str) -> String {
    text::line(&secrets::without_secrets(finding, text), Charset::Unicode)
}

/// The message, followed by links to the related places: viewers show only those that a message links to.
fn message(finding: &Finding) -> String {
    let message = rules::sentence(&shown(finding, &finding.message), 1000);
    let mut message = format!("{message}{}", in_decoded(&finding.primary).unwrap_or_default());
    if message.contains("](") {
        message = escape(&message);
    }
    let related = finding.related.iter().take(MAX_RELATED).zip(1..);
    let links: Vec<String> = related
        .map(|(related, id)| format!("[{}]({id})", escape(&shown(finding, &related.message))))
        .collect();
    if !links.is_empty() {
        message = format!("{message} See {}.", links.join(", "));
    }
    message
}

/// Brackets and backslashes as they are written where links are read (SARIF 2.1.0, 3.11.6).
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn location(location: &finding::Location, files: &Files<'_>) -> Location {
    let (region, context_region) = region::regions(location);
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: files.location(location.source.path()),
            region: Some(region),
            context_region,
        },
        logical_locations: location.address.as_ref().and_then(logical).into_iter().collect(),
        message: None,
    }
}

/// The JSON Pointer; that inside a string behind `!`, the position of a later document in front as `1#`. The root of
/// a document has no name.
fn logical(address: &Address) -> Option<LogicalLocation> {
    let document = match address.document {
        0 => String::new(),
        later => format!("{later}#"),
    };
    let pointer = secrets::pointer(&address.pointer);
    let embedded = address.embedded.as_ref().map(secrets::pointer);
    let embedded = embedded.map(|embedded| format!("!{embedded}"));
    let name = format!("{document}{pointer}{}", embedded.unwrap_or_default());
    let last = |pointer: &Pointer| matches!(pointer.0.last(), Some(Segment::Index(_)));
    let is_element = address.embedded.as_ref().map_or_else(|| last(&address.pointer), last);
    let kind = if is_element { "element" } else { "member" };
    let name = text::line(&name, Charset::Unicode);
    (!name.is_empty()).then_some(LogicalLocation { fully_qualified_name: name, kind })
}
