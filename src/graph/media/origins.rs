//! What brings interactions to a queue: flows, one after another, and interaction types.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::legs::Leg;
use super::{Lane, Path};
use crate::graph::references::{dangling, sightings};
use crate::org::{ResolvedReference, ResourceId, Target};

/// A queue of the path: its node, and the resource where there is one.
pub(super) type Queue = (usize, Option<ResourceId>);

/// More flows than these, one behind another, are not followed.
const MAX_FLOWS: usize = 200;

impl<'p, 'd> Path<'p, 'd> {
    /// Adds the queues that are in question with what leads to them, and says which they are.
    pub(super) fn add_origins(&mut self, focus: ResourceId) -> Vec<Queue> {
        let focus = self.org.primary(focus);
        if self.kind(focus) == "queue" { self.origins_of(focus) } else { self.ways_from(focus) }
    }

    /// Everything that hands interactions to one queue.
    fn origins_of(&mut self, queue: ResourceId) -> Vec<Queue> {
        let to = self.add_queue(queue);
        for kind in ["flow", "interaction-types"] {
            let Some(kind) = self.org.catalog.kind_named(kind) else { continue };
            for &origin in self.org.referenced_by(queue, kind) {
                let from = self.add_origin(origin, 0);
                for reference in self.leading_to(origin, queue) {
                    self.leg((from, Some(origin)), (to, Some(queue)), reference);
                }
            }
        }
        vec![(to, Some(queue))]
    }

    /// The queues that a flow hands interactions to, itself or through other flows.
    fn ways_from(&mut self, flow: ResourceId) -> Vec<Queue> {
        let found = self.flows_before_queues(flow);
        let depth = found.values().max().copied().unwrap_or(0);
        self.flow_lanes = depth + 1;
        let mut queues = Vec::new();
        let mut flows: Vec<_> = found.iter().map(|(&id, &depth)| (depth, id)).collect();
        flows.sort_unstable();
        for &(depth, id) in &flows {
            self.add_origin(id, depth);
        }
        for (_, id) in flows {
            self.add_ways(id, &found, &mut queues);
        }
        if queues.is_empty() {
            queues.extend(self.waiting_in(flow));
        }
        if queues.is_empty() {
            queues.push(self.no_queue(flow));
        }
        queues
    }

    /// The flows that lead to a queue, by how many other flows are before them.
    fn flows_before_queues(&self, flow: ResourceId) -> BTreeMap<ResourceId, usize> {
        let mut depths = BTreeMap::from([(flow, 0)]);
        let mut before: BTreeMap<ResourceId, Vec<ResourceId>> = BTreeMap::new();
        let mut ends = Vec::new();
        let mut open = VecDeque::from([flow]);
        while let Some(id) = open.pop_front() {
            if self.queue_references(id).next().is_some() {
                ends.push(id);
            }
            for next in self.following(id) {
                before.entry(next).or_default().push(id);
                if depths.len() < MAX_FLOWS && !depths.contains_key(&next) {
                    depths.insert(next, depths[&id] + 1);
                    open.push_back(next);
                }
            }
        }
        let mut kept = BTreeSet::from([flow]);
        while let Some(id) = ends.pop() {
            if kept.insert(id) || id == flow {
                let earlier = before.remove(&id).unwrap_or_default();
                ends.extend(earlier.into_iter().filter(|id| !kept.contains(id)));
            }
        }
        depths.retain(|id, _| kept.contains(id));
        depths
    }

    /// The flows that a flow hands interactions to.
    fn following(&self, flow: ResourceId) -> Vec<ResourceId> {
        let is_onward = |reference: &&'p ResolvedReference<'d>| {
            self.org.catalog.kind(reference.kind).name == "flow"
                && &*reference.field != "inQueueFlow"
        };
        let references = self.references(flow).filter(is_onward);
        references
            .filter_map(|reference| match reference.target {
                Target::Resolved(id) => Some(self.org.primary(id)),
                _ => None,
            })
            .collect()
    }

