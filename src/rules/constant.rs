//! Values of parameters: from YAML or JSON to literals of the parameter's type.

use std::cmp::Ordering;

use serde_json::Value;

use super::check::spelled_literal;
use super::expr::{Expr, Literal, Op, Type};
use super::rule::literal_text;
use crate::source::Span;

/// Why a value cannot be that of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// A clause to stand behind the parameter's name: "takes …, not …".
    pub(super) message: String,
    /// What to do.
    pub(super) help: Option<String>,
}

/// The values of a parameter that make sense: literals of its type, of its elements where it is a list.
#[derive(Clone, Debug, Default)]
pub struct Range {
    /// The least one.
    pub(super) least: Option<Expr>,
    /// The greatest one.
    pub(super) most: Option<Expr>,
}

impl Range {
    /// A value, unless it or one of its elements lies outside.
    pub(super) fn check(&self, value: Expr) -> Result<Expr, Wrong> {
        let elements = match &value.op {
            Op::List(elements) => elements.as_slice(),
            _ => std::slice::from_ref(&value),
        };
        for element in elements {
            let is_beyond = |bound: &Option<Expr>, order: Ordering| {
                bound.as_ref().is_some_and(|bound| compare(element, bound) == Some(order))
            };
            let (bound, words) = if is_beyond(&self.least, Ordering::Less) {
                (&self.least, "at least")
            } else if is_beyond(&self.most, Ordering::Greater) {
                (&self.most, "at most")
            } else {
                continue;
            };
            let bound = bound.as_ref().map(literal_text).unwrap_or_default();
            let message = format!("has to be {words} {bound}, is {}", literal_text(element));
            return Err(Wrong { message, help: None });
        }
        Ok(value)
    }
}

/// How two literals of one type follow each other; `None` for types without an order.
fn compare(a: &Expr, b: &Expr) -> Option<Ordering> {
    let (Op::Literal(a), Op::Literal(b)) = (&a.op, &b.op) else { return None };
    match (a, b) {
        (Literal::Int(a), Literal::Int(b))
        | (Literal::Duration(a), Literal::Duration(b))
        | (Literal::Date(a), Literal::Date(b)) => Some(a.cmp(b)),
        (Literal::Double(a), Literal::Double(b)) => a.partial_cmp(b),
        _ => None,
    }
}

/// Units of durations, in milliseconds.
const UNITS: [(&str, f64); 5] =
    [("ms", 1.0), ("s", 1_000.0), ("min", 60_000.0), ("h", 3_600_000.0), ("d", 86_400_000.0)];

/// The type that a rule file names; only those that have literals.
pub(super) fn parameter_type(text: &str) -> Option<Type> {
    if let Some(element) = text.strip_prefix("list(").and_then(|rest| rest.strip_suffix(')')) {
        return Some(Type::List(Box::new(scalar_type(element.trim())?)));
    }
    scalar_type(text)
}

fn scalar_type(text: &str) -> Option<Type> {
    Some(match text {
        "string" => Type::String,
        "int" => Type::Int,
        "double" => Type::Double,
        "bool" => Type::Bool,
        "codec" => Type::Codec,
        "duration" => Type::Duration,
        "date" => Type::Date,
        _ => return None,
    })
}

/// Whether bare numbers of a duration can count in this unit.
pub(super) fn is_unit(unit: &str) -> bool {
    UNITS.iter().any(|(known, _)| *known == unit)
}

/// The literal, or the list of literals, that a value is.
pub(super) fn constant(value: &Value, ty: &Type, unit: Option<&str>) -> Result<Expr, Wrong> {
    let expr = |op| Expr { op, span: Span::default(), ty: ty.clone() };
    if let (Type::List(element), Value::Array(values)) = (ty, value) {
        let elements = values.iter().map(|one| constant(one, element, unit));
        return Ok(expr(Op::List(elements.collect::<Result<_, _>>()?)));
    }
    match literal(value, ty, unit) {
        Some(literal) => Ok(expr(Op::Literal(literal))),
        None => Err(wrong(value, ty)),
    }
}

fn literal(value: &Value, ty: &Type, unit: Option<&str>) -> Option<Literal> {
    match (ty, value) {
        (Type::String, Value::String(text)) => Some(Literal::String(text.clone())),
        (Type::Bool, Value::Bool(value)) => Some(Literal::Bool(*value)),
        (Type::Int, Value::Number(number)) => number.as_i64().map(Literal::Int),
        (Type::Double, Value::Number(number)) => number.as_f64().map(Literal::Double),
        (Type::Duration, Value::Number(number)) => {
            let (_, ms) = UNITS.iter().find(|(known, _)| Some(*known) == unit)?;
            whole(number.as_f64()? * ms).map(Literal::Duration)
        }
        (Type::Codec | Type::Duration | Type::Date, Value::String(text)) => {
            spelled_literal(text, ty)
        }
        _ => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    // Up to here every whole number of milliseconds is exact: 285,000 years.
    let is_exact = number.abs() <= 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    is_exact.then(|| number.round() as i64)
}

fn wrong(value: &Value, ty: &Type) -> Wrong {
    let (wanted, help) = match ty {
        Type::String => ("text", None),
        Type::Int => ("a whole number", None),
        Type::Double => ("a number", None),
        Type::Bool => ("`true` or `false`", None),
        Type::Codec => ("a codec", Some("codecs are written like `audio/pcmu` or `PCMU`")),
        Type::Duration => ("a duration", Some("durations are written like `500ms`, `60s` or `2m`")),
        Type::Date => ("a date", Some("dates are written like `2026-12-31`")),
        _ => ("a list", None),
    };
    let message = format!("takes {wanted}, not `{value}`");
    Wrong { message, help: help.map(str::to_owned) }
}
