//! Snapshots for people to read.

use orglint::finding::{Finding, Severity};
use orglint::problem::Problem;
use orglint::report::{
    Charset, Colour, Detail, FileNote, Format, Links, Style, Summary, Unknown, write_problems,
    write_summary,
};
use orglint::source::Span;

use crate::support::{at, decoded, failover, finding, place, related, source, subject, written};

const FORMATS: [Format; 4] = [Format::Human, Format::Concise, Format::Json, Format::Sarif];

fn human(findings: &[Finding]) -> String {
    written(Format::Human, findings, &Style::default())
}

#[test]
fn a_finding_with_places_in_two_files() {
    insta::assert_snapshot!(human(&[failover()]));
}

#[test]
fn the_same_in_ascii_for_a_narrow_terminal() {
    let style = Style { width: 60, charset: Charset::Ascii, ..Style::default() };
    insta::assert_snapshot!(written(Format::Human, &[failover()], &style));
}

#[test]
fn the_same_with_colours_and_links() {
    let style = Style { colour: Colour::Ansi, links: Links::Terminal, ..Style::default() };
    insta::assert_debug_snapshot!(written(Format::Human, &[failover()], &style));
}

#[test]
fn the_same_on_one_line() {
    insta::assert_snapshot!(written(Format::Concise, &[failover()], &Style::default()));
}

#[test]
fn the_same_as_json() {
    insta::assert_snapshot!(written(Format::Json, &[failover()], &Style::default()));
}

#[test]
fn the_same_as_sarif() {
    insta::assert_snapshot!(written(Format::Sarif, &[failover()], &Style::default()));
}

/// Odd text in front of the field, odd line endings, odd characters: the underline stays under the field.
#[test]
fn odd_text() {
    let cases = [
        source("emoji.yaml", "name: \u{1F600}\u{1F468}\u{200D}\u{1F469} wide \u{5bbd} # {FIELD}\n"),
        source("crlf.yaml", "a: 1\r\nb: {FIELD}\r\nc: 2\r\n"),
        source("mark.json", "\u{feff}{FIELD}: 1\n"),
        source("tabs.json", "{\n\t\t\"a\":\t{FIELD}\n}\n"),
        source("control.yaml", "a: \u{1b}[31mred\u{7} \u{202e}b: {FIELD}\n"),
        source("a b/#1%:x.yaml", "a: {FIELD}"),
    ];
    let finding = |source| {
        finding("odd", Severity::Note, "The \u{1b}[1mfield\nis odd", place(source, "{FIELD}", "/a"))
    };
    let findings: Vec<Finding> = cases.iter().map(finding).collect();
    let style = Style::default();
    let human = human(&findings);
    insta::assert_snapshot!(human + &written(Format::Concise, &findings, &style));
}

#[test]
fn places_without_text() {
    let unclosed = source("open.json", "{\"a\": [1, 2\n");
    let empty = source("empty.yaml", "");
    let no_newline = source("cut.json", "{\"a\":");
    let findings = [
        finding(
            "syntax",
            Severity::Error,
            "the file ends inside `[`",
            at(&unclosed, Span::at(12), ""),
        ),
        finding("syntax", Severity::Error, "the file is empty", at(&empty, Span::at(0), "")),
        finding("syntax", Severity::Error, "a value is missing", at(&no_newline, Span::at(5), "")),
    ];
    insta::assert_snapshot!(human(&findings));
}

#[test]
fn a_long_line_is_cut_around_the_fields() {
    let filler = "\"x\":\"0123456789\",".repeat(50);
    let text = format!("{{{filler}\"codec\":\"audio/opus\",{filler}\"port\":1,{filler}\"z\":0}}");
    let source = source("min.json", &text);
    let finding = Finding {
        related: vec![
            crate::support::related("far from here", place(&source, "\"port\"", "/port")),
            crate::support::related("close by", place(&source, "\"codec\"", "/codec")),
        ],
        ..finding(
            "codec",
            Severity::Warning,
            "Opus only",
            place(&source, "\"audio/opus\"", "/codec"),
        )
    };
    insta::assert_snapshot!(human(&[finding]));
}

