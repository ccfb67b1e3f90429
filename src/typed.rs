//! The project's own YAML files (rules, kinds, configuration) as typed values that remember where they were written.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::document::{self, Document, Node, Syntax};
use crate::finding::Location;
use crate::problem::Problem;
use crate::schema;
use crate::source::{Source, Span};

/// A value that was read from a YAML file, beside the nodes it was read from.
#[derive(Debug)]
pub struct Typed<T> {
    /// The value.
    pub value: T,
    document: Option<Document>,
}

impl<T: DeserializeOwned + JsonSchema + Default> Typed<T> {
    /// Reads a file of type `T`; one without any content is the default.
    ///
    /// # Errors
    /// Every mistake, framed at the byte: where the text is not YAML, and where a key or a value is none that `T` has.
    pub fn read(source: &Arc<Source>) -> Result<Self, Vec<Problem>> {
        let parsed = document::parse(source, Syntax::Yaml);
        if let Some(error) = parsed.error {
            let problem = Problem::new(format!("{} is not YAML: {}", source.path(), error.message));
            let problem = Problem { help: error.help, ..problem };
            return Err(vec![problem.at(at(source, error.span))]);
        }
        let Some(document) =
            parsed.documents.into_iter().next().filter(|document| !document.root().is_null())
        else {
            return Ok(Self { value: T::default(), document: None });
        };
        match serde_yaml::from_str(source.text()) {
            Ok(value) => Ok(Self { value, document: Some(document) }),
            Err(error) => Err(explain::<T>(source, document.root(), &error)),
        }
    }

    /// The root of the file; `None` where it has no content.
    pub fn root(&self) -> Option<Node<'_>> {
        self.document.as_ref().map(Document::root)
    }
}

/// Why serde refused: all that the schema has against the document, else what serde said, at the byte it named.
fn explain<T: JsonSchema>(
    source: &Arc<Source>,
    root: Node<'_>,
    error: &serde_yaml::Error,
) -> Vec<Problem> {
    let schema = schemars::schema_for!(T).to_value();
    let problems = schema::problems(&schema, root);
    if !problems.is_empty() {
        return problems;
    }
    let offset = error.location().map_or(0, |location| location.index());
    vec![Problem::new(error.to_string()).at(at(source, Span::at(offset.min(source.text().len()))))]
}

fn at(source: &Arc<Source>, span: Span) -> Location {
    Location { source: Arc::clone(source), span, address: None }
}
