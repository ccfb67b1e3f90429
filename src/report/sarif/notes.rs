//! What the run could not do, as notifications.

use std::collections::BTreeMap;

use super::model::{
    ArtifactLocation, Location, Notification, PhysicalLocation, RuleReference, Text,
};
use super::rules::sentence;
use super::{ROOT, uri};
use crate::report::text::line;
use crate::report::{Charset, FileNote, Report};
use crate::text;

/// GitHub shows no more results of a run, the worst ones.
const SHOWN_BY_GITHUB: usize = 5_000;

/// The longest message, in characters.
const MAX_MESSAGE: usize = 1000;

pub(super) fn notifications(
    report: &Report<'_>,
    written: usize,
    rules: &BTreeMap<&str, usize>,
) -> Vec<Notification> {
    let unreadable = report.summary.unreadable.iter().map(unreadable);
    unreadable
        .chain(left_out(report.findings.len(), written))
        .chain(unknown(report, rules))
        .collect()
}

fn note(level: &'static str, text: &str) -> Notification {
    let message = Text { text: sentence(&line(text, Charset::Unicode), MAX_MESSAGE) };
    Notification { level, message, associated_rule: None, locations: Vec::new() }
}

fn unreadable(file: &FileNote) -> Notification {
    let uri = uri::relative_uri(&file.path);
    let artifact_location = ArtifactLocation { uri, uri_base_id: ROOT, index: None };
    let physical_location =
        PhysicalLocation { artifact_location, region: None, context_region: None };
    let location =
        Location { id: None, physical_location, logical_locations: Vec::new(), message: None };
    let text = format!("`{}` was not read: {}", file.path, file.message);
    Notification { locations: vec![location], ..note("error", &text) }
}

fn left_out(all: usize, written: usize) -> Option<Notification> {
    if written < all {
        let text = format!("Only the {written} worst of {all} findings were written");
        return Some(note("warning", &text));
    }
    let text = format!("GitHub shows only the {SHOWN_BY_GITHUB} worst of {written} findings");
    (written > SHOWN_BY_GITHUB).then(|| note("warning", &text))
}

/// Evaluations that could not tell, counted by rule and reason.
fn unknown(report: &Report<'_>, rules: &BTreeMap<&str, usize>) -> Vec<Notification> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for unknown in &report.summary.unknown {
        *counts.entry((&unknown.rule, &unknown.why)).or_default() += 1;
    }
    let notification = |((rule, why), count): ((&str, &str), usize)| {
        let evaluations = text::count(count, "evaluation");
        let text = format!("Rule `{rule}` could not tell in {evaluations}: {why}");
        let index = rules.get(rule).copied();
        let associated_rule = index.map(|index| RuleReference { id: rule.to_owned(), index });
        Notification { associated_rule, ..note("note", &text) }
    };
    counts.into_iter().map(notification).collect()
}
