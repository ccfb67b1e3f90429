//! What stands in the examples in which a rule finds something: values to break passing examples with.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::operators::{named, value};
use crate::document::Node;

/// The most keys that are given to values of a passing example.
const MAX_KEYS: usize = 24;

/// Values by the name of their key.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    values: BTreeMap<String, Vec<Value>>,
    /// Keys on the way to where the rule points.
    focus: BTreeSet<String>,
    /// Keys that a value of a passing example may be given, the most promising ones first.
    keys: Vec<String>,
    /// By depth: the keys of the passing example.
    depths: BTreeMap<usize, BTreeSet<String>>,
}

impl Pool {
    /// Adds a value, unless it is there.
    pub(super) fn add(&mut self, key: &str, value: Value) {
        let values = self.values.entry(key.to_owned()).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }

    /// Says that the rule points at what stands behind these keys.
    pub(super) fn focus(&mut self, keys: Vec<String>) {
        self.focus.extend(keys);
    }

    /// The same for a passing example with these values: what stands elsewhere in it is tried behind the same key, and keys
    /// that it does not have.
    pub(super) fn for_example(&self, nodes: &[Node<'_>]) -> Self {
        let there: BTreeSet<&str> = nodes.iter().filter_map(|&node| named(node)).collect();
        let is_new = |key: &&String| !there.contains(key.as_str()) && !self.focus.contains(*key);
        let new = self.values.keys().filter(is_new);
        let keys = self.focus.iter().chain(new).take(MAX_KEYS).cloned().collect();
        let mut pool = Self { keys, ..self.clone() };
        for &node in nodes {
            if let (Some(key), Some(value)) = (named(node), value(node)) {
                pool.add(key, value);
            }
            if let Some(key) = node.key() {
                pool.depths.entry(depth(node)).or_default().insert(key.to_owned());
            }
        }
        pool
    }

    /// The keys that a value may be given.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The keys that stand as deep in the passing example as this value's.
    pub(super) fn keys_beside(&self, node: Node<'_>) -> impl Iterator<Item = &str> {
        self.depths.get(&depth(node)).into_iter().flatten().map(String::as_str)
    }

    /// What stands behind a key.
    pub(super) fn values(&self, key: &str) -> &[Value] {
        self.values.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

fn depth(node: Node<'_>) -> usize {
    node.trail().len()
}
