//! What became of each file of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Loaded;
use crate::catalog::{Harmless, Outcome};
use crate::document::{Node, NodeKind};

/// What became of the files of a run, by path.
#[derive(Debug, Default)]
pub struct FileOutcomes<'d> {
    /// Those in which something was recognised, and those that are configuration and break.
    pub recognised: BTreeSet<&'d str>,
    /// Those that are configuration in which nothing is recognised.
    pub harmless: BTreeMap<&'d str, Harmless>,
    /// All others.
    pub not_recognised: BTreeMap<&'d str, NotRecognised<'d>>,
}

/// Why a file is not recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRecognised<'d> {
    /// It does not parse, for this reason.
    Broken(&'d str),
    /// It was not read: its name calls for no notation that is known.
    NotRead,
    /// There is nothing in it.
    Empty,
    /// It is something else.
    Other,
}

impl fmt::Display for NotRecognised<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(message) => write!(f, "does not parse: {message}"),
            Self::NotRead => f.write_str("its name does not tell how to read it"),
            Self::Empty => f.write_str("there is nothing in it"),
            Self::Other => f.write_str("not configuration of Genesys Cloud"),
        }
    }
}

impl<'d> FileOutcomes<'d> {
    pub(super) fn of(loaded: &'d Loaded, outcomes: &[Outcome]) -> Self {
        let mut files = Self::default();
        for (document, outcome) in loaded.documents.iter().zip(outcomes) {
            let path = document.source().path();
            match outcome {
                Outcome::Recognised => drop(files.recognised.insert(path)),
                Outcome::Harmless(what) => drop(files.harmless.insert(path, *what)),
                Outcome::Unrecognised => {
                    let why = if is_nothing(document.root()) {
                        NotRecognised::Empty
                    } else {
                        NotRecognised::Other
                    };
                    files.not_recognised.insert(path, why);
                }
            }
        }
        for broken in &loaded.broken {
            let path = broken.source.path();
            if broken.is_configuration {
                files.recognised.insert(path);
            } else {
                files.not_recognised.insert(path, NotRecognised::Broken(&broken.error.message));
            }
        }
        let not_read = loaded.not_read.iter().map(|path| (path.as_str(), NotRecognised::NotRead));
        files.not_recognised.extend(not_read);
        files.harmless.retain(|path, _| !files.recognised.contains(path));
        let (recognised, harmless) = (&files.recognised, &files.harmless);
        files
            .not_recognised
            .retain(|path, _| !recognised.contains(path) && !harmless.contains_key(path));
        files
    }

    /// Whether there is no configuration in any file.
    pub fn hold_nothing(&self) -> bool {
        self.recognised.is_empty() && self.harmless.is_empty()
    }
}

/// Whether a value holds no other, and says nothing itself.
fn is_nothing(node: Node<'_>) -> bool {
    match node.kind() {
        NodeKind::Null => true,
        NodeKind::Array | NodeKind::Object => node.is_empty(),
        _ => false,
    }
}
