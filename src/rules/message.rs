//! Messages: templates filled in with values.

use super::Template;
use super::eval::Evaluator;
use super::shown::shown;
use super::template::TemplatePart;

/// The text of a template for what is bound in `evaluator`.
pub(crate) fn render<'a>(template: &'a Template, evaluator: &mut Evaluator<'a>) -> String {
    let mut text = String::new();
    for part in &template.parts {
        match part {
            TemplatePart::Text(plain) => text.push_str(plain),
            TemplatePart::Expr(expr) => {
                let value = evaluator.value(expr);
                text.push_str(&shown(evaluator.org(), &value));
            }
        }
    }
    text
}
