//! Files that resources name: where a `filepath` leads, and the `{{tokens}}` of the file there.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::roots::folder;
use super::{Resource, ResourceId, WhyUnknown};
use crate::catalog::{Catalog, Form, Place, Recognised};
use crate::document::{Document, Node, Token};
use crate::terraform::Terraform;

/// The documents of an org by the path of their file.
#[derive(Clone, Debug, Default)]
pub struct Files<'d> {
    by_path: BTreeMap<&'d str, Vec<&'d Document>>,
}

impl<'d> Files<'d> {
    /// Adds a document, behind those of its file that are there.
    pub fn add(&mut self, document: &'d Document) {
        self.by_path.entry(document.source().path()).or_default().push(document);
    }

    /// The file that a resource of CX as Code names as its `filepath`; `None` where it names none.
    pub(super) fn named_by(
        &self,
        resource: &Resource<'d>,
        terraform: &Terraform<'d>,
    ) -> Option<Named<'d>> {
        let node = file_node(&resource.recognised)?;
        let Some(paths) = paths(node, terraform) else {
            return Some(Named::Unknown(WhyUnknown::TerraformExpression));
        };
        let found = paths.iter().find_map(|path| self.by_path.get_key_value(path.as_str()));
        Some(match found {
            Some((path, documents)) => Named::File(path, documents.clone()),
            None => Named::Unknown(WhyUnknown::NotExported),
        })
    }
}

/// Where a `filepath` leads.
pub(super) enum Named<'d> {
    /// To a file of the org: its path and its documents.
    File(&'d str, Vec<&'d Document>),
    /// Nowhere that can be said.
    Unknown(WhyUnknown),
}

/// The paths that a `filepath` can mean, the likeliest first; `None` where only Terraform knows. A path without
/// `path.module` begins where Terraform is run: in the folder of the module itself, in that of one that calls it, or in one
/// around it.
fn paths<'d>(node: Node<'d>, terraform: &Terraform<'d>) -> Option<Vec<String>> {
    let module = folder_of(node);
    let written = if is_anchored(node.text()) { node } else { terraform.value(node).ok()? };
    let callers = terraform.around(module);
    let around = std::iter::successors(Some(module), |at| (!at.is_empty()).then(|| folder(at)));
    let mut runs = vec![module];
    runs.extend(callers.into_iter().chain(around).filter(|at| *at != module));
    candidates(folder_of(written), &runs, written.as_str()?)
}

fn folder_of(node: Node<'_>) -> &str {
    folder(node.document().source().path())
}

/// Whether nothing has to be known of variables to tell where a path leads.
fn is_anchored(text: &str) -> bool {
    !text.starts_with("${") || text.starts_with("${path.")
}

/// The paths that `text` can mean, written in the module folder `module`, where Terraform is run in one of `runs`.
fn candidates(module: &str, runs: &[&str], text: &str) -> Option<Vec<String>> {
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
    if rest.starts_with('/') {
        return Some(Vec::new());
    }
    let folders = if in_module.is_some() { &[module][..] } else { runs };
    Some(folders.iter().filter_map(|folder| joined(folder, rest)).collect())
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
pub(super) type Tokens<'d> = FxHashMap<ResourceId, Result<Vec<Token<'d>>, WhyUnknown>>;

/// The tokens of all resources whose kind has a field for them, each name once: of the file that an Archy flow is, of the
/// one that a resource of CX as Code names.
pub(super) fn tokens<'d>(
    catalog: &Catalog,
    resources: &[Resource<'d>],
    files: &Files<'d>,
    terraform: &Terraform<'d>,
) -> Tokens<'d> {
    let mut tokens = Tokens::default();
    for (id, resource) in (0..).map(ResourceId).zip(resources) {
        if !has_tokens(catalog, resource) {
            continue;
        }
        let of_resource = match files.named_by(resource, terraform) {
            Some(Named::File(_, documents)) => {
                Ok(each_once(documents.iter().flat_map(|document| document.tokens())))
            }
            Some(Named::Unknown(why)) => Err(why),
            None if resource.recognised.form == Form::Archy => {
                Ok(each_once(resource.recognised.node.document().tokens().into_iter()))
            }
            None => Err(WhyUnknown::NotSet),
        };
        tokens.insert(id, of_resource);
    }
    tokens
}

/// The tokens by their first occurrence.
fn each_once<'d>(tokens: impl Iterator<Item = Token<'d>>) -> Vec<Token<'d>> {
    let mut seen = FxHashSet::default();
    tokens.filter(|token| seen.insert(token.name)).collect()
}

fn has_tokens(catalog: &Catalog, resource: &Resource<'_>) -> bool {
    let recognised = &resource.recognised;
    let fields = catalog.kind(recognised.kind).fields.values();
    let mut places = fields.filter_map(|field| field.places.get(&recognised.form)).flatten();
    places.any(|place| *place == Place::Tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_begins_in_the_module_or_where_terraform_is_run() {
        let of = |text: &str| candidates("a/b", &["a/b", "a", ""], text);
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
            assert_eq!(candidates("a", &["a"], text), None, "{text}");
        }
        assert_eq!(candidates("a", &["a"], "/etc/flow.yaml").unwrap(), [""; 0]);
    }
}
