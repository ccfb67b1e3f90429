//! Templates: text with `{expression}` in it.

use super::expr::Expr;

/// Text with expressions in it, whose values stand in the text as written in their files.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// Text and expressions in turn.
    pub parts: Vec<TemplatePart>,
}

/// A stretch of a [`Template`].
#[derive(Clone, Debug)]
pub enum TemplatePart {
    /// Text, escapes resolved.
    Text(String),
    /// `{expression}`.
    Expr(Expr),
}
