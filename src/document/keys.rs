//! The keys of large objects in the order of their text, so that looking one up costs a binary search.

use std::collections::BTreeMap;

use super::arena::{Flags, RawNode, child_positions};
use super::{Document, Node, NodeKind};

/// For objects with many entries, their key nodes by text: built when a key of one is first asked for.
#[derive(Debug, Default)]
pub(super) struct KeyIndex {
    keys: BTreeMap<u32, Vec<u32>>,
}

impl KeyIndex {
    /// Objects with fewer entries are scanned.
    const WORTH_INDEXING: u32 = 64;

    fn new(document: &Document) -> Self {
        let large = (0u32..).zip(&document.nodes).filter(|(_, node)| Self::is_worth_it(node));
        Self { keys: large.map(|(at, _)| (at, sorted_keys(document, at))).collect() }
    }

    fn is_worth_it(node: &RawNode) -> bool {
        node.kind == NodeKind::Object && node.is_container() && node.b >= Self::WORTH_INDEXING
    }
}

/// The keys of an object by their text, those that are equal in the order of the document; merge keys left out.
fn sorted_keys(document: &Document, object: u32) -> Vec<u32> {
    let keys = child_positions(&document.nodes, object).step_by(2);
    let mut keys: Vec<u32> =
        keys.filter(|&key| !document.nodes[key as usize].flags.has(Flags::MERGE)).collect();
    keys.sort_by_key(|&key| document.scalar_text(key));
    keys
}

impl Node<'_> {
    /// Whether the keys of this object are worth an index.
    pub(super) fn is_large(self) -> bool {
        KeyIndex::is_worth_it(self.raw())
    }

    /// The value behind `key` in a large object, the last of several.
    pub(super) fn indexed_get(self, key: &str) -> Option<Self> {
        let document = self.document;
        let index = document.keys.get_or_init(|| KeyIndex::new(document));
        let keys = index.keys.get(&self.content())?;
        let behind = keys.partition_point(|&at| document.scalar_text(at) <= key);
        let last = *keys.get(behind.checked_sub(1)?)?;
        let found = Self { via: self.way(), ..Self::behind_key(document, last) };
        (document.scalar_text(last) == key).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::sync::Arc;

    use crate::document::{Node, Syntax, parse};
    use crate::source::Source;

    #[test]
    fn keys_of_large_objects_are_found_as_those_of_small_ones() {
        for size in [10, 200] {
            let mut text =
                "base: &base { merged: 1, key3: 0 }\nall: &all\n  <<: *base\n".to_owned();
            for at in 0..size {
                let _ = writeln!(text, "  key{at}: {at}");
            }
            text.push_str("  key5: again\nuse: *all\n");
            let documents = parse(&Arc::new(Source::new("x.yaml", &text)), Syntax::Yaml).documents;
            let root = documents[0].root();
            for all in [root.get("all"), root.get("use")] {
                let get = |key| all.and_then(|all| all.get(key)).map(Node::text);
                assert_eq!((get("key3"), get("key5")), (Some("3"), Some("again")), "{size}");
                assert_eq!((get("merged"), get("<<"), get("key")), (Some("1"), None, None));
            }
            let via = |key| root.get("use").and_then(|all| all.get(key)).and_then(Node::used_at);
            assert!(via("key3").is_some(), "{size}");
        }
    }
}
