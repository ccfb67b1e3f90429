//! Text of files in drawings: shown, never obeyed, and short enough to be drawn.

use crate::report;
use crate::text::clipped;

/// The most characters of a name that are drawn.
const LONGEST: usize = 60;

/// Text on one line that is not too long, without control characters; what is cut is cut from its middle.
pub(super) fn shown(text: &str) -> String {
    clipped(&report::visible_line(text), LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(shown("a\u{1b}[31m\nb\u{202e}"), "a\u{241b}[31m b\u{fffd}");
    }
}
