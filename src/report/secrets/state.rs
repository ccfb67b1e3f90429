//! What a Terraform state says itself is secret: the attributes that `sensitive_attributes` of an instance names, outputs
//! with `"sensitive": true`, and `private`, in which a provider keeps what it likes.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use super::value::secret_parts;
use crate::source::floor_boundary;

/// How far behind a window an instance or output may say that something in it is secret, in bytes.
const LOOK_AHEAD: usize = 64 * 1024;

/// How much of a list of sensitive attributes is read, in bytes.
const LIST: usize = 4 * 1024;

const LIST_KEY: &str = "\"sensitive_attributes\"";

/// The name of an attribute in a list: `[{"type": "get_attr", "value": "password"}]`.
static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#""value"\s*:\s*"([^"\\]{1,256})""#).ok());

/// The value of an output, or of `private`.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = r#""((?:[^"\\]|\\.)*)""#;
    let private = format!(r#""private"\s*:\s*{text}"#);
    let output = format!(r#""value"\s*:\s*{text}\s*,[^{{}}]*"sensitive"\s*:\s*true"#);
    Regex::new(&format!("(?s){private}|{output}")).ok()
});

/// The secret parts of `window`, and of what stands a little before it, as ranges of `text`; nothing where there is no
/// state.
pub(super) fn secret_ranges(text: &str, from: usize, window: &Range<usize>) -> Vec<Range<usize>> {
    let end = floor_boundary(text, (window.end + LOOK_AHEAD).min(text.len()));
    let ahead = &text[from..end];
    let is_state = [LIST_KEY, "\"sensitive\"", "\"private\""]
        .iter()
        .any(|mark| memmem::find(ahead.as_bytes(), mark.as_bytes()).is_some());
    if !is_state {
        return Vec::new();
    }
    let region = &text[from..window.end];
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for name in named(ahead, window.end - from) {
        let key = format!("\"{name}\"");
        for at in memmem::find_iter(region.as_bytes(), key.as_bytes()) {
            let behind = &region[at + key.len()..];
            let space = behind.len() - behind.trim_start().len();
            if behind[space..].starts_with(':') {
                let separator = at + key.len() + space + 1;
                ranges.extend(secret_parts(region, at, separator));
            }
        }
    }
    let shapes = SHAPE.iter().flat_map(|shape| shape.captures_iter(ahead));
    let groups =
        shapes.filter_map(|found| found.iter().skip(1).flatten().next().map(|group| group.range()));
    ranges.extend(groups.filter(|range| range.start < region.len()));
    ranges.into_iter().map(|range| range.start + from..(range.end + from).min(window.end)).collect()
}

/// The names in the lists of sensitive attributes up to the byte `until`, and in the first one behind it.
fn named(text: &str, until: usize) -> Vec<&str> {
    let mut names = Vec::new();
    for at in memmem::find_iter(text.as_bytes(), LIST_KEY.as_bytes()) {
        let start = at + LIST_KEY.len();
        let list = &text[start..floor_boundary(text, (start + LIST).min(text.len()))];
        let list = &list[..end_of_list(list)];
        let found = NAMED.iter().flat_map(|named| named.captures_iter(list));
        names.extend(found.filter_map(|found| found.get(1)).map(|name| name.as_str()));
        if at >= until {
            break;
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Behind the bracket that closes the first one.
fn end_of_list(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth <= 1 => return at + 1,
            b']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str, window: Range<usize>) -> String {
        let mut shown = text.as_bytes()[window.clone()].to_vec();
        for range in secret_ranges(text, 0, &window) {
            let range = range.start.max(window.start)..range.end.min(window.end);
            shown[range.start - window.start..range.end - window.start].fill(b'*');
        }
        String::from_utf8(shown).unwrap()
    }

    #[test]
    fn attributes_that_the_state_calls_sensitive_are_masked() {
        let text = r#"{"attributes": {"name": "A", "apiValue": "hunter2", "list": ["x", "y"]},
            "sensitive_attributes": [[{"type": "get_attr", "value": "apiValue"}], [{"type": "get_attr", "value": "list"}]],
            "private": "bnVsbA=="}"#;
        let expected = text
            .replace("hunter2", "*******")
            .replace(r#"["x", "y"]"#, r#"["*", "*"]"#)
            .replace("bnVsbA==", "********");
        assert_eq!(masked(text, 0..text.len()), expected);
        let attributes = 0..text.find('\n').unwrap();
        assert_eq!(masked(text, attributes.clone()), expected[attributes], "the list is behind");
    }

    #[test]
    fn sensitive_outputs_are_masked() {
        let text = r#"{"outputs": {"key": {"value": "hun\"ter2", "type": "string", "sensitive": true},
            "name": {"value": "plain", "type": "string"}}}"#;
        assert_eq!(masked(text, 0..text.len()), text.replace(r#"hun\"ter2"#, "*********"));
        assert_eq!(masked(text, 0..60), text.replace(r#"hun\"ter2"#, "*********")[..60]);
    }

    #[test]
    fn other_files_are_left_alone() {
        let text = r#"{"value": "plain", "sensitive": false, "privateKeyId": "plain"}"#;
        assert_eq!(masked(text, 0..text.len()), text);
    }

    #[test]
    fn lists_that_do_not_end_are_survived() {
        for text in ["\"sensitive_attributes\"", "\"sensitive_attributes\": [[", "\"private\":"] {
            assert!(secret_ranges(text, 0, &(0..text.len())).is_empty(), "{text}");
        }
    }
}
