//! Who refers to whom in the orgs of a run.

use std::collections::BTreeMap;

use super::escape::shown;
use super::{Body, Counts, Edge, Graph, Node, Place, Placed, Remark, Sighting, State};
use crate::check::Understood;
use crate::finding::{Finding, Location, Part, Severity};
use crate::org::{Org, ResolvedReference, ResourceId, Target};
use crate::report;

/// All resources, and all references between them. The second value tells the node of each resource, by the position of
/// its org.
pub fn references(
    understood: &Understood<'_>,
    placed: &Placed<'_>,
) -> (Graph, BTreeMap<(usize, ResourceId), usize>) {
    let graph = Graph { title: "References".to_owned(), ..Graph::default() };
    let mut builder = Builder { graph, ..Builder::default() };
    for (at, one) in understood.orgs.iter().enumerate() {
        builder.graph.orgs.push(one.root.clone());
        for (id, _) in one.org.all().filter(|(id, _)| one.org.primary(*id) == *id) {
            let node = resource_node(&one.org, (at, id), placed);
            let position = builder.graph.nodes.len();
            builder.nodes.extend(sightings(&one.org, id).map(|id| ((at, id), position)));
            builder.graph.nodes.push(node);
        }
    }
    for (at, one) in understood.orgs.iter().enumerate() {
        for (id, resource) in one.org.all().filter(|(id, _)| !one.org.repeats(*id)) {
            for reference in &resource.references {
                builder.add(&one.org, (at, id), reference, placed);
            }
        }
    }
    (builder.graph, builder.nodes)
}

/// Where a thing is written, the primary sighting first. What only shares a part of it, such as another resource that
/// publishes the same file, is not among them.
pub(super) fn sightings(org: &Org<'_>, primary: ResourceId) -> impl Iterator<Item = ResourceId> {
    let others = org.same_as(primary).iter().copied();
    std::iter::once(primary).chain(others.filter(move |other| org.primary(*other) == primary))
}

/// The node of a thing, wherever it is written.
pub(super) fn resource_node(
    org: &Org<'_>,
    (at, id): (usize, ResourceId),
    placed: &Placed<'_>,
) -> Node {
    let resource = org.resource(id);
    let recognised = &resource.recognised;
    let kind = org.catalog.kind(recognised.kind);
    let mut counts = Counts::default();
    let mut written = Vec::new();
    for id in sightings(org, id) {
        let recognised = &org.resource(id).recognised;
        let place = Place::of(&Location::of(recognised.node, Part::Value));
        written.push(Sighting { form: recognised.form.name(), place });
        placed.of(at, id).iter().for_each(|finding| counts.add(finding.severity));
    }
    Node {
        org: at,
        kind: kind.name.clone(),
        title: title(org, id),
        body: Body::Resource { id: recognised.id.clone(), sightings: written },
        details: Vec::new(),
        counts,
        is_focus: false,
        lane: None,
    }
}

/// What a resource is called: its name, else its id, else its kind.
pub(super) fn title(org: &Org<'_>, id: ResourceId) -> String {
    let resource = org.resource(id);
    let kind = org.catalog.kind(resource.recognised.kind);
    shown(resource.name().or(resource.recognised.id.as_deref()).unwrap_or(&kind.title))
}

/// What is there instead of what a reference does not lead to: its text, why there is nothing, and what to think of it.
pub(super) fn dangling(
    org: &Org<'_>,
    reference: &ResolvedReference<'_>,
) -> Option<(String, String, State)> {
    let (reason, state) = match &reference.target {
        Target::Resolved(_) => return None,
        Target::Unresolved { nearest } => {
            let nearest = nearest.as_deref().map(crate::text::did_you_mean);
            let nearest = nearest.map_or_else(String::new, |question| format!("; {question}"));
            (format!("does not exist{nearest}"), State::Broken)
        }
        Target::Unknown(why) => (why.to_string(), State::Unknown),
    };
    let location = Location::of(reference.node, reference.part);
    let text = report::without_secrets_at(&location, &reference.text);
    let kind = &org.catalog.kind(reference.kind).title;
    let text = if text.is_empty() { kind.clone() } else { shown(&text) };
    Some((text, shown(&reason), state))
}

