//! `anyOf` and `oneOf`: the branch that was meant, not a list of branches.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jsonschema::ValidationError;
use jsonschema::json::Node as _;
use serde_json::Value;

use super::values::has_type_of;
use super::{Check, Context, Detail, Explainer, Violation};
use crate::document::Node;
use crate::finding::Part;
use crate::schema::json::Instance;
use crate::schema::shelf::Spot;
use crate::schema::trail::conjuncts;
use crate::schema::words::{code, listed, subject};
use crate::text::{did_you_mean, nearest};

/// One schema of an `anyOf` or `oneOf`, and why it does not fit.
struct Branch<'s, 'd> {
    /// The branch and all that applies with it.
    spots: Vec<Spot<'s>>,
    violations: Vec<Violation<'d>>,
    /// The depth of its deepest error.
    depth: usize,
}

impl<'s, 'd> Explainer<'s, 'd> {
    /// No branch fits: what is wrong with the one that was meant. Nothing where one may fit yet.
    pub(super) fn no_branch(
        &mut self,
        cx: &Context<'s, 'd>,
        path: &str,
        contexts: &[Vec<ValidationError<'static>>],
    ) -> Vec<Violation<'d>> {
        let schemas = branch_spots(cx);
        let mut branches = Vec::with_capacity(contexts.len());
        for (errors, spot) in contexts.iter().zip(&schemas) {
            let violations = self.explain_all(errors);
            if violations.is_empty() {
                return Vec::new();
            }
            let depth = |error: &ValidationError<'_>| error.instance_path().segments().count();
            let depth = errors.iter().map(depth).max().unwrap_or(0);
            let spots = conjuncts(&self.schema.shelf, *spot);
            branches.push(Branch { spots, violations, depth });
        }
        let node = cx.place.node;
        let (whole, deep): (Vec<_>, Vec<_>) =
            branches.into_iter().partition(|branch| branch.expected(node).is_some());
        if deep.is_empty() { self.none_expected(cx, &whole) } else { self.meant(cx, path, deep) }
    }

