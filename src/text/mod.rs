//! What is known about words wherever they stand: the name that was meant, nouns that agree with their number, keys
//! whose values are secret, and characters that must not be sent.

mod clip;
mod nearest;
mod secret;

use std::fmt::Display;

pub(crate) use clip::clipped;
pub(crate) use nearest::{did_you_mean, is_slip, is_variant, nearest};
pub(crate) use secret::{DESCRIBING_KEYS, is_secret_key, names_secrets};

/// A count with its noun: `1 file`, `2 files`.
pub(crate) fn count<N: Copy + Display + PartialEq + From<u8>>(number: N, noun: &str) -> String {
    if number == N::from(1) {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// Whether a character is shown by a sign or an escape instead of itself: terminals act on control characters, and
/// others reorder or hide the text around them. Joiners stay, since emoji and some scripts need them.
pub(crate) fn is_invisible(c: char) -> bool {
    let hides = matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    hides || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_agree_with_their_number() {
        assert_eq!(count(1_usize, "queue"), "1 queue");
        assert_eq!(count(0_usize, "policy"), "0 policies");
        assert_eq!(count(2_u64, "key"), "2 keys");
    }

    #[test]
    fn joiners_are_text_and_marks_of_direction_are_not() {
        assert!("\u{1b}\u{7f}\u{9f}\u{202e}\u{200b}\u{feff}".chars().all(is_invisible));
        assert!(!"a é\u{200d}\u{1f600}".chars().any(is_invisible));
    }
}
