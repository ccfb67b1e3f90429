//! The handle through which everything else reads a document.

use super::arena::{Flags, RawNode, child_positions};
use super::{Document, NodeKind, Pointer, Segment};
use crate::source::Span;

/// A value inside a document: cheap to copy, knows its key, its spans and its pointer.
///
/// An alias reads as the value it stands for; its spans are those of the use. What is reached *through* an alias or
/// a merge key lies at the definition and remembers the use ([`Node::used_at`]).
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document,
    /// The node as written: possibly an alias.
    at: u32,
    /// The key node in front of it, [`RawNode::NOWHERE`] for elements and roots.
    key: u32,
    /// The outermost alias or merge value this was reached through, [`RawNode::NOWHERE`] for none.
    via: u32,
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

    /// The value behind the repeated key node `key`, and the value behind its first occurrence.
    pub(super) fn duplicate(document: &'d Document, key: u32) -> Option<(Self, Self)> {
        let nodes = &document.nodes;
        let child_index = document.children();
        let mut parent = 0;
        loop {
            let (_, child) = child_index.child_holding(nodes, parent, key)?;
            if child == key {
                break;
            }
            parent = child;
        }
        let name = document.scalar_text(key);
        let mut children = child_positions(nodes, parent);
        let first = children.by_ref().step_by(2).find(|&k| document.scalar_text(k) == name)?;
        let value = |key: u32| Self { document, at: key + 1, key, via: RawNode::NOWHERE };
        Some((value(key), value(first)))
    }

    /// The document this value stands in.
    pub fn document(self) -> &'d Document {
        self.document
    }

    fn raw(self) -> &'d RawNode {
        let written = &self.document.nodes[self.at as usize];
        if written.flags.has(Flags::ALIAS) && written.a != RawNode::NOWHERE {
            return &self.document.nodes[written.a as usize];
        }
        written
    }

    /// The node that holds the content: the anchor's for an alias.
    fn content(self) -> u32 {
        let written = &self.document.nodes[self.at as usize];
        let is_alias = written.flags.has(Flags::ALIAS) && written.a != RawNode::NOWHERE;
        if is_alias { written.a } else { self.at }
    }

    /// A number that tells this value from all others of its document, the same for an alias and its anchor.
    pub fn id(self) -> u32 {
        self.content()
    }

    /// What the value is; an alias whose anchor is unknown is null.
    pub fn kind(self) -> NodeKind {
        self.raw().kind
    }

    /// The text of a scalar after escapes and folding; numbers, booleans and null as written. Empty for containers.
    pub fn text(self) -> &'d str {
        self.document.scalar_text(self.content())
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
        let text = self.text();
        match text.strip_prefix("0x") {
            Some(digits) => i64::from_str_radix(digits, 16).ok(),
            None => match text.strip_prefix("0o") {
                Some(digits) => i64::from_str_radix(digits, 8).ok(),
                None => text.parse().ok(),
            },
        }
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
                text => text.parse().ok().or_else(|| self.as_i64().map(|value| value as f64)),
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
    fn way(self) -> u32 {
        let is_alias = self.document.nodes[self.at as usize].flags.has(Flags::ALIAS);
        if is_alias && self.via == RawNode::NOWHERE { self.at } else { self.via }
    }

    /// The elements of an array; nothing for other kinds.
    pub fn items(self) -> Items<'d> {
        let range = if self.kind() == NodeKind::Array { self.child_range() } else { (0, 0) };
        Items { document: self.document, at: range.0, end: range.1, via: self.way() }
    }

    /// The entries of an object in the order of the text, then those that merge keys add; nothing for other kinds.
    /// The value's own key is [`Node::key`].
    pub fn members(self) -> Members<'d> {
        Members::new(self)
    }

    fn own_members(self) -> OwnMembers<'d> {
        let range = if self.kind() == NodeKind::Object { self.child_range() } else { (0, 0) };
        OwnMembers { document: self.document, at: range.0, end: range.1, via: self.way() }
    }

    fn child_range(self) -> (u32, u32) {
        (self.content() + 1, self.raw().next)
    }

    /// The value behind `key`: an explicit entry, else one that a merge key adds. Of repeated keys, the last counts,
    /// as for the platform's own readers.
    pub fn get(self, key: &str) -> Option<Self> {
        let own = self.own_members().filter(|value| value.key() == Some(key)).last();
        if own.is_some() || !self.raw().flags.has(Flags::MERGE) {
            return own;
        }
        self.merged().find_map(|mapping| mapping.get(key))
    }

    /// The element at `index`, from 0.
    pub fn element(self, index: usize) -> Option<Self> {
        self.items().nth(index)
    }

    /// The mappings that merge keys name, first one first.
    fn merged(self) -> impl Iterator<Item = Self> {
        let is_merge = |value: &Self| value.is_merge_key();
        self.own_members().filter(is_merge).flat_map(|value| {
            let mapping = (value.kind() == NodeKind::Object).then_some(value);
            mapping.into_iter().chain(value.items()).map(move |one| one.reached_through(value))
        })
    }

    fn is_merge_key(self) -> bool {
        self.key() == Some("<<") && !self.document.nodes[self.key as usize].flags.has(Flags::STYLED)
    }

    fn reached_through(self, use_site: Self) -> Self {
        if self.via == RawNode::NOWHERE { Self { via: use_site.at, ..self } } else { self }
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

    /// The document that stands in this string.
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
            let Some((position, child)) = index.child_holding(nodes, parent, self.at) else {
                break;
            };
            if nodes[parent as usize].kind == NodeKind::Object {
                let key =
                    if position % 2 == 0 { child } else { child_before(nodes, parent, child) };
                segments.push(Segment::Key(document.scalar_text(key).to_owned()));
            } else {
                segments.push(Segment::Index(position));
            }
            parent = child;
        }
        Pointer(segments)
    }
}

