//! Types in words, for messages.

use crate::catalog::Catalog;
use crate::rules::expr::Type;

/// A value of the type, as a noun with its article: `a list of codecs`.
pub(crate) fn words(catalog: &Catalog, ty: &Type) -> String {
    let plain = match ty {
        Type::String => "text",
        Type::Int => "a whole number",
        Type::Double => "a number",
        Type::Bool => "true or false",
        Type::Codec => "a codec",
        Type::Duration => "a duration",
        Type::Date => "a date",
        Type::Map => "a map",
        Type::Any => "of any type",
        Type::List(element) => return list(catalog, element),
        Type::Record(_) | Type::Resource(_) => return named(&catalog.type_name(ty)),
    };
    plain.to_owned()
}

fn list(catalog: &Catalog, element: &Type) -> String {
    let elements = match element {
        Type::String => "texts",
        Type::Int => "whole numbers",
        Type::Double => "numbers",
        Type::Bool => "bools",
        Type::Codec => "codecs",
        Type::Duration => "durations",
        Type::Date => "dates",
        Type::Map => "maps",
        Type::List(_) => "lists",
        Type::Any => return "a list".to_owned(),
        Type::Record(_) | Type::Resource(_) => {
            return format!("a list of `{}`", catalog.type_name(element));
        }
    };
    format!("a list of {elements}")
}

fn named(name: &str) -> String {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} `{name}`")
}
