//! The handle through which everything else reads a document.

use std::sync::Arc;

use super::arena::{Flags, RawNode, text_of};
use super::members::{Items, Members, OwnMembers};
use super::{Document, NodeKind, Pointer, Segment, TextMap, scalar_map};
use crate::source::Span;

/// A value inside a document: cheap to copy, knows its key, its spans and its pointer.
///
/// An alias reads as the value it stands for; its spans are those of the use. What is reached *through* an alias or
/// a merge key lies at the definition and remembers the use ([`Node::used_at`]).
#[derive(Clone, Copy)]
pub struct Node<'d> {
    pub(super) document: &'d Document,
    /// The node as written: possibly an alias.
    pub(super) at: u32,
    /// The key node in front of it, [`RawNode::NOWHERE`] for elements and roots.
    pub(super) key: u32,
    /// The outermost alias or merge value this was reached through, [`RawNode::NOWHERE`] for none.
    pub(super) via: u32,
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}#{}", self.document.source().path(), self.pointer())
    }
}

/// Two handles are equal when they stand for the same place.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.at == other.at
    }
}

impl Eq for Node<'_> {}

impl<'d> Node<'d> {
    pub(super) fn root(document: &'d Document) -> Self {
        Self { document, at: 0, key: RawNode::NOWHERE, via: RawNode::NOWHERE }
    }

    /// The node `at` as it is written, whatever its key.
    pub(super) fn written(document: &'d Document, at: u32) -> Self {
        Self { document, at, key: RawNode::NOWHERE, via: RawNode::NOWHERE }
    }

    /// The value behind the key node `key`.
    pub(super) fn behind_key(document: &'d Document, key: u32) -> Self {
        let at = document.nodes[key as usize].next;
        Self { document, at, key, via: RawNode::NOWHERE }
    }

