//! Reads a field of a resource or record as written: finds the nodes, and says why there are none.
//!
//! What a node *means* is [`super::normalise`]'s matter; what a reference leads to is the org's.

#[cfg(test)]
mod tests;
mod walk;

use super::{Catalog, Extraction, Field, FieldType, Form, Place, Recognised, Step};
use crate::document::{Node, NodeKind};
use crate::finding::Part;
use crate::terraform::{Terraform, Why, is_expression};

use walk::{Reader, Spot, Walked, only_block, walk};

/// What a field holds, as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading<'d> {
    /// Nothing: no place of the field is there, or the value is null.
    Absent(Absence<'d>),
    /// One value. A list that is not written as one stays one value too; it is not of the field's type.
    One(Found<'d>),
    /// A list: the elements of an array, or all values that a path with `*` leads to.
    Many {
        /// The array or object that holds the elements.
        list: Node<'d>,
        /// The elements that are there, in the order of the text.
        elements: Vec<Found<'d>>,
    },
    /// The resource around this one, by its position in the list of recognised resources.
    Parent(usize),
    /// A segment of the `selfUri`, and the node of the `selfUri`.
    Captured(String, Node<'d>),
    /// What the flow graph says about this resource or record.
    Computed(Extraction),
    /// The `{{tokens}}` of the resource's file.
    Tokens,
    /// The other places in which the same thing is written.
    Elsewhere,
}

/// One place that a path leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found<'d> {
    /// A value.
    Value(Node<'d>),
    /// A value that stands elsewhere, to which a Terraform expression leads.
    Behind {
        /// The value.
        value: Node<'d>,
        /// The expression, in the resource.
        used: Node<'d>,
    },
    /// The key in front of a value is what the field holds.
    Key(Node<'d>),
    /// Something stands there, but what it is cannot be known from the text.
    Unknown(Unreadable, Node<'d>),
}

/// Why what is written cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unreadable {
    /// A `{{token}}` that Archy replaces.
    Token,
    /// A value that only Terraform knows.
    TerraformExpression,
    /// What a Terraform expression leads to is unknown, for a reason that its module tells.
    Terraform(Why),
    /// The path goes through a value that is neither object nor array.
    WrongType,
}

/// How far the path to an absent field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence<'d> {
    /// The last value on the way that is there: the null where one is written, else the object that lacks the next
    /// key, in the worst case the resource itself.
    pub deepest: Node<'d>,
    /// The key that is missing there; `None` where `deepest` is a null or there is no place in this form.
    pub missing: Option<&'d str>,
    /// How many steps lead to `deepest`.
    pub depth: usize,
}

impl<'d> Found<'d> {
    /// The node, whatever is meant of it.
    pub fn node(self) -> Node<'d> {
        match self {
            Self::Value(node)
            | Self::Behind { value: node, .. }
            | Self::Key(node)
            | Self::Unknown(_, node) => node,
        }
    }

    /// Where it stands in the resource: the node, or the expression that leads to it.
    pub fn site(self) -> Node<'d> {
        self.used().unwrap_or_else(|| self.node())
    }

    /// The expression in the resource that leads to the value, where one does.
    pub fn used(self) -> Option<Node<'d>> {
        match self {
            Self::Behind { used, .. } => Some(used),
            Self::Value(_) | Self::Key(_) | Self::Unknown(..) => None,
        }
    }

    /// Which part of the node is meant.
    pub fn part(self) -> Part {
        if matches!(self, Self::Key(_)) || self.is_unknown_key() { Part::Key } else { Part::Value }
    }

    /// The text of the scalar or key; empty for containers.
    pub fn text(self) -> &'d str {
        match self.part() {
            Part::Key => self.node().key().unwrap_or_default(),
            Part::Value => self.node().text(),
        }
    }

    /// Whether it is a key that cannot be read: it holds a token, and what stands behind it is no scalar.
    fn is_unknown_key(self) -> bool {
        let Self::Unknown(Unreadable::Token, node) = self else { return false };
        matches!(node.kind(), NodeKind::Array | NodeKind::Object) && node.key_has_token()
    }
}

