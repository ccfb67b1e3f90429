//! What is to be thought of each leg: its codecs, and what rules found on it.

use std::collections::BTreeMap;

use super::{Path, short};
use crate::finding::{Finding, Severity};
use crate::graph::references::{dangling, is_about, remark, sightings, state_of};
use crate::graph::{Codecs, Edge, Remark, State};
use crate::org::{Org, ResolvedReference, ResourceId};
use crate::rules::RuleSet;

/// The tag of the rules that speak of media.
const TAG: &str = "incident";

/// A node, with its resource where there is one.
type End = (usize, Option<ResourceId>);

/// A leg while it is made.
pub(super) struct Leg<'p, 'd> {
    from: End,
    to: End,
    /// The references that make it; none where nothing that is exported does.
    pub(super) written: Vec<&'p ResolvedReference<'d>>,
    codecs: Option<(Codecs, Between)>,
    /// What stands in front of its label.
    pub(super) prefix: String,
    /// Why nothing gets through, as far as its ends say so themselves.
    broken: Option<String>,
}

/// What it means where two ends share no codec.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Nothing gets through.
    Ends,
    /// Media servers transcode.
    MediaServers,
}

impl<'d> Leg<'_, 'd> {
    /// A leg that is there if anything is, as nothing that is exported says.
    pub(super) fn assumed(from: End, to: End) -> Self {
        Self { from, to, written: Vec::new(), codecs: None, prefix: String::new(), broken: None }
    }

    /// A leg between two ends with codecs, within which nothing is transcoded.
    pub(super) fn of_media(from: End, to: End, codecs: Codecs) -> Self {
        Self { codecs: Some((codecs, Between::Ends)), ..Self::assumed(from, to) }
    }

    /// A leg to a carrier: media servers stand between it and the phones.
    pub(super) fn of_carrier(from: End, to: End, codecs: Codecs) -> Self {
        Self { codecs: Some((codecs, Between::MediaServers)), ..Self::assumed(from, to) }
    }

    /// The same leg, broken where there is a cause.
    pub(super) fn broken_by(self, cause: Option<String>) -> Self {
        Self { broken: cause.or(self.broken), ..self }
    }

    fn has_end(&self, id: ResourceId) -> bool {
        self.from.1 == Some(id) || self.to.1 == Some(id)
    }

    /// The edge, with what is thought of it before rules are asked.
    fn edge(&self, org: &Org<'d>) -> Edge {
        let mut fields: Vec<String> = Vec::new();
        for reference in &self.written {
            if !fields.iter().any(|field| **field == *reference.field) {
                fields.push(reference.field.to_string());
            }
        }
        let mut state = if self.written.is_empty() { State::Unknown } else { State::Sound };
        let mut label = fields.join(", ");
        let mut remarks = Vec::new();
        for (text, reason, its) in self.written.iter().filter_map(|it| dangling(org, it)) {
            state = state.max(its);
            if its == State::Broken {
                remarks.push(own_remark(Severity::Error, format!("`{text}` {reason}")));
            }
        }
        if let Some((codecs, between)) = &self.codecs {
            (state, label) = judged(codecs, *between);
        }
        let label = format!("{}{label}", self.prefix);
        let codecs = self.codecs.as_ref().map(|(codecs, _)| codecs.clone());
        Edge { from: self.from.0, to: self.to.0, fields, label, state, codecs, remarks }
    }

    /// What the leg itself says against it, for where no rule does.
    fn own_remark(&self) -> Option<Remark> {
        if let Some(cause) = &self.broken {
            return Some(own_remark(Severity::Error, cause.clone()));
        }
        let (codecs, between) = self.codecs.as_ref()?;
        codecs.shared().filter(Vec::is_empty)?;
        Some(match between {
            Between::Ends => own_remark(Severity::Error, "The two ends share no codec".to_owned()),
            Between::MediaServers => {
                let text = "No codec is shared with the phones: every call is transcoded";
                own_remark(Severity::Warning, text.to_owned())
            }
        })
    }
}

fn own_remark(severity: Severity, text: String) -> Remark {
    Remark { severity, text, rule: None, place: None }
}

