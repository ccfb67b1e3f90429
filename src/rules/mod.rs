//! Rules: one YAML file each, checked against the catalogue when loaded, evaluated in three values.

mod ask;
mod blame;
mod builtin;
mod cel;
mod check;
mod compare;
mod computed;
mod constant;
pub mod endpoints;
mod eval;
pub mod examples;
pub mod expr;
pub mod fix;
mod frame;
mod load;
mod message;
pub mod model;
pub mod mutate;
mod patterns;
mod place;
mod placeholders;
mod preset;
mod rule;
mod run;
mod selector;
mod set;
mod shown;
mod skeleton;
mod template;
#[cfg(test)]
mod tests;
mod tuning;
mod value;

pub use ask::Fields;
pub use builtin::Check;
pub use compare::compare;
pub use computed::{Computed, Owner, compile_computed_fields};
pub use constant::Range;
pub use load::{builtin_sources, is_id};
pub use preset::Preset;
pub use rule::{Assertion, Body, Each, Example, Expectation, Parameter, Place, Rule};
pub use run::{Count, Evaluation, Settings, Trace, Unevaluated, evaluate, evaluate_some};
pub use set::{Change, Positions, Refused, RuleSet};
pub use skeleton::{skeleton, unwritten};
pub use template::{Template, TemplatePart};
pub use tuning::{Asked, Extent, Level, Tuning};
