//! JSON inside a string, or written out in `jsonencode(…)`, as a document of its own.

use std::sync::{Arc, OnceLock};

use super::arena::RawNode;
use super::builder::Draft;
use super::{Document, Node, Pointer, Syntax, TextMap, json, scalar_map, token};
use crate::source::{Source, Span};

/// How deep documents are looked for in the strings of documents in strings.
pub(super) const MAX_LEVEL: usize = 4;

/// Text that was decoded from a string of the enclosing document.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// The string, in the enclosing document.
    scalar: RawNode,
    /// The text of the enclosing document, where it was decoded too.
    outer: Option<Arc<Decoded>>,
    /// From offsets into `text` to offsets into the source.
    map: OnceLock<Arc<TextMap>>,
}

impl Decoded {
    /// The place in `source` of a span of the text.
    pub(super) fn in_source(&self, source: &Source, span: Span) -> Span {
        self.map(source).map(span)
    }

    /// From offsets into the text to offsets into `source`; worked out when it is first asked for, since few
    /// documents have findings.
    pub(super) fn map(&self, source: &Source) -> &Arc<TextMap> {
        self.map.get_or_init(|| {
            let outer = self.outer.as_ref();
            let text = outer.map_or(source.text(), |outer| &outer.text);
            let map = scalar_map::of(text, &self.scalar, &self.text);
            Arc::new(map.inside(outer.map(|outer| Arc::clone(outer.map(source)))))
        })
    }
}

/// Whether `text` begins and ends as a JSON array or object does.
pub(super) fn may_be_json(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Nearly all strings are told by their first byte.
    if !matches!(bytes.first(), Some(b'{' | b'[' | b' ' | b'\t' | b'\n' | b'\r')) {
        return false;
    }
    let bytes = bytes.trim_ascii();
    matches!((bytes.first(), bytes.last()), (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')))
}

/// What may stand inside of a document.
#[derive(Debug, Default)]
pub(super) struct Inside {
    /// Strings whose text could be JSON.
    pub(super) maybe_json: Vec<u32>,
    /// Documents that are written in the same text, by the strings that they stand for.
    pub(super) encoded: Vec<(u32, Draft)>,
}

/// Where a document stands.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// Position among the documents of its source, from 0.
    pub(super) index: usize,
    /// Inside of another document: the pointer of the string that it stands for.
    pub(super) host: Option<Pointer>,
    /// The text that it was read from, where that is not the source's.
    pub(super) decoded: Option<Arc<Decoded>>,
}

impl Place {
    /// Of the document number `index` of a source.
    pub(super) fn of_root(index: usize) -> Self {
        Self { index, ..Self::default() }
    }

    /// Of one that stands for what is at `host` in another one.
    pub(super) fn inside(host: Pointer, decoded: Option<Arc<Decoded>>) -> Self {
        Self { host: Some(host), decoded, ..Self::default() }
    }
}

/// Reads the documents that stand inside of `document`, in whose text the `tokens` are; `level` is how many strings
/// the document itself stands in.
pub(super) fn attach(
    document: &mut Document,
    inside: Inside,
    tokens: &[(usize, usize)],
    level: usize,
) {
    if level == MAX_LEVEL {
        return;
    }
    let reader = &*document;
    let read = inside.maybe_json.iter().filter_map(|&at| Some((at, read(reader, at, level)?)));
    let mut found: Vec<(u32, Document)> = read.collect();
    for (at, draft) in inside.encoded {
        let host = Node::written(reader, at).pointer();
        let place = Place::inside(host, reader.decoded.clone());
        let (mut encoded, inside) =
            Document::new(reader.source(), reader.syntax(), place, draft, tokens);
        attach(&mut encoded, inside, tokens, level + 1);
        found.push((at, encoded));
    }
    document.add_embedded(found);
}

/// The document in the string `at`, if its text is one JSON text.
fn read(outer: &Document, at: u32, level: usize) -> Option<Document> {
    let text = outer.scalar_text(at);
    let draft = json::read_one(text)?;
    let tokens = token::find(text);
    let decoded = Decoded {
        text: text.to_owned(),
        scalar: outer.nodes[at as usize],
        outer: outer.decoded.clone(),
        map: OnceLock::new(),
    };
    let host = Node::written(outer, at).pointer();
    let place = Place::inside(host, Some(Arc::new(decoded)));
    let (mut document, inside) = Document::new(outer.source(), Syntax::Json, place, draft, &tokens);
    attach(&mut document, inside, &tokens, level + 1);
    Some(document)
}
