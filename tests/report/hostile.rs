//! Any text, any place: no report panics, and none grows with the file.

use std::time::{Duration, Instant};

use orglint::finding::{Finding, Severity};
use orglint::report::{Charset, Format, Style};
use orglint::source::Span;
use proptest::prelude::*;

use crate::support::{at, decoded, finding, related, source, written};

const FORMATS: [Format; 4] = [Format::Human, Format::Concise, Format::Json, Format::Sarif];

/// Characters that a terminal acts on.
const SENT: [char; 3] = ['\u{1b}', '\u{7}', '\u{202e}'];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_and_any_places_can_be_reported(
        text in r#"([ -~]|\PC|[\x00-\x1f\x7f\u{feff}\u{301}\u{1F468}\u{200d}{}"'\\:\r\n\t]|password: |"token":"){0,60}"#,
        places in prop::collection::vec((0usize..400, 0usize..60), 1..5),
        width in 0usize..300,
        charset in prop::sample::select(vec![Charset::Unicode, Charset::Ascii]),
        is_decoded in any::<bool>(),
    ) {
        let source = if is_decoded { decoded("any.i3WorkFlow", &text) } else { source("any.yaml", &text) };
        let spans = places.iter().map(|&(start, length)| Span::new(start, start + length));
        let mut places = spans.map(|span| at(&source, span, "/a/password"));
        let primary = places.next().unwrap();
        let related = places.map(|place| related(&text, place)).collect();
        let finding = Finding {
            related,
            help: Some(text.clone()),
            label: Some(text.clone()),
            ..finding("any", Severity::Warning, &text, primary)
        };
        let style = Style { width, charset, ..Style::default() };
        for format in FORMATS {
            let report = written(format, std::slice::from_ref(&finding), &style);
            prop_assert!(report.len() < 40_000, "{} bytes", report.len());
            let is_sent = format != Format::Json && report.contains(SENT);
            prop_assert!(!is_sent, "{report:?}");
        }
    }
}

/// 5 MB on one line, a thousand findings all over it.
#[test]
fn a_minified_file_costs_no_more_than_a_small_one() {
    let text = format!("[{}0]", "{\"name\":\"\u{e4}bc\",\"value\":[1,2,3]},".repeat(160_000));
    let source = source("min.json", &text);
    let findings: Vec<Finding> = (0..1000)
        .map(|step| {
            let start = text.len() / 1000 * step;
            let place = at(&source, Span::new(start, start + 6), "/0/name");
            finding("min", Severity::Error, "wrong", place)
        })
        .collect();
    for format in FORMATS {
        let began = Instant::now();
        let report = written(format, &findings, &Style::default());
        assert!(report.len() < 3_000_000, "{format:?}: {} bytes", report.len());
        // Scanning the line for each finding would take minutes.
        assert!(began.elapsed() < Duration::from_secs(20), "{format:?}: {:?}", began.elapsed());
    }
}

#[test]
fn a_place_that_covers_the_whole_of_a_large_file_stays_small() {
    let text = "x".repeat(1_000_000) + "\n" + &"y: 1\n".repeat(100_000);
    let source = source("large.yaml", &text);
    let finding =
        finding("large", Severity::Error, "wrong", at(&source, Span::new(0, text.len()), ""));
    for format in FORMATS {
        let report = written(format, std::slice::from_ref(&finding), &Style::default());
        assert!(report.len() < 8_000, "{format:?}: {} bytes", report.len());
    }
}