impl Catalog {
    /// What the field `name` of a resource holds, as far as its own text tells; `None` where its kind has no such field.
    pub fn read<'d>(&'d self, name: &str, of: &Recognised<'d>) -> Option<Reading<'d>> {
        Some(self.kind(of.kind).fields.get(name)?.read(of, of.node, &Terraform::default()))
    }
}

impl Field {
    /// What this field holds in `node`: the resource's own node, or that of one of its records. Expressions are followed
    /// through `terraform`, those of references as far as lists of them.
    ///
    /// The first place that is there counts. Where none is, the absence is that of the place whose path goes furthest.
    pub fn read<'d>(
        &'d self,
        of: &Recognised<'d>,
        node: Node<'d>,
        terraform: &Terraform<'d>,
    ) -> Reading<'d> {
        let mut absence = Absence { deepest: node, missing: None, depth: 0 };
        for place in self.places.get(&of.form).into_iter().flatten() {
            match self.read_place(place, of, node, terraform) {
                Reading::Absent(this) if absence.missing.is_none() && absence.depth == 0 => {
                    absence = this;
                }
                Reading::Absent(this) if this.depth > absence.depth => absence = this,
                Reading::Absent(_) => {}
                present => return present,
            }
        }
        Reading::Absent(absence)
    }

    /// What stands at one of the field's places.
    pub(super) fn read_place<'d>(
        &'d self,
        place: &'d Place,
        of: &Recognised<'d>,
        node: Node<'d>,
        terraform: &Terraform<'d>,
    ) -> Reading<'d> {
        let reader = Reader { form: of.form, terraform };
        let absent = Reading::Absent(Absence { deepest: node, missing: None, depth: 0 });
        match place {
            Place::Path(steps) => {
                let walked = walk(steps, reader, Spot::here(node));
                match self.nothing(&walked, reader) {
                    Some(deepest) => {
                        Reading::Absent(Absence { deepest, missing: None, depth: steps.len() })
                    }
                    None => self.shape(walked, reader),
                }
            }
            Place::Computed(extraction) => Reading::Computed(*extraction),
            Place::Tokens => Reading::Tokens,
            Place::Elsewhere => Reading::Elsewhere,
            Place::Addresses => {
                let elements = walk::addresses(node).into_iter().map(Found::Value).collect();
                Reading::Many { list: node, elements }
            }
            Place::Parent => of.parent.map_or(absent, Reading::Parent),
            Place::SelfUri(name) => {
                let captured = of.captures.get(name).zip(of.self_uri);
                captured.map_or(absent, |(text, node)| Reading::Captured(text.clone(), node))
            }
        }
    }

    /// The value at the end of a path that stands for none: no text in a reference, and, as Terraform writes it for a block
    /// of which there is at most one, a list of none.
    fn nothing<'d>(&self, walked: &Walked<'d>, reader: Reader<'_, 'd>) -> Option<Node<'d>> {
        let Walked::One(found) = walked else { return None };
        let open = Spot::of(*found)?.open(reader).ok()?;
        let node = enter(open.node);
        let is_nothing = match self.ty {
            FieldType::Resource(_) if node.as_str() == Some("") => true,
            FieldType::Resource(_) | FieldType::Record(_) | FieldType::Map => {
                reader.form.is_of_terraform() && node.kind() == NodeKind::Array && node.is_empty()
            }
            _ => false,
        };
        is_nothing.then(|| open.site())
    }

    fn shape<'d>(&self, walked: Walked<'d>, reader: Reader<'_, 'd>) -> Reading<'d> {
        match walked {
            Walked::Absent(absence) => Reading::Absent(absence),
            Walked::Many { list, found } => {
                let elements = found.into_iter().map(|one| self.settle(one, reader)).collect();
                Reading::Many { list, elements }
            }
            Walked::One(found) => self.shape_one(self.settle(found, reader), reader),
        }
    }

    /// A list as its elements; where one element may stand for a list of one, as such.
    fn shape_one<'d>(&self, found: Found<'d>, reader: Reader<'_, 'd>) -> Reading<'d> {
        let (Some(spot), FieldType::List(element)) = (Spot::of(found), &self.ty) else {
            return Reading::One(found);
        };
        let node = enter(spot.node);
        let list = spot.used.unwrap_or(node);
        if node.kind() == NodeKind::Array {
            let elements = node.items().map(|item| self.settle(spot.to(item).found(), reader));
            return Reading::Many { list, elements: elements.collect() };
        }
        let is_reference = matches!(**element, FieldType::Resource(_));
        let is_block = node.kind() == NodeKind::Object
            && (reader.form.is_of_terraform() || matches!(**element, FieldType::Record(_)));
        if is_reference || is_block {
            return Reading::Many { list, elements: vec![spot.to(node).found()] };
        }
        Reading::One(found)
    }

    /// Follows expressions, and marks what cannot be known from the files. What an expression in a reference leads to is
    /// the org's matter, unless it is a list.
    fn settle<'d>(&self, found: Found<'d>, reader: Reader<'_, 'd>) -> Found<'d> {
        let Some(spot) = Spot::of(found) else {
            return match found {
                Found::Key(node) if reader.form == Form::Archy && node.key_has_token() => {
                    Found::Unknown(Unreadable::Token, node)
                }
                other => other,
            };
        };
        match spot.open(reader) {
            // An identity has no braces: what has them is a template that is to be filled in.
            Ok(open)
                if self.ty.is_reference() && reader.form == Form::Api && open.node.has_token() =>
            {
                Found::Unknown(Unreadable::Token, open.site())
            }
            Ok(open) if self.ty.is_reference() && !is_list(open.node) => found,
            Ok(open) => open.found(),
            Err(why) if self.ty.is_reference() && why.is_expression() => found,
            Err(why) => Found::Unknown(why, spot.site()),
        }
    }
}

