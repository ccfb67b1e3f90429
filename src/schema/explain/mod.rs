//! From errors of the validator to sentences for people, at the key or value that is meant.

mod branches;
mod content;
mod keys;
mod tidy;
mod values;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use super::Mode;
use super::compile::Schema;
use super::locate::{Locator, Place};
use super::shelf::Spot;
use super::trail::{Step, Trail, hangs_on_open};
use super::words::first_sentence;
use crate::document::Node;
use crate::finding::{Part, Severity};
use crate::source::Span;

pub(crate) use keys::title_of;
use tidy::tidy;

/// What kind of deviation it is; each is a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Check {
    UnknownKey,
    WrongType,
    InvalidValue,
    MissingKey,
}

/// One deviation from a schema, for people.
#[derive(Clone, Debug)]
pub(crate) struct Violation<'d> {
    pub(crate) check: Check,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) node: Node<'d>,
    pub(crate) part: Part,
    /// Where only some bytes of the value are meant.
    pub(crate) span: Option<Span>,
    pub(crate) detail: Detail,
}

/// What a violation is about, for weighing it against others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Detail {
    None,
    /// A key that is not known, the known ones, and the one that was probably meant.
    Unknown {
        key: String,
        known: Vec<String>,
        meant: Option<String>,
    },
    /// A key that is missing from the object with this id.
    Missing {
        key: String,
        object: u32,
    },
    /// The value as a whole is none of what is allowed.
    Expected {
        types: Vec<JsonType>,
        values: Vec<Value>,
    },
}

/// Explains the errors of one validation.
pub(crate) struct Explainer<'s, 'd> {
    pub(crate) schema: &'s Schema,
    pub(crate) start: Spot<'s>,
    /// Whether validation began at a reference to `start`.
    pub(crate) by_reference: bool,
    pub(crate) mode: Mode,
    pub(crate) locator: Locator<'d>,
    /// How bad an error is without `x-severity`.
    pub(crate) severity: Severity,
}

/// Where an error stands in the document and in the schema.
pub(crate) struct Context<'s, 'd> {
    pub(crate) place: Place<'d>,
    pub(crate) trail: Trail<'s>,
}

