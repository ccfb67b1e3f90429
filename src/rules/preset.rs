//! Presets: selections of rules that have a name.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Rule;
use crate::finding::Confidence;

/// A selection of rules that has a name.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Rules whose findings are certain or likely.
    #[default]
    Recommended,
    /// All rules.
    Strict,
    /// Rules with the tag `security`.
    Security,
    /// Rules with the tag `incident`: what breaks the media of bridged interactions.
    Incident,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 4] = [Self::Recommended, Self::Strict, Self::Security, Self::Incident];

    /// The word for it in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::Security => "security",
            Self::Incident => "incident",
        }
    }

    /// Whether a rule belongs to it.
    pub fn holds(self, rule: &Rule) -> bool {
        match self {
            Self::Recommended => rule.confidence >= Confidence::Likely,
            Self::Strict => true,
            Self::Security | Self::Incident => rule.tags.iter().any(|tag| tag == self.name()),
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
