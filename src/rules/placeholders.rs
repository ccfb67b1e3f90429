//! The names that the templates of data actions use.

use rustc_hash::FxHashSet;

/// The names behind `prefix.` in the references of a Velocity template, such as `contactId` in `${input.contactId}`,
/// `$!{input.contactId}` and `$input.contactId`; each once, in the order of the text. Of a longer path
/// (`${input.address.city}`) it is the first name. With an empty prefix, the first name of every reference.
///
/// Calls on the way are no names: `$esc.jsonEncode($input.x)` uses `x`. Names have the characters that Velocity allows.
pub(crate) fn placeholders<'t>(template: &'t str, prefix: &str) -> Vec<&'t str> {
    let mut seen = FxHashSet::default();
    let names = template.match_indices('$').map(|(at, _)| {
        let reference = template[at + 1..].trim_start_matches('!');
        name_behind(reference.strip_prefix('{').unwrap_or(reference), prefix)
    });
    names.filter(|name| !name.is_empty() && seen.insert(*name)).collect()
}

/// The name that a reference begins with, behind `prefix.` where there is a prefix.
fn name_behind<'t>(reference: &'t str, prefix: &str) -> &'t str {
    let rest = match prefix {
        "" => Some(reference),
        _ => reference.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.')),
    };
    let rest = rest.unwrap_or_default();
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_name_once_however_it_is_written() {
        let template =
            "/a/${input.id}?q=$!{input.q}&r=$input.r-x&again=${input.id}&deep=${input.a.b}";
        assert_eq!(placeholders(template, "input"), ["id", "q", "r-x", "a"]);
    }

    #[test]
    fn looks_into_the_arguments_of_calls() {
        let template =
            r#"{"n": "$esc.jsonEncode(${input.name})", "s": $!{esc.jsonString($input.s)}}"#;
        assert_eq!(placeholders(template, "input"), ["name", "s"]);
    }

    #[test]
    fn without_a_prefix_the_first_names() {
        assert_eq!(placeholders("{x: ${count}, y: ${first.second}}", ""), ["count", "first"]);
        assert_eq!(placeholders("costs $5 and ${} and $", ""), ["5"]);
        assert_eq!(placeholders("${inputs.x} ${other.input.x}", "input"), [""; 0]);
    }
}
