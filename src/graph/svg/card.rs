//! A node as a card: its kind, its name, what is to be known of it, and what was found in it.

use std::fmt::Write as _;

use super::symbol;
use super::text::{bold_width, escaped, px, width, wrapped};
use super::{Point, colour};
use crate::finding::Severity;
use crate::graph::{Body, Node};

const PADDING: f64 = 10.0;
/// The most room for a line of text.
const ROOM: f64 = 180.0;
const KIND: f64 = 10.0;
const NAME: f64 = 13.0;
const DETAIL: f64 = 11.0;
/// From one line to the next, as a multiple of the size.
const LINE: f64 = 1.35;

/// A node, measured.
pub(super) struct Card {
    pub(super) size: Point,
    kind: String,
    name: Vec<String>,
    details: Vec<String>,
    counts: Vec<(Severity, usize)>,
    border: (&'static str, f64),
    is_ghost: bool,
    hover: String,
}

impl Card {
    pub(super) fn new(node: &Node) -> Self {
        let name = wrapped(&node.title, NAME * 1.12, ROOM, 3);
        let reason = match &node.body {
            Body::Ghost { reason } => Some(reason),
            Body::Resource { .. } => None,
        };
        let details: Vec<String> = node
            .details
            .iter()
            .chain(reason)
            .flat_map(|line| wrapped(line, DETAIL, ROOM, 3))
            .collect();
        let all = [
            (Severity::Error, node.counts.errors),
            (Severity::Warning, node.counts.warnings),
            (Severity::Note, node.counts.notes),
        ];
        let counts: Vec<_> = all.into_iter().filter(|(_, count)| *count > 0).collect();
        let badges: f64 = counts.iter().map(|(_, count)| badge_width(*count)).sum();
        let kind_width = width(&node.kind, KIND) + if badges > 0.0 { 10.0 + badges } else { 0.0 };
        let widths = name
            .iter()
            .map(|line| bold_width(line, NAME))
            .chain(details.iter().map(|line| width(line, DETAIL)));
        let text = widths.fold(kind_width, f64::max).max(70.0);
        let mut height = KIND * LINE;
        for size in name.iter().map(|_| NAME).chain(details.iter().map(|_| DETAIL)) {
            height += size * LINE;
        }
        let border = match node.counts.worst() {
            _ if reason.is_some() => (colour::FAINT, 1.5),
            Some((severity @ (Severity::Error | Severity::Warning), _)) => {
                (symbol::colour_of(severity), 2.0)
            }
            _ => (colour::BORDER, 1.2),
        };
        let border = if node.is_focus { (border.0, 3.5) } else { border };
        Self {
            size: (text + 2.0 * PADDING, height + 2.0 * PADDING - 2.0),
            kind: node.kind.clone(),
            name,
            details,
            counts,
            border,
            is_ghost: reason.is_some(),
            hover: hover(node),
        }
    }

    /// Draws the card around its middle.
    pub(super) fn draw(&self, (x, y): Point, svg: &mut String) {
        let (left, top) = (x - self.size.0 / 2.0, y - self.size.1 / 2.0);
        let dashes = if self.is_ghost { r#" stroke-dasharray="5 4""# } else { "" };
        let _ = write!(
            svg,
            r##"<g><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="6" fill="#ffffff" stroke="{}" stroke-width="{}"{dashes}/>"##,
            escaped(&self.hover),
            px(left),
            px(top),
            px(self.size.0),
            px(self.size.1),
            self.border.0,
            px(self.border.1)
        );
        let mut baseline = top + PADDING + KIND;
        self.line((left, baseline), (KIND, colour::FAINT, false), &self.kind, svg);
        let mut right = left + self.size.0 - PADDING;
        for (severity, count) in self.counts.iter().rev() {
            right -= badge_width(*count);
            symbol::severity(*severity, (right + 9.0, baseline - 3.5), svg);
            let _ = write!(
                svg,
                r#"<text x="{}" y="{}" font-size="10" font-weight="bold" fill="{}">{count}</text>"#,
                px(right + 17.0),
                px(baseline),
                symbol::colour_of(*severity)
            );
        }
        for line in &self.name {
            baseline += NAME * LINE;
            self.line((left, baseline), (NAME, colour::INK, true), line, svg);
        }
        for line in &self.details {
            baseline += DETAIL * LINE;
            self.line((left, baseline), (DETAIL, colour::INK, false), line, svg);
        }
        svg.push_str("</g>\n");
    }

    fn line(
        &self,
        (left, baseline): Point,
        (size, fill, is_bold): (f64, &str, bool),
        text: &str,
        svg: &mut String,
    ) {
        let weight = if is_bold { r#" font-weight="bold""# } else { "" };
        let style = if self.is_ghost { r#" font-style="italic""# } else { "" };
        let _ = write!(
            svg,
            r#"<text x="{}" y="{}" font-size="{}"{weight}{style} fill="{fill}">{}</text>"#,
            px(left + PADDING),
            px(baseline),
            px(size),
            escaped(text)
        );
    }
}

fn badge_width(count: usize) -> f64 {
    20.0 + bold_width(&count.to_string(), 10.0)
}

/// What a browser shows while the pointer is over the card: what may have been cut, and where it is written.
fn hover(node: &Node) -> String {
    let mut parts = vec![format!("{} {}", node.kind, node.title)];
    match &node.body {
        Body::Ghost { reason } => parts.push(reason.clone()),
        Body::Resource { id, sightings } => {
            parts.extend(id.clone());
            parts.extend(sightings.iter().map(|it| format!("{}: {}", it.form, it.place)));
        }
    }
    parts.extend(Some(node.counts.words()).filter(|words| !words.is_empty()));
    parts.join(" · ")
}
