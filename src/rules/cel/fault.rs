//! What is wrong inside an expression.

use crate::source::Span;

/// What is wrong with an expression or a template, and at which of its own bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where, in the text of the expression.
    pub(crate) span: Span,
    /// What is wrong, with the names as written.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
}

impl Fault {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same fault with the name that was probably meant, if one of `known` is near.
    pub(crate) fn did_you_mean<'a>(
        self,
        written: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let help = did_you_mean(written, known);
        Self { help: help.or(self.help), ..self }
    }

    /// The same fault in a text in which this expression begins at byte `start`.
    pub(crate) fn shifted(self, start: u32) -> Self {
        Self { span: shifted(self.span, start), ..self }
    }
}

/// A span of a part, as a span of the text in which the part begins at byte `start`.
pub(crate) fn shifted(span: Span, start: u32) -> Span {
    Span { start: span.start + start, end: span.end + start }
}

/// "did you mean `x`?" for the nearest of the known names, if one is near; the first of equally near ones.
pub(crate) fn did_you_mean<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let limit = (written.chars().count() / 3).max(1) + 1;
    let distance = |name: &str| {
        let lower = (written.to_lowercase(), name.to_lowercase());
        strsim::damerau_levenshtein(&lower.0, &lower.1)
    };
    let nearest = known
        .into_iter()
        .map(|name| (distance(name), name))
        .filter(|&(distance, _)| distance <= limit)
        .min()?;
    Some(format!("did you mean `{}`?", nearest.1))
}
