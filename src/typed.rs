//! The project's own YAML files (rules, kinds, configuration) as typed values, beside the nodes they were read from.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::document::{self, Document, Node, Syntax};
use crate::finding::{Location, Part};
use crate::problem::Problem;
use crate::schema::{self, Schema};
use crate::source::{Source, Span};

/// Reads `source` twice: by serde into the typed value, and into nodes, which know where everything stands.
///
/// # Errors
/// Why it is not YAML, at the byte; else every key and value that is none of this type's, as the type's published
/// schema explains it.
pub fn read_typed<T: DeserializeOwned + JsonSchema>(
    source: &Arc<Source>,
) -> Result<(T, Document), Vec<Problem>> {
    let parsed = document::parse(source, Syntax::Yaml);
    if let Some(error) = parsed.error {
        let problem = Problem { help: error.help, ..Problem::new(error.message) };
        return Err(vec![problem.at(bytes(source, error.span))]);
    }
    let Some(document) = parsed.documents.into_iter().next() else {
        return Err(vec![Problem::new("the file is empty").at(bytes(source, Span::at(0)))]);
    };
    check_keys(&document)?;
    match serde_yaml::from_str(source.text()) {
        Ok(value) => Ok((value, document)),
        Err(error) => Err(explained_by_schema::<T>(&document)
            .unwrap_or_else(|| vec![explain(source, &document, &error)])),
    }
}

/// All that is wrong with the shape of a file; `None` where the schema of its type has nothing against it.
fn explained_by_schema<T: JsonSchema>(document: &Document) -> Option<Vec<Problem>> {
    let schema = schemars::schema_for!(T).to_value();
    let schema = Schema::compile("typed.schema.json", &schema).ok()?;
    let problems = schema::problems(&schema, document.root());
    (!problems.is_empty()).then_some(problems)
}

fn check_keys(document: &Document) -> Result<(), Vec<Problem>> {
    let problem = |(repeated, _): (Node<'_>, Node<'_>)| {
        let message = format!("the key `{}` stands here twice", repeated.key().unwrap_or_default());
        Problem::new(message).at(Location::of(repeated, Part::Key))
    };
    let problems: Vec<Problem> = document.duplicate_keys().map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What serde refused, framed at the key or value that begins at the byte it names.
fn explain(source: &Arc<Source>, document: &Document, error: &serde_yaml::Error) -> Problem {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let problem = suggest(message);
    let Some(location) = error.location() else { return problem };
    let at = location.index().min(source.text().len());
    let place = beginning_at(document.root(), crate::source::offset(at));
    match place {
        Some((node, part)) => problem.at(Location::of(node, part)),
        None => problem.at(bytes(source, Span::at(at))),
    }
}

/// The key, or else the innermost value, that begins at the byte `at`.
fn beginning_at(node: Node<'_>, at: u32) -> Option<(Node<'_>, Part)> {
    let within = |child: &Node<'_>| child.entry_span().start <= at && at <= child.entry_span().end;
    let child = node.members().chain(node.items()).find(within);
    if let Some(child) = child {
        if child.key_span().is_some_and(|key| key.start == at) {
            return Some((child, Part::Key));
        }
        return beginning_at(child, at);
    }
    (node.span().start == at).then_some((node, Part::Value))
}

/// Serde's words for an unknown key, with the nearest known one as advice.
fn suggest(message: &str) -> Problem {
    let Some((prefix, rest)) = message.split_once("unknown field `") else {
        return Problem::new(message);
    };
    let mut names = rest.split('`').step_by(2);
    let unknown = names.next().unwrap_or_default();
    let known: Vec<&str> =
        rest.split('`').skip(2).step_by(2).filter(|name| !name.is_empty()).collect();
    let problem = Problem::new(format!("{prefix}there is no key `{unknown}` here"));
    let all = format!("the keys are `{}`", known.join("`, `"));
    problem.help(all).did_you_mean(unknown, known)
}

fn bytes(source: &Arc<Source>, span: Span) -> Location {
    Location { source: Arc::clone(source), span, address: None }
}
