//! Quoted text and numbers.

use super::Fault;
use crate::source::Span;

/// How a quoted text is written.
struct Quotes {
    /// Bytes in front of the quote: 1 for `r'…'`.
    prefix: usize,
    /// The quote: one or three of the same.
    quote: &'static str,
    /// Whether backslashes are plain text.
    is_raw: bool,
}

const QUOTES: [&str; 4] = ["'''", "\"\"\"", "'", "\""];

impl Quotes {
    /// The quotes that `text` begins with.
    fn of(text: &str) -> Result<Option<Self>, Fault> {
        let prefix = text.len() - text.trim_start_matches(['r', 'R', 'b', 'B']).len();
        let Some(quote) = QUOTES.into_iter().find(|quote| text[prefix..].starts_with(quote)) else {
            return Ok(None);
        };
        match &text[..prefix] {
            "" => Ok(Some(Self { prefix, quote, is_raw: false })),
            "r" | "R" => Ok(Some(Self { prefix, quote, is_raw: true })),
            other if other.len() <= 2 && other.contains(['b', 'B']) => {
                let span = Span::new(0, prefix + quote.len());
                Err(Fault::new(span, "rules have no byte strings")
                    .help(format!("without the `{other}`, it is text")))
            }
            _ => Ok(None),
        }
    }
}

/// The length of the quoted text that `text` begins with, if it begins with one.
pub(super) fn string_end(text: &str) -> Result<Option<usize>, Fault> {
    let Some(quotes) = Quotes::of(text)? else { return Ok(None) };
    let start = quotes.prefix + quotes.quote.len();
    let mut rest = text[start..].char_indices();
    while let Some((at, c)) = rest.next() {
        if text[start + at..].starts_with(quotes.quote) {
            return Ok(Some(start + at + quotes.quote.len()));
        }
        if c == '\\' && !quotes.is_raw {
            rest.next();
        } else if c == '\n' && quotes.quote.len() == 1 {
            break;
        }
    }
    let message = format!("this text has no closing `{}`", quotes.quote);
    Err(Fault::new(Span::new(0, start), message))
}

/// What a quoted text says. Spans of faults are relative to it.
pub(super) fn unquote(text: &str) -> Result<String, Fault> {
    let Some(quotes) = Quotes::of(text)? else {
        return Err(Fault::new(Span::new(0, text.len()), "this text has no quotes"));
    };
    let start = quotes.prefix + quotes.quote.len();
    let inner = text.get(start..text.len() - quotes.quote.len()).unwrap_or_default();
    // A line break in the file is one line feed, however the file writes it.
    let inner = inner.replace("\r\n", "\n").replace('\r', "\n");
    if quotes.is_raw || !inner.contains('\\') {
        return Ok(inner);
    }
    unescape(&inner).map_err(|fault| fault.shifted(Span::at(start).start))
}

fn unescape(text: &str) -> Result<String, Fault> {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let Some((c, length)) = escaped(escape) else {
            let start = text.len() - rest.len() + at;
            let end = start + 1 + escape.chars().next().map_or(0, char::len_utf8);
            let fault = Fault::new(Span::new(start, end), "this is no escape");
            return Err(fault.help("a backslash itself is written `\\\\`, or the text `r'…'`"));
        };
        result.push(c);
        rest = &escape[length..];
    }
    result.push_str(rest);
    Ok(result)
}

/// The character that an escape stands for, and the length of the escape behind its backslash.
fn escaped(escape: &str) -> Option<(char, usize)> {
    let first = escape.chars().next()?;
    let plain = match first {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0C',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0B',
        '\\' | '\'' | '"' | '`' | '?' => first,
        'x' | 'X' => return code(escape, 1, 2, 16),
        'u' => return code(escape, 1, 4, 16),
        'U' => return code(escape, 1, 8, 16),
        '0'..='3' => return code(escape, 0, 3, 8),
        _ => return None,
    };
    Some((plain, 1))
}

fn code(escape: &str, start: usize, digits: usize, radix: u32) -> Option<(char, usize)> {
    let text = escape.get(start..start + digits)?;
    let is_number = text.chars().all(|c| c.is_digit(radix));
    let value = u32::from_str_radix(text, radix).ok().filter(|_| is_number)?;
    Some((char::from_u32(value)?, start + digits))
}

/// The value of an integer literal; `sign` is `-` or empty.
pub(super) fn int(text: &str, sign: &str) -> Option<i64> {
    match text.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(&format!("{sign}{digits}"), 16).ok(),
        None => format!("{sign}{text}").parse().ok(),
    }
}
