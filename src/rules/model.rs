//! Rule files as they are written: the model that serde reads and `orglint schema rule` publishes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::finding::{Applicability, Confidence, Severity};

/// A rule of orglint: what must hold for the resources of a kind, why, and examples that prove it.
///
/// A rule has either `kind`, `assert` and `message`, or `check`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "orglint rule")]
pub struct RuleFile {
    /// The rule's id: lower-case words with hyphens between them, the same as the file's name without `.yaml`.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    pub id: String,
    /// How bad a finding is: `error` where the platform refuses it or calls fail, `warning` where something is likely
    /// to break, `note` where it is worth knowing.
    pub severity: Severity,
    /// What happens because of a finding that makes it that bad and no worse: a short clause.
    #[serde(rename = "severity-reason")]
    #[schemars(length(min = 1))]
    pub severity_reason: String,
    /// How sure the rule is: `certain` where the files alone show that it is wrong, `likely` where what an export does
    /// not show may rarely justify it, `opinion` where a team may have its reasons.
    pub confidence: Confidence,
    /// What is wrong where the rule finds something, in one line without a full stop.
    #[schemars(length(min = 1))]
    pub summary: String,
    /// The kind of resource that `self` is, such as `trunk-base`; `orglint kinds` lists them.
    pub kind: Option<String>,
    /// What the rule compares: with `orgs`, `other` is the resource of the same kind and name in an earlier org of the same
    /// list (`orgs:` in `orglint.yaml`).
    pub compare: Option<Compare>,
    /// Where the rule applies: an expression that yields a bool. Without it, everywhere.
    pub when: Option<String>,
    /// `name in list`: the rule is asked for every element of the list, which the expressions see under that name.
    pub each: Option<String>,
    /// What must hold: an expression that yields a bool. Where it is false there is a finding.
    pub assert: Option<String>,
    /// Instead of `assert`: a check that is built into orglint.
    pub check: Option<String>,
    /// The primary place of a finding, where blame alone would not choose it: an expression that yields a field.
    pub at: Option<String>,
    /// What a finding says; `{expression}` is replaced by its value, `{{` and `}}` are braces.
    pub message: Option<String>,
    /// What to do about a finding; `{expression}` as in `message`.
    pub help: Option<String>,
    /// How a finding is repaired, where that is mechanical.
    pub fix: Option<FixFile>,
    /// Why it matters, in Markdown.
    #[schemars(length(min = 1))]
    pub why: String,
    /// Addresses of pages about it.
    #[serde(default)]
    pub references: Vec<String>,
    /// Words that rules are selected by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// What `orglint.yaml` may set, by name; expressions see them as `params.name`.
    #[serde(default)]
    pub parameters: BTreeMap<String, ParameterFile>,
    /// Examples: at least one in which the rule finds something, and one in which it does not.
    #[schemars(length(min = 2))]
    pub examples: Vec<ExampleFile>,
}

/// What a rule compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Compare {
    /// A resource with the one of the same kind and name in another org of the same list.
    Orgs,
}

/// How a finding is repaired: exactly one of `replace`, `remove`, `rename` and `insert`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixFile {
    /// An expression that yields the value in whose place `with` is written.
    pub replace: Option<String>,
    /// An expression that yields what is taken out: an element of a list, or a value with its key.
    pub remove: Option<String>,
    /// An expression that yields the value whose key is called `key` instead.
    pub rename: Option<String>,
    /// An expression that yields the object into which `key` is put, with the value `with`.
    pub insert: Option<String>,
    /// The name of a key; `{expression}` as in `message`.
    pub key: Option<String>,
    /// The value that is written. Of a text, `{expression}` is replaced as in `message`; of `{expression}` alone the value
    /// is written, with its type.
    pub with: Option<serde_json::Value>,
    /// `safe` where what is written says the same as before or was certainly meant, otherwise `unsafe`.
    pub applicability: Applicability,
}

/// Something about a rule that `orglint.yaml` may set.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParameterFile {
    /// What it takes: `string`, `int`, `double`, `bool`, `codec`, `duration`, `date`, or `list(…)` of one of them.
    #[serde(rename = "type")]
    pub ty: String,
    /// Its value unless `orglint.yaml` sets it.
    pub default: serde_json::Value,
    /// What it means.
    #[schemars(length(min = 1))]
    pub summary: String,
    /// The unit of a bare number: for a duration one of `ms`, `s`, `min`, `h`, `d`; otherwise a word for pages.
    pub unit: Option<String>,
    /// The least value that makes sense, written as the default is.
    pub at_least: Option<serde_json::Value>,
    /// The greatest value that makes sense, written as the default is.
    pub at_most: Option<serde_json::Value>,
}

/// Files with the findings that the rule must have in them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExampleFile {
    /// What it shows.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Globs of the folders in which orgs begin, as `orgs:` in `orglint.yaml`; by default all files are one org.
    #[serde(default)]
    pub orgs: Vec<String>,
    /// Values of the rule's parameters in this example, by name; by default those that the rule declares.
    #[serde(default)]
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// The text of each file by its path.
    pub files: BTreeMap<String, String>,
    /// The findings that the rule must have in these files, all of them; empty where it must be silent.
    pub finds: Vec<FindFile>,
    /// By place, written as in `at`: why nobody is to notice when `rules test --mutate` breaks an asserted field there.
    #[serde(default)]
    pub unnoticed: BTreeMap<String, String>,
    /// By path: the text of files after the fixes of all findings.
    #[serde(default)]
    pub fixed: BTreeMap<String, String>,
}

/// A finding that the rule must have in an example.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindFile {
    /// The primary place: `file#/json/pointer`, with `/~key` behind it for the key rather than the value, `!` in front
    /// of a pointer inside embedded JSON, and `file@1#…` for the second document of a file.
    pub at: String,
    /// The related places, written as in `at`, all of them and in order.
    #[serde(default)]
    pub related: Vec<String>,
    /// The whole message.
    pub message: Option<String>,
}
