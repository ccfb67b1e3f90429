//! Fields of resources, asked outside of a rule: the same names, defaults and computed fields that rules see.

use super::eval::{Elements, Evaluator, World};
use super::tuning::Values;
use super::value::{Data, Known};
use super::{RuleSet, Settings};
use crate::org::{Org, ResourceId, WhyUnknown};

/// The fields of an org's resources. Borrowed for as long as it lives, since answers that are asked for again are kept.
#[derive(Debug)]
pub struct Fields<'a> {
    world: World<'a>,
}

impl<'a> Fields<'a> {
    /// The fields of the resources in `org`, computed as `rules` compute them.
    pub fn new(org: &'a Org<'a>, rules: &'a RuleSet, settings: Settings) -> Self {
        Self { world: World::new(org, rules.computed(), settings.today) }
    }

    /// Whether a field of type `bool` is true.
    ///
    /// # Errors
    /// Why it cannot be known; a kind without such a field does not know it either.
    pub fn truth(&'a self, of: ResourceId, field: &'a str) -> Result<bool, WhyUnknown> {
        Evaluator::new(&self.world, of, Values::default())
            .ask(field)
            .and_then(|value| value.truth())
            .map_err(|unknown| unknown.why())
    }

    /// What a field holds, as words: the elements of a list, or the one value. Codecs are in their one spelling.
    ///
    /// # Errors
    /// Why it, or one of its elements, cannot be known.
    pub fn words(&'a self, of: ResourceId, field: &'a str) -> Result<Vec<String>, WhyUnknown> {
        let mut evaluator = Evaluator::new(&self.world, of, Values::default());
        let value = evaluator.ask(field).map_err(|unknown| unknown.why())?;
        match Elements::of(&evaluator, &value) {
            Ok(elements) => elements.map(word).collect(),
            Err(_) => Ok(vec![word(Ok(value))?]),
        }
    }
}

fn word(value: Known<'_>) -> Result<String, WhyUnknown> {
    match value.map_err(|unknown| unknown.why())?.data {
        Data::String(text) | Data::Codec(text) => Ok(text.into_owned()),
        Data::Bool(truth) => Ok(truth.to_string()),
        Data::Int(number) => Ok(number.to_string()),
        _ => Err(WhyUnknown::WrongType),
    }
}
