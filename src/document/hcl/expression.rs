//! What is an expression: asked of the `hcl-edit` crate, one expression at a time.

use hcl_edit::expr::Expression;

use super::super::SyntaxError;
use super::{explain, template};
use crate::source::Span;

/// Longer expressions are taken as they are, in bytes: the parser looks through all keys of an object for each of them.
const LONGEST: usize = 16 * 1024;

/// Limits and pedantries of the parser that Terraform does not have: its nesting, its operators, repeated keys.
const PASSED_OVER: [&str; 2] = ["at most", "redefined"];

/// Checks the expression at `span`.
pub(super) fn check(text: &str, span: Span) -> Result<(), SyntaxError> {
    let code = &text[span.range()];
    if code.len() > LONGEST {
        return Ok(());
    }
    // In parentheses, lines may break anywhere; where they may not, the tokens of the expression have ended.
    let Err(error) = format!("({code}\n)").parse::<Expression>() else { return Ok(()) };
    if PASSED_OVER.iter().any(|words| error.message().contains(words)) {
        return Ok(());
    }
    let at = error.location().offset().saturating_sub(1).min(code.len());
    Err(explain::expression(text, span, span.start as usize + at))
}

/// Checks the expressions in the `${…}` of the string or heredoc at `span`.
pub(super) fn check_interpolations(text: &str, span: Span) -> Result<(), SyntaxError> {
    let written = &text.as_bytes()[span.range()];
    if memchr::memmem::find(written, b"${").is_none() {
        return Ok(());
    }
    for (start, end) in template::interpolations(text, (span.start as usize, span.end as usize)) {
        let code = &text[start..end];
        let inner = code.trim();
        let start = start + code.len() - code.trim_start().len();
        let span = Span::new(start, start + inner.len());
        if inner.is_empty() {
            return Err(explain::empty_interpolation(span));
        }
        if !is_address(inner) {
            check(text, span)?;
        }
    }
    Ok(())
}

/// Whether `code` is names with dots in between.
fn is_address(code: &str) -> bool {
    let is_name = |name: &str| {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.as_bytes().iter().all(is_part)
    };
    code.split('.').all(is_name)
}
