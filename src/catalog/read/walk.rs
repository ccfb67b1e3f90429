//! Follows a path from a node.

use super::super::{Form, Step};
use super::{Absence, Found, Unreadable, enter, unreadable};
use crate::document::{Node, NodeKind};

/// Where a path leads.
#[derive(Debug)]
pub(super) enum Walked<'d> {
    /// Nowhere.
    Absent(Absence<'d>),
    /// To one place; there is no `*` in the path.
    One(Found<'d>),
    /// To all places behind the elements of the first `*`. Elements that lack the rest of the path are left out.
    Many { list: Node<'d>, found: Vec<Found<'d>> },
}

/// Where one step leads.
enum Next<'d> {
    To(Node<'d>),
    /// Every element, for `*`.
    Each(Node<'d>, Vec<Node<'d>>),
    Stop(Walked<'d>),
}

/// Follows `steps` from `node`. A null on the way, or at the end, is an absence.
pub(super) fn walk<'d>(steps: &'d [Step], form: Form, node: Node<'d>) -> Walked<'d> {
    let mut at = node;
    for (depth, step) in steps.iter().enumerate() {
        let next = match step {
            Step::OwnKey => return own_key(at, depth),
            Step::Key(name) => by_key(at, name, form, depth),
            Step::Each => each(at, steps.get(depth + 1), form, depth),
            Step::Where { key, is } => only_where(at, key, is, depth),
        };
        match next {
            Next::To(node) => at = node,
            Next::Stop(walked) => return walked,
            Next::Each(list, elements) => {
                return all(list, elements, &steps[depth + 1..], form);
            }
        }
    }
    if at.is_null() && !steps.is_empty() {
        return Walked::Absent(Absence { deepest: at, missing: None, depth: steps.len() });
    }
    Walked::One(Found::Value(at))
}

fn own_key(at: Node<'_>, depth: usize) -> Walked<'_> {
    match at.key() {
        Some(_) => Walked::One(Found::Key(at)),
        None => Walked::Absent(Absence { deepest: at, missing: None, depth }),
    }
}

fn by_key<'d>(at: Node<'d>, name: &'d str, form: Form, depth: usize) -> Next<'d> {
    let object = match only_block(enter(at), form) {
        Some(block) => block,
        None => enter(at),
    };
    let is_empty_list =
        form.is_of_terraform() && object.kind() == NodeKind::Array && object.is_empty();
    if object.kind() != NodeKind::Object && !is_empty_list {
        return Next::Stop(blocked(object, form, depth));
    }
    if let Some(next) = object.get(name) {
        return Next::To(next);
    }
    let hidden = object.members().find(|member| form == Form::Archy && member.key_has_token());
    Next::Stop(match hidden {
        Some(member) => Walked::One(Found::Unknown(Unreadable::Token, member)),
        None => Walked::Absent(Absence { deepest: at, missing: Some(name), depth }),
    })
}

/// The same node, where it is an object in which `key` has the text `is`.
fn only_where<'d>(at: Node<'d>, key: &'d str, is: &str, depth: usize) -> Next<'d> {
    let object = enter(at);
    match object.get(key) {
        Some(value) if value.as_str() == Some(is) => Next::To(object),
        Some(_) => Next::Stop(Walked::Absent(Absence { deepest: at, missing: None, depth })),
        None => Next::Stop(Walked::Absent(Absence { deepest: at, missing: Some(key), depth })),
    }
}

/// Terraform writes a nested block as an array of one object; Architect, what an action could have several of.
fn only_block(node: Node<'_>, form: Form) -> Option<Node<'_>> {
    let has_lists = form.is_of_terraform() || form == Form::Architect;
    let is_only = has_lists && node.kind() == NodeKind::Array && node.len() == 1;
    if is_only { node.element(0) } else { None }
}

fn each<'d>(at: Node<'d>, behind: Option<&Step>, form: Form, depth: usize) -> Next<'d> {
    let list = enter(at);
    match list.kind() {
        NodeKind::Array => Next::Each(list, list.items().collect()),
        NodeKind::Object if is_lone_block(list, behind, form) => Next::Each(list, vec![list]),
        NodeKind::Object => Next::Each(list, list.members().collect()),
        _ => Next::Stop(blocked(list, form, depth)),
    }
}

/// Terraform allows a nested block of which there is one without the array around it.
fn is_lone_block(object: Node<'_>, behind: Option<&Step>, form: Form) -> bool {
    let Some(Step::Key(name)) = behind else { return false };
    form.is_of_terraform() && object.get(name).is_some()
}

fn all<'d>(list: Node<'d>, elements: Vec<Node<'d>>, rest: &'d [Step], form: Form) -> Walked<'d> {
    let mut found = Vec::with_capacity(elements.len());
    for element in elements {
        match walk(rest, form, element) {
            Walked::Absent(_) => {}
            Walked::One(one) => found.push(one),
            Walked::Many { found: more, .. } => found.extend(more),
        }
    }
    Walked::Many { list, found }
}

/// What to say where the path goes through something that is no object: null is an absence, an expression or a token
/// could be anything.
fn blocked(node: Node<'_>, form: Form, depth: usize) -> Walked<'_> {
    if node.is_null() {
        return Walked::Absent(Absence { deepest: node, missing: None, depth });
    }
    let why = unreadable(form, node).unwrap_or(Unreadable::WrongType);
    Walked::One(Found::Unknown(why, node))
}
