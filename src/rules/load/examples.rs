//! The examples of a rule.

use super::place::place;
use crate::document::Node;
use crate::finding::{Location, Part};
use crate::org::OrgRoots;
use crate::problem::Problem;
use crate::rules::constant::constant;
use crate::rules::frame::{at_key, at_value};
use crate::rules::model::{ExampleFile, FindFile, RuleFile};
use crate::rules::rule::{Parameter, Place};
use crate::rules::{Example, Expectation};

/// The examples of a rule, of which one at least has a finding, and one at least has none.
pub(super) fn examples(
    file: &RuleFile,
    root: Node<'_>,
    parameters: &[Parameter],
    problems: &mut Vec<Problem>,
) -> Vec<Example> {
    let Some(list) = root.get("examples") else { return Vec::new() };
    let mut examples: Vec<Example> = Vec::new();
    for (written, node) in file.examples.iter().zip(list.items()) {
        let example = example(written, node, problems);
        check_parameters(written, node, parameters, problems);
        if examples.iter().any(|earlier| earlier.name == example.name) {
            let message = format!("an example is called `{}` already", example.name);
            problems.push(at_value(node.get("name").unwrap_or(node), message));
        }
        examples.push(example);
    }
    if examples.iter().all(|example| example.finds.is_empty()) {
        problems.push(at_key(list, "no example shows a finding: one at least has to have `finds`"));
    }
    if examples.iter().all(|example| !example.finds.is_empty()) {
        let problem = at_key(list, "no example is without findings");
        problems.push(problem.help("add one with `finds: []` in which the rule has to be silent"));
    }
    examples
}

fn example(file: &ExampleFile, node: Node<'_>, problems: &mut Vec<Problem>) -> Example {
    let name_node = node.get("name").unwrap_or(node);
    if file.name.trim().is_empty() {
        problems.push(at_value(name_node, "the example has no name"));
    }
    if file.files.is_empty() {
        problems.push(at_key(node.get("files").unwrap_or(node), "the example has no files"));
    }
    if let Err(wrong) = OrgRoots::new(std::slice::from_ref(&file.orgs), []) {
        let node = node.get("orgs").unwrap_or(node);
        problems.extend(wrong.into_iter().map(|problem| at_value(node, problem.message)));
    }
    for path in file.files.keys().filter(|path| !is_path(path)) {
        let node = node.get("files").and_then(|files| files.get(path)).unwrap_or(node);
        let problem = at_key(node, format!("`{path}` is no path of an example"));
        problems.push(problem.help("paths are relative, with `/` between their segments"));
    }
    for path in file.fixed.keys().filter(|path| !file.files.contains_key(*path)) {
        let node = node.get("fixed").and_then(|fixed| fixed.get(path)).unwrap_or(node);
        let problem = at_key(node, format!("the example has no file `{path}`"));
        problems.push(problem.did_you_mean(path, file.files.keys().map(String::as_str)));
    }
    for (place, reason) in &file.unnoticed {
        let node = node.get("unnoticed").and_then(|places| places.get(place)).unwrap_or(node);
        let _place = checked(file, place, node, problems);
        if reason.trim().is_empty() {
            problems.push(at_value(node, "there is no reason why nobody is to notice"));
        }
    }
    let nodes = node.get("finds").into_iter().flat_map(Node::items);
    let finds = file.finds.iter().zip(nodes);
    let finds = finds.filter_map(|(find, node)| expectation(file, find, node, problems)).collect();
    Example {
        name: file.name.clone(),
        orgs: file.orgs.clone(),
        parameters: file.parameters.clone(),
        files: file.files.clone().into_iter().collect(),
        finds,
        unnoticed: file.unnoticed.keys().cloned().collect(),
        fixed: file.fixed.clone().into_iter().collect(),
        location: Location::of(name_node, Part::Value),
    }
}

/// The values that an example gives to parameters are those of the rule's own, and of their types.
fn check_parameters(
    file: &ExampleFile,
    node: Node<'_>,
    parameters: &[Parameter],
    problems: &mut Vec<Problem>,
) {
    for (name, value) in &file.parameters {
        let node = node.get("parameters").and_then(|given| given.get(name)).unwrap_or(node);
        let Some(parameter) = parameters.iter().find(|parameter| parameter.name == *name) else {
            let problem = at_key(node, format!("the rule has no parameter `{name}`"));
            let names = parameters.iter().map(|parameter| parameter.name.as_str());
            problems.push(problem.did_you_mean(name, names));
            continue;
        };
        if let Err(wrong) = constant(value, &parameter.ty, parameter.unit.as_deref()) {
            let message = format!("the parameter `{name}` {}", wrong.message);
            problems.push(Problem { help: wrong.help, ..at_value(node, message) });
        }
    }
}

fn is_path(path: &str) -> bool {
    let is_segment = |segment: &str| !matches!(segment, "" | "." | "..");
    !path.contains(['\\', '#', '\0', ':']) && path.split('/').all(is_segment)
}

fn expectation(
    example: &ExampleFile,
    find: &FindFile,
    node: Node<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Expectation> {
    let at_node = node.get("at").unwrap_or(node);
    let at = checked(example, &find.at, at_node, problems);
    let mut related = Vec::new();
    let nodes = node.get("related").into_iter().flat_map(Node::items);
    for (text, node) in find.related.iter().zip(nodes) {
        related.push(checked(example, text, node, problems));
    }
    let related = related.into_iter().collect::<Option<Vec<_>>>()?;
    let location = Location::of(at_node, Part::Value);
    Some(Expectation { at: at?, related, message: find.message.clone(), location })
}

/// A place, which has to be in a file of the example.
fn checked(
    example: &ExampleFile,
    text: &str,
    node: Node<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Place> {
    let place = match place(text) {
        Ok(place) => place,
        Err(message) => {
            problems.push(at_value(node, message));
            return None;
        }
    };
    if !example.files.contains_key(&place.path) {
        let problem = at_value(node, format!("the example has no file `{}`", place.path));
        let problem = problem.help("a place is written `file#/json/pointer`");
        let files = example.files.keys().map(String::as_str);
        problems.push(problem.did_you_mean(&place.path, files));
        return None;
    }
    Some(place)
}