#[test]
fn a_value_of_many_lines_is_underlined_on_its_first() {
    let source = source("site.yaml", "name: Main\nroutes:\n  - a: 1\n    b: 2\n  - a: 3\n");
    let span = Span::new(source.text().find("- a").unwrap(), source.text().len());
    let finding = finding("routes", Severity::Warning, "Two routes", at(&source, span, "/routes"));
    insta::assert_snapshot!(human(&[finding]));
}

#[test]
fn secrets_around_a_finding_are_masked() {
    let source = source(
        "trunk.tf.json",
        r#"{"properties": "{\"sip_password\":{\"value\":{\"instance\":\"hunter2\"}},\"codec\":\"opus\"}", "token": "abc.def"}"#,
    );
    let own = source_with_secret();
    let findings = [
        finding("codec", Severity::Warning, "Opus only", place(&source, "opus", "/properties")),
        finding(
            "weak",
            Severity::Warning,
            "`letmein` is weak",
            place(&own, "letmein", "/auth/password"),
        ),
    ];
    let style = Style::default();
    let all = [Format::Human, Format::Concise, Format::Json, Format::Sarif];
    for format in all {
        let written = written(format, &findings, &style);
        for secret in ["hunter2", "abc.def", "letmein"] {
            assert!(!written.contains(secret), "{secret} in {written}");
        }
    }
    insta::assert_snapshot!(human(&findings));
}

fn source_with_secret() -> std::sync::Arc<orglint::source::Source> {
    source("auth.yaml", "auth:\n  user: me\n  password: letmein\n")
}

#[test]
fn problems_are_framed_as_findings_are() {
    let rule = source("rules/a.yaml", "id: a\nassert: self.codcs.size() > 0\n");
    let problems = [
        Problem::new("kind `trunk-base` has no field `codcs`")
            .at(place(&rule, "codcs", "/assert"))
            .help("did you mean `codecs`?"),
        Problem::new("`exports` does not exist"),
    ];
    let mut out = Vec::new();
    write_problems(&problems, &Style::default(), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn a_file_that_holds_its_text_encoded_is_shown_decoded() {
    let flow = decoded(
        "flows/Main.i3InboundFlow",
        "{\n  \"name\": \"Main\",\n  \"manifest\": {\n    \"queue\": [\n      {\n        \"id\": \"q1\"\n      }\n    ]\n  }\n}\n",
    );
    let primary = place(&flow, "\"q1\"", "/manifest/queue/0/id");
    let finding = Finding {
        related: vec![related("the flow", place(&flow, "\"Main\"", "/name"))],
        ..finding(
            "unresolved-reference",
            Severity::Error,
            "there is no `queue` with the id `q1`",
            primary,
        )
    };
    insta::assert_snapshot!(
        FORMATS
            .map(|format| written(format, std::slice::from_ref(&finding), &Style::default()))
            .join("--- next\n")
    );
}

#[test]
fn the_summary() {
    let trunks = source("trunks.json", "{\"name\": \"A\"}");
    let note = |path: &str, message: &str| FileNote { path: path.into(), message: message.into() };
    let summary = Summary {
        idle: Vec::new(),
        files: 649,
        recognised: 600,
        resources: [("flow".to_owned(), 571), ("queue".to_owned(), 40), ("site".to_owned(), 0)]
            .into(),
        rules: 31,
        findings: [(Severity::Error, 1), (Severity::Warning, 12), (Severity::Note, 0)].into(),
        unknown: vec![Unknown {
            rule: "trunk-codec".into(),
            why: "the field is not set".into(),
            subject: Some(subject("trunk-base", "A", "1")),
            location: Some(place(&trunks, "\"A\"", "/name")),
        }],
        harmless: vec![note("variables.tf", "Terraform without resources of Genesys Cloud")],
        not_recognised: vec![note("package.json", "no kind of resource")],
        unreadable: vec![note("old.json", "it is UTF-16, not UTF-8")],
    };
    let mut out = b"--- numbers\n".to_vec();
    write_summary(&summary, Detail::Numbers, Charset::Unicode, &mut out).unwrap();
    out.extend(b"--- everything\n");
    write_summary(&summary, Detail::Everything, Charset::Unicode, &mut out).unwrap();
    out.extend(b"--- nothing\n");
    write_summary(&Summary::default(), Detail::Numbers, Charset::Unicode, &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}
