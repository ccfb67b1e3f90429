//! The order of reports.

use std::collections::BTreeMap;

use super::Finding;

/// Puts findings into the order of reports, leaves out repetitions (the same rule says the same at the same place),
/// and tells apart findings that would share a fingerprint by counting them.
pub fn sort_and_dedupe(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup_by(|b, a| a.sort_key() == b.sort_key());
    let mut seen: BTreeMap<super::Fingerprint, usize> = BTreeMap::new();
    for finding in findings {
        let count = seen.entry(finding.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            finding.fingerprint = finding.fingerprint.occurrence(*count);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::finding::Severity;
    use crate::source::{Source, Span};

    fn finding(rule: &str, path: &str, at: usize) -> Finding {
        let source = Arc::new(Source::new(path, "0123456789"));
        let message = "broken".to_owned();
        let span = Span::new(at, at + 1);
        Finding::of_source(&rule.into(), Severity::Error, message, &source, span)
    }

    #[test]
    fn the_order_is_path_then_offset_then_rule() {
        let place = |finding: &Finding| {
            let primary = &finding.primary;
            format!("{}:{} {}", primary.source.path(), primary.span.start, finding.rule)
        };
        let mut findings = vec![
            finding("b", "x", 3),
            finding("z", "x", 1),
            finding("a", "x", 3),
            finding("a", "w", 9),
        ];
        sort_and_dedupe(&mut findings);
        let order: Vec<_> = findings.iter().map(place).collect();
        assert_eq!(order, ["w:9 a", "x:1 z", "x:3 a", "x:3 b"]);
    }

    #[test]
    fn repetitions_go_and_equal_fingerprints_are_told_apart() {
        let mut findings = vec![finding("a", "x", 3), finding("a", "x", 3), finding("a", "x", 5)];
        sort_and_dedupe(&mut findings);
        assert_eq!(findings.len(), 2);
        assert_ne!(findings[0].fingerprint, findings[1].fingerprint);
    }
}
