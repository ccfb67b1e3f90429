//! `orglint rules explain`: the page about a rule.

use std::io;

use super::super::args::RulesExplainArgs;
use super::{Outcome, Stop, find, load, print};
use crate::pages;

pub(super) fn run(args: &RulesExplainArgs) -> Result<Outcome, Stop> {
    let (catalog, rules) = load(&args.common)?;
    find(&rules, &args.id)?;
    let style = print::style(args.common.color, &io::stdout());
    let page = pages::explain(&catalog, &rules, &args.id, &style).unwrap_or_default();
    print::to_stdout(|out| write!(out, "{page}"))?;
    Ok(Outcome::Clean)
}
