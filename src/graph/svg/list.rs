//! Below a media path: what is wrong with each leg that has a number.

use std::fmt::Write as _;

use super::edges::Legs;
use super::text::{escaped, px, wrapped};
use super::{MARGIN, Scene, colour, symbol};
use crate::graph::{Edge, Remark};

const SIZE: f64 = 12.0;
const LINE: f64 = 17.0;
/// The most remarks on one leg.
const MOST: usize = 6;

/// The list, from its upper left corner on, and how high it is.
pub(super) fn list(scene: &Scene<'_>, legs: &Legs<'_>) -> (String, f64) {
    let mut svg = String::new();
    let mut y = 0.0;
    let room = scene.width() - 2.0 * MARGIN - 30.0;
    for (number, edge) in legs.numbered() {
        y += LINE;
        let _ = writeln!(
            svg,
            r#"<text x="0" y="{}" font-weight="bold">{number}&#160; {}</text>"#,
            px(y),
            escaped(&ends(scene, edge))
        );
        y += LINE * 0.1;
        for remark in shown(edge) {
            y = write_remark(remark, y, room, &mut svg);
        }
        let left_out = edge.remarks.len().saturating_sub(MOST);
        if left_out > 0 {
            y += LINE;
            let _ = writeln!(
                svg,
                r#"<text x="30" y="{}" fill="{}">and {left_out} more</text>"#,
                px(y),
                colour::FAINT
            );
        }
        y += LINE * 0.4;
    }
    (svg, if y > 0.0 { y + LINE } else { 0.0 })
}

fn shown(edge: &Edge) -> impl Iterator<Item = &Remark> {
    edge.remarks.iter().take(MOST)
}

fn ends(scene: &Scene<'_>, edge: &Edge) -> String {
    let nodes = &scene.graph.nodes;
    let name = |at: usize| {
        let node = &nodes[at];
        if node.title == "?" { format!("unknown {}", node.kind) } else { node.title.clone() }
    };
    format!("{} → {}", name(edge.from), name(edge.to))
}

fn write_remark(remark: &Remark, from: f64, room: f64, svg: &mut String) -> f64 {
    let mut y = from;
    let rule = remark.rule.as_ref().map_or_else(String::new, |rule| format!(" [{rule}]"));
    for (at, line) in wrapped(&format!("{}{rule}", remark.text), SIZE, room, 3).iter().enumerate() {
        y += LINE;
        if at == 0 {
            symbol::severity(remark.severity, (20.0, y - 4.0), svg);
        }
        let _ = writeln!(svg, r#"<text x="30" y="{}">{}</text>"#, px(y), escaped(line));
    }
    y
}
