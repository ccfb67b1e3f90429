//! Secrets in comments: what was taken out of the configuration is still in the file.

use std::sync::LazyLock;

use regex::Regex;

use super::{Check, HELP, Name, message, secret};
use crate::document::Document;
use crate::finding::Finding;
use crate::source::Span;
use crate::text::is_secret_key;

/// An assignment that was commented out: its key and its value.
static ASSIGNMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"([A-Za-z][A-Za-z0-9_.-]{2,127})["']?\s*[:=]\s*["']?([^\s"',;]{8,4096})"#).ok()
});

/// The secrets in a comment.
pub(super) fn findings(check: &Check, document: &Document, comment: Span) -> Vec<Finding> {
    let source = document.source();
    let text = source.text().get(comment.range()).unwrap_or_default();
    let assignments = ASSIGNMENT.iter().flat_map(|assignment| assignment.captures_iter(text));
    let found = assignments.filter_map(|found| {
        let (key, value) = (found.get(1)?.as_str(), found.get(2)?);
        let name = Name { secret: Some(key).filter(|key| is_secret_key(key)), request: None };
        let what = secret(value.as_str(), name).filter(|_| !is_traversal(value.as_str()))?;
        let start = comment.range().start + value.start();
        let span = Span::new(start, start + value.len());
        source.hide(span);
        let found =
            Finding::of_source(&check.rule, check.severity, message(what, name), source, span);
        Some(Finding { help: Some(HELP.to_owned()), ..found })
    });
    found.collect()
}

/// Whether a text may be the name of something that Terraform knows: `var.password1`.
fn is_traversal(text: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-[]".contains(&byte))
    };
    text.contains('.') && text.split('.').all(is_name)
}
