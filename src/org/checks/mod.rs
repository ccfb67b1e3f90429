//! Structural findings: what is wrong with the files and the org as such, before any rule is asked.
//!
//! Each check is a rule like any other, with a file under `rules/` for its severity, its page and its examples; only
//! what it looks for is written here.

mod again;
mod ambiguous;
mod block;
mod calls;
mod committed_state;
mod conflicting;
mod document;
mod guid;
mod manifest;
mod missing_file;
mod secrets;
mod truncated;
mod undeclared;
mod unknown_type;
mod unresolved;

use std::sync::Arc;

use super::{Org, Resource};
use crate::document::Node;
use crate::finding::{Finding, Location, Part, Related, Severity};

pub use document::{document_findings, syntax_finding};

/// The severity of the rule with an id; `None` where the rule is off.
pub type SeverityOf<'s> = dyn Fn(&str) -> Option<Severity> + 's;

/// A built-in check that is on.
struct Check {
    rule: Arc<str>,
    severity: Severity,
}

impl Check {
    fn new(rule: &str, severity: &SeverityOf<'_>) -> Option<Self> {
        Some(Self { severity: severity(rule)?, rule: rule.into() })
    }

    /// A finding about a resource.
    fn finding(
        &self,
        message: String,
        at: (Node<'_>, Part),
        org: &Org<'_>,
        about: &Resource<'_>,
    ) -> Finding {
        Finding::new(&self.rule, self.severity, message, at, Some(about.subject(org.catalog)))
    }
}

/// What one check finds in an org.
type Findings = fn(&Check, &Org<'_>) -> Vec<Finding>;

fn related(message: impl Into<String>, (node, part): (Node<'_>, Part)) -> Related {
    Related { message: message.into(), location: Location::of(node, part) }
}

/// What the checks of references, identities, listings and fields find in an org, check by check.
pub fn org_findings(org: &Org<'_>, severity: &SeverityOf<'_>) -> Vec<Finding> {
    let checks: [(&str, Findings); 12] = [
        ("unresolved-reference", unresolved::findings),
        ("undeclared-reference", undeclared::findings),
        ("unknown-resource-type", unknown_type::findings),
        ("unknown-module-argument", calls::unknown),
        ("missing-module-argument", calls::missing),
        ("duplicate-key", again::findings),
        ("ambiguous-identity", ambiguous::findings),
        ("truncated-listing", truncated::findings),
        ("conflicting-field", conflicting::findings),
        ("guid-reference", guid::findings),
        ("missing-file", missing_file::findings),
        ("committed-state", committed_state::findings),
    ];
    let run = |(rule, findings): (&str, Findings)| {
        Check::new(rule, severity).map(|check| findings(&check, org)).unwrap_or_default()
    };
    checks.into_iter().flat_map(run).collect()
}
