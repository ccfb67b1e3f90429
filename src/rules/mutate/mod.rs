//! Whether a rule notices: what passing examples pass by is broken on purpose, one edit at a time, until the rule finds
//! something.
//!
//! Of each passing example, the fields are broken because of which assertions hold. An example that asserts nothing (what
//! `when` leaves out, what cannot be known) says so by its silence; only where all of a rule's are like that, one of them
//! has to be one edit away from a finding. A field that can be broken in every way without being noticed is one that the example says nothing about.

mod operators;
mod pool;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::examples::{Lint, Trial};
use super::{Example, Rule};
use crate::document::{self, Document, Node, Segment};
use crate::edit;
use crate::finding::{Address, Location, Part};
use crate::source::{FileClass, Source};
use operators::{named, value};
use pool::Pool;

/// The most mutants of one place that are tried.
const MAX_MUTANTS: usize = 3_000;

/// What the whole pipeline says of files.
#[derive(Clone, Copy)]
pub struct Looks<'l> {
    /// What a rule finds.
    pub lint: &'l Lint<'l>,
    /// The fields because of which its assertions hold.
    pub asserted: &'l Asserted<'l>,
}

/// The fields because of which the assertions of a rule hold.
pub type Asserted<'l> = dyn Fn(&Trial<'_>) -> Vec<Location> + Sync + 'l;

/// What came of breaking a rule's passing examples.
#[derive(Clone, Debug)]
pub struct Mutated {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// What was broken, in the order of the examples.
    pub probes: Vec<Probe>,
}

/// One field of one passing example, broken in every way until the rule noticed.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Name of the example.
    pub example: String,
    /// Where the example stands in the rule file.
    pub location: Location,
    /// The field, as `file#pointer`; `None` for anything in the example, where a rule's examples assert nothing.
    pub field: Option<String>,
    /// The mutants that were not noticed, one line each.
    pub missed: Vec<String>,
    /// The mutant that was.
    pub noticed: Option<String>,
    /// Whether the example says why nobody is to notice.
    pub is_explained: bool,
    /// The last keys on the way to the field: by what it is the same field in another example.
    keys: Vec<String>,
}

impl Mutated {
    /// The fields of which nothing is noticed, neither in their own example nor, under the same keys, in another one, and
    /// of which no example says why. A field may well be one of several that are each enough.
    pub fn survivors(&self) -> impl Iterator<Item = &Probe> {
        let is_missed = |probe: &&Probe| {
            let mut same = self.probes.iter().filter(|other| other.keys == probe.keys);
            !probe.is_explained && same.all(|other| other.noticed.is_none())
        };
        self.probes.iter().filter(is_missed)
    }

    /// The fields that are noticed although an example says why they are not.
    pub fn stale(&self) -> impl Iterator<Item = &Probe> {
        self.probes.iter().filter(|probe| probe.is_explained && probe.noticed.is_some())
    }
}

/// Breaks the passing examples of all rules, in the order of the rules.
pub fn mutate(rules: &[Rule], looks: Looks<'_>) -> Vec<Mutated> {
    let mutated = |rule: &Rule| Mutated { rule: Arc::clone(&rule.id), probes: probes(rule, looks) };
    rules.par_iter().map(mutated).collect()
}

