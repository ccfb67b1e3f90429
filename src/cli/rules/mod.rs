//! `orglint rules`: one file per subcommand.

mod docs;
mod explain;
mod list;
mod new;
mod test;
mod watch;

use std::path::PathBuf;

use super::args::{RulesArgs, RulesCommand, RulesCommonArgs};
use super::{Outcome, Stop, print, setup};
use crate::catalog::Catalog;
use crate::config::Configs;
use crate::problem::Problem;
use crate::rules::{Body, Rule, RuleSet};

pub(super) fn run(args: &RulesArgs) -> Result<Outcome, Stop> {
    match &args.command {
        RulesCommand::List(list_args) => list::run(list_args),
        RulesCommand::Explain(explain_args) => explain::run(explain_args),
        RulesCommand::Test(test_args) => test::run(test_args),
        RulesCommand::New(new_args) => new::run(new_args),
        RulesCommand::Docs(docs_args) => docs::run(docs_args),
    }
}

/// The catalogue and the directories of rules that arguments and configuration name.
fn catalog(args: &RulesCommonArgs) -> Result<(Catalog, Vec<PathBuf>), Vec<Problem>> {
    let configs = Configs::find(&[PathBuf::from(".")], args.config.as_deref())?;
    let (mut rules, mut schemas) = configs.extensions();
    rules.extend(args.rules.iter().cloned());
    schemas.extend(args.schemas.iter().cloned());
    Ok((setup::catalog(&schemas)?, rules))
}

fn load(args: &RulesCommonArgs) -> Result<(Catalog, RuleSet), Vec<Problem>> {
    let (catalog, directories) = catalog(args)?;
    let rules = setup::rules(&catalog, &directories)?;
    Ok((catalog, rules))
}

/// The slug of the kind that a rule is about; `None` for checks, which are about any.
fn kind_of<'c>(catalog: &'c Catalog, rule: &Rule) -> Option<&'c str> {
    match &rule.body {
        Body::Assert(assertion) => Some(&catalog.kind(assertion.kind).name),
        Body::Check(_) => None,
    }
}

/// The rule with this id.
fn find<'r>(rules: &'r RuleSet, id: &str) -> Result<&'r Rule, Problem> {
    rules.get(id).ok_or_else(|| {
        let known = rules.rules().iter().map(|rule| &*rule.id);
        Problem::new(format!("there is no rule `{id}`"))
            .help("`orglint rules list` lists all rules")
            .did_you_mean(id, known)
    })
}