/// What the codecs of the ends make of a leg, and how they are written beside it.
fn judged(codecs: &Codecs, between: Between) -> (State, String) {
    match codecs.shared() {
        None => (State::Unknown, "codecs ?".to_owned()),
        Some(shared) if !shared.is_empty() => {
            let shared: Vec<&str> = shared.into_iter().map(short).collect();
            (State::Sound, shared.join(", "))
        }
        Some(_) if between == Between::Ends => (State::Broken, "no shared codec".to_owned()),
        Some(_) => (State::Impaired, "transcoded".to_owned()),
    }
}

impl<'p, 'd> Path<'p, 'd> {
    /// Adds a reference as a leg, or to the leg between the same two nodes.
    pub(super) fn leg(&mut self, from: End, to: End, reference: &'p ResolvedReference<'d>) {
        let legs = &mut self.legs;
        let at = *self.written.entry((from.0, to.0)).or_insert_with(|| {
            legs.push(Leg::assumed(from, to));
            legs.len() - 1
        });
        legs[at].written.push(reference);
    }
}

/// The edges of legs, with what was found on them.
pub(super) fn settle<'f>(
    legs: &[Leg<'_, '_>],
    org: &Org<'_>,
    found_in: impl Fn(ResourceId) -> &'f [&'f Finding],
    rules: &RuleSet,
) -> Vec<Edge> {
    let mut edges: Vec<Edge> = legs.iter().map(|leg| leg.edge(org)).collect();
    let mut by_resource: BTreeMap<ResourceId, Vec<usize>> = BTreeMap::new();
    for (at, leg) in legs.iter().enumerate() {
        for id in [leg.from.1, leg.to.1].into_iter().flatten() {
            by_resource.entry(id).or_default().push(at);
        }
    }
    for (&id, beside) in &by_resource {
        let speaks_of_media = |finding: &&'f &'f Finding| {
            rules.get(&finding.rule).is_some_and(|rule| rule.tags.iter().any(|tag| tag == TAG))
        };
        let found = sightings(org, id).flat_map(&found_in);
        for finding in found.filter(speaks_of_media) {
            for at in places(finding, id, beside, legs, org) {
                edges[at].state = edges[at].state.max(state_of(finding.severity));
                edges[at].remarks.push(remark(finding));
            }
        }
    }
    for (edge, leg) in edges.iter_mut().zip(legs) {
        let is_said = edge.state == State::Broken && !edge.remarks.is_empty();
        if let Some(own) = leg.own_remark().filter(|_| !is_said) {
            edge.state = edge.state.max(state_of(own.severity));
            edge.remarks.push(own);
        }
        edge.remarks.sort_by_key(|remark| std::cmp::Reverse(remark.severity));
    }
    edges
}

/// The legs that a finding in a resource is about: those whose reference it points at, else those to another resource that
/// it names as well, else those that lead to the resource, else those that begin at it.
fn places(
    finding: &Finding,
    id: ResourceId,
    beside: &[usize],
    legs: &[Leg<'_, '_>],
    org: &Org<'_>,
) -> Vec<usize> {
    let those = |is_it: &dyn Fn(&Leg<'_, '_>) -> bool| -> Vec<usize> {
        beside.iter().copied().filter(|&at| is_it(&legs[at])).collect()
    };
    let related: Vec<ResourceId> = finding
        .related
        .iter()
        .filter_map(|related| {
            let location = &related.location;
            let document = location.address.as_ref()?.document;
            org.at(location.source.path(), document, location.span).map(|id| org.primary(id))
        })
        .filter(|other| *other != id)
        .collect();
    let pointed = those(&|leg| leg.written.iter().any(|written| is_about(finding, written)));
    let between = || those(&|leg| related.iter().any(|other| leg.has_end(*other)));
    let into = || those(&|leg| leg.to.1 == Some(id));
    let mut found = pointed;
    for next in [&between as &dyn Fn() -> Vec<usize>, &into] {
        if found.is_empty() {
            found = next();
        }
    }
    if found.is_empty() { beside.to_vec() } else { found }
}
