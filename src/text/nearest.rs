//! The name that was meant.

use strsim::osa_distance;

/// The question that advice asks: "did you mean `name`?"
pub(crate) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// The candidate that `name` was most likely meant to be: the same letters in other case or with other separators, else
/// one that is few edits away, else one that only has more in front or behind. Of equals, the first.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let letters = letters(name);
    if letters.is_empty() {
        return None;
    }
    let cost = |candidate: &'a str| Some((cost(&letters, candidate)?, candidate));
    let costs = candidates.into_iter().filter(|it| *it != name).filter_map(cost);
    costs.min_by_key(|(cost, _)| *cost).map(|(_, candidate)| candidate)
}

/// Whether two different names have the same letters, case and separators aside.
pub(crate) fn is_variant(name: &str, other: &str) -> bool {
    name != other && letters(name) == letters(other)
}

/// Whether `name` is so close to `known` that it is a slip rather than a name of its own: a variant, or one or two
/// edits in a long name that change more than digits.
pub(crate) fn is_slip(name: &str, known: &str) -> bool {
    if is_variant(name, known) {
        return true;
    }
    let (name, known) = (letters(name), letters(known));
    let without_digits = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    let limit = match name.chars().count() {
        0..5 => return false,
        5..10 => 1,
        _ => 2,
    };
    name.len().abs_diff(known.len()) <= limit
        && without_digits(&name) != without_digits(&known)
        && osa_distance(&name, &known) <= limit
}

fn cost(letters_of_name: &str, candidate: &str) -> Option<usize> {
    /// More than any number of edits that is tried.
    const PART: usize = 100;
    let candidate = letters(candidate);
    let (long, short) = if candidate.len() > letters_of_name.len() {
        (candidate.as_str(), letters_of_name)
    } else {
        (letters_of_name, candidate.as_str())
    };
    let limit = match short.chars().count() {
        0..3 => 0,
        count => ((count + 1) / 3).min(3),
    };
    if long.len() - short.len() <= limit {
        let edits = osa_distance(letters_of_name, &candidate);
        if edits <= limit {
            return Some(edits);
        }
    }
    let is_part = short.len() >= 5 && (long.starts_with(short) || long.ends_with(short));
    is_part.then(|| PART + long.len() - short.len())
}

/// The letters and digits of a name in lower case: `trunk_max_dial_timeout` and `trunk_maxDialTimeout` are one.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_letters_come_before_fewer_edits() {
        let known = ["trunk_maxDialTimeouts", "trunk_max_dial_timeout"];
        assert_eq!(nearest("trunk_maxDialTimeout", known), Some("trunk_max_dial_timeout"));
    }

    #[test]
    fn few_edits_are_near() {
        let known = ["trunk_maxDialTimeout", "trunk_maxCalls", "trunk_enabled"];
        assert_eq!(nearest("trunk_enabeld", known), Some("trunk_enabled"));
        assert_eq!(nearest("codex", ["codecs", "name"]), Some("codecs"));
        assert_eq!(nearest("trunk_max_dial_timeout", known), Some("trunk_maxDialTimeout"));
    }

    #[test]
    fn a_missing_prefix_is_found() {
        let known = ["trunk_minDialTimeout", "trunk_maxDialTimeout"];
        assert_eq!(nearest("maxDialTimeout", known), Some("trunk_maxDialTimeout"));
    }

    #[test]
    fn nothing_is_guessed_for_another_word() {
        assert_eq!(nearest("colour", ["name", "id", "state"]), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("+", ["-"]), None);
    }

    #[test]
    fn a_name_of_its_own_is_no_slip() {
        assert!(is_slip("inboundsite", "inboundSite"));
        assert!(is_slip("inboudSite", "inboundSite"));
        assert!(!is_slip("line2", "line1"));
        assert!(!is_slip("dateModified", "dateCreated"));
        assert!(!is_slip("nam", "name"));
    }
}
