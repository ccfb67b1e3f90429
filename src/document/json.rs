//! Reads text into the arena.

use std::sync::Arc;

use super::Parsed;
use crate::source::Source;

/// Reads all documents of `source`.
pub(super) fn parse(_source: &Arc<Source>) -> Parsed {
    Parsed { documents: Vec::new(), error: None }
}
