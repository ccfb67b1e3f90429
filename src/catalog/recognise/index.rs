//! What the catalogue knows about recognising, arranged for looking up.

use std::collections::BTreeMap;

use super::super::{Form, KindId, Step};
use super::template::Template;

/// How all kinds are recognised.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Templates of `selfUri`, those with most names in them first.
    pub(crate) templates: Vec<(Template, KindId)>,
    /// Kinds by their telling keys, those with most keys first.
    pub(crate) by_keys: Vec<ByKeys>,
    /// Kinds by Terraform resource type.
    pub(crate) terraform: BTreeMap<String, KindId>,
    /// Kinds by Archy flow type in lower case.
    pub(crate) flow_types: BTreeMap<String, KindId>,
    /// Kinds by the flow type in flow configuration, in lower case.
    pub(crate) architect_types: BTreeMap<String, KindId>,
    /// Kinds by slug that have files of the team's own.
    pub(crate) own: BTreeMap<String, KindId>,
    /// By kind and form of the resource around them: the kinds that stand inside, and where.
    pub(crate) nested: BTreeMap<(KindId, Form), Vec<Inside>>,
}

/// A kind that stands inside another one.
#[derive(Debug)]
pub(crate) struct Inside {
    pub(crate) kind: KindId,
    /// The path there: each element of an array, or the one object, is a resource.
    pub(crate) at: Vec<Step>,
}

/// A kind that is told by its keys where there is no `selfUri`.
#[derive(Debug)]
pub(crate) struct ByKeys {
    pub(crate) kind: KindId,
    pub(crate) form: Form,
    /// Paths of which all are present.
    pub(crate) keys: Vec<Vec<Step>>,
    /// Paths of which none is present.
    pub(crate) absent: Vec<Vec<Step>>,
}
