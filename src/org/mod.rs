//! Orgs: the resources that may refer to each other, indexed, with their references resolved.

use std::sync::Arc;

use crate::catalog::{Catalog, KindId, Recognised};
use crate::document::Node;

/// Position of a resource in its [`Org`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub u32);

/// One thing of some kind, in some form, at some node.
#[derive(Debug)]
pub struct Resource<'d> {
    /// What was recognised.
    pub recognised: Recognised<'d>,
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
    /// Where the reference is written: the id, the name or the Terraform expression.
    pub node: Node<'d>,
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
    /// An expression could not be evaluated: a key that is not there, an index out of range, a division by zero.
    Evaluation,
}

/// The resources of one organisation.
#[derive(Debug)]
pub struct Org<'d> {
    /// The catalogue that the resources were recognised with.
    pub catalog: &'d Catalog,
    /// All resources, in the order of path, document and offset.
    pub resources: Vec<Resource<'d>>,
}

impl<'d> Org<'d> {
    /// The resource with this id.
    pub fn resource(&self, id: ResourceId) -> &Resource<'d> {
        &self.resources[id.0 as usize]
    }
}
