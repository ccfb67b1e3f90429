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
    /// JSON inside a string of Terraform JSON: a string with `${…}` stands for any value, all else is plain.
    TerraformContent,
}

impl From<Form> for Mode {
    fn from(form: Form) -> Self {
        if form == Form::Terraform { Self::Terraform } else { Self::Plain }
    }
}

impl Mode {
    /// Whether null says that a key is not set.
    pub(crate) fn null_is_absent(self) -> bool {
        self == Self::Terraform
    }

    /// The mode for a document that stands inside a string.
    pub(crate) fn inside_string(self) -> Self {
        if self == Self::Terraform { Self::TerraformContent } else { self }
    }

    /// Whether `node` may turn out to be any value: it holds a token or an expression. JSON in a string with
    /// expressions among its values is known all the same, but for those values.
    pub(crate) fn is_open(self, node: Node<'_>) -> bool {
        let is_expression = || node.as_str().is_some_and(has_expression);
        node.has_token() || (self != Self::Plain && is_expression() && node.embedded().is_none())
    }

    /// Whether the reader of this notation converts `node` to `wanted` by itself.
    pub(crate) fn converts(self, node: Node<'_>, wanted: JsonType) -> bool {
        if self != Self::Terraform {
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
    use super::*;

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
