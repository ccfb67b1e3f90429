//! Fixes of rules: from expressions to edits.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::Template;
use super::eval::Evaluator;
use super::expr::Expr;
use super::message::render;
use super::shown::{as_written, duration_text, visible};
use super::template::TemplatePart;
use super::value::{Data, Site, Value};
use crate::document::{Node, NodeKind};
use crate::edit::{self, Edit};
use crate::finding::{Applicability, Fix};

/// How a finding of a rule is repaired.
#[derive(Clone, Debug)]
pub struct Repair {
    /// What is changed.
    pub change: Change,
    /// Whether it can be done without asking.
    pub applicability: Applicability,
}

/// What a [`Repair`] changes. Each expression yields the value that is meant.
#[derive(Clone, Debug)]
pub enum Change {
    /// Puts another value in its place.
    Replace {
        /// The value.
        at: Expr,
        /// The other one.
        with: With,
    },
    /// Takes an element out of its list, or a key with its value out of its object.
    Remove {
        /// The element or the value.
        at: Expr,
    },
    /// Gives the key of a value another name.
    Rename {
        /// The value.
        at: Expr,
        /// The name.
        key: Template,
    },
    /// Puts a key with a value into an object.
    Insert {
        /// The object.
        into: Expr,
        /// The key.
        key: Template,
        /// The value.
        with: With,
    },
}

/// A value that a fix writes.
#[derive(Clone, Debug)]
pub enum With {
    /// The same wherever it is written.
    Constant(Json),
    /// Text; of one expression alone, the value of that.
    Text(Template),
}

impl Repair {
    /// The fix of one finding; `None` where what it is about is not written in a way that can be changed.
    pub(crate) fn fix<'a>(&'a self, evaluator: &mut Evaluator<'a>) -> Option<Fix> {
        let (node, edit, description) = match &self.change {
            Change::Replace { at, with } => {
                let (node, value) = target(evaluator, at)?;
                let new = with.value(evaluator, Some((node, &value)))?;
                let description = format!("replace `{}` with `{}`", as_written(node), plain(&new));
                (node, edit::replace(node, &new)?, description)
            }
            Change::Remove { at } => {
                let (node, _) = target(evaluator, at)?;
                let name = node.key().map_or_else(|| as_written(node), visible);
                (node, edit::remove(node)?, format!("remove `{name}`"))
            }
            Change::Rename { at, key } => {
                let (node, _) = target(evaluator, at)?;
                let name = render(key, evaluator);
                let old = visible(node.key()?);
                let description = format!("rename `{old}` to `{}`", visible(&name));
                (node, edit::rename(node, &name)?, description)
            }
            Change::Insert { into, key, with } => {
                let (node, _) = target(evaluator, into)?;
                let (name, new) = (render(key, evaluator), with.value(evaluator, None)?);
                let description = format!("add `{}: {}`", visible(&name), plain(&new));
                (node, edit::insert(node, &name, &new)?, description)
            }
        };
        changes_something(node, &edit).then(|| Fix {
            description,
            applicability: self.applicability,
            source: Arc::clone(node.document().source()),
            edits: vec![edit],
        })
    }
}

fn changes_something(node: Node<'_>, edit: &Edit) -> bool {
    node.document().source().text().get(edit.span.range()) != Some(&edit.text)
}

/// The node that an expression yields, and its value. A resource is meant by the reference to it.
fn target<'a>(evaluator: &mut Evaluator<'a>, at: &'a Expr) -> Option<(Node<'a>, Value<'a>)> {
    let value = evaluator.value(at).ok()?;
    // What a Terraform expression leads to stands elsewhere, and others may use it too.
    if value.origin.used.is_some() {
        return None;
    }
    let node = match (&value.data, value.origin.site) {
        (Data::Resource(_), _) => value.origin.led_by?,
        (Data::Record { node, .. } | Data::Object(node) | Data::Array(node), _) => *node,
        (_, Site::Node(node, _)) => node,
        _ => return None,
    };
    Some((node, value))
}

impl With {
    /// What is written; `old` is the value in whose place it comes, and how that is written.
    fn value<'a>(
        &'a self,
        evaluator: &mut Evaluator<'a>,
        old: Option<(Node<'a>, &Value<'a>)>,
    ) -> Option<Json> {
        match self {
            Self::Constant(value) => Some(value.clone()),
            Self::Text(template) => match template.parts.as_slice() {
                [TemplatePart::Expr(expr)] => data(&evaluator.value(expr).ok()?, old),
                _ => Some(json!(render(template, evaluator))),
            },
        }
    }
}

/// A value as it is written.
fn data(value: &Value<'_>, old: Option<(Node<'_>, &Value<'_>)>) -> Option<Json> {
    Some(match &value.data {
        Data::Bool(truth) => json!(truth),
        Data::Int(number) => json!(number),
        // A whole number is written as one, `8` rather than `8.0`.
        Data::Double(number) => serde_json::from_str(&number.to_string()).ok()?,
        Data::String(text) | Data::Codec(text) => json!(text),
        Data::Duration(milliseconds) => duration(*milliseconds, old)?,
        Data::List(list) => {
            let element = |one: &super::value::Known<'_>| data(one.as_ref().ok()?, None);
            Json::Array(list.elements.iter().map(element).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// A duration in the unit of the one in whose place it comes.
fn duration(milliseconds: i64, old: Option<(Node<'_>, &Value<'_>)>) -> Option<Json> {
    let (node, Value { data: Data::Duration(before), .. }) = old? else { return None };
    if node.kind() == NodeKind::String {
        let is_short = node.text() == duration_text(*before);
        return is_short.then(|| json!(duration_text(milliseconds)));
    }
    let number = node.as_i64().filter(|&number| number != 0)?;
    let unit = (before % number == 0).then(|| before / number).filter(|&unit| unit > 0)?;
    (milliseconds % unit == 0).then(|| json!(milliseconds / unit))
}

/// A value for people.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => visible(text),
        other => visible(&other.to_string()),
    }
}
