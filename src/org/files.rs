//! Files that resources name: where a `filepath` leads, and the `{{tokens}}` of the file there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::roots::folder;
use super::{Resource, ResourceId, WhyUnknown};
use crate::catalog::{Catalog, Form, Kind, KindId, Place, Recognised};
use crate::document::{Document, Node, Token};
use crate::source::FileClass;
use crate::terraform::Terraform;

/// The documents of an org by the path of their file.
#[derive(Clone, Debug, Default)]
pub struct Files<'d> {
    by_path: BTreeMap<&'d str, Vec<&'d Document>>,
    /// Paths of files that are there, and of which nothing is known.
    not_read: BTreeSet<&'d str>,
}

/// A `filepath` that leads to no file.
#[derive(Clone, Debug)]
pub(super) struct MissingFile<'d> {
    /// The resource with it.
    pub(super) resource: ResourceId,
    /// The value.
    pub(super) node: Node<'d>,
    /// Where the file would be.
    pub(super) path: String,
    /// The other files that stand in its folder.
    pub(super) beside: Vec<&'d str>,
}

impl<'d> Files<'d> {
    /// Adds a document, behind those of its file that are there.
    pub fn add(&mut self, document: &'d Document) {
        self.by_path.entry(document.source().path()).or_default().push(document);
    }

    /// Adds a file that is there, but was not read.
    pub fn add_not_read(&mut self, path: &'d str) {
        self.not_read.insert(path);
    }

    /// The `filepath`s that lead to no file of the export, though others stand in its folder. Where the whole folder is not
    /// there it may have been left out, and what the module itself writes is there only when Terraform runs.
    pub(super) fn missing(
        &self,
        resources: &[Resource<'d>],
        named: &NamedFiles<'d>,
        terraform: &Terraform<'d>,
        partial: &BTreeSet<String>,
    ) -> Vec<MissingFile<'d>> {
        let mut writers: BTreeMap<&str, bool> = BTreeMap::new();
        let unknown = named.iter().filter(|(_, led_to)| **led_to == Err(WhyUnknown::NotExported));
        let missing = |(id, _): (&ResourceId, _)| {
            let node = file_node(&resources.get(id.0 as usize)?.recognised)?;
            let module = folder_of(node);
            let runs = runs_of(module, terraform);
            let written = if is_anchored(node.text()) { Some(node) } else { None }?;
            let paths: Vec<String> = candidates(module, &runs, written.as_str()?)?.collect();
            if paths.iter().any(|path| self.is_there(path)) {
                return None;
            }
            if *writers.entry(module).or_insert_with(|| self.writes_files(module)) {
                return None;
            }
            let is_read = |path: &String| {
                matches!(FileClass::of(path), FileClass::Document(_))
                    && !partial.contains(folder(path))
            };
            paths.into_iter().filter(is_read).find_map(|path| {
                let beside = self.in_folder(folder(&path));
                let resource = *id;
                (!beside.is_empty()).then_some(MissingFile { resource, node, path, beside })
            })
        };
        unknown.filter_map(missing).collect()
    }

    fn is_there(&self, path: &str) -> bool {
        self.by_path.contains_key(path) || self.not_read.contains(path)
    }

    /// The files directly in a folder, other than those of Terraform.
    fn in_folder(&self, of: &str) -> Vec<&'d str> {
        let paths = self.by_path.keys().copied().chain(self.not_read.iter().copied());
        let is_other = |path: &&str| !crate::terraform::is_terraform_path(path);
        paths.filter(|path| folder(path) == of).filter(is_other).collect()
    }

    /// Whether a module has resources that write files.
    fn writes_files(&self, module: &str) -> bool {
        let documents = self.by_path.iter().filter(|(path, _)| folder(path) == module);
        let mut documents = documents.flat_map(|(_, documents)| documents);
        documents.any(|document| document.source().text().contains("\"local_"))
    }

    /// Where the `filepath` of each resource of CX as Code leads that has one.
    pub(super) fn named(
        &self,
        resources: &[Resource<'d>],
        terraform: &Terraform<'d>,
    ) -> NamedFiles<'d> {
        let mut runs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut named = NamedFiles::new();
        for (id, resource) in (0..).map(ResourceId).zip(resources) {
            let Some(node) = file_node(&resource.recognised) else { continue };
            let module = folder_of(node);
            let runs = runs.entry(module).or_insert_with(|| runs_of(module, terraform));
            named.insert(id, self.led_to(node, runs, terraform));
        }
        named
    }

    fn led_to(
        &self,
        node: Node<'d>,
        runs: &[&str],
        terraform: &Terraform<'d>,
    ) -> Result<&'d str, WhyUnknown> {
        let is_known = is_anchored(node.text());
        let written = if is_known { Some(node) } else { terraform.value(node).ok() };
        let paths = written.and_then(|node| candidates(folder_of(node), runs, node.as_str()?));
        let mut paths = paths.ok_or(WhyUnknown::TerraformExpression)?;
        let found = paths.find_map(|path| Some(*self.by_path.get_key_value(path.as_str())?.0));
        found.ok_or(WhyUnknown::NotExported)
    }
}

/// By resource that names a file: the path of the one that it leads to, or why it leads to none that is there.
pub(super) type NamedFiles<'d> = BTreeMap<ResourceId, Result<&'d str, WhyUnknown>>;

/// The folders in which Terraform may be run for a module, the likeliest first: its own, those of the modules that call it,
/// those around it.
fn runs_of<'m, 'd: 'm>(module: &'m str, terraform: &'m Terraform<'d>) -> Vec<&'m str> {
    let around = std::iter::successors(Some(module), |at| (!at.is_empty()).then(|| folder(at)));
    let others = terraform.around(module).into_iter().chain(around).filter(|at| *at != module);
    std::iter::once(module).chain(others).collect()
}

