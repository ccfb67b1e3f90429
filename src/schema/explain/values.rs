//! Values: of the wrong type, none of those allowed, out of bounds.

use std::collections::BTreeMap;

use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::json::Node as _;
use serde_json::Value;

use super::{Check, Context, Detail, Explainer, Violation};
use crate::document::Node;
use crate::finding::Part;
use crate::schema::json::{Instance, json_type};
use crate::schema::words::{
    MAX_LISTED, advice, but_is, code, listed, literal, namely, subject, type_words, types,
    what_it_is,
};
use crate::text::{self, did_you_mean, is_slip, nearest};

impl<'s, 'd> Explainer<'s, 'd> {
    /// `type`.
    pub(super) fn wrong_type(&self, cx: &Context<'s, 'd>, kind: &TypeKind) -> Vec<Violation<'d>> {
        let wanted = match kind {
            TypeKind::Single(ty) => vec![*ty],
            TypeKind::Multiple(types) => types.iter().collect(),
        };
        if wanted.iter().any(|ty| self.mode.converts(cx.place.node, *ty)) {
            return Vec::new();
        }
        vec![self.unexpected(cx, wanted, Vec::new())]
    }

    /// `enum` and `const`.
    pub(super) fn wrong_value(
        &self,
        cx: &Context<'s, 'd>,
        allowed: &[Value],
    ) -> Vec<Violation<'d>> {
        let node = cx.place.node;
        let becomes =
            |value: &Value| self.mode.converts(node, type_of(value)) && plain(value) == node.text();
        let is_known_slip = || {
            let names = allowed.iter().filter_map(Value::as_str);
            let meant = node.as_str().and_then(|text| Some((text, nearest(text, names)?)));
            meant.is_some_and(|(text, meant)| is_slip(text, meant))
        };
        if allowed.iter().any(becomes) || (cx.trail.only_slips() && !is_known_slip()) {
            return Vec::new();
        }
        let mut violation = self.unexpected(cx, Vec::new(), allowed.to_vec());
        if cx.trail.only_slips() {
            let (subject, is) = (subject(&cx.place), but_is(&cx.place));
            violation.message = format!("{subject} must be one that is known{is}");
        }
        vec![violation]
    }

    /// The value as a whole is none of what is allowed.
    pub(super) fn unexpected(
        &self,
        cx: &Context<'s, 'd>,
        wanted: Vec<JsonType>,
        allowed: Vec<Value>,
    ) -> Violation<'d> {
        let place = &cx.place;
        let (check, message, help) = if allowed.is_empty() {
            let what_it_is = what_it_is(place);
            let message = format!("{} expects {}, is {what_it_is}", subject(place), types(&wanted));
            let advice = advice(place.node, &wanted).filter(|_| !place.is_secret);
            (Check::WrongType, message, advice)
        } else {
            let names: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
            let meant = place.node.as_str().and_then(|text| nearest(text, names));
            let help = meant.map(did_you_mean);
            (Check::InvalidValue, not_allowed(cx, &wanted, &allowed), help)
        };
        let mut violation = self.at_value(cx, check, message, help);
        violation.detail = Detail::Expected { types: wanted, values: allowed };
        violation
    }

    /// `uniqueItems`: at the first item that is there already.
    pub(super) fn repeated_item(&self, cx: &Context<'s, 'd>) -> Vec<Violation<'d>> {
        let array = cx.place.node;
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, item) in array.items().enumerate() {
            let value = Instance::new(item, self.mode).to_value().into_owned();
            let Some(first) = seen.insert(canonical(&value), index) else { continue };
            if self.mode.is_open(item) {
                return Vec::new();
            }
            let place = super::Place { node: item, index: Some(index), ..cx.place };
            let what = subject(&place);
            let message = format!("{what} repeats item {}{}", first + 1, namely(&place));
            let mut violation = self.at_value(cx, Check::InvalidValue, message, None);
            violation.node = item;
            return vec![violation];
        }
        let message = format!("{} has items that are the same", subject(&cx.place));
        vec![self.at_value(cx, Check::InvalidValue, message, None)]
    }

    /// `contains`, with `minContains` and `maxContains`.
    pub(super) fn not_contained(&self, cx: &Context<'s, 'd>) -> Vec<Violation<'d>> {
        if self.is_keyword_open(cx, "contains")
            || cx.place.node.items().any(|it| self.mode.is_open(it))
        {
            return Vec::new();
        }
        let schema = cx.trail.last().spot.schema;
        let wanted = schema.get("contains").map(what_is_wanted).unwrap_or_default();
        let subject = subject(&cx.place);
        let count = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
        let message = match (count("minContains"), count("maxContains")) {
            (None | Some(1), None) => format!("{subject} has no item that {wanted}"),
            (Some(least), None) => {
                format!("{subject} needs at least {least} items, each of which {wanted}")
            }
            (None | Some(0), Some(most)) => {
                format!("{subject} may have at most {most} items of which each {wanted}")
            }
            (Some(least), Some(most)) => {
                format!("{subject} needs {least} to {most} items, each of which {wanted}")
            }
        };
        vec![self.at_list(cx, message)]
    }

    /// A violation of a list or object as a whole: at its key.
    fn at_list(&self, cx: &Context<'s, 'd>, message: String) -> Violation<'d> {
        let part = if cx.place.node.key().is_some() { Part::Key } else { Part::Value };
        Violation { part, ..self.at_value(cx, Check::InvalidValue, message, None) }
    }

    /// `not`.
    pub(super) fn forbidden(&self, cx: &Context<'s, 'd>, schema: &Value) -> Vec<Violation<'d>> {
        if self.is_keyword_open(cx, "not") {
            return Vec::new();
        }
        let subject = subject(&cx.place);
        let required = schema.get("required").and_then(Value::as_array);
        let keys: Vec<&str> = required.into_iter().flatten().filter_map(Value::as_str).collect();
        let last = keys.iter().filter_map(|key| cx.place.node.get(key)).max_by_key(|it| it.span());
        if let Some(member) = last {
            let words = keys.iter().map(|key| code(key)).collect::<Vec<_>>();
            let message = if words.len() == 1 {
                format!("{} is not allowed here", words[0])
            } else {
                format!("{} exclude each other", listed(words, "and"))
            };
            return vec![self.at_key(cx, Check::InvalidValue, (member, Part::Key), message)];
        }
        let what = schema.get("description").and_then(Value::as_str).map(super::first_sentence);
        let message = match what {
            Some(what) => format!("{subject} is not allowed to be: {what}"),
            None => format!("{subject} must not be {}", what_it_is(&cx.place)),
        };
        vec![self.at_value(cx, Check::InvalidValue, message, None)]
    }

    /// Limits of numbers, lengths and counts, patterns, and whatever else a value can fail.
    pub(super) fn out_of_bounds(&self, cx: &Context<'s, 'd>, kind: &Kind) -> Vec<Violation<'d>> {
        let place = &cx.place;
        let (subject, is) = (subject(place), but_is(place));
        let characters = place.node.text().chars().count();
        let count = place.node.members().count() + place.node.items().count();
        let message = match kind {
            Kind::Minimum { limit } => format!("{subject} must be at least {limit}{is}"),
            Kind::Maximum { limit } => format!("{subject} must be at most {limit}{is}"),
            Kind::ExclusiveMinimum { limit } => format!("{subject} must be more than {limit}{is}"),
            Kind::ExclusiveMaximum { limit } => format!("{subject} must be less than {limit}{is}"),
            Kind::MultipleOf { multiple_of } => {
                format!("{subject} must be a multiple of {multiple_of}{is}")
            }
            Kind::MinLength { .. } if characters == 0 => format!("{subject} must not be empty"),
            Kind::MinLength { limit } => {
                format!(
                    "{subject} needs at least {}, has {characters}",
                    text::count(*limit, "character")
                )
            }
            Kind::MaxLength { limit } => {
                format!(
                    "{subject} may have at most {}, has {characters}",
                    text::count(*limit, "character")
                )
            }
            Kind::Pattern { pattern } => {
                format!("{subject} must match the pattern {}{is}", code(pattern))
            }
            Kind::Format { format } => {
                format!("{subject} must be of the format {}{is}", code(format))
            }
            Kind::MinItems { limit } => {
                return self.count(cx, *limit, "needs at least", "item", count);
            }
            Kind::MaxItems { limit } => {
                return self.count(cx, *limit, "may have at most", "item", count);
            }
            Kind::AdditionalItems { limit } => {
                return self.count(cx, *limit as u64, "may have at most", "item", count);
            }
            Kind::MinProperties { limit } => {
                return self.count(cx, *limit, "needs at least", "key", count);
            }
            Kind::MaxProperties { limit } => {
                return self.count(cx, *limit, "may have at most", "key", count);
            }
            Kind::UnevaluatedItems { .. } => {
                format!("{subject} has items that are not allowed here")
            }
            other => format!("{subject} does not satisfy {}{is}", code(other.keyword())),
        };
        vec![self.at_value(cx, Check::InvalidValue, message, None)]
    }

    fn count(
        &self,
        cx: &Context<'s, 'd>,
        limit: u64,
        verb: &str,
        noun: &str,
        count: usize,
    ) -> Vec<Violation<'d>> {
        let subject = subject(&cx.place);
        let has = if count == 0 { "none".to_owned() } else { count.to_string() };
        vec![self.at_list(cx, format!("{subject} {verb} {}, has {has}", text::count(limit, noun)))]
    }
}

