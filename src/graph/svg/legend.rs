//! What the lines and signs mean: those that the picture has.

use std::fmt::Write as _;

use super::text::{escaped, px, width};
use super::{MARGIN, Scene, colour, edges, symbol};
use crate::finding::Severity;
use crate::graph::{Body, State};

const LINE: f64 = 22.0;

/// The legend, from its upper left corner on, and how high it is with the margin below.
pub(super) fn legend(scene: &Scene<'_>) -> (String, f64) {
    let room = scene.width() - 2.0 * MARGIN;
    let mut svg = String::new();
    let (mut x, mut y) = (0.0, LINE / 2.0);
    for entry in entries(scene) {
        let wide = 46.0 + width(entry.text, 11.0);
        if x > 0.0 && x + wide > room {
            (x, y) = (0.0, y + LINE);
        }
        entry.draw(x, y, &mut svg);
        let _ = writeln!(
            svg,
            r#"<text x="{}" y="{}" font-size="11" fill="{}">{}</text>"#,
            px(x + 34.0),
            px(y + 4.0),
            colour::FAINT,
            escaped(entry.text)
        );
        x += wide + 8.0;
    }
    (svg, y + LINE / 2.0 + MARGIN)
}

struct Entry {
    text: &'static str,
    sample: Sample,
}

enum Sample {
    Line(State, &'static str),
    Sign(Severity),
    Ghost,
    Focus,
}

fn entries(scene: &Scene<'_>) -> Vec<Entry> {
    let (graph, is_path) = (scene.graph, scene.is_path());
    let has = |state: State| graph.edges.iter().any(|edge| edge.state == state);
    let lines = [
        (
            State::Sound,
            if is_path { "nothing known against it; codecs of both ends" } else { "refers to" },
        ),
        (State::Broken, if is_path { "broken" } else { "leads nowhere, or has an error" }),
        (State::Impaired, if is_path { "impaired" } else { "has a warning" }),
        (
            State::Unknown,
            if is_path { "not known from the files" } else { "where it leads is not known" },
        ),
    ];
    let mut entries: Vec<Entry> = lines
        .into_iter()
        .filter(|(state, _)| has(*state))
        .map(|(state, text)| Entry {
            text,
            sample: Sample::Line(state, colour::of(state, is_path)),
        })
        .collect();
    let counts = |pick: fn(&crate::graph::Counts) -> usize| {
        graph.nodes.iter().any(|node| pick(&node.counts) > 0)
    };
    let signs = [
        (Severity::Error, counts(|it| it.errors), "errors in it"),
        (Severity::Warning, counts(|it| it.warnings), "warnings in it"),
        (Severity::Note, counts(|it| it.notes), "notes in it"),
    ];
    let signs = signs.into_iter().filter(|(_, is_there, _)| *is_there);
    entries.extend(signs.map(|(severity, _, text)| Entry { text, sample: Sample::Sign(severity) }));
    if graph.nodes.iter().any(|node| matches!(node.body, Body::Ghost { .. })) {
        entries.push(Entry { text: "not in the files", sample: Sample::Ghost });
    }
    if graph.nodes.iter().any(|node| node.is_focus) {
        entries.push(Entry { text: "in focus", sample: Sample::Focus });
    }
    entries
}

impl Entry {
    fn draw(&self, x: f64, y: f64, svg: &mut String) {
        match &self.sample {
            Sample::Line(state, stroke) => {
                let (wide, dashes) = edges::stroke(*state);
                let _ = write!(
                    svg,
                    r#"<path d="M{} {}h28" stroke="{stroke}" stroke-width="{}"{dashes}/>"#,
                    px(x),
                    px(y),
                    px(wide)
                );
                if let Some(severity) = symbol::sign_of(*state) {
                    symbol::severity(severity, (x + 14.0, y), svg);
                }
            }
            Sample::Sign(severity) => symbol::severity(*severity, (x + 20.0, y), svg),
            Sample::Ghost => {
                sample_card(x, y, (colour::FAINT, "1.5", r#" stroke-dasharray="5 4""#), svg);
            }
            Sample::Focus => sample_card(x, y, (colour::INK, "3.5", ""), svg),
        }
    }
}

fn sample_card(x: f64, y: f64, (stroke, wide, dashes): (&str, &str, &str), svg: &mut String) {
    let _ = write!(
        svg,
        r##"<rect x="{}" y="{}" width="26" height="14" rx="4" fill="#ffffff" stroke="{stroke}" stroke-width="{wide}"{dashes}/>"##,
        px(x + 2.0),
        px(y - 7.0)
    );
}
