//! What can be broken about a value: each way is one edit.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::pool::Pool;

use crate::document::{Node, NodeKind};
use crate::edit::{self, Edit};

/// The most values that are put in under one key.
const MAX_INSERTED: usize = 3;

/// Something broken about a file.
#[derive(Clone, Debug)]
pub(super) struct Mutant {
    /// What was done, for people.
    pub(super) what: String,
    /// The edit that does it.
    pub(super) edit: Edit,
}

/// Everything that is tried on a value. `pool` holds what stands in the examples in which the rule finds something.
pub(super) fn mutants(node: Node<'_>, pool: &Pool) -> Vec<Mutant> {
    let place = place(node);
    let mut found = Vec::new();
    let mut push = |what: String, edit: Option<Edit>| {
        found.extend(edit.map(|edit| Mutant { what, edit }));
    };
    for value in values(node, pool) {
        push(format!("{place} becomes {value}"), edit::replace(node, &value));
    }
    push(format!("{place} is missing"), edit::remove(node));
    push(format!("{place} stands there twice"), edit::repeat(node));
    if let Some(key) = node.key() {
        let slip = format!("{key}x");
        let others = pool.keys().chain(pool.keys_beside(node)).filter(|name| *name != key);
        for name in std::iter::once(slip.as_str()).chain(others) {
            push(format!("{place} is called {name}"), edit::rename(node, name));
        }
    }
    if node.kind() == NodeKind::Object {
        for key in pool.keys() {
            for value in pool.values(key).iter().take(MAX_INSERTED) {
                push(format!("{place} has {key}: {value}"), edit::insert(node, key, value));
            }
        }
    }
    found
}

/// The pointer of a value, for people.
pub(super) fn place(node: Node<'_>) -> String {
    let host = node.document().host().map(|host| format!("{host}!")).unwrap_or_default();
    let path = node.document().source().path();
    format!("{path}#{host}{}", node.pointer())
}

/// Other values for a value: the nearest to what it is first.
fn values(node: Node<'_>, pool: &Pool) -> Vec<Value> {
    let pooled = || named(node).map(|key| pool.values(key)).unwrap_or_default().iter().cloned();
    let own: Vec<Value> = match node.kind() {
        NodeKind::Bool => vec![json!(node.as_bool() != Some(true))],
        NodeKind::Int | NodeKind::Float => numbers(node),
        NodeKind::String => texts(node),
        NodeKind::Array => lists(node),
        NodeKind::Object => vec![json!({})],
        NodeKind::Null => Vec::new(),
    };
    let unlike = match node.kind() {
        NodeKind::Bool | NodeKind::Int | NodeKind::Float => json!("mutant"),
        _ => json!(7),
    };
    let mut seen = BTreeSet::new();
    let is_new = |value: &Value| seen.insert(value.to_string());
    own.into_iter().chain(pooled()).chain([unlike]).filter(is_new).collect()
}

/// Methods of HTTP: requests are written with one in front.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Other words, a slip of the hand, other digits at the end, and another method.
fn texts(node: Node<'_>) -> Vec<Value> {
    let text = node.text();
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - stem.len();
    let with = |digit: &str| json!(format!("{stem}{}", digit.repeat(digits)));
    let others = if digits == 0 { Vec::new() } else { vec![with("0"), with("9")] };
    let request = METHODS.iter().find_map(|method| text.strip_prefix(method)?.strip_prefix(' '));
    let requests =
        request.into_iter().flat_map(|path| METHODS.map(|method| json!([method, path].join(" "))));
    let slips = [2, 3].map(|part| json!(slip(text, part)));
    [json!("mutant"), json!("")].into_iter().chain(slips).chain(others).chain(requests).collect()
}

/// The text with one letter twice: the one behind this part of it.
fn slip(text: &str, part: usize) -> String {
    let letter = text.char_indices().nth(text.chars().count() / part);
    letter
        .map_or_else(String::new, |(at, letter)| format!("{}{letter}{}", &text[..at], &text[at..]))
}

fn numbers(node: Node<'_>) -> Vec<Value> {
    match node.as_i64() {
        Some(number) => {
            let others = [0, 1, number.saturating_mul(1000), number.saturating_add(1)];
            others.into_iter().chain([number.saturating_sub(1), -1]).map(Value::from).collect()
        }
        None => vec![json!(0), json!(1), json!(1e9)],
    }
}

fn lists(node: Node<'_>) -> Vec<Value> {
    let items: Option<Vec<Value>> = node.items().map(value).collect();
    let reversed = items.map(|items| items.into_iter().rev().collect());
    std::iter::once(json!([])).chain(reversed).collect()
}

/// The key that a value, or the list around it, stands behind.
pub(super) fn named(node: Node<'_>) -> Option<&str> {
    node.key().or_else(|| node.trail().into_iter().rev().find_map(Node::key))
}

/// A value as data; `None` where it is nested more than rules are.
pub(super) fn value(node: Node<'_>) -> Option<Value> {
    Some(match node.kind() {
        NodeKind::Null => Value::Null,
        NodeKind::Bool => json!(node.as_bool()?),
        NodeKind::Int | NodeKind::Float => serde_json::from_str(node.text()).ok()?,
        NodeKind::String => json!(node.text()),
        NodeKind::Array => node.items().map(value).collect::<Option<_>>()?,
        NodeKind::Object => {
            let member = |one: Node<'_>| Some((one.key()?.to_owned(), value(one)?));
            Value::Object(node.members().map(member).collect::<Option<_>>()?)
        }
    })
}
