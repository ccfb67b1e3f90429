//! What was understood, for people: columns that fit the terminal, kind by kind.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::list::{ReferenceEntry, ResourceEntry, ResourcesList};
use crate::cli::print;
use crate::report::JsonPlace;
use crate::text;

/// The resources, and below them how many there are by kind and form. `room` is the width of the terminal, where there
/// is one.
pub(super) fn resources(
    list: &ResourcesList,
    room: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (org, entries) in by_org(list) {
        heading(list, org, out)?;
        let mut rows = vec![row(["KIND", "NAME", "ID", "FORM", "OUT", "IN", "PLACE"])];
        rows.extend(entries.iter().map(|entry| resource_row(entry)));
        print::fitted_table(&rows, room, out)?;
        writeln!(out)?;
    }
    write_kinds(list, out)?;
    write_references(list, out)
}

/// The references that lead to no resource, each with the reason.
pub(super) fn unresolved(
    list: &ResourcesList,
    room: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (org, entries) in by_org(list) {
        heading(list, org, out)?;
        let mut rows = vec![row(["RESOURCE", "FIELD", "WRITTEN", "REASON", "PLACE"])];
        for entry in entries {
            rows.extend(entry.references.iter().map(|reference| reference_row(entry, reference)));
        }
        print::fitted_table(&rows, room, out)?;
        writeln!(out)?;
    }
    write_references(list, out)
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// The resources of each org by kind, in the order of the org.
fn by_org(list: &ResourcesList) -> BTreeMap<&str, Vec<&ResourceEntry>> {
    let mut orgs: BTreeMap<&str, Vec<&ResourceEntry>> = BTreeMap::new();
    for entry in &list.resources {
        orgs.entry(&entry.org).or_default().push(entry);
    }
    for entries in orgs.values_mut() {
        entries.sort_by(|a, b| a.kind.cmp(&b.kind));
    }
    orgs
}

/// The folder of the org, where there are several.
fn heading(list: &ResourcesList, org: &str, out: &mut dyn Write) -> io::Result<()> {
    let orgs: BTreeSet<&str> = list.resources.iter().map(|entry| entry.org.as_str()).collect();
    if orgs.len() < 2 {
        return Ok(());
    }
    let org = if org.is_empty() { "." } else { org };
    writeln!(out, "Organisation in {}", crate::report::visible_line(org))
}

fn resource_row(entry: &ResourceEntry) -> Vec<String> {
    let count = |is_it: fn(&ReferenceEntry) -> bool| {
        entry.references.iter().filter(|reference| is_it(reference)).count()
    };
    let (all, open) = (entry.references.len(), count(|reference| reference.reason.is_some()));
    let outwards = match (all, open) {
        (0, _) => "-".to_owned(),
        (_, 0) => all.to_string(),
        _ => format!("{all} ({open}?)"),
    };
    let inwards = match entry.referenced_by.len() {
        0 => "-".to_owned(),
        count => count.to_string(),
    };
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let mut form = entry.form.to_owned();
    if entry.external {
        form.push_str(" data");
    }
    let others: BTreeSet<&str> = entry.same_as.iter().map(|other| other.form).collect();
    if !others.is_empty() {
        let others: Vec<&str> = others.into_iter().collect();
        form = format!("{form} = {}", others.join(", "));
    }
    vec![
        entry.kind.clone(),
        or_none(&entry.name),
        or_none(&entry.id),
        form,
        outwards,
        inwards,
        place(&entry.place),
    ]
}

fn reference_row(entry: &ResourceEntry, reference: &ReferenceEntry) -> Vec<String> {
    let name = entry.name.as_ref().or(entry.id.as_ref());
    let name = name.map_or_else(String::new, |name| format!(":{name}"));
    vec![
        format!("{}{name}", entry.kind),
        reference.field.clone(),
        reference.written.clone(),
        reference.reason.clone().unwrap_or_default(),
        place(&reference.place),
    ]
}

/// At a line and column; in a file that holds its text encoded there is nothing at one, but at a pointer.
fn place(place: &JsonPlace) -> String {
    if let Some(pointer) = place.pointer.as_ref().filter(|_| place.decoded) {
        return format!("{}#{pointer}", place.path);
    }
    format!("{}:{}:{}", place.path, place.range.start.line, place.range.start.column)
}

/// How many resources there are, by kind and form.
fn write_kinds(list: &ResourcesList, out: &mut dyn Write) -> io::Result<()> {
    let forms: BTreeSet<&str> =
        list.summary.kinds.values().flat_map(BTreeMap::keys).copied().collect();
    let mut head = vec!["KIND".to_owned()];
    head.extend(forms.iter().map(|form| form.to_uppercase()));
    head.push("ALL".to_owned());
    let mut rows = vec![head];
    let line = |name: &str, of: &dyn Fn(&str) -> usize| {
        let counts: Vec<usize> = forms.iter().map(|form| of(form)).collect();
        let all: usize = counts.iter().sum();
        let shown = |count: &usize| if *count == 0 { "-".to_owned() } else { count.to_string() };
        let cells = counts.iter().map(shown).chain([all.to_string()]);
        std::iter::once(name.to_owned()).chain(cells).collect::<Vec<_>>()
    };
    for (kind, counts) in &list.summary.kinds {
        rows.push(line(kind, &|form| counts.get(form).copied().unwrap_or(0)));
    }
    let total = |form: &str| {
        let of_kind =
            |counts: &BTreeMap<&'static str, usize>| counts.get(form).copied().unwrap_or(0);
        list.summary.kinds.values().map(of_kind).sum()
    };
    if list.summary.kinds.len() > 1 {
        rows.push(line("all", &total));
    }
    print::table(&rows, out)?;
    writeln!(out)
}

/// How many references lead to a resource, and why the others do not.
fn write_references(list: &ResourcesList, out: &mut dyn Write) -> io::Result<()> {
    let open: usize = list.summary.unresolved.values().sum();
    let all = text::count(list.summary.resolved + open, "reference");
    writeln!(out, "{all}, {} resolved", list.summary.resolved)?;
    for (reason, count) in &list.summary.unresolved {
        writeln!(out, "  {count} {reason}")?;
    }
    Ok(())
}
