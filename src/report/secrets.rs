//! Secrets in the lines around a finding: reports go to terminals, to logs of builds and to code hosts, so values
//! behind keys such as `password` or `clientSecret` are replaced by asterisks before they are shown.
//!
//! What is masked is decided from the text alone, since a window may begin anywhere in a file of any size: the text
//! is read from a little before the window, so that a key in front of it is seen. In doubt, it is masked.

mod named;
mod state;
mod value;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Charset, text};
use crate::document::{Pointer, Segment};
use crate::edit::Edit;
use crate::finding::{Finding, Fix, Location, Part};
use crate::source::{Source, Span, floor_boundary};
use crate::text::{DESCRIBING_KEYS, is_secret_key};

/// How far before a window keys are looked for, in bytes: room for a private key of 4,096 bits.
const LOOK_BACK: usize = 8 * 1024;

/// Whether this place is a value that is secret: whether a key on the way to it says so.
pub(super) fn is_secret_location(location: &Location) -> bool {
    let is_secret = |pointer: &Pointer| {
        let last = match pointer.0.last() {
            Some(Segment::Key(key)) => key,
            _ => "",
        };
        let is_secret =
            |segment: &Segment| matches!(segment, Segment::Key(key) if is_secret_key(key));
        pointer.0.iter().any(is_secret) && !DESCRIBING_KEYS.contains(&last)
    };
    let text = location.source.text().get(location.span.range()).unwrap_or_default();
    if value::is_traversal(text.trim_matches('"')) {
        return false;
    }
    location.address.as_ref().is_some_and(|address| {
        let embedded = address.embedded.as_ref();
        address.part == Part::Value
            && embedded.map_or_else(|| is_secret(&address.pointer), is_secret)
    })
}

/// What a secret key holds: plain words, so that a text without them is passed over at the speed of a string search.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "pass|pwd?|secret|token|authorization|credential|key|connection|signature|cookie";
    Regex::new(&format!("(?i-u:{words})")).ok()
});

/// Secrets that show themselves: the parameter of an HTTP authorisation, a JSON web token, a private key, the password
/// or key in a URL, the path of a webhook, an option of a command, and tokens that begin with the mark of who gave them
/// out.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let bearer = r"(?i-u:bearer|basic)[ \t]+([A-Za-z0-9._~+/=-]{8,})";
    let token = r"(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9._-]+)";
    let key = r"-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]+)";
    let url = r"://[^\s/:@]+:([^\s/@]+)@";
    let marked = r"\b((?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|AIza|SG\.|AKIA|ASIA)[A-Za-z0-9_.-]{16,})";
    let names =
        r"api[_-]?key|key|token|access[_-]?token|secret|client[_-]?secret|password|pwd|sig|code";
    let query = format!(r#"[?&](?i-u:{names})=([^\s&"'`$<{{}}\\]{{8,}})"#);
    let hook = r"hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9_/-]+)|webhook\.office\.com/([A-Za-z0-9@_/-]+)|discord(?:app)?\.com/api/webhooks/([A-Za-z0-9_/-]+)";
    let option =
        r#"--(?i-u:client-?secret|password|secret|token|api-?key)[ \t=]+["']?([^\s"'$<{}\\]{6,})"#;
    Regex::new(&format!("{bearer}|{token}|{key}|{url}|{marked}|{query}|{hook}|{option}")).ok()
});

/// The parts of a window of a source that are secret, in ascending order; they may overlap.
pub(super) fn secret_ranges_of(source: &Source, window: Range<usize>) -> Vec<Range<usize>> {
    let hidden = source.hidden(Span::new(window.start, window.end));
    let mut ranges = secret_ranges(source.text(), window);
    ranges.extend(hidden.into_iter().map(Span::range));
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges
}

/// The secrets in `text` that show themselves.
fn shapes(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let found = SHAPE.iter().flat_map(|shape| shape.captures_iter(text));
    found.filter_map(|found| found.iter().skip(1).flatten().next().map(|group| group.range()))
}

