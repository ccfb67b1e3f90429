//! All rules of a run: which of them run, and how configuration changes them.

use std::collections::BTreeSet;

use super::constant::constant;
use super::{Computed, Parameter, Rule};
use crate::finding::Severity;
use crate::problem::Problem;

/// The word that selects every rule.
const ALL: &str = "all";

/// The rules of a run, in alphabetical order of their ids, with the computed fields that their expressions use.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    computed: Computed,
    /// Every name that a rule can be selected by, also of rules that are left out by now.
    names: BTreeSet<String>,
}

impl RuleSet {
    /// A set of these rules.
    pub(super) fn new(mut rules: Vec<Rule>, computed: Computed) -> Self {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let names = |rule: &Rule| {
            let tags = rule.tags.iter().map(String::as_str);
            let names = tags.chain([&*rule.id, rule.area.as_str(), ALL]).map(str::to_owned);
            names.collect::<Vec<_>>()
        };
        let names = rules.iter().flat_map(names).collect();
        Self { rules, computed, names }
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
        Self { rules, computed: self.computed.clone(), names: self.names.clone() }
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }

    fn rule_mut(&mut self, id: &str) -> Result<&mut Rule, Problem> {
        let Some(at) = self.position(id) else {
            let known = self.rules.iter().map(|rule| &*rule.id);
            let problem = Problem::new(format!("there is no rule `{id}`"));
            let problem = problem.help("`orglint rules list` lists the rules");
            return Err(problem.did_you_mean(id, known));
        };
        Ok(&mut self.rules[at])
    }

    /// Sets how bad the findings of a rule are.
    ///
    /// # Errors
    /// There is no such rule.
    pub fn set_severity(&mut self, rule: &str, severity: Severity) -> Result<(), Problem> {
        self.rule_mut(rule)?.severity = severity;
        Ok(())
    }

    /// Leaves a rule out.
    ///
    /// # Errors
    /// There is no such rule.
    pub fn switch_off(&mut self, rule: &str) -> Result<(), Problem> {
        self.rule_mut(rule)?;
        self.rules.retain(|known| *known.id != *rule);
        Ok(())
    }

    /// Sets a parameter of a rule.
    ///
    /// # Errors
    /// There is no such rule, the rule has no such parameter, or the value is not of its type.
    pub fn set_parameter(
        &mut self,
        rule: &str,
        parameter: &str,
        value: &serde_json::Value,
    ) -> Result<(), Problem> {
        let rule = self.rule_mut(rule)?;
        let found = rule.parameters.iter_mut().find(|known| known.name == parameter);
        let Some(found) = found else { return Err(no_parameter(rule, parameter)) };
        let unit = found.unit.as_deref();
        found.value = constant(value, &found.ty, unit).map_err(|wrong| {
            let message =
                format!("the parameter `{parameter}` of the rule `{}` {}", rule.id, wrong.message);
            Problem { help: wrong.help, ..Problem::new(message) }
        })?;
        Ok(())
    }

    /// The rules that `select` names (all, where it names none), without those that `ignore` names. A name is the id
    /// of a rule, a tag, an area or `all`.
    ///
    /// # Errors
    /// Every name that is none of these.
    pub fn select(mut self, select: &[String], ignore: &[String]) -> Result<Self, Vec<Problem>> {
        let named = select.iter().chain(ignore);
        let unknown = named.filter(|name| !self.names.contains(name.as_str()) && *name != ALL);
        let problems: Vec<Problem> = unknown.map(|name| self.no_name(name)).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        self.rules.retain(|rule| {
            let is_named_in = |names: &[String]| names.iter().any(|name| is_named(rule, name));
            (select.is_empty() || is_named_in(select)) && !is_named_in(ignore)
        });
        Ok(self)
    }

    fn no_name(&self, name: &str) -> Problem {
        let problem = Problem::new(format!("no rule, tag or area is called `{name}`"));
        let problem = problem.help("`orglint rules list` lists the rules with their tags");
        problem.did_you_mean(name, self.names.iter().map(String::as_str))
    }
}

fn is_named(rule: &Rule, name: &str) -> bool {
    name == ALL || *rule.id == *name || rule.area == name || rule.tags.iter().any(|tag| tag == name)
}

fn no_parameter(rule: &Rule, name: &str) -> Problem {
    let problem = Problem::new(format!("the rule `{}` has no parameter `{name}`", rule.id));
    let names = || rule.parameters.iter().map(|parameter: &Parameter| parameter.name.as_str());
    let help = match names().collect::<Vec<_>>() {
        none if none.is_empty() => "it has no parameters".to_owned(),
        names => format!("its parameters are `{}`", names.join("`, `")),
    };
    problem.help(help).did_you_mean(name, names())
}
