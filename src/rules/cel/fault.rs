//! What is wrong inside an expression.

use crate::source::Span;
use crate::text;

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
        let meant = text::nearest(written, known).map(text::did_you_mean);
        Self { help: meant.or(self.help), ..self }
    }

    /// The same fault in a text in which this expression begins at byte `start`.
    pub(crate) fn shifted(self, start: u32) -> Self {
        let span = Span { start: self.span.start + start, end: self.span.end + start };
        Self { span, ..self }
    }
}