fn is_list(node: Node<'_>) -> bool {
    enter(node).kind() == NodeKind::Array
}

impl Unreadable {
    /// Whether it is an expression of Terraform.
    pub fn is_expression(self) -> bool {
        matches!(self, Self::TerraformExpression | Self::Terraform(_))
    }
}

impl From<Why> for Unreadable {
    fn from(why: Why) -> Self {
        match why {
            Why::Expression => Self::TerraformExpression,
            other => Self::Terraform(other),
        }
    }
}

impl FieldType {
    /// Whether it is one resource that is referred to, or several.
    pub fn is_reference(&self) -> bool {
        match self {
            Self::List(element) => element.is_reference(),
            other => matches!(other, Self::Resource(_)),
        }
    }
}

/// Why the text of a scalar does not say its value, in files of this form.
pub fn unreadable(form: Form, node: Node<'_>) -> Option<Unreadable> {
    match form {
        Form::Archy if node.has_token() => Some(Unreadable::Token),
        Form::Terraform
            if node.embedded().is_none() && node.as_str().is_some_and(is_expression) =>
        {
            Some(Unreadable::TerraformExpression)
        }
        _ => None,
    }
}

/// The value itself, or the root of the document that stands inside the string.
pub fn enter(node: Node<'_>) -> Node<'_> {
    node.embedded().map_or(node, |document| document.root())
}

/// The object that a value is, or that stands in it as the one block; `None` for everything else.
pub fn object(form: Form, node: Node<'_>) -> Option<Node<'_>> {
    let node = enter(node);
    Some(only_block(node, form).unwrap_or(node)).filter(|node| node.kind() == NodeKind::Object)
}

/// The value that a path leads to, where it is there and not null.
pub(super) fn find<'d>(steps: &'d [Step], form: Form, node: Node<'d>) -> Option<Node<'d>> {
    let terraform = Terraform::default();
    match walk(steps, Reader { form, terraform: &terraform }, Spot::here(node)) {
        Walked::One(Found::Value(found)) => Some(found),
        _ => None,
    }
}

/// The resources or blocks that a path leads to: each element of an array, or the one object.
pub(super) fn find_all<'d>(steps: &'d [Step], form: Form, node: Node<'d>) -> Vec<Node<'d>> {
    let terraform = Terraform::default();
    let found = match walk(steps, Reader { form, terraform: &terraform }, Spot::here(node)) {
        Walked::One(found) => vec![found],
        Walked::Many { found, .. } => found,
        Walked::Absent(_) => Vec::new(),
    };
    let mut nodes = Vec::new();
    for found in found {
        let Found::Value(node) = found else { continue };
        let node = enter(node);
        match node.kind() {
            NodeKind::Array => nodes.extend(node.items()),
            _ => nodes.push(node),
        }
    }
    nodes
}
