use proptest::prelude::*;

use super::*;
use crate::finding::Severity;
use crate::graph::{Body, Counts, Edge, Format, Graph, Node, Remark, State};

/// Whether tags close in the order in which they open, and text holds no markup: what every reader of XML asks for.
fn is_well_formed(xml: &str) -> Result<(), String> {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        no_markup(&rest[..at])?;
        let end = rest[at..].find('>').ok_or("a tag does not end")? + at;
        let tag = &rest[at + 1..end];
        no_markup(tag)?;
        if tag.matches('"').count() % 2 == 1 {
            return Err(format!("an odd number of quotes: {tag}"));
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("`{name}` closes what is not open"));
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
        rest = &rest[end + 1..];
    }
    if open.is_empty() { Ok(()) } else { Err(format!("open: {open:?}")) }
}

fn no_markup(text: &str) -> Result<(), String> {
    let is_forbidden = |c: char| c == '<' || (c.is_control() && c != '\n');
    if text.contains(is_forbidden) {
        return Err(format!("markup or a control character: {text:?}"));
    }
    let entities = ["amp;", "lt;", "gt;", "quot;", "#39;", "#160;"];
    let is_entity = |part: &str| entities.iter().any(|entity| part.starts_with(entity));
    match text.split('&').skip(1).find(|part| !is_entity(part)) {
        Some(part) => Err(format!("no entity: &{part}")),
        None => Ok(()),
    }
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,12}",
        any::<String>(),
        Just("<script>alert(1)</script>".to_owned()),
        Just("\"]; click n0 \"javascript:x\"\n%%\u{1b}[31m\u{202e}".to_owned()),
        Just("a & b ]]> \u{ffff} `x` #quot; \\".to_owned()),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    (hostile(), prop::option::of(hostile()), 0_usize..3, any::<bool>()).prop_map(
        |(title, ghost, errors, is_focus)| Node {
            org: 0,
            kind: "queue".to_owned(),
            details: vec![title.clone()],
            title,
            body: match ghost {
                Some(reason) => Body::Ghost { reason },
                None => Body::Resource { id: None, sightings: Vec::new() },
            },
            counts: Counts { errors, warnings: errors, notes: 0 },
            is_focus,
            lane: None,
        },
    )
}

fn edge(nodes: usize) -> impl Strategy<Value = Edge> {
    let states = [State::Sound, State::Unknown, State::Impaired, State::Broken];
    (0..nodes, 0..nodes, prop::sample::select(states.to_vec()), hostile()).prop_map(
        |(from, to, state, label)| Edge {
            from,
            to,
            fields: vec![label.clone()],
            remarks: vec![Remark {
                severity: Severity::Error,
                text: label.clone(),
                rule: None,
                place: None,
            }],
            label,
            state,
            codecs: None,
        },
    )
}

prop_compose! {
    fn graph()(nodes in prop::collection::vec(node(), 1..8), is_path in any::<bool>())
        (edges in prop::collection::vec(edge(nodes.len()), 0..8), mut nodes in Just(nodes), is_path in Just(is_path), title in hostile())
        -> Graph {
        let lanes = if is_path { vec!["<first>".to_owned(), "second".to_owned()] } else { Vec::new() };
        for (at, node) in nodes.iter_mut().enumerate() {
            node.lane = is_path.then_some(at % 2);
        }
        Graph { title, orgs: vec![String::new()], lanes, nodes, edges }
    }
}

fn written(format: Format, graph: &Graph) -> String {
    let mut out = Vec::new();
    crate::graph::write(format, graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #[test]
    fn any_graph_is_well_formed_xml(graph in graph()) {
        let svg = written(Format::Svg, &graph);
        prop_assert_eq!(is_well_formed(&svg), Ok(()), "{}", svg);
        prop_assert_eq!(svg, written(Format::Svg, &graph));
    }

    #[test]
    fn names_are_never_statements_of_dot_or_mermaid(graph in graph()) {
        let dot = written(Format::Dot, &graph);
        prop_assert_eq!(dot.lines().count(), 5 + graph.nodes.len() + graph.edges.len() + graph.lanes.len());
        for line in dot.lines() {
            let quotes = line.replace("\\\\", "").replace("\\\"", "").matches('"').count();
            prop_assert_eq!(quotes % 2, 0, "{}", line);
        }
        let mermaid = written(Format::Mermaid, &graph);
        for line in mermaid.lines().filter(|line| line.contains('"')) {
            prop_assert_eq!(line.matches('"').count(), 2, "{}", line);
        }
        prop_assert!(!mermaid.contains("script>"), "{}", mermaid);
        prop_assert!(!(dot + &mermaid).contains(|c: char| c != '\n' && c.is_control()));
    }
}

#[test]
fn text_stays_inside_of_its_card() {
    let node = Node {
        org: 0,
        kind: "integration-custom-auth-action".to_owned(),
        title: "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW mmmmmmmmmmm".to_owned(),
        body: Body::Resource { id: None, sightings: Vec::new() },
        details: vec!["one two three four five six seven eight nine ten eleven".to_owned()],
        counts: Counts { errors: 100, warnings: 20, notes: 3 },
        is_focus: false,
        lane: None,
    };
    let card = Card::new(&node);
    assert!(card.size.0 < 320.0, "{:?}", card.size);
    let graph = Graph { nodes: vec![node], orgs: vec![String::new()], ..Graph::default() };
    let svg = written(Format::Svg, &graph);
    assert!(svg.contains("WW…mm") || svg.contains('…'), "{svg}");
}
