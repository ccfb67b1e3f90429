//! The functions of the language.

use std::borrow::Cow;

use super::lists::count;
use super::operators::{as_double, contains};
use super::{Elements, Evaluator};
use crate::catalog::FieldType;
use crate::org::WhyUnknown;
use crate::rules::endpoints;
use crate::rules::expr::{Expr, Function, MAX_RANGE};
use crate::rules::patterns;
use crate::rules::placeholders::placeholders;
use crate::rules::shown::duration_text;
use crate::rules::time_zones::is_time_zone;
use crate::rules::value::{Data, Known, Truth, Unknown, Value};

impl<'a> Evaluator<'a> {
    pub(super) fn call(&mut self, function: &'a Function, arguments: &'a [Expr]) -> Known<'a> {
        let values = arguments.iter().map(|one| self.value(one)).collect::<Result<Vec<_>, _>>()?;
        let Some(first) = values.first() else {
            return Err(Unknown::failed("the function needs an argument"));
        };
        let data = match function {
            Function::Size => match first.missing() {
                Some(missing) => return Err(missing),
                None => Data::Int(count(first)?),
            },
            Function::Matches(pattern) => Data::Bool(pattern.is_match(&text(first)?)),
            Function::ToString => Data::text(to_string(first)?),
            Function::ToInt => Data::Int(to_int(first)?),
            Function::ToDouble => Data::Double(to_double(first)?),
            Function::ToDuration => return self.coerce(first, &FieldType::Duration),
            Function::ToCodec => return self.coerce(first, &FieldType::Codec),
            Function::ToDate => return self.coerce(first, &FieldType::Date),
            Function::Range => range(first)?,
            Function::InFiles => first.data.clone().without_missing(),
            Function::Join => Data::text(self.join(first, values.get(1))?),
            Function::SetsIntersects | Function::SetsContains | Function::SetsEquivalent => {
                Data::Bool(self.sets(function, first, second(&values)?)?)
            }
            Function::IsEndpoint
            | Function::NearestEndpoint
            | Function::EndpointMethods
            | Function::EndpointPermissions => endpoint(function, &values)?,
            _ => on_text(function, &values)?,
        };
        Ok(Value::computed(data))
    }

    fn join(&self, list: &Value<'a>, separator: Option<&Value<'a>>) -> Result<String, Unknown<'a>> {
        if let Some(missing) = list.missing() {
            return Err(missing);
        }
        let separator = separator.map(text).transpose()?.unwrap_or_default();
        let pieces: Result<Vec<_>, _> =
            Elements::of(self, list)?.map(|one| text(&one?).map(Cow::into_owned)).collect();
        Ok(pieces?.join(&separator))
    }

    fn sets(&self, function: &Function, a: &Value<'a>, b: &Value<'a>) -> Truth<'a> {
        match function {
            Function::SetsIntersects => self.intersects(a, b),
            Function::SetsContains => self.includes(a, b),
            _ => match (self.includes(a, b), self.includes(b, a)) {
                (Ok(false), _) | (_, Ok(false)) => Ok(false),
                (first, second) => first.and(second),
            },
        }
    }

    /// Whether some element of `a` is in `b`.
    fn intersects(&self, a: &Value<'a>, b: &Value<'a>) -> Truth<'a> {
        let mut unknown = a.missing();
        for element in Elements::of(self, a)? {
            match element.and_then(|element| contains(self, b, &element)) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(why) => unknown = unknown.or(Some(why)),
            }
        }
        unknown.map_or(Ok(false), Err)
    }

    /// Whether every element of `b` is in `a`.
    fn includes(&self, a: &Value<'a>, b: &Value<'a>) -> Truth<'a> {
        let mut unknown = b.missing();
        for element in Elements::of(self, b)? {
            match element.and_then(|element| contains(self, a, &element)) {
                Ok(false) => return Ok(false),
                Ok(true) => {}
                Err(why) => unknown = unknown.or(Some(why)),
            }
        }
        unknown.map_or(Ok(true), Err)
    }
}

fn second<'v, 'a>(values: &'v [Value<'a>]) -> Result<&'v Value<'a>, Unknown<'a>> {
    values.get(1).ok_or(Unknown::failed("the function needs two arguments"))
}

/// The text of a value that has one.
fn text<'a>(value: &Value<'a>) -> Result<Cow<'a, str>, Unknown<'a>> {
    match &value.data {
        Data::String(text) | Data::Codec(text) => Ok(text.clone()),
        _ => Err(wrong_type(value)),
    }
}

fn wrong_type<'a>(value: &Value<'a>) -> Unknown<'a> {
    Unknown::because(WhyUnknown::WrongType, value.origin.node())
}

