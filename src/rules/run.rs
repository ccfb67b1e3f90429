//! Running rules: every rule over every resource of its kind.

use std::sync::Arc;

use rayon::prelude::*;

use super::blame::blame;
use super::eval::{Elements, Evaluator, Other, World};
use super::place::{Case, asserted_place, resource_place};
use super::tuning::Asked;
use super::value::{Unknown, Value};
use super::{Assertion, Computed, Rule, RuleSet, message};
use crate::finding::{Finding, Location, Part};
use crate::org::{Org, ResourceId, WhyUnknown};

/// What rules may depend on besides the org.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The day that `today` is, in days since 1970-01-01: the only clock that rules see.
    pub today: i64,
    /// Whether it is noted what assertions rest on.
    pub trace: Trace,
}

/// Whether it is noted what assertions rest on that hold: who breaks files on purpose has to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trace {
    /// It is not.
    #[default]
    Off,
    /// It is, in [`Evaluation::asserted`].
    On,
}

/// What the rules found in one org.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// The findings, by rule and then in the order of the org.
    pub findings: Vec<Finding>,
    /// Evaluations without a result, in the same order.
    pub unknown: Vec<Unevaluated>,
    /// What each assertion came to, in the order of the rules; checks that are no assertions are not among them.
    pub counts: Vec<Count>,
    /// With [`Trace::On`]: the fields because of which assertions hold, each as often as one does.
    pub asserted: Vec<Location>,
}

/// An evaluation that was neither true nor false.
#[derive(Clone, Debug)]
pub struct Unevaluated {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// The resource that the rule was about.
    pub resource: ResourceId,
    /// Why it has no result.
    pub why: WhyUnknown,
    /// The same in more words, where there are more: the field that is not set, the operation that failed.
    pub detail: Option<String>,
    /// The value that is unknown, else the name of the resource.
    pub location: Location,
}

/// What one rule came to in one org.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// Resources of its kind, those aside that are only looked up.
    pub resources: usize,
    /// Assertions that were evaluated: of resources that `when` selects, or of their elements where it has `each`.
    pub evaluations: usize,
    /// Those that were false.
    pub findings: usize,
    /// Those that were unknown, `when` and `each` included.
    pub unknown: usize,
}

impl Count {
    /// Adds what the rule came to in another org.
    pub fn add(&mut self, other: &Self) {
        self.resources += other.resources;
        self.evaluations += other.evaluations;
        self.findings += other.findings;
        self.unknown += other.unknown;
    }

    /// Whether the rule was asked about nothing.
    pub fn is_idle(&self) -> bool {
        self.evaluations == 0 && self.unknown == 0
    }
}

/// Runs all assertions of `rules` over `org`. The result does not depend on the number of threads.
pub fn evaluate(rules: &RuleSet, org: &Org<'_>, settings: Settings) -> Evaluation {
    let all: Vec<&Rule> = rules.rules().iter().collect();
    evaluate_some(&all, rules.computed(), org, settings)
}

/// Runs the assertions of some rules over `org`.
pub fn evaluate_some(
    rules: &[&Rule],
    computed: &Computed,
    org: &Org<'_>,
    settings: Settings,
) -> Evaluation {
    let world = World::new(org, computed, settings.today);
    let trace = settings.trace;
    let assertions: Vec<(&Rule, &Assertion)> =
        rules.iter().filter_map(|rule| Some((*rule, one_org(rule)?))).collect();
    let is_own = |id: &ResourceId| !org.resource(*id).recognised.is_external && !org.repeats(*id);
    let of_kind = |at: usize, kind| {
        let own = org.of_kind(kind).iter().copied().filter(is_own);
        own.map(move |id| (at, id))
    };
    let pairs: Vec<(usize, ResourceId)> = (0..)
        .zip(&assertions)
        .flat_map(|(at, (_, assertion))| of_kind(at, assertion.kind))
        .collect();
    let outcomes: Vec<(usize, Outcome)> = pairs
        .par_iter()
        .with_min_len(64)
        .map(|&(at, id)| {
            (
                at,
                Subject { world: &world, rule: assertions[at].0, id, other: None, trace }
                    .judge(assertions[at].1),
            )
        })
        .collect();
    gather(&assertions, outcomes)
}

/// What configuration is asked about a resource.
fn asked<'q>(org: &'q Org<'_>, id: ResourceId) -> Asked<'q> {
    let resource = org.resource(id);
    let kind = Some(org.catalog.kind(resource.recognised.kind).name.as_str());
    Asked { path: resource.path(), kind, org: org.root() }
}

/// The assertion of a rule that one org alone is asked for.
fn one_org(rule: &Rule) -> Option<&Assertion> {
    rule.assertion().filter(|assertion| assertion.compare.is_none())
}

/// What all outcomes come to, each with the position of its rule.
pub(super) fn gather(
    assertions: &[(&Rule, &Assertion)],
    outcomes: Vec<(usize, Outcome)>,
) -> Evaluation {
    let zero = |(rule, _): &(&Rule, &Assertion)| Count {
        rule: Arc::clone(&rule.id),
        resources: 0,
        evaluations: 0,
        findings: 0,
        unknown: 0,
    };
    let counts = assertions.iter().map(zero).collect();
    let mut evaluation = Evaluation { counts, ..Evaluation::default() };
    for (at, mut outcome) in outcomes {
        let count = &mut evaluation.counts[at];
        count.resources += 1;
        count.evaluations += outcome.evaluations;
        count.findings += outcome.findings.len();
        count.unknown += outcome.unknown.len();
        evaluation.findings.append(&mut outcome.findings);
        evaluation.unknown.append(&mut outcome.unknown);
        evaluation.asserted.append(&mut outcome.asserted);
    }
    evaluation
}

