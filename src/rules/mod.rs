//! Rules: one YAML file each, checked against the catalogue when loaded, evaluated in three values.

mod blame;
mod builtin;
mod cel;
mod check;
mod computed;
pub mod endpoints;
mod eval;
pub mod examples;
pub mod expr;
mod message;
pub mod model;
mod place;
mod rule;
mod run;
mod set;
mod shown;
mod template;
mod value;

pub use builtin::Check;
pub use computed::{Computed, Owner};
pub use run::{Count, Evaluation, Settings, Unevaluated, evaluate, evaluate_some};
pub use rule::{Assertion, Body, Each, Example, Expectation, Parameter, Place, Rule};
pub use set::RuleSet;
pub use template::{Template, TemplatePart};
