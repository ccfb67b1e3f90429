//! Edges as lines, and what is written beside them where it covers nothing.

use std::fmt::Write as _;

use super::symbol;
use super::taken::Taken;
use super::text::{bold_width, escaped, px, width};
use super::{Point, Scene, colour};
use crate::graph::layout::float;
use crate::graph::{Edge, Graph, State};

const SIZE: f64 = 11.0;
const HEIGHT: f64 = 19.0;
const HEAD: f64 = 9.0;

/// The parts of an edge at which its label may stand, the best first.
const SPOTS: [f64; 13] =
    [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86];

/// The edges of a picture.
pub(super) struct Legs<'g> {
    legs: Vec<Leg<'g>>,
}

struct Leg<'g> {
    edge: &'g Edge,
    points: Vec<Point>,
    label: Option<Label>,
    is_down: bool,
    /// The number under which the list says more about it.
    number: Option<usize>,
}

struct Label {
    text: String,
    middle: Point,
    width: f64,
}

impl<'g> Legs<'g> {
    pub(super) fn new(scene: &Scene<'g>) -> Self {
        let is_down = scene.is_path();
        let mut routes: Vec<Vec<Point>> = scene
            .layout
            .routes
            .iter()
            .map(|route| route.iter().map(|point| scene.moved(*point)).collect())
            .collect();
        spread(scene, &mut routes, is_down);
        let numbers = numbers(scene.graph);
        let mut taken = Taken::default();
        // Arrows end beside a card.
        let room = if is_down { 2.0 * (HEAD + 2.0) } else { 0.0 };
        for (card, centre) in scene.cards.iter().zip(&scene.layout.centres) {
            taken.add((scene.moved(*centre), card.size.0, card.size.1 + room));
        }
        let mut legs = Vec::with_capacity(routes.len());
        for ((edge, points), number) in scene.graph.edges.iter().zip(routes).zip(numbers) {
            let mut leg = Leg { edge, points, label: None, is_down, number };
            leg.label = leg.place_label(&scene.graph.nodes[edge.to].kind, &mut taken);
            legs.push(leg);
        }
        Self { legs }
    }

    /// The edges that the list is to say more about, by their numbers.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, &'g Edge)> {
        let mut numbered: Vec<_> =
            self.legs.iter().filter_map(|leg| Some((leg.number?, leg.edge))).collect();
        numbered.sort_by_key(|(number, _)| *number);
        numbered.into_iter()
    }

    pub(super) fn lines(&self, svg: &mut String) {
        let mut legs: Vec<&Leg<'_>> = self.legs.iter().collect();
        legs.sort_by_key(|leg| leg.edge.state);
        for leg in legs {
            leg.line(svg);
        }
    }

    pub(super) fn labels(&self, svg: &mut String) {
        for leg in &self.legs {
            leg.draw_label(svg);
        }
    }
}

/// The number of each edge that there is more to say about, where a list says it.
fn numbers(graph: &Graph) -> Vec<Option<usize>> {
    let mut numbers = vec![None; graph.edges.len()];
    if graph.lanes.is_empty() {
        return numbers;
    }
    let mut told: Vec<usize> =
        (0..graph.edges.len()).filter(|&at| !graph.edges[at].remarks.is_empty()).collect();
    told.sort_by_key(|&at| (graph.nodes[graph.edges[at].from].lane, at));
    for (number, at) in told.into_iter().enumerate() {
        numbers[at] = Some(number + 1);
    }
    numbers
}