/// Breaks the passing examples of one rule: the fields that are asserted in them, or anything where none is.
fn probes(rule: &Rule, looks: Looks<'_>) -> Vec<Probe> {
    let (pool, focus) = failing(rule);
    let passing = || rule.examples.iter().filter(|example| example.finds.is_empty());
    let of_fields = passing().flat_map(|example| {
        let parsed = Parsed::of(example);
        let nodes = parsed.nodes();
        let pool = pool.for_example(&nodes);
        let asserted = (looks.asserted)(&Trial { rule, example, sources: &parsed.sources });
        let of_field = |field: Node<'_>| {
            let mut inside = Vec::new();
            collect(field, &mut inside);
            let mutants = parsed.mutants(inside, &pool, &focus);
            Probe::new(rule, example, looks, Some(field), mutants)
        };
        asserted_nodes(&nodes, &asserted).into_iter().map(of_field).collect::<Vec<_>>()
    });
    let of_fields: Vec<Probe> = of_fields.collect();
    if !of_fields.is_empty() {
        return of_fields;
    }
    let of_example = |example: &Example| {
        let parsed = Parsed::of(example);
        let pool = pool.for_example(&parsed.nodes());
        let mutants = parsed.mutants(parsed.nodes(), &pool, &focus).chain(parsed.broken_files());
        Probe::new(rule, example, looks, None, mutants)
    };
    let mut of_examples: Vec<Probe> = Vec::new();
    for example in passing() {
        let probe = of_example(example);
        if probe.noticed.is_some() {
            return vec![probe];
        }
        of_examples.push(probe);
    }
    of_examples
}

impl Probe {
    /// Breaks an example in these ways until the rule notices.
    fn new(
        rule: &Rule,
        example: &Example,
        looks: Looks<'_>,
        field: Option<Node<'_>>,
        mutants: impl Iterator<Item = Mutant>,
    ) -> Self {
        let mut missed = Vec::new();
        let mut noticed = None;
        for (what, sources) in mutants.take(MAX_MUTANTS) {
            if !(looks.lint)(&Trial { rule, example, sources: &sources }).is_empty() {
                noticed = Some(what);
                break;
            }
            missed.push(what);
        }
        let (name, location) = (example.name.clone(), example.location.clone());
        let keys = field.map(last_keys).unwrap_or_default();
        let field = field.map(operators::place);
        let is_explained = field.as_ref().is_some_and(|field| example.unnoticed.contains(field));
        Self { is_explained, example: name, location, field, missed, noticed, keys }
    }
}

/// The last three keys on the way to a value.
fn last_keys(node: Node<'_>) -> Vec<String> {
    let keys = node.pointer().0.into_iter().rev().filter_map(|segment| match segment {
        Segment::Key(key) => Some(key),
        Segment::Index(_) => None,
    });
    keys.take(3).collect()
}

/// The values that stand at these places, each once.
fn asserted_nodes<'d>(nodes: &[Node<'d>], places: &[Location]) -> Vec<Node<'d>> {
    let at =
        |location: &Location| Some((location.source.path().to_owned(), location.address.clone()?));
    let wanted: BTreeSet<_> = places.iter().filter_map(at).collect();
    let is_wanted = |node: &&Node<'d>| {
        at(&Location::of(**node, Part::Value)).is_some_and(|place| wanted.contains(&place))
    };
    nodes.iter().filter(is_wanted).copied().collect()
}

/// What was done, and the files afterwards.
type Mutant = (String, Vec<Arc<Source>>);

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

    /// The mutants of these values, those of what the rule is about first.
    fn mutants<'p>(
        &'p self,
        mut nodes: Vec<Node<'p>>,
        pool: &'p Pool,
        focus: &'p Focus,
    ) -> impl Iterator<Item = Mutant> + 'p {
        let rank = |node: &Node<'_>| {
            let key = named(*node).unwrap_or_default();
            focus.iter().position(|keys| keys.contains(key)).unwrap_or(focus.len())
        };
        nodes.sort_by_key(rank);
        let of_node = move |node: Node<'p>| {
            let source = Arc::clone(node.document().source());
            let made = operators::mutants(node, pool).into_iter();
            made.filter_map(move |mutant| {
                let text = edit::apply(source.text(), &[mutant.edit])?;
                Some((mutant.what, self.with(source.path(), Some(text))))
            })
        };
        nodes.into_iter().flat_map(of_node)
    }

    /// Each file left out, and each cut off in the middle.
    fn broken_files(&self) -> impl Iterator<Item = Mutant> + '_ {
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
