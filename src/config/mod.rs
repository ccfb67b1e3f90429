//! `orglint.yaml`: what a project says about its orgs and about the rules.

mod discover;
mod model;

pub use discover::{Configs, FILE_NAME, Scope};
pub use model::{Config, Extend, RuleLevel, RuleSetting, SeverityOrNever};
