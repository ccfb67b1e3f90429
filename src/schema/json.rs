//! Nodes as `jsonschema` reads JSON, so that a document is validated where it stands.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jsonschema::JsonType;
use jsonschema::json::{
    Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object, cmp, unique,
};
use jsonschema_value::LazyInstance;
use serde_json::Value;

use super::Mode;
use crate::document::{Document, Members, Node, NodeKind, Syntax};

/// The representation: [`Node`]s, and the names of keys while `propertyNames` looks at them.
pub(crate) struct Nodes;

/// One value as the validator sees it.
#[derive(Clone, Copy)]
pub(crate) enum Instance<'d> {
    /// A value of a document.
    Node(Node<'d>, Reading),
    /// The name of a key.
    Name(&'d str),
}

/// How the objects of a document are read.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) mode: Mode,
    /// Whether the entries of each object are all there is to it: no merge keys, no repeated keys, no nulls that
    /// stand for absence.
    is_exact: bool,
}

impl<'d> Instance<'d> {
    /// `node` and all below it, in the notation `mode`.
    pub(crate) fn new(node: Node<'d>, mode: Mode) -> Self {
        let document = node.document();
        let is_json = Syntax::of_path(document.source().path()) == Some(Syntax::Json);
        let is_exact = is_json && !mode.null_is_absent() && !repeats_keys(document);
        Self::Node(node, Reading { mode, is_exact })
    }

    /// The node, where the instance is not the name of a key.
    pub(crate) fn node(self) -> Option<(Node<'d>, Reading)> {
        match self {
            Self::Node(node, reading) => Some((node, reading)),
            Self::Name(_) => None,
        }
    }

    fn of_kind(self, kind: NodeKind) -> Option<(Node<'d>, Reading)> {
        self.node().filter(|(node, _)| node.kind() == kind)
    }
}

impl Json for Nodes {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = String;

    /// A lookup scans all entries of the object, so one pass over the entries serves several lookups.
    const KEYS_PER_LOOKUP: usize = 8;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(
        buffer: &mut String,
        string: &str,
        f: impl FnOnce(Instance<'_>) -> T,
    ) -> T {
        buffer.clear();
        buffer.push_str(string);
        f(Instance::Name(buffer))
    }
}

impl<'d> JsonNode<'d, Nodes> for Instance<'d> {
    type Object = Entries<'d>;
    type Array = Elements<'d>;
    type Number = Number<'d>;

