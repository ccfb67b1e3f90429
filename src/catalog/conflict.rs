//! Two places of one field that disagree.

use super::normalise::{Scalar, normalise};
use super::{Field, FieldType, Form, Found, Reading, Recognised};
use crate::document::Node;
use crate::terraform::Terraform;

/// What a place says, for comparing: the scalars in order.
type Said<'d> = Vec<Scalar<'d>>;

/// The first two places of `field` in `node` that are present, known and of the field's type, and mean different
/// things: the nodes of what they say, the one that counts first. `None` where all agree, and for fields that hold parts, maps or anything.
pub fn conflicts<'d>(
    field: &'d Field,
    of: &Recognised<'d>,
    node: Node<'d>,
    terraform: &Terraform<'d>,
) -> Option<(Node<'d>, Node<'d>)> {
    let places = field.places.get(&of.form)?;
    if places.len() < 2 {
        return None;
    }
    let said = places.iter().filter_map(|place| {
        let reading = field.read_place(place, of, node, terraform);
        Some((said(field, of.form, &reading)?, place_of(&reading)?))
    });
    let said: Vec<(Said<'d>, Node<'d>)> = said.collect();
    let ((first, counts), others) = said.split_first()?;
    let (_, other) = others.iter().find(|(other, _)| other != first)?;
    Some((*counts, *other))
}

fn place_of<'d>(reading: &Reading<'d>) -> Option<Node<'d>> {
    match reading {
        Reading::One(found) => Some(found.site()),
        Reading::Many { list, .. } => Some(*list),
        Reading::Captured(_, node) => Some(*node),
        Reading::Absent(_)
        | Reading::Parent(_)
        | Reading::Computed(_)
        | Reading::Tokens
        | Reading::Elsewhere => None,
    }
}

fn said<'d>(field: &'d Field, form: Form, reading: &Reading<'d>) -> Option<Said<'d>> {
    let element = match &field.ty {
        FieldType::List(element) => element,
        other => other,
    };
    let scalar = |found: &Found<'d>| match element {
        FieldType::Resource(_) => reference(form, *found),
        ty => normalise(field, ty, form, *found).ok(),
    };
    match reading {
        Reading::One(found) => Some(vec![scalar(found)?]),
        Reading::Many { elements, .. } => elements.iter().map(scalar).collect(),
        Reading::Captured(text, _) => Some(vec![Scalar::String(text.clone().into())]),
        Reading::Absent(_)
        | Reading::Parent(_)
        | Reading::Computed(_)
        | Reading::Tokens
        | Reading::Elsewhere => None,
    }
}

/// What a reference names: ids and names compare as text; two Terraform expressions may name one resource in two ways.
fn reference(form: Form, found: Found<'_>) -> Option<Scalar<'_>> {
    let is_value = matches!(found, Found::Value(_) | Found::Behind { .. });
    let node = found.node();
    let is_known = is_value && super::unreadable(form, node).is_none() && node.as_str().is_some();
    is_known.then(|| Scalar::String(found.text().into()))
}
