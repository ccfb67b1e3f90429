//! Rules as SARIF describes them.

use super::model::{DefaultConfiguration, Help, Rule, RuleProperties, Text};
use crate::finding::{Confidence, Severity};
use crate::report::RuleInfo;

/// GitHub refuses descriptions that are longer, in characters.
const MAX_DESCRIPTION: usize = 1024;

/// GitHub keeps no more tags of a rule.
const MAX_TAGS: usize = 10;

/// The tag that code scanning knows security by.
const SECURITY: &str = "security";

pub(super) fn rule(info: &RuleInfo) -> Rule {
    let why = info.why.as_deref().unwrap_or(&info.summary);
    Rule {
        id: info.id.clone(),
        name: name(&info.id),
        short_description: Text { text: sentence(&info.summary, MAX_DESCRIPTION) },
        full_description: Text { text: sentence(first_paragraph(why), MAX_DESCRIPTION) },
        help: help(info),
        help_uri: info.page().map(str::to_owned),
        default_configuration: DefaultConfiguration { level: info.severity.name() },
        properties: RuleProperties {
            tags: tags(info),
            precision: precision(info.confidence),
            problem_severity: match info.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
            security_severity: security_severity(info),
        },
    }
}

/// The first tags, that of security before all others.
fn tags(info: &RuleInfo) -> Vec<String> {
    let mut tags: Vec<&String> = info.tags.iter().collect();
    tags.sort_by_key(|tag| *tag != SECURITY);
    tags.into_iter().take(MAX_TAGS).cloned().collect()
}

/// How bad a rule about security is, in the steps of code scanning: high, medium, low.
fn security_severity(info: &RuleInfo) -> Option<&'static str> {
    let is_security = info.tags.iter().any(|tag| tag == SECURITY);
    is_security.then_some(match info.severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.0",
        Severity::Note => "2.0",
    })
}

/// How sure a rule is, in the words of code scanning.
fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => "very-high",
        Confidence::Likely => "high",
        Confidence::Opinion => "medium",
    }
}

/// `route-failover` as `RouteFailover`; `None` for an id of one word, since a name must differ from the id by more
/// than its case.
fn name(id: &str) -> Option<String> {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric());
    let name: String = words
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect();
    (!name.eq_ignore_ascii_case(id)).then_some(name)
}

fn first_paragraph(text: &str) -> &str {
    text.trim().split("\n\n").next().unwrap_or_default()
}

/// `text` on one line, with a full stop, in at most `max` characters.
pub(super) fn sentence(text: &str, max: usize) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() >= max {
        text = text.chars().take(max - 1).collect();
        text.push('…');
    } else if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

/// What to do, why, and where to read on.
fn help(info: &RuleInfo) -> Help {
    let advice = info.help.as_deref().unwrap_or(&info.summary).trim();
    let why = info.why.as_deref().unwrap_or_default().trim();
    let list = |item: fn(&str) -> String| -> String {
        info.references.iter().map(|page| item(page)).collect::<Vec<_>>().join("\n")
    };
    let parts = |references: String| {
        let parts = [advice.to_owned(), why.to_owned(), references];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n\n")
    };
    Help { text: parts(list(str::to_owned)), markdown: parts(list(|page| format!("- <{page}>"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_pascal_case() {
        assert_eq!(name("route-failover-webrtc").as_deref(), Some("RouteFailoverWebrtc"));
        assert_eq!(name("syntax"), None);
    }

    #[test]
    fn descriptions_end_with_a_full_stop_and_are_cut() {
        assert_eq!(sentence("a\n b", 10), "a b.");
        assert_eq!(sentence("Is it?", 10), "Is it?");
        assert_eq!(sentence("abcdefghij", 5), "abcd…");
    }
}