fn folder_of(node: Node<'_>) -> &str {
    folder(node.document().source().path())
}

/// Whether nothing has to be known of variables to tell where a path leads.
fn is_anchored(text: &str) -> bool {
    !text.starts_with("${") || text.starts_with("${path.")
}

/// The paths that `text` can mean, written in the module folder `module`, where Terraform is run in one of `runs`, the
/// likeliest first; `None` where only Terraform knows. `path.module` is the folder of the module; any other path begins where
/// Terraform is run.
fn candidates<'t>(
    module: &'t str,
    runs: &'t [&'t str],
    text: &'t str,
) -> Option<impl Iterator<Item = String> + 't> {
    let in_module = text.strip_prefix("${path.module}/");
    let in_root = || {
        let roots = ["${path.root}/", "${path.cwd}/"];
        roots.iter().find_map(|root| text.strip_prefix(root)).unwrap_or(text)
    };
    let rest = in_module.unwrap_or_else(in_root);
    if rest.contains("${") || rest.contains("%{") || rest.is_empty() {
        return None;
    }
    // An absolute path leads out of the repository.
    let is_absolute = rest.starts_with('/');
    let own = in_module.map(|_| module);
    let anywhere = runs.iter().copied().filter(move |_| own.is_none());
    let folders = own.into_iter().chain(anywhere).filter(move |_| !is_absolute);
    Some(folders.filter_map(move |folder| joined(folder, rest)))
}

/// The path `rest` from `folder` on, without `.` and `..`; `None` where it leaves the run's root.
fn joined(folder: &str, rest: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|one| !one.is_empty()).collect();
    for segment in rest.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            other => segments.push(other),
        }
    }
    Some(segments.join("/"))
}

/// The value that names the file.
pub(crate) fn file_node<'d>(of: &Recognised<'d>) -> Option<Node<'d>> {
    let is_block = of.form == Form::Terraform && !of.is_external;
    of.node.get("filepath").filter(|node| is_block && !node.is_null())
}

/// By resource that has such a field: the tokens of its file.
pub(super) type Tokens<'d> = FxHashMap<ResourceId, Result<Arc<[Token<'d>]>, WhyUnknown>>;

/// The tokens of all resources whose kind has a field for them, each name once: of the file that an Archy flow is, of the
/// one that a resource of CX as Code names.
pub(super) fn tokens<'d>(
    catalog: &Catalog,
    resources: &[Resource<'d>],
    files: &Files<'d>,
    named: &NamedFiles<'d>,
) -> Tokens<'d> {
    let with_tokens = places_of_tokens(catalog);
    let mut by_path: BTreeMap<&str, Arc<[Token<'d>]>> = BTreeMap::new();
    let mut in_file = |path: &'d str| {
        let documents = || files.by_path.get(path).into_iter().flatten();
        let tokens = || each_once(documents().flat_map(|document| document.tokens()));
        Arc::clone(by_path.entry(path).or_insert_with(tokens))
    };
    let mut tokens = Tokens::default();
    for (id, resource) in (0..).map(ResourceId).zip(resources) {
        let Recognised { kind, form, node, .. } = resource.recognised;
        if !with_tokens.contains(&(kind, form)) {
            continue;
        }
        let of_resource = match named.get(&id) {
            Some(path) => path.map(&mut in_file),
            None if form == Form::Archy => Ok(each_once(node.document().tokens().into_iter())),
            None => Err(WhyUnknown::NotSet),
        };
        tokens.insert(id, of_resource);
    }
    tokens
}

/// The tokens by their first occurrence.
fn each_once<'d>(tokens: impl Iterator<Item = Token<'d>>) -> Arc<[Token<'d>]> {
    let mut seen = FxHashSet::default();
    tokens.filter(|token| seen.insert(token.name)).collect()
}

/// The kinds and forms that have a field for the tokens of a file.
fn places_of_tokens(catalog: &Catalog) -> BTreeSet<(KindId, Form)> {
    let of_kind = |(id, kind): (KindId, &Kind)| {
        let places = kind.fields.values().flat_map(|field| &field.places);
        let forms = places.filter(|(_, places)| places.contains(&Place::Tokens));
        forms.map(|(&form, _)| (id, form)).collect::<Vec<_>>()
    };
    catalog.kinds().flat_map(of_kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(module: &str, runs: &[&str], text: &str) -> Option<Vec<String>> {
        candidates(module, runs, text).map(Iterator::collect)
    }

    #[test]
    fn a_path_begins_in_the_module_or_where_terraform_is_run() {
        let of = |text: &str| paths("a/b", &["a/b", "a", ""], text);
        assert_eq!(of("${path.module}/f.yaml").unwrap(), ["a/b/f.yaml"]);
        let anywhere = ["a/b/x/f.yaml", "a/x/f.yaml", "x/f.yaml"];
        for text in ["x/f.yaml", "./x/f.yaml", "${path.root}/x/f.yaml", "${path.cwd}/./x//f.yaml"] {
            assert_eq!(of(text).unwrap(), anywhere, "{text}");
        }
        assert_eq!(of("${path.module}/../../../f.yaml").unwrap(), [""; 0]);
        assert_eq!(of("../f.yaml").unwrap(), ["a/f.yaml", "f.yaml"]);
    }

    #[test]
    fn expressions_and_absolute_paths_lead_nowhere() {
        for text in ["${var.path}", "${path.module}/${var.file}", "${path.module}", ""] {
            assert_eq!(paths("a", &["a"], text), None, "{text}");
        }
        assert_eq!(paths("a", &["a"], "/etc/flow.yaml").unwrap(), [""; 0]);
    }
}
