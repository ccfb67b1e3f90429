//! Values, types and places in words.

use jsonschema::JsonType;
use serde_json::Value;

use super::locate::Place;
use crate::document::{Node, NodeKind};
use crate::text::is_invisible;

/// The longest text of a value that a message shows, in characters.
const MAX_SHOWN: usize = 60;

/// The most values or keys that a message lists.
pub(crate) const MAX_LISTED: usize = 8;

/// How a message calls a place at the beginning of a sentence.
pub(crate) fn subject(place: &Place<'_>) -> String {
    match (place.index, place.node.key()) {
        (Some(index), _) => match place.key {
            Some(key) => format!("Item {} of {}", index + 1, code(setting(place.node, key))),
            None => format!("Item {}", index + 1),
        },
        (None, Some(key)) => code(setting(place.node, key)),
        (None, None) => match place.key {
            Some(host) => format!("The JSON in {}", code(host)),
            None => "The value".to_owned(),
        },
    }
}

/// What a message calls the setting behind `key`, in which `node` stands. For the `instance` of a property of a trunk or phone, `trunk_maxCalls: {value: {instance: 20}}`, the property's key: what
/// people call it.
fn setting<'d>(node: Node<'d>, key: &'d str) -> &'d str {
    if key != "instance" {
        return key;
    }
    let is_wrapper = |key: &&str| matches!(*key, "value" | "instance");
    let trail = node.trail();
    trail.into_iter().rev().filter_map(Node::key).find(|key| !is_wrapper(key)).unwrap_or(key)
}

/// Text in backticks: shortened, on one line, with control characters shown as escapes.
pub(crate) fn code(text: &str) -> String {
    let mut shown = String::from("`");
    for (count, c) in text.chars().enumerate() {
        if count == MAX_SHOWN {
            shown.push('…');
            break;
        }
        if is_invisible(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown.push('`');
    shown
}

/// What a value is: "the string `abc`". Without the value where it must not be shown.
pub(crate) fn what_it_is(place: &Place<'_>) -> String {
    let node = place.node;
    match node.kind() {
        NodeKind::Null if node.text().is_empty() => "empty".to_owned(),
        NodeKind::Null => "null".to_owned(),
        NodeKind::Array => "a list".to_owned(),
        NodeKind::Object => "an object".to_owned(),
        NodeKind::String if place.is_secret => "a string".to_owned(),
        NodeKind::Bool | NodeKind::Int | NodeKind::Float if place.is_secret => {
            "a number or boolean".to_owned()
        }
        NodeKind::String => format!("the string {}", code(node.text())),
        NodeKind::Bool => code(node.text()),
        NodeKind::Int | NodeKind::Float => format!("the number {}", code(node.text())),
    }
}

/// A value for the end of a sentence: ", is `abc`"; nothing where it must not be shown.
pub(crate) fn but_is(place: &Place<'_>) -> String {
    let node = place.node;
    match node.kind() {
        _ if place.is_secret => String::new(),
        NodeKind::Array => ", is a list".to_owned(),
        NodeKind::Object => ", is an object".to_owned(),
        NodeKind::Null if node.text().is_empty() => ", is empty".to_owned(),
        NodeKind::String if node.text().is_empty() => ", is the empty string".to_owned(),
        _ => format!(", is {}", code(node.text())),
    }
}

/// A scalar for the end of a sentence: ": `abc`"; nothing where it must not be shown.
pub(crate) fn namely(place: &Place<'_>) -> String {
    let is_scalar = !matches!(place.node.kind(), NodeKind::Array | NodeKind::Object);
    if is_scalar && !place.is_secret {
        format!(": {}", code(place.node.text()))
    } else {
        String::new()
    }
}

/// What types allow: "a string, a whole number or a list".
pub(crate) fn types(types: &[JsonType]) -> String {
    listed(type_words(types), "or")
}

/// What each of some types allows. Null is named only where nothing else is allowed.
pub(crate) fn type_words(types: &[JsonType]) -> Vec<String> {
    let has = |wanted| types.contains(&wanted);
    let word = |ty: &JsonType| match ty {
        JsonType::Null if types.len() > 1 => None,
        JsonType::Integer if has(JsonType::Number) => None,
        JsonType::Null => Some("null"),
        JsonType::Boolean => Some("`true` or `false`"),
        JsonType::Integer => Some("a whole number"),
        JsonType::Number => Some("a number"),
        JsonType::String => Some("a string"),
        JsonType::Array => Some("a list"),
        JsonType::Object => Some("an object"),
    };
    types.iter().filter_map(word).map(str::to_owned).collect()
}

/// "`a`, `b` or `c`".
pub(crate) fn listed(mut words: Vec<String>, last: &str) -> String {
    match words.pop() {
        Some(word) if words.is_empty() => word,
        Some(word) => format!("{} {last} {word}", words.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// A value of a schema as a message shows it.
pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}

/// How a scalar could be written to be of another type, where that is all that is wrong.
pub(crate) fn advice(node: Node<'_>, wanted: &[JsonType]) -> Option<String> {
    let wants = |ty| wanted.contains(&ty);
    let text = node.text();
    match node.kind() {
        NodeKind::Int | NodeKind::Float | NodeKind::Bool if wants(JsonType::String) => {
            Some(format!("Put it in quotes: `\"{text}\"`"))
        }
        NodeKind::String if wants(JsonType::Boolean) => {
            let meant = match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => "true",
                "false" | "no" | "off" => "false",
                _ => return None,
            };
            Some(format!("Write `{meant}`, without quotes"))
        }
        NodeKind::String => {
            let is_whole = text.parse::<i64>().is_ok();
            let is_number = || text.parse::<f64>().is_ok_and(f64::is_finite);
            let fits =
                (wants(JsonType::Integer) && is_whole) || (wants(JsonType::Number) && is_number());
            fits.then(|| format!("Write `{text}`, without quotes"))
        }
        _ => None,
    }
}

/// The first sentence of a description.
pub(crate) fn first_sentence(text: &str) -> String {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.find(". ").map_or(line.len(), |at| at + 1);
    line[..end].trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_text_is_short_and_tame() {
        assert_eq!(code("a\u{1b}[31m\nb"), "`a\\u{1b}[31m\\nb`");
        assert_eq!(code("\u{202e}x"), "`\\u{202e}x`");
        assert_eq!(code(&"x".repeat(100)).chars().count(), 63);
    }

    #[test]
    fn null_is_an_alternative_nobody_needs_to_hear_of() {
        assert_eq!(types(&[JsonType::String, JsonType::Null]), "a string");
        assert_eq!(types(&[JsonType::Integer, JsonType::Number]), "a number");
        assert_eq!(types(&[JsonType::Null]), "null");
    }
}
