//! Defaults: values that stand for an absent field, in the notation of the files.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::{Field, FieldType, Form, normalise_default};
use super::{Scope, problem};
use crate::document::Node;
use crate::finding::Part;
use crate::problem::Problem;

/// By form of the kind: the default. A mapping whose keys are all forms gives one for each form.
pub(super) fn by_form(
    scope: &Scope<'_>,
    default: &Value,
    ty: &FieldType,
    node: Node<'_>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Form, Value> {
    let is_form = |key: &String| key.parse::<Form>().is_ok();
    let forms = default.as_object().filter(|map| {
        !map.is_empty() && !matches!(ty, FieldType::Map | FieldType::Any) && map.keys().all(is_form)
    });
    let Some(map) = forms else {
        return scope.draft.forms.iter().map(|&form| (form, default.clone())).collect();
    };
    let mut defaults = BTreeMap::new();
    for (form, value) in map.iter().filter_map(|(key, value)| Some((key.parse().ok()?, value))) {
        if scope.draft.forms.contains(&form) {
            defaults.insert(form, value.clone());
        } else {
            let place = node.get(form.name()).unwrap_or(node);
            problems.push(problem(format!("the kind has no form `{form}`"), place, Part::Key));
        }
    }
    defaults
}

/// Every default has to be of the field's type.
pub(super) fn check(field: &Field, type_name: &str, node: Node<'_>, problems: &mut Vec<Problem>) {
    let wrong = field
        .defaults
        .keys()
        .find(|&&form| normalise_default(field, form).is_some_and(|read| read.is_err()));
    if let Some(form) = wrong {
        let place = node.get(form.name()).unwrap_or(node);
        let message = format!("the default of `{}` is not of its type, `{type_name}`", field.name);
        problems.push(problem(message, place, Part::Value));
    }
}
