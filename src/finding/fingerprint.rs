//! A finding's identity across runs.

use std::fmt;

use super::Subject;
use crate::document::{Node, Segment};

/// A finding's identity across runs: its rule, its resource, and the way from the resource to the value with array
/// positions replaced by the identity of the element. It survives moved lines, reordered lists, another formatting
/// and, where there is a resource, a renamed file. 32 hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// The identity of a finding of `rule` about a value.
    pub(super) fn of_value(rule: &str, node: Node<'_>, subject: Option<&Subject>) -> Self {
        let mut hash = Hasher::new(rule);
        match subject {
            Some(subject) => hash.subject(subject),
            None => hash.part("path", node.document().source().path()),
        }
        way(node, subject).iter().for_each(|step| hash.part("step", step));
        hash.finish()
    }

    /// The identity of a finding about a source that did not parse.
    pub(super) fn of_source(rule: &str, path: &str) -> Self {
        let mut hash = Hasher::new(rule);
        hash.part("path", path);
        hash.finish()
    }

    /// The identity of the `count`-th finding that would have this one.
    pub(super) fn occurrence(&self, count: usize) -> Self {
        let mut hash = Hasher::new(&self.0);
        hash.part("occurrence", &count.to_string());
        hash.finish()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Hashes parts so that no two lists of parts read alike.
struct Hasher(blake3::Hasher);

impl Hasher {
    fn new(rule: &str) -> Self {
        let mut hash = Self(blake3::Hasher::new());
        hash.part("rule", rule);
        hash
    }

    fn part(&mut self, name: &str, text: &str) {
        for text in [name, text] {
            self.0.update(&(text.len() as u64).to_le_bytes());
            self.0.update(text.as_bytes());
        }
    }

    fn subject(&mut self, subject: &Subject) {
        self.part("kind", &subject.kind);
        self.part("subject", identity(subject).unwrap_or_default());
    }

    fn finish(&self) -> Fingerprint {
        Fingerprint(self.0.finalize().to_hex()[..32].to_owned())
    }
}

/// What tells a resource from others: its id, or its name where the id is only its position in another resource.
fn identity(subject: &Subject) -> Option<&str> {
    let is_position = subject.id.as_deref().is_some_and(|id| id.contains('#'));
    let name = subject.name.as_deref();
    if is_position { name.or(subject.id.as_deref()) } else { subject.id.as_deref().or(name) }
}

/// The steps to `node`: from the resource, where it is on the way, else from the root of the file.
fn way(node: Node<'_>, subject: Option<&Subject>) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    if let Some(host) = node.document().host() {
        steps.extend(host.0.iter().map(|segment| match segment {
            Segment::Key(key) => key.clone(),
            Segment::Index(position) => position.to_string(),
        }));
        cut_at_address(&mut steps, subject);
    }
    let mut is_inside = false;
    for (position, value) in positions(node) {
        if let Some(position) = position {
            steps.push(value.key().map_or_else(|| element(value, position), str::to_owned));
            cut_at_address(&mut steps, subject);
        }
        if !is_inside && subject.is_some_and(|subject| is_resource(value, subject)) {
            is_inside = true;
            steps.clear();
        }
    }
    steps
}

/// The values on the way to `node`, each with its position among the elements around it; the root has none.
fn positions(node: Node<'_>) -> impl Iterator<Item = (Option<usize>, Node<'_>)> {
    let indices = node.pointer().0.into_iter().map(|segment| match segment {
        Segment::Key(_) => Some(0),
        Segment::Index(position) => Some(position),
    });
    std::iter::once(None).chain(indices).zip(node.trail())
}

/// Whether `value` is the resource that `subject` describes, by the id or name in it.
fn is_resource(value: Node<'_>, subject: &Subject) -> bool {
    let has = |key: &str, text: Option<&str>| {
        text.is_some() && value.get(key).and_then(Node::as_str) == text
    };
    has("id", subject.id.as_deref()) || has("name", subject.name.as_deref())
}

/// Forgets the steps to a Terraform resource, whose identity is the last two of them.
fn cut_at_address(steps: &mut Vec<String>, subject: Option<&Subject>) {
    let Some(id) = subject.and_then(|subject| subject.id.as_deref()) else { return };
    if let [.., block, label] = steps.as_slice() {
        let address = id.strip_prefix("data.").unwrap_or(id);
        if address.split_once('.') == Some((block, label)) {
            steps.clear();
        }
    }
}

/// The identity of an element of an array: its id, its name, its text, or else its position.
fn element(value: Node<'_>, position: usize) -> String {
    let named = |key: &str| value.get(key).map(Node::text).filter(|text| !text.is_empty());
    let identity = named("id").or_else(|| named("name")).or_else(|| {
        let is_scalar = value.is_empty() && !value.text().is_empty();
        is_scalar.then(|| value.text())
    });
    identity.map_or_else(|| format!("#{position}"), |identity| format!("={identity}"))
}
