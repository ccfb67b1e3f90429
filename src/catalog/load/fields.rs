//! Fields and references: types, places, units, spellings, defaults.

use std::collections::BTreeMap;

use super::super::model::{ByForm, FieldFile, OneOrMany, ReferenceFile};
use super::super::{Field, FieldType, FlowPart, Form, Gives, Identity, KindId, Place, Step};
use super::{Scope, default, path, problem, types};
use crate::document::Node;
use crate::finding::Part;
use crate::problem::Problem;

/// Names that rules use for something else.
const RESERVED: [&str; 3] = ["raw", "referencedBy", ELSEWHERE];

/// The field of every kind that holds the other places in which a resource is written.
const ELSEWHERE: &str = "elsewhere";

/// What has the fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Resource,
    Record,
}

/// Where a field or reference says that it stands.
#[derive(Clone, Copy)]
struct Written<'f> {
    all: Option<&'f OneOrMany>,
    by_form: &'f ByForm<Option<OneOrMany>>,
}

impl Written<'_> {
    fn is_nowhere(self) -> bool {
        self.all.is_none() && self.by_form.iter().all(|(_, own)| own.is_none())
    }
}

/// The fields and references of a kind.
pub(super) fn of_kind(scope: &Scope<'_>, problems: &mut Vec<Problem>) -> BTreeMap<String, Field> {
    let file = &scope.draft.file;
    for name in file.records.keys().filter(|name| types::NAMES.contains(&name.as_str())) {
        let place = scope.draft.node(&["records", name]);
        problems.push(problem(format!("`{name}` is a type already"), place, Part::Key));
    }
    let root = scope.draft.root();
    all(scope, (&file.fields, &file.references), root, Owner::Resource, problems)
}

/// The fields and references of a record.
pub(super) fn of_record(
    scope: &Scope<'_>,
    name: &str,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Field> {
    let Some(file) = scope.draft.file.records.get(name) else { return BTreeMap::new() };
    let node = scope.draft.node(&["records", name]);
    all(scope, (&file.fields, &file.references), node, Owner::Record, problems)
}

/// Every kind has the fields `id` and `name`, unless it declares them itself.
pub(super) fn add_identity(
    fields: &mut BTreeMap<String, Field>,
    identities: &BTreeMap<Form, Identity>,
) {
    let mut add = |name: &str, summary: &str, path: fn(&Identity) -> Option<&Vec<Step>>| {
        let place = |(&form, identity)| Some((form, vec![Place::Path(path(identity)?.clone())]));
        let places = identities.iter().filter_map(place).collect();
        let field =
            || Field { summary: summary.to_owned(), places, ..plain(name, FieldType::String) };
        fields.entry(name.to_owned()).or_insert_with(field);
    };
    add("id", "The id as written", |identity| identity.id.as_ref());
    add("name", "The name as written", |identity| identity.name.as_ref());
}

/// Every kind has the field `elsewhere`, which the org fills: the same thing as written in other places.
pub(super) fn add_elsewhere(
    fields: &mut BTreeMap<String, Field>,
    kind: KindId,
    forms: &BTreeMap<Form, Identity>,
) {
    let field = Field {
        summary: "The same thing as written in other places, in other forms".to_owned(),
        places: forms.keys().map(|&form| (form, vec![Place::Elsewhere])).collect(),
        ..plain(ELSEWHERE, FieldType::List(Box::new(FieldType::Resource(kind))))
    };
    fields.insert(ELSEWHERE.to_owned(), field);
}

fn plain(name: &str, ty: FieldType) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        summary: String::new(),
        places: BTreeMap::new(),
        defaults: BTreeMap::new(),
        computed_by: None,
        unit_ms: None,
        values: BTreeMap::new(),
        is_shared: false,
    }
}

