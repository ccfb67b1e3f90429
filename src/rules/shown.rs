//! How values appear in messages: as written in the file, shortened, with secrets masked and control characters shown.

use std::fmt::Write;

use super::value::{Data, Known, Origin, Site, Value};
use crate::document::{Node, NodeKind, Segment};
use crate::finding::Part;
use crate::org::{Org, ResourceId};
use crate::text::{DESCRIBING_KEYS, is_invisible, is_secret_key};

/// The longest text of one value, in characters.
const MAX_CHARACTERS: usize = 120;

/// The most elements of a list that are named.
const MAX_ELEMENTS: usize = 12;

/// A value as it is shown: what is absent as `not set`, what cannot be known as its text in the file.
pub(crate) fn shown(org: &Org<'_>, value: &Known<'_>) -> String {
    let text = match value {
        Ok(value) => shown_value(org, value),
        Err(unknown) if unknown.is_absence() => "not set".to_owned(),
        Err(unknown) => match unknown.node.filter(|node| is_scalar(*node)) {
            Some(node) => as_written(node),
            None => "unknown".to_owned(),
        },
    };
    shortened(&text)
}

fn shown_value(org: &Org<'_>, value: &Value<'_>) -> String {
    if let Some(text) = written(value) {
        return text;
    }
    match &value.data {
        Data::Null => "null".to_owned(),
        Data::Bool(truth) => truth.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Double(number) => number.to_string(),
        Data::String(text) | Data::Codec(text) => visible(text),
        Data::Duration(milliseconds) => duration_text(*milliseconds),
        Data::Date(day) => date_text(*day),
        Data::Array(node) => elements(node.len(), node.items().map(as_written)),
        Data::List(list) => {
            elements(list.elements.len(), list.elements.iter().map(|one| shown(org, one)))
        }
        Data::Resources { ids, .. } => {
            elements(ids.len(), ids.iter().map(|&id| resource_name(org, id)))
        }
        Data::Object(node) => as_written(*node),
        Data::Map(map) => elements(
            map.len(),
            map.iter().map(|(key, value)| {
                format!("{}: {}", shown_value(org, key), shown_value(org, value))
            }),
        ),
        Data::Resource(id) => resource_name(org, *id),
        Data::Record { node, .. } => part_name(*node),
    }
}

/// The text in the file, for scalars that came from one.
fn written(value: &Value<'_>) -> Option<String> {
    let Origin { site: Site::Node(node, part), .. } = value.origin else { return None };
    match (&value.data, part) {
        (Data::Resource(_) | Data::Record { .. } | Data::List(_), _) => None,
        (_, Part::Key) => node.key().map(visible),
        (Data::Duration(milliseconds), _) if node.as_f64().is_some() => {
            Some(with_unit(node, *milliseconds))
        }
        (_, Part::Value) => is_scalar(node).then(|| as_written(node)),
    }
}

/// A bare number as written, with the unit that its field counts in: what it means over what it says.
fn with_unit(node: Node<'_>, milliseconds: i64) -> String {
    let number = node.text();
    let unit = node.as_i64().filter(|&number| number != 0).map(|number| milliseconds / number);
    let units = [(1, "ms"), (1_000, "s"), (60_000, "min"), (3_600_000, "h"), (86_400_000, "d")];
    match units.into_iter().find(|&(length, _)| unit == Some(length)) {
        Some((_, name)) => format!("{number} {name}"),
        None => duration_text(milliseconds),
    }
}

fn is_scalar(node: Node<'_>) -> bool {
    !matches!(node.kind(), NodeKind::Array | NodeKind::Object)
}

/// A value of a document in few words.
pub(super) fn as_written(node: Node<'_>) -> String {
    match node.kind() {
        NodeKind::Array => elements(node.len(), node.items().map(as_written)),
        NodeKind::Object => part_name(node),
        NodeKind::String if is_secret(node) => "***".to_owned(),
        NodeKind::Null => "null".to_owned(),
        _ => visible(node.text()),
    }
}

