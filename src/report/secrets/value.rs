//! Where the value behind a secret key stands in text of which the syntax is only guessed: JSON, JSON inside a string,
//! YAML in flow and in block notation.

use std::ops::Range;

use crate::text::DESCRIBING_KEYS;

/// The secret parts of the value that begins behind the separator at `at`; its key begins at `key`.
pub(super) fn secret_parts(text: &str, key: usize, at: usize) -> Vec<Range<usize>> {
    let start = at + leading(&text[at..], |c| matches!(c, ' ' | '\t'));
    let behind = start + leading(&text[start..], char::is_whitespace);
    let is_token = text[behind..].starts_with("{{");
    if text[behind..].starts_with(['{', '[']) && !is_token {
        return scalars_inside(text, behind);
    }
    if text[start..].starts_with(['&', '!']) {
        let name = leading(&text[start..], |c| !c.is_whitespace());
        return secret_parts(text, key, start + name);
    }
    if text[start..].starts_with("<<") {
        return heredoc(text, start);
    }
    let is_on_next_line = text[start..behind].contains('\n');
    let is_block = matches!(text[start..].chars().next(), Some('|' | '>'));
    if (is_on_next_line && !is_quoted(&text[behind..])) || is_block {
        return indented_scalars(text, key, start);
    }
    Vec::from_iter(scalar(text, behind))
}

/// The lines of the heredoc that begins at `at`.
fn heredoc(text: &str, at: usize) -> Vec<Range<usize>> {
    let Some(newline) = text[at..].find('\n') else { return Vec::new() };
    let mark = text[at..at + newline].trim_start_matches(['<', '-']).trim();
    let mut ranges = Vec::new();
    let mut start = at + newline + 1;
    for line in text[start..].split_inclusive('\n') {
        if line.trim() == mark {
            break;
        }
        let indent = leading(line, |c| matches!(c, ' ' | '\t'));
        ranges.push(start + indent..start + line.trim_end().len().max(indent));
        start += line.len();
    }
    ranges
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
    (!is_reference && !is_harmless && !is_traversal(value)).then_some(range)
}

/// Whether a text is nothing but the name of something that Terraform knows: `var.password`, `module.vault.token`.
pub(super) fn is_traversal(value: &str) -> bool {
    let value = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or(value);
    let mut names = value.trim().split('.');
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-[]".contains(&byte))
    };
    let is_root = names.next().is_some_and(|root| {
        matches!(root, "var" | "local" | "module" | "data") || root.starts_with("genesyscloud_")
    });
    is_root && value.contains('.') && names.all(is_name)
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
                } else if !DESCRIBING_KEYS.contains(&key) {
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
        } else if !DESCRIBING_KEYS.contains(&shape.key) {
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
