//! Builds the arena of one document after another, whatever its syntax.

use std::collections::HashMap;

use super::arena::{Flags, NodeKind, RawNode, text_of};
use crate::source::{Span, offset};

/// What a syntax reads of one document, before tokens and embedded documents are looked for.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) nodes: Vec<RawNode>,
    /// Text of scalars that are not written as they read.
    pub(super) side: String,
    pub(super) comments: Vec<Span>,
    /// Key nodes that repeat a key of their mapping, each with the first one of that name.
    pub(super) duplicate_keys: Vec<(u32, u32)>,
    /// Strings whose text could be a JSON object or array, keys not among them.
    pub(super) maybe_json: Vec<u32>,
    /// Documents that are written inside of this one, by the strings that they stand for.
    pub(super) encoded: Vec<(u32, Draft)>,
    /// How many nodes there are with all aliases followed, where there can be aliases.
    pub(super) expanded: u64,
}

/// The text of a scalar: a slice of the document's text or of the side buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    pub(super) start: usize,
    pub(super) len: usize,
    /// [`Flags::SIDE`] or none.
    pub(super) flags: Flags,
}

/// A container that is being read.
#[derive(Clone, Copy, Debug)]
struct Open {
    node: u32,
    /// How many keys, values and elements it has so far.
    children: u32,
    /// Where its keys begin among all open ones.
    keys: usize,
}

/// Collects the nodes of one document at a time.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pub(super) draft: Draft,
    open: Vec<Open>,
    keys: Keys,
}

/// The keys of all open mappings, outermost first, with a fingerprint of each.
#[derive(Debug, Default)]
struct Keys {
    nodes: Vec<u32>,
    prints: Vec<u32>,
}

impl Builder {
    /// A builder with room for `nodes` nodes.
    pub(super) fn with_capacity(nodes: usize) -> Self {
        let draft = Draft { nodes: Vec::with_capacity(nodes), ..Draft::default() };
        Self { draft, ..Self::default() }
    }

    /// How many containers are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The innermost open container.
    pub(super) fn innermost(&self) -> Option<u32> {
        self.open.last().map(|open| open.node)
    }

    /// Whether the next node is a key.
    pub(super) fn is_key_due(&self) -> bool {
        self.open.last().is_some_and(|open| {
            open.children.is_multiple_of(2)
                && self.draft.nodes[open.node as usize].kind == NodeKind::Object
        })
    }

    /// The node that comes next.
    pub(super) fn next_node(&self) -> u32 {
        offset(self.draft.nodes.len())
    }

    /// Adds a scalar.
    pub(super) fn scalar(
        &mut self,
        kind: NodeKind,
        flags: Flags,
        span: (usize, usize),
        text: Text,
    ) {
        self.push(RawNode {
            kind,
            flags: flags.with(text.flags),
            start: offset(span.0),
            end: offset(span.1),
            next: self.next_node() + 1,
            a: offset(text.start),
            b: offset(text.len),
        });
    }

    /// Adds an alias of the node `target`.
    pub(super) fn alias(&mut self, span: (usize, usize), target: u32) {
        let kind = self.draft.nodes[target as usize].kind;
        self.push(RawNode {
            kind,
            flags: Flags::ALIAS,
            start: offset(span.0),
            end: offset(span.1),
            next: self.next_node() + 1,
            a: target,
            b: 0,
        });
    }

    /// Notes that the node added last is a key; `text` is the text of the document.
    pub(super) fn note_key(&mut self, text: &str) {
        let key = self.next_node() - 1;
        let name = text_of(&self.draft.nodes, &self.draft.side, text, key);
        self.keys.prints.push(fingerprint(name.as_bytes()));
        self.keys.nodes.push(key);
    }

    /// Notes that the text of the string added last could be JSON.
    pub(super) fn note_maybe_json(&mut self) {
        self.draft.maybe_json.push(self.next_node() - 1);
    }

    /// Begins an array or object.
    pub(super) fn begin(&mut self, kind: NodeKind, start: usize) {
        let node = self.next_node();
        self.push(RawNode {
            kind,
            flags: Flags::NONE,
            start: offset(start),
            end: offset(start),
            next: node,
            a: 0,
            b: 0,
        });
        self.open.push(Open { node, children: 0, keys: self.keys.nodes.len() });
    }

    /// Ends the innermost container at byte `end` of `text`, the text of the document.
    pub(super) fn end(&mut self, end: usize, text: &str) {
        let Some(open) = self.open.pop() else { return };
        let next = self.next_node();
        let node = &mut self.draft.nodes[open.node as usize];
        node.end = offset(end);
        node.next = next;
        let is_object = node.kind == NodeKind::Object;
        node.b = if is_object { open.children / 2 } else { open.children };
        if is_object {
            self.find_duplicates(open.keys, text);
            self.keys.nodes.truncate(open.keys);
            self.keys.prints.truncate(open.keys);
        }
    }

    /// The keys of the innermost open mapping.
    pub(super) fn keys(&self) -> &[u32] {
        self.open.last().map_or(&[], |open| &self.keys.nodes[open.keys..])
    }

    /// The document read so far; the next one begins empty.
    pub(super) fn finish(&mut self) -> Draft {
        self.open.clear();
        self.keys = Keys::default();
        let mut draft = std::mem::take(&mut self.draft);
        draft.nodes.shrink_to_fit();
        draft.side.shrink_to_fit();
        draft.duplicate_keys.sort_unstable();
        draft
    }

    fn push(&mut self, node: RawNode) {
        if let Some(open) = self.open.last_mut() {
            open.children += 1;
        }
        self.draft.nodes.push(node);
    }

    /// Mappings with more keys go through a hash map.
    const FEW_KEYS: usize = 64;

    fn find_duplicates(&mut self, from: usize, text: &str) {
        let (keys, prints) = (&self.keys.nodes[from..], &self.keys.prints[from..]);
        let read = |at: u32| text_of(&self.draft.nodes, &self.draft.side, text, at);
        if keys.len() > Self::FEW_KEYS {
            // The hash is seeded at random, so that no input can be made to collide; nothing iterates the map.
            let mut first: HashMap<&str, u32> = HashMap::with_capacity(keys.len());
            for &key in keys {
                let earlier = *first.entry(read(key)).or_insert(key);
                if earlier != key {
                    self.draft.duplicate_keys.push((key, earlier));
                }
            }
            return;
        }
        for (at, print) in prints.iter().enumerate().skip(1) {
            if !prints[..at].contains(print) {
                continue;
            }
            let name = read(keys[at]);
            if let Some(&earlier) = keys[..at].iter().find(|&&key| read(key) == name) {
                self.draft.duplicate_keys.push((keys[at], earlier));
            }
        }
    }
}

/// A number that equal texts share and different ones rarely do, from the ends and the length.
fn fingerprint(text: &[u8]) -> u32 {
    let (head, tail) = match (text.first_chunk(), text.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (text.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)), 0),
    };
    let mixed =
        (head ^ tail.rotate_left(29) ^ text.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    offset((mixed >> 32) as usize)
}
