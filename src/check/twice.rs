//! What is found in an encoded export and in the file with its decoded text is reported once, where it can be read.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Finding;

/// Takes the findings of encoded exports away that their decoded copies have as well. `copies` are paths, by that of the
/// export.
pub(super) fn report_once(copies: &FxHashMap<&str, &str>, findings: &mut Vec<Finding>) {
    if copies.is_empty() {
        return;
    }
    let readable: FxHashSet<&str> = copies.values().copied().collect();
    let known: FxHashSet<_> = findings
        .iter()
        .filter(|finding| readable.contains(finding.primary.source.path()))
        .map(|finding| said(finding, finding.primary.source.path()))
        .collect();
    let is_own = |finding: &Finding| match copies.get(finding.primary.source.path()) {
        Some(copy) => !known.contains(&said(finding, copy)),
        None => true,
    };
    let keep: Vec<bool> = findings.iter().map(is_own).collect();
    let mut keep = keep.into_iter();
    findings.retain(|_| keep.next().unwrap_or(true));
}

/// What is found, and where, as if it were in the file of this path. What it says may differ, by the name of the flow.
fn said(finding: &Finding, path: &str) -> String {
    format!("{path}\n{}\n{:?}", finding.rule, finding.primary.address)
}