    fn as_object(&self) -> Option<Entries<'d>> {
        self.of_kind(NodeKind::Object).map(|(node, reading)| Entries { node, reading })
    }

    fn as_array(&self) -> Option<Elements<'d>> {
        self.of_kind(NodeKind::Array).map(|(node, reading)| Elements { node, reading })
    }

    fn as_string(&self) -> Option<Cow<'d, str>> {
        match self {
            Self::Name(name) => Some(Cow::Borrowed(name)),
            Self::Node(node, _) => node.as_str().map(Cow::Borrowed),
        }
    }

    fn as_number(&self) -> Option<Number<'d>> {
        match self {
            Self::Node(node, _) if self.is_number() => Some(Number(*node)),
            _ => None,
        }
    }

    fn is_number(&self) -> bool {
        self.json_type() == JsonType::Number
    }

    fn as_boolean(&self) -> Option<bool> {
        self.node()?.0.as_bool()
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        match self {
            Self::Name(_) => JsonType::String,
            Self::Node(node, _) => json_type(*node),
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match expected {
            Value::Null => self.is_null(),
            Value::Bool(expected) => self.as_boolean() == Some(*expected),
            Value::String(expected) => self.as_string().is_some_and(|text| text == *expected),
            Value::Number(expected) => {
                self.as_number().is_some_and(|number| cmp::equal_numbers(&number, expected))
            }
            Value::Array(expected) => self.as_array().is_some_and(|array| {
                array.len() == expected.len()
                    && array.elements().zip(expected).all(|(item, value)| item.equals_value(value))
            }),
            Value::Object(expected) => self.as_object().is_some_and(|object| {
                object.len() == expected.len()
                    && object.members().all(|(name, item)| {
                        expected.get(name).is_some_and(|value| item.equals_value(value))
                    })
            }),
        }
    }

    fn to_value(&self) -> Cow<'d, Value> {
        Cow::Owned(match self {
            Self::Name(name) => Value::from(*name),
            Self::Node(node, _) => match node.kind() {
                NodeKind::Null => Value::Null,
                NodeKind::Bool => Value::Bool(node.as_bool() == Some(true)),
                NodeKind::Int | NodeKind::Float => {
                    Value::Number(Number(*node).to_number().into_owned())
                }
                NodeKind::String => Value::from(node.text()),
                NodeKind::Array => {
                    let items = self.as_array().into_iter().flat_map(|array| array.elements());
                    items.map(|item| item.to_value().into_owned()).collect()
                }
                NodeKind::Object => {
                    let members = self.as_object().into_iter().flat_map(|object| object.members());
                    let owned = |(name, item): (&str, Self)| {
                        (name.to_owned(), item.to_value().into_owned())
                    };
                    Value::Object(members.map(owned).collect())
                }
            },
        })
    }

    /// Errors carry no copy of what they are about: the place is found again by its path. Only the name of a key,
    /// which no path leads to, is kept.
    fn lazy_value(&self) -> LazyInstance<'d> {
        LazyInstance::Ready(Cow::Owned(match self {
            Self::Name(name) => Value::from(*name),
            Self::Node(..) => Value::Null,
        }))
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(match self {
            Self::Name(name) => NodeIdentity::new(name.as_ptr() as usize),
            Self::Node(node, _) => {
                NodeIdentity::tagged(std::ptr::from_ref(node.document()) as usize, node.id())
            }
        })
    }
}

/// The type of a value in the words of JSON Schema; whole numbers are numbers.
pub(crate) fn json_type(node: Node<'_>) -> JsonType {
    match node.kind() {
        NodeKind::Null => JsonType::Null,
        NodeKind::Bool => JsonType::Boolean,
        NodeKind::Int | NodeKind::Float => JsonType::Number,
        NodeKind::String => JsonType::String,
        NodeKind::Array => JsonType::Array,
        NodeKind::Object => JsonType::Object,
    }
}

/// A number: JSON's, or YAML's with `0x`, `0o`, `+`, `.inf` and `.nan`.
pub(crate) struct Number<'d>(pub(crate) Node<'d>);

impl Number<'_> {
    /// The value of a whole number as long as it fits 127 bits.
    fn whole(&self) -> Option<i128> {
        if self.0.kind() != NodeKind::Int {
            return None;
        }
        let text = self.0.text();
        let radix = |prefix, radix| {
            text.strip_prefix(prefix).map(|digits| i128::from_str_radix(digits, radix).ok())
        };
        radix("0x", 16).or_else(|| radix("0o", 8)).unwrap_or_else(|| text.parse().ok())
    }
}

impl JsonNumber for Number<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.whole()?.try_into().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.whole()?.try_into().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "JSON Schema compares numbers that are too large for 64 bits as doubles"
        )]
        self.0.as_f64().or_else(|| self.whole().map(|value| value as f64))
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0.text())
    }

    /// Infinity and not-a-number, which JSON cannot write, become 0.
    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        let float = || self.as_f64().and_then(serde_json::Number::from_f64);
        let whole = || self.as_u64().map(Into::into).or_else(|| self.as_i64().map(Into::into));
        Cow::Owned(whole().or_else(float).unwrap_or_else(|| 0.into()))
    }

    fn is_integer(&self) -> bool {
        match self.0.kind() {
            NodeKind::Int => true,
            _ => self.as_f64().is_some_and(|value| value.fract() == 0.0),
        }
    }
}

