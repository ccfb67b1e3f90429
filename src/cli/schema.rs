//! `orglint schema`: JSON Schemas for editors and for programs that read reports.

use serde_json::Value;

use super::args::SchemaArgs;
use super::{Outcome, Stop, kinds, print, published, setup};
use crate::catalog::{Form, KindFile};
use crate::problem::Problem;
use crate::report;

/// What has a schema besides kinds.
const OTHERS: [&str; 6] = ["rule", "config", "kind", "report", "graph", "resources"];

pub(super) fn run(args: &SchemaArgs) -> Result<Outcome, Stop> {
    let text = match args.what.as_str() {
        "rule" => pretty(&published::rule(&setup::catalog(&args.schemas)?)),
        "config" => config(args)?,
        "kind" => pretty(&schemars::schema_for!(KindFile).to_value()),
        "graph" => pretty(&schemars::schema_for!(crate::graph::JsonGraph).to_value()),
        "resources" => pretty(&super::resources::json_schema().to_value()),
        "report" => pretty(&report::json_schema().to_value()),
        kind => of_kind(kind, args)?,
    };
    print::to_stdout(|out| writeln!(out, "{}", text.trim_end()))?;
    Ok(Outcome::Clean)
}

fn config(args: &SchemaArgs) -> Result<String, Stop> {
    let catalog = setup::catalog(&args.schemas)?;
    let rules = setup::rules(&catalog, &[])?;
    Ok(pretty(&published::config(&catalog, &rules)))
}

pub(super) fn pretty(schema: &Value) -> String {
    serde_json::to_string_pretty(schema).unwrap_or_default()
}

fn of_kind(name: &str, args: &SchemaArgs) -> Result<String, Stop> {
    let catalog = setup::catalog(&args.schemas)?;
    let kind = kinds::find(&catalog, name).map_err(|problem| {
        let help =
            format!("`{}` have schemas too; `orglint kinds` lists the kinds", OTHERS.join("`, `"));
        let known = catalog.kinds().map(|(_, kind)| kind.name.as_str());
        problem.help(help).did_you_mean(name, known.chain(OTHERS))
    })?;
    let forms: Vec<Form> =
        Form::ALL.into_iter().filter(|form| kind.forms.contains_key(form)).collect();
    let form = match &args.form {
        None => forms.first().copied(),
        Some(wanted) => forms.iter().copied().find(|form| form.name() == wanted),
    };
    let id = catalog.kind_named(name);
    let source = form.zip(id).and_then(|(form, id)| catalog.schema_source(id, form));
    source.map(|source| source.text().to_owned()).ok_or_else(|| {
        let names: Vec<&str> = forms.iter().map(|form| form.name()).collect();
        let wanted = args.form.as_deref().unwrap_or("any form");
        let help = format!("its forms are {}", names.join(", "));
        Problem::new(format!("the kind `{name}` has no schema for {wanted}")).help(help).into()
    })
}
