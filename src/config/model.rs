//! The typed form of `orglint.yaml`. Its doc comments are the descriptions of `orglint schema config`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settings::RuleSettings;
use crate::finding::Severity;
use crate::rules::{Level, Preset};

/// Configuration of orglint, in a file `orglint.yaml`. Paths and globs are relative to the directory of that file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Globs of files and directories that are not read, also where they are named on the command line.
    pub exclude: Vec<String>,
    /// Globs of directories that each hold the export of one organisation. By default everything below this file is
    /// one org.
    pub orgs: Vec<String>,
    /// Kinds of which the export holds every resource, so that a reference to one that is missing is an error.
    pub complete: Vec<String>,
    /// By kind: globs of files that are resources of that kind, where their content does not tell.
    pub kinds: BTreeMap<String, Vec<String>>,
    /// A selection of rules that has a name; by default `recommended`, unless `select` names rules.
    pub preset: Option<Preset>,
    /// Rules to run, of those in `preset` where that is given: ids, areas, tags, `trunk-*`, `telephony/*`,
    /// `tag:codec`, `all`.
    pub select: Vec<String>,
    /// Rules not to run, named as in `select`.
    pub ignore: Vec<String>,
    /// By rules, named as in `select`: severity and parameters. Of several that name a rule the last one counts; a rule
    /// that is given a severity under its own id runs also where the selection leaves it out.
    pub rules: RuleSettings,
    /// The same for some of the resources, the later over the earlier.
    pub overrides: Vec<Override>,
    /// Directories with further rules and schemas.
    pub extend: Extend,
    /// The least severity that makes a run fail; `--fail-on` overrides it.
    pub fail_on: Option<SeverityOrNever>,
    /// The least severity that is reported; `--min-severity` overrides it.
    pub min_severity: Option<Severity>,
}

/// What a project says about the rules for some of its resources: those for which all of `paths`, `kinds` and `orgs`
/// hold that are given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Override {
    /// Globs of the files that the resources stand in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
    /// Slugs of their kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<String>>,
    /// Globs of the directories in which their orgs begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orgs: Option<Vec<String>>,
    /// By rules: severity and parameters, as outside of overrides.
    pub rules: RuleSettings,
}

/// What a project says about one rule or several: `severity` and `parameters`, or the severity alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "RuleSettingFile")]
pub struct RuleSetting {
    /// The severity of its findings, or `off`.
    pub severity: Option<RuleLevel>,
    /// Values of the parameters that the rule declares, by name.
    pub parameters: BTreeMap<String, serde_json::Value>,
}

/// A [`RuleSetting`] as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum RuleSettingFile {
    /// The severity of its findings, or `off`.
    Level(RuleLevel),
    /// Severity and parameters.
    Fields(RuleSettingFields),
}

/// A [`RuleSetting`] by its keys.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct RuleSettingFields {
    /// The severity of its findings, or `off`.
    severity: Option<RuleLevel>,
    /// Values of the parameters that the rule declares, by name.
    parameters: BTreeMap<String, serde_json::Value>,
}

impl From<RuleSettingFile> for RuleSetting {
    fn from(file: RuleSettingFile) -> Self {
        match file {
            RuleSettingFile::Level(level) => {
                Self { severity: Some(level), parameters: BTreeMap::new() }
            }
            RuleSettingFile::Fields(fields) => {
                Self { severity: fields.severity, parameters: fields.parameters }
            }
        }
    }
}

/// The severity of a rule, or that it does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleLevel {
    /// The rule does not run.
    Off,
    /// Findings are notes.
    Note,
    /// Findings are warnings.
    Warning,
    /// Findings are errors.
    Error,
}

impl RuleLevel {
    /// What it means for a rule.
    pub fn level(self) -> Level {
        match self {
            Self::Off => Level::Off,
            Self::Note => Level::On(Severity::Note),
            Self::Warning => Level::On(Severity::Warning),
            Self::Error => Level::On(Severity::Error),
        }
    }
}

/// A threshold: the least severity that counts, or that none does.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum SeverityOrNever {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
    /// All findings.
    Note,
    /// No finding.
    Never,
}

impl SeverityOrNever {
    /// Whether a finding of this severity reaches the threshold.
    pub fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Note => true,
            Self::Never => false,
        }
    }
}

/// Directories with further rules and schemas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Extend {
    /// Directories of rule files.
    pub rules: Vec<String>,
    /// Directories of kinds: `<kind>/kind.yaml` and `<kind>/<form>.schema.json`.
    pub schemas: Vec<String>,
}
