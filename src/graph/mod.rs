//! Seeing an org: who refers to whom, and over which legs the media of a queue or a flow goes.
//!
//! [`references`] and [`media_path`] say what there is to see, as one [`Graph`]; each format draws the same graph.

mod dot;
mod escape;
mod findings;
mod focus;
mod json;
mod layout;
mod media;
mod mermaid;
mod neighbourhood;
mod references;
mod svg;

use std::io;

use crate::finding::Severity;

pub use findings::Placed;
pub use focus::{Focus, find};
pub use json::JsonGraph;
pub use media::{media_path, serves_media};
pub use references::references;

/// What is drawn.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// What it shows, for people.
    pub title: String,
    /// The folders in which the orgs begin that the nodes are of.
    pub orgs: Vec<String>,
    /// The names of the ranks from the first to the last; empty where the edges alone say who stands behind whom.
    pub lanes: Vec<String>,
    /// The nodes, in the order of the org.
    pub nodes: Vec<Node>,
    /// The edges, in the order of the nodes they begin at.
    pub edges: Vec<Edge>,
}

/// A resource, or what stands in for one.
#[derive(Clone, Debug)]
pub struct Node {
    /// Position of its org in [`Graph::orgs`].
    pub org: usize,
    /// The slug of its kind.
    pub kind: String,
    /// Its name, else its id; of what is not there, the text that refers to it.
    pub title: String,
    /// Whether it is there.
    pub body: Body,
    /// What is to be known of it at a glance, a line each.
    pub details: Vec<String>,
    /// What was found in it.
    pub counts: Counts,
    /// Whether it is the one in focus.
    pub is_focus: bool,
    /// Position of its lane in [`Graph::lanes`]; `None` where there are no lanes.
    pub lane: Option<usize>,
}

/// Whether a node is there.
#[derive(Clone, Debug)]
pub enum Body {
    /// A resource.
    Resource {
        /// Its identity in its form.
        id: Option<String>,
        /// Where it is written, in each form it is written in.
        sightings: Vec<Sighting>,
    },
    /// Nothing in the org.
    Ghost {
        /// Why there is nothing.
        reason: String,
    },
}

/// A place at which a resource is written.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// The name of the form.
    pub form: &'static str,
    /// Where.
    pub place: Place,
}

/// A place for people and programs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the run's root.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in UTF-16 code units, from 1.
    pub column: u32,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

/// A reference, or a leg of a media path.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Position of the node that it begins at.
    pub from: usize,
    /// Position of the node that it leads to.
    pub to: usize,
    /// The logical names of the references that make it, each once; none where nothing that is exported does.
    pub fields: Vec<String>,
    /// What is written beside it.
    pub label: String,
    /// What is to be thought of it.
    pub state: State,
    /// The codecs of a leg's two ends; `None` where it has none.
    pub codecs: Option<Codecs>,
    /// Why it is as it is.
    pub remarks: Vec<Remark>,
}

/// What is to be thought of an edge. Ordered from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is there, and nothing is known against it.
    Sound,
    /// Nothing that is exported says whether it is there, or where it leads.
    Unknown,
    /// Something is likely to go wrong on it.
    Impaired,
    /// It leads nowhere, or nothing gets through.
    Broken,
}

/// The codecs of the two ends of a leg, each in its one spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codecs {
    /// Those of the end nearer to the agent; `None` where they cannot be known.
    pub near: Option<Vec<String>>,
    /// Those of the end farther from the agent; `None` where they cannot be known.
    pub far: Option<Vec<String>>,
}

/// Why an edge is as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How bad it is.
    pub severity: Severity,
    /// What there is to say, as a sentence without a full stop.
    pub text: String,
    /// The rule that found it; `None` where the drawing itself shows it.
    pub rule: Option<String>,
    /// Where.
    pub place: Option<Place>,
}

impl Codecs {
    /// Those that both ends have, in the order of the near end; `None` where one of the ends cannot be known.
    pub fn shared(&self) -> Option<Vec<&str>> {
        let (near, far) = (self.near.as_ref()?, self.far.as_ref()?);
        Some(near.iter().filter(|codec| far.contains(codec)).map(String::as_str).collect())
    }
}

impl Counts {
    /// One more of this severity.
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// The worst severity, and how many there are of it.
    pub fn worst(&self) -> Option<(Severity, usize)> {
        let all = [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
            (Severity::Note, self.notes),
        ];
        all.into_iter().find(|(_, count)| *count > 0)
    }

    /// For people: `2 errors, 1 warning`.
    fn words(&self) -> String {
        let all = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let some = all.into_iter().filter(|(count, _)| *count > 0);
        some.map(|(count, noun)| crate::text::count(count, noun)).collect::<Vec<_>>().join(", ")
    }
}

impl State {
    /// The word for it in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Unknown => "unknown",
            Self::Impaired => "impaired",
            Self::Broken => "broken",
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For Graphviz.
    Dot,
    /// For pages that draw Mermaid, such as those of code hosts.
    Mermaid,
    /// A picture.
    Svg,
    /// One versioned object.
    Json,
}

/// Writes the graph in one of the formats.
///
/// # Errors
/// Where `out` refuses to be written to.
pub fn write(format: Format, graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Dot => dot::write(graph, out),
        Format::Mermaid => mermaid::write(graph, out),
        Format::Svg => svg::write(graph, out),
        Format::Json => json::write(graph, out),
    }
}
