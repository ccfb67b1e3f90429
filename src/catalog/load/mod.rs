//! From files to the checked catalogue: every name, type, path and default is checked here, and everything wrong is a
//! [`Problem`] framed at the byte in its `kind.yaml`.
//!
//! Expressions (`is:`) stay text: they are compiled with the rules, which know the language.

mod default;
mod fields;
mod forms;
mod index;
mod path;
mod state;
#[cfg(test)]
mod tests;
mod types;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::model::KindFile;
use super::{Catalog, Form, Kind, KindId, Record, RecordId};
use crate::document::{Document, Node};
use crate::finding::{Location, Part};
use crate::problem::Problem;
use crate::source::Source;

/// A `kind.yaml` whose shape is right, beside the nodes it was read from.
struct Draft {
    file: KindFile,
    document: Document,
    /// The forms it declares; [`Form::State`] follows from another.
    forms: Vec<Form>,
}

/// What the names in one `kind.yaml` can mean.
struct Scope<'a> {
    draft: &'a Draft,
    kinds: &'a BTreeMap<String, KindId>,
    records: BTreeMap<&'a str, RecordId>,
}

impl Draft {
    fn root(&self) -> Node<'_> {
        self.document.root()
    }

    /// The node behind a chain of keys; the nearest one that there is where the chain ends early.
    fn node(&self, keys: &[&str]) -> Node<'_> {
        keys.iter().fold(self.root(), |node, key| node.get(key).unwrap_or(node))
    }
}

impl Scope<'_> {
    /// The kind of this name, or a problem at `node`, where the name is written.
    fn kind(&self, name: &str, node: Node<'_>, problems: &mut Vec<Problem>) -> Option<KindId> {
        let found = self.kinds.get(name).copied();
        if found.is_none() {
            let problem = problem(format!("there is no kind `{name}`"), node, Part::Value);
            problems.push(problem.did_you_mean(name, self.kinds.keys().map(String::as_str)));
        }
        found
    }
}

impl Catalog {
    /// Loads the catalogue from its files: `…/<kind>/kind.yaml`, `…/<kind>/<form>.schema.json`, and other
    /// `….schema.json` files that schemas refer to. Files of other names are left alone. A kind or a schema that is
    /// declared twice is a problem, so a directory of one's own can only add to the built-in one.
    ///
    /// # Errors
    /// Everything wrong in the files, in the order of path and offset.
    pub fn load(sources: &[Arc<Source>]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let drafts = read_drafts(sources, &mut problems);
        sorted(problems)?;
        let mut problems = Vec::new();
        let drafts = without_repeats(drafts, &mut problems);
        let kinds = ids(drafts.iter().map(|draft| draft.file.kind.clone()), KindId);
        let mut catalog = Self::default();
        for draft in &drafts {
            let scope =
                Scope { draft, kinds: &kinds, records: record_ids(draft, catalog.records.len()) };
            catalog.records.extend(records(&scope, &mut problems));
            catalog.kinds.push(kind(&scope, &mut problems));
            catalog.index.add(&scope, &catalog.kinds, &mut problems);
        }
        catalog.index.finish(&catalog.kinds, &mut problems);
        catalog.add_schemas(sources, &mut problems);
        sorted(problems)?;
        Ok(catalog)
    }

    fn add_schemas(&mut self, sources: &[Arc<Source>], problems: &mut Vec<Problem>) {
        for source in sources {
            let Some((folder, file)) = folder_and_file(source.path()) else { continue };
            let Some(stem) = file.strip_suffix(".schema.json") else { continue };
            let owner = self.kind_named(folder).zip(stem.parse::<Form>().ok());
            let replaced = match owner {
                Some(owner) => self.schemas.insert(owner, Arc::clone(source)),
                None => self.shared_schemas.insert(format!("{folder}/{file}"), Arc::clone(source)),
            };
            if let Some(first) = replaced {
                let message =
                    format!("the schema {} is already given by {}", source.path(), first.path());
                problems.push(Problem::new(message));
            }
        }
    }
}

/// The last two segments of a path.
fn folder_and_file(path: &str) -> Option<(&str, &str)> {
    let (folders, file) = path.rsplit_once('/')?;
    Some((folders.rsplit('/').next().unwrap_or(folders), file))
}

/// The kinds in the order of their files. There are many, and reading them is most of what a short run does.
fn read_drafts(sources: &[Arc<Source>], problems: &mut Vec<Problem>) -> Vec<Draft> {
    let is_kind = |source: &&Arc<Source>| {
        source.path() == "kind.yaml" || source.path().ends_with("/kind.yaml")
    };
    let kinds: Vec<_> = sources.iter().filter(is_kind).collect();
    let read: Vec<_> = kinds.into_par_iter().map(crate::typed::read_typed::<KindFile>).collect();
    let mut drafts = Vec::new();
    for one in read {
        match one {
            Ok((file, document)) => drafts.push(draft(file, document, problems)),
            Err(found) => problems.extend(found),
        }
    }
    drafts
}