    /// The document this value stands in.
    pub fn document(self) -> &'d Document {
        self.document
    }

    pub(super) fn raw(self) -> &'d RawNode {
        &self.document.nodes[self.content() as usize]
    }

    /// The node that holds the content: the anchor's for an alias.
    pub(super) fn content(self) -> u32 {
        let written = &self.document.nodes[self.at as usize];
        if written.flags.has(Flags::ALIAS) { written.a } else { self.at }
    }

    /// A number that tells this value from all others of its document, the same for an alias and its anchor.
    pub fn id(self) -> u32 {
        self.content()
    }

    /// What the value is.
    pub fn kind(self) -> NodeKind {
        self.document.nodes[self.at as usize].kind
    }

    /// The text of a scalar after escapes and folding; numbers, booleans, null and collections as they are written.
    pub fn text(self) -> &'d str {
        self.document.scalar_text(self.at)
    }

    /// The text of a string.
    pub fn as_str(self) -> Option<&'d str> {
        (self.kind() == NodeKind::String).then(|| self.text())
    }

    /// The value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == NodeKind::Bool).then(|| self.raw().flags.has(Flags::TRUE))
    }

    /// The value of an integer that fits.
    pub fn as_i64(self) -> Option<i64> {
        if self.kind() != NodeKind::Int {
            return None;
        }
        self.text().parse().ok().or_else(|| i64::try_from(self.as_u128()?).ok())
    }

    /// The value of an integer that is not negative and fits.
    pub fn as_u64(self) -> Option<u64> {
        if self.kind() != NodeKind::Int {
            return None;
        }
        self.text().parse().ok().or_else(|| u64::try_from(self.as_u128()?).ok())
    }

    /// The value of a hexadecimal or octal YAML integer.
    fn as_u128(self) -> Option<u128> {
        let text = self.text();
        let hexadecimal = text.strip_prefix("0x").map(|digits| (digits, 16));
        let (digits, radix) = hexadecimal.or_else(|| Some((text.strip_prefix("0o")?, 8)))?;
        u128::from_str_radix(digits, radix).ok()
    }

    /// The value of any number.
    pub fn as_f64(self) -> Option<f64> {
        match self.kind() {
            NodeKind::Int | NodeKind::Float => match self.text() {
                ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(f64::INFINITY),
                "-.inf" | "-.Inf" | "-.INF" => Some(f64::NEG_INFINITY),
                ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "JSON Schema and CEL compare such numbers as doubles"
                )]
                text => text.parse().ok().or_else(|| self.as_u128().map(|value| value as f64)),
            },
            _ => None,
        }
    }

    /// Whether the value is null.
    pub fn is_null(self) -> bool {
        self.kind() == NodeKind::Null
    }

    /// Whether the text of this scalar holds a `{{token}}` that Archy replaces before it reads the file.
    pub fn has_token(self) -> bool {
        self.raw().flags.has(Flags::TOKEN)
    }

    /// Number of elements or entries, merged ones not counted; 0 for scalars.
    pub fn len(self) -> usize {
        match self.kind() {
            NodeKind::Array | NodeKind::Object => self.raw().b as usize,
            _ => 0,
        }
    }

    /// Whether there are no elements or entries.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// What to remember of the way for what is reached through this node.
    pub(super) fn way(self) -> u32 {
        let is_alias = self.document.nodes[self.at as usize].flags.has(Flags::ALIAS);
        if is_alias && self.via == RawNode::NOWHERE { self.at } else { self.via }
    }

    /// The elements of an array; nothing for other kinds.
    pub fn items(self) -> Items<'d> {
        Items::of(self)
    }

    /// The entries of an object in the order of the text, then those that merge keys add; nothing for other kinds.
    /// The value's own key is [`Node::key`].
    pub fn members(self) -> Members<'d> {
        Members::of(self)
    }

    /// The nodes of the children of an object or array: the first one, and the one behind the last.
    pub(super) fn child_range(self) -> (u32, u32) {
        (self.content() + 1, self.raw().next)
    }

    /// The value behind `key`: an explicit entry, else one that a merge key adds. Of repeated keys, the last counts,
    /// as for the platform's own readers.
    pub fn get(self, key: &str) -> Option<Self> {
        let own = self.own_get(key);
        if own.is_some() || !self.raw().flags.has(Flags::MERGE) {
            return own;
        }
        self.merged().iter().find_map(|mapping| mapping.own_get(key))
    }

    /// The value behind `key` among the explicit entries.
    fn own_get(self, key: &str) -> Option<Self> {
        if self.is_large() {
            return self.indexed_get(key);
        }
        let mut named = OwnMembers::of(self).filter(|value| value.has_key(key));
        if self.document.duplicate_keys.is_empty() { named.next() } else { named.last() }
    }

    /// Whether the key in front of this value is `key`, and no merge key.
    fn has_key(self, key: &str) -> bool {
        let node = &self.document.nodes[self.key as usize];
        // The length tells most keys apart without a look at the text; an alias or collection has none.
        let is_plain = !node.is_container() && !node.flags.has(Flags::ALIAS);
        if node.flags.has(Flags::MERGE) || is_plain && node.b as usize != key.len() {
            return false;
        }
        self.document.scalar_text(self.key) == key
    }

    /// The element at `index`, from 0.
    pub fn element(self, index: usize) -> Option<Self> {
        self.items().nth(index)
    }

    /// The key in front of this value.
    pub fn key(self) -> Option<&'d str> {
        (self.key != RawNode::NOWHERE).then(|| self.document.scalar_text(self.key))
    }

    /// Whether the key in front of this value holds a `{{token}}`.
    pub fn key_has_token(self) -> bool {
        self.key != RawNode::NOWHERE
            && self.document.nodes[self.key as usize].flags.has(Flags::TOKEN)
    }

    /// The span of the value in the source, quotes and brackets included. For an alias, the use (`*name`).
    pub fn span(self) -> Span {
        self.document.in_source(self.document.node_span(self.at))
    }

    /// Whether this is a YAML block scalar (`|`, `>`), whose span is that of its lines alone.
    pub fn is_block_scalar(self) -> bool {
        self.raw().flags.has(Flags::BLOCK)
    }

    /// The span of the key in the source, quotes included.
    pub fn key_span(self) -> Option<Span> {
        let span = || self.document.in_source(self.document.node_span(self.key));
        (self.key != RawNode::NOWHERE).then(span)
    }

    /// The span from the key to the end of the value; of the value alone for elements and roots.
    pub fn entry_span(self) -> Span {
        self.key_span().map_or(self.span(), |key| key.join(self.span()))
    }

    /// For an alias, the span of the value at its anchor.
    pub fn definition_span(self) -> Option<Span> {
        let content = self.content();
        (content != self.at).then(|| self.document.in_source(self.document.node_span(content)))
    }

    /// Where the outermost alias or merge value stands through which this value was reached.
    pub fn used_at(self) -> Option<Span> {
        let span = || self.document.in_source(self.document.node_span(self.via));
        (self.via != RawNode::NOWHERE).then(span)
    }

    /// From byte offsets of [`Node::text`] to offsets into the source, however the scalar is written; for collections,
    /// of the text as written.
    pub fn text_map(self) -> TextMap {
        let document = self.document;
        let map = scalar_map::of(document.text(), self.raw(), self.text());
        map.inside(document.decoded.as_ref().map(|text| Arc::clone(text.map(&document.source))))
    }

    /// The document that stands in this string, or the tree that this object of flat attributes stands for.
    pub fn embedded(self) -> Option<&'d Document> {
        if !self.raw().flags.has(Flags::EMBEDDED) {
            return None;
        }
        let at = self.content();
        let found = self.document.embedded.binary_search_by_key(&at, |&(node, _)| node).ok()?;
        Some(&self.document.embedded[found].1)
    }

    /// The way from the root of its document to this value. What lies behind an anchor has the anchor's pointer.
    pub fn pointer(self) -> Pointer {
        let (document, nodes) = (self.document, &self.document.nodes);
        let index = document.children();
        let mut segments = Vec::new();
        let mut parent = 0;
        while parent != self.at {
            let Some(child) = index.child_holding(nodes, parent, self.at) else {
                break;
            };
            segments.push(if nodes[parent as usize].kind == NodeKind::Array {
                Segment::Index(child.position)
            } else if child.position.is_multiple_of(2) {
                Segment::Key(document.scalar_text(child.at).to_owned())
            } else {
                Segment::Key(document.scalar_text(child.before).to_owned())
            });
            parent = child.at;
        }
        Pointer(segments)
    }

    /// The values on the way from the root of the document to this one, both included. As with
    /// [`Node::pointer`], what lies behind an anchor is reached by way of the anchor.
    pub fn trail(self) -> Vec<Self> {
        let (document, nodes) = (self.document, &self.document.nodes);
        let index = document.children();
        let mut trail = vec![Self::root(document)];
        let mut parent = 0;
        while parent != self.at {
            let Some(child) = index.child_holding(nodes, parent, self.at) else {
                break;
            };
            let is_value =
                nodes[parent as usize].kind == NodeKind::Object && child.position % 2 == 1;
            let key = if is_value { child.before } else { RawNode::NOWHERE };
            trail.push(Self { document, at: child.at, key, via: RawNode::NOWHERE });
            parent = child.at;
        }
        trail
    }
}

/// Entries beside one another, as they are written: those of merge keys are among them.
impl Node<'_> {
    /// The entry in front of this one in the same object or list, and the one behind it.
    pub fn beside(self) -> (Option<Self>, Option<Self>) {
        let (document, nodes) = (self.document, &self.document.nodes);
        let Some(&parent) = self.trail().iter().nth_back(1) else { return (None, None) };
        let entry = |at: u32| match parent.kind() {
            NodeKind::Object => Self::behind_key(document, at),
            _ => Self::written(document, at),
        };
        let beside = document.children().beside(nodes, parent.at, self.at);
        (beside.before.map(entry), beside.behind.map(entry))
    }
}

impl Document {
    fn children(&self) -> &super::arena::ChildIndex {
        self.children.get_or_init(|| super::arena::ChildIndex::new(&self.nodes))
    }

    fn node_span(&self, at: u32) -> Span {
        let node = &self.nodes[at as usize];
        Span { start: node.start, end: node.end }
    }

    /// The text of the node `at`, of a collection as it is written.
    pub(super) fn scalar_text(&self, at: u32) -> &str {
        text_of(&self.nodes, &self.side, self.text(), at)
    }
}
