//! What is known of regular expressions that configuration holds, for rules about them.

use regex::{Error, Regex};

/// What no dialect of regular expressions accepts, in the words of the `regex` crate.
const BROKEN: [&str; 7] = [
    "unclosed group",
    "unopened group",
    "unclosed character class",
    "repetition operator missing expression",
    "unclosed counted repetition",
    "invalid repetition count range",
    "invalid character class range",
];

/// Whether a text is a regular expression. `None` where it has what dialects do not agree about, such as looking ahead.
pub(crate) fn is_regex(pattern: &str) -> Option<bool> {
    match Regex::new(pattern) {
        Ok(_) => Some(true),
        Err(Error::Syntax(words)) if BROKEN.iter().any(|broken| words.contains(broken)) => {
            Some(false)
        }
        Err(_) => None,
    }
}

/// How many groups a regular expression captures. `None` where it is none or dialects do not agree.
pub(crate) fn groups(pattern: &str) -> Option<i64> {
    let count = Regex::new(pattern).ok()?.captures_len() - 1;
    i64::try_from(count).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_only_what_every_dialect_says() {
        assert_eq!(is_regex(r"^\+?1?(\d{10})$"), Some(true));
        for broken in [r"^(\d{10}$", r"\d{10})$", "[0-9", "*1", "9{3,1}", "[9-0]"] {
            assert_eq!(is_regex(broken), Some(false), "{broken}");
        }
        for unlike in [r"^(?!911)\d+$", r"(\d)\1", r"\d+\Z"] {
            assert_eq!(is_regex(unlike), None, "{unlike}");
        }
    }

    #[test]
    fn counts_groups_that_capture() {
        assert_eq!(groups(r"^\(?(\d{3})\)?(?:-)(?<rest>\d+)$"), Some(2));
        assert_eq!(groups("112"), Some(0));
        assert_eq!(groups("(112"), None);
        assert_eq!(groups("(?=1)(2)"), None);
    }
}
