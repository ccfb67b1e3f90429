//! Arguments and blocks: the structure of a file, read from its tokens.

use std::ops::Range;

use super::super::{MAX_DEPTH, SyntaxError};
use super::explain;
use super::lex::{Kind, Lexed, Token};
use super::value::Value;
use crate::source::Span;

/// An argument `name = value` or a block.
#[derive(Debug)]
pub(super) enum Item {
    Argument { name: Span, value: Value },
    Block(Block),
}

/// A block `type "label" {…}`.
#[derive(Debug)]
pub(super) struct Block {
    /// Its type, the first word.
    pub(super) name: Span,
    /// Its labels, quotes included.
    pub(super) labels: Vec<Span>,
    pub(super) items: Vec<Item>,
    /// Behind its `}`.
    pub(super) end: usize,
}

/// Reads the items of a file. Those in front of an error are kept.
pub(super) fn read(text: &str, lexed: &Lexed) -> (Vec<Item>, Option<SyntaxError>) {
    let reader = Reader { text, lexed };
    let mut items = Vec::new();
    let error = reader.items(0..lexed.tokens.len(), 1, &mut items).err();
    (items, error.or_else(|| lexed.fault.clone()))
}

/// Reads the tokens of a text. Ranges are of tokens; `depth` is how many containers are around what is read.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) lexed: &'t Lexed,
}

impl Reader<'_> {
    /// The token `at`, if it is one of `range`.
    pub(super) fn token(&self, at: usize, range: &Range<usize>) -> Option<Token> {
        self.lexed.tokens.get(at).copied().filter(|_| at < range.end)
    }

    pub(super) fn kind(&self, at: usize, range: &Range<usize>) -> Option<Kind> {
        self.token(at, range).map(|token| token.kind)
    }

    /// The first token of `range` from `at` on, brackets and what is in them passed over, that `is_wanted`; else the end.
    pub(super) fn find(
        &self,
        range: &Range<usize>,
        at: usize,
        is_wanted: impl Fn(Kind) -> bool,
    ) -> Result<usize, SyntaxError> {
        let mut at = at;
        while let Some(token) = self.token(at, range).filter(|token| !is_wanted(token.kind)) {
            at = match (token.kind, token.pair) {
                (Kind::Open, Token::ALONE) => return Err(self.cut_off(range)),
                (Kind::Open, pair) => pair as usize + 1,
                _ => at + 1,
            };
        }
        Ok(at)
    }

    /// The text ends inside of something, or breaks behind `range`.
    pub(super) fn cut_off(&self, range: &Range<usize>) -> SyntaxError {
        let end = self.lexed.tokens.get(range.end).map_or(self.text.len(), |it| it.start as usize);
        self.lexed.fault.clone().unwrap_or_else(|| explain::unexpected(self.text, end))
    }

    /// Whether no token follows `at` because the text breaks there.
    pub(super) fn breaks_at(&self, at: usize) -> bool {
        at >= self.lexed.tokens.len() && self.lexed.fault.is_some()
    }

    fn items(
        &self,
        range: Range<usize>,
        depth: usize,
        items: &mut Vec<Item>,
    ) -> Result<(), SyntaxError> {
        let mut at = range.start;
        while let Some(token) = self.token(at, &range) {
            if token.kind == Kind::Newline {
                at += 1;
                continue;
            }
            if token.kind != Kind::Word {
                return Err(self.not_an_item(at, &range));
            }
            let (item, next) = match self.kind(at + 1, &range) {
                Some(Kind::Assign) => self.argument(at, &range, depth)?,
                Some(Kind::Quoted | Kind::Word | Kind::Open) => self.block(at, &range, depth)?,
                _ => return Err(self.behind_name(at, &range)),
            };
            if let Some(token) = self.token(next, &range).filter(|it| it.kind != Kind::Newline) {
                return Err(explain::missing_line_break(self.text, token.span()));
            }
            items.push(item);
            at = next;
        }
        Ok(())
    }

    fn argument(
        &self,
        at: usize,
        range: &Range<usize>,
        depth: usize,
    ) -> Result<(Item, usize), SyntaxError> {
        let end = self.find(range, at + 2, |kind| kind == Kind::Newline)?;
        if self.breaks_at(end) {
            return Err(self.cut_off(range));
        }
        if end == at + 2 {
            return Err(explain::missing_value(self.lexed.tokens[at + 1].span()));
        }
        let value = self.value(at + 2..end, depth)?;
        Ok((Item::Argument { name: self.lexed.tokens[at].span(), value }, end))
    }

    fn block(
        &self,
        at: usize,
        range: &Range<usize>,
        depth: usize,
    ) -> Result<(Item, usize), SyntaxError> {
        let name = self.lexed.tokens[at].span();
        let is_label = |at| matches!(self.kind(at, range), Some(Kind::Quoted | Kind::Word));
        let labels = (at + 1..).take_while(|&at| is_label(at));
        let labels: Vec<Span> = labels.map(|at| self.lexed.tokens[at].span()).collect();
        let open = at + 1 + labels.len();
        let brace = self.token(open, range);
        let brace = brace.filter(|token| self.text[token.span().range()].starts_with('{'));
        let Some(brace) = brace else { return Err(self.behind_label(open, range)) };
        if brace.pair == Token::ALONE {
            return Err(self.cut_off(range));
        }
        // The object or array of its type, one object for each label, and its own.
        let depth = depth + labels.len() + 2;
        if depth > MAX_DEPTH {
            return Err(explain::too_deep(name));
        }
        for label in &labels {
            self.quoted(*label)?;
        }
        let close = brace.pair as usize;
        let mut items = Vec::new();
        self.items(open + 1..close, depth, &mut items)?;
        let end = self.lexed.tokens[close].end as usize;
        Ok((Item::Block(Block { name, labels, items, end }), close + 1))
    }

    fn not_an_item(&self, at: usize, range: &Range<usize>) -> SyntaxError {
        let token = self.lexed.tokens[at];
        let is_assigned = matches!(self.kind(at + 1, range), Some(Kind::Assign | Kind::Colon));
        match token.kind {
            Kind::Quoted if is_assigned => explain::quoted_name(self.text, token.span()),
            Kind::Open if at == 0 && self.text[token.span().range()].starts_with('{') => {
                explain::json(token.span())
            }
            _ => explain::no_item(self.text, token.span()),
        }
    }

    fn behind_name(&self, at: usize, range: &Range<usize>) -> SyntaxError {
        match self.token(at + 1, range) {
            None if self.breaks_at(at + 1) => self.cut_off(range),
            Some(colon) if colon.kind == Kind::Colon => explain::colon(colon.span()),
            _ => explain::lone_name(self.text, self.lexed.tokens[at].span()),
        }
    }

    fn behind_label(&self, at: usize, range: &Range<usize>) -> SyntaxError {
        if self.token(at, range).is_none() && self.breaks_at(at) {
            return self.cut_off(range);
        }
        explain::no_brace(self.text, self.lexed.tokens[at - 1].span())
    }
}
