//! One rule file.

use std::sync::Arc;

use super::rule;
use crate::catalog::Catalog;
use crate::problem::Problem;
use crate::rules::Rule;
use crate::rules::model::RuleFile;
use crate::source::Source;
use crate::typed::read_typed;

/// Loads the rule of one file.
///
/// # Errors
/// Everything wrong in it.
pub(super) fn load(catalog: &Catalog, source: &Arc<Source>) -> Result<Rule, Vec<Problem>> {
    let (file, document) = read_typed::<RuleFile>(source)?;
    rule::build(catalog, file, document.root())
}