/// Moves the ends of edges apart along the side of a card that they meet, in the order of where they come from.
fn spread(scene: &Scene<'_>, routes: &mut [Vec<Point>], is_down: bool) {
    let along = |point: Point| if is_down { point.0 } else { point.1 };
    let mut sides = std::collections::BTreeMap::new();
    for (at, (route, edge)) in routes.iter().zip(&scene.graph.edges).enumerate() {
        let [first, second, ..] = route.as_slice() else { continue };
        let (last, before) = (route[route.len() - 1], route[route.len() - 2]);
        for (node, end, other, is_start) in
            [(edge.from, *first, *second, true), (edge.to, last, before, false)]
        {
            let across = if is_down {
                end.1 - scene.moved(scene.layout.centres[node]).1
            } else {
                end.0 - scene.moved(scene.layout.centres[node]).0
            };
            sides.entry((node, across > 0.0)).or_insert_with(Vec::new).push((
                along(other),
                at,
                is_start,
            ));
        }
    }
    for ((node, _), mut ends) in sides {
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let size = scene.cards[node].size;
        let length = if is_down { size.0 } else { size.1 };
        let count = ends.len();
        let step = (length * 0.7 / float(count)).min(28.0);
        let middle = along(scene.moved(scene.layout.centres[node]));
        let begin = middle - step * (float(count) - 1.0) / 2.0;
        for (place, (_, at, is_start)) in ends.into_iter().enumerate() {
            let position = begin + step * float(place);
            let end = if is_start { routes[at].first_mut() } else { routes[at].last_mut() };
            if let Some(end) = end {
                if is_down { end.0 = position } else { end.1 = position }
            }
        }
    }
}