/// What a finding says, without secrets.
pub(super) fn remark(finding: &Finding) -> Remark {
    Remark {
        severity: finding.severity,
        text: report::visible_line(&report::without_secrets(finding, &finding.message)),
        rule: Some(finding.rule.to_string()),
        place: Some(Place::of(&finding.primary)),
    }
}

/// Whether a finding points at where a reference is written.
pub(super) fn is_about(finding: &Finding, reference: &ResolvedReference<'_>) -> bool {
    let (node, part) = (reference.node, reference.part);
    let span = match part {
        Part::Key => node.key_span().unwrap_or_else(|| node.span()),
        Part::Value => node.span(),
    };
    let is_parent = reference.text.is_empty();
    // What costs little is asked first: a flow may have thousands of references.
    finding.primary.span == span
        && !is_parent
        && finding.primary.source.path() == node.document().source().path()
        && finding.primary.address == Location::of(node, part).address
}

/// A node that stands in for what is not there.
pub(super) fn ghost(org: usize, kind: &str, title: String, reason: String) -> Node {
    Node {
        org,
        kind: kind.to_owned(),
        title,
        body: Body::Ghost { reason },
        details: Vec::new(),
        counts: Counts::default(),
        is_focus: false,
        lane: None,
    }
}

/// What is not there, by its org, kind, text and reason.
type GhostKey = (usize, String, String, String);

#[derive(Default)]
struct Builder {
    graph: Graph,
    nodes: BTreeMap<(usize, ResourceId), usize>,
    ghosts: BTreeMap<GhostKey, usize>,
    edges: BTreeMap<(usize, usize), usize>,
}

impl Builder {
    fn add(
        &mut self,
        org: &Org<'_>,
        (at, id): (usize, ResourceId),
        reference: &ResolvedReference<'_>,
        placed: &Placed<'_>,
    ) {
        let Some(&from) = self.nodes.get(&(at, id)) else { return };
        let (to, state) = match dangling(org, reference) {
            None => {
                let Target::Resolved(target) = reference.target else { return };
                let Some(&to) = self.nodes.get(&(at, target)) else { return };
                (to, State::Sound)
            }
            Some((text, reason, state)) => {
                let kind = &org.catalog.kind(reference.kind).name;
                (self.ghost((at, kind.clone(), text, reason)), state)
            }
        };
        let findings = placed.of(at, id).iter().filter(|finding| is_about(finding, reference));
        let remarks = findings.map(|finding| remark(finding)).collect();
        self.edge((from, to), &reference.field, state, remarks);
    }

    fn ghost(&mut self, key: GhostKey) -> usize {
        let nodes = &mut self.graph.nodes;
        *self.ghosts.entry(key).or_insert_with_key(|(org, kind, text, reason)| {
            nodes.push(ghost(*org, kind, text.clone(), reason.clone()));
            nodes.len() - 1
        })
    }

    /// References from one node to another are one edge, as bad as the worst of them.
    fn edge(
        &mut self,
        (from, to): (usize, usize),
        field: &str,
        state: State,
        remarks: Vec<Remark>,
    ) {
        let edges = &mut self.graph.edges;
        let at = *self.edges.entry((from, to)).or_insert_with(|| {
            edges.push(Edge {
                from,
                to,
                fields: Vec::new(),
                label: String::new(),
                state,
                codecs: None,
                remarks: Vec::new(),
            });
            edges.len() - 1
        });
        let edge = &mut edges[at];
        if !edge.fields.iter().any(|known| known == field) {
            edge.fields.push(field.to_owned());
            edge.label = edge.fields.join(", ");
        }
        for remark in remarks {
            edge.state = edge.state.max(state_of(remark.severity));
            if !edge.remarks.contains(&remark) {
                edge.remarks.push(remark);
            }
        }
        edge.state = edge.state.max(state);
    }
}

/// What a finding makes of the edge it is about.
pub(super) fn state_of(severity: Severity) -> State {
    match severity {
        Severity::Error => State::Broken,
        Severity::Warning => State::Impaired,
        Severity::Note => State::Sound,
    }
}