impl<'d> Node<'d> {
    /// The values on the way from the root of the document to this one, both included. As with
    /// [`Node::pointer`], what lies behind an anchor is reached by way of the anchor.
    pub fn trail(self) -> Vec<Self> {
        let (document, nodes) = (self.document, &self.document.nodes);
        let index = document.children();
        let mut trail = vec![Self::root(document)];
        let mut parent = 0;
        while parent != self.at {
            let Some((position, child)) = index.child_holding(nodes, parent, self.at) else {
                break;
            };
            let is_value_of_object =
                nodes[parent as usize].kind == NodeKind::Object && position % 2 == 1;
            let key = if is_value_of_object {
                child_before(nodes, parent, child)
            } else {
                RawNode::NOWHERE
            };
            trail.push(Self { document, at: child, key, via: RawNode::NOWHERE });
            parent = child;
        }
        trail
    }
}

/// The key node in front of the value node `child`: keys are scalars, so it is the node before, unless the key was a
/// collection, which only YAML allows.
fn child_before(nodes: &[RawNode], parent: u32, child: u32) -> u32 {
    let before = child - 1;
    if nodes[before as usize].next == child && before > parent {
        let is_scalar = !matches!(nodes[before as usize].kind, NodeKind::Array | NodeKind::Object);
        if is_scalar {
            return before;
        }
    }
    child_positions(nodes, parent).take_while(|&at| at < child).last().unwrap_or(before)
}

impl Document {
    fn children(&self) -> &super::arena::ChildIndex {
        self.children.get_or_init(|| super::arena::ChildIndex::new(&self.nodes))
    }

    fn node_span(&self, at: u32) -> Span {
        let node = &self.nodes[at as usize];
        Span { start: node.start, end: node.end }
    }

    /// The text of the scalar node `at`; empty for containers and aliases.
    pub(super) fn scalar_text(&self, at: u32) -> &str {
        let node = &self.nodes[at as usize];
        if matches!(node.kind, NodeKind::Array | NodeKind::Object) || node.flags.has(Flags::ALIAS) {
            return "";
        }
        let range = node.a as usize..node.a as usize + node.b as usize;
        if node.flags.has(Flags::SIDE) { &self.side[range] } else { &self.text()[range] }
    }
}

/// The elements of an array.
#[derive(Clone)]
pub struct Items<'d> {
    document: &'d Document,
    at: u32,
    end: u32,
    via: u32,
}

impl<'d> Iterator for Items<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        if self.at >= self.end {
            return None;
        }
        let node =
            Node { document: self.document, at: self.at, key: RawNode::NOWHERE, via: self.via };
        self.at = self.document.nodes[self.at as usize].next;
        Some(node)
    }
}

/// The explicit entries of an object, merge keys included.
#[derive(Clone)]
struct OwnMembers<'d> {
    document: &'d Document,
    at: u32,
    end: u32,
    via: u32,
}

impl<'d> Iterator for OwnMembers<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        if self.at >= self.end {
            return None;
        }
        let key = self.at;
        let value = self.document.nodes[key as usize].next;
        self.at = self.document.nodes[value as usize].next;
        Some(Node { document: self.document, at: value, key, via: self.via })
    }
}

/// The entries of an object, as values that know their key.
pub struct Members<'d> {
    own: OwnMembers<'d>,
    /// Entries that merge keys add, in reverse; empty for all objects without them.
    merged: Vec<Node<'d>>,
    has_merge_key: bool,
}

impl<'d> Members<'d> {
    fn new(object: Node<'d>) -> Self {
        let has_merge_key = object.raw().flags.has(Flags::MERGE);
        let mut merged: Vec<Node<'d>> = Vec::new();
        if has_merge_key {
            let mut seen: std::collections::BTreeSet<&str> =
                object.own_members().filter_map(Node::key).collect();
            for member in object.merged().flat_map(Node::members) {
                if member.key().is_some_and(|key| seen.insert(key)) {
                    merged.push(member);
                }
            }
            merged.reverse();
        }
        Self { own: object.own_members(), merged, has_merge_key }
    }
}

impl<'d> Iterator for Members<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        let has_merge_key = self.has_merge_key;
        let own = self.own.find(|member| !(has_merge_key && member.is_merge_key()));
        own.or_else(|| self.merged.pop())
    }
}
