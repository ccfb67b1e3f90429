//! Fields of resources and records: as the catalogue reads them, by default, computed, or followed as references.

use std::rc::Rc;

use super::Evaluator;
use super::lists::as_written;
use crate::catalog::{
    Absence, DefaultValue, Field, FieldType, Form, Found, Reading, Scalar, Unreadable, enter,
    normalise, normalise_default, object,
};
use crate::document::{Node, Token};
use crate::finding::Part;
use crate::org::{ResolvedReference, Resource, ResourceId, Target, WhyUnknown, file_node};
use crate::rules::Owner;
use crate::rules::expr::{Attribute, Expr};
use crate::rules::value::{Data, Known, Origin, Reason, Site, Truth, Unknown, Value};

/// Something that has fields: a resource, or a record in one.
#[derive(Clone, Copy)]
pub(super) struct Holder<'a> {
    resource: &'a Resource<'a>,
    pub(super) id: ResourceId,
    /// The record's node; `None` for the resource itself.
    pub(super) record: Option<Node<'a>>,
    /// For a part of a flow, its position.
    pub(super) part: Option<u32>,
    /// What its values come from, but for the place.
    pub(super) origin: Origin<'a>,
}

impl<'a> Holder<'a> {
    fn node(&self) -> Node<'a> {
        self.record.unwrap_or(self.resource.recognised.node)
    }

    fn form(&self) -> Form {
        self.resource.recognised.form
    }
}

impl<'a> Evaluator<'a> {
    /// The origin of what stands inside a value: the resource it belongs to, and the reference that led there.
    pub(in crate::rules) fn inside(&self, value: &Value<'a>) -> Origin<'a> {
        let Data::Resource(target) = value.data else { return value.origin };
        let origin = value.origin;
        let is_own = origin.resource == Some(self.linted);
        let led_by = origin.led_by.or_else(|| origin.node().filter(|_| is_own));
        Origin { site: Site::Resource, resource: Some(target), led_by, used: None }
    }

    /// The value of a field of a resource or record, its default where it is absent.
    pub(super) fn field(&mut self, of: &Value<'a>, name: &'a str) -> Known<'a> {
        let (holder, field) = match self.look_up_field(of, name)? {
            Source::Computed(expr) => return self.computed(of, expr),
            Source::Read(holder, field) => (holder, field),
        };
        match self.read(holder, field) {
            Reading::Absent(_) => default_of(holder, field),
            Reading::Elsewhere => {
                let ids = self.world.org.same_as(holder.id);
                Ok(Value::computed(Data::Resources { ids, missing: None }))
            }
            reading if field.ty.is_reference() => self.follow(holder, field, &reading),
            reading => self.normalised(holder, field, reading),
        }
    }

