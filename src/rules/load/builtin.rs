//! The rule files that are built into the binary.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::source::{self, Source};

static RULES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The files of the built-in rules, with paths that begin with `rules/`, in the order of their paths.
pub fn builtin_sources() -> Vec<Arc<Source>> {
    source::sources_in("rules", &RULES)
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::check::run_examples;
    use crate::rules::RuleSet;

    #[test]
    fn the_built_in_rules_load() {
        let catalog = Catalog::builtin().unwrap();
        let problems = RuleSet::builtin(&catalog).err().unwrap_or_default();
        let said: Vec<String> = problems
            .iter()
            .map(|problem| {
                let place = problem.location.as_ref().map(|at| at.source.path().to_owned());
                format!("{}: {}", place.unwrap_or_default(), problem.message)
            })
            .collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
    }

    #[test]
    fn conflicting_fields_are_found_where_the_example_says() {
        let catalog = Catalog::builtin().unwrap();
        let rules = RuleSet::builtin(&catalog).unwrap().only("conflicting-field");
        for result in run_examples(&catalog, &rules) {
            assert!(result.holds(), "{result:?}");
        }
    }
}
