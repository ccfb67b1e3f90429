//! Fills the index of recognition, and refuses what would recognise one resource as two kinds.

use std::collections::BTreeMap;

use super::super::model::{ApiFile, NestedFile};
use super::super::recognise::{ByKeys, Index, Inside, Template};
use super::super::{FieldType, Form, Kind, KindId, Place, Step};
use super::{Draft, Scope, forms, path, problem};
use crate::document::Node;
use crate::finding::Part;
use crate::problem::Problem;

impl Index {
    /// Adds the last of `kinds`, whose file is the scope's.
    pub(super) fn add(&mut self, scope: &Scope<'_>, kinds: &[Kind], problems: &mut Vec<Problem>) {
        let Some(&id) = scope.kinds.get(&scope.draft.file.kind) else { return };
        let declared = &scope.draft.file.forms;
        let draft = scope.draft;
        let names = |at: KindId| kinds.get(usize::from(at.0)).map_or("", |kind| kind.name.as_str());
        if let Some(api) = &declared.api {
            self.add_templates(draft, api, id, problems);
            self.add_keys(draft, (Form::Api, &api.keys, &api.absent), id, problems);
            self.add_nested(scope, Form::Api, &api.nested, id, problems);
        }
        if let Some(terraform) = &declared.terraform {
            let node = draft.node(&["forms", "terraform", "type"]);
            let claims = terraform.types.0.iter().map(|ty| (ty.clone(), ty.as_str()));
            claim(&mut self.terraform, claims, (id, node, &names), problems);
            self.add_nested(scope, Form::Terraform, &terraform.nested, id, problems);
        }
        if let Some(archy) = &declared.archy {
            let node = draft.node(&["forms", "archy", "flow-types"]);
            let claims = archy.flow_types.iter().map(|ty| (ty.to_lowercase(), ty.as_str()));
            claim(&mut self.flow_types, claims, (id, node, &names), problems);
        }
        if let Some(architect) = &declared.architect {
            let node = draft.node(&["forms", "architect", "types"]);
            let claims = architect.types.iter().map(|ty| (ty.to_lowercase(), ty.as_str()));
            claim(&mut self.architect_types, claims, (id, node, &names), problems);
        }
        if let Some(own) = &declared.own {
            self.add_keys(draft, (Form::Own, &own.keys, &own.absent), id, problems);
            self.own.insert(draft.file.kind.clone(), id);
        }
    }

    fn add_templates(
        &mut self,
        draft: &Draft,
        api: &ApiFile,
        id: KindId,
        problems: &mut Vec<Problem>,
    ) {
        let node = draft.node(&["forms", "api", "self-uri"]);
        for (index, text) in api.self_uri.0.iter().enumerate() {
            match Template::parse(text) {
                Ok(template) => self.templates.push((template, id)),
                Err(message) => {
                    let place = node.element(index).unwrap_or(node);
                    problems.push(problem(message, place, Part::Value));
                }
            }
        }
    }

    fn add_keys(
        &mut self,
        draft: &Draft,
        (form, keys, absent): (Form, &[String], &[String]),
        kind: KindId,
        problems: &mut Vec<Problem>,
    ) {
        let mut read = |texts: &[String], key: &str| -> Vec<Vec<Step>> {
            let list = draft.node(&["forms", form.name(), key]);
            let step = |(index, text): (usize, &String)| {
                forms::single(text, list.element(index).unwrap_or(list), problems)
            };
            texts.iter().enumerate().filter_map(step).collect()
        };
        let keys = read(keys, "keys");
        let absent = read(absent, "absent");
        if !keys.is_empty() {
            self.by_keys.push(ByKeys { kind, form, keys, absent });
        }
    }

    fn add_nested(
        &mut self,
        scope: &Scope<'_>,
        form: Form,
        nested: &[NestedFile],
        id: KindId,
        problems: &mut Vec<Problem>,
    ) {
        let list = scope.draft.node(&["forms", form.name(), "nested"]);
        for (index, file) in nested.iter().enumerate() {
            let node = list.element(index).unwrap_or(list);
            let inside = scope.kind(&file.kind, node.get("kind").unwrap_or(node), problems);
            let steps = path::path(&file.at).map_err(|message| {
                problems.push(problem(message, node.get("at").unwrap_or(node), Part::Value));
            });
            if let (Some(inside), Ok(steps)) = (inside, steps) {
                let forms = Form::ALL.into_iter().filter(|other| {
                    *other == form || form == Form::Terraform && *other == Form::State
                });
                for form in forms {
                    let inside = self.nested.entry((inside, form)).or_default();
                    inside.push(Inside { kind: id, at: steps.clone() });
                }
            }
        }
    }

