//! Orgs: the resources that may refer to each other, indexed, with their references resolved.
//!
//! An org answers in three ways: this resource, certainly none, or unknown. It says "certainly none" only where what
//! it was built from is known to hold everything the answer depends on.

mod apart;
mod build;
mod checks;
mod collect;
mod completeness;
mod everywhere;
mod files;
mod index;
mod nearest;
mod resolve;
mod roots;
mod same;
#[cfg(test)]
mod tests;
mod written;

use std::borrow::Cow;
use std::sync::Arc;

use crate::catalog::{Catalog, Form, KindId, Recognised};
use crate::document::{Node, Token};
use crate::finding::{Part, Subject};
use crate::flow::{self, Graph};
use crate::source::Span;
use crate::terraform::{Terraform, Why};

pub use checks::{SeverityOf, document_findings, org_findings, syntax_finding};
pub use completeness::Facts;
pub use files::Files;
pub(crate) use files::file_node;
pub use roots::OrgRoots;
pub use written::{Written, written};

/// Position of a resource in its [`Org`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub u32);

/// One thing of some kind, in some form, at some node.
#[derive(Debug)]
pub struct Resource<'d> {
    /// What was recognised; `parent` is a position in [`Org::resources`].
    pub recognised: Recognised<'d>,
    /// Its name, where it has one; or why it cannot be known.
    name: Result<Option<&'d str>, WhyUnknown>,
    /// Its references, in the order of the catalogue's fields and of the text.
    pub references: Vec<ResolvedReference<'d>>,
}

/// A reference as written, and what it leads to.
#[derive(Debug)]
pub struct ResolvedReference<'d> {
    /// The record that the field belongs to, for fields of records; `None` for fields of the resource itself.
    pub record: Option<Node<'d>>,
    /// Logical name of the field.
    pub field: Arc<str>,
    /// The kind it refers to.
    pub kind: KindId,
    /// Where the reference is written: the id, the name or the Terraform expression. For `parent()`, the resource.
    pub node: Node<'d>,
    /// Whether it is written as the value of [`Self::node`] or as its key.
    pub part: Part,
    /// The text that is looked up: as written, or the segment of the `selfUri`. Empty for `parent()`.
    pub text: Cow<'d, str>,
    /// What it leads to.
    pub target: Target,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A resource of the org.
    Resolved(ResourceId),
    /// Certainly nothing: the org is known to hold all resources of that kind, and this is none of them.
    Unresolved {
        /// The nearest name or id, for "did you mean".
        nearest: Option<String>,
    },
    /// Nothing that can be said.
    Unknown(WhyUnknown),
}

/// Why something cannot be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyUnknown {
    /// A field is absent and has no default.
    NotSet,
    /// A value that only Terraform knows.
    TerraformExpression,
    /// What a Terraform expression leads to is unknown, for a reason that its module tells.
    Terraform(Why),
    /// A `{{token}}` that Archy replaces.
    Token,
    /// The target is not in the export, which may be incomplete.
    NotExported,
    /// Several resources carry that id or name.
    Ambiguous,
    /// The target is only looked up (Terraform `data`).
    External,
    /// A file did not parse, or a listing is truncated.
    Incomplete,
    /// The value is not of the type that the field has; its schema reports it.
    WrongType,
    /// A reference inside a flow leads to nothing.
    Dangling,
    /// It is known only while the flow runs.
    AtRunTime,
    /// Terraform deploys it from another copy of the root module, maybe to another organisation.
    DeployedApart,
    /// An expression could not be evaluated: a key that is not there, an index out of range, a division by zero.
    Evaluation,
}

/// The resources of one organisation.
#[derive(Debug)]
pub struct Org<'d> {
    /// The catalogue that the resources were recognised with.
    pub catalog: &'d Catalog,
    /// What the expressions in Terraform files mean.
    pub terraform: Terraform<'d>,
    /// All resources, in the order of path, document and offset.
    pub resources: Vec<Resource<'d>>,
    root: String,
    index: index::Index<'d>,
    completeness: completeness::Completeness<'d>,
    links: build::Links<'d>,
    conflicts: Vec<collect::Conflict<'d>>,
    same: same::Same,
    apart: apart::Apart,
    tokens: files::Tokens<'d>,
    /// What names files that are not there.
    missing_files: Vec<files::MissingFile<'d>>,
}

