//! Says in words what is wrong with a text that is not HCL.

use super::super::{MAX_DEPTH, SyntaxError};
use super::lex::{Kind, Token, partner};
use super::skip::Fault;
use crate::source::Span;

fn plain(span: Span, message: impl Into<String>, help: Option<&str>) -> SyntaxError {
    SyntaxError { span, message: message.into(), help: help.map(str::to_owned), opened: None }
}

fn opened(opened: Span, error: SyntaxError) -> SyntaxError {
    SyntaxError { opened: Some(opened), ..error }
}

/// More nesting than is read.
pub(super) fn too_deep(span: Span) -> SyntaxError {
    plain(span, format!("this is nested deeper than {MAX_DEPTH} levels"), None)
}

/// A template or comment without an end.
pub(super) fn fault(text: &str, fault: Fault) -> SyntaxError {
    match fault {
        Fault::Quoted { quote, end } => {
            let line = text[quote..end].trim_end_matches('\r');
            let span = Span::new(quote, quote + line.len());
            let help = "close it with `\"`; text of several lines is a heredoc, `<<EOT`";
            let (message, help) = match end == text.len() {
                true => ("this string is never closed", "close it with `\"`"),
                false => ("this string is not closed on its line", help),
            };
            opened(Span::new(quote, quote + 1), plain(span, message, Some(help)))
        }
        Fault::Interpolation { start } => {
            let mark = Span::new(start, start + 2);
            let message = format!("this `{}` is never closed", &text[mark.range()]);
            let help = "close it with `}`; as text it is written with its first character twice";
            opened(mark, plain(mark, message, Some(help)))
        }
        Fault::Heredoc { start } => {
            let line = text[start..].lines().next().unwrap_or_default();
            let word = line.trim_start_matches(['<', '-']);
            let message = format!("this heredoc is never closed: `{word}` stands alone on no line");
            let span = Span::new(start, start + line.len());
            opened(span, plain(span, message, Some("close it with that word on its own line")))
        }
        Fault::Comment { start } => {
            let span = Span::new(start, start + 2);
            opened(span, plain(span, "this comment is never closed", Some("close it with `*/`")))
        }
        Fault::TooDeep { start } => too_deep(character(text, start)),
    }
}

/// The bracket at `at` is open at the end of the text.
pub(super) fn unclosed_bracket(text: &str, at: Span) -> SyntaxError {
    let open = text.as_bytes()[at.range().start];
    let close = char::from(partner(open));
    let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at.range().start]).count();
    let message = format!("the text ends inside the `{}` of line {line}", char::from(open));
    let help = format!("close it with `{close}`, or look for one that is missing before");
    opened(at, plain(Span::at(text.len()), message, Some(&help)))
}

pub(super) fn closes_nothing(text: &str, span: Span) -> SyntaxError {
    let message = format!("`{}` closes nothing", &text[span.range()]);
    plain(span, message, Some("take it out, or look for a bracket that is missing before"))
}

pub(super) fn closes_another(text: &str, span: Span, opener: Span) -> SyntaxError {
    let (open, close) = (&text[opener.range()], &text[span.range()]);
    let message = format!("`{close}` cannot close this `{open}`");
    let wanted = char::from(partner(open.as_bytes()[0]));
    opened(opener, plain(span, message, Some(&format!("close it with `{wanted}` first"))))
}

/// A character that begins nothing.
pub(super) fn foreign_character(text: &str, at: usize) -> SyntaxError {
    let span = character(text, at);
    match text[at..].chars().next() {
        Some('“' | '”' | '„' | '‘' | '’') => {
            let message = "this is a typographic quote, not the `\"` of HCL";
            plain(span, message, Some("write `\"`"))
        }
        Some('\'') => {
            plain(span, "strings are in double quotes", Some("write `\"` instead of `'`"))
        }
        Some(';') => plain(span, "`;` separates nothing", Some("put what follows on a new line")),
        _ => plain(span, format!("{} cannot stand here", name(text, at)), None),
    }
}

pub(super) fn bad_heredoc(text: &str, at: usize) -> SyntaxError {
    let line = text[at..].lines().next().unwrap_or_default();
    let span = Span::new(at, at + line.len());
    let help = "behind `<<` or `<<-` stands one word, `<<EOT`, and then the line ends";
    plain(span, "this begins no heredoc", Some(help))
}

/// Something that no item begins with.
pub(super) fn no_item(text: &str, span: Span) -> SyntaxError {
    let message = format!("a block or an argument is expected here, not {}", clipped(text, span));
    plain(span, message, None)
}

/// A file of JSON that is named as one of HCL.
pub(super) fn json(span: Span) -> SyntaxError {
    let help = "Terraform reads JSON from files that are named `.tf.json`";
    plain(span, "a block or an argument is expected here, not `{`", Some(help))
}

pub(super) fn quoted_name(text: &str, span: Span) -> SyntaxError {
    let name = text[span.range()].trim_matches('"');
    let help = format!("write `{name} = …`");
    plain(span, "the name of an argument is not in quotes", Some(&help))
}

pub(super) fn colon(span: Span) -> SyntaxError {
    let message = "`=` stands between an argument and its value, not `:`";
    plain(span, message, Some("write `=`"))
}

