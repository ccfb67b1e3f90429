//! What every rule has: its id, its parameters, its examples.

use std::sync::Arc;

use super::{body, examples};
use crate::catalog::Catalog;
use crate::document::Node;
use crate::finding::{Location, Part};
use crate::problem::Problem;
use crate::rules::constant::{Range, Wrong, constant, is_unit, parameter_type};
use crate::rules::expr::Type;
use crate::rules::frame::{at_key, at_value};
use crate::rules::model::{ParameterFile, RuleFile};
use crate::rules::{Parameter, Rule};

/// Builds the rule that `root` writes.
///
/// # Errors
/// Everything wrong in it.
pub(super) fn build(
    catalog: &Catalog,
    file: RuleFile,
    root: Node<'_>,
) -> Result<Rule, Vec<Problem>> {
    let mut problems = Vec::new();
    check_id(&file.id, root, &mut problems);
    check_texts(&file, root, &mut problems);
    let parameters = parameters(&file, root, &mut problems);
    let body = body::body(catalog, &file, root, &parameters, &mut problems);
    let examples = examples::examples(&file, root, &parameters, &mut problems);
    let Some(body) = body.filter(|_| problems.is_empty()) else { return Err(problems) };
    let id_node = root.get("id").unwrap_or(root);
    Ok(Rule {
        id: Arc::from(file.id.as_str()),
        severity: file.severity,
        severity_reason: file.severity_reason.clone(),
        confidence: file.confidence,
        summary: file.summary.clone(),
        area: area(root).to_owned(),
        body,
        why: file.why.clone(),
        references: file.references.clone(),
        tags: file.tags.clone(),
        parameters,
        tunings: Vec::new(),
        examples,
        location: Location::of(id_node, Part::Value),
        written: file,
    })
}

/// The folder that the file stands in.
fn area(root: Node<'_>) -> &str {
    let path = root.document().source().path();
    path.rsplit('/').nth(1).unwrap_or_default()
}

/// Whether a text can be the id of a rule: lower-case words with hyphens between them.
pub fn is_id(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(is_word)
}

fn check_id(id: &str, root: Node<'_>, problems: &mut Vec<Problem>) {
    let Some(node) = root.get("id") else { return };
    if !is_id(id) {
        let message = format!("`{id}` is no id: lower-case words with hyphens between them");
        problems.push(at_value(node, message));
        return;
    }
    let path = root.document().source().path();
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem != id {
        let message = format!("the rule `{id}` stands in a file of another name");
        problems.push(
            at_value(node, message)
                .help(format!("call the file `{id}.yaml`, or the rule `{stem}`")),
        );
    }
}

fn check_texts(file: &RuleFile, root: Node<'_>, problems: &mut Vec<Problem>) {
    let texts = [
        ("summary", &file.summary),
        ("severity-reason", &file.severity_reason),
        ("why", &file.why),
    ];
    for (key, text) in texts {
        if let Some(node) = root.get(key).filter(|_| text.trim().is_empty()) {
            problems.push(at_value(node, format!("`{key}` says nothing")));
        }
    }
    for (at, tag) in file.tags.iter().enumerate() {
        let node = root.get("tags").and_then(|tags| tags.element(at));
        if let Some(node) = node.filter(|_| tag.is_empty() || tag == "all") {
            problems.push(at_value(node, format!("`{tag}` cannot be a tag")));
        }
    }
}

fn parameters(file: &RuleFile, root: Node<'_>, problems: &mut Vec<Problem>) -> Vec<Parameter> {
    let Some(group) = root.get("parameters") else { return Vec::new() };
    let mut parameters = Vec::new();
    for (name, written) in &file.parameters {
        let node = group.get(name).unwrap_or(group);
        if !is_name(name) {
            let message =
                format!("`{name}` is no name that an expression can write behind `params.`");
            problems.push(at_key(node, message));
        }
        match parameter(name, written, node) {
            Ok(parameter) => parameters.push(parameter),
            Err(problem) => problems.push(problem),
        }
    }
    parameters
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn parameter(name: &str, file: &ParameterFile, node: Node<'_>) -> Result<Parameter, Problem> {
    let place = |key: &str| node.get(key).unwrap_or(node);
    let Some(ty) = parameter_type(&file.ty) else {
        let message = format!("there is no parameter type `{}`", file.ty);
        let help = "types are `string`, `int`, `double`, `bool`, `codec`, `duration`, `date`, and `list(…)` of them";
        return Err(at_value(place("type"), message).help(help));
    };
    let unit = file.unit.as_deref();
    if let Some(unit) = unit.filter(|unit| *ty.innermost() == Type::Duration && !is_unit(unit)) {
        let message = format!("`{unit}` is no unit of a duration");
        return Err(at_value(place("unit"), message).help("units are `ms`, `s`, `min`, `h`, `d`"));
    }
    let wrong = |key: &str, wrong: Wrong| {
        let message = format!("the parameter `{name}` {}", wrong.message);
        Problem { help: wrong.help, ..at_value(place(key), message) }
    };
    let bound = |key: &str, written: &Option<serde_json::Value>| {
        let bound = written.as_ref().map(|value| constant(value, ty.innermost(), unit));
        bound.transpose().map_err(|error| wrong(key, error))
    };
    let range =
        Range { least: bound("at-least", &file.at_least)?, most: bound("at-most", &file.at_most)? };
    let default = constant(&file.default, &ty, unit).and_then(|value| range.check(value));
    let default = default.map_err(|error| wrong("default", error))?;
    let value = default.clone();
    let (summary, unit) = (file.summary.clone(), file.unit.clone());
    Ok(Parameter { name: name.to_owned(), ty, summary, unit, default, value, range })
}
