//! HCL into tokens, each bracket with its partner: one pass, without recursion.

use super::super::{MAX_DEPTH, SyntaxError};
use super::explain;
use super::skip::{self, heredoc_opener};
use crate::source::{Span, offset};

/// What a token is. Blanks and comments are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or keyword.
    Word,
    Number,
    /// A string in quotes, whatever stands in its `${…}`.
    Quoted,
    /// From `<<` to the closing word.
    Heredoc,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `=`.
    Assign,
    Colon,
    Comma,
    Newline,
    /// Any other operator.
    Sign,
}

/// A token, by its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Of a bracket, the token that it belongs to; [`Token::ALONE`] where that is missing.
    pub(super) pair: u32,
}

impl Token {
    pub(super) const ALONE: u32 = u32::MAX;

    pub(super) fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// Whether this is a bracket and the token in front of `end` closes it.
    pub(super) fn ends_at(self, end: usize) -> bool {
        self.kind == Kind::Open && end.checked_sub(1) == usize::try_from(self.pair).ok()
    }
}

/// The tokens of a text up to its first error.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<Span>,
    /// What ends the tokens before the text does, or the bracket that is never closed.
    pub(super) fault: Option<SyntaxError>,
}

/// Splits `text` into tokens.
pub(super) fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), ..Lexer::default() };
    lexer.at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut fault = None;
    while lexer.at < text.len() && fault.is_none() {
        fault = lexer.next().err();
    }
    let unclosed = lexer.open.last().map(|&at| lexer.tokens[at as usize].span());
    let fault = fault.or_else(|| unclosed.map(|opened| explain::unclosed_bracket(text, opened)));
    Lexed { tokens: lexer.tokens, comments: lexer.comments, fault }
}

#[derive(Default)]
struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    tokens: Vec<Token>,
    comments: Vec<Span>,
    /// The brackets that are open, by their tokens.
    open: Vec<u32>,
}

impl Lexer<'_> {
    /// Reads one token, comment or blank.
    fn next(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        let behind = self.bytes.get(start + 1).copied();
        match self.bytes[start] {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\n' => self.push(Kind::Newline, start + 1),
            b'"' => {
                let end = skip::quoted(self.bytes, start);
                self.push(Kind::Quoted, end.map_err(|fault| explain::fault(self.text, fault))?);
            }
            b'#' => self.line_comment(),
            b'/' if behind == Some(b'/') => self.line_comment(),
            b'/' if behind == Some(b'*') => self.block_comment()?,
            b'<' if behind == Some(b'<') => self.heredoc()?,
            b'(' | b'[' | b'{' => self.open_bracket()?,
            b')' | b']' | b'}' => self.close_bracket()?,
            b',' => self.push(Kind::Comma, start + 1),
            b'0'..=b'9' => self.push(Kind::Number, self.number_end()),
            b'=' if !matches!(behind, Some(b'=' | b'>')) => self.push(Kind::Assign, start + 1),
            b':' if behind != Some(b':') => self.push(Kind::Colon, start + 1),
            b'.' | b'+' | b'-' | b'*' | b'/' | b'%' | b'?' | b'=' | b'!' | b'<' | b'>' | b'&'
            | b'|' | b':' => self.sign(),
            _ => self.word()?,
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind, end: usize) {
        let (start, end) = (offset(self.at), offset(end));
        self.tokens.push(Token { kind, start, end, pair: Token::ALONE });
        self.at = end as usize;
    }

    fn sign(&mut self) {
        const PAIRS: [&[u8]; 8] = [b"==", b"=>", b"!=", b"<=", b">=", b"&&", b"||", b"::"];
        let rest = &self.bytes[self.at..];
        let is_pair = PAIRS.iter().any(|pair| rest.starts_with(pair));
        self.push(Kind::Sign, self.at + 1 + usize::from(is_pair));
    }

    fn number_end(&self) -> usize {
        let digits = |from: usize| {
            from + self.bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let mut end = digits(self.at);
        if self.bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
        }
        if matches!(self.bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > end + 1 + sign {
                end = exponent;
            }
        }
        end
    }

    fn word(&mut self) -> Result<(), SyntaxError> {
        let rest = &self.text[self.at..];
        let is_first = |c: char| c.is_alphabetic() || c == '_';
        if !rest.starts_with(is_first) {
            return Err(explain::foreign_character(self.text, self.at));
        }
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.push(Kind::Word, self.at + len);
        Ok(())
    }

    fn line_comment(&mut self) {
        let end = skip::line_end(self.bytes, self.at);
        let text = self.text[self.at..end].trim_end_matches('\r');
        self.comments.push(Span::new(self.at, self.at + text.len()));
        self.at = end;
    }

    fn block_comment(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        let end = skip::block_comment(self.bytes, start);
        let end = end.map_err(|fault| explain::fault(self.text, fault))?;
        self.comments.push(Span::new(start, end));
        self.at = end;
        Ok(())
    }

    fn heredoc(&mut self) -> Result<(), SyntaxError> {
        let Some(opener) = heredoc_opener(self.bytes, self.at) else {
            return Err(explain::bad_heredoc(self.text, self.at));
        };
        let end = skip::heredoc(self.bytes, opener);
        self.push(Kind::Heredoc, end.map_err(|fault| explain::fault(self.text, fault))?);
        Ok(())
    }

    fn open_bracket(&mut self) -> Result<(), SyntaxError> {
        if self.open.len() == MAX_DEPTH {
            return Err(explain::too_deep(Span::new(self.at, self.at + 1)));
        }
        self.open.push(offset(self.tokens.len()));
        self.push(Kind::Open, self.at + 1);
        Ok(())
    }

    fn close_bracket(&mut self) -> Result<(), SyntaxError> {
        let span = Span::new(self.at, self.at + 1);
        let close = self.bytes[self.at];
        let Some(partner_at) = self.open.last().copied() else {
            return Err(explain::closes_nothing(self.text, span));
        };
        let opener = self.tokens[partner_at as usize].span();
        if partner(self.bytes[opener.range().start]) != close {
            return Err(explain::closes_another(self.text, span, opener));
        }
        self.open.pop();
        self.tokens[partner_at as usize].pair = offset(self.tokens.len());
        self.push(Kind::Close, self.at + 1);
        if let Some(last) = self.tokens.last_mut() {
            last.pair = partner_at;
        }
        Ok(())
    }
}

/// The bracket that closes `open`.
pub(super) fn partner(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