pub(super) fn lone_name(text: &str, span: Span) -> SyntaxError {
    let message = format!("{} is neither an argument nor a block", clipped(text, span));
    plain(
        span,
        message,
        Some("behind the name of an argument stands `=`, behind that of a block `{`"),
    )
}

pub(super) fn no_brace(text: &str, span: Span) -> SyntaxError {
    let message = format!("`{{` is missing behind {}", clipped(text, span));
    plain(span, message, Some("a block is `type \"label\" {`, an argument `name = value`"))
}

pub(super) fn missing_line_break(text: &str, span: Span) -> SyntaxError {
    let message = format!("a new line is missing in front of {}", clipped(text, span));
    plain(span, message, None)
}

/// No value behind the `=` or `:` at `sign`.
pub(super) fn missing_value(sign: Span) -> SyntaxError {
    let help = "a value begins on the line of its name";
    plain(sign, "no value stands behind this sign", Some(help))
}

pub(super) fn missing_element(text: &str, comma: Span) -> SyntaxError {
    plain(comma, format!("no value stands in front of this `{}`", &text[comma.range()]), None)
}

pub(super) fn missing_key(text: &str, sign: Span) -> SyntaxError {
    plain(sign, format!("no key stands in front of this `{}`", &text[sign.range()]), None)
}

/// An entry of an object without `=`; `first` is where it begins.
pub(super) fn no_entry(text: &str, span: Span, first: Option<Token>) -> SyntaxError {
    match first {
        Some(comma) if comma.kind == Kind::Comma => missing_element(text, comma.span()),
        _ => {
            let message = format!("no value stands behind the key {}", clipped(text, span));
            plain(span, message, Some("an entry is `key = value`"))
        }
    }
}

/// The escape whose backslash is at `at`.
pub(super) fn bad_escape(text: &str, at: usize) -> SyntaxError {
    let rest = &text[at + 1..];
    let Some(letter) = rest.chars().next() else {
        return plain(Span::new(at, at + 1), "the text ends inside a string", None);
    };
    let count = match letter {
        'u' => 4,
        'U' => 8,
        _ => {
            let message = format!("`\\{}` is no escape", letter.escape_debug());
            let span = Span::new(at, at + 1 + letter.len_utf8());
            return plain(span, message, Some("a backslash is written `\\\\`"));
        }
    };
    let digits = rest[1..].bytes().take(count).take_while(u8::is_ascii_hexdigit).count();
    let span = Span::new(at, at + 2 + digits);
    if digits < count {
        return plain(span, format!("`\\{letter}` needs {count} hexadecimal digits"), None);
    }
    let help = "characters beyond U+FFFF are written `\\U0001f600`, or as they are";
    plain(span, "this is no character", Some(help))
}

pub(super) fn empty_interpolation(span: Span) -> SyntaxError {
    let help = "write `$${` for the characters themselves";
    plain(span, "an expression is missing in `${}`", Some(help))
}

/// The expression at `span` breaks at `at`.
pub(super) fn expression(text: &str, span: Span, at: usize) -> SyntaxError {
    if at >= span.range().end {
        return plain(span, "this expression is not complete", None);
    }
    let end = word_end(text, at).min(span.range().end);
    let place = if end > at { Span::new(at, end) } else { character(text, at) };
    let message = format!("the expression cannot go on with {}", name(text, at));
    let is_word = text[at..].starts_with(|c: char| c.is_alphanumeric());
    let help = is_word.then_some("text is in double quotes; an operator or a comma may be missing");
    plain(place, message, help)
}

/// Something that cannot stand at `at`.
pub(super) fn unexpected(text: &str, at: usize) -> SyntaxError {
    if at >= text.len() {
        return plain(Span::at(text.len()), "the text ends where a value is expected", None);
    }
    plain(character(text, at), format!("{} cannot stand here", name(text, at)), None)
}

/// The span of the character at `at`; empty at the end of the text.
fn character(text: &str, at: usize) -> Span {
    let len = text[at..].chars().next().map_or(0, char::len_utf8);
    Span::new(at, at + len)
}

fn word_end(text: &str, at: usize) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text[at..].find(|c| !is_word(c)).map_or(text.len(), |len| at + len)
}

/// What stands at `at`, as part of a sentence.
fn name(text: &str, at: usize) -> String {
    match text[at..].chars().next() {
        None => "the end of the text".to_owned(),
        Some('\n' | '\r') => "the end of the line".to_owned(),
        Some(c) if c.is_control() || c.is_whitespace() || c == '\u{feff}' => {
            format!("the character U+{:04X}", u32::from(c))
        }
        Some('"') => "a string".to_owned(),
        Some(_) if word_end(text, at) > at => clipped(text, Span::new(at, word_end(text, at))),
        Some(c) => format!("`{c}`"),
    }
}

/// At most 40 characters of the first line of what stands at `span`; never the text of a string, which may be a secret.
fn clipped(text: &str, span: Span) -> String {
    const LONGEST: usize = 40;
    let written = &text[span.range()];
    if written.starts_with(['"', '<']) {
        return "a string".to_owned();
    }
    let line = written.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &line[..end]),
        None => format!("`{line}`"),
    }
}
