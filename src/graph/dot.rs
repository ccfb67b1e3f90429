//! For Graphviz.

use std::io;

use super::{Body, Edge, Graph, Node, State};
use crate::finding::Severity;
use crate::report;

pub(super) fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "digraph {} {{", quoted(&graph.title))?;
    let direction = if graph.lanes.is_empty() { "LR" } else { "TB" };
    writeln!(out, "  rankdir={direction};")?;
    writeln!(
        out,
        "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];"
    )?;
    writeln!(out, "  edge [fontname=\"sans-serif\", fontsize=10];")?;
    let is_one = graph.orgs.len() <= 1;
    for (at, org) in graph.orgs.iter().enumerate() {
        let of_org = graph.nodes.iter().enumerate().filter(|(_, node)| node.org == at);
        if is_one {
            of_org.clone().try_for_each(|(id, node)| writeln!(out, "  {}", statement(id, node)))?;
            continue;
        }
        writeln!(out, "  subgraph cluster_{at} {{")?;
        writeln!(out, "    label={};", quoted(org))?;
        of_org.clone().try_for_each(|(id, node)| writeln!(out, "    {}", statement(id, node)))?;
        writeln!(out, "  }}")?;
    }
    for rank in 0..graph.lanes.len() {
        let of_rank = graph.nodes.iter().enumerate().filter(|(_, node)| node.lane == Some(rank));
        let names: Vec<String> = of_rank.map(|(id, _)| format!("n{id};")).collect();
        writeln!(out, "  {{ rank=same; {} }}", names.join(" "))?;
    }
    graph.edges.iter().try_for_each(|edge| writeln!(out, "  {}", edge_statement(edge)))?;
    writeln!(out, "}}")
}

fn statement(id: usize, node: &Node) -> String {
    let mut lines = vec![node.kind.clone(), node.title.clone()];
    lines.extend(node.details.iter().cloned());
    let mut attributes = Vec::new();
    match &node.body {
        Body::Ghost { reason } => {
            lines.push(reason.clone());
            attributes.push("style=\"rounded,dashed\"".to_owned());
        }
        Body::Resource { .. } => {
            lines.extend(Some(node.counts.words()).filter(|words| !words.is_empty()));
            let worst = node.counts.worst().map(|(severity, _)| severity);
            attributes.extend(worst.map(|severity| format!("color=\"{}\"", colour(severity))));
        }
    }
    if worst_is_bad(node) || node.is_focus {
        attributes.push("penwidth=2.5".to_owned());
    }
    attributes.insert(0, format!("label={}", quoted_lines(&lines)));
    format!("n{id} [{}];", attributes.join(", "))
}

fn worst_is_bad(node: &Node) -> bool {
    node.counts.worst().is_some_and(|(severity, _)| severity == Severity::Error)
}

fn edge_statement(edge: &Edge) -> String {
    let mut lines = vec![edge.label.clone()];
    lines.extend(edge.remarks.iter().map(|remark| crate::text::clipped(&remark.text, 100)));
    lines.retain(|line| !line.is_empty());
    let mut attributes = vec![format!("label={}", quoted_lines(&lines))];
    attributes.extend(
        match edge.state {
            State::Sound => None,
            State::Unknown => Some("style=dashed, color=gray40"),
            State::Impaired => Some("color=\"#b26a00\", penwidth=2"),
            State::Broken => Some("color=\"#c4320a\", penwidth=3, arrowhead=tee"),
        }
        .map(str::to_owned),
    );
    format!("n{} -> n{} [{}];", edge.from, edge.to, attributes.join(", "))
}

/// Dark enough for a line on white, and told apart by people who see no red or no green.
pub(super) fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "#c4320a",
        Severity::Warning => "#b26a00",
        Severity::Note => "#0b6bcb",
    }
}

/// A string of DOT: quotes and backslashes escaped, control characters shown.
fn quoted(text: &str) -> String {
    quoted_lines(&[text.to_owned()])
}

fn quoted_lines(lines: &[String]) -> String {
    let escaped =
        |line: &String| report::visible_line(line).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", lines.iter().map(escaped).collect::<Vec<_>>().join("\\n"))
}
