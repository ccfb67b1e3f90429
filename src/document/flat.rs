//! Terraform's flat attributes, as the trees that they stand for.
//!
//! Older states write a resource's attributes as one object of dotted keys: `"codecs.#": "2"`, `"codecs.0": "audio/opus"`,
//! `"tags.%": "1"`, `"tags.team": "voice"`; the elements of a set have hashes where those of a list have positions. The
//! tree is a document of its own behind the object, made of the same bytes: a key is where its flat key stands, a value
//! where its flat value stands, and what has several entries reaches from the first of them to the last.

use std::collections::{HashMap, HashSet};

use super::arena::{Flags, NodeKind, RawNode};
use super::builder::{Builder, Text};
use super::embedded::Place;
use super::{Document, Node, embedded};

/// How many segments of a key are told apart; what is behind them is one segment. Nothing that the provider keeps nests
/// as deep, and a key of a million dots costs no more than one of a few.
const MAX_SEGMENTS: usize = 32;

/// The documents behind the objects of flat attributes in `document`, which is a Terraform state, by node and in document
/// order. The strings of `candidates` that are part of one are read as part of it, and taken out.
pub(super) fn read(document: &Document, candidates: &mut Vec<u32>) -> Vec<(u32, Document)> {
    let objects = flat_objects(document.root());
    let mut found = Vec::with_capacity(objects.len());
    let mut left = Vec::new();
    let mut rest = candidates.as_slice();
    for object in objects {
        let (first, behind) = object.child_range();
        let (before, inside) = rest.split_at(rest.partition_point(|&at| at < first));
        let (inside, after) = inside.split_at(inside.partition_point(|&at| at < behind));
        left.extend_from_slice(before);
        rest = after;
        found.push((object.content(), unflattened(object, inside)));
    }
    if !found.is_empty() {
        left.extend_from_slice(rest);
        *candidates = left;
    }
    found
}

/// The objects of flat attributes of a state: `resources[].instances[].attributes_flat` of version 4, and
/// `modules[].resources{}.primary.attributes` of version 3.
fn flat_objects(root: Node<'_>) -> Vec<Node<'_>> {
    if root.get("terraform_version").is_none() {
        return Vec::new();
    }
    let below = |key: &'static str| root.get(key).into_iter().flat_map(Node::items);
    let instances = below("resources").filter_map(|resource| resource.get("instances"));
    let current = instances.flat_map(Node::items).filter_map(|one| one.get("attributes_flat"));
    let resources = below("modules").filter_map(|module| module.get("resources"));
    let older =
        resources.flat_map(Node::members).filter_map(|one| one.get("primary")?.get("attributes"));
    let mut objects: Vec<_> =
        current.chain(older).filter(|node| node.kind() == NodeKind::Object).collect();
    objects.sort_by_key(|node| node.content());
    objects.dedup();
    objects
}

/// The tree that an object of flat attributes stands for; `maybe_json` are its strings that could be JSON.
fn unflattened(object: Node<'_>, maybe_json: &[u32]) -> Document {
    let outer = object.document();
    let mut writer = Writer { outer, maybe_json, builder: Builder::default() };
    let tree = Tree::of(object);
    writer.root(&tree, outer.nodes[object.content() as usize]);
    let draft = writer.builder.finish();
    let host = Place::inside(object.pointer(), outer.decoded.clone());
    let place = Place { index: outer.index, ..host };
    let (mut document, inside) = Document::new(&outer.source, outer.syntax, place, draft, &[]);
    embedded::attach(&mut document, inside, &[], 0);
    document
}

/// What the flat keys with one beginning stand for.
#[derive(Debug, Default)]
struct Branch<'t> {
    /// The last segment of the beginning, and where it begins in the key that has it first.
    segment: (&'t str, usize),
    /// The node of that key.
    key: u32,
    /// The node of the value, where a key ends here.
    value: Option<u32>,
    /// Branches in the order in which they first occur.
    below: Vec<usize>,
    /// Whether a count says that this is a list, or a map.
    counted: Option<NodeKind>,
    /// From its first entry to its last.
    span: (u32, u32),
}

impl Branch<'_> {
    /// The kind of container that this is; `None` for a scalar.
    fn container(&self, tree: &Tree<'_>) -> Option<NodeKind> {
        let is_position = |&at: &usize| is_position(tree.branches[at].segment.0);
        match (self.counted, self.below.as_slice(), self.value) {
            (Some(kind), ..) => Some(kind),
            (None, [], Some(_)) => None,
            (None, [], None) => Some(NodeKind::Object),
            (None, below, _) if below.iter().all(is_position) => Some(NodeKind::Array),
            (None, ..) => Some(NodeKind::Object),
        }
    }
}

