//! Whether a rule notices: passing examples are broken on purpose, one edit at a time, until the rule finds something.
//!
//! A rule that finds nothing whatever is broken in its passing examples says nothing by its silence about them.

mod operators;
mod pool;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::examples::{Lint, Trial};
use super::{Example, Rule};
use crate::document::{self, Document, Node, Segment};
use crate::edit;
use crate::finding::{Address, Location};
use crate::source::{FileClass, Source};
use operators::{named, value};
use pool::Pool;

/// The most mutants of one example that are tried.
const MAX_MUTANTS: usize = 3_000;

/// What came of breaking a rule's passing examples.
#[derive(Clone, Debug)]
pub struct Mutated {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// The mutant that it noticed; `None` for a survivor: a rule that notices none.
    pub noticed: Option<Noticed>,
    /// What was tried on each passing example, in order, up to what was noticed.
    pub tried: Vec<Tried>,
}

/// A mutant that a rule noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// Name of the passing example.
    pub example: String,
    /// What was broken.
    pub mutant: String,
}

/// What was tried on one example without being noticed.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Name of the example.
    pub example: String,
    /// Where the example stands in the rule file.
    pub location: Location,
    /// What was broken, one line each.
    pub mutants: Vec<String>,
}

/// Breaks the passing examples of all rules, in the order of the rules.
pub fn mutate(rules: &[Rule], lint: &Lint<'_>) -> Vec<Mutated> {
    rules.par_iter().map(|rule| mutate_rule(rule, lint)).collect()
}

/// Breaks the passing examples of one rule until it notices.
fn mutate_rule(rule: &Rule, lint: &Lint<'_>) -> Mutated {
    let (pool, focus) = failing(rule);
    let mut tried = Vec::new();
    for example in rule.examples.iter().filter(|example| example.finds.is_empty()) {
        let parsed = Parsed::of(example);
        let pool = pool.for_example(&parsed.nodes());
        let mut mutants = Vec::new();
        for (what, sources) in parsed.mutants(&pool, &focus).take(MAX_MUTANTS) {
            if !lint(&Trial { rule, example, sources: &sources }).is_empty() {
                let noticed = Noticed { example: example.name.clone(), mutant: what };
                return Mutated { rule: Arc::clone(&rule.id), noticed: Some(noticed), tried };
            }
            mutants.push(what);
        }
        let (example, location) = (example.name.clone(), example.location.clone());
        tried.push(Tried { example, location, mutants });
    }
    Mutated { rule: Arc::clone(&rule.id), noticed: None, tried }
}

/// The names of keys, by how near they are to what the rule is about: where its findings point comes first.
type Focus = Vec<BTreeSet<String>>;

/// What failing examples tell: the values in them by their keys, and which keys the rule is about.
fn failing(rule: &Rule) -> (Pool, Focus) {
    let (mut at, mut related) = (BTreeSet::new(), BTreeSet::new());
    let mut pool = Pool::default();
    for example in rule.examples.iter().filter(|example| !example.finds.is_empty()) {
        for find in &example.finds {
            let keys = find.at.address.as_ref().map(keys).unwrap_or_default();
            at.extend(keys.last().cloned());
            pool.focus(keys);
            for place in find.related.iter().filter_map(|place| place.address.as_ref()) {
                let keys = self::keys(place);
                related.extend(keys.last().cloned());
                pool.focus(keys);
            }
        }
        for node in Parsed::of(example).nodes() {
            if let (Some(key), Some(value)) = (named(node), value(node)) {
                pool.add(key, value);
            }
        }
    }
    (pool, vec![at, related])
}

/// The keys on the way to a place.
fn keys(address: &Address) -> Vec<String> {
    let segments = address.pointer.0.iter().chain(address.embedded.iter().flat_map(|it| &it.0));
    let key = |segment: &Segment| match segment {
        Segment::Key(key) => Some(key.clone()),
        Segment::Index(_) => None,
    };
    segments.filter_map(key).collect()
}

/// The files of an example, and the documents in them.
struct Parsed {
    sources: Vec<Arc<Source>>,
    documents: Vec<Document>,
}

impl Parsed {
    fn of(example: &Example) -> Self {
        let source = |(path, text): &(String, String)| Arc::new(Source::new(path, text));
        let sources: Vec<Arc<Source>> = example.files.iter().map(source).collect();
        let documents = |source: &Arc<Source>| match FileClass::of(source.path()) {
            FileClass::Document(syntax) => document::parse(source, syntax).documents,
            FileClass::Other => Vec::new(),
        };
        let documents = sources.iter().flat_map(documents).collect();
        Self { sources, documents }
    }

    /// All values, in the order of the text, with those of JSON in strings behind the string.
    fn nodes(&self) -> Vec<Node<'_>> {
        let mut nodes = Vec::new();
        for document in &self.documents {
            collect(document.root(), &mut nodes);
        }
        nodes
    }

    /// All mutants, those of what the rule is about first: what was done, and the files.
    fn mutants<'p>(
        &'p self,
        pool: &'p Pool,
        focus: &'p Focus,
    ) -> impl Iterator<Item = (String, Vec<Arc<Source>>)> + 'p {
        let rank = |node: &Node<'_>| {
            let key = named(*node).unwrap_or_default();
            focus.iter().position(|keys| keys.contains(key)).unwrap_or(focus.len())
        };
        let mut nodes = self.nodes();
        nodes.sort_by_key(rank);
        let of_node = move |node: Node<'p>| {
            let source = Arc::clone(node.document().source());
            let made = operators::mutants(node, pool).into_iter();
            made.filter_map(move |mutant| {
                let text = edit::apply(source.text(), &[mutant.edit])?;
                Some((mutant.what, self.with(source.path(), Some(text))))
            })
        };
        nodes.into_iter().flat_map(of_node).chain(self.broken_files())
    }

    /// Each file left out, and each cut off in the middle.
    fn broken_files(&self) -> impl Iterator<Item = (String, Vec<Arc<Source>>)> + '_ {
        self.sources.iter().flat_map(|source| {
            let path = source.path();
            let text = source.text();
            let middle = (text.len() / 2..text.len()).find(|&at| text.is_char_boundary(at));
            let half = text[..middle.unwrap_or(0)].to_owned();
            [
                (format!("{path} is missing"), self.with(path, None)),
                (format!("{path} is cut off in the middle"), self.with(path, Some(half))),
            ]
        })
    }

    /// The files, with one of them changed, or left out.
    fn with(&self, path: &str, text: Option<String>) -> Vec<Arc<Source>> {
        let others = self.sources.iter().filter(|source| source.path() != path).map(Arc::clone);
        let changed = text.map(|text| Arc::new(Source::new(path, text)));
        let mut sources: Vec<Arc<Source>> = others.chain(changed).collect();
        sources.sort_by(|a, b| a.path().cmp(b.path()));
        sources
    }
}

fn collect<'d>(node: Node<'d>, nodes: &mut Vec<Node<'d>>) {
    nodes.push(node);
    if node.used_at().is_some() || node.definition_span().is_some() {
        return;
    }
    if let Some(inner) = node.embedded() {
        collect(inner.root(), nodes);
    }
    for child in node.items().chain(node.members()) {
        collect(child, nodes);
    }
}
