//! `orglint kinds`: what can be recognised, and which fields rules may use.

use std::io::{self, Write};

use super::args::KindsArgs;
use super::{Outcome, Stop, print, setup};
use crate::catalog::{Catalog, Field, Kind};
use crate::problem::Problem;

pub(super) fn run(args: &KindsArgs) -> Result<Outcome, Stop> {
    let catalog = setup::catalog(&args.schemas)?;
    match &args.kind {
        None => print::to_stdout(|out| list(&catalog, out))?,
        Some(name) => {
            let kind = find(&catalog, name)?;
            print::to_stdout(|out| describe(&catalog, kind, out))?;
        }
    }
    Ok(Outcome::Clean)
}

/// The kind called `name`.
pub(super) fn find<'c>(catalog: &'c Catalog, name: &str) -> Result<&'c Kind, Problem> {
    catalog.kind_named(name).map(|id| catalog.kind(id)).ok_or_else(|| {
        let known = catalog.kinds().map(|(_, kind)| kind.name.as_str());
        Problem::new(format!("there is no kind `{name}`"))
            .help("`orglint kinds` lists all kinds")
            .did_you_mean(name, known)
    })
}

fn list(catalog: &Catalog, out: &mut dyn Write) -> io::Result<()> {
    let head = ["KIND", "FORMS", "TITLE"].map(str::to_owned).to_vec();
    let row = |kind: &Kind| vec![kind.name.clone(), forms(kind), kind.title.clone()];
    let rows: Vec<_> =
        std::iter::once(head).chain(catalog.kinds().map(|(_, kind)| row(kind))).collect();
    print::table(&rows, out)
}

fn forms(kind: &Kind) -> String {
    let names: Vec<&str> = kind.forms.keys().map(|form| form.name()).collect();
    names.join(", ")
}

fn describe(catalog: &Catalog, kind: &Kind, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} ({})", kind.title, kind.name)?;
    writeln!(out, "forms: {}", forms(kind))?;
    if let Some(docs) = &kind.docs {
        writeln!(out, "{docs}")?;
    }
    writeln!(out)?;
    print::table(&rows(catalog, kind.fields.values()), out)?;
    for record in catalog.records_of(kind) {
        writeln!(out, "\n{}", record.name)?;
        print::table(&rows(catalog, record.fields.values()), out)?;
    }
    Ok(())
}

fn rows<'f>(catalog: &Catalog, fields: impl Iterator<Item = &'f Field>) -> Vec<Vec<String>> {
    fields
        .map(|field| {
            vec![format!("  {}", field.name), catalog.type_name(&field.ty), field.summary.clone()]
        })
        .collect()
}