    fn queue_references(
        &self,
        flow: ResourceId,
    ) -> impl Iterator<Item = &'p ResolvedReference<'d>> {
        let org = self.org;
        let is_queue = move |reference: &&'p ResolvedReference<'d>| {
            org.catalog.kind(reference.kind).name == "queue"
        };
        self.references(flow).filter(is_queue)
    }

    /// The references of a thing, wherever it is written.
    fn references(&self, of: ResourceId) -> impl Iterator<Item = &'p ResolvedReference<'d>> {
        let org = self.org;
        let written = sightings(org, org.primary(of));
        written.flat_map(move |id| org.resource(id).references.iter())
    }

    /// The legs from a flow to queues and to the flows that lead to one.
    fn add_ways(
        &mut self,
        flow: ResourceId,
        flows: &BTreeMap<ResourceId, usize>,
        queues: &mut Vec<Queue>,
    ) {
        let from = (self.add_origin(flow, 0), Some(flow));
        let references: Vec<_> = self.queue_references(flow).collect();
        for reference in references {
            let queue = match (&reference.target, dangling(self.org, reference)) {
                (Target::Resolved(queue), _) => {
                    let queue = self.org.primary(*queue);
                    (self.add_queue(queue), Some(queue))
                }
                (_, Some((text, reason, _))) => {
                    let lane = self.lane(Lane::Queue);
                    (self.ghost(lane, "queue", (text, reason)), None)
                }
                (_, None) => continue,
            };
            self.leg(from, queue, reference);
            if !queues.contains(&queue) {
                queues.push(queue);
            }
        }
        for next in self.following(flow).into_iter().collect::<BTreeSet<_>>() {
            if next == flow || !flows.contains_key(&next) {
                continue;
            }
            let to = (self.add_origin(next, 0), Some(next));
            for reference in self.leading_to(flow, next) {
                self.leg(from, to, reference);
            }
        }
    }

    /// The queues whose interactions wait in a flow.
    fn waiting_in(&mut self, flow: ResourceId) -> Vec<Queue> {
        let Some(kind) = self.org.catalog.kind_named("queue") else { return Vec::new() };
        let from = (self.add_origin(flow, 0), Some(flow));
        let mut queues = Vec::new();
        for &queue in self.org.referenced_by(flow, kind) {
            let to = (self.add_queue(queue), Some(queue));
            for reference in self.leading_to(queue, flow) {
                self.leg(from, to, reference);
            }
            queues.push(to);
        }
        queues
    }

    fn no_queue(&mut self, flow: ResourceId) -> Queue {
        let from = (self.add_origin(flow, 0), Some(flow));
        let reason = "the flow names no queue that it transfers to".to_owned();
        let lane = self.lane(Lane::Queue);
        let to = (self.ghost(lane, "queue", ("?".to_owned(), reason)), None);
        self.legs.push(Leg::assumed(from, to));
        to
    }

    /// The references of one resource that lead to another.
    fn leading_to(&self, from: ResourceId, to: ResourceId) -> Vec<&'p ResolvedReference<'d>> {
        let to = self.org.primary(to);
        let leads = |reference: &&'p ResolvedReference<'d>| match reference.target {
            Target::Resolved(target) => self.org.primary(target) == to,
            _ => false,
        };
        self.references(from).filter(leads).collect()
    }

    fn add_queue(&mut self, queue: ResourceId) -> usize {
        let is_bridged = self.fields.truth(queue, "isBridged") == Ok(true);
        let details = is_bridged.then(|| "digital becomes voice".to_owned());
        let lane = self.lane(Lane::Queue);
        self.resource(queue, lane, details.into_iter().collect())
    }

    fn add_origin(&mut self, origin: ResourceId, lane: usize) -> usize {
        let channel = self.detail(origin, "channel: ", "channel");
        let details = channel.filter(|channel| !channel.ends_with("none"));
        self.resource(origin, lane, details.into_iter().collect())
    }
}
