//! Reports: what is written about a run, one file per format.
//!
//! Everything that lines, columns, colours and escapes are about happens here; everything before speaks in bytes.

mod concise;
mod human;
mod json;
mod place;
mod sarif;
mod secrets;
mod summary;
mod text;
mod window;

use std::collections::BTreeMap;
use std::io;

use crate::finding::{Confidence, Finding, Location, Severity, Subject};
use crate::problem::Problem;

pub use json::{JsonPlace, JsonReport, json_schema};
pub use place::place;
pub use summary::{Detail, write_summary};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the lines, with the field underlined.
    Human,
    /// One line for each finding.
    Concise,
    /// One versioned JSON object.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
}

/// What a terminal, or what stands in its place, can show. Only for people: no other format depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to colour.
    pub colour: Colour,
    /// Which characters to draw with.
    pub charset: Charset,
    /// How to write addresses of pages.
    pub links: Links,
}

/// Whether to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// No escape sequences at all.
    Plain,
    /// The terminal's sixteen colours.
    Ansi,
}

/// Which characters to draw with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Box drawing characters.
    Unicode,
    /// Only ASCII around what the files hold.
    Ascii,
}

impl Charset {
    /// What stands for text that was cut off.
    fn ellipsis(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "...",
        }
    }
}

/// How to write addresses of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// As text.
    Text,
    /// The rule's name becomes a link (OSC 8) where the terminal can.
    Terminal,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: 100, colour: Colour::Plain, charset: Charset::Unicode, links: Links::Text }
    }
}

/// What a run has to say.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The findings in the order of reports ([`crate::finding::sort_and_dedupe`]).
    pub findings: &'a [Finding],
    /// All rules that were enabled, by id, whether they found something or not.
    pub rules: &'a [RuleInfo],
    /// The numbers.
    pub summary: &'a Summary,
    /// The code that the process ends with.
    pub exit_code: u8,
}

/// What reports say about a rule.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// The rule's id, such as `route-failover-webrtc`.
    pub id: String,
    /// What must hold or what is wrong, in one sentence.
    pub summary: String,
    /// Why, as Markdown.
    pub why: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// How bad its findings are, after configuration.
    pub severity: Severity,
    /// How sure it is of what it finds.
    pub confidence: Confidence,
    /// Words to select rules by.
    pub tags: Vec<String>,
    /// Pages about it, the most useful one first.
    pub references: Vec<String>,
}

/// The numbers of a run, and what it could not do.
#[derive(Debug, Default)]
pub struct Summary {
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
    /// Evaluations that could not tell whether the rule is broken.
    pub unknown: Vec<Unknown>,
    /// Files that are configuration in which no resource was recognised, with what they are, in the order of their paths.
    pub harmless: Vec<FileNote>,
    /// Files in which nothing was recognised, with the reason, in the order of their paths.
    pub not_recognised: Vec<FileNote>,
    /// Files that could not be read, with the reason, in the order of their paths.
    pub unreadable: Vec<FileNote>,
    /// Rules that were asked about nothing, with the reason, by id.
    pub idle: Vec<RuleNote>,
}

/// A word about a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileNote {
    /// The path relative to the run's root.
    pub path: String,
    /// What there is to say, as a clause without a full stop.
    pub message: String,
}

/// A word about a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleNote {
    /// Id of the rule.
    pub rule: String,
    /// What there is to say, as a clause without a full stop.
    pub message: String,
}

/// An evaluation that could not tell whether a rule is broken.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Id of the rule.
    pub rule: String,
    /// Why, as a clause without a full stop.
    pub why: String,
    /// The resource that it was about.
    pub subject: Option<Subject>,
    /// The value that is not known, or the resource.
    pub location: Option<Location>,
}

impl Summary {
    /// Counts `findings` by severity; severities without findings are there too.
    pub fn count_findings(findings: &[Finding]) -> BTreeMap<Severity, usize> {
        let mut counts: BTreeMap<_, _> = Severity::ALL.map(|severity| (severity, 0)).into();
        for finding in findings {
            *counts.entry(finding.severity).or_default() += 1;
        }
        counts
    }
}

impl RuleInfo {
    /// The page about the rule.
    fn page(&self) -> Option<&str> {
        self.references.first().map(String::as_str)
    }
}

impl<'a> Report<'a> {
    fn rule(&self, id: &str) -> Option<&'a RuleInfo> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// Writes the report in one of the formats.
///
/// # Errors
/// Where `out` refuses to be written to.
pub fn write(
    format: Format,
    report: &Report<'_>,
    style: &Style,
    out: &mut impl io::Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, style, out),
        Format::Concise => concise::write(report, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(report, out),
    }
}

/// Text from a file, in one line that no terminal takes for anything else.
pub fn visible_line(text: &str) -> String {
    text::line(text, Charset::Unicode)
}

/// Text written about a finding, without the secrets at its places.
pub(crate) fn without_secrets(finding: &Finding, text: &str) -> String {
    secrets::without_secrets(finding, text)
}

/// Text that stands at a place, without what is secret in it.
pub(crate) fn without_secrets_at(location: &Location, text: &str) -> String {
    secrets::without_secrets_at(location, text)
}

/// Writes why the linter could not do its job, for people.
///
/// # Errors
/// Where `out` refuses to be written to.
pub fn write_problems(
    problems: &[Problem],
    style: &Style,
    out: &mut impl io::Write,
) -> io::Result<()> {
    human::write_problems(problems, style, out)
}
