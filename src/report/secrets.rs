//! Secrets in the lines around a finding: reports go to terminals, to logs of builds and to code hosts, so values
//! behind keys such as `password` or `clientSecret` are replaced by asterisks before they are shown.
//!
//! What is masked is decided from the text alone, since a window may begin anywhere in a file of any size: the text
//! is read from a little before the window, so that a key in front of it is seen. In doubt, it is masked.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Charset, text};
use crate::document::{Pointer, Segment};
use crate::finding::{Finding, Location, Part};
use crate::source::floor_boundary;

/// How far before a window keys are looked for, in bytes: room for a private key of 4,096 bits.
const LOOK_BACK: usize = 8 * 1024;

/// Endings of keys, without separators and in lower case, whose values are secret.
const SECRET_ENDINGS: [&str; 19] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "secrets",
    "token",
    "authorization",
    "credential",
    "credentials",
    "apikey",
    "privatekey",
    "secretkey",
    "accesskey",
    "authkey",
    "sharedkey",
    "signingkey",
    "subscriptionkey",
    "connectionstring",
];

/// Whether values behind `key` are secret: by the end of its name, so that `tokenExpiration` is not.
pub(super) fn is_secret_key(key: &str) -> bool {
    let letters: String =
        key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    SECRET_ENDINGS.iter().any(|ending| letters.ends_with(ending))
}

/// Whether this place is a value that is secret: whether a key on the way to it says so.
pub(super) fn is_secret_location(location: &Location) -> bool {
    let is_secret = |pointer: &Pointer| {
        let last = match pointer.0.last() {
            Some(Segment::Key(key)) => key,
            _ => "",
        };
        let is_secret =
            |segment: &Segment| matches!(segment, Segment::Key(key) if is_secret_key(key));
        pointer.0.iter().any(is_secret) && !DESCRIBING.contains(&last)
    };
    location.address.as_ref().is_some_and(|address| {
        let embedded = address.embedded.as_ref();
        address.part == Part::Value
            && embedded.map_or_else(|| is_secret(&address.pointer), is_secret)
    })
}

/// What a secret key holds: plain words, so that a text without them is passed over at the speed of a string search.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "passw|passphrase|pwd|secret|token|authorization|credential|key|connection";
    Regex::new(&format!("(?i-u:{words})")).ok()
});

/// Secrets that show themselves: the parameter of an HTTP authorisation, a JSON web token, a private key, the
/// password in a URL.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let bearer = r"(?i-u:bearer|basic)[ \t]+([A-Za-z0-9._~+/=-]{8,})";
    let token = r"(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9._-]+)";
    let key = r"-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]+)";
    let url = r"://[^\s/:@]+:([^\s/@]+)@";
    Regex::new(&format!("{bearer}|{token}|{key}|{url}")).ok()
});

/// The parts of `window` that are secret, as ranges of `text`, in ascending order; they may overlap.
pub(super) fn secret_ranges(text: &str, window: Range<usize>) -> Vec<Range<usize>> {
    let from = floor_boundary(text, window.start.saturating_sub(LOOK_BACK));
    let region = &text[from..window.end];
    let shapes = SHAPE.iter().flat_map(|shape| shape.captures_iter(region));
    let shapes =
        shapes.filter_map(|found| found.iter().skip(1).flatten().next().map(|group| group.range()));
    let values = secret_keys(region)
        .into_iter()
        .flat_map(|(key, separator)| value_ranges(region, key.start, separator));
    let in_text = |range: Range<usize>| range.start + from..range.end + from;
    let mut ranges: Vec<_> = values.chain(shapes).map(in_text).collect();
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
        let separator = separator(bytes, key.end);
        if let Some(separator) = separator.filter(|_| is_secret_key(&text[key.clone()])) {
            keys.push((key, separator));
        }
    }
    keys
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

/// The secret parts of the value that begins behind the separator at `at`; its key begins at `key`.
fn value_ranges(text: &str, key: usize, at: usize) -> Vec<Range<usize>> {
    let start = at + leading(&text[at..], |c| matches!(c, ' ' | '\t'));
    let behind = start + leading(&text[start..], char::is_whitespace);
    let is_token = text[behind..].starts_with("{{");
    if text[behind..].starts_with(['{', '[']) && !is_token {
        return scalars_inside(text, behind);
    }
    let is_on_next_line = text[start..behind].contains('\n');
    let is_block = matches!(text[start..].chars().next(), Some('|' | '>' | '&' | '!'));
    if (is_on_next_line && !is_quoted(&text[behind..])) || is_block {
        return indented_scalars(text, key, start);
    }
    Vec::from_iter(scalar(text, behind))
}

