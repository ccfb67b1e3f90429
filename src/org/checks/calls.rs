//! `unknown-module-argument` and `missing-module-argument`: calls of Terraform modules that do not fit the modules.

use super::Check;
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::org::nearest::Nearest;
use crate::terraform::{CallMistake, Mistake};
use crate::text::did_you_mean;

/// One finding for each value that a call gives to a variable which its module does not have.
pub(super) fn unknown(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let mut nearest = Nearest::new();
    let mut found = Vec::new();
    for mistake in org.terraform.call_mistakes() {
        let Mistake::Unknown(input) = mistake.mistake else { continue };
        let name = input.key().unwrap_or_default();
        let message = format!("the module in {} has no variable `{name}`", shown(&mistake));
        let at = (input, Part::Key);
        let finding = Finding::new(&check.rule, check.severity, message, at, None);
        let suggested = nearest.find(name, org.terraform.variables(mistake.target));
        let help = suggested.map_or_else(
            || "remove it, or declare the variable in that module".to_owned(),
            did_you_mean,
        );
        found.push(Finding { help: Some(help), ..finding });
    }
    found
}

/// One finding for each variable without a default that a call leaves out.
pub(super) fn missing(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for mistake in org.terraform.call_mistakes() {
        let Mistake::Missing(name) = mistake.mistake else { continue };
        let message = format!(
            "this call gives no value to `{name}`, which the module in {} requires",
            shown(&mistake)
        );
        let at = (mistake.call, Part::Key);
        let finding = Finding::new(&check.rule, check.severity, message, at, None);
        let help = "give it a value here, or the variable a default";
        found.push(Finding { help: Some(help.to_owned()), ..finding });
    }
    found
}

fn shown(mistake: &CallMistake<'_>) -> String {
    format!("`{}`", if mistake.target.is_empty() { "." } else { mistake.target })
}