impl<'d> Org<'d> {
    /// The resource with this id.
    pub fn resource(&self, id: ResourceId) -> &Resource<'d> {
        &self.resources[id.0 as usize]
    }

    /// Whether Terraform deploys two resources from root modules that are copies of each other, as for a test and a
    /// production organisation: then nothing is known of one by the other.
    pub fn are_deployed_apart(&self, one: ResourceId, other: ResourceId) -> bool {
        self.apart.holds(one, other)
    }

    /// Whether [`Self::are_deployed_apart`] is true of any two.
    pub fn is_deployed_in_copies(&self) -> bool {
        !self.apart.is_empty()
    }

    /// The folder in which it begins, relative to the run's root, which is the empty path.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// All resources with their ids, in the order of path, document and offset.
    pub fn all(&self) -> impl Iterator<Item = (ResourceId, &Resource<'d>)> {
        (0..).map(ResourceId).zip(&self.resources)
    }

    /// All resources of a kind, in the order of path, document and offset. Those that are only looked up
    /// ([`Recognised::is_external`]) are among them.
    pub fn of_kind(&self, kind: KindId) -> &[ResourceId] {
        self.index.of_kind(kind)
    }

    /// The things of a kind, in the order of the org: of what is written in several places, the [primary](Self::primary)
    /// sighting alone.
    pub fn things(&self, kind: KindId) -> &[ResourceId] {
        self.same.things(kind).unwrap_or_else(|| self.of_kind(kind))
    }

    /// All other places in which the same thing is written, in the order of the org. A flow's file that several resources
    /// of CX as Code publish is the same as each of those, which are not the same as each other.
    pub fn same_as(&self, id: ResourceId) -> &[ResourceId] {
        self.same.others(id)
    }

    /// Of the places in which the thing is written, the one with most of what people edit; the resource itself where there
    /// are no others.
    pub fn primary(&self, id: ResourceId) -> ResourceId {
        self.same.primary(id)
    }

    /// Whether this is an entry of Terraform's state of something that is described elsewhere: then it says nothing of its
    /// own, and nothing is to be reported about it.
    pub fn repeats(&self, id: ResourceId) -> bool {
        self.same.repeats(id)
    }

    /// The encoded exports beside which a file with their decoded text stands, each with that file. What is found in both is
    /// to be reported once.
    pub fn decoded_copies(&self) -> &std::collections::BTreeMap<ResourceId, ResourceId> {
        self.same.copies()
    }

    /// The `{{tokens}}` of the file that a resource is, or that it publishes.
    ///
    /// # Errors
    /// Why they are not known.
    pub fn tokens(&self, id: ResourceId) -> Result<&[Token<'d>], WhyUnknown> {
        let tokens = self.tokens.get(&id).map(Result::as_ref);
        tokens.unwrap_or(Err(&WhyUnknown::NotSet)).map(AsRef::as_ref).map_err(|why| *why)
    }

    /// Whether the org is known to hold all resources of a kind: by the configuration, or because a whole listing of
    /// them is there; and nothing was left unread.
    pub fn is_complete(&self, kind: KindId) -> bool {
        self.completeness(kind).is_ok()
    }

    /// The same as [`Self::is_complete`], with the reason.
    ///
    /// # Errors
    /// Why there may be more resources of this kind than the org holds.
    pub fn completeness(&self, kind: KindId) -> Result<(), WhyUnknown> {
        self.completeness.of(kind)
    }

    /// The resources of a kind with this identity, Terraform addresses aside; several where it is ambiguous.
    pub fn by_id(&self, kind: KindId, id: &str) -> &[ResourceId] {
        self.index.by_id(kind, id)
    }

    /// The resources of a kind with this name; several where it is ambiguous.
    pub fn by_name(&self, kind: KindId, name: &str) -> &[ResourceId] {
        self.index.by_name(kind, name)
    }

    /// What the Terraform module in the folder `module` declares under `address`, such as
    /// `genesyscloud_routing_queue.billing`.
    pub fn by_address(&self, module: &str, address: &str) -> &[ResourceId] {
        self.index.by_address(module, address)
    }

    /// Whether some resource of the kind has a name that cannot be known from the files, and why: it may be any name.
    pub fn unknown_name(&self, kind: KindId) -> Option<WhyUnknown> {
        self.index.unknown_name(kind)
    }

    /// The references of one field: of the resource itself, or of a record in it. In the order of the text.
    pub fn references_of(
        &self,
        id: ResourceId,
        record: Option<Node<'d>>,
        field: &str,
    ) -> &[ResolvedReference<'d>] {
        let range = self.links.references_of(id, record, field);
        self.resources
            .get(id.0 as usize)
            .and_then(|resource| resource.references.get(range))
            .unwrap_or(&[])
    }

    /// The things of a kind that refer to this one, wherever either is written, in the order of the org: each once, by its
    /// primary sighting where that is one of those that refer.
    pub fn referenced_by(&self, id: ResourceId, kind: KindId) -> &[ResourceId] {
        self.links.referrers(self.primary(id), kind)
    }

    /// Whether [`Self::referenced_by`] names all that there are.
    ///
    /// # Errors
    /// Why there may be more: resources of `kind` may be missing, or what one of them refers to is unknown.
    pub fn knows_referrers(&self, id: ResourceId, kind: KindId) -> Result<(), WhyUnknown> {
        let sightings = self.same_as(id).iter().filter(|other| !self.repeats(**other));
        std::iter::once(&id).chain(sightings).try_for_each(|id| self.knows_referrers_of(*id, kind))
    }

    /// The same about one sighting.
    fn knows_referrers_of(&self, id: ResourceId, kind: KindId) -> Result<(), WhyUnknown> {
        let target = self.resource(id);
        match target.recognised.form {
            // The id of what Terraform is to make is known nowhere but in its own module, by its address, and in those
            // that call it, by its outputs; its name is.
            Form::Terraform if !self.refers_by_name(kind) => {
                for module in self.terraform.around(roots::folder(target.path())) {
                    self.completeness.of_module(module)?;
                }
            }
            _ if self.lists_inside(id, kind) => {}
            _ => self.completeness(kind)?,
        }
        self.links.knows(kind, target.recognised.kind)
    }

    /// Whether the org holds all resources of a kind that stand inside this one: a whole listing of them, as of
    /// `…/sites/{site}/outboundroutes`, or, in older exports, the resource with them written in it.
    fn lists_inside(&self, id: ResourceId, kind: KindId) -> bool {
        let parent = usize::try_from(id.0).ok();
        let is_inside = |&referrer: &ResourceId| {
            parent.is_some() && self.resource(referrer).recognised.parent == parent
        };
        self.completeness.of_inside(kind, &self.resource(id).recognised, self.catalog)
            || (!self.completeness.has_unread()
                && self.referenced_by(id, kind).iter().any(is_inside))
    }

    /// Whether resources of a kind may refer to others by name.
    fn refers_by_name(&self, kind: KindId) -> bool {
        let forms = &self.catalog.kind(kind).forms;
        [Form::Archy, Form::Architect, Form::Own].iter().any(|form| forms.contains_key(form))
    }

    /// The structure of a flow, for resources of whose fields some are facts about it (`computed: actions()`).
    pub fn flow(&self, id: ResourceId) -> Option<&Graph<'d>> {
        self.links.flow(id)
    }

    /// The innermost resource that a node stands in.
    pub fn enclosing(&self, node: Node<'d>) -> Option<ResourceId> {
        let document = node.document();
        self.at(document.source().path(), document.index(), node.span())
    }

    /// The innermost resource that these bytes of a document stand in: `document` is the position of the document in the
    /// source at `path`.
    pub fn at(&self, path: &str, document: usize, span: Span) -> Option<ResourceId> {
        let key = (path, document, span.start);
        let behind = self.resources.partition_point(|resource| {
            let (path, index, span) = resource.position();
            (path, index, span.start) <= key
        });
        let holds = |at: &usize| {
            let (path, index, outer) = self.resources[*at].position();
            (path, index) == (key.0, key.1) && outer.start <= span.start && span.end <= outer.end
        };
        let parent = |at: &usize| self.resources[*at].recognised.parent;
        let mut candidates = std::iter::successors(behind.checked_sub(1), parent);
        candidates.find(holds).and_then(|at| u32::try_from(at).ok()).map(ResourceId)
    }
}

