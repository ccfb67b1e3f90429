//! Findings: what is wrong, how bad it is, and exactly where.

mod confidence;
mod fingerprint;
mod fix;
mod severity;
mod sort;

use std::sync::Arc;

use crate::document::{Node, Pointer};
use crate::source::{Source, Span};

pub use confidence::Confidence;
pub use fingerprint::Fingerprint;
pub use fix::{Applicability, Fix, FixedFile, fixed_files};
pub use severity::Severity;
pub use sort::sort_and_dedupe;

/// Which part of a value a place means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The value.
    Value,
    /// The key in front of it; the value where there is no key.
    Key,
}

/// A place in a source.
#[derive(Clone, Debug)]
pub struct Location {
    /// The source that the span lies in.
    pub source: Arc<Source>,
    /// The bytes that are meant: one key or one value, never a whole resource where a field is to blame.
    pub span: Span,
    /// The same place as data; `None` where the source did not parse.
    pub address: Option<Address>,
}

/// A place inside a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// Position of the document in its source, from 0.
    pub document: usize,
    /// The way from the document's root to the value; to the string, where the place lies inside embedded JSON.
    pub pointer: Pointer,
    /// Inside embedded JSON: the way from its root to the value.
    pub embedded: Option<Pointer>,
    /// Whether the key or the value is meant.
    pub part: Part,
}

impl Location {
    /// The place of a value, or of its key.
    pub fn of(node: Node<'_>, part: Part) -> Self {
        let document = node.document();
        let span = match part {
            Part::Key => node.key_span().unwrap_or_else(|| node.span()),
            Part::Value => node.span(),
        };
        let (pointer, embedded) = match document.host() {
            Some(host) => (host.clone(), Some(node.pointer())),
            None => (node.pointer(), None),
        };
        let address = Address { document: document.index(), pointer, embedded, part };
        Self { source: Arc::clone(document.source()), span, address: Some(address) }
    }
}

/// A further place that explains a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// What is to be seen there, as a short clause.
    pub message: String,
    /// Where.
    pub location: Location,
}

/// The resource that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind's slug.
    pub kind: String,
    /// The name as written, where it has one.
    pub name: Option<String>,
    /// Its identity in its form: a GUID, a Terraform address; `None` where it has only a name.
    pub id: Option<String>,
}

/// A broken rule at a place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// How bad it is, after configuration.
    pub severity: Severity,
    /// What is wrong, with the names and values as written.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The exact field.
    pub primary: Location,
    /// What the label under the primary place says, where the message alone would not explain it.
    pub label: Option<String>,
    /// Places that explain it, in the order in which they should be read.
    pub related: Vec<Related>,
    /// The resource it is about; `None` where the source did not parse or is not a resource.
    pub subject: Option<Subject>,
    /// Edits that would repair it, where that is mechanical.
    pub fix: Option<Fix>,
    /// Stable identity: see [`Fingerprint`].
    pub fingerprint: Fingerprint,
}

impl Finding {
    /// A finding about a value, or about its key.
    pub fn new(
        rule: &Arc<str>,
        severity: Severity,
        message: String,
        (node, part): (Node<'_>, Part),
        subject: Option<Subject>,
    ) -> Self {
        let primary = Location::of(node, part);
        let fingerprint = Fingerprint::of_value(rule, node, subject.as_ref());
        Self::assemble(rule, severity, message, primary, fingerprint, subject)
    }

    /// A finding about bytes of a source that are no value: where it does not parse.
    pub fn of_source(
        rule: &Arc<str>,
        severity: Severity,
        message: String,
        source: &Arc<Source>,
        span: Span,
    ) -> Self {
        let primary = Location { source: Arc::clone(source), span, address: None };
        let fingerprint = Fingerprint::of_source(rule, source.path());
        Self::assemble(rule, severity, message, primary, fingerprint, None)
    }

    fn assemble(
        rule: &Arc<str>,
        severity: Severity,
        message: String,
        primary: Location,
        fingerprint: Fingerprint,
        subject: Option<Subject>,
    ) -> Self {
        let rule = Arc::clone(rule);
        Self {
            rule,
            severity,
            message,
            help: None,
            primary,
            label: None,
            related: Vec::new(),
            subject,
            fix: None,
            fingerprint,
        }
    }

    /// The total order of reports: path, offset, rule, message, and what remains.
    pub fn sort_key(&self) -> impl Ord + '_ {
        let primary = &self.primary;
        (primary.source.path(), primary.span, &self.rule, &self.message, &self.primary.address)
    }
}
