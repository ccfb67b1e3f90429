//! Which findings belong to which resource.

use std::collections::BTreeMap;

use super::{Counts, Place};
use crate::check::Understood;
use crate::finding::{Finding, Location};
use crate::org::ResourceId;

/// Findings by the resource in which they stand: position of the org, then the resource.
#[derive(Debug, Default)]
pub struct Placed<'f> {
    of: BTreeMap<(usize, ResourceId), Vec<&'f Finding>>,
}

impl<'f> Placed<'f> {
    /// Places findings in the resources that hold their primary places.
    pub fn new(understood: &Understood<'_>, findings: &'f [Finding]) -> Self {
        let mut placed = Self::default();
        for finding in findings {
            if let Some(at) = holder(understood, &finding.primary) {
                placed.of.entry(at).or_default().push(finding);
            }
        }
        placed
    }

    /// The findings in one resource, in the order of reports.
    pub fn of(&self, org: usize, id: ResourceId) -> &[&'f Finding] {
        self.of.get(&(org, id)).map_or(&[], Vec::as_slice)
    }

    /// How many findings there are in one resource.
    pub fn counts(&self, org: usize, id: ResourceId) -> Counts {
        let mut counts = Counts::default();
        self.of(org, id).iter().for_each(|finding| counts.add(finding.severity));
        counts
    }
}

/// The resource that a place lies in.
fn holder(understood: &Understood<'_>, location: &Location) -> Option<(usize, ResourceId)> {
    let document = location.address.as_ref()?.document;
    let path = location.source.path();
    let found = understood
        .orgs
        .iter()
        .enumerate()
        .filter(|(_, one)| path.starts_with(one.root.as_str()))
        .filter_map(|(at, one)| Some((at, one.org.at(path, document, location.span)?)));
    found.min_by_key(|(at, _)| std::cmp::Reverse(understood.orgs[*at].root.len()))
}

impl Place {
    /// A place of a source as line and column.
    pub(super) fn of(location: &Location) -> Self {
        let position = location.source.position(location.span.start);
        Self {
            path: location.source.path().to_owned(),
            line: position.line,
            column: position.column,
        }
    }
}
