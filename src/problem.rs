//! Problems: why the linter could not do its job. They are errors of the configuration, of a rule, of a schema or
//! of the command line, never findings about what is linted.

use crate::finding::Location;
use crate::text;

/// One reason for which the linter could not do its job, framed where it was made.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What is wrong, with the names as written.
    pub message: String,
    /// What to do, "did you mean" included.
    pub help: Option<String>,
    /// Where; `None` for the command line and for files that cannot be read.
    pub location: Option<Location>,
}

impl Problem {
    /// A problem that stands nowhere in particular.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, location: None }
    }

    /// The same problem at a place.
    #[must_use]
    pub fn at(self, location: Location) -> Self {
        Self { location: Some(location), ..self }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same problem, asking for the one of the `known` names that was probably meant; where none is near, with the
    /// advice that it has.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let meant = text::nearest(written, known).map(text::did_you_mean);
        Self { help: meant.or(self.help), ..self }
    }
}
