//! Lays JSON text out in lines, so that what was written as one line of megabytes can be pointed at.

/// Columns that each level of nesting is moved in.
const STEP: usize = 2;

/// The deepest level that is moved in any further.
const MAX_LEVEL: usize = 40;

/// How much longer a text may become: by this many times its own length, and [`SPARE`] bytes. What is beyond stays on
/// one line, so that a text of nothing but brackets costs no more than any other.
const MAX_GROWTH: usize = 4;

/// See [`MAX_GROWTH`].
const SPARE: usize = 64 * 1024;

/// `json` with each value on a line of its own. Space between the tokens is all that changes, also where the text is not
/// JSON: it means the same and breaks at the same token.
pub(super) fn lay_out(json: &str) -> String {
    let spare = json.len().saturating_mul(MAX_GROWTH).saturating_add(SPARE);
    let mut layout = Layout { out: String::with_capacity(json.len() * 2), level: 0, spare };
    let mut rest = json.trim_start_matches('\u{feff}').trim_ascii();
    while let Some(&byte) = rest.as_bytes().first() {
        let token = &rest[..token_len(rest, byte)];
        rest = &rest[token.len()..];
        let behind = rest;
        rest = rest.trim_ascii_start();
        layout.push(token, (behind.len() > rest.len(), rest.as_bytes().first().copied()));
    }
    layout.out.push('\n');
    layout.out
}

/// Bytes of the token that `text`, which begins with `first`, begins with.
fn token_len(text: &str, first: u8) -> usize {
    match first {
        b'"' => string_len(text),
        _ if is_mark(first) => 1,
        _ => text
            .bytes()
            .position(|byte| is_mark(byte) || byte == b'"' || byte.is_ascii_whitespace())
            .unwrap_or(text.len()),
    }
}

fn string_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found + 1;
        if bytes[at - 1] == b'"' {
            return at;
        }
        // The escaped character, whatever its length: its first byte is what could be a quote.
        at += 1;
    }
    text.len()
}

fn is_mark(byte: u8) -> bool {
    b"{}[],:".contains(&byte)
}

struct Layout {
    out: String,
    level: usize,
    spare: usize,
}

impl Layout {
    /// Adds a token. Behind it follows the byte `next`, after space or not.
    fn push(&mut self, token: &str, (has_space, next): (bool, Option<u8>)) {
        let is_closing = |byte: Option<u8>| matches!(byte, Some(b'}' | b']'));
        match token {
            "{" | "[" => {
                self.level += 1;
                self.out.push_str(token);
                if !is_closing(next) {
                    self.new_line();
                }
            }
            "}" | "]" => {
                self.level = self.level.saturating_sub(1);
                if !self.out.ends_with(['{', '[']) {
                    self.new_line();
                }
                self.out.push_str(token);
            }
            "," => {
                self.out.push_str(token);
                self.new_line();
            }
            ":" => self.out.push_str(": "),
            _ => {
                self.out.push_str(token);
                if has_space && next.is_some_and(|byte| !is_mark(byte)) {
                    self.out.push(' ');
                }
            }
        }
    }

    fn new_line(&mut self) {
        let indent = self.level.min(MAX_LEVEL) * STEP;
        if let Some(spare) = self.spare.checked_sub(indent + 1) {
            self.spare = spare;
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', indent));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            ".{0,6}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            let list = prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into);
            let object = prop::collection::btree_map("[a-c\"\\\\ {]{0,3}", inner, 0..4);
            prop_oneof![
                list,
                object.prop_map(|map| serde_json::Value::Object(map.into_iter().collect()))
            ]
        })
    }

    #[test]
    fn each_value_stands_on_a_line_of_its_own() {
        let text = " {\"a\":[1,2 ],\"b\":{ }, \"c\" : \"x\\\"{,\\\\\"}";
        let expected =
            "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": \"x\\\"{,\\\\\"\n}\n";
        assert_eq!(lay_out(text), expected);
        assert_eq!(lay_out(expected), expected);
    }

    #[test]
    fn what_is_no_json_becomes_none() {
        for text in ["{\"a\": 1 2}", "[1 true]", "\"abc", "{\"a\":\"\\", "nul l"] {
            let laid_out = lay_out(text);
            assert!(serde_json::from_str::<serde_json::Value>(&laid_out).is_err(), "{laid_out}");
        }
    }

    #[test]
    fn brackets_alone_cost_no_more_than_other_text() {
        let text = "[".repeat(1 << 20);
        assert!(lay_out(&text).len() <= text.len() * (MAX_GROWTH + 1) + SPARE + 1);
    }

    proptest! {
        #[test]
        fn the_meaning_stays(value in json()) {
            let laid_out = lay_out(&value.to_string());
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&laid_out).unwrap(), value);
        }

        #[test]
        fn any_text_keeps_all_but_its_space(text in ".{0,60}") {
            let solid = |text: &str| text.replace(|letter: char| letter.is_whitespace() || letter == '\u{feff}', "");
            prop_assert_eq!(solid(&lay_out(&text)), solid(&text));
        }
    }
}
