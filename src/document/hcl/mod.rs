//! Terraform's own syntax into the arena, as the tree that its JSON syntax would have.
//!
//! Blocks of one type are one object whose keys are the labels; blocks inside blocks are arrays of objects; an
//! expression `e` is the string `${e}`; `jsonencode({…})` is such a string with a document in it. Structure is read
//! here, since the tree needs what a parser of values throws away: repeated arguments, what stands in front of an
//! error, templates as they are written. What is an expression, the `hcl-edit` crate says.

mod body;
mod explain;
mod expression;
mod lex;
mod skip;
mod template;
mod tree;
mod value;

use super::SyntaxError;
use super::builder::Draft;

pub(super) use template::{expression_map, map};

/// Reads `text` as one document: all of it, or the blocks and arguments in front of the first error.
pub(super) fn read(text: &str) -> (Vec<Draft>, Option<SyntaxError>) {
    let lexed = lex::lex(text);
    let (items, error) = body::read(text, &lexed);
    if error.is_some() && items.is_empty() {
        return (Vec::new(), error);
    }
    (vec![tree::build(text, lexed, &items)], error)
}
