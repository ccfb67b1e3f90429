//! Documents: one parsed value of a source, in which every key, value and entry keeps its place.
//!
//! JSON, YAML and HCL share one arena of nodes, in document order but for blocks of HCL that belong together. Children of a container are the run of nodes
//! behind it, each one jumping to its sibling; a mapping alternates key node and value node. An alias is an edge
//! to its anchor, never a copy. Text is a slice of the source, or of one side buffer where escapes or folding
//! changed it. Nothing is copied into a second tree: schemas and rules read [`Node`]s.

mod arena;
mod builder;
mod conflict;
mod embedded;
mod escape;
mod flat;
mod hcl;
mod json;
mod keys;
mod layout;
mod members;
mod node;
mod pointer;
mod scalar_map;
mod template;
mod text_map;
mod token;
mod wrapped;
mod yaml;

use std::sync::{Arc, OnceLock};

use crate::source::{Source, Span};
use builder::Draft;
use embedded::{Decoded, Inside, Place};

pub use arena::NodeKind;
pub use members::{Items, Members};
pub use node::Node;
pub use pointer::{Pointer, Segment};
pub use text_map::TextMap;
pub use token::Token;
pub use wrapped::unwrap;

pub(crate) use arena::RawNode;

/// The deepest nesting that is read, in containers. Schemas and rules recurse over documents, and workers have
/// stacks for this depth.
pub const MAX_DEPTH: usize = 512;

/// One parsed value of a source: a JSON text, or one document of a YAML stream.
#[derive(Debug)]
pub struct Document {
    source: Arc<Source>,
    syntax: Syntax,
    /// Position among the documents of its source, from 0.
    index: usize,
    /// `Some` when this document was decoded from a string inside another one: its own text, and the way back.
    decoded: Option<Arc<Decoded>>,
    /// `Some` when this document stands for a string of another one: that string's pointer.
    host: Option<Pointer>,
    /// The root is node 0.
    nodes: Vec<RawNode>,
    /// Text of scalars that are not written as they read.
    side: String,
    /// Spans of the comments, `#` or `//` included, in document order.
    comments: Vec<Span>,
    /// Key nodes that repeat an earlier key of the same mapping, in document order, each with the first of that name.
    duplicate_keys: Vec<(u32, u32)>,
    /// Documents that stand inside string nodes or behind objects of flat attributes, by node, in document order.
    embedded: Vec<(u32, Document)>,
    /// How many nodes a walk visits that follows all aliases.
    expanded: u64,
    children: OnceLock<arena::ChildIndex>,
    keys: OnceLock<keys::KeyIndex>,
}

/// Text that is not a document: what is wrong, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where the text breaks; empty at the end of the text.
    pub span: Span,
    /// What is wrong there, as a clause without a full stop.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<String>,
    /// What was opened and is not closed: the bracket or quote, where that is what is wrong.
    pub opened: Option<Span>,
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// JSON (RFC 8259), or several JSON texts one after another.
    Json,
    /// YAML 1.2 with the core schema, or a stream of several documents.
    Yaml,
    /// Terraform's own syntax (HCL), as the tree that its JSON syntax would have.
    Hcl,
}

impl Syntax {
    /// The syntax that a file name calls for; `None` where it calls for none of them. What an Architect export wraps
    /// ([`unwrap`]) is JSON; a template of Terraform is what it is around, and YAML where its name does not say.
    pub fn of_path(path: &str) -> Option<Self> {
        if wrapped::is_export(path) {
            return Some(Self::Json);
        }
        if let Some(inner) = template::inner_name(path) {
            let syntax = Self::of_path(inner).unwrap_or(Self::Yaml);
            return Some(syntax).filter(|syntax| *syntax != Self::Hcl);
        }
        // What Archy is configured with has no extension; Terraform keeps the state as it was before under a name of its own.
        if path.rsplit('/').next() == Some("archy_config") {
            return Some(Self::Yaml);
        }
        let path =
            path.strip_suffix(".backup").filter(|path| path.ends_with(".tfstate")).unwrap_or(path);
        let extension = path.rsplit_once('.')?.1;
        match extension.to_ascii_lowercase().as_str() {
            "json" | "tfstate" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            "tf" | "tofu" | "tfvars" => Some(Self::Hcl),
            _ => None,
        }
    }
}

/// Everything that a source holds: the documents before the first syntax error, and that error.
#[derive(Debug)]
pub struct Parsed {
    /// The documents in the order of the text.
    pub documents: Vec<Document>,
    /// Where reading stopped, if it did not reach the end.
    pub error: Option<SyntaxError>,
}

/// Reads all documents of `source` in one pass.
pub fn parse(source: &Arc<Source>, syntax: Syntax) -> Parsed {
    let text = source.text();
    let is_template = is_template(source.path());
    let (drafts, error) = match syntax {
        Syntax::Json => json::read(text),
        Syntax::Yaml => read_yaml(text),
        Syntax::Hcl => hcl::read(text),
    };
    let mut tokens = token::find(text);
    if is_template {
        tokens.extend(template::expressions(text));
        tokens.sort_unstable();
    }
    let documents = drafts.into_iter().enumerate().map(|(index, draft)| {
        let (mut document, mut inside) =
            Document::new(source, syntax, Place::of_root(index), draft, &tokens);
        let flat = match syntax {
            Syntax::Json => flat::read(&document, &mut inside.maybe_json),
            Syntax::Yaml | Syntax::Hcl => Vec::new(),
        };
        embedded::attach(&mut document, inside, &tokens, 0);
        document.add_embedded(flat);
        document
    });
    let error = error.map(|error| conflict::explain(text, error));
    Parsed { documents: documents.collect(), error }
}

