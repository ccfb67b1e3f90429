//! One versioned JSON object for programs. Members are only ever added within a version.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Body, Edge, Graph, Node, Place, Remark};
use crate::finding::Severity;

/// What `orglint graph --format json` writes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonGraph {
    /// Version of this format: 1.
    pub version: u32,
    /// What it shows.
    pub title: String,
    /// The folders, relative to the run's root, in which the orgs begin that the nodes are of.
    pub orgs: Vec<String>,
    /// The stages of a media path, in order; empty where the graph shows references.
    pub lanes: Vec<String>,
    /// The resources, and what stands in for those that are not there.
    pub nodes: Vec<JsonNode>,
    /// The references, or the legs of the media path.
    pub edges: Vec<JsonEdge>,
}

/// A resource, or what stands in for one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonNode {
    /// What edges call it: `n` and a number, which mean nothing outside of this object.
    pub node: String,
    /// Position of its org in `orgs`.
    pub org: usize,
    /// Slug of its kind.
    pub kind: String,
    /// Its name, else its id; of what is not there, the text that refers to it.
    pub title: String,
    /// Its identity as written: a GUID, a Terraform address.
    pub id: Option<String>,
    /// Where it is written, in each form; empty for what is not there.
    pub places: Vec<JsonSighting>,
    /// Why it is not there; null where it is.
    pub missing: Option<String>,
    /// What is to be known of it at a glance.
    pub details: Vec<String>,
    /// How many findings there are in it.
    pub findings: JsonCounts,
    /// Whether it is the one in focus.
    pub focus: bool,
    /// Position of its stage in `lanes`.
    pub lane: Option<usize>,
}

/// A place at which a resource is written.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonSighting {
    /// How it is written.
    pub form: &'static str,
    /// Where.
    #[serde(flatten)]
    pub place: JsonAt,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonAt {
    /// The file, relative to the run's root.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in UTF-16 code units, from 1.
    pub column: u32,
}

/// Findings by severity.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonCounts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
}

/// A reference, or a leg of the media path.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonEdge {
    /// The node that it begins at.
    pub from: String,
    /// The node that it leads to.
    pub to: String,
    /// The logical names of the references that make it; none for a leg that nothing exported says.
    pub fields: Vec<String>,
    /// What is written beside it in drawings.
    pub label: String,
    /// `sound`, `unknown`, `impaired` or `broken`.
    pub state: &'static str,
    /// The codecs of a leg's ends; null for what is no leg of media.
    pub codecs: Option<JsonCodecs>,
    /// Why it is as it is.
    pub remarks: Vec<JsonRemark>,
}

/// The codecs of a leg's ends; null where they cannot be known.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonCodecs {
    /// Those of the end nearer to the agent.
    pub near: Option<Vec<String>>,
    /// Those of the end farther from the agent.
    pub far: Option<Vec<String>>,
    /// Those of both.
    pub shared: Option<Vec<String>>,
}

/// Why an edge is as it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonRemark {
    /// How bad it is.
    pub severity: Severity,
    /// What there is to say.
    pub message: String,
    /// Id of the rule that found it; null where the graph itself shows it.
    pub rule: Option<String>,
    /// Where.
    pub place: Option<JsonAt>,
}

pub(super) fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &JsonGraph::new(graph))?;
    writeln!(out)
}

impl JsonGraph {
    /// The graph as data.
    pub fn new(graph: &Graph) -> Self {
        Self {
            version: 1,
            title: graph.title.clone(),
            orgs: graph.orgs.clone(),
            lanes: graph.lanes.clone(),
            nodes: graph.nodes.iter().enumerate().map(|(at, one)| node(at, one)).collect(),
            edges: graph.edges.iter().map(edge).collect(),
        }
    }
}

fn node(at: usize, node: &Node) -> JsonNode {
    let (id, places, missing) = match &node.body {
        Body::Resource { id, sightings } => {
            let place = |sighting: &super::Sighting| JsonSighting {
                form: sighting.form,
                place: JsonAt::from(&sighting.place),
            };
            (id.clone(), sightings.iter().map(place).collect(), None)
        }
        Body::Ghost { reason } => (None, Vec::new(), Some(reason.clone())),
    };
    JsonNode {
        node: format!("n{at}"),
        org: node.org,
        kind: node.kind.clone(),
        title: node.title.clone(),
        id,
        places,
        missing,
        details: node.details.clone(),
        findings: JsonCounts {
            error: node.counts.errors,
            warning: node.counts.warnings,
            note: node.counts.notes,
        },
        focus: node.is_focus,
        lane: node.lane,
    }
}

fn edge(edge: &Edge) -> JsonEdge {
    let codecs = |codecs: &super::Codecs| JsonCodecs {
        near: codecs.near.clone(),
        far: codecs.far.clone(),
        shared: codecs.shared().map(|shared| shared.into_iter().map(str::to_owned).collect()),
    };
    JsonEdge {
        from: format!("n{}", edge.from),
        to: format!("n{}", edge.to),
        fields: edge.fields.clone(),
        label: edge.label.clone(),
        state: edge.state.name(),
        codecs: edge.codecs.as_ref().map(codecs),
        remarks: edge.remarks.iter().map(remark).collect(),
    }
}

fn remark(remark: &Remark) -> JsonRemark {
    JsonRemark {
        severity: remark.severity,
        message: remark.text.clone(),
        rule: remark.rule.clone(),
        place: remark.place.as_ref().map(JsonAt::from),
    }
}

impl From<&Place> for JsonAt {
    fn from(place: &Place) -> Self {
        Self { path: place.path.clone(), line: place.line, column: place.column }
    }
}
