//! A finding's identity across runs.

use std::fmt;

use super::Subject;
use crate::document::{Node, NodeKind, Segment};

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
        for step in way(node, subject) {
            hash.part("step", &step);
        }
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
    let scalar = |value: Node<'_>| !matches!(value.kind(), NodeKind::Array | NodeKind::Object);
    let named = |key: &str| value.get(key).filter(|id| scalar(*id) && !id.text().is_empty());
    let itself = Some(value).filter(|value| scalar(*value) && !value.text().is_empty());
    let identity = named("id").or_else(|| named("name")).or(itself);
    identity.map_or_else(|| format!("#{position}"), |identity| format!("={}", identity.text()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::{Pointer, Syntax, parse};
    use crate::source::Source;

    /// The fingerprint of a finding at `pointer`, of which a part behind `!` lies in the JSON in a string.
    fn fingerprint(path: &str, text: &str, pointer: &str, subject: Option<&Subject>) -> String {
        let syntax = Syntax::of_path(path).unwrap();
        let parsed = parse(&Arc::new(Source::new(path, text)), syntax);
        let (outer, inner) = pointer.split_once('!').unwrap_or((pointer, ""));
        let mut node = follow(parsed.documents[0].root(), outer);
        if let Some(document) = node.embedded() {
            node = follow(document.root(), inner);
        }
        Fingerprint::of_value("rule", node, subject).0
    }

    fn follow<'d>(root: Node<'d>, pointer: &str) -> Node<'d> {
        let segments = Pointer::parse(pointer).unwrap().0;
        segments.iter().fold(root, |node, segment| match segment {
            Segment::Key(key) => node.get(key).unwrap(),
            Segment::Index(position) => node.element(*position).unwrap(),
        })
    }

    fn subject(id: Option<&str>, name: Option<&str>) -> Subject {
        let owned = |text: &str| text.to_owned();
        Subject { kind: "queue".to_owned(), name: name.map(owned), id: id.map(owned) }
    }

    #[test]
    fn it_survives_order_formatting_and_another_file() {
        let one = r#"{"entities":[{"id":"1","name":"A"},{"id":"2","name":"B","members":[{"id":"x"},{"id":"y","rank":1}]}]}"#;
        let other = "members:\n- id: y\n  rank: 1\n- id: x\nname: B\nid: '2'\n";
        let subject = subject(Some("2"), Some("B"));
        let first = fingerprint("all.json", one, "/entities/1/members/1/rank", Some(&subject));
        let second = fingerprint("b.yaml", other, "/members/0/rank", Some(&subject));
        assert_eq!(first, second);
        assert_eq!(first.len(), 32);
    }

    #[test]
    fn another_element_field_resource_or_rule_is_another_finding() {
        let text = r#"{"id":"2","codecs":["audio/opus","audio/pcmu"],"a":[{},{}]}"#;
        let resource = subject(Some("2"), None);
        let at = |pointer: &str| fingerprint("a.json", text, pointer, Some(&resource));
        let places = ["/codecs/0", "/codecs/1", "/codecs", "/a/0", "/a/1", ""];
        let distinct: std::collections::BTreeSet<_> = places.iter().map(|one| at(one)).collect();
        assert_eq!(distinct.len(), places.len());
        let other = subject(Some("3"), None);
        assert_ne!(at("/codecs"), fingerprint("a.json", text, "/codecs", Some(&other)));
        assert_ne!(Fingerprint::of_source("a", "x"), Fingerprint::of_source("b", "x"));
    }

    #[test]
    fn without_a_resource_the_file_counts() {
        let at = |path: &str| fingerprint(path, "a: 1\n", "/a", None);
        assert_ne!(at("x.yaml"), at("y.yaml"));
    }

    #[test]
    fn a_terraform_resource_is_its_address_also_inside_its_json() {
        let text = |block: &str| {
            format!(
                r#"{{{block}"resource":{{"genesyscloud_site":{{"main":{{"p":"{{\"c\":[1]}}"}}}}}}}}"#
            )
        };
        let subject = subject(Some("genesyscloud_site.main"), Some("Main"));
        let pointer = "/resource/genesyscloud_site/main/p!/c";
        let first = fingerprint("main.tf.json", &text(""), pointer, Some(&subject));
        let moved = fingerprint("site.tf.json", &text("\"locals\":{},"), pointer, Some(&subject));
        assert_eq!(first, moved);
    }

    #[test]
    fn the_identity_of_a_nested_resource_is_its_name_not_its_position() {
        assert_eq!(identity(&subject(Some("site#0"), Some("Route"))), Some("Route"));
        assert_eq!(identity(&subject(Some("site#0"), None)), Some("site#0"));
        assert_eq!(identity(&subject(None, Some("Route"))), Some("Route"));
    }
}
