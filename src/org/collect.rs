//! Collects what a resource refers to, as written, from its own fields and those of its records.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::written::{Written, written};
use super::{ResolvedReference, ResourceId, Target, WhyUnknown};
use crate::catalog::{
    Catalog, Extraction, Field, FieldType, Found, KindId, Place, Reading, Recognised, Unreadable,
    conflicts, unreadable,
};
use crate::document::Node;
use crate::finding::Part;
use crate::flow::{Graph, called_queue};
use crate::terraform::{Meaning, Terraform, Why};

/// How deep records may hold records.
const MAX_DEPTH: usize = 8;

/// A reference that is not resolved yet.
#[derive(Debug)]
pub(super) struct Reference<'d> {
    pub(super) record: Option<Node<'d>>,
    pub(super) field: Arc<str>,
    pub(super) kind: KindId,
    /// Whether its place may refer to another kind.
    pub(super) is_shared: bool,
    pub(super) says: Says<'d>,
}

/// What a reference is read from.
#[derive(Debug)]
pub(super) enum Says<'d> {
    /// A value or a key.
    Found(Found<'d>),
    /// Where it stands: inside the resource that it refers to.
    Parent(ResourceId, Node<'d>),
    /// A segment of the `selfUri` at the node.
    Captured(String, Node<'d>),
    /// A name in the text of the node.
    Named(&'d str, Node<'d>),
}

/// A field that stands in two places, which disagree.
#[derive(Debug)]
pub(super) struct Conflict<'d> {
    pub(super) resource: ResourceId,
    pub(super) field: Arc<str>,
    /// The place that is read.
    pub(super) counts: Node<'d>,
    pub(super) other: Node<'d>,
}

/// What a resource refers to, its structure where it is a flow, and where it contradicts itself.
#[derive(Debug, Default)]
pub(super) struct Collected<'d> {
    pub(super) references: Vec<Reference<'d>>,
    pub(super) flow: Option<Graph<'d>>,
    pub(super) conflicts: Vec<Conflict<'d>>,
}

/// The resource or record that fields are read from.
#[derive(Clone, Copy)]
struct Owner<'o, 'd> {
    id: ResourceId,
    of: &'o Recognised<'d>,
    record: Option<Node<'d>>,
    depth: usize,
}

impl<'d> Owner<'_, 'd> {
    fn node(&self) -> Node<'d> {
        self.record.unwrap_or(self.of.node)
    }
}

/// Collects from one resource after another.
pub(super) struct Collector<'t, 'd> {
    catalog: &'d Catalog,
    terraform: &'t Terraform<'d>,
    /// One text for each name of a field.
    names: BTreeMap<&'d str, Arc<str>>,
}

impl<'t, 'd> Collector<'t, 'd> {
    pub(super) fn new(catalog: &'d Catalog, terraform: &'t Terraform<'d>) -> Self {
        Self { catalog, terraform, names: BTreeMap::new() }
    }

    /// What the resource refers to. Nothing, where it is only looked up: then it says nothing about itself.
    pub(super) fn collect(&mut self, id: ResourceId, of: &Recognised<'d>) -> Collected<'d> {
        let mut collected = Collected::default();
        if !of.is_external {
            let fields = &self.catalog.kind(of.kind).fields;
            let has_structure = fields.values().any(|field| is_computed(field, of));
            collected.flow = has_structure.then(|| Graph::of(of.node, of.form));
            let owner = Owner { id, of, record: None, depth: 0 };
            self.collect_fields(fields, owner, &mut collected);
        }
        collected
    }

    fn collect_fields(
        &mut self,
        fields: &'d BTreeMap<String, Field>,
        owner: Owner<'_, 'd>,
        collected: &mut Collected<'d>,
    ) {
        for field in fields.values() {
            self.note_conflict(field, owner, collected);
            match element(&field.ty) {
                FieldType::Resource(kind) => {
                    let says = self.says(field, owner);
                    if says.is_empty() {
                        continue;
                    }
                    let (name, record) = (self.name(&field.name), owner.record);
                    let is_shared = field.is_shared;
                    let reference = |says| {
                        let field = Arc::clone(&name);
                        Reference { record, field, kind: *kind, is_shared, says }
                    };
                    collected.references.extend(says.into_iter().map(reference));
                }
                FieldType::Record(id) if owner.depth < MAX_DEPTH => {
                    let inner = &self.catalog.record(*id).fields;
                    for node in self.nodes(field, owner, collected.flow.as_ref()) {
                        let owner = Owner { record: Some(node), depth: owner.depth + 1, ..owner };
                        self.collect_fields(inner, owner, collected);
                    }
                }
                _ => {}
            }
        }
    }

    fn note_conflict(
        &mut self,
        field: &'d Field,
        owner: Owner<'_, 'd>,
        collected: &mut Collected<'d>,
    ) {
        if let Some((counts, other)) = conflicts(field, owner.of, owner.node(), self.terraform) {
            let field = self.name(&field.name);
            collected.conflicts.push(Conflict { resource: owner.id, field, counts, other });
        }
    }

    /// What a reference says. A literal that an expression leads to counts as what is written.
    fn says(&self, field: &'d Field, owner: Owner<'_, 'd>) -> Vec<Says<'d>> {
        let reading = field.read(owner.of, owner.node(), self.terraform);
        let mut says = says(reading, owner.node());
        for one in &mut says {
            if let Says::Found(found) = one
                && let Some(Meaning::Value(value)) = meaning(owner.of, *found, self.terraform)
            {
                *found = Found::Behind { value, used: found.site() };
            }
        }
        says.retain(|one| !matches!(one, Says::Found(found) if is_empty(*found)));
        says
    }

    /// The nodes of the records that a field holds. Parts of a flow are those of the flow itself: each is there once, and
    /// parts of parts are among them.
    fn nodes(
        &self,
        field: &'d Field,
        owner: Owner<'_, 'd>,
        flow: Option<&Graph<'d>>,
    ) -> Vec<Node<'d>> {
        let value = |found: Found<'d>| match found {
            Found::Value(node) | Found::Behind { value: node, .. } => Some(node),
            Found::Key(_) | Found::Unknown(..) => None,
        };
        match field.read(owner.of, owner.node(), self.terraform) {
            Reading::One(found) => value(found).into_iter().collect(),
            Reading::Many { elements, .. } => elements.into_iter().filter_map(value).collect(),
            Reading::Computed(fact) => {
                let parts = flow.map(|flow| flow.parts(fact)).unwrap_or_default();
                parts.into_iter().map(|part| part.node).collect()
            }
            Reading::Absent(_)
            | Reading::Parent(_)
            | Reading::Captured(..)
            | Reading::Tokens
            | Reading::Elsewhere => Vec::new(),
        }
    }

