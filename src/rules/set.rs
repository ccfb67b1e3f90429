//! All rules of a run, and how configuration changes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::constant::constant;
use super::selector::{Selector, selects_nothing};
use super::tuning::{Extent, Level, Tuning};
use super::{Computed, Parameter, Rule};
use crate::finding::Part;
use crate::problem::Problem;

/// The rules of a run, in alphabetical order of their ids, with the computed fields that their expressions use.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    computed: Computed,
}

/// Rules of one [`RuleSet`], by their positions in it.
pub type Positions = Vec<usize>;

/// What configuration says about one rule or several.
#[derive(Clone, Copy, Debug)]
pub struct Change<'c> {
    /// Whether they run, and how bad their findings are; `None` leaves both.
    pub level: Option<Level>,
    /// Values of parameters by name.
    pub parameters: &'c BTreeMap<String, serde_json::Value>,
}

/// Why a [`Change`] is refused.
#[derive(Debug)]
pub struct Refused {
    /// The parameter that is to blame; `None` for the name of the rules.
    pub parameter: Option<String>,
    /// Whether its name is wrong, or its value.
    pub part: Part,
    /// What is wrong.
    pub problem: Problem,
}

impl RuleSet {
    /// A set of these rules.
    pub(super) fn new(mut rules: Vec<Rule>, computed: Computed) -> Self {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Self { rules, computed }
    }

    /// The rules, in alphabetical order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.get(self.position(id)?)
    }

    /// The expressions of the fields with `is:`.
    pub fn computed(&self) -> &Computed {
        &self.computed
    }

    /// The set with one rule alone.
    #[must_use]
    pub fn only(&self, id: &str) -> Self {
        let rules = self.get(id).into_iter().cloned().collect();
        Self { rules, computed: self.computed.clone() }
    }

    /// The rules without those that run nowhere.
    #[must_use]
    pub fn running(mut self) -> Self {
        self.rules.retain(Rule::runs_somewhere);
        self
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }

    /// The rules that a selector names: `all`, an id, an area, a tag; `trunk-*`, `telephony/*`, `tag:codec`.
    ///
    /// # Errors
    /// It names none.
    pub fn named(&self, selector: &str) -> Result<Positions, Problem> {
        let parsed = Selector::parse(selector)?;
        let named = (0..).zip(&self.rules).filter(|(_, rule)| parsed.selects(rule));
        let positions: Positions = named.map(|(at, _)| at).collect();
        if positions.is_empty() && !matches!(parsed, Selector::All) {
            return Err(selects_nothing(selector, &self.rules));
        }
        Ok(positions)
    }

    /// Leaves the rules at these positions out.
    pub fn switch_off(&mut self, positions: impl IntoIterator<Item = usize>) {
        for at in positions {
            if let Some(rule) = self.rules.get_mut(at) {
                rule.tune(&Arc::default(), Level::Off);
            }
        }
    }

    /// Changes the rules that `selector` names, for the resources of `extent`. A rule that is left out runs again there
    /// only where its id is given in full.
    ///
    /// # Errors
    /// There is no such rule, none of the rules has such a parameter, or a value is not of its type.
    pub fn change(
        &mut self,
        selector: &str,
        change: Change<'_>,
        extent: &Arc<Extent>,
    ) -> Result<(), Vec<Refused>> {
        let refused = |problem| vec![Refused { parameter: None, part: Part::Key, problem }];
        let exact = self.position(selector);
        let positions = match exact {
            Some(at) => vec![at],
            None => self.named(selector).map_err(refused)?,
        };
        if let Some(level) = change.level {
            for &at in &positions {
                let rule = &mut self.rules[at];
                if level == Level::Off || exact.is_some() || rule.runs_somewhere() {
                    rule.tune(extent, level);
                }
            }
        }
        let set = |(name, value): (&String, &serde_json::Value)| {
            let result = self.set_parameter(&positions, name, value, extent);
            let (part, problem) = result.err()?;
            Some(Refused { parameter: Some(name.clone()), part, problem })
        };
        let refused: Vec<Refused> = change.parameters.iter().filter_map(set).collect();
        if refused.is_empty() { Ok(()) } else { Err(refused) }
    }

    fn set_parameter(
        &mut self,
        positions: &[usize],
        name: &str,
        value: &serde_json::Value,
        extent: &Arc<Extent>,
    ) -> Result<(), (Part, Problem)> {
        let mut is_known = false;
        for &at in positions {
            let rule = &mut self.rules[at];
            let Some(position) = rule.parameters.iter().position(|one| one.name == name) else {
                continue;
            };
            is_known = true;
            let refused = |problem| (Part::Value, problem);
            rule.set_parameter(position, value, extent).map_err(refused)?;
        }
        if is_known { Ok(()) } else { Err((Part::Key, self.no_parameter(positions, name))) }
    }

    fn no_parameter(&self, positions: &[usize], name: &str) -> Problem {
        let rules = || positions.iter().filter_map(|&at| self.rules.get(at));
        let names = || {
            let parameters = rules().flat_map(|rule| &rule.parameters);
            parameters.map(|parameter: &Parameter| parameter.name.as_str())
        };
        let problem = match rules().collect::<Vec<_>>()[..] {
            [rule] => Problem::new(format!("the rule `{}` has no parameter `{name}`", rule.id)),
            _ => Problem::new(format!("none of these rules has a parameter `{name}`")),
        };
        let mut known: Vec<&str> = names().collect();
        known.sort_unstable();
        known.dedup();
        let help = if known.is_empty() {
            "there are no parameters to set".to_owned()
        } else {
            format!("there are `{}`", known.join("`, `"))
        };
        problem.help(help).did_you_mean(name, names())
    }
}

impl Rule {
    /// Whether there is a place where it runs.
    pub fn runs_somewhere(&self) -> bool {
        let mut levels =
            self.tunings.iter().rev().filter_map(|one| Some((one.level?, &one.extent)));
        let decisive =
            levels.find(|(level, extent)| *level != Level::Off || extent.is_everything());
        decisive.is_none_or(|(level, _)| level != Level::Off)
    }

    fn tune(&mut self, extent: &Arc<Extent>, level: Level) {
        if let (Level::On(severity), true) = (level, extent.is_everything()) {
            self.severity = severity;
        }
        let extent = Arc::clone(extent);
        self.tunings.push(Tuning { extent, level: Some(level), values: Vec::new() });
    }

    fn set_parameter(
        &mut self,
        position: usize,
        value: &serde_json::Value,
        extent: &Arc<Extent>,
    ) -> Result<(), Problem> {
        let parameter = &mut self.parameters[position];
        let read = constant(value, &parameter.ty, parameter.unit.as_deref());
        let read = read.and_then(|value| parameter.range.check(value));
        let value = read.map_err(|wrong| {
            let (name, id) = (&parameter.name, &self.id);
            let message = format!("the parameter `{name}` of the rule `{id}` {}", wrong.message);
            let default = format!("by default it is {}", parameter.default_text());
            let help = wrong.help.map_or(default.clone(), |help| format!("{help}; {default}"));
            Problem::new(message).help(help)
        })?;
        if extent.is_everything() {
            parameter.value = value;
        } else {
            let extent = Arc::clone(extent);
            self.tunings.push(Tuning { extent, level: None, values: vec![(position, value)] });
        }
        Ok(())
    }
}
