//! Text that came from a file is shown, never sent: a terminal, a viewer or a browser must not obey it.

use super::Charset;
use crate::text::is_invisible;

/// `text` on one line, with control characters made visible.
pub(super) fn line(text: &str, charset: Charset) -> String {
    let shown = |c| if matches!(c, '\n' | '\t') { ' ' } else { shown_char(c, charset) };
    text.chars().filter(|&c| c != '\r').map(shown).collect()
}

/// `text` with its line breaks, with other control characters made visible.
pub(super) fn block(text: &str, charset: Charset) -> String {
    let shown = |c| if c == '\n' { c } else { shown_char(c, charset) };
    text.trim_end().chars().filter(|&c| c != '\r').map(shown).collect()
}

/// What stands for `c`: itself, or a sign of the same width for characters that a terminal acts on or that change
/// the order in which others are shown.
pub(super) fn shown_char(c: char, charset: Charset) -> char {
    let picture = match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        _ if is_invisible(c) => Some(char::REPLACEMENT_CHARACTER),
        _ => return c,
    };
    match charset {
        Charset::Unicode => picture.unwrap_or(char::REPLACEMENT_CHARACTER),
        Charset::Ascii => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown() {
        let text = "a\x1b[31m\tb\r\n\u{202e}c\u{7f}";
        assert_eq!(line(text, Charset::Unicode), "a\u{241b}[31m b \u{fffd}c\u{2421}");
        assert_eq!(line(text, Charset::Ascii), "a?[31m b ?c?");
        assert_eq!(block("a\nb\n", Charset::Unicode), "a\nb");
    }
}
