//! JSON Schema validation straight over nodes, and explanations that point at the key or value that is meant.
//!
//! Schemas are Draft 2020-12, compiled by `jsonschema` when first needed; patterns run in linear time, references are
//! resolved among the given files only, and `format` is an annotation. Beyond the standard a schema may say:
//!
//! | keyword | beside or above the failing keyword |
//! |---|---|
//! | `x-severity` | how bad it is: `note`, `warning` or `error` (the default); the nearest one counts |
//! | `x-unknown: near` | keys that `additionalProperties: false` refuses, and values that `enum` refuses, are reported only when they look like a slip for a known one |
//! | `x-variant-severity` | how bad a key is that differs from a known one in case or separators only |
//! | `x-message` | the sentence to say: one for whatever is wrong with the value, or an object by failing keyword |
//! | `x-help` | the advice to give |
//!
//! `contentSchema` is enforced: the JSON inside a string must be valid under it.

mod compile;
mod explain;
mod json;
mod locate;
mod mode;
mod shelf;
mod size;
mod trail;
mod words;

use std::sync::{Arc, LazyLock};

use jsonschema::ValidationError;

use crate::document::Node;
use crate::edit;
use crate::finding::{Applicability, Finding, Fix, Location, Part, Severity, Subject};
use crate::problem::Problem;
use crate::text::is_variant;

use explain::{Check, Detail, Explainer, Violation, title_of};
use json::Instance;
use locate::Locator;

pub use compile::{Schema, Schemas};
pub use mode::Mode;

/// The most findings about one resource; what is beyond is counted in one more.
const MAX_FINDINGS: usize = 50;

/// The ids of the rules that schema findings belong to, in the order of [`Check`].
static RULES: LazyLock<[Arc<str>; 4]> = LazyLock::new(|| {
    ["schema-unknown-key", "schema-wrong-type", "schema-invalid-value", "schema-missing-key"]
        .map(Arc::from)
});

/// What is wrong with `node` under `schema`, in the order of the document. `subject` is asked only where something is: nearly
/// all resources are clean.
pub fn check(
    schema: &Schema,
    node: Node<'_>,
    mode: Mode,
    subject: impl FnOnce() -> Option<Subject>,
) -> Vec<Finding> {
    let violations = violations(schema, node, mode);
    if violations.is_empty() {
        return Vec::new();
    }
    let subject = subject();
    let rest = violations.get(MAX_FINDINGS..).unwrap_or_default();
    let summary = rest.iter().map(|it| it.severity).max().map(|severity| {
        let message = format!("{} more findings of the schema are not shown", rest.len());
        Finding::new(rule(Check::InvalidValue), severity, message, title_of(node), subject.clone())
    });
    let shown = violations.iter().take(MAX_FINDINGS);
    shown.map(|violation| finding(violation, subject.as_ref())).chain(summary).collect()
}

/// The same for a file of ours, such as a rule or the configuration: why it cannot be used.
pub fn problems(schema: &Schema, node: Node<'_>) -> Vec<Problem> {
    let problem = |violation: Violation<'_>| Problem {
        location: Some(location(&violation)),
        message: violation.message,
        help: violation.help,
    };
    violations(schema, node, Mode::Plain).into_iter().map(problem).collect()
}

fn violations<'d>(schema: &Schema, node: Node<'d>, mode: Mode) -> Vec<Violation<'d>> {
    let Some(start) = schema.start() else { return Vec::new() };
    if size::is_too_large(node) {
        return vec![too_large(node)];
    }
    let errors: Vec<ValidationError<'_>> =
        schema.validator().iter_errors(Instance::new(node, mode)).collect();
    if errors.is_empty() {
        return Vec::new();
    }
    let mut explainer = Explainer {
        schema,
        start,
        by_reference: false,
        mode,
        locator: Locator::new(node, None),
        severity: Severity::Error,
    };
    explainer.explain_all(&errors)
}

fn too_large(node: Node<'_>) -> Violation<'_> {
    let (node, part) = title_of(node);
    Violation {
        check: Check::InvalidValue,
        severity: Severity::Warning,
        message: "Aliases multiply this to more values than can be checked".to_owned(),
        help: Some("Use fewer nested aliases".to_owned()),
        node,
        part,
        span: None,
        detail: Detail::None,
    }
}

fn rule(check: Check) -> &'static Arc<str> {
    match check {
        Check::UnknownKey => &RULES[0],
        Check::WrongType => &RULES[1],
        Check::InvalidValue => &RULES[2],
        Check::MissingKey => &RULES[3],
    }
}

fn finding(violation: &Violation<'_>, subject: Option<&Subject>) -> Finding {
    let place = (violation.node, violation.part);
    let message = violation.message.clone();
    let rule = rule(violation.check);
    let mut finding = Finding::new(rule, violation.severity, message, place, subject.cloned());
    finding.primary.span = violation.span.unwrap_or(finding.primary.span);
    finding.help.clone_from(&violation.help);
    finding.fix = fix(violation);
    finding
}

/// A key that differs from the one that was meant in case or separators only is renamed, unless that one is there, too.
fn fix(violation: &Violation<'_>) -> Option<Fix> {
    let Detail::Unknown { key, meant: Some(meant), .. } = &violation.detail else { return None };
    let node = violation.node;
    let trail = node.trail();
    let object = trail.get(trail.len().checked_sub(2)?)?;
    if violation.part != Part::Key || !is_variant(key, meant) || object.get(meant).is_some() {
        return None;
    }
    Some(Fix {
        description: format!("rename `{key}` to `{meant}`"),
        applicability: Applicability::Safe,
        source: Arc::clone(node.document().source()),
        edits: vec![edit::rename(node, meant)?],
    })
}

fn location(violation: &Violation<'_>) -> Location {
    let location = Location::of(violation.node, violation.part);
    let span = violation.span.unwrap_or(location.span);
    Location { span, ..location }
}

#[cfg(test)]
mod tests;
