//! Recognises the resources in documents, whatever form they are written in.
//!
//! Order matters, the most telling form first: an Archy flow, CX as Code, flow configuration, a listing, a bare array, then a single
//! resource by its `selfUri`, by `kind:`, by a glob of the configuration, by its telling keys.

mod api;
mod architect;
mod archy;
mod globs;
mod index;
mod listing;
mod marks;
mod nested;
mod state;
mod template;
mod terraform;
#[cfg(test)]
mod tests;

use std::fmt;

use super::{Catalog, Form, KindId, Recognised};
use crate::document::{Document, Node, NodeKind, is_template};

pub use globs::KindGlobs;
pub use listing::Listing;
pub use marks::looks_like_genesys;

pub(crate) use index::{ByKeys, Index, Inside};
pub(crate) use template::{Address, Template};

/// How deep arrays and listings are looked into for resources.
const MAX_NESTING: usize = 4;

/// What was recognised in some documents.
#[derive(Debug, Default)]
pub struct Recognition<'d> {
    /// The resources in the order of the documents and of the text; what is nested follows what it is nested in.
    pub resources: Vec<Recognised<'d>>,
    /// The paged listings of known kinds, in the order of the documents and of the text.
    pub listings: Vec<Listing<'d>>,
    /// For each document, whether it was recognised.
    pub outcomes: Vec<Outcome>,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds resources, or a listing of a known kind.
    Recognised,
    /// It is configuration that holds nothing the catalogue knows, such as `variables.tf.json`.
    Harmless(Harmless),
    /// It is something else.
    Unrecognised,
}

/// Configuration in which nothing is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harmless {
    /// Terraform: variables, modules, resources of other providers.
    Terraform,
    /// Terraform's state of other providers' resources, or of none.
    State,
    /// A template whose directives decide what stands in it.
    Template,
    /// An answer of the Platform API about something that the catalogue has no kind for.
    Api,
    /// A rule file, which names a kind as a team's own files do.
    Rule,
}

impl fmt::Display for Harmless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Terraform => "Terraform without resources of Genesys Cloud",
            Self::State => "state of Terraform without resources of Genesys Cloud",
            Self::Template => "a template whose directives decide what stands in it",
            Self::Api => "of the Platform API, but of no kind that is known",
            Self::Rule => "a rule file, in no directory that --rules or `extend` names",
        })
    }
}

impl Recognition<'_> {
    /// The positions of the documents that are something else.
    pub fn unrecognised(&self) -> impl Iterator<Item = usize> {
        let positions = self.outcomes.iter().enumerate();
        positions.filter(|(_, outcome)| **outcome == Outcome::Unrecognised).map(|(at, _)| at)
    }
}

/// Recognises everything in `documents`. `globs` say what files are whose content does not tell.
pub fn recognise<'d>(
    catalog: &'d Catalog,
    documents: &'d [Document],
    globs: &KindGlobs,
) -> Recognition<'d> {
    let mut recogniser = Recogniser { catalog, found: Recognition::default(), by_glob: None };
    for document in documents {
        recogniser.by_glob = globs.kind_of(document.source().path());
        recogniser.document(document);
    }
    recogniser.found
}

/// Whether this is a rule file.
fn is_rule(root: Node<'_>) -> bool {
    ["severity-reason", "confidence", "examples"].iter().all(|key| root.get(key).is_some())
}

struct Recogniser<'d> {
    catalog: &'d Catalog,
    found: Recognition<'d>,
    /// The kind that the configuration gives to the current file.
    by_glob: Option<KindId>,
}

impl<'d> Recogniser<'d> {
    fn document(&mut self, document: &'d Document) {
        let before = (self.found.resources.len(), self.found.listings.len());
        let root = document.root();
        let is_template = is_template(document.source().path());
        let is_what = match () {
            () if is_template && document.source().text().contains("%{") => {
                Some(Harmless::Template)
            }
            () if is_rule(root) => Some(Harmless::Rule),
            () if self.archy(root) => None,
            // Of other templates too little is known to say anything of what they make.
            () if is_template => None,
            () if self.terraform(root) => Some(Harmless::Terraform),
            () if self.state(root) => Some(Harmless::State),
            () if self.value(root, MAX_NESTING) => Some(Harmless::Api),
            () => None,
        };
        let after = (self.found.resources.len(), self.found.listings.len());
        self.found.outcomes.push(match (before == after, is_what) {
            (false, _) => Outcome::Recognised,
            (true, Some(what)) => Outcome::Harmless(what),
            (true, None) => Outcome::Unrecognised,
        });
    }

    /// A listing, an array, or one resource. Whether it is Genesys configuration at all.
    fn value(&mut self, node: Node<'d>, depth: usize) -> bool {
        match node.kind() {
            NodeKind::Array if depth > 0 => {
                let mut is_any = false;
                for item in node.items() {
                    is_any |= self.value(item, depth - 1);
                }
                is_any
            }
            NodeKind::Object => {
                self.architect(node) || self.listing(node) || self.entity(node, None)
            }
            _ => false,
        }
    }

    /// The kind that has files of the team's own and is named by the key `kind`.
    fn own(&self, node: Node<'d>) -> Option<KindId> {
        let slug = node.get("kind")?.as_str()?;
        self.catalog.index.own.get(slug).copied()
    }

    /// The kind and form that the configuration gives to the current file.
    fn glob(&self) -> Option<(KindId, Form)> {
        let kind = self.by_glob?;
        let forms = &self.catalog.kind(kind).forms;
        let form = [Form::Own, Form::Api].into_iter().find(|form| forms.contains_key(form))?;
        Some((kind, form))
    }
}
