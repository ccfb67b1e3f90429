//! `syntax`, `duplicate-key` and `exposed-secret`: what is wrong with a file, whatever it describes.

use std::sync::Arc;

use super::block;
use super::{Check, SeverityOf, related, secrets};
use crate::document::{Document, Node, SyntaxError};
use crate::edit;
use crate::finding::{Applicability, Finding, Fix, Part};
use crate::org::Org;
use crate::source::Source;

/// The finding `syntax` for a source that does not parse; `None` where the rule is off.
pub fn syntax_finding(
    source: &Arc<Source>,
    error: &SyntaxError,
    severity: &SeverityOf<'_>,
) -> Option<Finding> {
    let check = Check::new("syntax", severity)?;
    let message = error.message.clone();
    let finding = Finding::of_source(&check.rule, check.severity, message, source, error.span);
    Some(Finding { help: error.help.clone(), ..finding })
}

/// What the checks `duplicate-key`, `terraform-block` and `exposed-secret` find in a document of the org, and in the documents inside its
/// strings.
pub fn document_findings<'d>(
    org: &Org<'d>,
    document: &'d Document,
    severity: &SeverityOf<'_>,
) -> Vec<Finding> {
    let check = |rule: &str| Check::new(rule, severity);
    let repeats = check("duplicate-key").map(|check| duplicate_keys(&check, org, document));
    let secrets = check("exposed-secret").map(|check| secrets::findings(&check, org, document));
    let blocks = check("terraform-block").map(|check| block::findings(&check, document));
    repeats.into_iter().chain(blocks).chain(secrets).flatten().collect()
}

fn duplicate_keys<'d>(check: &Check, org: &Org<'d>, document: &'d Document) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut open = vec![document];
    while let Some(document) = open.pop() {
        let repeats = document.duplicate_keys();
        // Two of which one has no name are not the same thing twice.
        let repeats = repeats.filter(|(repeat, first)| {
            !block::is_without_name(*repeat) && !block::is_without_name(*first)
        });
        found.extend(repeats.map(|(repeat, first)| duplicate_key(check, org, repeat, first)));
        open.extend(document.embedded());
    }
    found
}

/// Of two entries that say the same, the second one goes.
fn fix(repeat: Node<'_>, first: Node<'_>) -> Option<Fix> {
    let source = repeat.document().source();
    let text = |node: Node<'_>| source.text().get(node.span().range());
    if text(repeat) != text(first) {
        return None;
    }
    Some(Fix {
        description: format!("remove the second `{}`", repeat.key().unwrap_or_default()),
        applicability: Applicability::Safe,
        source: Arc::clone(source),
        edits: vec![edit::remove(repeat)?],
    })
}

fn duplicate_key<'d>(check: &Check, org: &Org<'d>, repeat: Node<'d>, first: Node<'d>) -> Finding {
    let message =
        format!("the key `{}` stands here a second time", repeat.key().unwrap_or_default());
    let subject = org.enclosing(repeat).map(|id| org.resource(id).subject(org.catalog));
    let finding = Finding::new(&check.rule, check.severity, message, (repeat, Part::Key), subject);
    let help = "keep one of the two entries: most readers drop the first one";
    let related = vec![related("first written here", (first, Part::Key))];
    Finding { help: Some(help.to_owned()), related, fix: fix(repeat, first), ..finding }
}
