//! One versioned JSON object for programs. Members are only ever added within a version.

use std::collections::BTreeMap;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Report, Summary, secrets};
use crate::edit::Edit;
use crate::finding::{Applicability, Finding, Fix, Location, Part, Related, Severity};
use crate::source::{Position, Source, Span};

/// What `orglint check --format json` writes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonReport {
    /// Version of this format: 1.
    pub version: u32,
    /// The findings, in the order of path, offset, rule and message.
    pub findings: Vec<JsonFinding>,
    /// The numbers of the run.
    pub summary: JsonSummary,
}

/// A broken rule at a place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonFinding {
    /// Id of the rule.
    pub rule: String,
    /// How bad it is, after configuration.
    pub severity: Severity,
    /// What is wrong, with the names and values as written.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What is to be seen at the place itself, where the message alone would not explain it.
    pub label: Option<String>,
    /// The exact field.
    #[serde(flatten)]
    pub place: JsonPlace,
    /// The resource it is about; null where the file did not parse or it is about no resource.
    pub resource: Option<JsonResource>,
    /// Places that explain it, in the order in which they should be read.
    pub related: Vec<JsonRelated>,
    /// Edits that would repair it, where that is mechanical.
    pub fix: Option<JsonFix>,
    /// The finding's identity across runs: 32 hexadecimal digits. Survives moved lines and reordered lists.
    pub fingerprint: String,
}

/// A place in a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonPlace {
    /// Path of the file relative to the run's root, with `/` between its segments.
    pub path: String,
    /// Position of the document in its file, from 0; null where the file did not parse.
    pub document: Option<usize>,
    /// JSON Pointer (RFC 6901) from the root of the document to the value; null where the file did not parse.
    pub pointer: Option<String>,
    /// JSON Pointer from the root of the JSON that stands in the string at `pointer`; null outside of such strings.
    pub embedded: Option<String>,
    /// Whether the key or the value is meant; null where the file did not parse.
    pub part: Option<JsonPart>,
    /// The characters that are meant.
    pub range: JsonRange,
    /// Whether the file holds its text encoded, as the exports of Architect (`.i3InboundFlow` …) do: `range` is then of
    /// the decoded text, laid out with one value on each line. False if left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decoded: bool,
}

/// Which part of an entry is meant.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum JsonPart {
    /// The key in front of the value.
    Key,
    /// The value.
    Value,
}

/// A stretch of a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonRange {
    /// Its first character.
    pub start: JsonPosition,
    /// Behind its last character.
    pub end: JsonPosition,
}

/// A position in a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonPosition {
    /// The line, from 1.
    pub line: u32,
    /// The column in UTF-16 code units, from 1.
    pub column: u32,
    /// The offset in bytes, from 0, a byte order mark included.
    pub offset: u32,
}

/// A resource of the organisation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonResource {
    /// Slug of its kind, such as `trunk-base`.
    pub kind: String,
    /// Its name as written.
    pub name: Option<String>,
    /// Its identity as written: a GUID, a Terraform address.
    pub id: Option<String>,
}

/// A place that explains a finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonRelated {
    /// What is to be seen there.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub place: JsonPlace,
}

/// Edits that would repair a finding, all in one file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonFix {
    /// What it does, as a clause.
    pub description: String,
    /// Whether it can be made without asking.
    pub applicability: Applicability,
    /// Path of the file relative to the run's root, with `/` between its segments.
    pub path: String,
    /// What changes in the file; no two of them overlap.
    pub edits: Vec<JsonEdit>,
}

/// A stretch of a file, and what takes its place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonEdit {
    /// What goes; empty where text is only put in.
    pub range: JsonRange,
    /// What comes instead.
    pub text: String,
}

/// The numbers of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JsonSummary {
    /// Files that were read.
    pub files: usize,
    /// Files in which a resource was recognised.
    pub recognised: usize,
    /// Resources by the slug of their kind.
    pub resources: BTreeMap<String, usize>,
    /// Rules that ran.
    pub rules: usize,
    /// Findings by severity.
    pub findings: BTreeMap<Severity, usize>,
    /// Evaluations that could not tell whether a rule is broken.
    pub unknown: usize,
}

pub(super) fn write(report: &Report<'_>, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &JsonReport::new(report))?;
    writeln!(out)
}

/// The JSON Schema of [`JsonReport`].
pub fn json_schema() -> schemars::Schema {
    schemars::schema_for!(JsonReport)
}

impl JsonReport {
    /// The report as data.
    pub fn new(report: &Report<'_>) -> Self {
        Self {
            version: 1,
            findings: report.findings.iter().map(finding).collect(),
            summary: summary(report.summary),
        }
    }
}

fn finding(finding: &Finding) -> JsonFinding {
    let shown = |text: &str| secrets::without_secrets(finding, text);
    JsonFinding {
        rule: finding.rule.to_string(),
        severity: finding.severity,
        message: shown(&finding.message),
        help: finding.help.as_deref().map(shown),
        label: finding.label.as_deref().map(shown),
        place: place(&finding.primary),
        resource: finding.subject.as_ref().map(|subject| JsonResource {
            kind: subject.kind.clone(),
            name: subject.name.clone(),
            id: subject.id.clone(),
        }),
        related: finding.related.iter().map(|one| related(finding, one)).collect(),
        fix: secrets::shown_fix(finding).map(|one| fix(finding, one)),
        fingerprint: finding.fingerprint.to_string(),
    }
}

fn fix(finding: &Finding, fix: &Fix) -> JsonFix {
    let edit = |edit: &Edit| JsonEdit {
        range: range(&fix.source, edit.span),
        text: secrets::without_secrets(finding, &edit.text),
    };
    JsonFix {
        description: secrets::without_secrets(finding, &fix.description),
        applicability: fix.applicability,
        path: fix.source.path().to_owned(),
        edits: fix.edits.iter().map(edit).collect(),
    }
}

fn related(finding: &Finding, related: &Related) -> JsonRelated {
    let message = secrets::without_secrets(finding, &related.message);
    JsonRelated { message, place: place(&related.location) }
}

fn place(location: &Location) -> JsonPlace {
    let address = location.address.as_ref();
    let embedded = address.and_then(|address| address.embedded.as_ref());
    JsonPlace {
        path: location.source.path().to_owned(),
        document: address.map(|address| address.document),
        pointer: address.map(|address| secrets::pointer(&address.pointer)),
        embedded: embedded.map(secrets::pointer),
        part: address.map(|address| match address.part {
            Part::Key => JsonPart::Key,
            Part::Value => JsonPart::Value,
        }),
        range: range(&location.source, location.span),
        decoded: location.source.is_decoded(),
    }
}

impl JsonPlace {
    /// A place as data.
    pub fn of(location: &Location) -> Self {
        place(location)
    }
}

fn range(source: &Source, span: Span) -> JsonRange {
    let position = |at: u32| {
        let Position { line, column, offset } = source.position(at);
        JsonPosition { line, column, offset }
    };
    JsonRange { start: position(span.start), end: position(span.end.max(span.start)) }
}

fn summary(summary: &Summary) -> JsonSummary {
    JsonSummary {
        files: summary.files,
        recognised: summary.recognised,
        resources: summary.resources.clone(),
        rules: summary.rules,
        findings: summary.findings.clone(),
        unknown: summary.unknown.len(),
    }
}
