//! From schema files to validators.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::Location as SchemaPath;
use jsonschema::{Draft, Keyword, PatternOptions, ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::json::{Instance, Nodes};
use super::shelf::{CONTENT, Offline, Shelf, Spot, address_of, shown};
use crate::catalog::Form;
use crate::document::NodeKind;
use crate::finding::{Location, Part};
use crate::problem::Problem;
use crate::source::Source;

/// The schemas of all kinds, each compiled when a resource of its kind and form is first seen.
#[derive(Debug)]
pub struct Schemas {
    shelf: Arc<Shelf>,
    /// By kind and form: the path of `<kind>/<form>.schema.json`, and its schema.
    by_kind: BTreeMap<(String, String), Entry>,
}

#[derive(Debug)]
struct Entry {
    path: String,
    compiled: OnceLock<Result<Schema, Box<Problem>>>,
}

impl Schemas {
    /// Takes schema files: `<kind>/<form>.schema.json` and what they refer to by relative path or `$id`. Of two
    /// files with the same folder and name, the later one counts. Nothing is parsed yet.
    pub fn new(sources: impl IntoIterator<Item = Arc<Source>>) -> Self {
        let named = |source: Arc<Source>| (folder_and_file(source.path()), source);
        let sources: BTreeMap<_, _> = sources.into_iter().map(named).collect();
        let sources: Vec<_> = sources.into_values().collect();
        let entry = |source: &Arc<Source>| {
            let (rest, file) = source.path().rsplit_once('/')?;
            let form = file.strip_suffix(".schema.json")?;
            let kind = rest.rsplit('/').next().unwrap_or(rest);
            let entry = Entry { path: source.path().to_owned(), compiled: OnceLock::new() };
            Some(((kind.to_owned(), form.to_owned()), entry))
        };
        let by_kind = sources.iter().filter_map(entry).collect();
        Self { shelf: Arc::new(Shelf::new(sources)), by_kind }
    }

    /// The schema of a kind in a form, compiled at the first call; `None` where the kind has none for that form.
    ///
    /// # Errors
    /// The reason for which the schema cannot be used.
    ///
    /// State is what CX as Code made, so it has to fit the schema of that.
    pub fn get(&self, kind: &str, form: Form) -> Option<Result<&Schema, &Problem>> {
        let form = form.schema_form();
        let entry = self.by_kind.get(&(kind.to_owned(), form.name().to_owned()))?;
        let compile = || Schema::of_shelf(&self.shelf, &address_of(&entry.path));
        Some(entry.compiled.get_or_init(compile).as_ref().map_err(|problem| &**problem))
    }

    /// Compiles every schema, for tests and for `--schemas` directories: the problems in the order of kinds.
    pub fn problems(&self) -> Vec<Problem> {
        let kinds = self.by_kind.keys();
        let forms = |form: &str| Form::ALL.into_iter().find(|known| known.name() == form);
        kinds
            .filter_map(|(kind, form)| self.get(kind, forms(form)?))
            .filter_map(|compiled| compiled.err().cloned())
            .collect()
    }
}

/// The last two segments of a path, by which a file replaces another.
fn folder_and_file(path: &str) -> String {
    let mut segments: Vec<&str> = path.rsplit('/').take(2).collect();
    segments.reverse();
    segments.join("/")
}

/// One compiled schema.
pub struct Schema {
    pub(crate) shelf: Arc<Shelf>,
    address: String,
    contents: Arc<Contents>,
    validator: Validator<Nodes>,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Schema({})", self.address)
    }
}

impl Schema {
    /// Compiles a schema that stands in no file, such as one generated from a model.
    ///
    /// # Errors
    /// The reason for which the schema cannot be used.
    pub fn compile(name: &str, value: &Value) -> Result<Self, Box<Problem>> {
        Self::of_shelf(&Arc::new(Shelf::of_value(name, value)), &address_of(name))
    }

    fn of_shelf(shelf: &Arc<Shelf>, address: &str) -> Result<Self, Box<Problem>> {
        let contents = Arc::new(Contents::new(shelf));
        let root = shelf.root(address)?;
        let validator = build(&contents, shelf, root.base, root.schema)
            .map_err(|error| Box::new(compile_problem(shelf, address, &error)))?;
        Ok(Self { shelf: Arc::clone(shelf), address: address.to_owned(), contents, validator })
    }

    /// Where validation begins.
    pub(crate) fn start(&self) -> Option<Spot<'_>> {
        self.shelf.root(&self.address).ok()
    }

    pub(crate) fn validator(&self) -> &Validator<Nodes> {
        &self.validator
    }

    /// The validator of the `contentSchema` at `target`.
    pub(crate) fn content(&self, target: &str) -> Option<Arc<Validator<Nodes>>> {
        self.contents.get(target)
    }
}

/// The compiled `contentSchema`s that a schema leads to, by address. `None` while one is being compiled.
struct Contents {
    shelf: Weak<Shelf>,
    compiled: Mutex<BTreeMap<String, Option<Arc<Validator<Nodes>>>>>,
}

