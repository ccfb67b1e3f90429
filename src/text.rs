//! Small help with words: the nearest name, counted nouns.

/// The candidate nearest to `name`, for "did you mean": the same letters in another case or with other separators first,
/// else the smallest edit distance of about a third of the length at most.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = fold(name);
    let limit = ((name.chars().count() + 1) / 3).max(1);
    let distance = |candidate: &str| {
        if fold(candidate) == folded {
            return Some(0);
        }
        let distance = strsim::osa_distance(name, candidate);
        (distance <= limit).then_some(distance)
    };
    let near =
        candidates.into_iter().filter_map(|candidate| Some((distance(candidate)?, candidate)));
    near.min().map(|(_, candidate)| candidate)
}

/// The letters and digits of a name in lower case: `trunk_max_dial_timeout` and `trunk_maxDialTimeout` are one.
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A count with its noun: `1 file`, `2 files`.
pub fn count(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_the_nearest_name_or_nothing() {
        let known = ["trunk_maxDialTimeout", "trunk_maxCalls", "trunk_enabled"];
        assert_eq!(nearest("trunk_max_dial_timeout", known), Some("trunk_maxDialTimeout"));
        assert_eq!(nearest("trunk_enabeld", known), Some("trunk_enabled"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn nouns_agree_with_their_number() {
        assert_eq!(count(1, "queue"), "1 queue");
        assert_eq!(count(0, "policy"), "0 policies");
    }
}
