//! Rules as they are run: names resolved, expressions checked, parameters set.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::builtin::Check;
use super::constant::Range;
use super::expr::{Expr, Literal, Op, Slot, Type};
use super::fix::Repair;
use super::model::{Compare, RuleFile};
use super::shown::{date_text, duration_text};
use super::template::{Template, TemplatePart};
use super::tuning::Tuning;
use crate::catalog::KindId;
use crate::finding::{Address, Confidence, Location, Severity};

/// A rule that has been read and checked.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id, which is also the name of its file.
    pub id: Arc<str>,
    /// How bad its findings are; configuration may have changed it.
    pub severity: Severity,
    /// What makes its findings that bad.
    pub severity_reason: String,
    /// How sure it is of what it finds.
    pub confidence: Confidence,
    /// What is wrong where it finds something, in one line.
    pub summary: String,
    /// Name of the folder that its file stands in, such as `telephony`.
    pub area: String,
    /// What it looks for, and how.
    pub body: Body,
    /// Why it matters, in Markdown.
    pub why: String,
    /// Pages to read.
    pub references: Vec<String>,
    /// Words to select it by.
    pub tags: Vec<String>,
    /// What configuration may set, in alphabetical order of the names.
    pub parameters: Vec<Parameter>,
    /// What configuration changes for some of the resources, the later over the earlier.
    pub tunings: Vec<Tuning>,
    /// Files that it finds something in, and files in which it does not.
    pub examples: Vec<Example>,
    /// The file as it was written, for pages.
    pub written: RuleFile,
    /// Where its id stands.
    pub location: Location,
}

impl Rule {
    /// Its assertion; `None` for checks.
    pub fn assertion(&self) -> Option<&Assertion> {
        match &self.body {
            Body::Assert(assertion) => Some(assertion),
            Body::Check(_) => None,
        }
    }

    /// What it advises, as the rule file has it: with `{expression}` where a finding has a value.
    pub fn help_text(&self) -> Option<&str> {
        match &self.body {
            Body::Assert(_) => self.written.help.as_deref(),
            Body::Check(_) => None,
        }
    }
}

impl Rule {
    /// What it advises whatever it found: with the defaults of parameters, and `…` for what a finding would say.
    pub fn help_in_general(&self) -> Option<String> {
        let Body::Assert(assertion) = &self.body else { return self.written.help.clone() };
        let part = |part: &TemplatePart| match part {
            TemplatePart::Text(text) => text.clone(),
            TemplatePart::Expr(Expr { op: Op::Parameter(at), .. }) => {
                self.parameters.get(*at).map_or_else(String::new, Parameter::default_text)
            }
            TemplatePart::Expr(_) => "…".to_owned(),
        };
        Some(assertion.help.as_ref()?.parts.iter().map(part).collect())
    }
}

/// What a rule looks for, and how.
#[derive(Clone, Debug)]
pub enum Body {
    /// An assertion over each resource of a kind.
    Assert(Box<Assertion>),
    /// A check that no expression can say, written in Rust. Its findings carry messages of their own.
    Check(Check),
}

/// An assertion over each resource of a kind.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The kind whose resources are `self`.
    pub kind: KindId,
    /// What `other` is, for rules that compare.
    pub compare: Option<Compare>,
    /// Where the rule applies; a bool.
    pub when: Option<Expr>,
    /// Whether `when` mentions the variable of `each`: it is then asked for every element, otherwise once.
    pub when_is_per_element: bool,
    /// What must hold for every element of a list, rather than once.
    pub each: Option<Each>,
    /// What must hold; a bool.
    pub assert: Expr,
    /// Overrides the primary place: the first document node that this yields.
    pub at: Option<Expr>,
    /// What a finding says.
    pub message: Template,
    /// What a finding advises.
    pub help: Option<Template>,
    /// How a finding is repaired.
    pub fix: Option<Repair>,
}

/// `each: trunk in self.trunks`.
#[derive(Clone, Debug)]
pub struct Each {
    /// The variable's slot, which is the first one.
    pub variable: Slot,
    /// The variable's name.
    pub name: String,
    /// What is gone through; a list.
    pub list: Expr,
}

/// Something about a rule that configuration may set.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name behind `params.`.
    pub name: String,
    /// What it takes.
    pub ty: Type,
    /// What it means.
    pub summary: String,
    /// The unit of a bare number, for pages and for durations (`ms`, `s`, `min`, `h`, `d`).
    pub unit: Option<String>,
    /// Its value unless configuration sets it: a literal, or a list of literals.
    pub default: Expr,
    /// Its value: a literal, or a list of literals.
    pub value: Expr,
    /// The values that make sense.
    pub range: Range,
}

impl Parameter {
    /// Its value unless configuration sets it, for people.
    pub fn default_text(&self) -> String {
        literal_text(&self.default)
    }
}

pub(super) fn literal_text(expr: &Expr) -> String {
    match &expr.op {
        Op::Literal(literal) => match literal {
            Literal::Null => "null".to_owned(),
            Literal::Bool(value) => value.to_string(),
            Literal::Int(value) => value.to_string(),
            Literal::Double(value) => value.to_string(),
            Literal::String(text) | Literal::Codec(text) => text.clone(),
            Literal::Duration(milliseconds) => duration_text(*milliseconds),
            Literal::Date(day) => date_text(*day),
        },
        Op::List(elements) => {
            let elements: Vec<String> = elements.iter().map(literal_text).collect();
            format!("[{}]", elements.join(", "))
        }
        _ => String::new(),
    }
}

/// Files with the findings that a rule must have in them.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// Globs of the folders in which orgs begin.
    pub orgs: Vec<String>,
    /// Values of the rule's parameters, where they are other than by default.
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// Path and text of each file, in alphabetical order of the paths.
    pub files: Vec<(String, String)>,
    /// The findings, in the order of reports; empty where the rule must be silent.
    pub finds: Vec<Expectation>,
    /// Asserted fields that may be broken without a finding, as `file#pointer`.
    pub unnoticed: Vec<String>,
    /// Path and text of files after all fixes, in alphabetical order of the paths.
    pub fixed: Vec<(String, String)>,
    /// Where the example's name stands in the rule file.
    pub location: Location,
}

/// A finding that a rule must have in an example.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The primary place.
    pub at: Place,
    /// The related places, in order.
    pub related: Vec<Place>,
    /// The whole message, where the example says it.
    pub message: Option<String>,
    /// Where `at` stands in the rule file.
    pub location: Location,
}

/// A place in a file of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's path in the example.
    pub path: String,
    /// The place inside it; `None` for a bare path: somewhere in a file that does not parse.
    pub address: Option<Address>,
}
