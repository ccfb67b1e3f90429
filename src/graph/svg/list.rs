//! Below a media path: what is wrong with each leg that has a number. What was said of one leg is not said again of another.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::edges::Legs;
use super::text::{escaped, px, wrapped};
use super::{MARGIN, Scene, colour, symbol};
use crate::graph::{Edge, Remark};

const SIZE: f64 = 12.0;
const LINE: f64 = 17.0;
/// Where remarks begin, right of their signs.
const INDENT: f64 = 32.0;
/// The most remarks on one leg.
const MOST: usize = 6;

/// The list, from its upper left corner on, and how high it is.
pub(super) fn list(scene: &Scene<'_>, legs: &Legs<'_>) -> (String, f64) {
    let mut list = List {
        svg: String::new(),
        y: 0.0,
        room: scene.width() - 2.0 * MARGIN - INDENT,
        said: BTreeSet::new(),
    };
    for (number, edge) in legs.numbered() {
        list.heading(number, &ends(scene, edge));
        list.remarks(edge);
        list.y += LINE * 0.4;
    }
    let height = if list.y > 0.0 { list.y + LINE } else { 0.0 };
    (list.svg, height)
}

fn ends(scene: &Scene<'_>, edge: &Edge) -> String {
    let nodes = &scene.graph.nodes;
    let name = |at: usize| {
        let node = &nodes[at];
        if node.title == "?" { format!("unknown {}", node.kind) } else { node.title.clone() }
    };
    format!("{} → {}", name(edge.from), name(edge.to))
}

struct List<'g> {
    svg: String,
    /// The last baseline.
    y: f64,
    room: f64,
    /// What was said, by its text and its place.
    said: BTreeSet<(&'g str, Option<&'g crate::graph::Place>)>,
}

impl<'g> List<'g> {
    fn heading(&mut self, number: usize, ends: &str) {
        self.y += LINE * 1.1;
        let _ = writeln!(
            self.svg,
            r#"<text x="0" y="{}" font-weight="bold">{number}&#160;&#160;{}</text>"#,
            px(self.y),
            escaped(ends)
        );
    }

    /// The worst remarks, one after another; of the others how many there are.
    fn remarks(&mut self, edge: &'g Edge) {
        let worst = edge.remarks.iter().map(|remark| remark.severity).max();
        let (mut shown, mut repeated, mut warnings, mut more) = (0, 0, 0, 0);
        for remark in &edge.remarks {
            if !self.said.insert((&remark.text, remark.place.as_ref())) {
                repeated += 1;
            } else if Some(remark.severity) != worst {
                warnings += 1;
            } else if shown == MOST {
                more += 1;
            } else {
                shown += 1;
                self.remark(remark);
            }
        }
        let rest = [(more, "more"), (warnings, "less severe"), (repeated, "said above")];
        let rest: Vec<String> = rest
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        if !rest.is_empty() {
            self.y += LINE;
            let _ = writeln!(
                self.svg,
                r#"<text x="{}" y="{}" fill="{}">{}</text>"#,
                px(INDENT),
                px(self.y),
                colour::FAINT,
                escaped(&format!("and {}", rest.join(", ")))
            );
        }
    }

    fn remark(&mut self, remark: &Remark) {
        for (at, line) in wrapped(&remark.text, SIZE, self.room, 3).iter().enumerate() {
            self.y += LINE;
            if at == 0 {
                symbol::severity(remark.severity, (21.0, self.y - 4.0), &mut self.svg);
            }
            let _ = writeln!(
                self.svg,
                r#"<text x="{}" y="{}">{}</text>"#,
                px(INDENT),
                px(self.y),
                escaped(line)
            );
        }
    }
}
