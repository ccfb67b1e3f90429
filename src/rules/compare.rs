//! Rules that compare organisations: the same resource, by kind and name, in two orgs of one list.

use std::collections::BTreeMap;

use super::eval::{Other, World};
use super::run::{Subject, gather};
use super::{Assertion, Evaluation, Rule, RuleSet, Settings};
use crate::catalog::{Form, KindId};
use crate::org::{Org, ResourceId};

/// Runs the comparing rules over orgs that are listed together, the one that others are compared with first: each
/// resource with the one of the same kind and name in the first org before its own that has one. What came of it, for
/// each org, by its own rules.
pub fn compare(orgs: &[(&Org<'_>, &RuleSet)], settings: Settings) -> Vec<Evaluation> {
    let compares = |(_, rules): &(&Org<'_>, &RuleSet)| !comparing(rules).is_empty();
    if orgs.len() < 2 || !orgs.iter().any(compares) {
        return orgs.iter().map(|_| Evaluation::default()).collect();
    }
    let worlds: Vec<World<'_>> = orgs
        .iter()
        .map(|&(org, rules)| World::new(org, rules.computed(), settings.today))
        .collect();
    let of_one = |at: usize| {
        let (rules, earlier) = (comparing(orgs[at].1), &worlds[..at]);
        let outcomes = rules.iter().enumerate().flat_map(|(position, (rule, assertion))| {
            let world = &worlds[at];
            let pairs = pairs(world, earlier, assertion.kind).into_iter();
            pairs.map(move |(id, other)| {
                let subject =
                    Subject { world, rule, id, other: Some(other), trace: settings.trace };
                (position, subject.judge(assertion))
            })
        });
        gather(&rules, outcomes.collect())
    };
    (0..orgs.len()).map(of_one).collect()
}

/// The rules that compare, with their assertions.
fn comparing(rules: &RuleSet) -> Vec<(&Rule, &Assertion)> {
    let all = rules.rules().iter().filter_map(|rule| Some((rule, rule.assertion()?)));
    all.filter(|(_, assertion)| assertion.compare.is_some()).collect()
}

/// Each resource of a kind, with the one that it is compared with.
fn pairs<'a>(
    world: &'a World<'a>,
    earlier: &'a [World<'a>],
    kind: KindId,
) -> Vec<(ResourceId, Other<'a>)> {
    let before: Vec<_> = earlier.iter().map(|world| (world, named(world.org(), kind))).collect();
    let pair = |(name, id): (&str, ResourceId)| {
        let mut others = before.iter().filter_map(|(world, ids)| Some((*world, *ids.get(name)?)));
        let (world, other) = others.next()?;
        Some((id, Other { world, id: other }))
    };
    let mut pairs: Vec<_> = named(world.org(), kind).into_iter().filter_map(pair).collect();
    pairs.sort_by_key(|(id, _)| *id);
    pairs
}

/// The resources of a kind by their names; names that several carry are left out, since they could mean either.
fn named<'o>(org: &'o Org<'_>, kind: KindId) -> BTreeMap<&'o str, ResourceId> {
    let mut by_name: BTreeMap<&str, Vec<ResourceId>> = BTreeMap::new();
    for &id in org.of_kind(kind) {
        let resource = org.resource(id);
        // A team's own file that has no name is about the org as a whole.
        let nameless = || (resource.recognised.form == Form::Own).then_some("");
        if let Some(name) = resource.name().or_else(nameless)
            && !resource.recognised.is_external
            && !org.repeats(id)
        {
            by_name.entry(name).or_default().push(id);
        }
    }
    let only = |(name, ids): (&'o str, Vec<ResourceId>)| match ids[..] {
        [id] => Some((name, id)),
        _ => None,
    };
    by_name.into_iter().filter_map(only).collect()
}
