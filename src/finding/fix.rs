//! Fixes: edits that would repair what a finding is about.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::document;
use crate::edit::{self, Edit};
use crate::source::{FileClass, Source};

/// Whether a fix can be made without asking.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It may change more than is meant: someone has to look at it. Made with `--unsafe-fixes`.
    Unsafe,
    /// It says the same as before, or what was certainly meant. Made with `--fix`.
    Safe,
}

impl Applicability {
    /// The word for it in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// Edits that would repair what a finding is about, all in one file.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does, as a clause: `replace … with …`.
    pub description: String,
    /// Whether it can be made without asking.
    pub applicability: Applicability,
    /// The file.
    pub source: Arc<Source>,
    /// What changes in it; none of them overlap.
    pub edits: Vec<Edit>,
}

/// A file with fixes made in it.
#[derive(Clone, Debug)]
pub struct FixedFile {
    /// The file as it was.
    pub source: Arc<Source>,
    /// Its text with the fixes.
    pub text: String,
    /// How many findings were repaired.
    pub repaired: usize,
}

/// The files with those fixes made in them that are at least as safe as `least`, in the order of their paths. Of fixes
/// that overlap the first one is made; a file that would no longer parse is left as it is.
pub fn fixed_files<'f>(
    fixes: impl IntoIterator<Item = &'f Fix>,
    least: Applicability,
) -> Vec<FixedFile> {
    let mut by_path: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    for fix in fixes.into_iter().filter(|fix| fix.applicability >= least) {
        by_path.entry(fix.source.path()).or_default().push(fix);
    }
    by_path.into_values().filter_map(fixed_file).collect()
}

fn fixed_file(mut fixes: Vec<&Fix>) -> Option<FixedFile> {
    fixes.sort_by(|a, b| a.edits.cmp(&b.edits));
    let source = Arc::clone(&fixes.first()?.source);
    let mut edits: Vec<Edit> = Vec::new();
    let mut repaired = 0;
    let mut end = 0;
    for fix in fixes {
        let is_made = fix.edits.iter().all(|edit| edits.last() == Some(edit));
        let is_free = fix.edits.iter().all(|edit| edit.span.start >= end);
        if is_made {
            repaired += 1;
        } else if is_free {
            end = fix.edits.iter().map(|edit| edit.span.end).fold(end, u32::max);
            edits.extend(fix.edits.iter().cloned());
            repaired += 1;
        }
    }
    let text = edit::apply(source.text(), &edits)?;
    let parses = parses(&Arc::new(Source::new(source.path(), text.clone())));
    parses.then_some(FixedFile { source, text, repaired })
}

fn parses(source: &Arc<Source>) -> bool {
    match FileClass::of(source.path()) {
        FileClass::Document(syntax) => document::parse(source, syntax).error.is_none(),
        FileClass::Other => false,
    }
}