/// How wide a line is, and whether it is dashed.
pub(super) fn stroke(state: State) -> (f64, &'static str) {
    match state {
        State::Sound => (1.8, ""),
        State::Unknown => (1.5, r#" stroke-dasharray="5 4""#),
        State::Impaired => (2.4, ""),
        State::Broken => (3.6, ""),
    }
}

/// The point of a curve between two points at a part of its way.
fn on_curve([start, end]: [Point; 2], [out, into]: [Point; 2], part: f64) -> Point {
    let rest = 1.0 - part;
    let weights = [
        rest * rest * rest,
        3.0 * rest * rest * part,
        3.0 * rest * part * part,
        part * part * part,
    ];
    let points = [start, out, into, end];
    points
        .iter()
        .zip(weights)
        .fold((0.0, 0.0), |(x, y), (point, weight)| (x + point.0 * weight, y + point.1 * weight))
}

impl Leg<'_> {
    fn line(&self, svg: &mut String) {
        let [.., before, last] = self.points.as_slice() else { return };
        let (wide, dashes) = stroke(self.edge.state);
        let stroke = colour::of(self.edge.state, self.is_down);
        let way = if self.is_down { last.1 - before.1 } else { last.0 - before.0 }.signum();
        let (neck, wings) = if self.is_down {
            (
                (last.0, last.1 - way * HEAD),
                [(last.0 - 5.0, last.1 - way * HEAD), (last.0 + 5.0, last.1 - way * HEAD)],
            )
        } else {
            (
                (last.0 - way * HEAD, last.1),
                [(last.0 - way * HEAD, last.1 - 5.0), (last.0 - way * HEAD, last.1 + 5.0)],
            )
        };
        let mut points = self.points.clone();
        if let Some(end) = points.last_mut() {
            *end = neck;
        }
        let mut path = String::new();
        for (at, pair) in points.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            if at == 0 {
                let _ = write!(path, "M{} {}", px(a.0), px(a.1));
            }
            let [c, d] = self.controls(*a, *b);
            let _ = write!(
                path,
                "C{} {} {} {} {} {}",
                px(c.0),
                px(c.1),
                px(d.0),
                px(d.1),
                px(b.0),
                px(b.1)
            );
        }
        let _ = writeln!(
            svg,
            r#"<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{}"{dashes}/><path d="M{} {}L{} {}L{} {}z" fill="{stroke}"/>"#,
            px(wide),
            px(last.0),
            px(last.1),
            px(wings[0].0),
            px(wings[0].1),
            px(wings[1].0),
            px(wings[1].1)
        );
    }

    /// The control points of the curve from one point to the next: it leaves and arrives in the direction of the ranks.
    fn controls(&self, a: Point, b: Point) -> [Point; 2] {
        if self.is_down {
            let middle = f64::midpoint(a.1, b.1);
            [(a.0, middle), (b.0, middle)]
        } else {
            let middle = f64::midpoint(a.0, b.0);
            [(middle, a.1), (middle, b.1)]
        }
    }

    /// The point of the curves at a part of their number of pieces.
    fn at(&self, part: f64) -> Option<Point> {
        let pieces = self.points.len().checked_sub(1)?;
        let mut left = part * float(pieces);
        let mut pairs = self.points.windows(2).peekable();
        while let Some(pair) = pairs.next() {
            if left > 1.0 && pairs.peek().is_some() {
                left -= 1.0;
                continue;
            }
            let [start, end] = pair else { return None };
            return Some(on_curve([*start, *end], self.controls(*start, *end), left));
        }
        None
    }

    /// Puts the label where nothing else stands, else in the middle.
    fn place_label(&self, target_kind: &str, taken: &mut Taken) -> Option<Label> {
        let text = self.text(target_kind);
        let sign = if symbol::sign_of(self.edge.state).is_some() { 15.0 } else { 0.0 };
        let number = self.number.map_or(0.0, |number| bold_width(&number.to_string(), SIZE) + 4.0);
        if text.is_empty() && sign == 0.0 {
            return None;
        }
        let wide = width(&text, SIZE) + sign + number + 10.0;
        let spots: Vec<Point> = SPOTS.iter().filter_map(|part| self.at(*part)).collect();
        let middle = spots
            .into_iter()
            .map(|spot| (taken.under((spot, wide, HEIGHT)), spot))
            .reduce(|best, next| if next.0 < best.0 { next } else { best });
        let (_, middle) = middle?;
        taken.add((middle, wide, HEIGHT));
        Some(Label { text, middle, width: wide })
    }

    /// What stands beside it: of a reference only what its target does not say anyway.
    fn text(&self, target_kind: &str) -> String {
        let label = crate::text::clipped(&self.edge.label, 28);
        if self.is_down {
            return if label.is_empty() && self.edge.state == State::Unknown {
                "?".to_owned()
            } else {
                label
            };
        }
        let letters = |text: &str| {
            let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            letters.collect::<String>()
        };
        let (said, kind) = (letters(&label), letters(target_kind));
        let is_said = said == kind || said.strip_suffix('s').is_some_and(|one| one == kind);
        if is_said { String::new() } else { label }
    }

    fn draw_label(&self, svg: &mut String) {
        let Some(label) = &self.label else { return };
        let (left, top) = (label.middle.0 - label.width / 2.0, label.middle.1 - HEIGHT / 2.0);
        let sign = symbol::sign_of(self.edge.state);
        let stroke = match sign {
            Some(severity) => symbol::colour_of(severity),
            None => "#d0d7de",
        };
        let _ = write!(
            svg,
            r##"<g><rect x="{}" y="{}" width="{}" height="{}" rx="9" fill="#ffffff" stroke="{stroke}"/>"##,
            px(left),
            px(top),
            px(label.width),
            px(HEIGHT)
        );
        let baseline = label.middle.1 + 4.0;
        let mut x = left + 5.0;
        if let Some(severity) = sign {
            symbol::severity(severity, (x + 6.0, label.middle.1), svg);
            x += 15.0;
        }
        if let Some(number) = self.number {
            let _ = write!(
                svg,
                r#"<text x="{}" y="{}" font-size="{}" font-weight="bold">{number}</text>"#,
                px(x),
                px(baseline),
                px(SIZE)
            );
            x += bold_width(&number.to_string(), SIZE) + 4.0;
        }
        let _ = writeln!(
            svg,
            r#"<text x="{}" y="{}" font-size="{}">{}</text></g>"#,
            px(x),
            px(baseline),
            px(SIZE),
            escaped(&label.text)
        );
    }
}
