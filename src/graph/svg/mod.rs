//! A picture: plain SVG without scripts or fonts of its own, on a white ground, so that it can be read on any page.
//!
//! What a colour says is also said by a shape: a cross is an error, a triangle a warning, a dashed line is not known.

mod card;
mod edges;
mod legend;
mod list;
mod symbol;
mod taken;
mod text;

use std::fmt::Write as _;
use std::io;

use super::layout::{Direction, Input, Layout, Point, layout};
use super::{Graph, State};

use card::Card;
use text::{bold_width, escaped, px};

/// Around the whole picture.
const MARGIN: f64 = 24.0;
/// Above the drawing, for the title.
const HEAD: f64 = 44.0;
/// Left of a drawing with lanes, for their names.
const LANE_NAMES: f64 = 120.0;
/// The narrowest picture.
const NARROWEST: f64 = 640.0;

/// What is drawn with; the contrast of each with white is above 4.5.
mod colour {
    pub(in crate::graph) const INK: &str = "#1f2328";
    pub(in crate::graph) const FAINT: &str = "#59636e";
    pub(in crate::graph) const LINE: &str = "#57606a";
    pub(in crate::graph) const SOUND: &str = "#0b5ea8";
    pub(in crate::graph) const BROKEN: &str = "#c4320a";
    pub(in crate::graph) const IMPAIRED: &str = "#9a6200";
    pub(in crate::graph) const BORDER: &str = "#9aa4af";
    pub(in crate::graph) const BAND: &str = "#f3f6f9";

    /// That of an edge: on a media path, what is sound stands out as well.
    pub(in crate::graph) fn of(state: super::State, is_path: bool) -> &'static str {
        match state {
            super::State::Sound if is_path => SOUND,
            super::State::Sound | super::State::Unknown => LINE,
            super::State::Impaired => IMPAIRED,
            super::State::Broken => BROKEN,
        }
    }
}

pub(super) fn write(graph: &Graph, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(picture(graph).as_bytes())
}

/// Where everything of a picture is.
struct Scene<'g> {
    graph: &'g Graph,
    cards: Vec<Card>,
    layout: Layout,
    /// Where the drawing begins.
    origin: Point,
    size: Point,
}

