//! Which types go together, and what is converted so that they do.

use std::borrow::Cow;

use crate::catalog::{Catalog, normalise};
use crate::rules::cel::Fault;
use crate::rules::expr::{Expr, Function, Literal, Op, Type};

/// Whether values of the two types can be the same: numbers of both sorts can, and what is untyped with everything.
pub(super) fn go_together(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Any, _) | (_, Type::Any) | (Type::Int | Type::Double, Type::Int | Type::Double) => {
            true
        }
        (Type::List(a), Type::List(b)) => go_together(a, b),
        _ => a == b,
    }
}

/// Whether a value of the type can be one of the list's, conversions included.
pub(super) fn can_be_in(ty: &Type, list: &Type) -> bool {
    let Type::List(element) = list else { return false };
    go_together(ty, element) || (is_spelled(element) && *ty == Type::String)
}

/// Whether files write values of the type as text that reads in many ways.
fn is_spelled(ty: &Type) -> bool {
    matches!(ty, Type::Codec | Type::Duration | Type::Date)
}

/// The expression as a value of the type it is compared with: `'PCMU'` as a codec, `'60s'` as a duration, also inside
/// lists. What is not text stays as it is.
pub(super) fn adapt(catalog: &Catalog, expr: Expr, wanted: &Type) -> Result<Expr, Fault> {
    if let (Op::List(_), Type::List(element)) = (&expr.op, wanted) {
        return adapt_elements(catalog, expr, element);
    }
    let is_loose = |ty: &Type| matches!(ty, Type::String | Type::Any);
    match (&expr.op, wanted, &expr.ty) {
        (Op::Literal(Literal::Null), ..) => Ok(expr),
        (Op::Literal(Literal::String(text)), wanted, _) if is_spelled(wanted) => {
            let Some(literal) = literal(text, wanted) else {
                let message = format!("`{text}` is no {}", catalog.type_name(wanted));
                return Err(Fault::new(expr.span, message).help(how_to_write(wanted)));
            };
            Ok(Expr { op: Op::Literal(literal), ty: wanted.clone(), ..expr })
        }
        (_, wanted, ty) if is_spelled(wanted) && is_loose(ty) => {
            Ok(converted(expr, wanted, wanted))
        }
        (_, Type::List(wanted_element), Type::List(element))
            if is_spelled(wanted_element) && is_loose(element) =>
        {
            Ok(converted(expr, wanted_element, wanted))
        }
        _ => Ok(expr),
    }
}

fn adapt_elements(catalog: &Catalog, list: Expr, element: &Type) -> Result<Expr, Fault> {
    let Op::List(elements) = list.op else { return Ok(list) };
    let adapted = elements.into_iter().map(|one| adapt(catalog, one, element));
    let elements = adapted.collect::<Result<Vec<_>, _>>()?;
    let has_one_type = elements.iter().all(|one| one.ty == *element);
    let ty = if has_one_type { Type::List(Box::new(element.clone())) } else { list.ty };
    Ok(Expr { op: Op::List(elements), ty, ..list })
}

/// What is untyped, as a list in which a value of the type is looked for.
pub(super) fn typed_list(expr: Expr, element: &Type) -> Expr {
    if expr.ty != Type::Any || !is_spelled(element) {
        return expr;
    }
    converted(expr, element, &Type::List(Box::new(element.clone())))
}

fn converted(expr: Expr, scalar: &Type, ty: &Type) -> Expr {
    let function = match scalar {
        Type::Codec => Function::ToCodec,
        Type::Duration => Function::ToDuration,
        _ => Function::ToDate,
    };
    Expr { span: expr.span, ty: ty.clone(), op: Op::Call(function, vec![expr]) }
}

/// What a text says as a value of a type that is spelled in many ways.
pub(crate) fn literal(text: &str, ty: &Type) -> Option<Literal> {
    match ty {
        Type::Codec => known_codec(text).map(Literal::Codec),
        Type::Duration => normalise::duration(text, None).map(Literal::Duration),
        Type::Date => normalise::date(text).map(Literal::Date),
        _ => None,
    }
}

/// Rules name codecs that are known, or write them as media types: anything else is a slip.
fn known_codec(text: &str) -> Option<String> {
    match normalise::codec(text)? {
        Cow::Borrowed(known) => Some(known.to_owned()),
        Cow::Owned(other) => text.starts_with("audio/").then_some(other),
    }
}

fn how_to_write(ty: &Type) -> &'static str {
    match ty {
        Type::Codec => "codecs are written like `audio/pcmu` or `PCMU`",
        Type::Duration => "durations are written like `500ms`, `60s` or `2m`",
        _ => "dates are written like `2026-12-31`",
    }
}
