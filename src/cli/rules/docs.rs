//! `orglint rules docs`: a page about every rule, in Markdown.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::args::RulesDocsArgs;
use super::{Outcome, Stop, load, print};
use crate::catalog::Catalog;
use crate::cli::schema::pretty;
use crate::cli::{output, published};
use crate::pages::{MARK, Page, reference};
use crate::problem::Problem;
use crate::rules::RuleSet;
use crate::text::count;

pub(super) fn run(args: &RulesDocsArgs) -> Result<Outcome, Stop> {
    let (catalog, rules) = load(&args.common)?;
    let mut pages = reference(&catalog, &rules);
    pages.extend(schemas(&catalog, &rules));
    let stale = stale(&args.directory, &pages);
    if args.check {
        return check(args, &stale);
    }
    for (path, page) in &stale {
        match page {
            Some(page) => write(path, page)?,
            None => std::fs::remove_file(path).map_err(|error| refused(path, &error))?,
        }
    }
    print::to_stdout(|out| {
        let (pages, changed) = (count(pages.len(), "page"), stale.len());
        writeln!(out, "{pages} in {}, {changed} changed", args.directory.display())
    })?;
    Ok(Outcome::Clean)
}

/// The schemas that editors complete rule files and configurations by.
fn schemas(catalog: &Catalog, rules: &RuleSet) -> [Page; 2] {
    let page =
        |name: &str, schema: &Value| Page { path: name.to_owned(), text: pretty(schema) + "\n" };
    [
        page(published::RULE, &published::rule(catalog)),
        page(published::CONFIG, &published::config(catalog, rules)),
    ]
}

fn check(args: &RulesDocsArgs, stale: &[(PathBuf, Option<&Page>)]) -> Result<Outcome, Stop> {
    print::to_stdout(|out| {
        for (path, page) in stale {
            let what = if page.is_some() { "is not what the rules say" } else { "is of no rule" };
            writeln!(out, "{} {what}", path.display())?;
        }
        if stale.is_empty() {
            return Ok(());
        }
        writeln!(out, "`orglint rules docs {}` writes them", args.directory.display())
    })?;
    Ok(if stale.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// What has to change in a directory: pages that are not there as they should be, and those of rules that are gone.
fn stale<'p>(directory: &Path, pages: &'p [Page]) -> Vec<(PathBuf, Option<&'p Page>)> {
    let path = |page: &Page| directory.join(&page.path);
    let is_stale = |page: &&Page| {
        std::fs::read_to_string(path(page)).ok().as_deref() != Some(page.text.as_str())
    };
    let wanted: BTreeSet<PathBuf> = pages.iter().map(path).collect();
    let entries = walkdir::WalkDir::new(directory).sort_by_file_name().into_iter();
    let files = entries.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let is_gone = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "md")
            && !wanted.contains(path)
            && std::fs::read_to_string(path).is_ok_and(|text| text.starts_with(MARK))
    };
    let changed = pages.iter().filter(is_stale).map(|page| (path(page), Some(page)));
    changed.chain(files.filter(is_gone).map(|path| (path, None))).collect()
}

fn write(path: &Path, page: &Page) -> Result<(), Problem> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|error| refused(folder, &error))?;
    output::to_file(path, |out| out.write_all(page.text.as_bytes()))
}

fn refused(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format!("`{}` cannot be written: {error}", path.display()))
}
