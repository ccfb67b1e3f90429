//! One rule file.

use std::sync::{Arc, LazyLock};

use super::rule;
use crate::catalog::{Catalog, read_typed};
use crate::document::{Syntax, parse};
use crate::problem::Problem;
use crate::rules::Rule;
use crate::rules::model::RuleFile;
use crate::schema::{Schema, problems};
use crate::source::Source;

/// The schema that is published of rule files, which explains what serde refuses.
static SCHEMA: LazyLock<Option<Schema>> = LazyLock::new(|| {
    let schema = schemars::schema_for!(RuleFile).to_value();
    Schema::compile("rule.schema.json", &schema).ok()
});

/// Loads the rule of one file.
///
/// # Errors
/// Every mistake in it.
pub(super) fn load(catalog: &Catalog, source: &Arc<Source>) -> Result<Rule, Vec<Problem>> {
    match read_typed::<RuleFile>(source) {
        Ok((file, document)) => rule::build(catalog, file, document.root()),
        Err(refused) => Err(explained(source).unwrap_or(refused)),
    }
}

/// All that is wrong with the shape of a file; `None` where the schema has nothing against it.
fn explained(source: &Arc<Source>) -> Option<Vec<Problem>> {
    let parsed = parse(source, Syntax::Yaml);
    let document = parsed.documents.first().filter(|_| parsed.error.is_none())?;
    if document.duplicate_keys().next().is_some() {
        return None;
    }
    let found = problems(SCHEMA.as_ref()?, document.root());
    (!found.is_empty()).then_some(found)
}
