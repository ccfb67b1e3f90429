//! Findings made by hand: a place is the text that stands there.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::sync::Arc;

use orglint::document::Pointer;
use orglint::finding::{Address, Confidence, Finding, Location, Part, Related, Severity, Subject};
use orglint::report::{Format, Report, RuleInfo, Style, Summary, write};
use orglint::source::{Source, Span};

pub(crate) fn source(path: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(path, text))
}

/// A source whose file holds the text encoded.
pub(crate) fn decoded(path: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::decoded(path, text))
}

/// The first place in `source` where `text` stands, with the pointer that it is said to have.
pub(crate) fn place(source: &Arc<Source>, text: &str, pointer: &str) -> Location {
    let start = source.text().find(text).expect("the text stands in the source");
    at(source, Span::new(start, start + text.len()), pointer)
}

pub(crate) fn at(source: &Arc<Source>, span: Span, pointer: &str) -> Location {
    let pointer = Pointer::parse(pointer).expect("a pointer");
    let address = Address { document: 0, pointer, embedded: None, part: Part::Value };
    Location { source: Arc::clone(source), span, address: Some(address) }
}

pub(crate) fn finding(rule: &str, severity: Severity, message: &str, primary: Location) -> Finding {
    let source = Arc::clone(&primary.source);
    let span = primary.span;
    let finding = Finding::of_source(&rule.into(), severity, message.to_owned(), &source, span);
    Finding { primary, ..finding }
}

pub(crate) fn related(message: &str, location: Location) -> Related {
    Related { message: message.to_owned(), location }
}

pub(crate) fn subject(kind: &str, name: &str, id: &str) -> Subject {
    Subject { kind: kind.to_owned(), name: Some(name.to_owned()), id: Some(id.to_owned()) }
}

pub(crate) fn rule(id: &str, severity: Severity) -> RuleInfo {
    RuleInfo {
        id: id.to_owned(),
        summary: "A failover trunk cannot carry the media of the first one".to_owned(),
        why: Some(
            "Trunks of a `SEQUENTIAL` route are tried in order.\n\nSo each has to offer …"
                .to_owned(),
        ),
        help: Some("Give both trunks a common codec".to_owned()),
        severity,
        confidence: Confidence::Certain,
        tags: vec!["byoc".to_owned(), "failover".to_owned()],
        references: vec!["https://help.mypurecloud.com/?p=134097".to_owned()],
    }
}

/// Everything that is written about `findings`.
pub(crate) fn written(format: Format, findings: &[Finding], style: &Style) -> String {
    let mut rules: Vec<RuleInfo> =
        findings.iter().map(|finding| rule(&finding.rule, finding.severity)).collect();
    rules.dedup_by(|a, b| a.id == b.id);
    let summary = Summary {
        files: 3,
        recognised: 2,
        resources: [("outbound-route".to_owned(), 1), ("trunk-base".to_owned(), 2)].into(),
        rules: rules.len(),
        findings: Summary::count_findings(findings),
        ..Summary::default()
    };
    let report = Report { findings, rules: &rules, summary: &summary, exit_code: 1 };
    let mut out = Vec::new();
    write(format, &report, style, &mut out).expect("a vector takes all that is written");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// The finding of the founding case: a failover trunk without a common codec, explained by three other places.
pub(crate) fn failover() -> Finding {
    let routes = source(
        "telephony/routes.yaml",
        "name: Carrier A first\nenabled: true\ndistribution: SEQUENTIAL\nexternalTrunkBases:\n  - id: 7d3b7a6e-0001\n    name: Carrier A\n  - id: 7d3b7a6e-0002\n    name: Carrier B\n",
    );
    let trunks = source(
        "telephony/trunks.json",
        "{\n  \"entities\": [\n    {\n      \"id\": \"7d3b7a6e-0001\",\n      \"name\": \"Carrier A\",\n      \"properties\": {\n        \"trunk_media_codec\": { \"value\": { \"instance\": [\"audio/PCMU\"] } }\n      }\n    },\n    {\n      \"id\": \"7d3b7a6e-0002\",\n      \"name\": \"Carrier B\",\n      \"properties\": {\n        \"trunk_media_codec\": { \"value\": { \"instance\": [\"audio/opus\"] } }\n      }\n    }\n  ]\n}\n",
    );
    let message = "Calls on route `Carrier A first` can fail over to trunk `Carrier B`, which shares no codec with `Carrier A`";
    let primary = place(&routes, "7d3b7a6e-0002", "/externalTrunkBases/1/id");
    let codecs = |index: usize, text: &str| {
        let pointer = format!("/entities/{index}/properties/trunk_media_codec/value/instance");
        place(&trunks, text, &pointer)
    };
    Finding {
        help: Some("Give both trunks a common codec, G.711 (`audio/pcmu`) first".to_owned()),
        label: Some("tried second".to_owned()),
        related: vec![
            related("tried in order", place(&routes, "SEQUENTIAL", "/distribution")),
            related("offers only this", codecs(1, "[\"audio/opus\"]")),
            related("the first trunk offers this", codecs(0, "[\"audio/PCMU\"]")),
        ],
        subject: Some(subject("outbound-route", "Carrier A first", "b1c2")),
        ..finding("route-failover-webrtc", Severity::Error, message, primary)
    }
}