    /// The value of a field with `is:`.
    fn computed(&mut self, of: &Value<'a>, expr: &'a Expr) -> Known<'a> {
        match of.data {
            Data::Resource(id) if expr.ty == FieldType::Bool => self
                .once(expr, Some(id), |once| once.with_self(of.clone(), |inner| inner.truth(expr))),
            _ => self.with_self(of.clone(), |inner| inner.value(expr)),
        }
    }

    /// Whether a field is written down, or can be computed.
    pub(super) fn is_set(&mut self, of: &Value<'a>, name: &'a str) -> Truth<'a> {
        let (holder, field) = match self.look_up_field(of, name)? {
            Source::Computed(expr) => {
                let value = self.with_self(of.clone(), |inner| inner.value(expr));
                return match value {
                    Ok(_) => Ok(true),
                    Err(unknown) if unknown.is_absence() => Ok(false),
                    Err(unknown) => Err(unknown),
                };
            }
            Source::Read(holder, field) => (holder, field),
        };
        match self.read(holder, field) {
            Reading::Absent(_) => Ok(false),
            Reading::Computed(fact) => self.has_structure(holder, field, fact),
            Reading::One(Found::Unknown(Unreadable::WrongType, node)) => {
                Err(unreadable(Unreadable::WrongType, node))
            }
            _ => Ok(true),
        }
    }

    /// How far the path to an absent field goes, beyond the resource or record itself.
    pub(in crate::rules) fn absence(&self, of: &Value<'a>, name: &'a str) -> Option<Absence<'a>> {
        let Ok(Source::Read(holder, field)) = self.look_up_field(of, name) else { return None };
        match self.read(holder, field) {
            Reading::Absent(absence) => Some(absence).filter(|absence| absence.depth > 0),
            _ => None,
        }
    }

    fn read(&self, holder: Holder<'a>, field: &'a Field) -> Reading<'a> {
        field.read(&holder.resource.recognised, holder.node(), &self.world.org.terraform)
    }

    fn look_up_field(&self, of: &Value<'a>, name: &'a str) -> Result<Source<'a>, Unknown<'a>> {
        let catalog = self.world.org.catalog;
        let origin = self.inside(of);
        let (id, (record, part), owner) = match of.data {
            Data::Resource(id) => {
                let kind = self.world.org.resource(id).recognised.kind;
                (id, (None, None), Owner::Kind(kind))
            }
            Data::Record { record, node, owner, part } => {
                (owner, (Some(node), part), Owner::Record(record))
            }
            _ => return Err(Unknown::because(WhyUnknown::WrongType, of.origin.node())),
        };
        let resource = self.world.org.resource(id);
        if resource.recognised.is_external {
            return Err(Unknown::because(WhyUnknown::External, of.origin.node()));
        }
        if let Some(expr) = self.world.computed.get(owner, name) {
            return Ok(Source::Computed(expr));
        }
        let fields = match owner {
            Owner::Kind(kind) => &catalog.kind(kind).fields,
            Owner::Record(record) => &catalog.record(record).fields,
        };
        let field = fields.get(name).ok_or(Unknown::failed("there is no such field"))?;
        Ok(Source::Read(Holder { resource, id, record, part, origin }, field))
    }

    /// What a reference leads to, or all references of a list.
    fn follow(&self, holder: Holder<'a>, field: &'a Field, reading: &Reading<'a>) -> Known<'a> {
        let references = self.world.org.references_of(holder.id, holder.record, &field.name);
        let mut targets = references.iter().map(|reference| target(holder, reference));
        if !matches!(field.ty, FieldType::List(_)) {
            return targets.next().unwrap_or_else(|| match reading {
                Reading::One(Found::Unknown(why, node)) => Err(unreadable(*why, *node)),
                Reading::One(found) => {
                    Err(Unknown::because(WhyUnknown::WrongType, Some(found.site())))
                }
                _ => Err(not_set(&field.name)),
            });
        }
        match reading {
            Reading::Many { list, .. } => {
                let origin = holder.origin.at(*list);
                Ok(Value { data: Data::list(targets.collect()), origin })
            }
            Reading::One(Found::Unknown(why, node)) => Err(unreadable(*why, *node)),
            Reading::One(found) => Err(Unknown::because(WhyUnknown::WrongType, Some(found.site()))),
            _ => Ok(Value { data: Data::list(targets.collect()), origin: holder.origin }),
        }
    }

    fn normalised(&self, holder: Holder<'a>, field: &'a Field, reading: Reading<'a>) -> Known<'a> {
        let element = match &field.ty {
            FieldType::List(element) => element,
            other => other,
        };
        let read = |found| self.read_found(holder, field, element, found);
        match reading {
            Reading::Many { list, elements } => {
                let elements = elements.into_iter().map(read).collect();
                Ok(Value { data: Data::list(elements), origin: holder.origin.at(list) })
            }
            Reading::One(found @ (Found::Value(_) | Found::Behind { .. }))
                if matches!(field.ty, FieldType::List(_)) =>
            {
                Err(unreadable(Unreadable::WrongType, found.site()))
            }
            Reading::One(found) => read(found),
            Reading::Captured(text, node) => {
                Ok(Value { data: Data::text(text), origin: holder.origin.at(node) })
            }
            Reading::Computed(fact) => self.structure(holder, field, fact),
            Reading::Tokens => self.tokens(holder),
            Reading::Parent(_) | Reading::Absent(_) | Reading::Elsewhere => {
                Err(not_set(&field.name))
            }
        }
    }

    /// The `{{tokens}}` of a file by their names, each where it stands.
    fn tokens(&self, holder: Holder<'a>) -> Known<'a> {
        let tokens = self.world.org.tokens(holder.id);
        let tokens = tokens.map_err(|why| Unknown::because(why, Some(holder.node())))?;
        let value = |token: &Token<'a>| {
            let part = if token.is_in_key { Part::Key } else { Part::Value };
            let origin = Origin { site: Site::Node(token.node, part), ..holder.origin };
            Ok(Value { data: Data::text(token.name), origin })
        };
        let list = Data::list(tokens.iter().map(value).collect());
        // What is missing in a file is the matter of the resource that names it.
        let named = file_node(&holder.resource.recognised);
        Ok(Value { data: list, origin: named.map_or(holder.origin, |node| holder.origin.at(node)) })
    }

    fn read_found(
        &self,
        holder: Holder<'a>,
        field: &'a Field,
        element: &FieldType,
        found: Found<'a>,
    ) -> Known<'a> {
        if let Found::Unknown(why, node) = found {
            return Err(unreadable(why, holder.origin.used.unwrap_or(node)));
        }
        let node = found.node();
        let site = Site::Node(node, found.part());
        let used = holder.origin.used.or(found.used());
        let origin = Origin { site, used, ..holder.origin };
        let wrong = || unreadable(Unreadable::WrongType, used.unwrap_or(node));
        let data = match element {
            FieldType::Any => return as_written(self.world, enter(node), origin),
            FieldType::Map => Data::Object(object(holder.form(), node).ok_or_else(wrong)?),
            FieldType::Record(record) => {
                Data::Record { record: *record, node, owner: holder.id, part: None }
            }
            _ => match normalise(field, element, holder.form(), found) {
                Ok(scalar) => scalar_data(scalar),
                Err(_) => return Err(wrong()),
            },
        };
        Ok(Value { data, origin })
    }

    pub(super) fn attribute(&self, of: &Value<'a>, attribute: Attribute) -> Known<'a> {
        let Data::Resource(id) = of.data else {
            return Err(Unknown::because(WhyUnknown::WrongType, of.origin.node()));
        };
        let recognised = &self.world.org.resource(id).recognised;
        let origin = self.inside(of);
        let kind = self.world.org.catalog.kind(recognised.kind);
        let text = match attribute {
            Attribute::Kind => &kind.name,
            Attribute::Form => recognised.form.name(),
            Attribute::Org => super::across::name(self.world.org.root()),
        };
        Ok(Value { data: Data::text(text), origin })
    }
}

/// Where a field's value is found.
enum Source<'a> {
    /// By its expression, with the resource or record as `self`.
    Computed(&'a Expr),
    /// In the files.
    Read(Holder<'a>, &'a Field),
}

fn unreadable(why: Unreadable, node: Node<'_>) -> Unknown<'_> {
    Unknown::because(why.into(), Some(node))
}

fn target<'a>(holder: Holder<'a>, reference: &'a ResolvedReference<'a>) -> Known<'a> {
    match &reference.target {
        Target::Resolved(id) => {
            let origin = holder.origin.at(reference.node);
            Ok(Value { data: Data::Resource(*id), origin })
        }
        Target::Unresolved { .. } => {
            Err(Unknown::because(WhyUnknown::NotExported, Some(reference.node)))
        }
        Target::Unknown(why) => Err(Unknown::because(*why, Some(reference.node))),
    }
}