    /// The value as a whole is of no branch's type or among no branch's values: what all of them together allow.
    fn none_expected(
        &self,
        cx: &Context<'s, 'd>,
        branches: &[Branch<'s, 'd>],
    ) -> Vec<Violation<'d>> {
        let node = cx.place.node;
        let all: Vec<_> = branches.iter().filter_map(|branch| branch.expected(node)).collect();
        let fits = |values: &[Value]| values.iter().any(|value| has_type_of(value, node));
        let of_its_type: Vec<_> = all.iter().copied().filter(|(_, values)| fits(values)).collect();
        let chosen = if of_its_type.is_empty() { all } else { of_its_type };
        let mut types = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        for (some_types, some_values) in chosen {
            types.extend_from_slice(some_types);
            for value in some_values {
                if !values.contains(value) {
                    values.push(value.clone());
                }
            }
        }
        types.sort_unstable();
        types.dedup();
        vec![self.unexpected(cx, types, values)]
    }

    /// What is wrong with the branch that was meant, among those that fit as far as the type goes.
    fn meant(
        &mut self,
        cx: &Context<'s, 'd>,
        path: &str,
        mut branches: Vec<Branch<'s, 'd>>,
    ) -> Vec<Violation<'d>> {
        let node = cx.place.node;
        for (tag, values) in tags(&branches) {
            let Some(value) = node.get(tag).filter(|value| !self.mode.is_open(*value)) else {
                continue;
            };
            let instance = Instance::new(value, self.mode);
            let has_it = |branch: &Branch<'_, '_>| {
                branch.pinned(tag).is_some_and(|it| it.iter().any(|it| instance.equals_value(it)))
            };
            if !branches.iter().any(has_it) {
                return self.unknown_tag(cx, path, tag, values);
            }
            branches.retain(has_it);
        }
        let score = |branch: &Branch<'_, '_>| branch.score(node);
        let best = branches.iter().map(score).max().unwrap_or_default();
        branches.retain(|branch| branch.score(node) == best);
        let only_keys = |branch: &Branch<'_, '_>| branch.violations.iter().all(is_about_keys);
        if branches.len() > 1 && branches.iter().all(only_keys) {
            return combined(branches);
        }
        let weight = |branch: &Branch<'_, '_>| (branch.depth, Reverse(branch.violations.len()));
        // Of equals, `max_by_key` takes the last; the first is wanted.
        let chosen = branches.into_iter().rev().max_by_key(weight);
        chosen.map(|branch| branch.violations).unwrap_or_default()
    }

    /// The key that tells the branches apart has a value of none of them.
    fn unknown_tag(
        &mut self,
        cx: &Context<'s, 'd>,
        path: &str,
        tag: &str,
        values: Vec<Value>,
    ) -> Vec<Violation<'d>> {
        let path = format!("{path}/{}", tag.replace('~', "~0").replace('/', "~1"));
        let Some(place) = self.locator.find(&path) else { return Vec::new() };
        vec![self.unexpected(&Context { place, trail: cx.trail.clone() }, Vec::new(), values)]
    }

    /// More than one branch of a `oneOf` fits.
    pub(super) fn several_branches(
        &self,
        cx: &Context<'s, 'd>,
        contexts: &[Vec<ValidationError<'static>>],
    ) -> Vec<Violation<'d>> {
        if self.is_keyword_open(cx, "oneOf") {
            return Vec::new();
        }
        let spots = branch_spots(cx);
        let fitting = contexts.iter().zip(&spots).filter(|(errors, _)| errors.is_empty());
        let fitting: Vec<_> =
            fitting.map(|(_, spot)| conjuncts(&self.schema.shelf, *spot)).collect();
        let node = cx.place.node;
        let own = fitting.iter().filter_map(|spots| required(spots).into_iter().next());
        let keys: BTreeSet<&str> = own.collect();
        let last = keys.iter().filter_map(|key| node.get(key)).max_by_key(|it| it.span());
        if let (Some(member), true) = (last, keys.len() == fitting.len()) {
            let words = keys.iter().map(|key| code(key)).collect();
            let message = format!("{} exclude each other", listed(words, "and"));
            return vec![self.at_key(cx, Check::InvalidValue, (member, Part::Key), message)];
        }
        let (subject, count) = (subject(&cx.place), fitting.len());
        let message = format!("{subject} fits {count} alternatives of which only one is allowed");
        vec![self.at_value(cx, Check::InvalidValue, message, None)]
    }
}

impl<'d> Branch<'_, 'd> {
    /// The types and values that the branch allows for `node`, where it is the value as a whole that does not fit.
    fn expected(&self, node: Node<'d>) -> Option<(&[jsonschema::JsonType], &[Value])> {
        self.violations.iter().find_map(|violation| match &violation.detail {
            Detail::Expected { types, values } if violation.node == node => {
                Some((types.as_slice(), values.as_slice()))
            }
            _ => None,
        })
    }

    /// The values that the branch allows for a key by `const` or `enum`.
    fn pinned(&self, key: &str) -> Option<Vec<Value>> {
        let properties =
            self.spots.iter().filter_map(|spot| spot.schema.get("properties")?.get(key));
        properties.into_iter().find_map(pinned_values)
    }

    /// How well the keys of `node` fit: required keys that are there, less those missing or unknown.
    fn score(&self, node: Node<'_>) -> isize {
        let present = required(&self.spots).iter().filter(|key| node.get(key).is_some()).count();
        let amiss = self.violations.iter().filter(|violation| match &violation.detail {
            Detail::Missing { object, .. } => *object == node.id(),
            Detail::Unknown { key, .. } => node.get(key) == Some(violation.node),
            _ => false,
        });
        present.cast_signed() - amiss.count().cast_signed()
    }
}

fn is_about_keys(violation: &Violation<'_>) -> bool {
    matches!(violation.detail, Detail::Missing { .. } | Detail::Unknown { .. })
}

