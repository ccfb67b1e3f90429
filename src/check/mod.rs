//! The pipeline, from sources to findings. Each step takes what the one before made; nothing reaches back.
//!
//! ```text
//! load ─▶ understand ─▶ check
//! ```
//!
//! [`load_files`] reads and parses, [`understand`] recognises resources and builds orgs, [`check`] finds.

mod examples;
mod load;
mod understand;

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::finding::{self, Finding};
use crate::org::{Org, document_findings, org_findings, syntax_finding};
use crate::problem::Problem;
use crate::rules::{self, RuleSet, Settings, Unevaluated};
use crate::schema::{self, Mode, Schemas};

pub use examples::run_examples;
pub use load::{Broken, Loaded, load_files, load_sources};
pub use understand::{OneOrg, Understood, understand};

/// What one org is checked with.
#[derive(Clone, Copy)]
pub struct Checks<'c> {
    /// The rules that run, with the severities and parameters that the configuration gives them.
    pub rules: &'c RuleSet,
    /// The schemas of the catalogue's kinds.
    pub schemas: &'c Schemas,
    /// What rules may depend on besides the org.
    pub settings: Settings,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The findings in the order of reports.
    pub findings: Vec<Finding>,
    /// Evaluations that were neither true nor false, with the resource's kind and name for people.
    pub unknown: Vec<UnknownIn>,
}

/// An evaluation that was left unknown, and the resource that it was about.
#[derive(Debug)]
pub struct UnknownIn {
    /// The evaluation.
    pub evaluation: Unevaluated,
    /// The resource.
    pub subject: finding::Subject,
}

/// Checks everything that was understood. `checks_of` says what the org that begins in a folder is checked with.
///
/// # Errors
/// Schemas that do not compile.
pub fn check<'c>(
    understood: &Understood<'_>,
    loaded: &Loaded,
    checks_of: impl Fn(&str) -> Checks<'c>,
) -> Result<Found, Vec<Problem>> {
    let mut found = Found::default();
    for one in &understood.orgs {
        let checks = checks_of(&one.root);
        let severity = |rule: &str| checks.rules.get(rule).map(|rule| rule.severity);
        let broken = one.broken.iter().map(|&at| &loaded.broken[at]);
        found.findings.extend(
            broken.filter_map(|broken| syntax_finding(&broken.source, &broken.error, &severity)),
        );
        for &at in &one.documents {
            found.findings.extend(document_findings(&one.org, &loaded.documents[at], &severity));
        }
        found.findings.extend(schema_findings(&one.org, checks)?);
        found.findings.extend(org_findings(&one.org, &severity));
        let evaluation = rules::evaluate(checks.rules, &one.org, checks.settings);
        found.findings.extend(evaluation.findings);
        let unknown = evaluation.unknown.into_iter().map(|evaluation| {
            let subject = one.org.resource(evaluation.resource).subject(one.org.catalog);
            UnknownIn { evaluation, subject }
        });
        found.unknown.extend(unknown);
    }
    finding::sort_and_dedupe(&mut found.findings);
    Ok(found)
}

/// What the schemas have against the resources of an org. Each schema says how bad it is, as far as the platform is
/// known to refuse it; what the configuration says of the rule counts instead.
fn schema_findings(org: &Org<'_>, checks: Checks<'_>) -> Result<Vec<Finding>, Vec<Problem>> {
    let schemas = checks.schemas;
    let is_own = |(id, resource)| (!org.repeats(id)).then_some(resource);
    let resources: Vec<_> = org.all().filter_map(is_own).collect();
    let of_one = |resource: &&crate::org::Resource<'_>| -> Result<Vec<Finding>, Problem> {
        let recognised = &resource.recognised;
        if recognised.is_external || recognised.parent.is_some() {
            return Ok(Vec::new());
        }
        let kind = org.catalog.kind(recognised.kind);
        let Some(schema) = schemas.get(&kind.name, recognised.form) else { return Ok(Vec::new()) };
        let schema = schema.map_err(Clone::clone)?;
        let subject = || Some(resource.subject(org.catalog));
        Ok(schema::check(schema, recognised.node, Mode::from(recognised.form), subject))
    };
    let all: Result<Vec<Vec<Finding>>, Problem> =
        resources.par_iter().with_min_len(16).map(of_one).collect();
    let mut findings: Vec<Finding> =
        all.map_err(|problem| vec![problem])?.into_iter().flatten().collect();
    findings.retain_mut(|finding| {
        let Some(rule) = checks.rules.get(&finding.rule) else { return false };
        if rule.severity != rule.written.severity {
            finding.severity = rule.severity;
        }
        true
    });
    Ok(findings)
}

/// The catalogue's schemas, compiled when they are first needed.
pub fn schemas_of(catalog: &Catalog) -> Schemas {
    Schemas::new(catalog.schema_sources().map(Arc::clone))
}
