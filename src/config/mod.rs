//! `orglint.yaml`: what a project says about its orgs and about the rules.

mod discover;
mod folders;
mod model;
mod settings;
mod tune;

pub use discover::{Configs, FILE_NAME, Scope};
pub use model::{Config, Extend, Override, RuleLevel, RuleSetting, SeverityOrNever};
pub use settings::RuleSettings;
pub use tune::Wanted;
