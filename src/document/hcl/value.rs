//! Values: literals, templates, arrays and objects are read; what is left is an expression.

use std::ops::Range;

use super::super::{MAX_DEPTH, SyntaxError};
use super::body::Reader;
use super::lex::{Kind, Token};
use super::{explain, expression, template};
use crate::source::Span;

/// The value of an argument, an element or an entry.
#[derive(Debug)]
pub(super) enum Value {
    Null(Span),
    Bool(Span),
    Number(Span),
    /// A string in quotes, or a heredoc.
    Template(Span),
    Array(Span, Vec<Value>),
    Object(Span, Vec<(Key, Value)>),
    /// `jsonencode(…)` of an array or object, or of what leads to one.
    Encoded(Span, Box<Value>),
    /// Anything else.
    Expression(Span),
}

/// The key of an entry.
#[derive(Debug)]
pub(super) enum Key {
    /// A word or a number.
    Word(Span),
    /// A string in quotes.
    Quoted(Span),
    Expression(Span),
}

impl Reader<'_> {
    /// Reads the value that the tokens `range` are.
    pub(super) fn value(&self, range: Range<usize>, depth: usize) -> Result<Value, SyntaxError> {
        let range = self.trimmed(range);
        let span = self.span(&range);
        let Some(first) = self.token(range.start, &range) else {
            return Err(explain::unexpected(self.text, span.start as usize));
        };
        if range.len() == 1 {
            return self.single(first);
        }
        if first.ends_at(range.end) {
            let inner = range.start + 1..range.end - 1;
            match self.text.as_bytes()[first.start as usize] {
                b'(' => return self.parenthesised(&range, inner, depth),
                b'[' if !self.is_for(&inner) => return self.array(span, inner, depth),
                b'{' if !self.is_for(&inner) => return self.object(span, inner, depth),
                _ => {}
            }
        }
        let is_negative = range.len() == 2
            && self.text[span.range()].starts_with('-')
            && self.lexed.tokens[range.start + 1].kind == Kind::Number
            && self.lexed.tokens[range.start + 1].start == first.end;
        if is_negative {
            return Ok(Value::Number(span));
        }
        match self.encoded(&range) {
            Some(inner) => Ok(Value::Encoded(span, Box::new(self.value(inner, depth)?))),
            None => self.expression(&range),
        }
    }

    /// `range` without line breaks at its ends.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let is_break = |at: usize| self.lexed.tokens[at].kind == Kind::Newline;
        let Range { mut start, mut end } = range;
        while start < end && is_break(start) {
            start += 1;
        }
        while start < end && is_break(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// From the first to the last byte of some tokens; of none, the place behind the one in front.
    fn span(&self, range: &Range<usize>) -> Span {
        let tokens = &self.lexed.tokens;
        if range.is_empty() {
            let before = range.start.checked_sub(1).map_or(0, |at| tokens[at].end);
            return Span { start: before, end: before };
        }
        Span { start: tokens[range.start].start, end: tokens[range.end - 1].end }
    }

    fn single(&self, token: Token) -> Result<Value, SyntaxError> {
        let span = token.span();
        match token.kind {
            Kind::Number => Ok(Value::Number(span)),
            Kind::Quoted | Kind::Heredoc => {
                self.quoted(span)?;
                expression::check_interpolations(self.text, span)?;
                Ok(Value::Template(span))
            }
            Kind::Word => Ok(match &self.text[span.range()] {
                "null" => Value::Null(span),
                "true" | "false" => Value::Bool(span),
                _ => Value::Expression(span),
            }),
            _ => Err(explain::unexpected(self.text, span.start as usize)),
        }
    }

    /// Checks the escapes of a string in quotes.
    pub(super) fn quoted(&self, span: Span) -> Result<(), SyntaxError> {
        if !self.text[span.range()].starts_with('"') {
            return Ok(());
        }
        let read = template::read(self.text, (span.start as usize, span.end as usize), |_| ());
        read.map_err(|escape| explain::bad_escape(self.text, escape.0))
    }

    /// A literal in parentheses is that literal.
    fn parenthesised(
        &self,
        range: &Range<usize>,
        inner: Range<usize>,
        depth: usize,
    ) -> Result<Value, SyntaxError> {
        if self.trimmed(inner.clone()).is_empty() || depth == MAX_DEPTH {
            return self.expression(range);
        }
        match self.value(inner, depth + 1)? {
            Value::Expression(_) => Ok(Value::Expression(self.span(range))),
            value => Ok(value),
        }
    }

    /// Whether what stands in brackets is a `for` expression.
    fn is_for(&self, inner: &Range<usize>) -> bool {
        let inner = self.trimmed(inner.clone());
        let first = self.token(inner.start, &inner);
        first.is_some_and(|token| {
            &self.text[token.span().range()] == "for"
                && self.kind(inner.start + 1, &inner) == Some(Kind::Word)
        })
    }

    fn array(&self, span: Span, inner: Range<usize>, depth: usize) -> Result<Value, SyntaxError> {
        go_deeper(span, depth)?;
        let inner = self.trimmed(inner);
        let mut elements = Vec::new();
        let mut at = inner.start;
        while at < inner.end {
            let end = self.find(&inner, at, |kind| kind == Kind::Comma)?;
            let element = self.trimmed(at..end);
            if element.is_empty() {
                return Err(explain::missing_element(self.text, self.lexed.tokens[end].span()));
            }
            elements.push(self.value(element, depth + 1)?);
            at = end + 1;
        }
        Ok(Value::Array(span, elements))
    }

    fn object(&self, span: Span, inner: Range<usize>, depth: usize) -> Result<Value, SyntaxError> {
        go_deeper(span, depth)?;
        let inner = self.trimmed(inner);
        let mut entries = Vec::new();
        let mut at = inner.start;
        while let Some(token) = self.token(at, &inner) {
            if token.kind == Kind::Newline {
                at += 1;
                continue;
            }
            let (key, sign) = self.key(&inner, at)?;
            let end =
                self.find(&inner, sign + 1, |kind| matches!(kind, Kind::Comma | Kind::Newline))?;
            if end == sign + 1 {
                return Err(explain::missing_value(self.lexed.tokens[sign].span()));
            }
            entries.push((key, self.value(sign + 1..end, depth + 1)?));
            at = end + 1;
        }
        Ok(Value::Object(span, entries))
    }

    /// Reads a key. With it comes the token of its `=` or `:`.
    fn key(&self, inner: &Range<usize>, at: usize) -> Result<(Key, usize), SyntaxError> {
        let is_end =
            |kind| matches!(kind, Kind::Assign | Kind::Colon | Kind::Comma | Kind::Newline);
        let sign = self.find(inner, at, is_end)?;
        let key = at..sign;
        let span = self.span(&key);
        if !matches!(self.kind(sign, inner), Some(Kind::Assign | Kind::Colon)) {
            return Err(explain::no_entry(self.text, span, self.token(at, inner)));
        }
        let first = self.lexed.tokens[at];
        let key = match (key.len(), first.kind) {
            (0, _) => return Err(explain::missing_key(self.text, first.span())),
            (1, Kind::Word | Kind::Number) => Key::Word(span),
            (1, Kind::Quoted) => {
                self.quoted(span)?;
                Key::Quoted(span)
            }
            _ if first.kind == Kind::Open && first.ends_at(sign) => {
                self.expression(&key)?;
                Key::Expression(self.span(&self.trimmed(at + 1..sign - 1)))
            }
            _ => {
                self.expression(&key)?;
                Key::Expression(span)
            }
        };
        Ok((key, sign))
    }

    /// The tokens of `x` in `jsonencode(x)`, where that is an array, an object or what leads to one, such as `local.x`.
    fn encoded(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let name = self.token(range.start, range)?;
        let open = self.token(range.start + 1, range)?;
        let is_call = &self.text[name.span().range()] == "jsonencode"
            && open.ends_at(range.end)
            && self.text[open.span().range()].starts_with('(');
        let inner = range.start + 2..range.end - 1;
        let inner = self.trimmed(if is_call { inner } else { return None });
        let is_comma =
            inner.end > inner.start && self.lexed.tokens[inner.end - 1].kind == Kind::Comma;
        let inner = self.trimmed(inner.start..inner.end - usize::from(is_comma));
        let first = self.token(inner.start, &inner)?;
        let is_container = matches!(self.text.as_bytes()[first.start as usize], b'[' | b'{')
            && first.ends_at(inner.end);
        let is_for = self.is_for(&(inner.start + 1..inner.end.saturating_sub(1)));
        let is_reference = inner.len() > 1 && self.is_address(&inner);
        (is_reference || is_container && !is_for).then_some(inner)
    }

    /// Checks an expression.
    fn expression(&self, range: &Range<usize>) -> Result<Value, SyntaxError> {
        let span = self.span(range);
        if !self.is_address(range) {
            expression::check(self.text, span)?;
        }
        Ok(Value::Expression(span))
    }

    /// Whether the tokens are names with dots in between, as most expressions are.
    fn is_address(&self, range: &Range<usize>) -> bool {
        let is_due = |(at, token): (usize, &Token)| {
            let wanted = if at.is_multiple_of(2) { Kind::Word } else { Kind::Sign };
            token.kind == wanted && (at.is_multiple_of(2) || self.is_dot(token))
        };
        range.len() % 2 == 1 && self.lexed.tokens[range.clone()].iter().enumerate().all(is_due)
    }

    fn is_dot(&self, token: &Token) -> bool {
        self.text.as_bytes()[token.start as usize] == b'.'
    }
}

/// Refuses the container at `span` where it would be one too many.
fn go_deeper(span: Span, depth: usize) -> Result<(), SyntaxError> {
    let opened = Span { start: span.start, end: span.start + 1 };
    if depth < MAX_DEPTH { Ok(()) } else { Err(explain::too_deep(opened)) }
}
