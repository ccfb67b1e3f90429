//! Fields that the graph of a flow answers.

use std::borrow::Cow;

use super::Evaluator;
use super::fields::{Holder, not_set};
use crate::catalog::{Extraction, Field, FieldType, FlowPart, RecordId};
use crate::flow::{Fact, RecordAt};
use crate::org::WhyUnknown;
use crate::rules::value::{Data, Known, Origin, Site, Truth, Unknown, Value};

impl<'a> Evaluator<'a> {
    /// What the flow graph says about a resource or record.
    pub(super) fn structure(
        &self,
        holder: Holder<'a>,
        field: &'a Field,
        extraction: Extraction,
    ) -> Known<'a> {
        let Some(flow) = self.world.org.flow(holder.id) else { return Err(not_set(&field.name)) };
        let record = record_of(&field.ty);
        let part = |part: RecordAt<'a>| {
            let record = record.ok_or(Unknown::failed("the field holds no part of a flow"))?;
            let (node, part) = (part.node, Some(part.at));
            let data = Data::Record { record, node, owner: holder.id, part };
            Ok(Value { data, origin: holder.origin.at(node) })
        };
        if extraction.of() == FlowPart::Flow {
            let elements = flow.parts(extraction).into_iter().map(part).collect();
            return Ok(Value { data: Data::list(elements), origin: holder.origin });
        }
        let found = holder.part.and_then(|at| flow.fact(extraction, at));
        let located = found.ok_or(Unknown::failed("this is no part of a flow"))?;
        let (node, place) = located.place;
        let origin = Origin { site: Site::About(node, place), ..holder.origin };
        let text = |text: Cow<'a, str>| Ok(Value { data: Data::String(text), origin });
        let data = match located.fact {
            Fact::Absent => return Err(not_set(&field.name)),
            Fact::Unknown(why) => return Err(Unknown::because(why.into(), Some(node))),
            Fact::Text(found) => return text(found),
            Fact::Part(found) => return part(found),
            Fact::Bool(truth) => Data::Bool(truth),
            Fact::Int(number) => Data::Int(number),
            Fact::Texts(found) => Data::list(found.into_iter().map(text).collect()),
            Fact::Parts(found) => Data::list(found.into_iter().map(part).collect()),
        };
        Ok(Value { data, origin })
    }

    /// Whether the flow graph has something to say. Never unknown because of what it says.
    pub(super) fn has_structure(
        &self,
        holder: Holder<'a>,
        field: &'a Field,
        extraction: Extraction,
    ) -> Truth<'a> {
        if field.ty.is_reference() {
            return Ok(!self
                .world
                .org
                .references_of(holder.id, holder.record, &field.name)
                .is_empty());
        }
        match self.structure(holder, field, extraction) {
            Err(unknown) if unknown.why() == WhyUnknown::NotSet => Ok(false),
            Err(unknown) if unknown.why() == WhyUnknown::Evaluation => Err(unknown),
            _ => Ok(true),
        }
    }
}

/// The record that a field holds, alone or in a list.
fn record_of(ty: &FieldType) -> Option<RecordId> {
    match ty.innermost() {
        FieldType::Record(record) => Some(*record),
        _ => None,
    }
}