/// The first elements with commas between them, and how many more there are.
fn elements(count: usize, items: impl Iterator<Item = String>) -> String {
    let mut text = items.take(MAX_ELEMENTS).collect::<Vec<_>>().join(", ");
    if count == 0 {
        return "none".to_owned();
    }
    if count > MAX_ELEMENTS {
        let _ = write!(text, ", and {} more", count - MAX_ELEMENTS);
    }
    text
}

/// The name of a resource, else its id, else its kind.
pub(crate) fn resource_name(org: &Org<'_>, id: ResourceId) -> String {
    let recognised = &org.resource(id).recognised;
    match (org.resource(id).name(), &recognised.id) {
        (Some(name), _) => visible(name),
        (_, Some(id)) => visible(id),
        _ => org.catalog.kind(recognised.kind).title.clone(),
    }
}

/// What people call a part of a resource: its name, else the key in front of it.
fn part_name(node: Node<'_>) -> String {
    let name = node.get("name").filter(|name| name.kind() == NodeKind::String).map(Node::text);
    name.or_else(|| node.key()).map_or_else(|| "{…}".to_owned(), visible)
}

/// A duration in its largest whole unit.
pub(crate) fn duration_text(milliseconds: i64) -> String {
    let units = [(3_600_000, "h"), (60_000, "m"), (1_000, "s")];
    let fits = |&(length, _): &(i64, &str)| milliseconds % length == 0;
    match units.into_iter().find(fits) {
        Some((length, unit)) if milliseconds != 0 => format!("{}{unit}", milliseconds / length),
        Some(_) => "0s".to_owned(),
        None => format!("{milliseconds}ms"),
    }
}

/// A day as `YYYY-MM-DD`, from days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub(crate) fn date_text(day: i64) -> String {
    let shifted = day.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let calendar_month = if month < 10 { month + 3 } else { month - 9 };
    let calendar_year = year + era * 400 + i64::from(calendar_month <= 2);
    format!("{calendar_year:04}-{calendar_month:02}-{date:02}")
}

/// Whether a text is one that must not be repeated: one of the keys around it says that it is a secret.
fn is_secret(node: Node<'_>) -> bool {
    let pointer = node.pointer();
    let mut keys = pointer.0.iter().filter_map(|segment| match segment {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Index(_) => None,
    });
    !node.key().is_some_and(|key| DESCRIBING_KEYS.contains(&key)) && keys.any(is_secret_key)
}

/// Text from a file with control characters and invisible ones shown as escapes.
pub(crate) fn visible(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => result.push_str("\\n"),
            '\t' => result.push_str("\\t"),
            '\r' => result.push_str("\\r"),
            _ if is_invisible(letter) => {
                let _ = write!(result, "\\u{{{:x}}}", u32::from(letter));
            }
            _ => result.push(letter),
        }
    }
    result
}

/// The text itself, or its beginning where it is long.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_shown_in_their_largest_whole_unit() {
        let shown = [0, 500, 1_500, 90_000, 120_000, 7_200_000, -60_000].map(duration_text);
        assert_eq!(shown, ["0s", "500ms", "1500ms", "90s", "2m", "2h", "-1m"]);
    }

    #[test]
    fn days_are_shown_as_dates() {
        let shown = [0, 59, 11_016, 20_779, -1, -719_162].map(date_text);
        let dates =
            ["1970-01-01", "1970-03-01", "2000-02-29", "2026-11-22", "1969-12-31", "0001-01-01"];
        assert_eq!(shown, dates);
    }

    #[test]
    fn control_characters_are_shown_not_sent() {
        assert_eq!(visible("a\u{1b}[31mb\n\u{202e}c"), "a\\u{1b}[31mb\\n\\u{202e}c");
    }

    #[test]
    fn long_text_is_shortened_between_characters() {
        let text = "é".repeat(500);
        assert_eq!(shortened(&text).chars().count(), MAX_CHARACTERS + 1);
        assert_eq!(shortened("short"), "short");
    }
}
