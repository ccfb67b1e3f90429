//! Schema files: found by their address, parsed when first needed, never fetched.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jsonschema::uri::resolve_against;
use jsonschema::{Retrieve, Uri};
use serde_json::Value;

use super::locate::unescaped;
use crate::document::{self, Document, Node, Pointer, Segment, Syntax};
use crate::finding::{Location, Part};
use crate::problem::Problem;
use crate::source::Source;

/// The address of a schema file is this and its path.
const ROOT: &str = "orglint:///";

/// Marks a `contentSchema` with its own address, so that it is found from wherever a reference leads to it.
pub(crate) const CONTENT: &str = "x-orglint-content";

/// All schema files of a run.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    files: BTreeMap<String, File>,
    /// From `$id` to the address of the file, for files that have one.
    ids: OnceLock<BTreeMap<String, String>>,
}

/// One schema file.
#[derive(Debug)]
pub(crate) struct File {
    /// `None` for schemas that were generated from a model and stand in no file.
    source: Option<Arc<Source>>,
    /// What references inside it are relative to, and its value.
    parsed: OnceLock<Result<Parsed, Box<Problem>>>,
}

#[derive(Debug)]
struct Parsed {
    base: String,
    value: Value,
}

/// A schema, and the address that its references are relative to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'s> {
    pub(crate) schema: &'s Value,
    pub(crate) base: &'s str,
}

impl Shelf {
    /// A shelf of files with different paths.
    pub(crate) fn new(sources: impl IntoIterator<Item = Arc<Source>>) -> Self {
        let file = |source: Arc<Source>| {
            let address = address_of(source.path());
            (address, File { source: Some(source), parsed: OnceLock::new() })
        };
        Self { files: sources.into_iter().map(file).collect(), ids: OnceLock::new() }
    }

    /// A shelf with one schema that stands in no file, named `name`.
    pub(crate) fn of_value(name: &str, value: &Value) -> Self {
        let address = address_of(name);
        let parsed = Parsed::new(&address, value.clone());
        let file = File { source: None, parsed: OnceLock::from(Ok(parsed)) };
        Self { files: BTreeMap::from([(address, file)]), ids: OnceLock::new() }
    }

    /// The root of the file at `address`, which may also be its `$id`.
    pub(crate) fn root(&self, address: &str) -> Result<Spot<'_>, Box<Problem>> {
        let missing = || Box::new(Problem::new(format!("there is no schema `{}`", shown(address))));
        let file = self.file(address).ok_or_else(missing)?;
        let parsed = file.parsed(address).map_err(|problem| Box::new(problem.clone()))?;
        Ok(Spot { schema: &parsed.value, base: &parsed.base })
    }

    /// What `reference` leads to from a schema whose base is `base`; anchors are not followed.
    pub(crate) fn follow(&self, base: &str, reference: &str) -> Option<Spot<'_>> {
        let base = Uri::parse(base).ok()?;
        let target = resolve_against(&base, reference).ok()?;
        let (address, fragment) = target.as_str().split_once('#').unwrap_or((target.as_str(), ""));
        let root = self.root(address).ok()?;
        let schema = root.schema.pointer(&percent_decoded(fragment))?;
        Some(Spot { schema, ..root })
    }

    /// The place in its file of the part of a schema that `pointer` leads to, as far as it leads.
    pub(crate) fn location(&self, address: &str, pointer: &str, part: Part) -> Option<Location> {
        let source = self.file(address)?.source.as_ref()?;
        let parsed = document::parse(source, Syntax::Json);
        let document = parsed.documents.first()?;
        Some(Location::of(descend(document, pointer), part))
    }

    fn file(&self, address: &str) -> Option<&File> {
        self.files.get(address).or_else(|| self.files.get(self.ids().get(address)?))
    }

    fn ids(&self) -> &BTreeMap<String, String> {
        self.ids.get_or_init(|| {
            let id = |(address, file): (&String, &File)| {
                let base = file.parsed(address).ok()?.base.clone();
                (base != *address).then(|| (base, address.clone()))
            };
            self.files.iter().filter_map(id).collect()
        })
    }
}

impl File {
    fn parsed(&self, address: &str) -> Result<&Parsed, &Problem> {
        let parse = || match &self.source {
            Some(source) => Parsed::read(address, source),
            None => Err(Box::new(Problem::new(format!("schema `{}` is empty", shown(address))))),
        };
        self.parsed.get_or_init(parse).as_ref().map_err(|problem| &**problem)
    }
}

impl Parsed {
    fn read(address: &str, source: &Arc<Source>) -> Result<Self, Box<Problem>> {
        let text = source.text().trim_start_matches('\u{feff}');
        let value =
            serde_json::from_str(text).map_err(|error| Box::new(syntax_problem(source, &error)))?;
        Ok(Self::new(address, value))
    }

    fn new(address: &str, mut value: Value) -> Self {
        let id = value.get("$id").and_then(Value::as_str);
        let resolved = id.and_then(|id| resolve_against(&Uri::parse(address).ok()?, id).ok());
        let base = resolved.map_or_else(|| address.to_owned(), |uri| uri.as_str().to_owned());
        mark_contents(&mut value, &format!("{base}#"));
        Self { base, value }
    }
}

/// Gives each `contentSchema` its address. `at` is the address of `value`.
fn mark_contents(value: &mut Value, at: &str) {
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                let key = key.replace('~', "~0").replace('/', "~1");
                mark_contents(member, &format!("{at}/{}", percent_encoded(&key)));
            }
            let has_schema = |value: &Value| value.is_object() || value.is_boolean();
            if members.get("contentSchema").is_some_and(has_schema) {
                members.insert(CONTENT.to_owned(), format!("{at}/contentSchema").into());
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                mark_contents(item, &format!("{at}/{index}"));
            }
        }
        _ => {}
    }
}

fn syntax_problem(source: &Arc<Source>, error: &serde_json::Error) -> Problem {
    let parsed = document::parse(source, Syntax::Json);
    let Some(error) = parsed.error else {
        return Problem::new(format!("`{}` is not JSON: {error}", source.path()));
    };
    let location = Location { source: Arc::clone(source), span: error.span, address: None };
    let problem = Problem::new(format!("the schema is not JSON: {}", error.message)).at(location);
    Problem { help: error.help, ..problem }
}

/// The node that `pointer` leads to, or the last one on the way.
fn descend<'d>(document: &'d Document, pointer: &str) -> Node<'d> {
    let mut node = document.root();
    for segment in Pointer::parse(pointer).unwrap_or_default().0 {
        let child = match &segment {
            Segment::Key(key) => node.get(&unescaped(key)),
            Segment::Index(index) => node.element(*index).or_else(|| node.get(&index.to_string())),
        };
        let Some(child) = child else { break };
        node = child;
    }
    node
}

/// The address of the file at `path`.
pub(crate) fn address_of(path: &str) -> String {
    format!("{ROOT}{}", percent_encoded(path.trim_start_matches('/')))
}

/// An address as a message names it.
pub(crate) fn shown(address: &str) -> String {
    percent_decoded(address.strip_prefix(ROOT).unwrap_or(address))
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/$".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    encoded
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%');
        let decoded = code
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Serves references while a schema is compiled.
#[derive(Clone)]
pub(crate) struct Offline(pub(crate) Arc<Shelf>);

impl Retrieve for Offline {
    fn retrieve(
        &self,
        uri: &Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let found = self.0.root(uri.as_str());
        found.map(|spot| spot.schema.clone()).map_err(|problem| problem.message.into())
    }
}