impl<'s, 'd> Explainer<'s, 'd> {
    /// All violations behind `errors`, tidied up.
    pub(crate) fn explain_all<'e>(
        &mut self,
        errors: impl IntoIterator<Item = &'e ValidationError<'e>>,
    ) -> Vec<Violation<'d>> {
        let mut found = Vec::new();
        for error in errors {
            found.append(&mut self.explain(error));
        }
        tidy(found)
    }

    /// The violations behind one error: none where a value that is still open may make it right.
    pub(crate) fn explain(&mut self, error: &ValidationError<'_>) -> Vec<Violation<'d>> {
        let path = error.instance_path().as_str();
        let Some(place) = self.locator.find(path) else { return Vec::new() };
        let trail = self.trail(error.evaluation_path().as_str());
        if self.mode.is_open(place.node) || self.hangs_on_condition(&trail, path) {
            return Vec::new();
        }
        let cx = Context { place, trail };
        if self.mode == Mode::State && is_read_only(&cx) {
            return Vec::new();
        }
        match error.kind() {
            Kind::AdditionalProperties { unexpected } => self.unknown_keys(&cx, unexpected),
            Kind::UnevaluatedProperties { unexpected } => self.unevaluated_keys(&cx, unexpected),
            Kind::Required { property } => self.missing_key(&cx, property),
            Kind::PropertyNames { error } => self.bad_key(&cx, error),
            Kind::FalseSchema => self.not_allowed(&cx),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.no_branch(&cx, path, context)
            }
            Kind::OneOfMultipleValid { context } => self.several_branches(&cx, context),
            Kind::Custom { .. } => self.wrong_content(&cx),
            Kind::Type { kind } => self.wrong_type(&cx, kind),
            Kind::Enum { options } => {
                self.wrong_value(&cx, options.as_array().map_or(&[], Vec::as_slice))
            }
            Kind::Constant { expected_value } => {
                self.wrong_value(&cx, std::slice::from_ref(&**expected_value))
            }
            Kind::UniqueItems => self.repeated_item(&cx),
            Kind::Contains => self.not_contained(&cx),
            Kind::Not { schema } => self.forbidden(&cx, schema),
            other => self.out_of_bounds(&cx, other),
        }
    }

    pub(crate) fn trail(&self, path: &str) -> Trail<'s> {
        let start = Step { spot: self.start, depth: 0, is_conditional: false };
        let path =
            if self.by_reference { path.strip_prefix("/$ref").unwrap_or(path) } else { path };
        Trail::new(&self.schema.shelf, start, path)
    }

    /// Whether a `then` or `else` on the way applied only because of a value that is still open.
    fn hangs_on_condition(&mut self, trail: &Trail<'s>, path: &str) -> bool {
        trail.steps.windows(2).filter(|pair| pair[1].is_conditional).any(|pair| {
            let outer = pair[0];
            let Some(condition) = outer.spot.schema.get("if") else { return false };
            let spot = Spot { schema: condition, ..outer.spot };
            let place = self.locator.find(prefix(path, outer.depth));
            place.is_some_and(|place| self.is_open_to(spot, place.node))
        })
    }

    /// Whether what the schema at `spot` says of `node` hangs on a value that is still open.
    pub(crate) fn is_open_to(&self, spot: Spot<'_>, node: Node<'_>) -> bool {
        hangs_on_open(&self.schema.shelf, spot, node, self.mode)
    }

    /// The same for the schema behind `keyword` of the schema that failed.
    pub(crate) fn is_keyword_open(&self, cx: &Context<'s, 'd>, keyword: &str) -> bool {
        let spot = cx.trail.last().spot;
        let schema = spot.schema.get(keyword);
        schema.is_some_and(|schema| match schema {
            Value::Array(schemas) => {
                schemas.iter().any(|schema| self.is_open_to(Spot { schema, ..spot }, cx.place.node))
            }
            schema => self.is_open_to(Spot { schema, ..spot }, cx.place.node),
        })
    }

    /// A violation at the value itself, in the schema's own words where it has some.
    pub(crate) fn at_value(
        &self,
        cx: &Context<'s, 'd>,
        check: Check,
        message: String,
        help: Option<String>,
    ) -> Violation<'d> {
        let mut schemas = cx.trail.about_value();
        let own = schemas.find_map(|schema| own_message(schema, &cx.trail.keyword));
        let violation = Violation {
            check,
            severity: cx.trail.severity(self.severity),
            message: own.unwrap_or(message),
            help: help.or_else(|| description(cx)),
            node: cx.place.node,
            part: Part::Value,
            span: None,
            detail: Detail::None,
        };
        with_own_help(violation, cx)
    }

    /// A violation at a key, in the schema's own words where it has some for this keyword.
    pub(crate) fn at_key(
        &self,
        cx: &Context<'s, 'd>,
        check: Check,
        (node, part): (Node<'d>, Part),
        message: String,
    ) -> Violation<'d> {
        let own = own_message(cx.trail.last().spot.schema, &cx.trail.keyword);
        let violation = Violation {
            check,
            severity: cx.trail.severity(self.severity),
            message: own.unwrap_or(message),
            help: None,
            node,
            part,
            span: None,
            detail: Detail::None,
        };
        with_own_help(violation, cx)
    }
}

/// Whether the value is one that the platform alone sets: state holds what it set.
fn is_read_only(cx: &Context<'_, '_>) -> bool {
    cx.trail.last().spot.schema.get("readOnly").and_then(Value::as_bool) == Some(true)
}

/// The beginning of a JSON Pointer.
fn prefix(path: &str, segments: usize) -> &str {
    let end = path.match_indices('/').nth(segments).map_or(path.len(), |(at, _)| at);
    &path[..end]
}

/// `x-message`: a sentence for whatever fails, or by keyword.
fn own_message(schema: &Value, keyword: &str) -> Option<String> {
    let message = schema.get("x-message")?;
    message.as_str().or_else(|| message.get(keyword)?.as_str()).map(str::to_owned)
}

fn with_own_help<'d>(violation: Violation<'d>, cx: &Context<'_, 'd>) -> Violation<'d> {
    let help = cx.trail.last().spot.schema.get("x-help").and_then(Value::as_str);
    let around = || cx.trail.about_value().find_map(|schema| schema.get("x-help")?.as_str());
    match help.or_else(around) {
        Some(help) => Violation { help: Some(help.to_owned()), ..violation },
        None => violation,
    }
}

/// What the schema says of the value, in the words nearest to where it is used; nothing of the document's root.
fn description(cx: &Context<'_, '_>) -> Option<String> {
    if cx.trail.last().depth == 0 {
        return None;
    }
    let text = |schema: &Value| Some(schema.get("description")?.as_str()?.to_owned());
    cx.trail.about_value().filter_map(text).last().map(|text| first_sentence(&text))
}
