//! Rules: one YAML file each, checked against the catalogue when loaded, evaluated in three values.

mod builtin;
mod cel;
mod check;
mod computed;
mod constant;
pub mod endpoints;
pub mod expr;
mod frame;
mod load;
pub mod model;
mod rule;
mod set;
mod template;
#[cfg(test)]
mod tests;

pub use builtin::Check;
pub use computed::{Computed, Owner, compile_computed_fields};
pub use load::builtin_sources;
pub use rule::{Assertion, Body, Each, Example, Expectation, Parameter, Place, Rule};
pub use set::RuleSet;
pub use template::{Template, TemplatePart};
