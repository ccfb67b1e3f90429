//! Says in words what is wrong with a text that is not JSON, at the byte where it stops being JSON.

use super::super::SyntaxError;
use super::super::arena::NodeKind;
use super::{Expected, Fault, MAX_DEPTH, Reader};
use crate::source::Span;

/// An error without the span of what was opened.
fn error(span: Span, message: impl Into<String>, help: Option<&str>) -> SyntaxError {
    SyntaxError { span, message: message.into(), help: help.map(str::to_owned), opened: None }
}

impl Reader<'_> {
    /// The error for `fault`.
    pub(super) fn explain(&self, fault: Fault) -> SyntaxError {
        let at = fault.at;
        match fault.expected {
            Expected::StringEnd { quote } => return self.unclosed_string(quote, at),
            Expected::Escape => return self.bad_escape(at),
            Expected::Digit { number } => return self.bad_number(number, at),
            Expected::Shallower => {
                let message = format!("this is nested deeper than {MAX_DEPTH} levels");
                return error(self.character(at), message, None);
            }
            _ => {}
        }
        if at == self.text.len() {
            return self.unexpected_end(fault.expected);
        }
        let found = self.foreign_token(at, fault.expected);
        found.unwrap_or_else(|| self.unexpected(at, fault.expected))
    }

    /// The span of the character at `at`; empty at the end of the text.
    fn character(&self, at: usize) -> Span {
        let len = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Span::new(at, at + len)
    }

    /// The innermost open container: its kind, where it begins, and the bracket that closes it.
    fn container(&self) -> Option<(NodeKind, Span, char)> {
        let node = &self.builder.draft.nodes[self.builder.innermost()? as usize];
        let start = node.start as usize;
        let close = if node.kind == NodeKind::Object { '}' } else { ']' };
        Some((node.kind, Span::new(start, start + 1), close))
    }

    fn unclosed_string(&self, quote: usize, at: usize) -> SyntaxError {
        let span = Span::new(quote, at);
        let opened = Some(Span::new(quote, quote + 1));
        match self.bytes.get(at) {
            None => SyntaxError {
                opened,
                ..error(span, "this string is never closed", Some("close it with `\"`"))
            },
            Some(b'\n' | b'\r') => {
                let help = "close it with `\"`; a line break inside a string is written `\\n`";
                SyntaxError {
                    opened,
                    ..error(span, "this string is not closed on its line", Some(help))
                }
            }
            Some(b'\t') => {
                let message = "a tab cannot stand in a string as it is";
                error(self.character(at), message, Some("write it as `\\t`"))
            }
            Some(&control) => {
                let message =
                    format!("the control character U+{control:04X} cannot stand in a string");
                let help = format!("write it as `\\u{control:04x}`, or take it out");
                error(self.character(at), message, Some(&help))
            }
        }
    }

    fn bad_escape(&self, at: usize) -> SyntaxError {
        let rest = &self.text[at + 1..];
        let Some(letter) = rest.chars().next() else {
            return error(Span::new(at, at + 1), "the text ends inside a string", None);
        };
        if letter != 'u' {
            let message = format!("`\\{}` is no escape", letter.escape_debug());
            let span = Span::new(at, at + 1 + letter.len_utf8());
            return error(span, message, Some("a backslash is written `\\\\`"));
        }
        let digits = rest[1..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        let span = Span::new(at, at + 2 + digits);
        if digits < 4 {
            return error(span, "`\\u` needs four hexadecimal digits", None);
        }
        let help =
            "characters beyond U+FFFF are written as a pair, `\\ud83d\\ude00`, or as they are";
        error(span, "this is half of a surrogate pair", Some(help))
    }

    fn bad_number(&self, number: usize, at: usize) -> SyntaxError {
        if self.is_fresh() && self.text[number..].starts_with("---") {
            return self.unexpected_word(number, number + 3);
        }
        let span = Span::new(number, self.word_end(at).max(at));
        let before = &self.text[number..at];
        let message = match before.as_bytes().last() {
            Some(b'.') => "digits are missing behind the decimal point",
            Some(b'e' | b'E' | b'+') => "digits are missing in the exponent",
            _ if before.len() > 1 => "digits are missing in the exponent",
            _ => "digits are missing behind the minus sign",
        };
        error(span, message, None)
    }

    fn unexpected_end(&self, expected: Expected) -> SyntaxError {
        let end = self.text.len();
        let Some((kind, opened, close)) = self.container() else {
            return error(Span::at(end), "the text ends where a value is expected", None);
        };
        let name = if kind == NodeKind::Object { "object" } else { "array" };
        let line = 1 + memchr::memchr_iter(b'\n', &self.bytes[..opened.range().start]).count();
        let message = format!("the text ends inside the {name} that begins on line {line}");
        let help = match expected {
            Expected::Colon | Expected::Value => "the file looks cut off".to_owned(),
            _ => format!("close it with `{close}`, or look for a bracket that is missing before"),
        };
        SyntaxError { opened: Some(opened), ..error(Span::at(end), message, Some(&help)) }
    }

    /// The end of the letters, digits and such at `at`.
    fn word_end(&self, at: usize) -> usize {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '+');
        self.text[at..].find(|c| !is_word(c)).map_or(self.text.len(), |len| at + len)
    }

    /// The last byte in front of `at` that is not whitespace.
    fn byte_before(&self, at: usize) -> Option<(usize, u8)> {
        let before = self.bytes[..at].trim_ascii_end();
        let &last = before.last()?;
        Some((before.len() - 1, last))
    }

    /// Things of other languages that people write in JSON.
    fn foreign_token(&self, at: usize, expected: Expected) -> Option<SyntaxError> {
        let rest = &self.text[at..];
        let wants_value = matches!(expected, Expected::Value | Expected::Key);
        if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
            let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let span = Span::new(at, at + line);
            return Some(error(span, "JSON has no comments", Some("take the comment out")));
        }
        if rest.starts_with('\'') && wants_value {
            let help = "write `\"` instead of `'`";
            return Some(error(
                Span::new(at, at + 1),
                "JSON strings are in double quotes",
                Some(help),
            ));
        }
        if rest.starts_with(['“', '”', '„', '‘', '’']) {
            let message = "this is a typographic quote, not the `\"` of JSON";
            return Some(error(self.character(at), message, Some("write `\"`")));
        }
        if rest.starts_with("{{") && expected == Expected::Key || rest.starts_with("${") {
            let message = "a template placeholder cannot stand here";
            return Some(error(Span::new(at, at + 2), message, Some("put it in double quotes")));
        }
        None
    }

    fn unexpected(&self, at: usize, expected: Expected) -> SyntaxError {
        let closes = matches!(self.bytes[at], b'}' | b']');
        if let (true, Some((comma, b',')), Expected::Value | Expected::Key) =
            (closes, self.byte_before(at), expected)
        {
            let message = "a comma stands behind the last entry";
            return error(Span::new(comma, comma + 1), message, Some("take the comma out"));
        }
        match expected {
            Expected::Key => self.unexpected_key(at),
            Expected::Colon => self.unexpected_colon(at),
            Expected::Separator => self.unexpected_separator(at),
            Expected::Space => self.unexpected_value(self.word_start(at)),
            _ => self.unexpected_value(at),
        }
    }

    fn unexpected_key(&self, at: usize) -> SyntaxError {
        let end = self.word_end(at);
        if end > at {
            let message =
                format!("the key `{}` is not in double quotes", clip(&self.text[at..end]));
            return error(Span::new(at, end), message, Some("put it in double quotes"));
        }
        let message = format!("a key is expected here, not {}", self.name(at));
        error(self.character(at), message, Some("a key is a string in double quotes"))
    }

    fn unexpected_colon(&self, at: usize) -> SyntaxError {
        if self.bytes[at] == b'=' {
            return error(self.character(at), "`:` stands between key and value, not `=`", None);
        }
        let message = format!("`:` is missing between the key and {}", self.name(at));
        error(self.character(at), message, None)
    }

    fn unexpected_separator(&self, at: usize) -> SyntaxError {
        let Some((kind, opened, close)) = self.container() else {
            return self.unexpected_value(at);
        };
        let touches = at > 0 && !matches!(self.bytes[at - 1], b'"' | b'}' | b']' | 0..=b' ');
        if touches && self.word_end(at) > at {
            return self.unexpected_value(self.word_start(at));
        }
        match self.bytes[at] {
            b'}' | b']' => {
                let name = if kind == NodeKind::Object { "object" } else { "array" };
                let message = format!("`{}` cannot close this {name}", char::from(self.bytes[at]));
                let help = format!("close it with `{close}` first");
                let error = error(self.character(at), message, Some(&help));
                SyntaxError { opened: Some(opened), ..error }
            }
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                let (last, _) = self.byte_before(at).unwrap_or((at, 0));
                let message = format!("a comma is missing in front of {}", self.name(at));
                let help = if self.text[last..at].contains('\n') {
                    "put `,` at the end of the line before"
                } else {
                    "put `,` in between"
                };
                error(self.character(at), message, Some(help))
            }
            b':' if kind == NodeKind::Array => {
                let help = "an array has no keys; an object stands in `{` and `}`";
                error(self.character(at), "`:` cannot stand in an array", Some(help))
            }
            _ => {
                let message = format!("`,` or `{close}` is expected here, not {}", self.name(at));
                error(self.character(at), message, None)
            }
        }
    }

    fn word_start(&self, at: usize) -> usize {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '+');
        self.text[..at].trim_end_matches(is_word).len()
    }

    fn unexpected_value(&self, at: usize) -> SyntaxError {
        let end = self.word_end(at);
        if end > at {
            return self.unexpected_word(at, end);
        }
        let is_between_texts = self.container().is_none() && !self.is_fresh();
        let (message, help) = match self.bytes[at] {
            b'}' | b']' if is_between_texts => {
                (format!("`{}` closes nothing", char::from(self.bytes[at])), Some("take it out"))
            }
            b',' if is_between_texts => (
                "a comma cannot stand between two JSON texts".to_owned(),
                Some("put them in an array"),
            ),
            b',' => ("a value is missing in front of this comma".to_owned(), None),
            _ => (format!("a value is expected here, not {}", self.name(at)), None),
        };
        error(self.character(at), message, help)
    }

    /// Whether nothing stands in front of the place where reading stopped.
    fn is_fresh(&self) -> bool {
        self.text[..self.at].trim_matches(['\u{feff}', ' ', '\n', '\r', '\t']).is_empty()
    }

    fn unexpected_word(&self, at: usize, end: usize) -> SyntaxError {
        let word = &self.text[at..end];
        let span = Span::new(at, end);
        let help = match word {
            "True" | "TRUE" => Some("write `true`"),
            "False" | "FALSE" => Some("write `false`"),
            "None" | "NULL" | "Null" | "undefined" | "nil" => Some("write `null`"),
            "NaN" | "Infinity" | "-Infinity" | "+Infinity" => Some("JSON has no such number"),
            _ if self.is_fresh() && (word == "---" || self.text[end..].starts_with(':')) => {
                Some("the text looks like YAML; a file of YAML is named `.yaml`")
            }
            _ if word.starts_with('+') => Some("a number has no plus sign"),
            _ if word.starts_with("0x") => Some("numbers are decimal"),
            _ if word.starts_with('.') => Some("a digit stands in front of the decimal point"),
            _ if word.trim_start_matches('-').starts_with('0') => {
                Some("a number does not begin with a zero")
            }
            _ => Some("a string is in double quotes"),
        };
        error(span, format!("`{}` is not a JSON value", clip(word)), help)
    }

    /// What stands at `at`, as part of a sentence.
    fn name(&self, at: usize) -> String {
        match self.text[at..].chars().next() {
            None => "the end of the text".to_owned(),
            Some('"') => {
                let rest = &self.text[at + 1..];
                let end = rest.find(['"', '\n']).unwrap_or(rest.len());
                format!("`\"{}\"`", clip(&rest[..end]))
            }
            Some(c) if c.is_control() || c.is_whitespace() || c == '\u{feff}' => {
                format!("the character U+{:04X}", u32::from(c))
            }
            Some(_) if self.word_end(at) > at => {
                format!("`{}`", clip(&self.text[at..self.word_end(at)]))
            }
            Some(c) => format!("`{c}`"),
        }
    }
}

/// At most 40 characters of a word.
fn clip(word: &str) -> String {
    const LONGEST: usize = 40;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}
