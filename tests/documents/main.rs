//! Documents: what is read, where it stands, and what broken or hostile text does.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod embedded;
mod flat;
mod hcl;
mod hcl_errors;
mod hcl_properties;
mod hostile;
mod json;
mod json_errors;
mod properties;
mod tokens;
mod yaml;

use std::sync::Arc;

use orglint::document::{Document, Node, NodeKind, Parsed, Syntax, SyntaxError, parse};
use orglint::source::{Source, Span};
use serde_json::{Map, Number, Value};

fn read(text: &str, syntax: Syntax) -> Parsed {
    parse(&Arc::new(Source::new("file", text)), syntax)
}

fn json(text: &str) -> Parsed {
    read(text, Syntax::Json)
}

fn yaml(text: &str) -> Parsed {
    read(text, Syntax::Yaml)
}

fn hcl(text: &str) -> Parsed {
    read(text, Syntax::Hcl)
}

/// The only document of a text without errors.
fn only(parsed: &Parsed) -> &Document {
    assert_eq!(parsed.error, None);
    assert_eq!(parsed.documents.len(), 1);
    &parsed.documents[0]
}

/// The error of a text, with the text of its span.
fn error(parsed: Parsed, text: &str) -> (SyntaxError, &str) {
    let error = parsed.error.expect("the text has an error");
    let found = &text[error.span.range()];
    (error, found)
}

/// The text of the source at `span`.
fn written(node: Node<'_>, span: Span) -> &str {
    &node.document().source().text()[span.range()]
}

/// The value at a path of keys and positions.
fn at<'d>(node: Node<'d>, path: &str) -> Node<'d> {
    path.split_whitespace().fold(node, |node, step| match step.parse() {
        Ok(index) if node.kind() == NodeKind::Array => node.element(index).expect("an element"),
        _ => node.get(step).unwrap_or_else(|| panic!("no {step}")),
    })
}

/// The tree as serde sees it.
fn value(node: Node) -> Value {
    match node.kind() {
        NodeKind::Null => Value::Null,
        NodeKind::Bool => Value::Bool(node.as_bool().unwrap()),
        NodeKind::String => Value::String(node.as_str().unwrap().to_owned()),
        NodeKind::Int | NodeKind::Float => number(node),
        NodeKind::Array => node.items().map(value).collect(),
        NodeKind::Object => {
            let entries =
                node.members().map(|member| (member.key().unwrap().to_owned(), value(member)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

fn number(node: Node) -> Value {
    if node.text() != "-0" {
        if let Some(int) = node.as_i64() {
            return int.into();
        }
        if let Some(int) = node.as_u64() {
            return int.into();
        }
    }
    Number::from_f64(node.as_f64().expect("a number")).map_or(Value::Null, Value::Number)
}

/// Calls `visit` on `node` and everything in it, keys not included.
fn each<'d>(node: Node<'d>, visit: &mut impl FnMut(Node<'d>)) {
    visit(node);
    for child in node.items().chain(node.members()) {
        each(child, visit);
    }
}
