//! The arena: nodes in document order, 24 bytes each, with no allocation per node.

use std::collections::BTreeMap;

/// What a value is. Aliases are resolved before anyone outside this module sees a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// `null`, or an empty YAML value.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without fraction and exponent, of any size.
    Int,
    /// Any other number.
    Float,
    /// A string.
    String,
    /// A JSON array, a YAML sequence.
    Array,
    /// A JSON object, a YAML mapping.
    Object,
}

/// What is noted of a node besides its kind, as a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u16);

impl Flags {
    pub(crate) const NONE: Self = Self(0);
    /// The text lies in the side buffer, else it is a slice of the document's text.
    pub(crate) const SIDE: Self = Self(1);
    /// The boolean `true`.
    pub(crate) const TRUE: Self = Self(2);
    /// An alias: `a` is the node it stands for, and the kind is that node's.
    pub(crate) const ALIAS: Self = Self(4);
    /// A merge key `<<` that names mappings, and a mapping that has one.
    pub(crate) const MERGE: Self = Self(8);
    /// The text holds at least one `{{token}}`.
    pub(crate) const TOKEN: Self = Self(16);
    /// A literal or folded YAML scalar; all other styles are told by the first byte of the span.
    pub(crate) const BLOCK: Self = Self(32);
    /// A document stands inside this string, or behind this object of flat attributes.
    pub(crate) const EMBEDDED: Self = Self(64);
    /// An HCL string in quotes with escapes, or a heredoc that is written with indentation.
    pub(crate) const TEMPLATE: Self = Self(128);
    /// A bare HCL expression `e`, whose text is `${e}`.
    pub(crate) const EXPRESSION: Self = Self(256);

    pub(crate) fn has(self, flag: Self) -> bool {
        self.0 & flag.0 != 0
    }

    #[must_use]
    pub(crate) fn with(self, flag: Self) -> Self {
        Self(self.0 | flag.0)
    }
}

/// One value (or key) as it is stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawNode {
    pub(crate) kind: NodeKind,
    pub(crate) flags: Flags,
    /// Span of the value in the document's text, quotes and brackets included.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The node behind this one and all its descendants.
    pub(crate) next: u32,
    /// Scalars: where the text begins, in the document's text or in the side buffer. Aliases: the target.
    pub(crate) a: u32,
    /// Scalars: length of the text in bytes. Containers: number of entries.
    pub(crate) b: u32,
}

const _: () = assert!(size_of::<RawNode>() == 24);

impl RawNode {
    /// No node.
    pub(crate) const NOWHERE: u32 = u32::MAX;

    /// Whether this is an array or object written here, not an alias of one.
    pub(crate) fn is_container(&self) -> bool {
        matches!(self.kind, NodeKind::Array | NodeKind::Object) && !self.flags.has(Flags::ALIAS)
    }
}

/// The text of the node `at`: of a scalar as it reads, of an alias that of what it stands for, of a container (a key
/// that is a collection) as it is written.
pub(crate) fn text_of<'t>(nodes: &[RawNode], side: &'t str, text: &'t str, at: u32) -> &'t str {
    let written = &nodes[at as usize];
    let is_alias = written.flags.has(Flags::ALIAS);
    let node = if is_alias { &nodes[written.a as usize] } else { written };
    if node.is_container() {
        return &text[node.start as usize..node.end as usize];
    }
    let range = node.a as usize..node.a as usize + node.b as usize;
    if node.flags.has(Flags::SIDE) { &side[range] } else { &text[range] }
}

/// For containers with many children, where each child begins: built when a pointer into one is first asked for,
/// so that a finding deep in a large listing costs a binary search.
#[derive(Debug, Default)]
pub(crate) struct ChildIndex {
    children: BTreeMap<u32, Vec<u32>>,
}

/// A direct child of a container, as [`ChildIndex`] finds it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Child {
    /// Position among the direct children; keys and values count each.
    pub(crate) position: usize,
    pub(crate) at: u32,
    /// The sibling before it; itself where it is the first.
    pub(crate) before: u32,
}

/// The entries of a container beside one of them, each by where it begins: the key of an object's, the element of an
/// array's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beside {
    pub(crate) before: Option<u32>,
    pub(crate) behind: Option<u32>,
}

impl ChildIndex {
    /// Containers with fewer entries are scanned.
    const WORTH_INDEXING: u32 = 64;

    pub(crate) fn new(nodes: &[RawNode]) -> Self {
        let is_large = |node: &RawNode| node.is_container() && node.b >= Self::WORTH_INDEXING;
        let large = (0u32..).zip(nodes).filter(|(_, node)| is_large(node));
        Self { children: large.map(|(at, _)| (at, child_positions(nodes, at).collect())).collect() }
    }

    /// The entries of `parent` beside the one that holds node `at`.
    pub(crate) fn beside(&self, nodes: &[RawNode], parent: u32, at: u32) -> Beside {
        let width = if nodes[parent as usize].kind == NodeKind::Object { 2 } else { 1 };
        let Some(child) = self.child_holding(nodes, parent, at) else { return Beside::default() };
        let entry = child.position / width;
        let nth = |entry: usize| match self.children.get(&parent) {
            Some(children) => children.get(entry * width).copied(),
            None => child_positions(nodes, parent).nth(entry * width),
        };
        Beside { before: entry.checked_sub(1).and_then(nth), behind: nth(entry + 1) }
    }

    /// The direct child of `parent` that is node `at` or holds it.
    pub(crate) fn child_holding(&self, nodes: &[RawNode], parent: u32, at: u32) -> Option<Child> {
        if let Some(children) = self.children.get(&parent) {
            let position = children.partition_point(|&child| child <= at).checked_sub(1)?;
            let before = children[position.saturating_sub(1)];
            return Some(Child { position, at: children[position], before });
        }
        let mut before = parent + 1;
        for (position, child) in child_positions(nodes, parent).enumerate() {
            if at < nodes[child as usize].next {
                return Some(Child { position, at: child, before });
            }
            before = child;
        }
        None
    }
}

/// The direct children of the container `parent`: elements, or keys and values by turns.
pub(crate) fn child_positions(nodes: &[RawNode], parent: u32) -> impl Iterator<Item = u32> {
    let end = nodes[parent as usize].next;
    let mut at = parent + 1;
    std::iter::from_fn(move || {
        let child = at;
        (child < end).then(|| at = nodes[child as usize].next).map(|()| child)
    })
}
