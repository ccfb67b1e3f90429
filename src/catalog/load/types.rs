//! The notation of types: `string`, `list(codec)`, the name of a record.

use std::collections::BTreeMap;

use super::super::{FieldType, RecordId};

/// The types that have a name of their own.
pub(super) const NAMES: [&str; 9] =
    ["string", "int", "double", "bool", "codec", "duration", "date", "map", "any"];

/// Reads a type; `None` where a name in it is neither a type nor a record.
pub(super) fn parse(text: &str, records: &BTreeMap<&str, RecordId>) -> Option<FieldType> {
    if let Some(element) = text.strip_prefix("list(").and_then(|rest| rest.strip_suffix(')')) {
        return Some(FieldType::List(Box::new(parse(element.trim(), records)?)));
    }
    Some(match text {
        "string" => FieldType::String,
        "int" => FieldType::Int,
        "double" => FieldType::Double,
        "bool" => FieldType::Bool,
        "codec" => FieldType::Codec,
        "duration" => FieldType::Duration,
        "date" => FieldType::Date,
        "map" => FieldType::Map,
        "any" => FieldType::Any,
        record => FieldType::Record(*records.get(record)?),
    })
}

/// The name inside all the `list(…)`.
pub(super) fn innermost_name(text: &str) -> &str {
    text.rsplit('(').next().unwrap_or(text).trim_end_matches(')').trim()
}