/// The parts of `window` that are secret, as ranges of `text`, in ascending order; they may overlap.
pub(super) fn secret_ranges(text: &str, window: Range<usize>) -> Vec<Range<usize>> {
    let from = floor_boundary(text, window.start.saturating_sub(LOOK_BACK));
    let region = &text[from..window.end];
    let values = secret_keys(region)
        .into_iter()
        .flat_map(|(key, separator)| value::secret_parts(region, key.start, separator));
    let in_text = |range: Range<usize>| range.start + from..range.end + from;
    let beside = named::secret_ranges(region);
    let mut ranges: Vec<_> = values.chain(shapes(region)).chain(beside).map(in_text).collect();
    ranges.extend(state::secret_ranges(text, from, &window));
    ranges.retain(|range| range.end > window.start);
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges
}

/// The keys in `text` whose values are secret, each with the offset behind the separator that follows it.
fn secret_keys(text: &str) -> Vec<(Range<usize>, usize)> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
    let bytes = text.as_bytes();
    let mut keys: Vec<(Range<usize>, usize)> = Vec::new();
    for word in WORD.iter().flat_map(|words| words.find_iter(text)) {
        if keys.last().is_some_and(|(key, _)| word.start() < key.end) {
            continue;
        }
        let before = bytes[..word.start()].iter().rev().take_while(|byte| is_part(byte)).count();
        let behind = bytes[word.end()..].iter().take_while(|byte| is_part(byte)).count();
        let key = word.start() - before..word.end() + behind;
        let separator = separator(bytes, key.end).filter(|_| !is_permission(&text[key.start..]));
        if let Some(separator) = separator.filter(|_| is_secret_key(&text[key.clone()])) {
            keys.push((key, separator));
        }
    }
    keys
}

/// Whether a text begins with a permission of the domain `authorization`, such as `authorization:role:edit`.
fn is_permission(text: &str) -> bool {
    let rest = text.strip_prefix("authorization:");
    rest.is_some_and(|rest| {
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic() && !":*".contains(c));
        let (permission, behind) = rest.split_at(letters.unwrap_or(rest.len()));
        !permission.is_empty() && !behind.starts_with(|c: char| c.is_alphanumeric() || c == ' ')
    })
}

/// Behind the colon or equals sign that follows the key which ends at `at`; its closing quote may stand behind
/// backslashes where the JSON stands in a string.
fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    let skip = |at: usize, part: &[u8]| {
        at + bytes[at..].iter().take_while(|byte| part.contains(byte)).count()
    };
    let behind = skip(skip(skip(at, b"\\"), b"\"'"), b" \t");
    matches!(bytes.get(behind), Some(b':' | b'=')).then_some(behind + 1)
}

/// The text of `range` around or at `location`, without its secrets and control characters.
pub(super) fn shown(location: &Location, range: Range<usize>) -> String {
    let source = location.source.text();
    let mut secrets = secret_ranges_of(&location.source, range.clone());
    if is_secret_location(location) {
        secrets.push(location.span.range());
    }
    let mut shown = String::with_capacity(range.len());
    for (at, c) in source[range.clone()].char_indices() {
        let at = range.start + at;
        let is_secret = secrets.iter().any(|range| range.contains(&at));
        match c {
            '\u{feff}' if at == 0 => {}
            '\r' | '\n' | '\t' => shown.push(c),
            _ if is_secret => shown.push('*'),
            _ => shown.push(text::shown_char(c, Charset::Unicode)),
        }
    }
    shown
}

/// Whether this place is a value that is secret: by the keys on the way to it, or by what stands around it.
fn is_secret(location: &Location) -> bool {
    let value = location.span.range();
    let is_value = location.address.as_ref().is_some_and(|address| address.part == Part::Value);
    let covers = |range: &Range<usize>| value.start <= range.start && range.end <= value.end;
    is_secret_location(location)
        || is_value && secret_ranges_of(&location.source, value.clone()).iter().any(covers)
}

/// `text`, written by a rule about `finding`, without the secrets at its places.
pub(super) fn without_secrets(finding: &Finding, text: &str) -> String {
    let related = finding.related.iter().map(|related| &related.location);
    let mut text = text.to_owned();
    for location in std::iter::once(&finding.primary).chain(related) {
        let value = location.source.text().get(location.span.range()).unwrap_or_default();
        let value = value.trim_matches(['"', '\'', '\\']);
        if is_secret(location) && (4..=LOOK_BACK).contains(&value.len()) {
            text = text.replace(value, &"*".repeat(value.chars().count()));
        }
    }
    masked_quotations(&text)
}

