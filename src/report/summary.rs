//! The end of a run, on the error stream: what was read, what was found, and what could not be told.

use std::collections::BTreeMap;
use std::io;

use super::place::place as place_of;
use super::text::line;
use super::{Charset, Summary, Unknown};
use crate::finding::Severity;
use crate::text;

/// How many kinds the numbers name.
const MOST_KINDS: usize = 16;

/// How much to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The numbers.
    Numbers,
    /// Also the files that were not recognised, the rules that were asked about nothing, and each evaluation that was left
    /// unknown.
    Everything,
}

/// Writes the summary, for people.
///
/// # Errors
/// Where `out` refuses to be written to.
pub fn write_summary(
    summary: &Summary,
    detail: Detail,
    charset: Charset,
    out: &mut impl io::Write,
) -> io::Result<()> {
    for note in &summary.unreadable {
        writeln!(out, "not read: {}: {}", line(&note.path, charset), line(&note.message, charset))?;
    }
    if detail == Detail::Everything {
        write_details(summary, charset, out)?;
    }
    let resources: usize = summary.resources.values().sum();
    writeln!(
        out,
        "{} read, {} recognised{}; {}; {} ran",
        text::count(summary.files, "file"),
        summary.recognised,
        match summary.harmless.len() {
            0 => String::new(),
            some => format!(", {some} without resources"),
        },
        text::count(resources, "resource"),
        text::count(summary.rules, "rule"),
    )?;
    if resources > 0 {
        writeln!(out, "  {}", resources_by_kind(&summary.resources, detail))?;
    }
    writeln!(out, "{}", findings(&summary.findings))?;
    write_remainder(summary, detail, out)
}

fn write_details(summary: &Summary, charset: Charset, out: &mut impl io::Write) -> io::Result<()> {
    for note in &summary.harmless {
        let (path, message) = (line(&note.path, charset), line(&note.message, charset));
        writeln!(out, "without resources: {path}: {message}")?;
    }
    for note in &summary.not_recognised {
        let (path, message) = (line(&note.path, charset), line(&note.message, charset));
        writeln!(out, "not recognised: {path}: {message}")?;
    }
    let mut idle: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for note in &summary.idle {
        idle.entry(&note.message).or_default().push(&note.rule);
    }
    for (message, rules) in idle {
        writeln!(out, "idle, since {}: {}", line(message, charset), rules.join(", "))?;
    }
    for unknown in &summary.unknown {
        writeln!(out, "unknown: {}", line(&unknown_line(unknown), charset))?;
    }
    Ok(())
}

/// `path:line:column: rule: why (kind name)`, as far as there is such a thing.
fn unknown_line(unknown: &Unknown) -> String {
    let place = unknown.location.as_ref();
    let place = place.map_or_else(String::new, |location| format!("{}: ", place_of(location)));
    let subject = unknown.subject.as_ref().map_or_else(String::new, |subject| {
        let name = subject.name.as_deref().or(subject.id.as_deref());
        format!(" ({}{})", subject.kind, name.map_or(String::new(), |name| format!(" `{name}`")))
    });
    format!("{place}{}: {}{subject}", unknown.rule, unknown.why)
}

/// What was left out: files that are no configuration, evaluations that could not tell.
fn write_remainder(summary: &Summary, detail: Detail, out: &mut impl io::Write) -> io::Result<()> {
    let files = (summary.not_recognised.len(), "file", "not recognised");
    let unknown = (summary.unknown.len(), "evaluation", "left unknown");
    let parts: Vec<String> = [files, unknown]
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, noun, what)| format!("{} {what}", text::count(*count, noun)))
        .collect();
    if parts.is_empty() {
        return Ok(());
    }
    let hint = if detail == Detail::Numbers { " (--verbose lists them)" } else { "" };
    writeln!(out, "{}{hint}", parts.join(", "))
}

/// `2 queues`-like counts would need every kind's plural: `queue 2`, the most frequent first. An export of a whole
/// organisation holds a hundred kinds: the numbers alone name those of which there are most.
fn resources_by_kind(resources: &BTreeMap<String, usize>, detail: Detail) -> String {
    let mut kinds: Vec<_> = resources.iter().filter(|(_, count)| **count > 0).collect();
    kinds.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), *kind));
    let most = if detail == Detail::Numbers { MOST_KINDS } else { usize::MAX };
    let mut shown: Vec<String> =
        kinds.iter().take(most).map(|(kind, count)| format!("{kind} {count}")).collect();
    if kinds.len() > most {
        shown.push(text::count(kinds.len() - most, "more kind"));
    }
    shown.join(", ")
}

fn findings(findings: &BTreeMap<Severity, usize>) -> String {
    let count = |severity| findings.get(&severity).copied().unwrap_or(0);
    let counts = Severity::ALL.map(|severity| (severity, count(severity)));
    if counts.iter().all(|(_, count)| *count == 0) {
        return "no findings".to_owned();
    }
    let shown = counts.iter().filter(|(_, count)| *count > 0);
    let shown: Vec<_> =
        shown.map(|(severity, count)| text::count(*count, severity.name())).collect();
    shown.join(", ")
}
