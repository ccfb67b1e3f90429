//! Text in pictures: how wide it is at most, how it wraps, and how it is escaped.

use unicode_width::UnicodeWidthChar;

use crate::report;
use crate::text::clipped;

/// How wide `text` may be in any usual sans-serif font, in pixels: too wide an estimate leaves a gap, too narrow a one
/// cuts text off. The widths are those of `DejaVu Sans` and `Verdana`, which are the widest.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The same in bold.
pub(super) fn bold_width(text: &str, size: f64) -> f64 {
    width(text, size) * 1.12
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'l' | 'j' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.37,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '\\' | '-' | '"' | '`' => 0.46,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '→' => 1.02,
        'a'..='z' | '0'..='9' => 0.65,
        'A'..='Z' => 0.79,
        _ => match c.width() {
            Some(0) | None => 0.0,
            Some(1) => 0.85,
            Some(_) => 1.1,
        },
    }
}

/// `text` in lines of at most `room` pixels, at most `most` of them; what does not fit is cut from the middle of the last.
pub(super) fn wrapped(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        for (at, part) in parts(word, size, room).into_iter().enumerate() {
            let space = if at == 0 { " " } else { "" };
            let fits =
                |line: &String| width(line, size) + width(space, size) + width(part, size) <= room;
            match lines.last_mut().filter(|line| fits(line)) {
                Some(line) => {
                    line.push_str(space);
                    line.push_str(part);
                }
                None => lines.push(part.to_owned()),
            }
        }
    }
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).concat();
        lines.push(rest);
    }
    lines.iter().map(|line| fitted(line, size, room)).collect()
}

/// The parts between which a word may be broken: behind the separators of a word that is too long for a line.
fn parts(word: &str, size: f64, room: f64) -> Vec<&str> {
    if width(word, size) <= room {
        return vec![word];
    }
    word.split_inclusive(['_', '.', '-', '/', ':']).collect()
}

/// `line` without its middle, as far as it does not fit.
fn fitted(line: &str, size: f64, room: f64) -> String {
    let mut longest = line.chars().count();
    let mut shown = line.to_owned();
    while width(&shown, size) > room && longest > 3 {
        longest -= 1 + longest / 20;
        shown = clipped(line, longest);
    }
    shown
}

/// Text of an element or of an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in report::visible_line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // No characters of XML.
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A number of pixels, to a tenth.
pub(super) fn px(number: f64) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_between_words_and_is_cut_in_its_middle() {
        assert_eq!(wrapped("one two three", 10.0, 50.0, 3), ["one two", "three"]);
        assert_eq!(wrapped("one two three four", 10.0, 50.0, 2).len(), 2);
        let cut = wrapped("abcdefghijklmnopqrstuvwxyz", 10.0, 60.0, 2);
        assert_eq!(cut.len(), 1);
        assert!(cut[0].contains('…') && width(&cut[0], 10.0) <= 60.0, "{cut:?}");
        assert!(wrapped("", 10.0, 60.0, 2).is_empty());
        assert_eq!(wrapped("some_long.address", 10.0, 72.0, 3), ["some_long.", "address"]);
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(escaped("<a b='\"'>&\u{1b}"), "&lt;a b=&#39;&quot;&#39;&gt;&amp;\u{241b}");
        assert_eq!(escaped("\u{ffff}"), "\u{fffd}");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([px(1.0), px(1.25), px(-0.01), px(10.06)], ["1", "1.2", "0", "10.1"]);
    }
}