fn branch_spots<'s>(cx: &Context<'s, '_>) -> Vec<Spot<'s>> {
    let spot = cx.trail.last().spot;
    let schemas = spot.schema.get(&cx.trail.keyword).and_then(Value::as_array);
    schemas.into_iter().flatten().map(|schema| Spot { schema, ..spot }).collect()
}

fn pinned_values(schema: &Value) -> Option<Vec<Value>> {
    let constant = schema.get("const").map(|value| vec![value.clone()]);
    constant.or_else(|| schema.get("enum").and_then(Value::as_array).cloned())
}

fn required<'s>(spots: &[Spot<'s>]) -> Vec<&'s str> {
    let lists = spots.iter().filter_map(|spot| spot.schema.get("required")?.as_array());
    lists.flatten().filter_map(Value::as_str).collect()
}

/// The keys that every branch pins to values of its own, with the values of all of them.
fn tags<'s>(branches: &[Branch<'s, '_>]) -> BTreeMap<&'s str, Vec<Value>> {
    let mut tags = BTreeMap::new();
    let Some(first) = branches.first().filter(|_| branches.len() > 1) else { return tags };
    let properties =
        first.spots.iter().filter_map(|spot| spot.schema.get("properties")?.as_object());
    for key in properties.flat_map(|it| it.keys()) {
        let pins: Option<Vec<_>> = branches.iter().map(|branch| branch.pinned(key)).collect();
        let Some(pins) = pins else { continue };
        let differ = pins.iter().any(|values| *values != pins[0]);
        if differ {
            tags.insert(key.as_str(), pins.into_iter().flatten().collect());
        }
    }
    tags
}

/// Several branches fit equally well, and differ only in the keys they ask for or know.
fn combined<'d>(branches: Vec<Branch<'_, 'd>>) -> Vec<Violation<'d>> {
    let unknown = unknown_to_all(&branches);
    if !unknown.is_empty() {
        return unknown;
    }
    let missing = |branch: &Branch<'_, '_>| {
        let names = branch.violations.iter().filter_map(|violation| match &violation.detail {
            Detail::Missing { key, .. } => Some(code(key)),
            _ => None,
        });
        listed(names.collect(), "and")
    };
    let mut names: Vec<String> = branches.iter().map(missing).collect();
    names.dedup();
    let Some(branch) = branches.into_iter().next() else { return Vec::new() };
    if names.len() == 1 {
        return branch.violations;
    }
    let is_missing = |it: &Violation<'_>| matches!(it.detail, Detail::Missing { .. });
    let Some(mut violation) = branch.violations.into_iter().find(is_missing) else {
        return Vec::new();
    };
    if let Detail::Missing { key, .. } = &violation.detail {
        let (own, all) = (code(key), listed(names, "or"));
        violation.message = violation.message.replacen(&own, &all, 1);
        violation.help = None;
    }
    vec![violation]
}

/// The keys that no branch knows, with the nearest name from any of them.
fn unknown_to_all<'d>(branches: &[Branch<'_, 'd>]) -> Vec<Violation<'d>> {
    let known_to = |branch: &Branch<'_, '_>, wanted: &str| {
        branch.violations.iter().find_map(|violation| match &violation.detail {
            Detail::Unknown { key, known, .. } if key == wanted => Some(known.clone()),
            _ => None,
        })
    };
    let mut found = Vec::new();
    for violation in branches.iter().take(1).flat_map(|branch| &branch.violations) {
        let Detail::Unknown { key, .. } = &violation.detail else { continue };
        let known: Option<Vec<_>> = branches.iter().map(|branch| known_to(branch, key)).collect();
        let Some(known) = known else { continue };
        let known: Vec<String> = known.into_iter().flatten().collect();
        let meant = nearest(key, known.iter().map(String::as_str)).map(str::to_owned);
        let mut names: Vec<String> = known.iter().map(|name| code(name)).collect();
        names.dedup();
        let help = match &meant {
            Some(meant) => did_you_mean(meant),
            None => format!("Known keys: {}", listed(names, "and")),
        };
        let detail = Detail::Unknown { key: key.clone(), known, meant };
        found.push(Violation { help: Some(help), detail, ..violation.clone() });
    }
    found
}
