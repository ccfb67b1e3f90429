//! From spellings to meanings, so that rules compare what is meant: `2m`, `PT2M` and `{minutes: 2}` are one duration.

mod codec;
mod date;
mod duration;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::{Field, FieldType, Form, Found};
use crate::document::{Node, NodeKind};

pub use codec::codec;
pub use date::date;
pub use duration::duration;

/// A value that is neither a list nor has parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'d> {
    /// Text.
    String(Cow<'d, str>),
    /// A number without fraction.
    Int(i64),
    /// Any number.
    Double(f64),
    /// A boolean.
    Bool(bool),
    /// A codec by its one spelling, such as `audio/pcmu`.
    Codec(Cow<'static, str>),
    /// Milliseconds.
    Duration(i64),
    /// Days since 1970-01-01.
    Date(i64),
}

/// The value is not of the type that its field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the value is not of the field's type")]
pub struct NotOfType;

/// A default of a field, normalised.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultValue<'d> {
    /// One value.
    One(Scalar<'d>),
    /// A list of values.
    Many(Vec<Scalar<'d>>),
    /// A value of a field that is not normalised, `map` or `any`: as written.
    AsWritten(&'d serde_json::Value),
}

/// A scalar in the notation of the files, wherever it stands.
#[derive(Clone, Copy, Debug)]
enum Written<'d> {
    Text(&'d str),
    Int(i64),
    Double(f64),
    Bool(bool),
    /// An object of amounts by unit, as Archy writes durations; else nothing that could be normalised.
    Amounts(Node<'d>),
    Other,
}

/// What a value means: `element` is the type of the field, or of its elements where it is a list. The field gives the
/// unit of bare numbers and the spellings of its values.
///
/// # Errors
/// Where the value is not of this type, or has no meaning for one: an unknown, an overflow, a container.
pub fn normalise<'d>(
    field: &'d Field,
    element: &FieldType,
    form: Form,
    found: Found<'d>,
) -> Result<Scalar<'d>, NotOfType> {
    let written = match found {
        Found::Unknown(..) => return Err(NotOfType),
        Found::Key(node) => Written::Text(node.key().unwrap_or_default()),
        Found::Value(node) | Found::Behind { value: node, .. } => Written::of_node(node),
    };
    normalise_written(field, element, form, written)
}

/// The default of a field in a form; `None` where it has none.
pub fn normalise_default(field: &Field, form: Form) -> Option<Result<DefaultValue<'_>, NotOfType>> {
    let default = field.defaults.get(&form)?;
    let scalar =
        |ty: &FieldType, value| normalise_written(field, ty, form, Written::of_json(value));
    Some(match (&field.ty, default) {
        (FieldType::Map, serde_json::Value::Object(_)) | (FieldType::Any, _) => {
            Ok(DefaultValue::AsWritten(default))
        }
        (FieldType::List(element), serde_json::Value::Array(items)) => items
            .iter()
            .map(|item| scalar(element, item))
            .collect::<Result<_, _>>()
            .map(DefaultValue::Many),
        (ty, value) => scalar(ty, value).map(DefaultValue::One),
    })
}

fn normalise_written<'d>(
    field: &'d Field,
    ty: &FieldType,
    form: Form,
    written: Written<'d>,
) -> Result<Scalar<'d>, NotOfType> {
    let written = written.respelled(field, form);
    let text = written.text();
    let scalar = match ty {
        FieldType::String => string(written, form).map(Scalar::String),
        FieldType::Int => written.int(form).map(Scalar::Int),
        FieldType::Double => written.double(form).map(Scalar::Double),
        FieldType::Bool => written.bool(form).map(Scalar::Bool),
        FieldType::Codec => text.and_then(codec).map(Scalar::Codec),
        FieldType::Duration => written.duration(field.unit_ms).map(Scalar::Duration),
        FieldType::Date => text.and_then(date).map(Scalar::Date),
        _ => None,
    };
    scalar.ok_or(NotOfType)
}