fn is_position(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// All branches; the first one is the root.
struct Tree<'t> {
    branches: Vec<Branch<'t>>,
    /// By branch and segment below it. Seeded at random, so that no input can be made to collide; nothing iterates it.
    index: HashMap<(usize, &'t str), usize>,
}

impl<'t> Tree<'t> {
    fn of(object: Node<'t>) -> Self {
        let mut tree = Self { branches: vec![Branch::default()], index: HashMap::new() };
        let maps: HashSet<&str> =
            object.members().filter_map(|entry| entry.key()?.strip_suffix(".%")).collect();
        for entry in object.members() {
            tree.add(entry, &maps);
        }
        tree
    }

    /// Adds a flat entry. The key of a map's entry may hold dots: behind the beginning that is a map, all is one segment.
    fn add(&mut self, entry: Node<'t>, maps: &HashSet<&str>) {
        let Some(key) = entry.key() else { return };
        let (mut at, mut from) = (0, 0);
        for _ in 1..MAX_SEGMENTS {
            let is_map = from > 0 && maps.contains(&key[..from - 1]);
            let Some(dot) = key[from..].find('.').filter(|_| !is_map) else { break };
            at = self.below(at, (&key[from..from + dot], from), entry);
            from += dot + 1;
        }
        let count = match &key[from..] {
            "#" => Some(NodeKind::Array),
            "%" => Some(NodeKind::Object),
            _ => None,
        };
        if count.is_some() && from > 0 {
            self.branches[at].counted = count;
        } else if !entry.raw().is_container() {
            let at = self.below(at, (&key[from..], from), entry);
            self.branches[at].value = Some(entry.content());
        }
    }

    /// The branch below the branch `at` for a segment of the entry's key.
    fn below(&mut self, at: usize, segment: (&'t str, usize), entry: Node<'t>) -> usize {
        let nodes = &entry.document.nodes;
        let end = nodes[entry.at as usize].end;
        let next = self.branches.len();
        let below = *self.index.entry((at, segment.0)).or_insert(next);
        if below == next {
            let span = (nodes[entry.key as usize].start, end);
            self.branches.push(Branch { segment, key: entry.key, span, ..Branch::default() });
            self.branches[at].below.push(below);
        }
        let span = &mut self.branches[below].span;
        span.1 = span.1.max(end);
        below
    }
}

/// Writes a tree as a document, out of the nodes of the document that it stands in.
struct Writer<'w> {
    outer: &'w Document,
    maybe_json: &'w [u32],
    builder: Builder,
}

impl Writer<'_> {
    fn root(&mut self, tree: &Tree<'_>, object: RawNode) {
        self.builder.begin(NodeKind::Object, object.start as usize);
        for &below in &tree.branches[0].below {
            self.entry(tree, &tree.branches[below]);
        }
        self.builder.end(object.end as usize, "");
    }

    fn entry(&mut self, tree: &Tree<'_>, branch: &Branch<'_>) {
        let key = self.outer.nodes[branch.key as usize];
        let text = self.text(&key, branch.segment.1, branch.segment.0);
        let span = (key.start as usize, key.end as usize);
        self.builder.scalar(NodeKind::String, Flags::NONE, span, text);
        self.value(tree, branch);
    }

    /// Calls itself no deeper than keys have segments.
    fn value(&mut self, tree: &Tree<'_>, branch: &Branch<'_>) {
        let Some(kind) = branch.container(tree) else { return self.scalar(branch) };
        let (start, end) = branch.span;
        self.builder.begin(kind, start as usize);
        let mut below: Vec<&Branch<'_>> =
            branch.below.iter().map(|&at| &tree.branches[at]).collect();
        if kind == NodeKind::Array {
            below.sort_by_key(|branch| branch.segment.0.parse::<u64>().unwrap_or(u64::MAX));
            for branch in below {
                self.value(tree, branch);
            }
        } else {
            for branch in below {
                self.entry(tree, branch);
            }
        }
        self.builder.end(end as usize, "");
    }

    fn scalar(&mut self, branch: &Branch<'_>) {
        let Some(at) = branch.value else { return };
        let node = self.outer.nodes[at as usize];
        let text = self.text(&node, 0, self.outer.scalar_text(at));
        let flags = if node.flags.has(Flags::TRUE) { Flags::TRUE } else { Flags::NONE };
        let span = (node.start as usize, node.end as usize);
        self.builder.scalar(node.kind, flags, span, text);
        if self.maybe_json.binary_search(&at).is_ok() {
            self.builder.note_maybe_json();
        }
    }

    /// `part`, which begins at the byte `from` of the text of `node`, as text of the new document.
    fn text(&mut self, node: &RawNode, from: usize, part: &str) -> Text {
        let len = part.len();
        if !node.flags.has(Flags::SIDE) {
            return Text { start: node.a as usize + from, len, flags: Flags::NONE };
        }
        let side = &mut self.builder.draft.side;
        let start = side.len();
        side.push_str(part);
        Text { start, len, flags: Flags::SIDE }
    }
}
