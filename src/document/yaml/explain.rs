//! Says in words what is wrong with a text that is not YAML.

use granit_parser::{ErrorKind, ScanError};

use super::super::{MAX_DEPTH, SyntaxError, escape};
use crate::source::Span;

fn plain(span: Span, message: impl Into<String>, help: Option<&str>) -> SyntaxError {
    SyntaxError { span, message: message.into(), help: help.map(str::to_owned), opened: None }
}

/// An alias of nothing.
pub(super) fn unknown_anchor(name: &str, span: (usize, usize)) -> SyntaxError {
    let message = format!("no anchor `&{name}` stands in front of this alias");
    let help = "a plain value that begins with `*` has to be quoted";
    plain(Span::new(span.0, span.1), message, Some(help))
}

/// An alias inside what it stands for, which begins at `opened`.
pub(super) fn cycle(name: &str, span: Span, opened: usize) -> SyntaxError {
    let message =
        format!("the alias `*{name}` stands inside the value that it names, which has no end");
    SyntaxError { opened: Some(Span::new(opened, opened + 1)), ..plain(span, message, None) }
}

/// More nesting than is read, aliases followed.
pub(super) fn too_deep(span: Span) -> SyntaxError {
    plain(span, format!("this is nested deeper than {MAX_DEPTH} levels"), None)
}

/// The parser's error in our words where they help more than its own.
pub(super) fn error(text: &str, error: &ScanError) -> SyntaxError {
    let mut at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if matches!(
        error.kind(),
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabNotAllowed
    ) {
        at = tab_of_line(text, at).unwrap_or(at);
    }
    let span = character(text, at);
    let opened = |message: String, help: &str| SyntaxError {
        opened: Some(span),
        ..plain(span, message, Some(help))
    };
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(span),
        ErrorKind::UnclosedQuotedScalar => {
            let quote = &text[span.range()];
            opened(format!("this {quote} is never closed"), &format!("close it with {quote}"))
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            let close = if *open == '[' { ']' } else { '}' };
            opened(format!("this `{open}` is never closed"), &format!("close it with `{close}`"))
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::InvalidLowSurrogateHexEscape => bad_escape(text, at),
        kind => match advice(text, at, kind) {
            Some((message, help)) => plain(span, message, Some(help)),
            None => plain(span, sentence(&error.info()), None),
        },
    }
}

/// Messages and help for the mistakes that are made most.
fn advice(text: &str, at: usize, kind: &ErrorKind) -> Option<(String, &'static str)> {
    let found = text[at..].chars().next();
    let advice = match kind {
        ErrorKind::MappingValueNotAllowed => (
            "a key and its `:` cannot stand here",
            "quote the value if the `: ` is part of it; otherwise check the indentation of this line",
        ),
        ErrorKind::ExpectedBlockMappingKey if found == Some('-') => (
            "a list item cannot stand among the keys of a mapping",
            "indent it below the key it belongs to",
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::SimpleKeyExpected => {
            ("a key of the mapping is expected here", "check the indentation of this line")
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            ("`- ` is expected here, as for the items before", "check the indentation of this line")
        }
        ErrorKind::InvalidIndentation => (
            "the indentation of this line fits none of the lines before",
            "line it up with the keys it belongs to",
        ),
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabNotAllowed => {
            ("a tab stands in the indentation", "YAML is indented with spaces")
        }
        ErrorKind::BlockSequenceEntryNotAllowed => {
            ("a list cannot begin on this line", "begin it on a line of its own")
        }
        ErrorKind::UnexpectedCharacter { character: '@' | '`' | '%' } => {
            ("a plain value cannot begin with this character", "put the value in quotes")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "something stands behind the closing quote",
            "write a quote inside a quoted value as `''` or `\\\"`",
        ),
        ErrorKind::MisplacedFlowCollectionEnd => ("this bracket closes nothing", "take it out"),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            ("`,` or the closing bracket is expected here", "look for a missing comma or bracket")
        }
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            let message =
                format!("the control character U+{:04X} cannot stand here", u32::from(*character));
            return Some((message, "take it out"));
        }
        _ => return None,
    };
    Some((advice.0.to_owned(), advice.1))
}

/// The parser reports a broken escape at the quote in front of the whole scalar.
fn bad_escape(text: &str, quote: usize) -> SyntaxError {
    let bytes = text.as_bytes();
    let mut at = quote + 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) {
            at += 2;
            continue;
        }
        let Some((_, len)) = escape::yaml(&bytes[at..]) else { break };
        at += len;
    }
    if at >= text.len() || bytes[at] != b'\\' {
        return plain(character(text, quote), "this quoted value holds an unknown escape", None);
    }
    let letter = text[at + 1..].chars().next();
    let span = Span::new(at, at + 1 + letter.map_or(0, char::len_utf8));
    let written = text[span.range()].escape_debug();
    let message = format!("`{}` is no escape", written.to_string().replacen("\\\\", "\\", 1));
    plain(span, message, Some("a backslash is written `\\\\`, or use single quotes"))
}

/// The first tab of the line of `at`, not behind it: the parser may stand behind the whole indentation.
fn tab_of_line(text: &str, at: usize) -> Option<usize> {
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1);
    text[line..].find('\t').map(|tab| line + tab).filter(|&tab| tab <= at)
}

/// The span of the character at `at`; empty at the end of the text.
fn character(text: &str, at: usize) -> Span {
    Span::new(at, at + text[at..].chars().next().map_or(0, char::len_utf8))
}

/// A message without control characters of the text it quotes.
fn sentence(message: &str) -> String {
    message.chars().filter(|c| !c.is_control()).collect()
}
