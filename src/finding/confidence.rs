//! How sure a rule is of what it finds.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How sure a rule is that what it finds is wrong. Ordered: an opinion is less than what is likely, which is less than
/// what is certain.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Good practice that a team may have its reasons not to follow.
    Opinion,
    /// Wrong in nearly all organisations; what the export does not show may justify it.
    Likely,
    /// Wrong by the files alone: a contradiction, or something that the platform refuses or ignores.
    Certain,
}

impl Confidence {
    /// All of them, the surest first.
    pub const ALL: [Self; 3] = [Self::Certain, Self::Likely, Self::Opinion];

    /// The word for it in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Opinion => "opinion",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
