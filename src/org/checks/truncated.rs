//! `truncated-listing`: a listing of which pages are missing.

use std::collections::BTreeSet;

use super::Check;
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::org::completeness::Truncated;

/// How many page numbers a message names.
const MAX_NAMED: usize = 8;

/// One finding for each listing, at the page that is there first.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    org.completeness.truncated.iter().map(|truncated| finding(check, org, truncated)).collect()
}

fn finding(check: &Check, org: &Org<'_>, truncated: &Truncated<'_>) -> Finding {
    let kind = &org.catalog.kind(truncated.kind).name;
    let pages = pages(&truncated.pages);
    let (of_pages, entities) = (truncated.of_pages, truncated.entities);
    let of_total = truncated.total.map_or(String::new(), |total| format!(" of {total}"));
    let message = format!(
        "this listing of `{kind}` holds {pages} of {of_pages}: {entities}{of_total} entities"
    );
    let at = (truncated.page_count, Part::Value);
    let finding = Finding::new(&check.rule, check.severity, message, at, None);
    let help = "export every page, or one page that is large enough for all (`pageSize=100`, `--autopaginate`)";
    Finding { help: Some(help.to_owned()), ..finding }
}

fn pages(pages: &BTreeSet<i64>) -> String {
    let mut named: Vec<_> = pages.iter().take(MAX_NAMED).map(i64::to_string).collect();
    if pages.len() > MAX_NAMED {
        named.push("…".to_owned());
    }
    match named.as_slice() {
        [] => "no page".to_owned(),
        [page] => format!("page {page}"),
        _ => format!("pages {}", named.join(", ")),
    }
}