    /// Puts everything in the order of recognition once all kinds are there.
    pub(super) fn finish(&mut self, kinds: &[Kind], problems: &mut Vec<Problem>) {
        self.templates
            .sort_by_key(|(template, kind)| (std::cmp::Reverse(template.literals()), *kind));
        self.by_keys.sort_by_key(|told| (std::cmp::Reverse(told.keys.len()), told.kind));
        self.check_shapes(kinds, problems);
        self.check_keys(kinds, problems);
        self.check_parents(kinds, problems);
    }

    fn check_shapes(&self, kinds: &[Kind], problems: &mut Vec<Problem>) {
        let mut shapes: BTreeMap<String, KindId> = BTreeMap::new();
        for (template, kind) in &self.templates {
            let first = *shapes.entry(template.shape()).or_insert(*kind);
            if first != *kind {
                let message = "has a `self-uri` that matches the same addresses as one of";
                problems.push(clash(kinds, *kind, message, first));
            }
        }
    }

    fn check_keys(&self, kinds: &[Kind], problems: &mut Vec<Problem>) {
        for (position, told) in self.by_keys.iter().enumerate() {
            let same = |other: &&ByKeys| {
                alike(&other.keys, &told.keys) && alike(&other.absent, &told.absent)
            };
            if let Some(first) = self.by_keys[..position].iter().find(same) {
                problems.push(clash(kinds, told.kind, "has the same `keys` as", first.kind));
            }
        }
    }

    /// `parent()` needs a place in which the kind is nested, in the kind that the reference is of.
    fn check_parents(&self, kinds: &[Kind], problems: &mut Vec<Problem>) {
        for (position, kind) in kinds.iter().enumerate() {
            let stands_in = |outer: KindId, form: Form| {
                let nested = self.nested.get(&(outer, form)).map_or(&[][..], Vec::as_slice);
                nested.iter().any(|inside| usize::from(inside.kind.0) == position)
            };
            for field in kind.fields.values() {
                let FieldType::Resource(outer) = field.ty else { continue };
                let mut parents =
                    field.places.iter().filter(|(_, places)| places.contains(&Place::Parent));
                if let Some((form, _)) = parents.find(|&(&form, _)| !stands_in(outer, form)) {
                    let message = format!(
                        "`{}` of `{}` is `parent()`, but in the form `{form}` the kind is not nested in its kind",
                        field.name, kind.name
                    );
                    problems.push(Problem::new(message).at(kind.declared.clone()));
                }
            }
        }
    }
}

/// Enters names that only one kind may claim.
fn claim<'n>(
    claimed: &mut BTreeMap<String, KindId>,
    claims: impl Iterator<Item = (String, &'n str)>,
    (id, node, name): (KindId, Node<'_>, &dyn Fn(KindId) -> &'n str),
    problems: &mut Vec<Problem>,
) {
    for (index, (folded, written)) in claims.enumerate() {
        let Some(first) = claimed.insert(folded, id) else { continue };
        let place = node.element(index).unwrap_or(node);
        let message = format!("`{written}` is claimed by the kind `{}` already", name(first));
        problems.push(problem(message, place, Part::Value));
    }
}

fn clash(kinds: &[Kind], kind: KindId, how: &str, other: KindId) -> Problem {
    let [kind, other] = [kind, other].map(|id| &kinds[usize::from(id.0)]);
    let message = format!("the kind `{}` {how} the kind `{}`", kind.name, other.name);
    Problem::new(message).at(kind.declared.clone())
}

/// Whether two lists of paths are the same set.
fn alike(one: &[Vec<Step>], other: &[Vec<Step>]) -> bool {
    one.len() == other.len() && one.iter().all(|path| other.contains(path))
}
