//! The media path of a queue or a flow: from what brings interactions over the queue to the agent's phone, and from there
//! to the carrier, with what is known of every leg.
//!
//! ```text
//! flow ─▶ queue ─▶ phone or softphone ─▶ phone trunk ─▶ site ─▶ outbound route ─▶ carrier trunk
//! ```
//!
//! Resources and their values come from the catalogue's references and fields. What no export says, such as which agents
//! of a queue use which phone, is drawn as unknown.

mod devices;
mod legs;
mod origins;
mod routes;

use std::collections::BTreeMap;

use super::references::{ghost, resource_node};
use super::{Focus, Graph, Node, Placed};
use crate::check::Understood;
use crate::org::{Org, ResourceId};
use crate::rules::{Fields, RuleSet, Settings};

use legs::{Leg, settle};

/// The names of the lanes behind the flows.
const LANES: [&str; 6] =
    ["Queue", "Phone", "Phone trunk", "Site", "Outbound route", "Carrier trunk"];

/// What a lane behind the flows is for; as a number, its position in [`LANES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    Queue,
    Phone,
    PhoneTrunk,
    Site,
    Route,
    Carrier,
}

/// Whether there is a media path of this resource: whether it is a queue or a flow.
pub fn serves_media(understood: &Understood<'_>, focus: Focus) -> bool {
    let org = &understood.orgs[focus.org].org;
    let kind = org.resource(focus.id).recognised.kind;
    ["queue", "flow"].iter().any(|name| org.catalog.kind_named(name) == Some(kind))
}

/// The media path of a queue or a flow. `rules` say which findings speak of media: those of rules with the tag `incident`.
pub fn media_path(
    understood: &Understood<'_>,
    focus: Focus,
    placed: &Placed<'_>,
    (rules, settings): (&RuleSet, Settings),
) -> Graph {
    let one = &understood.orgs[focus.org];
    let fields = Fields::new(&one.org, rules, settings);
    let mut path = Path {
        org: &one.org,
        at: focus.org,
        placed,
        fields: &fields,
        nodes: Vec::new(),
        of: BTreeMap::new(),
        ghosts: BTreeMap::new(),
        legs: Vec::new(),
        written: BTreeMap::new(),
        flow_lanes: 1,
    };
    let queues = path.add_origins(focus.id);
    let devices = path.add_devices(&queues);
    let sites = path.add_routes(&queues, &devices);
    path.join_sites(&devices, &sites);
    let title = format!("Media path of {} {}", path.kind(focus.id), path.title(focus.id));
    path.finish(title, focus, &one.root, rules, understood.orgs.len())
}

/// A media path while it is made.
struct Path<'p, 'd> {
    org: &'p Org<'d>,
    /// Position of the org.
    at: usize,
    placed: &'p Placed<'p>,
    fields: &'p Fields<'p>,
    nodes: Vec<Node>,
    /// The nodes of resources.
    of: BTreeMap<ResourceId, usize>,
    /// The nodes of what is not there, by lane, kind, text and reason.
    ghosts: BTreeMap<(usize, String, String, String), usize>,
    legs: Vec<Leg<'p, 'd>>,
    /// The legs that references make, by their nodes.
    written: BTreeMap<(usize, usize), usize>,
    /// How many lanes the flows take.
    flow_lanes: usize,
}

impl<'p> Path<'p, '_> {
    fn kind(&self, id: ResourceId) -> &'p str {
        &self.org.catalog.kind(self.org.resource(id).recognised.kind).name
    }

    fn title(&self, id: ResourceId) -> String {
        super::references::title(self.org, id)
    }

    /// The things of a kind, in the order of the org.
    fn of_kind(&self, kind: &str) -> &'p [ResourceId] {
        self.org.catalog.kind_named(kind).map_or(&[], |kind| self.org.things(kind))
    }

    /// The position of a lane behind the flows.
    fn lane(&self, lane: Lane) -> usize {
        self.flow_lanes + lane as usize
    }

    /// The node of a resource in a lane, which is made where there is none.
    fn resource(&mut self, id: ResourceId, lane: usize, details: Vec<String>) -> usize {
        let id = self.org.primary(id);
        if let Some(&node) = self.of.get(&id) {
            return node;
        }
        let node = resource_node(self.org, (self.at, id), self.placed);
        self.nodes.push(Node { details, lane: Some(lane), ..node });
        self.of.insert(id, self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    /// The node for what is not there; one for each lane, text and reason.
    fn ghost(&mut self, lane: usize, kind: &str, (title, reason): (String, String)) -> usize {
        let (nodes, org) = (&mut self.nodes, self.at);
        let key = (lane, kind.to_owned(), title, reason);
        *self.ghosts.entry(key).or_insert_with_key(|(lane, kind, title, reason)| {
            let node = ghost(org, kind, title.clone(), reason.clone());
            nodes.push(Node { lane: Some(*lane), ..node });
            nodes.len() - 1
        })
    }

    /// The words of a field behind their heading; nothing where they cannot be known.
    fn detail(&self, id: ResourceId, heading: &str, field: &'static str) -> Option<String> {
        let words = self.fields.words(id, field).ok().filter(|words| !words.is_empty())?;
        let words: Vec<&str> = words.iter().map(|word| short(word)).collect();
        Some(super::escape::shown(&format!("{heading}{}", words.join(", "))))
    }

    /// The codecs of a resource as a line.
    fn codec_line(&self, id: ResourceId) -> String {
        match self.fields.words(id, "codecs") {
            Ok(codecs) if codecs.is_empty() => "no codecs".to_owned(),
            Ok(_) => self.detail(id, "", "codecs").unwrap_or_default(),
            Err(_) => "codecs: ?".to_owned(),
        }
    }

    fn finish(
        self,
        title: String,
        focus: Focus,
        root: &str,
        rules: &RuleSet,
        orgs: usize,
    ) -> Graph {
        let Self { org, at, placed, mut nodes, of, legs, flow_lanes, .. } = self;
        let edges = settle(&legs, org, |id| placed.of(at, id), rules);
        if let Some(node) = of.get(&org.primary(focus.id)).and_then(|&node| nodes.get_mut(node)) {
            node.is_focus = true;
        }
        for node in &mut nodes {
            node.org = 0;
        }
        let flows = (0..flow_lanes).map(|at| if at == 0 { "Flow" } else { "then flow" });
        let lanes = flows.chain(LANES).map(str::to_owned).collect();
        let orgs = if orgs > 1 { vec![root.to_owned()] } else { vec![String::new()] };
        Graph { title, orgs, lanes, nodes, edges }
    }
}

/// A codec as people write it.
fn short(codec: &str) -> &str {
    codec.strip_prefix("audio/").unwrap_or(codec)
}
