//! From rule files to checked rules. Everything wrong in any file is a [`Problem`] framed at its byte.

mod body;
mod builtin;
mod examples;
mod file;
mod fix;
mod place;
mod rule;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

pub use builtin::builtin_sources;
pub use rule::is_id;

use super::computed::compile_computed_fields;
use super::{Rule, RuleSet};
use crate::catalog::Catalog;
use crate::problem::Problem;
use crate::source::Source;

impl RuleSet {
    /// Loads the rules of all these files, one a file.
    ///
    /// # Errors
    /// Everything wrong in the files and in the catalogue's computed fields, in the order of path and offset.
    pub fn load(catalog: &Catalog, sources: &[Arc<Source>]) -> Result<Self, Vec<Problem>> {
        let loaded: Vec<_> = sources.par_iter().map(|source| file::load(catalog, source)).collect();
        let mut problems = Vec::new();
        let mut rules = Vec::new();
        for result in loaded {
            match result {
                Ok(rule) => rules.push(rule),
                Err(found) => problems.extend(found),
            }
        }
        problems.extend(repeated(&rules));
        let computed = compile_computed_fields(catalog).unwrap_or_else(|found| {
            problems.extend(found);
            super::Computed::default()
        });
        if problems.is_empty() {
            return Ok(Self::new(rules, computed));
        }
        problems.sort_by_key(|problem| {
            problem.location.as_ref().map(|at| (at.source.path().to_owned(), at.span))
        });
        Err(problems)
    }

    /// The rules that are built into the binary.
    ///
    /// # Errors
    /// Never with the built-in catalogue: the tests hold that the built-in rules load.
    pub fn builtin(catalog: &Catalog) -> Result<Self, Vec<Problem>> {
        Self::load(catalog, &builtin_sources())
    }
}

/// A problem for every rule whose id an earlier file has.
fn repeated(rules: &[Rule]) -> Vec<Problem> {
    let mut first: BTreeMap<&str, &Rule> = BTreeMap::new();
    let mut problems = Vec::new();
    for rule in rules {
        if let Some(earlier) = first.insert(&rule.id, rule) {
            let path = earlier.location.source.path();
            let message = format!("the rule `{}` is declared in {path} already", rule.id);
            problems.push(Problem::new(message).at(rule.location.clone()));
        }
    }
    problems
}
