//! What is inside values: keys of maps, elements of lists, what is written, resources by kind and by reference.

use std::rc::Rc;

use super::lists::as_written;
use super::{Elements, Evaluator, resource_value};
use crate::catalog::normalise::{codec, date, duration};
use crate::catalog::{FieldType, KindId};
use crate::document::Node;
use crate::org::WhyUnknown;
use crate::rules::expr::Expr;
use crate::rules::value::{Data, Known, List, Origin, Reason, Unknown, Value};

impl<'a> Evaluator<'a> {
    /// All resources of a kind.
    pub(super) fn all_of_kind(&self, kind: KindId) -> Value<'a> {
        let org = self.world.org;
        let missing = org.completeness(kind).err();
        Value::computed(Data::Resources { ids: org.things(kind), missing })
    }

    pub(super) fn referenced_by(&self, of: &Value<'a>, kind: KindId) -> Known<'a> {
        let Data::Resource(id) = of.data else {
            return Err(Unknown::because(WhyUnknown::WrongType, of.origin.node()));
        };
        let org = self.world.org;
        let missing = org.knows_referrers(id, kind).err();
        Ok(Value::computed(Data::Resources { ids: org.referenced_by(id, kind), missing }))
    }

    /// A resource or record as written.
    pub(super) fn raw(&self, of: &Value<'a>) -> Known<'a> {
        let (node, owner) = match of.data {
            Data::Resource(id) => (self.world.org.resource(id).recognised.node, id),
            Data::Record { node, owner, .. } => (node, owner),
            _ => return Err(Unknown::because(WhyUnknown::WrongType, of.origin.node())),
        };
        if self.world.org.resource(owner).recognised.is_external {
            return Err(Unknown::because(WhyUnknown::External, of.origin.node()));
        }
        as_written(self.world, node, self.inside(of))
    }

    /// The value behind a key.
    pub(super) fn member(&self, of: &Value<'a>, name: &'a str) -> Known<'a> {
        match &of.data {
            Data::Object(node) => self.entry(*node, name, of.origin),
            Data::String(_) => {
                let embedded = of.origin.node().and_then(Node::embedded);
                let root = embedded.ok_or(wrong_type(of))?.root();
                self.entry(root, name, of.origin)
            }
            Data::Map(_) => self.at_key(of, &Value::computed(Data::text(name))),
            _ => Err(wrong_type(of)),
        }
    }

    fn entry(&self, object: Node<'a>, name: &str, origin: Origin<'a>) -> Known<'a> {
        match object.get(name) {
            Some(node) => as_written(self.world, node, origin),
            None if object.members().any(Node::key_has_token) => {
                Err(Unknown::because(WhyUnknown::Token, Some(object)))
            }
            None => Err(missing_key(name.to_owned())),
        }
    }

    pub(super) fn index(&mut self, of: &'a Expr, index: &'a Expr) -> Known<'a> {
        let (of, index) = (self.value(of)?, self.value(index)?);
        match (&of.data, &index.data) {
            (Data::Array(_) | Data::List(_) | Data::Resources { .. }, Data::Int(at)) => {
                self.element(&of, *at)
            }
            (Data::Object(_) | Data::Map(_), _) => self.at_key(&of, &index),
            _ => Err(wrong_type(&of)),
        }
    }

    fn element(&self, list: &Value<'a>, at: i64) -> Known<'a> {
        let outside = || Unknown::failed("the list has no such element");
        let at = usize::try_from(at).map_err(|_| outside())?;
        let found = match &list.data {
            // Where elements are missing, nothing is known about the positions of the others.
            _ if list.missing().is_some() => return Err(list.missing().unwrap_or_else(outside)),
            Data::Array(node) => {
                node.element(at).map(|node| as_written(self.world, node, list.origin))
            }
            Data::List(list) => list.elements.get(at).cloned(),
            Data::Resources { ids, .. } => ids.get(at).map(|&id| Ok(resource_value(id))),
            _ => None,
        };
        found.unwrap_or_else(|| Err(outside()))
    }

    /// The value behind a key of a map.
    pub(in crate::rules) fn at_key(&self, map: &Value<'a>, key: &Value<'a>) -> Known<'a> {
        match (&map.data, &key.data) {
            (Data::Object(node), Data::String(key)) => self.entry(*node, key, map.origin),
            (Data::Map(entries), _) => {
                for (candidate, value) in entries.iter() {
                    if super::operators::equal(self, candidate, key)? {
                        return Ok(value.clone());
                    }
                }
                Err(missing_key(format!("{:?}", key.data)))
            }
            _ => Err(missing_key(format!("{:?}", key.data))),
        }
    }

    /// A text, or each text of a list, as a value of another type.
    pub(super) fn coerce(&self, value: &Value<'a>, ty: &FieldType) -> Known<'a> {
        let data = match (&value.data, ty) {
            (Data::Array(_) | Data::List(_), _) => {
                let elements =
                    Elements::of(self, value)?.map(|one| self.coerce(&one?, ty)).collect();
                Some(Data::List(Rc::new(List { elements, missing: value.missing() })))
            }
            (Data::String(text), FieldType::Codec) => codec(text).map(Data::Codec),
            (Data::String(text), FieldType::Duration) => duration(text, None).map(Data::Duration),
            (Data::String(text), FieldType::Date) => date(text).map(Data::Date),
            (Data::Codec(_), FieldType::Codec)
            | (Data::Duration(_), FieldType::Duration)
            | (Data::Date(_), FieldType::Date) => Some(value.data.clone()),
            _ => None,
        };
        let data = data.ok_or(wrong_type(value))?;
        Ok(Value { data, origin: value.origin })
    }
}

fn missing_key<'a>(key: String) -> Unknown<'a> {
    Unknown { reason: Reason::MissingKey(key.into()), node: None }
}

fn wrong_type<'a>(value: &Value<'a>) -> Unknown<'a> {
    Unknown::because(WhyUnknown::WrongType, value.origin.node())
}