/// The repair of a finding, where it can be shown: one that writes a secret again, such as the URL it stands in, is kept
/// to those who have the file, for with asterisks in it nobody may follow it.
pub(super) fn shown_fix(finding: &Finding) -> Option<&Fix> {
    let is_shown = |edit: &Edit| masked(&without_secrets(finding, &edit.text)) == edit.text;
    finding.fix.as_ref().filter(|fix| fix.edits.iter().all(is_shown))
}

/// `text`, which stands at `location`, without its secrets.
pub(super) fn without_secrets_at(location: &Location, text: &str) -> String {
    if is_secret_location(location) { "*".repeat(text.chars().count()) } else { masked(text) }
}

/// A pointer, whose keys may be tokens themselves.
pub(super) fn pointer(pointer: &Pointer) -> String {
    let mut text = pointer.to_string();
    let secrets: Vec<Range<usize>> = shapes(&text).collect();
    for range in secrets.into_iter().rev() {
        let asterisks = "*".repeat(text[range.clone()].chars().count());
        text.replace_range(range, &asterisks);
    }
    text
}

/// `text` without the secrets that show themselves in it: `password=…`.
fn masked(text: &str) -> String {
    let secrets = secret_ranges(text, 0..text.len());
    let is_secret = |at: usize| secrets.iter().any(|range| range.contains(&at));
    text.char_indices().map(|(at, c)| if is_secret(at) { '*' } else { c }).collect()
}

/// `text` without the secrets that show themselves in what it quotes between backticks: `password=…`.
fn masked_quotations(text: &str) -> String {
    let masked = |(at, part): (usize, &str)| {
        if at % 2 == 0 { part.to_owned() } else { masked(part) }
    };
    text.split('`').enumerate().map(masked).collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asterisks(text: &str) -> String {
        let mut shown: Vec<u8> = text.bytes().collect();
        for range in secret_ranges(text, 0..text.len()) {
            shown[range].fill(b'*');
        }
        String::from_utf8(shown).unwrap()
    }

    #[test]
    fn json_values() {
        assert_eq!(asterisks(r#"{"password":"hunter2","a":1}"#), r#"{"password":"*******","a":1}"#);
        assert_eq!(asterisks(r#"{"pwd" : "a\"b", "c": "d"}"#), r#"{"pwd" : "****", "c": "d"}"#);
        assert_eq!(asterisks(r#"{"secret": 12345, "c": 6}"#), r#"{"secret": *****, "c": 6}"#);
        assert_eq!(asterisks("\"token\":\n  \"abc\""), "\"token\":\n  \"***\"");
    }

    #[test]
    fn json_inside_a_string() {
        let text = r#"properties = "{\"x_password\":{\"type\":\"string\",\"value\":{\"instance\":\"hunter2\"}},\"b\":\"c\"}""#;
        let expected = text.replace("hunter2", "*******");
        assert_eq!(asterisks(text), expected);
    }

    #[test]
    fn values_below_a_secret_key() {
        let text = "x_password:\n  type: string\n  value:\n    instance: hunter2\nnext: plain\n";
        assert_eq!(asterisks(text), text.replace("hunter2", "*******"));
        let text = "privateKey: |\n  line one\n  two\nnext: plain\n";
        assert_eq!(asterisks(text), "privateKey: |\n  ********\n  ***\nnext: plain\n");
    }

    #[test]
    fn yaml_values() {
        assert_eq!(asterisks("password: a, b # c\nx: y"), "password: ********\nx: y");
        assert_eq!(asterisks("{password: ab, x: y}"), "{password: **, x: y}");
        assert_eq!(asterisks("- client_secret: 'it''s'\n"), "- client_secret: '*****'\n");
    }

    #[test]
    fn references_and_flags_are_not_secret() {
        for text in [
            "password: ${var.password}",
            "password = var.password",
            "token: {{TOKEN}}",
            "authorization: true",
            "secret: null",
        ] {
            assert_eq!(asterisks(text), text);
        }
    }

    #[test]
    fn secrets_that_show_themselves() {
        assert_eq!(asterisks("x: Bearer abcdefgh"), "x: Bearer ********");
        assert_eq!(asterisks("u: https://me:pass@example.org"), "u: https://me:****@example.org");
    }

    #[test]
    fn a_window_that_begins_inside_a_secret_is_masked() {
        let text = format!("{{\"password\":\"{}\"}}", "s".repeat(3000));
        assert_eq!(secret_ranges(&text, 2000..2200), vec![13..2200]);
    }
}