fn draft(file: KindFile, document: Document, problems: &mut Vec<Problem>) -> Draft {
    let declared = &file.forms;
    let has = |form: &Form| match form {
        Form::Api => declared.api.is_some(),
        Form::Terraform => declared.terraform.is_some(),
        Form::Archy => declared.archy.is_some(),
        Form::Architect => declared.architect.is_some(),
        Form::Own => declared.own.is_some(),
        Form::State => false,
    };
    let forms = Form::ALL.into_iter().filter(has).collect();
    let draft = Draft { file, document, forms };
    check_slug(&draft, problems);
    draft
}

fn check_slug(draft: &Draft, problems: &mut Vec<Problem>) {
    let (slug, node) = (&draft.file.kind, draft.node(&["kind"]));
    let is_slug = slug.starts_with(|c: char| c.is_ascii_lowercase())
        && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let folder = folder_and_file(draft.document.source().path()).map(|(folder, _)| folder);
    if !is_slug {
        let message = format!("`{slug}` is no slug: lower-case words with hyphens between them");
        problems.push(problem(message, node, Part::Value));
    } else if folder.is_some_and(|folder| folder != slug) {
        let message = format!("the kind `{slug}` does not stand in a folder of that name");
        problems.push(problem(message, node, Part::Value));
    }
    if draft.forms.is_empty() {
        let message = format!("the kind `{slug}` has no form");
        problems.push(problem(message, draft.node(&["forms"]), Part::Key));
    }
}

/// The drafts by slug, of several with one slug only the first.
fn without_repeats(drafts: Vec<Draft>, problems: &mut Vec<Problem>) -> Vec<Draft> {
    let mut by_slug: BTreeMap<String, Draft> = BTreeMap::new();
    for draft in drafts {
        let slug = draft.file.kind.clone();
        match by_slug.entry(slug) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(draft);
            }
            std::collections::btree_map::Entry::Occupied(first) => {
                let path = first.get().document.source().path();
                let message = format!("the kind `{}` is already declared in {path}", first.key());
                problems.push(problem(message, draft.node(&["kind"]), Part::Value));
            }
        }
    }
    by_slug.into_values().collect()
}

fn kind(scope: &Scope<'_>, problems: &mut Vec<Problem>) -> Kind {
    let draft = scope.draft;
    let mut forms = forms::identities(draft, problems);
    state::add_identity(&mut forms);
    let mut fields = fields::of_kind(scope, problems);
    fields.values_mut().for_each(state::add_places);
    fields::add_identity(&mut fields, &forms);
    if let Some(&id) = scope.kinds.get(&draft.file.kind) {
        fields::add_elsewhere(&mut fields, id, &forms);
    }
    Kind {
        name: draft.file.kind.clone(),
        title: draft.file.title.clone(),
        docs: draft.file.docs.clone(),
        fields,
        forms,
        declared: Location::of(draft.node(&["kind"]), Part::Value),
    }
}

fn records(scope: &Scope<'_>, problems: &mut Vec<Problem>) -> Vec<Record> {
    let draft = scope.draft;
    let record = |name: &String| {
        let mut fields = fields::of_record(scope, name, problems);
        fields.values_mut().for_each(state::add_places);
        Record { name: name.clone(), fields }
    };
    draft.file.records.keys().map(record).collect()
}

fn record_ids(draft: &Draft, first: usize) -> BTreeMap<&str, RecordId> {
    let names = draft.file.records.keys().map(String::as_str);
    let first = u16::try_from(first).unwrap_or(u16::MAX);
    names.zip((first..).map(RecordId)).collect()
}

fn ids<I: Copy>(names: impl Iterator<Item = String>, id: impl Fn(u16) -> I) -> BTreeMap<String, I> {
    names.zip((0..).map(id)).collect()
}

fn problem(message: impl Into<String>, node: Node<'_>, part: Part) -> Problem {
    Problem::new(message).at(Location::of(node, part))
}

/// Nothing, or the problems in the order of path and offset.
fn sorted(mut problems: Vec<Problem>) -> Result<(), Vec<Problem>> {
    problems.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.message.cmp(&b.message)));
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn place(problem: &Problem) -> Option<(&str, crate::source::Span)> {
    problem.location.as_ref().map(|location| (location.source.path(), location.span))
}