impl ResolvedReference<'_> {
    /// What its text says in a resource of this form.
    pub fn says(&self, form: Form) -> Written<'_> {
        written::in_text(form, (self.node, self.part), &self.text)
    }
}

impl<'d> Resource<'d> {
    /// The name, as written where it cannot be known; `None` where it has none.
    pub fn name(&self) -> Option<&'d str> {
        let written = || self.recognised.name.map(Node::text).filter(|name| !name.is_empty());
        self.name.unwrap_or_else(|_| written())
    }

    /// The name, where it has one and the files tell it.
    pub fn known_name(&self) -> Option<&'d str> {
        self.name.ok().flatten()
    }

    /// The path of its source.
    pub fn path(&self) -> &'d str {
        self.recognised.node.document().source().path()
    }

    /// What a finding about it says that it is about.
    pub fn subject(&self, catalog: &Catalog) -> Subject {
        Subject {
            kind: catalog.kind(self.recognised.kind).name.clone(),
            name: self.name().map(str::to_owned),
            id: self.recognised.id.clone(),
        }
    }

    /// Where it stands: path, document, and the bytes from its key to its end.
    fn position(&self) -> (&'d str, usize, Span) {
        let node = self.recognised.node;
        (self.path(), node.document().index(), node.entry_span())
    }
}

impl std::fmt::Display for WhyUnknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotSet => "not set",
            Self::TerraformExpression => "only Terraform knows the value",
            Self::Terraform(why) => return why.fmt(f),
            Self::Token => "Archy replaces a token in the value",
            Self::NotExported => "not in the export",
            Self::Ambiguous => "several resources carry that id or name",
            Self::External => "only looked up, not in the export",
            Self::Incomplete => "a file did not parse, or a listing is truncated",
            Self::WrongType => "the value has another type",
            Self::Dangling => "a reference inside the flow leads to nothing",
            Self::AtRunTime => "known only while the flow runs",
            Self::DeployedApart => "Terraform deploys it from another copy of this module",
            Self::Evaluation => "the expression could not be evaluated",
        })
    }
}

impl From<flow::Why> for WhyUnknown {
    fn from(why: flow::Why) -> Self {
        match why {
            flow::Why::Token => Self::Token,
            flow::Why::Dangling => Self::Dangling,
            flow::Why::Undetermined => Self::AtRunTime,
        }
    }
}
