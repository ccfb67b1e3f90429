//! "Did you mean" over the names and ids of an org.

use crate::text;

/// How many words one org is compared with what its references say. Beyond it findings carry no suggestion, so that an
/// export in which every reference is wrong costs no more than reading it.
const BUDGET: usize = 2_000_000;

/// How far a GUID may be from the one that was meant: all GUIDs resemble each other.
const MAX_GUID_DISTANCE: usize = 2;

/// Finds nearest words until its budget is spent.
#[derive(Debug)]
pub(super) struct Nearest {
    budget: usize,
}

impl Nearest {
    pub(super) fn new() -> Self {
        Self { budget: BUDGET }
    }

    /// The candidate nearest to `written`, where one is near enough to be what was meant.
    pub(super) fn find<'a>(
        &mut self,
        written: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let candidates: Vec<_> = candidates.take(self.budget + 1).collect();
        self.budget = self.budget.checked_sub(candidates.len())?;
        let nearest = text::nearest(written, candidates)?;
        let [one, other] = [written, nearest].map(str::to_ascii_lowercase);
        let is_near = !is_guid(written) || strsim::osa_distance(&one, &other) <= MAX_GUID_DISTANCE;
        is_near.then_some(nearest)
    }
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest<'a>(written: &str, candidates: &[&'a str]) -> Option<&'a str> {
        Nearest::new().find(written, candidates.iter().copied())
    }

    #[test]
    fn near_words_are_offered_and_far_ones_are_not() {
        assert_eq!(nearest("Biling", &["Sales", "Billing", "Filing room"]), Some("Billing"));
        assert_eq!(nearest("Sales", &["Billing"]), None);
    }

    #[test]
    fn a_guid_has_to_be_almost_the_same() {
        let guid = "0b0f8f0e-58d5-4b0e-9d8a-6a54d3a80001";
        assert_eq!(nearest(guid, &["0b0f8f0e-58d5-4b0e-9d8a-6a54d3a81234"]), None);
        let close = "0b0f8f0e-58d5-4b0e-9d8a-6a54d3a80002";
        assert_eq!(nearest(guid, &[close]), Some(close));
    }

    #[test]
    fn a_spent_budget_offers_nothing() {
        let mut nearest = Nearest { budget: 1 };
        assert_eq!(nearest.find("Biling", ["Billing"].into_iter()), Some("Billing"));
        assert_eq!(nearest.find("Biling", ["Billing"].into_iter()), None);
    }
}