/// Whether the name is that of a template of Terraform around another notation, such as `flow.yaml.tftpl`. Its expressions are
/// tokens ([`Node::has_token`]): nothing is known of them here.
pub fn is_template(path: &str) -> bool {
    template::inner_name(path).is_some()
}

/// Reads a YAML stream. JSON is YAML, and many times faster to read as what it is.
fn read_yaml(text: &str) -> (Vec<Draft>, Option<SyntaxError>) {
    let begin = text.trim_start_matches('\u{feff}').trim_start();
    if !begin.starts_with(['{', '[']) {
        return yaml::read(text);
    }
    let (as_json, json_error) = json::read(text);
    if as_json.len() == 1 && json_error.is_none() {
        return (as_json, None);
    }
    let (as_yaml, yaml_error) = yaml::read(text);
    match (json_error, yaml_error) {
        (Some(json), Some(yaml)) if as_yaml.is_empty() && is_meant(text, &json, &yaml) => {
            (as_yaml, Some(json))
        }
        (_, error) => (as_yaml, error),
    }
}

/// Whether a text that is neither is broken JSON rather than broken YAML: it has a quoted key, and JSON breaks on the
/// line where YAML does, or behind it. JSON is the stricter one and so closer to the mistake.
fn is_meant(text: &str, json: &SyntaxError, yaml: &SyntaxError) -> bool {
    let line = text[..yaml.span.start as usize].rfind('\n').unwrap_or(0);
    let at = json.span.start as usize;
    at >= line && text[..at].contains("\":")
}

impl Document {
    /// The document of a draft, with its tokens flagged, and the strings that could be documents themselves.
    fn new(
        source: &Arc<Source>,
        syntax: Syntax,
        place: Place,
        mut draft: Draft,
        tokens: &[(usize, usize)],
    ) -> (Self, Inside) {
        token::flag(&mut draft.nodes, tokens);
        let expanded = draft.expanded.max(draft.nodes.len() as u64);
        let document = Self {
            source: Arc::clone(source),
            syntax,
            index: place.index,
            decoded: place.decoded,
            host: place.host,
            nodes: draft.nodes,
            side: draft.side,
            comments: draft.comments,
            duplicate_keys: draft.duplicate_keys,
            embedded: Vec::new(),
            expanded,
            children: OnceLock::new(),
            keys: OnceLock::new(),
        };
        (document, Inside { maybe_json: draft.maybe_json, encoded: draft.encoded })
    }

    /// The root value.
    pub fn root(&self) -> Node<'_> {
        Node::root(self)
    }

    /// The source that this document was read from.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The syntax that the document was read as. What stands in a string of another document has its own.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Position among the documents of its source, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Spans of the comments in the source, `#`, `//` or `/*` included, in document order.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// The values behind keys that repeat an earlier key of the same mapping, in document order, each with the
    /// value behind the first occurrence.
    pub fn duplicate_keys(&self) -> impl Iterator<Item = (Node<'_>, Node<'_>)> {
        let value = |key| Node::behind_key(self, key);
        self.duplicate_keys.iter().map(move |&(key, first)| (value(key), value(first)))
    }

    /// How many keys and values a walk visits that follows every alias. The tree itself stores each of them once; a walk
    /// over all of a document whose aliases multiply into billions would never end.
    pub fn expanded_len(&self) -> u64 {
        self.expanded
    }

    /// The documents that stand inside strings of this one or behind its objects of flat attributes, in document order.
    pub fn embedded(&self) -> impl Iterator<Item = &Document> {
        self.embedded.iter().map(|(_, document)| document)
    }

    /// Where the string, or the object of flat attributes, stands that this document is inside of: its pointer in the
    /// enclosing document.
    pub fn host(&self) -> Option<&Pointer> {
        self.host.as_ref()
    }

    /// Adds documents that stand behind nodes.
    fn add_embedded(&mut self, documents: Vec<(u32, Self)>) {
        for (at, _) in &documents {
            let node = &mut self.nodes[*at as usize];
            node.flags = node.flags.with(arena::Flags::EMBEDDED);
        }
        self.embedded.extend(documents);
        self.embedded.sort_by_key(|(at, _)| *at);
    }

    /// The text that node offsets refer to: the source's, or that of the decoded string.
    fn text(&self) -> &str {
        self.decoded.as_ref().map_or(self.source.text(), |decoded| &decoded.text)
    }

    /// The place in the source of a span of [`Self::text`].
    fn in_source(&self, span: Span) -> Span {
        self.decoded.as_ref().map_or(span, |decoded| decoded.in_source(&self.source, span))
    }
}