fn default_of<'a>(holder: Holder<'a>, field: &'a Field) -> Known<'a> {
    let site = Site::Default { record: holder.record, field: &field.name };
    let origin = Origin { site, ..holder.origin };
    let default = normalise_default(field, holder.form()).ok_or(not_set(&field.name))?;
    let value = |data| Value { data, origin };
    match default {
        Ok(DefaultValue::One(scalar)) => Ok(value(scalar_data(scalar))),
        Ok(DefaultValue::Many(scalars)) => {
            let elements =
                scalars.into_iter().map(|scalar| Ok(value(scalar_data(scalar)))).collect();
            Ok(value(Data::list(elements)))
        }
        Ok(DefaultValue::AsWritten(json)) => Ok(json_value(json, origin)),
        Err(_) => Err(Unknown::because(WhyUnknown::WrongType, None)),
    }
}

fn json_value<'a>(json: &'a serde_json::Value, origin: Origin<'a>) -> Value<'a> {
    let data = match json {
        serde_json::Value::Null => Data::Null,
        serde_json::Value::Bool(truth) => Data::Bool(*truth),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Data::Int(number),
            None => Data::Double(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Data::text(text.as_str()),
        serde_json::Value::Array(items) => {
            Data::list(items.iter().map(|item| Ok(json_value(item, origin))).collect())
        }
        serde_json::Value::Object(entries) => {
            let key = |key: &'a String| Value { data: Data::text(key.as_str()), origin };
            let entry = |(name, value)| (key(name), json_value(value, origin));
            Data::Map(Rc::new(entries.iter().map(entry).collect()))
        }
    };
    Value { data, origin }
}

fn scalar_data(scalar: Scalar<'_>) -> Data<'_> {
    match scalar {
        Scalar::String(text) => Data::String(text),
        Scalar::Int(number) => Data::Int(number),
        Scalar::Double(number) => Data::Double(number),
        Scalar::Bool(truth) => Data::Bool(truth),
        Scalar::Codec(codec) => Data::Codec(codec),
        Scalar::Duration(milliseconds) => Data::Duration(milliseconds),
        Scalar::Date(day) => Data::Date(day),
    }
}

pub(super) fn not_set(field: &str) -> Unknown<'_> {
    Unknown { reason: Reason::NotSet(field), node: None }
}