impl<'d> Written<'d> {
    fn of_node(node: Node<'d>) -> Self {
        match node.kind() {
            NodeKind::String => Self::Text(node.text()),
            NodeKind::Bool => node.as_bool().map_or(Self::Other, Self::Bool),
            NodeKind::Int => match (node.as_i64(), node.as_f64()) {
                (Some(int), _) => Self::Int(int),
                (None, Some(double)) => Self::Double(double),
                (None, None) => Self::Other,
            },
            NodeKind::Float => node.as_f64().map_or(Self::Other, Self::Double),
            NodeKind::Object => Self::Amounts(node),
            NodeKind::Null | NodeKind::Array => Self::Other,
        }
    }

    fn of_json(value: &'d serde_json::Value) -> Self {
        match value {
            serde_json::Value::String(text) => Self::Text(text),
            serde_json::Value::Bool(truth) => Self::Bool(*truth),
            serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(int), _) => Self::Int(int),
                (None, Some(double)) => Self::Double(double),
                (None, None) => Self::Other,
            },
            _ => Self::Other,
        }
    }

    /// The same, or the meaning that the field gives to this spelling.
    fn respelled(self, field: &'d Field, form: Form) -> Self {
        let Some(meanings) = field.values.get(&form) else { return self };
        let spelling = match self {
            Self::Text(text) => text.to_lowercase(),
            Self::Bool(truth) => truth.to_string(),
            Self::Int(int) => int.to_string(),
            _ => return self,
        };
        meanings.get(&spelling).map_or(self, |meaning| Self::Text(meaning))
    }

    fn text(self) -> Option<&'d str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The text of what Terraform converts by itself: it reads `"600"` as a number where it expects one.
    fn converted(self, form: Form) -> Option<&'d str> {
        self.text().filter(|_| form.is_of_terraform())
    }

    fn int(self, form: Form) -> Option<i64> {
        match self {
            Self::Int(int) => Some(int),
            Self::Double(double) => whole(double),
            _ => self.converted(form)?.parse().ok(),
        }
    }

    fn double(self, form: Form) -> Option<f64> {
        match self {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a field of type double compares as a double"
            )]
            Self::Int(int) => Some(int as f64),
            Self::Double(double) => Some(double),
            _ => self.converted(form)?.parse().ok().filter(|double: &f64| double.is_finite()),
        }
    }

    fn bool(self, form: Form) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(truth),
            // The conversions of Terraform's type system (cty, `convert` package).
            _ => match self.converted(form)? {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
        }
    }

    fn duration(self, unit_ms: Option<i64>) -> Option<i64> {
        match self {
            Self::Int(0) => Some(0),
            Self::Int(int) => int.checked_mul(unit_ms?),
            Self::Double(double) => duration::of_double(double, unit_ms?),
            Self::Text(text) => duration(text, unit_ms),
            Self::Amounts(object) => duration::of_amounts(object),
            Self::Bool(_) | Self::Other => None,
        }
    }
}

/// Text; in forms whose readers convert by themselves, or in which a bare word may look like a number, numbers and
/// booleans too.
fn string(written: Written<'_>, form: Form) -> Option<Cow<'_, str>> {
    match written {
        Written::Text(text) => Some(Cow::Borrowed(text)),
        _ if matches!(form, Form::Api | Form::Architect) => None,
        Written::Int(int) => Some(Cow::Owned(int.to_string())),
        Written::Double(double) => Some(Cow::Owned(double.to_string())),
        Written::Bool(truth) => Some(Cow::Owned(truth.to_string())),
        Written::Amounts(_) | Written::Other => None,
    }
}

/// The integer that a double without fraction stands for, such as `1e3`.
fn whole(double: f64) -> Option<i64> {
    // 2^63 is the first double behind the range of `i64`; both bounds are exact.
    let is_whole = double.fract() == 0.0
        && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&double);
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
    is_whole.then_some(double as i64)
}
