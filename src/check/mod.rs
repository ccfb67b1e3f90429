//! The pipeline, from sources to findings. Each step takes what the one before made; nothing reaches back.
//!
//! ```text
//! load ─▶ understand ─▶ check
//! ```
//!
//! [`load_files`] reads and parses, [`understand`] recognises resources and builds orgs, [`check`] finds.

mod examples;
mod load;
mod outcomes;
mod twice;
mod understand;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::finding::{self, Finding, Location};
use crate::org::{Org, document_findings, org_findings, syntax_finding};
use crate::problem::Problem;
use crate::rules::{
    self, Asked, Body, Count, Evaluation, Level, Rule, RuleSet, Settings, Unevaluated,
};
use crate::schema::{self, Mode, Schemas};

pub use examples::{example_findings, run_examples, run_mutants};
pub use load::{Broken, Loaded, load_files, load_sources};
pub use outcomes::{FileOutcomes, NotRecognised};
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
    /// What each assertion came to in all orgs together, by the id of its rule.
    pub counts: BTreeMap<Arc<str>, Count>,
    /// The fields because of which assertions hold, where the settings ask for them.
    pub asserted: Vec<Location>,
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
        let mut findings = Vec::new();
        findings.extend(
            broken.filter_map(|broken| syntax_finding(&broken.source, &broken.error, &severity)),
        );
        for &at in &one.documents {
            findings.extend(document_findings(&one.org, &loaded.documents[at], &severity));
        }
        findings.extend(schema_findings(&one.org, checks)?);
        findings.extend(org_findings(&one.org, &severity));
        found.add(findings, one, checks.rules);
        found.add_evaluation(rules::evaluate(checks.rules, &one.org, checks.settings), one, checks);
    }
    for list in understood.lists() {
        let orgs: Vec<_> = list.iter().map(|one| (&one.org, checks_of(&one.root).rules)).collect();
        let Some(first) = list.first() else { continue };
        let evaluations = rules::compare(&orgs, checks_of(&first.root).settings);
        for (one, evaluation) in list.into_iter().zip(evaluations) {
            found.add_evaluation(evaluation, one, checks_of(&one.root));
        }
    }
    let copies = understood.orgs.iter().flat_map(|one| decoded_copies(&one.org)).collect();
    twice::report_once(&copies, &mut found.findings);
    finding::sort_and_dedupe(&mut found.findings);
    Ok(found)
}

impl Found {
    /// Adds what was found in an org, as bad as configuration says that it is.
    fn add(&mut self, mut findings: Vec<Finding>, one: &OneOrg<'_>, rules: &RuleSet) {
        findings.retain_mut(|finding| tune(finding, rules, &one.root));
        self.findings.append(&mut findings);
    }

    fn add_evaluation(&mut self, evaluation: Evaluation, one: &OneOrg<'_>, checks: Checks<'_>) {
        self.add(evaluation.findings, one, checks.rules);
        self.asserted.extend(evaluation.asserted);
        for count in evaluation.counts {
            match self.counts.entry(Arc::clone(&count.rule)) {
                Entry::Vacant(entry) => drop(entry.insert(count)),
                Entry::Occupied(mut entry) => entry.get_mut().add(&count),
            }
        }
        let unknown = evaluation.unknown.into_iter().map(|evaluation| {
            let subject = one.org.resource(evaluation.resource).subject(one.org.catalog);
            UnknownIn { evaluation, subject }
        });
        self.unknown.extend(unknown.filter(|unknown| is_wanted(unknown, checks.rules, &one.root)));
    }
}

/// Makes a finding as bad as configuration says that it is; false where the rule does not run there.
fn tune(finding: &mut Finding, rules: &RuleSet, org: &str) -> bool {
    let kind = finding.subject.as_ref().map(|subject| subject.kind.as_str());
    let asked = Asked { path: finding.primary.source.path(), kind, org };
    match rules.get(&finding.rule).and_then(|rule| rule.level_at(asked)) {
        Some(Level::Off) => return false,
        Some(Level::On(severity)) => finding.severity = severity,
        None => {}
    }
    true
}

/// By the path of an encoded export, that of the file with its decoded text.
fn decoded_copies<'o>(org: &'o Org<'_>) -> impl Iterator<Item = (&'o str, &'o str)> {
    let path = |id| org.resource(id).path();
    org.decoded_copies().iter().map(move |(&export, &copy)| (path(export), path(copy)))
}

/// Whether the rule of an evaluation runs for the resource that it was about.
fn is_wanted(unknown: &UnknownIn, rules: &RuleSet, org: &str) -> bool {
    let path = unknown.evaluation.location.source.path();
    let asked = Asked { path, kind: Some(&unknown.subject.kind), org };
    let rule = rules.get(&unknown.evaluation.rule);
    rule.and_then(|rule| rule.level_at(asked)) != Some(Level::Off)
}

/// What the schemas have against the resources of an org. Each schema says how bad it is, as far as the platform is
/// known to refuse it; what the configuration says of the rule counts instead.
fn schema_findings(org: &Org<'_>, checks: Checks<'_>) -> Result<Vec<Finding>, Vec<Problem>> {
    let schemas = checks.schemas;
    let asks_schemas =
        |rule: &Rule| matches!(rule.body, Body::Check(check) if check.is_of_schemas());
    if !checks.rules.rules().iter().any(asks_schemas) {
        return Ok(Vec::new());
    }
    let is_own = |(id, resource)| (!org.repeats(id)).then_some(resource);
    let resources: Vec<_> = org.all().filter_map(is_own).collect();
    let of_one = |resource: &&crate::org::Resource<'_>| -> Result<Vec<Finding>, Problem> {
        let recognised = &resource.recognised;
        let is_part = recognised.parent.is_some() || org.terraform.is_overridden(recognised.node);
        if recognised.is_external || is_part {
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
    findings.retain(|finding| checks.rules.get(&finding.rule).is_some());
    Ok(findings)
}

/// The catalogue's schemas, compiled when they are first needed.
pub fn schemas_of(catalog: &Catalog) -> Schemas {
    Schemas::new(catalog.schema_sources().map(Arc::clone))
}