/// What came of one rule and one resource.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    evaluations: usize,
    findings: Vec<Finding>,
    unknown: Vec<Unevaluated>,
    asserted: Vec<Location>,
}

/// One rule and one resource.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) rule: &'a Rule,
    pub(super) id: ResourceId,
    /// What a comparing rule compares it with.
    pub(super) other: Option<Other<'a>>,
    pub(super) trace: Trace,
}

impl<'a> Subject<'a> {
    pub(super) fn judge(self, assertion: &'a Assertion) -> Outcome {
        let mut outcome = Outcome::default();
        if let Err(unknown) = self.judge_all(assertion, &mut outcome) {
            outcome.unknown.push(self.unevaluated(&unknown));
        }
        outcome
    }

    fn evaluator(self) -> Evaluator<'a> {
        let org = self.world.org();
        let evaluator =
            Evaluator::new(self.world, self.id, self.rule.values_at(asked(org, self.id)));
        evaluator.compared_with(self.other)
    }

    /// Judges the resource, or each element; an error where not even the elements are known.
    fn judge_all(self, assertion: &'a Assertion, outcome: &mut Outcome) -> Result<(), Unknown<'a>> {
        let mut evaluator = self.evaluator();
        if !assertion.when_is_per_element
            && let Some(when) = &assertion.when
            && !evaluator.truth(when)?
        {
            return Ok(());
        }
        let Some(each) = &assertion.each else {
            self.judge_one(assertion, None, &mut evaluator, outcome);
            return Ok(());
        };
        let list = evaluator.value(&each.list)?;
        for element in Elements::of(&evaluator, &list)? {
            // Every element has the whole budget of steps.
            let mut evaluator = self.evaluator();
            match element {
                Ok(element) => evaluator.with(each.variable, Ok(element.clone()), |evaluator| {
                    self.judge_one(assertion, Some(&element), evaluator, outcome);
                }),
                Err(unknown) => outcome.unknown.push(self.unevaluated(&unknown)),
            }
        }
        list.missing().map_or(Ok(()), Err)
    }

    fn judge_one(
        self,
        assertion: &'a Assertion,
        element: Option<&Value<'a>>,
        evaluator: &mut Evaluator<'a>,
        outcome: &mut Outcome,
    ) {
        if assertion.when_is_per_element
            && let Some(when) = &assertion.when
        {
            match evaluator.truth(when) {
                Ok(true) => {}
                Ok(false) => return,
                Err(unknown) => return outcome.unknown.push(self.unevaluated(&unknown)),
            }
        }
        outcome.evaluations += 1;
        match evaluator.truth(&assertion.assert) {
            Ok(true) => outcome.asserted.extend(self.asserted(assertion, evaluator)),
            Ok(false) => outcome.findings.push(self.finding(assertion, element, evaluator)),
            Err(unknown) => outcome.unknown.push(self.unevaluated(&unknown)),
        }
    }

    /// The fields because of which an assertion holds.
    fn asserted(self, assertion: &'a Assertion, evaluator: &mut Evaluator<'a>) -> Vec<Location> {
        if self.trace == Trace::Off {
            return Vec::new();
        }
        evaluator.restart();
        let blame = blame(evaluator, &assertion.assert, true);
        let places = blame.culprits.iter().chain(&blame.context);
        places.filter_map(|one| asserted_place(self.world.org(), &one.origin)).collect()
    }

    fn finding(
        self,
        assertion: &'a Assertion,
        element: Option<&Value<'a>>,
        evaluator: &mut Evaluator<'a>,
    ) -> Finding {
        let org = self.world.org();
        evaluator.restart();
        let blame = blame(evaluator, &assertion.assert, false);
        let at = assertion.at.as_ref().map(|at| evaluator.value(at));
        let case = Case { org, linted: self.id, blame: &blame, element, at };
        let places = case.places();
        evaluator.restart();
        let text = message::render(&assertion.message, evaluator);
        let help = assertion.help.as_ref().map(|help| message::render(help, evaluator));
        evaluator.restart();
        let fix = assertion.fix.as_ref().and_then(|repair| repair.fix(evaluator));
        let subject = org.resource(self.id).subject(org.catalog);
        let Rule { id, severity, .. } = self.rule;
        let finding = Finding::new(id, *severity, text, places.primary, Some(subject));
        Finding {
            help,
            fix,
            label: places.note,
            related: places.related,
            primary: places.location,
            ..finding
        }
    }

    fn unevaluated(self, unknown: &Unknown<'a>) -> Unevaluated {
        let place = unknown.node.map(|node| (node, Part::Value));
        let (node, part) = place.unwrap_or_else(|| resource_place(self.world.org(), self.id));
        Unevaluated {
            rule: Arc::clone(&self.rule.id),
            resource: self.id,
            why: unknown.why(),
            detail: unknown.detail(),
            location: Location::of(node, part),
        }
    }
}