fn leading(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

/// Whether `text` begins with a quote, which may be escaped.
fn is_quoted(text: &str) -> bool {
    text.trim_start_matches('\\').starts_with(['"', '\''])
}

/// The text of the scalar at `at`, unless it is no secret: a boolean, null, or only a reference to a secret.
fn scalar(text: &str, at: usize) -> Option<Range<usize>> {
    let range = if is_quoted(&text[at..]) { quoted(text, at) } else { plain(text, at) };
    let value = text[range.clone()].trim();
    let is_reference = ["${", "{{", "$("].iter().any(|open| value.starts_with(open))
        && ["}", "}}", ")"].iter().any(|close| value.ends_with(close));
    let is_harmless = matches!(value, "" | "true" | "false" | "null" | "~" | "{}" | "[]");
    (!is_reference && !is_harmless).then_some(range)
}

/// The inside of the quoted string at `at`; to the end of the text where that is not closed.
fn quoted(text: &str, at: usize) -> Range<usize> {
    let depth = leading(&text[at..], |c| c == '\\');
    let quote = text.as_bytes()[at + depth];
    let start = at + depth + 1;
    if depth == 0 && quote == b'\'' {
        let inside = text[start..].replace("''", "  ");
        return start..start + inside.find('\'').unwrap_or(inside.len());
    }
    let mut slashes = 0;
    for (position, &byte) in text.as_bytes()[start..].iter().enumerate() {
        let is_closing = if depth == 0 { slashes % 2 == 0 } else { slashes == depth };
        if byte == quote && is_closing {
            return start..start + position - depth;
        }
        slashes = if byte == b'\\' { slashes + 1 } else { 0 };
    }
    start..text.len()
}

/// The unquoted scalar at `at`: to the end of the line, or to the end of the entry in flow notation.
fn plain(text: &str, at: usize) -> Range<usize> {
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let is_flow = text[line_start..at].contains(['{', '[']);
    let is_end = |c| matches!(c, '\n' | '\r') || (is_flow && matches!(c, ',' | '}' | ']'));
    at..at + leading(&text[at..], |c| !is_end(c))
}

/// Keys inside a secret object whose values tell what it is and not the secret.
const DESCRIBING: [&str; 8] =
    ["type", "id", "name", "title", "description", "selfUri", "uniqueItems", "required"];

/// The scalars inside the brackets that open at `at`, those of describing keys left out.
fn scalars_inside(text: &str, at: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut depth, mut position, mut key) = (0_usize, at, "");
    while position < text.len() {
        let rest = &text[position..];
        let step = match rest.as_bytes()[0] {
            b'{' | b'[' => {
                depth += 1;
                1
            }
            b'}' | b']' if depth <= 1 => break,
            b'}' | b']' => {
                depth -= 1;
                1
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => 1,
            _ => {
                let range =
                    if is_quoted(rest) { quoted(text, position) } else { word(text, position) };
                let end = closing(text, &range);
                if text[end..].trim_start().starts_with(':') {
                    key = &text[range];
                } else if !DESCRIBING.contains(&key) {
                    ranges.extend(scalar(text, position).map(|_| range));
                }
                (end - position).max(1)
            }
        };
        position += step;
        position += (position..text.len()).take_while(|&at| !text.is_char_boundary(at)).count();
    }
    ranges
}

/// An unquoted word inside brackets.
fn word(text: &str, at: usize) -> Range<usize> {
    let is_end = |c: char| matches!(c, ',' | ':' | '}' | ']' | '{' | '[' | '"' | '\n');
    at..at + leading(&text[at..], |c| !is_end(c))
}

/// Behind the closing quote of the scalar whose inside is `range`.
fn closing(text: &str, range: &Range<usize>) -> usize {
    let slashes = leading(&text[range.end..], |c| c == '\\');
    let at = range.end + slashes;
    if text[at..].starts_with(['"', '\'']) { at + 1 } else { range.end }
}

/// The scalars in the lines below the key at `key` that are indented further than it: a block scalar, or a mapping
/// or sequence in block notation.
fn indented_scalars(text: &str, key: usize, at: usize) -> Vec<Range<usize>> {
    let line_start = text[..key].rfind('\n').map_or(0, |newline| newline + 1);
    let column = key - line_start;
    let is_block_scalar = text[at..].starts_with(['|', '>']);
    let Some(newline) = text[at..].find('\n') else { return Vec::new() };
    let mut ranges = Vec::new();
    let mut position = at + newline + 1;
    for line in text[position..].split_inclusive('\n') {
        let start = position;
        position += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let shape = LineShape::of(line);
        let is_item = shape.indent == column && line[shape.indent..].starts_with("- ");
        if shape.indent < column || (shape.indent == column && !is_item) {
            break;
        }
        if is_block_scalar {
            ranges.push(start + shape.indent..start + line.trim_end().len());
        } else if !DESCRIBING.contains(&shape.key) {
            ranges.extend(scalar(text, start + shape.value));
        }
    }
    ranges
}

/// Where the parts of a line in YAML's block notation begin, in bytes.
struct LineShape<'t> {
    /// The first character that is no space.
    indent: usize,
    /// The key, without quotes; empty where there is none.
    key: &'t str,
    /// The value: behind the dashes of items and behind the key.
    value: usize,
}

