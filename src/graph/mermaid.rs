//! For pages that draw Mermaid.

use std::fmt::Write as _;
use std::io;

use super::dot::colour;
use super::{Body, Edge, Graph, Node, State};
use crate::finding::Severity;
use crate::report;

pub(super) fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    let direction = if graph.lanes.is_empty() { "LR" } else { "TB" };
    writeln!(out, "flowchart {direction}")?;
    let is_one = graph.orgs.len() <= 1;
    for (at, org) in graph.orgs.iter().enumerate() {
        let of_org = graph.nodes.iter().enumerate().filter(|(_, node)| node.org == at);
        if is_one {
            of_org.clone().try_for_each(|(id, node)| writeln!(out, "  {}", statement(id, node)))?;
            continue;
        }
        writeln!(out, "  subgraph org{at} [\"{}\"]", escaped(org))?;
        of_org.clone().try_for_each(|(id, node)| writeln!(out, "    {}", statement(id, node)))?;
        writeln!(out, "  end")?;
    }
    graph.edges.iter().try_for_each(|edge| writeln!(out, "  {}", edge_statement(edge)))?;
    write_classes(graph, out)?;
    for (at, edge) in graph.edges.iter().enumerate() {
        if let Some(style) = link_style(edge.state) {
            writeln!(out, "  linkStyle {at} {style}")?;
        }
    }
    Ok(())
}

fn statement(id: usize, node: &Node) -> String {
    let mut lines = vec![format!("<i>{}</i>", escaped(&node.kind))];
    lines.push(format!("<b>{}</b>", escaped(&node.title)));
    lines.extend(node.details.iter().map(|line| escaped(line)));
    match &node.body {
        Body::Ghost { reason } => lines.push(escaped(reason)),
        Body::Resource { .. } => {
            let words = Some(node.counts.words()).filter(|words| !words.is_empty());
            lines.extend(words.map(|words| escaped(&words)));
        }
    }
    let class = class(node).map_or_else(String::new, |class| format!(":::{class}"));
    format!("n{id}[\"{}\"]{class}", lines.join("<br/>"))
}

fn class(node: &Node) -> Option<&'static str> {
    if matches!(node.body, Body::Ghost { .. }) {
        return Some("ghost");
    }
    node.counts.worst().map(|(severity, _)| severity.name()).or(node.is_focus.then_some("focus"))
}

fn edge_statement(edge: &Edge) -> String {
    let arrow = match edge.state {
        State::Sound | State::Impaired => "-->",
        State::Unknown => "-.->",
        State::Broken => "--x",
    };
    let mut lines = vec![escaped(&edge.label)];
    lines.extend(
        edge.remarks.iter().map(|remark| escaped(&crate::text::clipped(&remark.text, 100))),
    );
    lines.retain(|line| !line.is_empty());
    let label = lines.join("<br/>");
    let label = if label.is_empty() { label } else { format!("|\"{label}\"|") };
    format!("n{} {arrow}{label} n{}", edge.from, edge.to)
}

fn write_classes(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    let used = |name: &str| graph.nodes.iter().any(|node| class(node) == Some(name));
    for severity in Severity::ALL.into_iter().filter(|severity| used(severity.name())) {
        let colour = colour(severity);
        writeln!(out, "  classDef {} stroke:{colour},stroke-width:3px", severity.name())?;
    }
    if used("ghost") {
        writeln!(out, "  classDef ghost stroke-dasharray:4 4")?;
    }
    if used("focus") {
        writeln!(out, "  classDef focus stroke-width:3px")?;
    }
    Ok(())
}

fn link_style(state: State) -> Option<String> {
    match state {
        State::Sound | State::Unknown => None,
        State::Impaired => Some(format!("stroke:{},stroke-width:2px", colour(Severity::Warning))),
        State::Broken => Some(format!("stroke:{},stroke-width:3px", colour(Severity::Error))),
    }
}

/// Text inside a quoted label: nothing of it is markup of Mermaid, of Markdown or of HTML. Mermaid writes entities with
/// `#` instead of `&`.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in report::visible_line(text).chars() {
        if c.is_alphanumeric()
            || matches!(c, ' ' | '.' | ',' | '-' | '/' | ':' | '(' | ')' | '?' | '…' | '·')
        {
            escaped.push(c);
        } else {
            let _ = write!(escaped, "#{};", u32::from(c));
        }
    }
    escaped
}
