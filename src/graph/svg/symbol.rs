//! Signs that say by their shape what colours say: a cross in a disc, a triangle, a ring.

use std::fmt::Write as _;

use super::colour;
use super::text::px;
use crate::finding::Severity;
use crate::graph::{State, layout::Point};

/// The colour of a severity.
pub(super) fn colour_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => colour::BROKEN,
        Severity::Warning => colour::IMPAIRED,
        Severity::Note => colour::SOUND,
    }
}

/// The sign of a severity around a point, of 12 pixels.
pub(super) fn severity(severity: Severity, (x, y): Point, svg: &mut String) {
    let fill = colour_of(severity);
    match severity {
        Severity::Error => {
            let _ = write!(svg, r#"<circle cx="{}" cy="{}" r="6" fill="{fill}"/>"#, px(x), px(y));
            let _ = write!(
                svg,
                r##"<path d="M{} {}l5 5m0 -5l-5 5" stroke="#ffffff" stroke-width="1.6" fill="none"/>"##,
                px(x - 2.5),
                px(y - 2.5)
            );
        }
        Severity::Warning => {
            let _ = write!(
                svg,
                r#"<path d="M{} {}l6.5 11.5h-13z" fill="{fill}"/>"#,
                px(x),
                px(y - 6.5)
            );
            let _ = write!(
                svg,
                r##"<path d="M{} {}v4.2m0 1.4v1.4" stroke="#ffffff" stroke-width="1.5" fill="none"/>"##,
                px(x),
                px(y - 2.8)
            );
        }
        Severity::Note => {
            let _ = write!(
                svg,
                r#"<circle cx="{}" cy="{}" r="5" fill="none" stroke="{fill}" stroke-width="2"/>"#,
                px(x),
                px(y)
            );
        }
    }
}

/// The severity whose sign stands for a state; `None` for one that needs no sign.
pub(super) fn sign_of(state: State) -> Option<Severity> {
    match state {
        State::Broken => Some(Severity::Error),
        State::Impaired => Some(Severity::Warning),
        State::Sound | State::Unknown => None,
    }
}
