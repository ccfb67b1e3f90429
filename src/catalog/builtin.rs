//! The catalogue that is built into the binary.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::Catalog;
use crate::problem::Problem;
use crate::source::{self, Source};

static SCHEMAS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// The files of the built-in catalogue, with paths that begin with `schemas/`, in the order of their paths.
pub fn builtin_sources() -> Vec<Arc<Source>> {
    source::sources_in("schemas", &SCHEMAS)
}

impl Catalog {
    /// The built-in catalogue.
    ///
    /// # Errors
    /// Never for a released binary: the tests hold that the built-in files load.
    pub fn builtin() -> Result<Self, Vec<Problem>> {
        Self::load(&builtin_sources())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_loads() {
        let problems = Catalog::builtin().err().unwrap_or_default();
        let shown: Vec<String> = problems
            .iter()
            .map(|problem| {
                let place = problem.location.as_ref().map(|location| {
                    let line = location
                        .source
                        .lines()
                        .position(location.source.text(), location.span.start)
                        .line;
                    format!("{}:{line}: ", location.source.path())
                });
                format!("{}{}", place.unwrap_or_default(), problem.message)
            })
            .collect();
        assert!(shown.is_empty(), "{}", shown.join("\n"));
    }
}