/// "`x` must be one of `a` and `b`, is `c`".
fn not_allowed(cx: &Context<'_, '_>, wanted: &[JsonType], allowed: &[Value]) -> String {
    let (subject, is) = (subject(&cx.place), but_is(&cx.place));
    // Null and an empty string say that nothing is set, which nobody means who wrote something else.
    let is_said = |it: &&Value| !it.is_null() && it.as_str() != Some("");
    let shown: Vec<&Value> =
        allowed.iter().filter(|it| is_said(it) || allowed.len() == 1).collect();
    if shown.len() > MAX_LISTED {
        let first = shown.iter().take(MAX_LISTED).map(|value| literal(value)).collect::<Vec<_>>();
        let more = shown.len() - first.len();
        return format!("{subject} must be one of {} and {more} more{is}", first.join(", "));
    }
    let mut words: Vec<String> = shown.iter().map(|value| literal(value)).collect();
    let others: Vec<JsonType> = wanted.iter().copied().filter(|ty| *ty != JsonType::Null).collect();
    words.extend(type_words(&others));
    let one_of = if words.len() == 1 { "" } else { "one of " };
    format!("{subject} must be {one_of}{}{is}", listed(words, "or"))
}

/// What the schema of a `contains` asks of an item, as a clause.
fn what_is_wanted(schema: &Value) -> String {
    let values = schema.get("enum").and_then(Value::as_array).cloned();
    let values = values.or_else(|| Some(vec![schema.get("const")?.clone()]));
    if let Some(values) = values {
        return format!("is {}", listed(values.iter().map(literal).collect(), "or"));
    }
    match schema.get("description").and_then(Value::as_str) {
        Some(text) => format!("is as required ({})", super::first_sentence(text)),
        None => "is as required".to_owned(),
    }
}

/// The type of a value of a schema.
pub(super) fn type_of(value: &Value) -> JsonType {
    match value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(_) => JsonType::Number,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    }
}

/// Whether a value of a schema has the type of a node.
pub(super) fn has_type_of(value: &Value, node: Node<'_>) -> bool {
    type_of(value) == json_type(node)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The same text for all spellings of one JSON value.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let sorted: BTreeMap<_, _> = members.iter().collect();
            let members = sorted.iter().map(|(key, value)| format!("{key:?}:{}", canonical(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        Value::Number(number) => match number.as_f64() {
            Some(value) if number.is_f64() && value.fract() == 0.0 => format!("{value:.0}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}
