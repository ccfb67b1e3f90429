//! `kinds:` of the configuration: what files are whose content does not tell.

use globset::{GlobBuilder, GlobMatcher};

use super::super::KindId;

/// Globs of paths and the kinds that they stand for, the first that matches counts.
#[derive(Clone, Debug, Default)]
pub struct KindGlobs {
    globs: Vec<(GlobMatcher, KindId)>,
}

impl KindGlobs {
    /// Adds a glob behind those that are there. It matches paths relative to the run's root; `*` stays within one
    /// folder, `**` does not.
    ///
    /// # Errors
    /// Where the text is no glob.
    pub fn push(&mut self, glob: &str, kind: KindId) -> Result<(), globset::Error> {
        let glob = GlobBuilder::new(glob).literal_separator(true).build()?;
        self.globs.push((glob.compile_matcher(), kind));
        Ok(())
    }

    /// The kind that the file at `path` is given.
    pub fn kind_of(&self, path: &str) -> Option<KindId> {
        self.globs.iter().find(|(glob, _)| glob.is_match(path)).map(|&(_, kind)| kind)
    }
}
