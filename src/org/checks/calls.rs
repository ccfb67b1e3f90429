//! `unknown-module-argument` and `missing-module-argument`: calls of Terraform modules that do not fit the modules.

use super::{Check, related};
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::org::nearest::Nearest;
use crate::terraform::{CallMistake, Mistake};
use crate::text::did_you_mean;

/// How many findings point at what is declared, so that a repository in which every call is wrong costs no more than reading
/// it.
const MAX_TOLD: usize = 200;

/// How many files of a module are pointed at.
const MAX_RELATED: usize = 3;

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
        let is_told = found.len() < MAX_TOLD;
        let target = Some(mistake.target).filter(|_| is_told);
        let declared = target.map(|target| org.terraform.files_with_variables(target));
        let declared = declared.unwrap_or_default().into_iter().take(MAX_RELATED);
        let related =
            declared.map(|node| related("what it has is declared here", (node, Part::Key)));
        found.push(Finding { help: Some(help), related: related.collect(), ..finding });
    }
    found
}

/// One finding for each variable without a default that a call leaves out.
pub(super) fn missing(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for mistake in org.terraform.call_mistakes() {
        let Mistake::Missing(name, declared) = mistake.mistake else { continue };
        let message = format!(
            "this call gives no value to `{name}`, which the module in {} requires",
            shown(&mistake)
        );
        let at = (mistake.call, Part::Key);
        let finding = Finding::new(&check.rule, check.severity, message, at, None);
        let help = "give it a value here, or the variable a default";
        let related = vec![related("the variable", (declared, Part::Key))];
        found.push(Finding { help: Some(help.to_owned()), related, ..finding });
    }
    found
}

fn shown(mistake: &CallMistake<'_>) -> String {
    format!("`{}`", if mistake.target.is_empty() { "." } else { mistake.target })
}
