//! `conflicting-field`: two places of one field that disagree.

use super::{Check, related};
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::org::collect::Conflict;

/// One finding for each field of a resource or record, at the place that does not count.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    org.conflicts.iter().map(|conflict| finding(check, org, conflict)).collect()
}

fn finding(check: &Check, org: &Org<'_>, conflict: &Conflict<'_>) -> Finding {
    let resource = org.resource(conflict.resource);
    let message = format!("`{}` is set a second time here, to something else", conflict.field);
    let finding = check.finding(message, (conflict.other, Part::Value), org, resource);
    let help = "remove one of the two, or make them agree; rules read the first one";
    let related = vec![related("read from here", (conflict.counts, Part::Value))];
    Finding { help: Some(help.to_owned()), related, ..finding }
}
