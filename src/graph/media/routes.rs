//! The way out: sites, the outbound routes that serve a queue, and the carriers' trunks in the order in which they are tried.

use super::devices::Devices;
use super::legs::Leg;
use super::origins::Queue;
use super::{Lane, Path};
use crate::graph::references::dangling;
use crate::graph::{Codecs, State};
use crate::org::{ResolvedReference, ResourceId, Target};

/// More routes than these are not drawn one by one.
const MAX_ROUTES: usize = 12;

/// A node, with its resource where there is one.
type End = (usize, Option<ResourceId>);

impl<'d> Path<'_, 'd> {
    /// Adds the routes that serve the queues, with their sites and trunks; says which sites there are.
    pub(super) fn add_routes(&mut self, queues: &[Queue], devices: &Devices) -> Vec<End> {
        let (routes, left_out) = self.routes(queues);
        let mut sites = Vec::new();
        for route in &routes {
            let lane = self.lane(Lane::Route);
            let details = self.route_details(*route);
            let node = (self.resource(*route, lane, details), Some(*route));
            self.add_site(*route, node, &mut sites);
            self.add_carriers(*route, node, devices);
        }
        if left_out > 0 {
            let lane = self.lane(Lane::Route);
            let more = (format!("and {left_out} more"), "not drawn".to_owned());
            let node = (self.ghost(lane, "outbound-route", more), None);
            if let Some(site) = sites.first() {
                self.legs.push(Leg::assumed(*site, node));
            }
        }
        if routes.is_empty() {
            sites.push(self.no_route());
        }
        sites
    }

    /// The routes that calls from the queues may take, and how many are left out: those that name one of the queues, and
    /// those that name none.
    fn routes(&self, queues: &[Queue]) -> (Vec<ResourceId>, usize) {
        let serves = |route: &ResourceId| {
            let named = self.org.references_of(*route, None, "queues");
            let may_be = |reference: &ResolvedReference<'_>| match reference.target {
                Target::Resolved(queue) => {
                    let queue = self.org.primary(queue);
                    queues.iter().any(|(_, id)| *id == Some(queue))
                }
                Target::Unresolved { .. } => false,
                Target::Unknown(_) => true,
            };
            named.is_empty() || named.iter().any(may_be)
        };
        let mut routes: Vec<_> =
            self.of_kind("outbound-route").iter().copied().filter(serves).collect();
        let left_out = routes.len().saturating_sub(MAX_ROUTES);
        if left_out > 0 {
            routes.sort_by_key(|id| std::cmp::Reverse(self.placed.counts(self.at, *id).errors));
            routes.truncate(MAX_ROUTES);
        }
        (routes, left_out)
    }

    fn route_details(&self, route: ResourceId) -> Vec<String> {
        let classes = self.detail(route, "", "classifications");
        let disabled = self.is_off(route).then(|| "switched off".to_owned());
        classes.into_iter().chain(disabled).collect()
    }

    fn is_off(&self, id: ResourceId) -> bool {
        self.fields.truth(id, "enabled") == Ok(false)
    }

    fn add_site(&mut self, route: ResourceId, node: End, sites: &mut Vec<End>) {
        let lane = self.lane(Lane::Site);
        let off =
            self.is_off(route).then(|| format!("Route `{}` is switched off", self.title(route)));
        let reference = self.org.references_of(route, None, "site").first();
        let site = match reference {
            Some(reference) => self.target(reference, lane),
            None => {
                let reason = "the route names no site".to_owned();
                Some((self.ghost(lane, "site", ("?".to_owned(), reason)), None))
            }
        };
        let Some(site) = site else { return };
        if let Some(id) = site.1 {
            let details = ["mediaModel", "mediaRegions"].map(|field| self.detail(id, "", field));
            self.nodes[site.0].details = details.into_iter().flatten().collect();
        }
        let mut leg = Leg::assumed(site, node);
        leg.written.extend(reference);
        self.legs.push(leg.broken_by(off));
        if !sites.contains(&site) {
            sites.push(site);
        }
    }

    /// The node that a reference leads to, or of what is there instead.
    fn target(&mut self, reference: &ResolvedReference<'d>, lane: usize) -> Option<End> {
        if let Target::Resolved(id) = reference.target {
            let id = self.org.primary(id);
            return Some((self.resource(id, lane, Vec::new()), Some(id)));
        }
        let (text, reason, _) = dangling(self.org, reference)?;
        let kind = &self.org.catalog.kind(reference.kind).name;
        Some((self.ghost(lane, kind, (text, reason)), None))
    }

    fn add_carriers(&mut self, route: ResourceId, node: End, devices: &Devices) {
        let lane = self.lane(Lane::Carrier);
        let trunks = self.org.references_of(route, None, "trunks");
        let in_order =
            self.fields.words(route, "distribution").is_ok_and(|it| it == ["SEQUENTIAL"]);
        for (at, reference) in trunks.iter().enumerate() {
            let Some(trunk) = self.target(reference, lane) else { continue };
            let Some(id) = trunk.1 else {
                self.leg(node, trunk, reference);
                continue;
            };
            self.nodes[trunk.0].details = self.trunk_details(id);
            let codecs = Codecs { near: devices.codecs.clone(), far: self.offered(id) };
            let off =
                self.is_off(id).then(|| format!("Trunk `{}` is switched off", self.title(id)));
            let mut leg = Leg::of_carrier(node, trunk, codecs).broken_by(off);
            leg.written.push(reference);
            if in_order && trunks.len() > 1 {
                leg.prefix = format!("{}. ", at + 1);
            }
            self.legs.push(leg);
        }
        if trunks.is_empty() {
            let reason = "the route names no trunk".to_owned();
            let to = (self.ghost(lane, "trunk-base", ("?".to_owned(), reason)), None);
            self.legs.push(Leg::assumed(node, to));
        }
    }

    /// The codecs that a trunk takes: the one that it insists on, else those it offers.
    fn offered(&self, trunk: ResourceId) -> Option<Vec<String>> {
        let forced = self.fields.words(trunk, "forceCodec").ok();
        forced.or_else(|| self.fields.words(trunk, "codecs").ok())
    }

    fn trunk_details(&self, trunk: ResourceId) -> Vec<String> {
        let mut details = vec![self.codec_line(trunk)];
        details.extend(self.detail(trunk, "insists on ", "forceCodec"));
        if self.is_off(trunk) {
            details.push("switched off".to_owned());
        }
        if self.fields.truth(trunk, "webRtcHandling") == Ok(false) {
            details.push("WebRTC off".to_owned());
        }
        details
    }

    /// What stands for the way out where no route is there. Says what stands for the site.
    fn no_route(&mut self) -> End {
        let is_complete = |kind| self.org.is_complete(kind);
        let route_kind = self.org.catalog.kind_named("outbound-route");
        let (reason, broken) = match route_kind.is_some_and(is_complete) {
            true => ("no route serves it", State::Broken),
            false => ("no route that serves it is in the export", State::Unknown),
        };
        let ends = [
            (Lane::Site, "site", ""),
            (Lane::Route, "outbound-route", reason),
            (Lane::Carrier, "trunk-base", ""),
        ];
        let [site, route, carrier] = ends.map(|(lane, kind, reason)| {
            let lane = self.lane(lane);
            (self.ghost(lane, kind, ("?".to_owned(), reason.to_owned())), None)
        });
        let cause =
            (broken == State::Broken).then(|| "No outbound route serves the queue".to_owned());
        self.legs.push(Leg::assumed(site, route).broken_by(cause));
        self.legs.push(Leg::assumed(route, carrier));
        site
    }

    /// From the phone trunks to the sites: which site's media servers a phone uses is decided when it connects.
    pub(super) fn join_sites(&mut self, devices: &Devices, sites: &[End]) {
        for trunk in &devices.trunks {
            self.legs.extend(sites.iter().map(|site| Leg::assumed(*trunk, *site)));
        }
    }
}
