//! The resource that somebody names.

use std::collections::BTreeSet;

use crate::check::Understood;
use crate::finding::{Location, Part};
use crate::org::{Org, ResourceId};
use crate::problem::Problem;
use crate::report;

/// The most candidates that are listed.
const LISTED: usize = 10;

/// A resource of one of the orgs of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Focus {
    /// Position of its org.
    pub org: usize,
    /// The resource.
    pub id: ResourceId,
}

/// The one resource that `text` names: `kind:name`, `kind:id`, a name, an id, a Terraform address, or the `path:line` at
/// which it begins.
///
/// # Errors
/// That there is none, with the name that was probably meant, or that there are several, with how to name each of them.
pub fn find(understood: &Understood<'_>, text: &str) -> Result<Focus, Problem> {
    let named: Vec<Focus> = everything(understood)
        .filter(|focus| names(understood, *focus).iter().any(|name| name == text))
        .collect();
    match named.as_slice() {
        [one] => Ok(*one),
        [] => Err(nothing(understood, text)),
        several => Err(ambiguous(understood, text, several)),
    }
}

fn everything<'u>(understood: &'u Understood<'_>) -> impl Iterator<Item = Focus> + 'u {
    let of = |(org, one): (usize, &'u crate::check::OneOrg<'_>)| {
        (0..one.org.resources.len())
            .filter_map(move |at| Some(Focus { org, id: ResourceId(u32::try_from(at).ok()?) }))
            .collect::<Vec<_>>()
    };
    understood.orgs.iter().enumerate().flat_map(of)
}

/// What a resource may be called.
fn names(understood: &Understood<'_>, focus: Focus) -> Vec<String> {
    let org = &understood.orgs[focus.org].org;
    let resource = org.resource(focus.id);
    let kind = &org.catalog.kind(resource.recognised.kind).name;
    let mut names = Vec::new();
    for name in resource.name().into_iter().chain(resource.recognised.id.as_deref()) {
        names.push(name.to_owned());
        names.push(format!("{kind}:{name}"));
    }
    if names.is_empty() {
        names.push(kind.clone());
    }
    names.push(place(org, focus.id));
    names
}

fn place(org: &Org<'_>, id: ResourceId) -> String {
    let location = Location::of(org.resource(id).recognised.node, Part::Value);
    let position = location.source.position(location.span.start);
    format!("{}:{}", location.source.path(), position.line)
}

fn nothing(understood: &Understood<'_>, text: &str) -> Problem {
    let known: BTreeSet<String> =
        everything(understood).flat_map(|focus| names(understood, focus)).collect();
    Problem::new(format!("no resource is called `{text}`"))
        .help("`orglint resources` lists what there is; name one as `kind:name`, by its name, its id or its Terraform address")
        .did_you_mean(text, known.iter().map(String::as_str))
}

fn ambiguous(understood: &Understood<'_>, text: &str, several: &[Focus]) -> Problem {
    let described = |focus: &Focus| {
        let org = &understood.orgs[focus.org].org;
        let recognised = &org.resource(focus.id).recognised;
        let kind = &org.catalog.kind(recognised.kind).name;
        let id = recognised.id.as_ref().map_or_else(String::new, |id| format!(", `{id}`"));
        let line = format!("{kind} ({}) at {}{id}", recognised.form, place(org, focus.id));
        format!("  {}", report::visible_line(&line))
    };
    let mut lines: Vec<String> = several.iter().take(LISTED).map(described).collect();
    if several.len() > LISTED {
        lines.push(format!("  and {} more", several.len() - LISTED));
    }
    let message = format!("`{text}` names {} resources", several.len());
    let help = "name one as `kind:name`, by its id, or by its `path:line`:";
    Problem::new(message).help(format!("{help}\n{}", lines.join("\n")))
}
