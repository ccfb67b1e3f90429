//! All rules of a run.

use super::{Computed, Rule};

/// The rules of a run, in alphabetical order of their ids, with the computed fields that their expressions use.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    computed: Computed,
}

impl RuleSet {
    /// The rules, in alphabetical order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        let found = self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()?;
        self.rules.get(found)
    }

    /// The expressions of the fields with `is:`.
    pub fn computed(&self) -> &Computed {
        &self.computed
    }
}