fn all(
    scope: &Scope<'_>,
    (fields, references): (&BTreeMap<String, FieldFile>, &BTreeMap<String, ReferenceFile>),
    node: Node<'_>,
    owner: Owner,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Field> {
    let mut found = BTreeMap::new();
    let under =
        |group: &str, name: &str| node.get(group).and_then(|group| group.get(name)).unwrap_or(node);
    for (name, file) in fields {
        let node = under("fields", name);
        check_name(name, node, problems);
        if let Some(field) = field(scope, (name, file), node, owner, problems) {
            found.insert(name.clone(), field);
        }
    }
    for (name, file) in references {
        let node = under("references", name);
        check_name(name, node, problems);
        if fields.contains_key(name) {
            let message = format!("`{name}` is a field already");
            problems.push(problem(message, node, Part::Key));
        }
        if let Some(field) = reference(scope, (name, file), node, owner, problems) {
            found.insert(name.clone(), field);
        }
    }
    found
}

fn check_name(name: &str, node: Node<'_>, problems: &mut Vec<Problem>) {
    let is_camel_case = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_camel_case {
        let message = format!("`{name}` is no field name: letters and digits, in camelCase");
        problems.push(problem(message, node, Part::Key));
    }
    if RESERVED.contains(&name) {
        let message = format!("`{name}` means something else in rules");
        problems.push(problem(message, node, Part::Key));
    }
}

fn field(
    scope: &Scope<'_>,
    (name, file): (&str, &FieldFile),
    node: Node<'_>,
    owner: Owner,
    problems: &mut Vec<Problem>,
) -> Option<Field> {
    let ty = field_type(scope, &file.ty, node, problems)?;
    let written = Written { all: file.path.as_ref(), by_form: &file.by_form };
    let mut places = places(scope, written, node, owner, problems);
    if let Some(text) = &file.computed {
        let place = path::extraction(text).map(Place::Computed);
        match place.and_then(|place| check_place(scope, place, owner)) {
            Ok(place) => scope.draft.forms.iter().for_each(|&form| {
                places.entry(form).or_default().push(place.clone());
            }),
            Err(message) => problems.push(problem(message, at(node, "computed"), Part::Value)),
        }
    }
    check_sources(file, written, node, problems);
    let mut field = Field { summary: file.summary.clone(), places, ..plain(name, ty) };
    field.computed_by.clone_from(&file.is);
    field.values = spellings(scope, &file.values, node, problems);
    if let Some(unit) = file.unit {
        field.unit_ms = Some(unit.milliseconds());
        if element_type(&field.ty) != &FieldType::Duration {
            let message = "only a duration has a unit";
            problems.push(problem(message, at(node, "unit"), Part::Key));
        }
    }
    if let Some(value) = &file.default {
        let node = at(node, "default");
        field.defaults = default::by_form(scope, value, &field.ty, node, problems);
        default::check(&field, &file.ty, node, problems);
    }
    check_shape(&field, node, problems);
    Some(field)
}

fn reference(
    scope: &Scope<'_>,
    (name, file): (&str, &ReferenceFile),
    node: Node<'_>,
    owner: Owner,
    problems: &mut Vec<Problem>,
) -> Option<Field> {
    let kind = scope.kind(&file.kind, at(node, "kind"), problems)?;
    let written = Written { all: file.path.as_ref(), by_form: &file.by_form };
    if written.is_nowhere() {
        problems.push(problem(format!("`{name}` has no place in any form"), node, Part::Key));
    }
    let places = places(scope, written, node, owner, problems);
    let is_many = places.values().flatten().any(has_each);
    let one = FieldType::Resource(kind);
    let ty = if is_many { FieldType::List(Box::new(one)) } else { one };
    let (summary, is_shared) = (file.summary.clone(), file.shared);
    Some(Field { summary, places, is_shared, ..plain(name, ty) })
}

fn field_type(
    scope: &Scope<'_>,
    text: &str,
    node: Node<'_>,
    problems: &mut Vec<Problem>,
) -> Option<FieldType> {
    let ty = types::parse(text, &scope.records);
    if ty.is_none() {
        let name = types::innermost_name(text);
        let records = scope.records.keys().copied();
        let message = format!("there is no type `{name}`");
        let problem = problem(message, at(node, "type"), Part::Value);
        problems.push(problem.did_you_mean(name, types::NAMES.into_iter().chain(records)));
    }
    ty
}

fn places(
    scope: &Scope<'_>,
    written: Written<'_>,
    node: Node<'_>,
    owner: Owner,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Form, Vec<Place>> {
    let mut places = BTreeMap::new();
    let common =
        written.all.map(|texts| read_places(scope, texts, at(node, "path"), owner, problems));
    for (form, own) in written.by_form.iter() {
        let has_form = scope.draft.forms.contains(&form);
        match (own, &common) {
            (Some(_), _) if !has_form => {
                let message = format!("the kind has no form `{form}`");
                problems.push(problem(message, at(node, form.name()), Part::Key));
            }
            (Some(texts), _) => {
                places.insert(
                    form,
                    read_places(scope, texts, at(node, form.name()), owner, problems),
                );
            }
            (None, Some(common)) if has_form => {
                places.insert(form, common.clone());
            }
            (None, _) => {}
        }
    }
    places
}

fn read_places(
    scope: &Scope<'_>,
    texts: &OneOrMany,
    node: Node<'_>,
    owner: Owner,
    problems: &mut Vec<Problem>,
) -> Vec<Place> {
    let mut places = Vec::new();
    for (index, text) in texts.0.iter().enumerate() {
        let node = node.element(index).unwrap_or(node);
        match path::place(text).and_then(|place| check_place(scope, place, owner)) {
            Ok(place) => places.push(place),
            Err(message) => problems.push(problem(message, node, Part::Value)),
        }
    }
    places
}

fn check_place(scope: &Scope<'_>, place: Place, owner: Owner) -> Result<Place, String> {
    let is_of_resources = matches!(place, Place::Parent | Place::SelfUri(_));
    if is_of_resources && owner == Owner::Record {
        return Err("a record has neither `parent()` nor `self-uri(…)`".to_owned());
    }
    if let Place::Computed(fact) = place
        && (fact.of() == FlowPart::Flow) != (owner == Owner::Resource)
    {
        return Err(format!("`{}()` is a fact about {}", fact.name(), fact.of().words()));
    }
    if let Place::SelfUri(name) = &place {
        let api = scope.draft.file.forms.api.as_ref();
        let capture = format!("{{{name}}}");
        if !api.is_some_and(|api| api.self_uri.0.iter().any(|uri| uri.contains(&capture))) {
            return Err(format!("no `self-uri` of this kind captures `{capture}`"));
        }
    }
    Ok(place)
}

/// A field has places, or an expression that computes it, not both.
fn check_sources(
    file: &FieldFile,
    written: Written<'_>,
    node: Node<'_>,
    problems: &mut Vec<Problem>,
) {
    let is_nowhere = written.is_nowhere() && file.computed.is_none();
    let message = match (&file.is, is_nowhere) {
        (None, true) => "a field needs a place, such as `path`, or an expression, `is`",
        (Some(_), false) => "a field with `is` is computed; it has no place of its own",
        _ => return,
    };
    problems.push(problem(message, node, Part::Key));
}

/// Places with `*` make lists, facts about flows give what they give, `parent()` makes a resource.
fn check_shape(field: &Field, node: Node<'_>, problems: &mut Vec<Problem>) {
    let is_list = matches!(field.ty, FieldType::List(_));
    let mut places = field.places.values().flatten();
    let misfit = places.clone().find_map(|place| gives_other(place, &field.ty));
    if let Some(gives) = misfit {
        let message = format!("`{}` holds {gives}, which is not of this type", field.name);
        problems.push(problem(message, at(node, "type"), Part::Value));
    }
    if places.clone().any(has_each) && !is_list {
        let message = format!("`{}` has several values, so its type has to be a list", field.name);
        problems.push(problem(message, at(node, "type"), Part::Value));
    }
    if places.any(|place| *place == Place::Parent) {
        let message = "only a reference can be `parent()`";
        problems.push(problem(message, node, Part::Key));
    }
}

/// What a fact about a flow gives, where that is not of a field's type.
fn gives_other(place: &Place, ty: &FieldType) -> Option<&'static str> {
    let is_texts =
        |ty: &FieldType| matches!(ty, FieldType::List(element) if **element == FieldType::String);
    let fact = match place {
        Place::Computed(fact) => fact,
        Place::Tokens | Place::Addresses => return (!is_texts(ty)).then_some("texts"),
        _ => return None,
    };
    let is_record = |ty: &FieldType| matches!(ty, FieldType::Record(_));
    let (fits, words) = match fact.gives() {
        Gives::Part(_) => (is_record(ty), "a part of a flow"),
        Gives::Parts(_) => {
            let is_list = matches!(ty, FieldType::List(element) if is_record(element));
            (is_list, "parts of a flow")
        }
        Gives::Bool => (*ty == FieldType::Bool, "`true` or `false`"),
        Gives::Int => (*ty == FieldType::Int, "a whole number"),
        Gives::Text => (matches!(ty, FieldType::String | FieldType::Resource(_)), "a text"),
        Gives::Texts => (is_texts(ty), "texts"),
    };
    (!fits).then_some(words)
}

fn has_each(place: &Place) -> bool {
    matches!(place, Place::Path(steps) if steps.iter().any(Step::is_many))
}

fn spellings(
    scope: &Scope<'_>,
    values: &ByForm<BTreeMap<String, String>>,
    node: Node<'_>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Form, BTreeMap<String, String>> {
    let mut spellings = BTreeMap::new();
    for (form, values) in values.iter().filter(|(_, values)| !values.is_empty()) {
        if !scope.draft.forms.contains(&form) {
            let place = at(at(node, "values"), form.name());
            problems.push(problem(format!("the kind has no form `{form}`"), place, Part::Key));
        }
        let folded =
            values.iter().map(|(spelling, meaning)| (spelling.to_lowercase(), meaning.clone()));
        spellings.insert(form, folded.collect());
    }
    spellings
}

/// The type inside all the lists.
fn element_type(ty: &FieldType) -> &FieldType {
    match ty {
        FieldType::List(element) => element_type(element),
        other => other,
    }
}

/// The value behind `key`, for framing; the node itself where there is none.
fn at<'d>(node: Node<'d>, key: &str) -> Node<'d> {
    node.get(key).unwrap_or(node)
}
