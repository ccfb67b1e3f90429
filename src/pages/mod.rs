//! Pages about rules, made from the rule files alone: what `orglint rules explain` shows and `orglint rules docs` writes.

mod block;
mod index;
mod markdown;
mod rule;
mod terminal;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::check::example_findings;
use crate::report::Style;
use crate::rules::RuleSet;
use block::Block;

/// The first line of every page that is written, so that pages of rules that are gone can be told from other files.
pub const MARK: &str = "<!-- Written by `orglint rules docs`";

/// A page in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path below the folder of all pages, with `/` between its segments.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The reference of all rules in Markdown: one page a rule in a folder for each area, and an index. The same for the same
/// rules, wherever it is made.
pub fn reference(catalog: &Catalog, rules: &RuleSet) -> Vec<Page> {
    let mut findings = example_findings(catalog, rules);
    let index = markdown::page(&index::blocks(rules), "");
    let mut pages = vec![Page { path: "README.md".to_owned(), text: index }];
    let found: Vec<_> = rules
        .rules()
        .iter()
        .map(|rule| (rule, findings.remove(&rule.id).unwrap_or_default()))
        .collect();
    pages.par_extend(found.par_iter().map(|(rule, findings)| {
        let mut blocks = rule::blocks(catalog, rule, findings, &Style::default());
        blocks.push(Block::Text("[All rules](../README.md)".to_owned()));
        let file = rule.location.source.path();
        let path = format!("{}/{}.md", rule.area, rule.id);
        Page { path, text: markdown::page(&blocks, file) }
    }));
    pages
}

/// The page about one rule, for a terminal; `None` where there is no such rule.
pub fn explain(catalog: &Catalog, rules: &RuleSet, id: &str, style: &Style) -> Option<String> {
    let rule = rules.get(id)?;
    let mut findings = example_findings(catalog, &rules.only(id));
    let findings = findings.remove(&rule.id).unwrap_or_default();
    Some(terminal::page(&rule::blocks(catalog, rule, &findings, style), style))
}
