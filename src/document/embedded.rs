//! JSON inside a string, as a document of its own.

use std::sync::{Arc, OnceLock};

use super::arena::RawNode;
use super::{Document, Node, Pointer, TextMap, json, scalar_map, token};
use crate::source::{Source, Span};

/// How deep documents are looked for in the strings of documents in strings.
const MAX_LEVEL: usize = 4;

/// Text that was decoded from a string of the enclosing document.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// Where the string stands: its pointer in the enclosing document.
    pub(super) host: Pointer,
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

/// Reads the strings `candidates` of `document` that hold one JSON text; `level` is how many strings the document
/// itself stands in.
pub(super) fn attach(document: &mut Document, candidates: &[u32], level: usize) {
    if level == MAX_LEVEL {
        return;
    }
    let reader = &*document;
    let found = candidates.iter().filter_map(|&at| Some((at, read(reader, at, level)?)));
    let found: Vec<(u32, Document)> = found.collect();
    document.add_embedded(found);
}

/// The document in the string `at`, if its text is one JSON text.
fn read(outer: &Document, at: u32, level: usize) -> Option<Document> {
    let text = outer.scalar_text(at);
    let draft = json::read_one(text)?;
    let tokens = token::find(text);
    let decoded = Decoded {
        text: text.to_owned(),
        host: Node::written(outer, at).pointer(),
        scalar: outer.nodes[at as usize],
        outer: outer.decoded.clone(),
        map: OnceLock::new(),
    };
    let (mut document, candidates) =
        Document::new(outer.source(), 0, Some(Arc::new(decoded)), draft, &tokens);
    attach(&mut document, &candidates, level + 1);
    Some(document)
}
