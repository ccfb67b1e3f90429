//! The syntax of CEL, as far as rules use it: text to a tree in which every name and operand knows its bytes.
//!
//! The parser is ours because errors and blame need the exact span of every part, which the `cel` crate does not
//! keep. That crate remains the authority: a property test holds that both accept the same expressions and read
//! the same tree.

mod fault;
mod literal;
#[cfg(test)]
mod oracle;
mod parser;
mod token;

use super::expr::Binary;
use crate::source::Span;

pub(crate) use fault::Fault;
pub(crate) use parser::parse;
pub(crate) use token::closing_brace;

/// The most parts that an expression may have.
pub(crate) const MAX_NODES: usize = 1_000;

/// The most levels that an expression may have: whatever goes through it recurses this deep.
pub(crate) const MAX_DEPTH: usize = 96;

/// A parsed expression, names not yet resolved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ast {
    /// What it is.
    pub(crate) kind: AstKind,
    /// The bytes of the text that it was written as, without parentheses around it.
    pub(crate) span: Span,
    /// Number of levels, this one included.
    depth: usize,
}

/// What a parsed expression is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum AstKind {
    /// `null`
    Null,
    /// `true`
    Bool(bool),
    /// `1`
    Int(i64),
    /// `1.5`
    Double(f64),
    /// `'text'`
    String(String),
    /// `name`
    Name(String),
    /// `x.name`
    Select(Box<Ast>, Name),
    /// `x[y]`
    Index(Box<Ast>, Box<Ast>),
    /// `f(…)`
    Call(Name, Vec<Ast>),
    /// `x.f(…)`
    MemberCall(Box<Ast>, Name, Vec<Ast>),
    /// `[…]`
    List(Vec<Ast>),
    /// `{k: v}`
    Map(Vec<(Ast, Ast)>),
    /// `!x`
    Not(Box<Ast>),
    /// `-x`
    Negate(Box<Ast>),
    /// `x && y`
    And(Box<Ast>, Box<Ast>),
    /// `x || y`
    Or(Box<Ast>, Box<Ast>),
    /// `c ? x : y`
    Conditional(Box<Ast>, Box<Ast>, Box<Ast>),
    /// `x == y` and its kin.
    Binary(Binary, Box<Ast>, Box<Ast>),
}

/// A name behind a dot, or in front of the parenthesis of a call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    /// The name.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) span: Span,
}

impl AstKind {
    /// The most levels that a part of it has.
    fn depth_below(&self) -> usize {
        let deepest = |parts: &[Ast]| parts.iter().map(|part| part.depth).max().unwrap_or(0);
        match self {
            Self::Null
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Double(_)
            | Self::String(_)
            | Self::Name(_) => 0,
            Self::Select(of, _) | Self::Not(of) | Self::Negate(of) => of.depth,
            Self::Index(a, b) | Self::And(a, b) | Self::Or(a, b) | Self::Binary(_, a, b) => {
                a.depth.max(b.depth)
            }
            Self::Call(_, parts) | Self::List(parts) => deepest(parts),
            Self::MemberCall(of, _, parts) => of.depth.max(deepest(parts)),
            Self::Map(entries) => {
                entries.iter().map(|(key, value)| key.depth.max(value.depth)).max().unwrap_or(0)
            }
            Self::Conditional(a, b, c) => a.depth.max(b.depth).max(c.depth),
        }
    }
}
