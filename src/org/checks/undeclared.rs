//! `undeclared-reference`: an expression of Terraform that names what its module does not declare.

use super::{Check, related};
use crate::finding::{Finding, Location, Part, Related};
use crate::org::Org;
use crate::org::nearest::Nearest;
use crate::terraform::{Missing, Reference, Undeclared};
use crate::text::did_you_mean;

/// How many findings carry a suggestion and point at what is declared, so that a repository in which every reference is wrong costs no more than
/// reading it.
const MAX_SUGGESTED: usize = 200;

/// How many other modules are pointed at.
const MAX_RELATED: usize = 3;

/// One finding for each traversal, at its name.
pub(super) fn findings(check: &Check, org: &Org<'_>) -> Vec<Finding> {
    let mut nearest = Nearest::new();
    let undeclared = org.terraform.undeclared();
    let finding = |(at, one): (usize, &Undeclared<'_>)| {
        let is_suggested = at < MAX_SUGGESTED;
        finding(check, org, one, if is_suggested { Some(&mut nearest) } else { None })
    };
    undeclared.iter().enumerate().map(finding).collect()
}

fn finding(
    check: &Check,
    org: &Org<'_>,
    undeclared: &Undeclared<'_>,
    nearest: Option<&mut Nearest>,
) -> Finding {
    let is_told = nearest.is_some();
    let node = undeclared.node;
    let subject = org.enclosing(node).map(|id| org.resource(id).subject(org.catalog));
    let at = (node, Part::Value);
    let finding = Finding::new(&check.rule, check.severity, message(undeclared), at, subject);
    let others = elsewhere(org, undeclared);
    let suggested = nearest.filter(|_| others.is_empty()).and_then(|nearest| {
        let candidates = org.terraform.alternatives(undeclared);
        let found = nearest.find(&name(undeclared), candidates.iter().map(String::as_str));
        found.map(did_you_mean)
    });
    let help = suggested.or_else(|| others.first().map(|(help, _)| help.clone()));
    let primary = Location { span: undeclared.span, ..finding.primary };
    let help = help.or_else(|| Some(what_to_do(undeclared).to_owned()));
    let of_its_sort =
        if is_told { org.terraform.files_with_others(undeclared) } else { Vec::new() };
    let of_its_sort = of_its_sort.into_iter().take(MAX_RELATED);
    let of_its_sort = of_its_sort.map(|node| related("what is declared here", (node, Part::Key)));
    Finding {
        help,
        primary,
        related: others.into_iter().map(|(_, place)| place).chain(of_its_sort).collect(),
        ..finding
    }
}

fn name(undeclared: &Undeclared<'_>) -> String {
    match &undeclared.missing {
        Missing::Own(reference) => reference.to_string(),
        Missing::Name(name) => (*name).to_owned(),
        Missing::Output { call, output } => format!("module.{call}.{output}"),
    }
}

fn message(undeclared: &Undeclared<'_>) -> String {
    match &undeclared.missing {
        Missing::Own(reference) => format!("this Terraform module does not declare `{reference}`"),
        Missing::Name(name) => format!("Terraform reads this and knows no `{name}`"),
        Missing::Output { call, output } => {
            format!("the module behind `module.{call}` has no output `{output}`")
        }
    }
}

fn what_to_do(undeclared: &Undeclared<'_>) -> &'static str {
    match &undeclared.missing {
        Missing::Own(Reference::Variable(_)) => {
            "declare the variable in this module, or name one that it has"
        }
        Missing::Own(Reference::Local(_)) => {
            "add it to `locals` of this module, or name one that it has"
        }
        Missing::Own(Reference::Module(..)) => "call the module here, or name a call that is there",
        Missing::Own(Reference::Block(..)) => "declare it in this module, or name what it declares",
        Missing::Name(_) => {
            "write `$${…}` for text that somebody else fills in, such as a data action"
        }
        Missing::Output { .. } => "add the output to that module, or name one that it has",
    }
}

/// The other modules that declare it: a module knows nothing of what others declare.
fn elsewhere(org: &Org<'_>, undeclared: &Undeclared<'_>) -> Vec<(String, Related)> {
    let Missing::Own(Reference::Block(block, ty, label)) = undeclared.missing else {
        return Vec::new();
    };
    let declaring = org.terraform.declaring(block, ty, label).into_iter().take(MAX_RELATED);
    let told = declaring.map(|(folder, value)| {
        let folder = if folder.is_empty() { "." } else { folder };
        let help = format!(
            "it is declared in `{folder}`, which is another module: hand it over by an output and a variable"
        );
        (help, related("declared here, in another module", (value, Part::Key)))
    });
    told.collect()
}