    fn name(&mut self, name: &'d str) -> Arc<str> {
        Arc::clone(self.names.entry(name).or_insert_with(|| name.into()))
    }
}

/// The type inside all the lists.
fn element(ty: &FieldType) -> &FieldType {
    match ty {
        FieldType::List(inner) => element(inner),
        other => other,
    }
}

fn is_computed(field: &Field, of: &Recognised<'_>) -> bool {
    let mut places = field.places.get(&of.form).into_iter().flatten();
    places.any(|place| matches!(place, Place::Computed(_)))
}

/// Whether a value refers to nothing.
fn is_empty(found: Found<'_>) -> bool {
    let node = found.node();
    matches!(found, Found::Value(_) | Found::Behind { .. })
        && (node.is_null() || node.as_str() == Some(""))
}

/// The references in what a field holds.
fn says<'d>(reading: Reading<'d>, resource: Node<'d>) -> Vec<Says<'d>> {
    match reading {
        Reading::Computed(Extraction::CalledQueue) => {
            let named = called_queue(resource).map(|(name, node)| Says::Named(name, node));
            named.into_iter().collect()
        }
        Reading::Absent(_) | Reading::Computed(_) | Reading::Tokens | Reading::Elsewhere => {
            Vec::new()
        }
        Reading::One(found) => vec![Says::Found(found)],
        Reading::Many { elements, .. } => elements.into_iter().map(Says::Found).collect(),
        Reading::Parent(at) => {
            let parent = u32::try_from(at).ok().map(ResourceId);
            parent.map(|parent| Says::Parent(parent, resource)).into_iter().collect()
        }
        Reading::Captured(text, node) => vec![Says::Captured(text, node)],
    }
}

/// What the Terraform expression in a reference means; `None` where it is none.
fn meaning<'d>(
    of: &Recognised<'d>,
    found: Found<'d>,
    terraform: &Terraform<'d>,
) -> Option<Meaning<'d>> {
    let is_value = matches!(found, Found::Value(_) | Found::Behind { .. });
    let is_expression = is_value
        && unreadable(of.form, found.node())
            .is_some_and(|why| why == Unreadable::TerraformExpression);
    is_expression.then(|| terraform.meaning(found.node()))
}

impl<'d> Reference<'d> {
    /// The reference with what it leads to.
    pub(super) fn resolved(self, target: Target) -> ResolvedReference<'d> {
        let (node, part, text) = match self.says {
            Says::Found(found) => (found.site(), found.part(), found.text().into()),
            Says::Parent(_, node) => (node, Part::Value, Cow::Borrowed("")),
            Says::Captured(text, node) => (node, Part::Value, text.into()),
            Says::Named(name, node) => (node, Part::Value, name.into()),
        };
        ResolvedReference {
            record: self.record,
            field: self.field,
            kind: self.kind,
            node,
            part,
            text,
            target,
        }
    }

    /// What it says.
    pub(super) fn written<'s>(
        &'s self,
        of: &Recognised<'d>,
        terraform: &Terraform<'d>,
    ) -> Written<'s> {
        match &self.says {
            Says::Found(found) => match meaning(of, *found, terraform) {
                Some(Meaning::Attribute(attribute)) => Written::Attribute(attribute),
                Some(Meaning::Undeclared) => Written::Undeclared(found.text()),
                Some(Meaning::Unknown(why)) if why != Why::Expression => {
                    Written::Unknown(why.into())
                }
                Some(Meaning::Unknown(_) | Meaning::Value(_)) | None => written(of.form, *found),
            },
            Says::Captured(id, _) => Written::Id(id),
            Says::Named(name, _) => Written::Name(name),
            Says::Parent(id, _) => Written::Parent(*id),
        }
    }
}

impl From<Unreadable> for WhyUnknown {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::Token => Self::Token,
            Unreadable::TerraformExpression => Self::TerraformExpression,
            Unreadable::Terraform(why) => why.into(),
            Unreadable::WrongType => Self::WrongType,
        }
    }
}

impl From<Why> for WhyUnknown {
    fn from(why: Why) -> Self {
        match why {
            Why::Expression => Self::TerraformExpression,
            Why::Incomplete => Self::Incomplete,
            other => Self::Terraform(other),
        }
    }
}