fn picture(graph: &Graph) -> String {
    let cards: Vec<Card> = graph.nodes.iter().map(Card::new).collect();
    let scene = Scene::new(graph, cards);
    let legs = edges::Legs::new(&scene);
    let (list, list_height) = list::list(&scene, &legs);
    let (legend, legend_height) = legend::legend(&scene);
    let height = scene.origin.1 + scene.size.1 + MARGIN + list_height + legend_height;
    let width = scene.width();
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-family="Verdana, 'DejaVu Sans', Arial, sans-serif" font-size="12" fill="{ink}">"#,
        w = px(width),
        h = px(height),
        ink = colour::INK
    );
    let _ = writeln!(svg, "<title>{}</title>", escaped(&graph.title));
    let _ =
        writeln!(svg, r##"<rect width="{}" height="{}" fill="#ffffff"/>"##, px(width), px(height));
    scene.head(&mut svg);
    scene.bands(&mut svg);
    legs.lines(&mut svg);
    for (card, centre) in scene.cards.iter().zip(&scene.layout.centres) {
        card.draw(scene.moved(*centre), &mut svg);
    }
    legs.labels(&mut svg);
    let below = scene.origin.1 + scene.size.1 + MARGIN;
    let _ = writeln!(svg, r#"<g transform="translate({},{})">"#, px(MARGIN), px(below));
    svg.push_str(&list);
    let _ = writeln!(svg, "</g>");
    let _ =
        writeln!(svg, r#"<g transform="translate({},{})">"#, px(MARGIN), px(below + list_height));
    svg.push_str(&legend);
    svg.push_str("</g>\n</svg>\n");
    svg
}

impl<'g> Scene<'g> {
    fn new(graph: &'g Graph, cards: Vec<Card>) -> Self {
        let sizes: Vec<Point> = cards.iter().map(|card| card.size).collect();
        let ends: Vec<(usize, usize)> =
            graph.edges.iter().map(|edge| (edge.from, edge.to)).collect();
        let ranks: Vec<usize> = graph.nodes.iter().filter_map(|node| node.lane).collect();
        let is_path = !graph.lanes.is_empty() && ranks.len() == graph.nodes.len();
        let layout = layout(&Input {
            sizes: &sizes,
            edges: &ends,
            ranks: is_path.then_some(&ranks),
            direction: if is_path { Direction::Down } else { Direction::Right },
            gap: if is_path { 52.0 } else { 18.0 },
            rank_gap: if is_path { 92.0 } else { 110.0 },
        });
        let left = if is_path { MARGIN + LANE_NAMES } else { MARGIN };
        let size = layout.size;
        Self { graph, cards, layout, origin: (left, MARGIN + HEAD), size }
    }

    fn width(&self) -> f64 {
        let title = bold_width(&self.graph.title, 17.0) + 2.0 * MARGIN;
        (self.origin.0 + self.size.0 + MARGIN).max(NARROWEST).max(title)
    }

    /// A point of the layout in the picture.
    fn moved(&self, (x, y): Point) -> Point {
        (x + self.origin.0, y + self.origin.1)
    }

    fn is_path(&self) -> bool {
        !self.graph.lanes.is_empty()
    }

    fn head(&self, svg: &mut String) {
        let _ = writeln!(
            svg,
            r#"<text x="{}" y="{}" font-size="17" font-weight="bold">{}</text>"#,
            px(MARGIN),
            px(MARGIN + 6.0),
            escaped(&self.graph.title)
        );
        let _ = writeln!(
            svg,
            r#"<text x="{}" y="{}" fill="{}">{}</text>"#,
            px(MARGIN),
            px(MARGIN + 25.0),
            colour::FAINT,
            escaped(&self.summary())
        );
    }

    /// The numbers: what an engineer wants to know first.
    fn summary(&self) -> String {
        let count =
            |state: State| self.graph.edges.iter().filter(|edge| edge.state == state).count();
        let noun = if self.is_path() { "leg" } else { "reference" };
        let all = crate::text::count(self.graph.edges.len(), noun);
        let nodes = crate::text::count(self.graph.nodes.len(), "node");
        let start = if self.is_path() { all } else { format!("{nodes}, {all}") };
        let states = [State::Broken, State::Impaired, State::Unknown];
        let some = states.iter().map(|state| (count(*state), state.name()));
        let words: Vec<String> = some
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}"))
            .collect();
        if words.is_empty() { start } else { format!("{start}: {}", words.join(", ")) }
    }

    /// The lanes of a media path, every other one shaded, with their names.
    fn bands(&self, svg: &mut String) {
        for (at, name) in self.graph.lanes.iter().enumerate() {
            let cards = self.graph.nodes.iter().zip(&self.cards).zip(&self.layout.centres);
            let of_lane = cards.filter(|((node, _), _)| node.lane == Some(at));
            let (mut top, mut bottom) = (f64::INFINITY, f64::NEG_INFINITY);
            for ((_, card), centre) in of_lane {
                let y = self.moved(*centre).1;
                top = top.min(y - card.size.1 / 2.0);
                bottom = bottom.max(y + card.size.1 / 2.0);
            }
            if top > bottom {
                continue;
            }
            let _ = writeln!(
                svg,
                r#"<rect x="0" y="{}" width="{}" height="{}" fill="{}"/>"#,
                px(top - 12.0),
                px(self.width()),
                px(bottom - top + 24.0),
                colour::BAND
            );
            let middle = f64::midpoint(top, bottom) + 4.0;
            let _ = writeln!(
                svg,
                r#"<text x="{}" y="{}" fill="{}">{}</text>"#,
                px(MARGIN),
                px(middle),
                colour::FAINT,
                escaped(name)
            );
        }
    }
}

#[cfg(test)]
mod tests;