impl<'t> LineShape<'t> {
    fn of(line: &'t str) -> Self {
        let indent = leading(line, |c| c == ' ');
        let start = leading(line, |c| matches!(c, ' ' | '-'));
        let (key, behind) = match line[start..].find(": ") {
            Some(colon) => (&line[start..start + colon], start + colon + 1),
            None => match line.trim_end().strip_suffix(':') {
                Some(key) => (key.get(start..).unwrap_or_default(), line.trim_end().len()),
                None => ("", start),
            },
        };
        let value = behind + leading(&line[behind..], |c| c == ' ');
        Self { indent, key: key.trim_matches(['"', '\'']), value }
    }
}

/// The text of `range` around or at `location`, without its secrets and control characters.
pub(super) fn shown(location: &Location, range: Range<usize>) -> String {
    let source = location.source.text();
    let mut secrets = secret_ranges(source, range.clone());
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

/// `text`, written by a rule about `finding`, without the secrets at its places.
pub(super) fn without_secrets(finding: &Finding, text: &str) -> String {
    let related = finding.related.iter().map(|related| &related.location);
    let mut text = text.to_owned();
    for location in std::iter::once(&finding.primary).chain(related) {
        let value = location.source.text().get(location.span.range()).unwrap_or_default();
        let value = value.trim_matches(['"', '\'', '\\']);
        if is_secret_location(location) && (4..=LOOK_BACK).contains(&value.len()) {
            text = text.replace(value, &"*".repeat(value.chars().count()));
        }
    }
    masked_quotations(&text)
}

/// `text` without the secrets that show themselves in what it quotes between backticks: `password=…`.
fn masked_quotations(text: &str) -> String {
    let masked = |(at, part): (usize, &str)| {
        if at % 2 == 0 {
            return part.to_owned();
        }
        let secrets = secret_ranges(part, 0..part.len());
        let is_secret = |at: usize| secrets.iter().any(|range| range.contains(&at));
        part.char_indices().map(|(at, c)| if is_secret(at) { '*' } else { c }).collect()
    };
    text.split('`').enumerate().map(masked).collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        let mut shown: Vec<u8> = text.bytes().collect();
        for range in secret_ranges(text, 0..text.len()) {
            shown[range].fill(b'*');
        }
        String::from_utf8(shown).unwrap()
    }

    #[test]
    fn keys_are_secret_by_their_ending() {
        for key in
            ["password", "clientSecret", "api-key", "X-API-Key", "access_token", "Authorization"]
        {
            assert!(is_secret_key(key), "{key}");
        }
        for key in
            ["tokenExpiration", "passwordPolicy", "key", "credentialType", "monkey", "publicKey"]
        {
            assert!(!is_secret_key(key), "{key}");
        }
    }

    #[test]
    fn json_values() {
        assert_eq!(masked(r#"{"password":"hunter2","a":1}"#), r#"{"password":"*******","a":1}"#);
        assert_eq!(masked(r#"{"pwd" : "a\"b", "c": "d"}"#), r#"{"pwd" : "****", "c": "d"}"#);
        assert_eq!(masked(r#"{"secret": 12345, "c": 6}"#), r#"{"secret": *****, "c": 6}"#);
        assert_eq!(masked("\"token\":\n  \"abc\""), "\"token\":\n  \"***\"");
    }

    #[test]
    fn json_inside_a_string() {
        let text = r#"properties = "{\"x_password\":{\"type\":\"string\",\"value\":{\"instance\":\"hunter2\"}},\"b\":\"c\"}""#;
        let expected = text.replace("hunter2", "*******");
        assert_eq!(masked(text), expected);
    }

    #[test]
    fn values_below_a_secret_key() {
        let text = "x_password:\n  type: string\n  value:\n    instance: hunter2\nnext: plain\n";
        assert_eq!(masked(text), text.replace("hunter2", "*******"));
        let text = "privateKey: |\n  line one\n  two\nnext: plain\n";
        assert_eq!(masked(text), "privateKey: |\n  ********\n  ***\nnext: plain\n");
    }

    #[test]
    fn yaml_values() {
        assert_eq!(masked("password: a, b # c\nx: y"), "password: ********\nx: y");
        assert_eq!(masked("{password: ab, x: y}"), "{password: **, x: y}");
        assert_eq!(masked("- client_secret: 'it''s'\n"), "- client_secret: '*****'\n");
    }

    #[test]
    fn references_and_flags_are_not_secret() {
        for text in
            ["password: ${var.password}", "token: {{TOKEN}}", "authorization: true", "secret: null"]
        {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn secrets_that_show_themselves() {
        assert_eq!(masked("x: Bearer abcdefgh"), "x: Bearer ********");
        assert_eq!(masked("u: https://me:pass@example.org"), "u: https://me:****@example.org");
    }

    #[test]
    fn a_window_that_begins_inside_a_secret_is_masked() {
        let text = format!("{{\"password\":\"{}\"}}", "s".repeat(3000));
        assert_eq!(secret_ranges(&text, 2000..2200), vec![13..2200]);
    }
}
