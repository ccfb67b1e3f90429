//! Identities: where each form keeps a resource's id and name.

use std::collections::BTreeMap;

use super::super::model::FormIdentityFile;
use super::super::{Form, Identity, Step};
use super::{Draft, path, problem};
use crate::document::Node;
use crate::finding::Part;
use crate::problem::Problem;

/// By form of the kind: where it keeps the id and the name.
pub(super) fn identities(draft: &Draft, problems: &mut Vec<Problem>) -> BTreeMap<Form, Identity> {
    let file = &draft.file.identity;
    let node = draft.node(&["identity"]);
    for (form, own) in file.by_form.iter() {
        if own.is_some() && !draft.forms.contains(&form) {
            let message = format!("the kind has no form `{form}`");
            problems.push(problem(message, draft.node(&["identity", form.name()]), Part::Key));
        }
    }
    let common = FormIdentityFile {
        id: Some(file.id.clone().unwrap_or_else(|| "id".to_owned())),
        name: Some(file.name.clone().unwrap_or_else(|| "name".to_owned())),
    };
    let mut identities = BTreeMap::new();
    for (form, own) in file.by_form.iter() {
        if draft.forms.contains(&form) {
            let (file, node) = match own {
                Some(own) => (own, node.get(form.name()).unwrap_or(node)),
                None => (&common, node),
            };
            identities.insert(form, identity(file, node, problems));
        }
    }
    identities
}

fn identity(file: &FormIdentityFile, node: Node<'_>, problems: &mut Vec<Problem>) -> Identity {
    let mut read = |text: &Option<String>, key: &str| {
        let text = text.as_deref()?;
        single(text, node.get(key).unwrap_or(node), problems)
    };
    Identity { id: read(&file.id, "id"), name: read(&file.name, "name") }
}

/// A path that leads to one value at most.
pub(super) fn single(text: &str, node: Node<'_>, problems: &mut Vec<Problem>) -> Option<Vec<Step>> {
    let steps = path::path(text).and_then(|steps| {
        if steps.iter().any(Step::is_many) {
            return Err(format!("`{text}` leads to several values, and one is needed"));
        }
        Ok(steps)
    });
    steps.map_err(|message| problems.push(problem(message, node, Part::Value))).ok()
}
