//! Templates: text with `{expression}` in it.

use super::cel::{Fault, closing_brace};
use super::check::{Scope, compile, words};
use super::expr::{Expr, Type};
use crate::source::Span;

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

impl Template {
    /// Reads a template. All its expressions are checked, so there may be several faults.
    pub(crate) fn compile(scope: Scope<'_>, text: &str) -> Result<Self, Vec<Fault>> {
        let mut template = Self::default();
        let mut faults = Vec::new();
        let mut at = 0;
        while at < text.len() {
            match next(&text[at..]) {
                Ok((Stretch::Text(stretch), length)) => {
                    template.push_text(stretch);
                    at += length;
                }
                Ok((Stretch::Expr(written), length)) => {
                    match value(scope, written) {
                        Ok(expr) => template.parts.push(TemplatePart::Expr(expr)),
                        Err(fault) => faults.push(fault.shifted(start(at + 1))),
                    }
                    at += length;
                }
                Err(fault) => {
                    faults.push(fault.shifted(start(at)));
                    break;
                }
            }
        }
        if faults.is_empty() { Ok(template) } else { Err(faults) }
    }

    fn push_text(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(TemplatePart::Text(last)) => last.push_str(text),
            _ => self.parts.push(TemplatePart::Text(text.to_owned())),
        }
    }
}

enum Stretch<'t> {
    Text(&'t str),
    Expr(&'t str),
}

fn start(at: usize) -> u32 {
    Span::at(at).start
}

/// The stretch that `text` begins with, and its length with braces.
fn next(text: &str) -> Result<(Stretch<'_>, usize), Fault> {
    let plain = text.find(['{', '}']).unwrap_or(text.len());
    if plain > 0 {
        return Ok((Stretch::Text(&text[..plain]), plain));
    }
    if text.starts_with("{{") || text.starts_with("}}") {
        return Ok((Stretch::Text(&text[..1]), 2));
    }
    if text.starts_with('}') {
        let fault = Fault::new(Span::new(0, 1), "this brace closes nothing");
        return Err(fault.help("a brace itself is written `}}`"));
    }
    match closing_brace(&text[1..]) {
        Some(length) => Ok((Stretch::Expr(&text[1..=length]), length + 2)),
        None => Err(Fault::new(Span::new(0, 1), "this brace is not closed")
            .help("a brace itself is written `{{`")),
    }
}

/// An expression whose value can stand in a text.
fn value(scope: Scope<'_>, text: &str) -> Result<Expr, Fault> {
    let expr = compile(scope, text)?;
    let mut ty = &expr.ty;
    let mut is_list = false;
    while let Type::List(element) = ty {
        (ty, is_list) = (element, true);
    }
    if matches!(ty, Type::Resource(_) | Type::Record(_)) {
        let message = format!("{} cannot stand in a text", words(scope.catalog, &expr.ty));
        let written = text.trim();
        return Err(Fault::new(expr.span, message).help(if is_list {
            format!("its elements have names: `{written}.map(x, x.name)`")
        } else {
            format!("write one of its fields, such as `{written}.name`")
        }));
    }
    Ok(expr)
}
