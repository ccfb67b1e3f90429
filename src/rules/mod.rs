//! Rules: one YAML file each, checked against the catalogue when loaded, evaluated in three values.

mod builtin;
mod cel;
mod computed;
pub mod endpoints;
pub mod expr;
pub mod model;
mod rule;
mod set;
mod template;

pub use builtin::Check;
pub use computed::{Computed, Owner};
pub use rule::{Assertion, Body, Each, Example, Expectation, Parameter, Place, Rule};
pub use set::RuleSet;
pub use template::{Template, TemplatePart};