/// The functions whose arguments are all texts.
fn on_text<'a>(function: &Function, values: &[Value<'a>]) -> Result<Data<'a>, Unknown<'a>> {
    let texts = values.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    let argument = |at: usize| texts.get(at).map_or("", |text| text);
    let receiver = argument(0);
    Ok(match function {
        Function::StartsWith => Data::Bool(receiver.starts_with(argument(1))),
        Function::EndsWith => Data::Bool(receiver.ends_with(argument(1))),
        Function::Contains => Data::Bool(receiver.contains(argument(1))),
        Function::LowerAscii => Data::text(receiver.to_ascii_lowercase()),
        Function::UpperAscii => Data::text(receiver.to_ascii_uppercase()),
        Function::Trim => Data::text(receiver.trim().to_owned()),
        Function::Replace => Data::text(receiver.replace(argument(1), argument(2))),
        Function::Split => split(receiver, argument(1)),
        Function::Placeholders => texts_of(placeholders(receiver, argument(1))),
        Function::IsTimeZone => Data::Bool(is_time_zone(receiver)),
        Function::IsRegex => Data::Bool(patterns::is_regex(receiver).ok_or(odd_pattern())?),
        Function::RegexGroups => Data::Int(patterns::groups(receiver).ok_or(odd_pattern())?),
        _ => return Err(Unknown::failed("the function is not defined for these values")),
    })
}

fn odd_pattern<'a>() -> Unknown<'a> {
    Unknown::failed("the regular expression is one that dialects do not agree about")
}

fn split<'a>(text: &str, separator: &str) -> Data<'a> {
    let piece = |piece: String| Ok(Value::computed(Data::text(piece)));
    let pieces = if separator.is_empty() {
        text.chars().map(|letter| piece(letter.to_string())).collect()
    } else {
        text.split(separator).map(|one| piece(one.to_owned())).collect()
    };
    Data::list(pieces)
}

fn endpoint<'a>(function: &Function, values: &[Value<'a>]) -> Result<Data<'a>, Unknown<'a>> {
    let texts = values.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    let path = texts.first().map_or("", |path| path);
    Ok(match function {
        Function::IsEndpoint => {
            Data::Bool(endpoints::is_endpoint(path, texts.get(1).map(|method| &**method)))
        }
        Function::EndpointMethods => texts_of(endpoints::methods(path)),
        Function::EndpointPermissions => {
            texts_of(endpoints::permissions(path, texts.get(1).map_or("", |method| method)))
        }
        _ => Data::text(endpoints::nearest_endpoint(path)),
    })
}

fn texts_of<'a>(texts: impl IntoIterator<Item = impl Into<String>>) -> Data<'a> {
    Data::list(texts.into_iter().map(|one| Ok(Value::computed(Data::text(one.into())))).collect())
}

fn range<'a>(count: &Value<'a>) -> Result<Data<'a>, Unknown<'a>> {
    match count.data {
        Data::Int(count) if (0..=MAX_RANGE).contains(&count) => {
            let number = |number| Ok(Value::computed(Data::Int(number)));
            Ok(Data::list((0..count).map(number).collect()))
        }
        Data::Int(_) => Err(Unknown::failed("the range is negative or too long")),
        _ => Err(wrong_type(count)),
    }
}

fn to_string<'a>(value: &Value<'a>) -> Result<String, Unknown<'a>> {
    match &value.data {
        Data::String(text) | Data::Codec(text) => Ok(text.clone().into_owned()),
        Data::Bool(truth) => Ok(truth.to_string()),
        Data::Int(number) => Ok(number.to_string()),
        Data::Double(number) => Ok(number.to_string()),
        Data::Duration(milliseconds) => Ok(duration_text(*milliseconds)),
        _ => Err(wrong_type(value)),
    }
}

fn to_int<'a>(value: &Value<'a>) -> Result<i64, Unknown<'a>> {
    match &value.data {
        Data::Int(number) => Ok(*number),
        Data::Double(number) => {
            truncated(*number).ok_or(Unknown::failed("the number is out of range"))
        }
        Data::String(text) => text.parse().map_err(|_| Unknown::failed("the text is no number")),
        _ => Err(wrong_type(value)),
    }
}

/// The integer part of a double strictly inside the range of integers, as CEL has it.
fn truncated(number: f64) -> Option<i64> {
    let is_inside = number > as_double(i64::MIN) && number < as_double(i64::MAX);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range is checked, the fraction is to go"
    )]
    is_inside.then_some(number as i64)
}

fn to_double<'a>(value: &Value<'a>) -> Result<f64, Unknown<'a>> {
    match &value.data {
        Data::Double(number) => Ok(*number),
        Data::Int(number) => Ok(as_double(*number)),
        Data::String(text) => text.parse().map_err(|_| Unknown::failed("the text is no number")),
        _ => Err(wrong_type(value)),
    }
}
