//! The words of an expression.

use super::Fault;
use super::literal::string_end;
use crate::source::Span;

/// A word of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, keywords excepted.
    Name,
    /// `true`, `false`, `null`, `in`, an operator, a bracket or a mark.
    Symbol(&'static str),
    /// A number without fraction.
    Int,
    /// A number with a fraction or an exponent.
    Double,
    /// Quoted text.
    String,
    /// The end of the text.
    End,
}

/// A word and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) span: Span,
}

/// Longer ones first, so that `==` is not read as two words.
const SYMBOLS: [&str; 25] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",",
    "(", ")", "[", "]", "{", "}", "`",
];

const KEYWORDS: [&str; 4] = ["true", "false", "null", "in"];

/// The words of `text`, [`Token::End`] last.
pub(super) fn words(text: &str) -> Result<Vec<Word>, Fault> {
    let mut words = Vec::new();
    let mut at = 0;
    loop {
        at += blank(&text[at..]);
        let Some(first) = text[at..].chars().next() else {
            // Folded text ends with a line feed that its file has on the next line: what is missing is missing here.
            words.push(Word { token: Token::End, span: Span::at(text.trim_end().len()) });
            return Ok(words);
        };
        let (token, length) = word(&text[at..], first).map_err(|fault| fault.shifted(start(at)))?;
        words.push(Word { token, span: Span::new(at, at + length) });
        at += length;
    }
}

/// The offset of the `}` that closes a brace opened in front of `text`. Braces inside texts and inner braces do not
/// count.
pub(crate) fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        match first {
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            '{' => depth += 1,
            _ => {}
        }
        let is_word = first.is_ascii_alphanumeric() || first == '_';
        at += match string_end(rest) {
            Ok(Some(length)) => length,
            // A letter in front of a quote belongs to the text only where a word begins: `r'…'`.
            _ if is_word => rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?,
            _ => first.len_utf8(),
        };
    }
}

fn start(at: usize) -> u32 {
    Span::at(at).start
}

/// The length of the white space and comments that `text` begins with.
fn blank(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0C']);
        match rest.strip_prefix("//") {
            Some(comment) => rest = comment.find('\n').map_or("", |end| &comment[end..]),
            None => return text.len() - rest.len(),
        }
    }
}

/// The word that `text` begins with, and its length.
fn word(text: &str, first: char) -> Result<(Token, usize), Fault> {
    if let Some(end) = string_end(text)? {
        return Ok((Token::String, end));
    }
    if first.is_ascii_alphabetic() || first == '_' {
        return Ok(name(text));
    }
    if first.is_ascii_digit()
        || (first == '.' && text[1..].starts_with(|c: char| c.is_ascii_digit()))
    {
        return number(text);
    }
    match SYMBOLS.iter().find(|&&symbol| text.starts_with(symbol)) {
        Some(&symbol) => Ok((Token::Symbol(symbol), symbol.len())),
        None => Err(stray(first)),
    }
}

fn stray(first: char) -> Fault {
    let fault = Fault::new(Span::new(0, first.len_utf8()), format!("`{first}` means nothing here"));
    match first {
        '=' => fault.help("to compare, write `==`"),
        '&' => fault.help("for \"and\", write `&&`"),
        '|' => fault.help("for \"or\", write `||`"),
        _ => fault,
    }
}

fn name(text: &str) -> (Token, usize) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let keyword = KEYWORDS.iter().find(|&&keyword| keyword == &text[..length]);
    (keyword.map_or(Token::Name, |keyword| Token::Symbol(keyword)), length)
}

fn number(text: &str) -> Result<(Token, usize), Fault> {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let (mut token, mut end) = (Token::Int, digits(0));
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        end = 2 + hexadecimal.bytes().take_while(u8::is_ascii_hexdigit).count();
    } else {
        if text[end..].starts_with('.') && digits(end + 1) > 0 {
            (token, end) = (Token::Double, end + 1 + digits(end + 1));
        }
        if text[end..].starts_with(['e', 'E']) {
            let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
            let exponent = digits(end + 1 + sign);
            if exponent > 0 {
                (token, end) = (Token::Double, end + 1 + sign + exponent);
            }
        }
    }
    if token == Token::Int && text[end..].starts_with(['u', 'U']) {
        let fault = Fault::new(Span::new(0, end + 1), "rules have no unsigned numbers");
        return Err(fault.help(format!("write `{}`", &text[..end])));
    }
    Ok((token, end))
}
