//! What a notation leaves open: values that only another tool knows, and what it converts by itself.

use jsonschema::JsonType;

use super::json::json_type;
use crate::catalog::Form;
use crate::document::Node;

/// The notation that a value is written in, as far as a schema is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Values are what they look like.
    Plain,
    /// Terraform JSON: a string with `${…}` stands for any value, null means absent, and strings, numbers and
    /// booleans are converted to what an argument takes.
    Terraform,
    /// Terraform's state: as Terraform JSON, but every value is known, so a string is what it says.
    State,
    /// JSON inside a string of Terraform JSON: a string with `${…}` stands for any value, all else is plain.
    TerraformContent,
}

impl From<Form> for Mode {
    fn from(form: Form) -> Self {
        match form {
            Form::Terraform => Self::Terraform,
            Form::State => Self::State,
            Form::Api | Form::Archy | Form::Architect | Form::Own => Self::Plain,
        }
    }
}

impl Mode {
    /// Whether null says that a key is not set.
    pub(crate) fn null_is_absent(self) -> bool {
        matches!(self, Self::Terraform | Self::State)
    }

    /// The mode for a document that stands inside a string.
    pub(crate) fn inside_string(self) -> Self {
        match self {
            Self::Plain | Self::State => Self::Plain,
            Self::Terraform | Self::TerraformContent => Self::TerraformContent,
        }
    }

    /// Whether `node` may turn out to be any value: it holds a token or an expression. JSON in a string with
    /// expressions among its values is known all the same, but for those values.
    pub(crate) fn is_open(self, node: Node<'_>) -> bool {
        let is_expression = || node.as_str().is_some_and(has_expression);
        let has_expressions = matches!(self, Self::Terraform | Self::TerraformContent);
        let has_token = self != Self::State && node.has_token();
        has_token || (has_expressions && is_expression() && node.embedded().is_none())
    }

    /// Whether the reader of this notation converts `node` to `wanted` by itself.
    pub(crate) fn converts(self, node: Node<'_>, wanted: JsonType) -> bool {
        if !matches!(self, Self::Terraform | Self::State) {
            return false;
        }
        match (json_type(node), wanted) {
            (JsonType::Number | JsonType::Boolean, JsonType::String) => true,
            (JsonType::String, JsonType::Boolean) => matches!(node.text(), "true" | "false"),
            (JsonType::String, JsonType::Integer) => node.text().parse::<i64>().is_ok(),
            (JsonType::String, JsonType::Number) => {
                node.text().parse::<f64>().is_ok_and(f64::is_finite)
            }
            _ => false,
        }
    }
}

/// Whether a Terraform string holds an expression or a directive: `${…}` or `%{…}`, not the escapes `$${`, `%%{`.
fn has_expression(text: &str) -> bool {
    let opens = |sign: &str| {
        let brace = format!("{sign}{{");
        text.match_indices(&brace).any(|(at, _)| !text[..at].ends_with(sign))
    };
    text.contains('{') && (opens("$") || opens("%"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::{self, Syntax};
    use crate::source::Source;

    #[test]
    fn values_in_state_are_known_and_converted_all_the_same() {
        let source = Arc::new(Source::new("state.json", r#"["${var.x}", "{{x}}", "5", "true"]"#));
        let documents = document::parse(&source, Syntax::Json).documents;
        let nodes: Vec<Node<'_>> = documents[0].root().items().collect();
        assert!(!nodes.iter().any(|node| Mode::State.is_open(*node)));
        assert!(Mode::Terraform.is_open(nodes[0]) && Mode::Plain.is_open(nodes[1]));
        assert!(Mode::State.converts(nodes[2], JsonType::Integer));
        assert!(Mode::State.converts(nodes[3], JsonType::Boolean));
    }

    #[test]
    fn an_escaped_expression_is_text() {
        assert!(has_expression("${var.codec}"));
        assert!(has_expression("a ${var.codec} b"));
        assert!(has_expression("%{ if true }x%{ endif }"));
        assert!(!has_expression("$${name}"));
        assert!(!has_expression("{}"));
        assert!(!has_expression("$"));
    }
}
