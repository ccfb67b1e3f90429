//! `committed-state`: Terraform's state, kept with the configuration.

use rustc_hash::FxHashSet;

use super::Check;
use crate::catalog::Form;
use crate::finding::{Finding, Part};
use crate::org::Org;

/// One finding for each file of state, at its version.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let of_state = org.resources.iter().filter(|one| one.recognised.form == Form::State);
    let mut seen = FxHashSet::default();
    let documents = of_state.map(|resource| resource.recognised.node.document());
    let each = documents.filter(|document| seen.insert(document.source().path()));
    let found = each.filter_map(|document| {
        let version = document.root().get("version")?;
        let message = "the state of Terraform is kept with the configuration".to_owned();
        let at = (version, Part::Key);
        Some(Finding::new(&check.rule, check.severity, message, at, None))
    });
    found.collect()
}