impl Contents {
    fn new(shelf: &Arc<Shelf>) -> Self {
        Self { shelf: Arc::downgrade(shelf), compiled: Mutex::default() }
    }

    fn get(&self, target: &str) -> Option<Arc<Validator<Nodes>>> {
        self.locked().get(target)?.clone()
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Option<Arc<Validator<Nodes>>>>> {
        self.compiled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compiles the schema at `target`, unless that was done or is under way.
    fn compile(self: &Arc<Self>, target: &str) -> Result<(), ValidationError<'static>> {
        let Some(files) = self.shelf.upgrade() else { return Ok(()) };
        if self.locked().contains_key(target) {
            return Ok(());
        }
        self.locked().insert(target.to_owned(), None);
        let validator = build(self, &files, "orglint:///content", &json!({ "$ref": target }))?;
        self.locked().insert(target.to_owned(), Some(Arc::new(validator)));
        Ok(())
    }
}

fn build(
    contents: &Arc<Contents>,
    shelf: &Arc<Shelf>,
    base: &str,
    schema: &Value,
) -> Result<Validator<Nodes>, ValidationError<'static>> {
    let contents = Arc::clone(contents);
    jsonschema::options_for::<Nodes>()
        .with_draft(Draft::Draft202012)
        .with_base_uri(base)
        .with_retriever(Offline(Arc::clone(shelf)))
        .with_pattern_options(PatternOptions::regex())
        .with_keyword(CONTENT, move |parent, value, path| content(&contents, parent, value, &path))
        .build(schema)
}

type BoxedKeyword = Box<dyn for<'i> Keyword<'i, Nodes>>;

fn content<'a>(
    contents: &Arc<Contents>,
    _parent: &'a Map<String, Value>,
    target: &'a Value,
    _path: &SchemaPath,
) -> Result<BoxedKeyword, ValidationError<'a>> {
    let target = target.as_str().unwrap_or_default().to_owned();
    contents.compile(&target)?;
    Ok(Box::new(Content { contents: Arc::downgrade(contents), target }))
}

/// `contentSchema`: what the JSON inside a string must be. Unlike other validators, this one insists on it.
struct Content {
    contents: Weak<Contents>,
    target: String,
}

impl<'i> Keyword<'i, Nodes> for Content {
    fn validate(&self, instance: Instance<'i>) -> Result<(), ValidationError<'i>> {
        let is_valid = Keyword::is_valid(self, instance);
        if is_valid { Ok(()) } else { Err(ValidationError::custom("is not as required inside")) }
    }

    fn is_valid(&self, instance: Instance<'i>) -> bool {
        let Some((node, reading)) = instance.node() else { return true };
        if node.kind() != NodeKind::String || reading.mode.is_open(node) {
            return true;
        }
        let Some(document) = node.embedded() else { return is_json(node.text()) };
        let validator = self.contents.upgrade().and_then(|contents| contents.get(&self.target));
        let inside = Instance::new(document.root(), reading.mode.inside_string());
        validator.is_none_or(|validator| validator.is_valid(inside))
    }
}

/// Whether `text` is JSON: a scalar, or nested so deeply in strings that it was not read.
pub(crate) fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn compile_problem(shelf: &Shelf, address: &str, error: &ValidationError<'_>) -> Problem {
    let (message, pointer) = match error.kind() {
        ValidationErrorKind::Referencing(reason) => dangling(shelf, address)
            .unwrap_or_else(|| (format!("a reference leads nowhere: {reason}"), String::new())),
        ValidationErrorKind::Format { format } if format == "regex" => (
            "the pattern is not a regular expression without look-around and back-references"
                .to_owned(),
            error.instance_path().as_str().to_owned(),
        ),
        _ => {
            (format!("the schema is not valid: {error}"), error.instance_path().as_str().to_owned())
        }
    };
    let location: Option<Location> = shelf.location(address, &pointer, Part::Value);
    match location {
        Some(location) => Problem::new(message).at(location),
        None => Problem::new(format!("{}: {message}", shown(address))),
    }
}

/// The first reference of the schema at `address` that leads nowhere: what to say, and its place.
fn dangling(shelf: &Shelf, address: &str) -> Option<(String, String)> {
    let root = shelf.root(address).ok()?;
    let mut open = vec![(root.schema, String::new())];
    while let Some((schema, at)) = open.pop() {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
            && shelf.follow(root.base, reference).is_none()
        {
            return Some((format!("`{reference}` leads nowhere"), format!("{at}/$ref")));
        }
        let mut below: Vec<(&Value, String)> = match schema {
            Value::Object(members) => {
                let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
                members
                    .iter()
                    .map(|(key, value)| (value, format!("{at}/{}", escaped(key))))
                    .collect()
            }
            Value::Array(items) => {
                items.iter().enumerate().map(|(i, value)| (value, format!("{at}/{i}"))).collect()
            }
            _ => Vec::new(),
        };
        below.reverse();
        open.append(&mut below);
    }
    None
}