/// An object: later entries of the same key replace earlier ones, merge keys are followed, and in Terraform null
/// means absent.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'d> {
    node: Node<'d>,
    reading: Reading,
}

impl<'d> Object<'d, Nodes> for Entries<'d> {
    type Node = Instance<'d>;
    type MemberName = &'d str;
    type MembersIter = EntriesIter<'d>;

    fn len(&self) -> usize {
        if self.reading.is_exact { self.node.len() } else { self.members().count() }
    }

    fn get(&self, key: &String) -> Option<Instance<'d>> {
        let value = self.node.get(key)?;
        let is_absent = self.reading.mode.null_is_absent() && value.is_null();
        (!is_absent).then_some(Instance::Node(value, self.reading))
    }

    fn members(&self) -> EntriesIter<'d> {
        let members = if repeats_keys(self.node.document()) {
            AsRead::Last(last_of_each(self.node).into_iter())
        } else {
            AsRead::Written(self.node.members())
        };
        EntriesIter { members, reading: self.reading }
    }
}

/// Whether any mapping of the document repeats a key.
fn repeats_keys(document: &Document) -> bool {
    document.duplicate_keys().next().is_some()
}

/// The entries of `object`, of repeated keys only the last, which is the one that counts.
fn last_of_each(object: Node<'_>) -> Vec<Node<'_>> {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let members: Vec<Node<'_>> = object.members().collect();
    for (position, member) in members.iter().enumerate() {
        last.insert(member.key().unwrap_or_default(), position);
    }
    let is_last = |(position, member): &(usize, Node<'_>)| {
        last.get(member.key().unwrap_or_default()) == Some(position)
    };
    members.into_iter().enumerate().filter(is_last).map(|(_, member)| member).collect()
}

/// The entries of an object as the validator sees them.
pub(crate) struct EntriesIter<'d> {
    members: AsRead<'d>,
    reading: Reading,
}

enum AsRead<'d> {
    Written(Members<'d>),
    Last(std::vec::IntoIter<Node<'d>>),
}

impl<'d> Iterator for EntriesIter<'d> {
    type Item = (&'d str, Instance<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let value = match &mut self.members {
                AsRead::Written(members) => members.next(),
                AsRead::Last(members) => members.next(),
            }?;
            if !(self.reading.mode.null_is_absent() && value.is_null()) {
                return Some((
                    value.key().unwrap_or_default(),
                    Instance::Node(value, self.reading),
                ));
            }
        }
    }
}

/// An array.
#[derive(Clone, Copy)]
pub(crate) struct Elements<'d> {
    node: Node<'d>,
    reading: Reading,
}

impl<'d> Array<'d, Nodes> for Elements<'d> {
    type Node = Instance<'d>;
    type ElementsIter = ElementsIter<'d>;

    fn len(&self) -> usize {
        self.node.len()
    }

    fn elements(&self) -> ElementsIter<'d> {
        ElementsIter { items: self.node.items(), reading: self.reading }
    }

    fn is_unique(&self) -> bool {
        let mut texts: Vec<&str> = self.node.items().map_while(Node::as_str).collect();
        if texts.len() == self.node.len() {
            texts.sort_unstable();
            return texts.windows(2).all(|pair| pair[0] != pair[1]);
        }
        let values: Vec<Cow<'_, Value>> = self.elements().map(|item| item.to_value()).collect();
        unique::is_unique(&values)
    }
}

/// The elements of an array as the validator sees them.
pub(crate) struct ElementsIter<'d> {
    items: crate::document::Items<'d>,
    reading: Reading,
}

impl<'d> Iterator for ElementsIter<'d> {
    type Item = Instance<'d>;

    fn next(&mut self) -> Option<Instance<'d>> {
        self.items.next().map(|node| Instance::Node(node, self.reading))
    }
}
