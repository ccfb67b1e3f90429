//! Texts made to hurt: none may crash, hang or cost more than its size.

use std::fmt::Write;

use super::{json, only, yaml};
use orglint::document::{MAX_DEPTH, NodeKind};

#[test]
fn nesting_is_read_up_to_the_limit_and_refused_behind_it() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(json(&nested(MAX_DEPTH)).error, None);
    assert_eq!(yaml(&nested(MAX_DEPTH)).error, None);
    for depth in [MAX_DEPTH + 1, 10_000, 1_000_000] {
        let error = json(&nested(depth)).error.unwrap();
        assert_eq!(error.span.start as usize, MAX_DEPTH);
        assert_eq!(error.message, "this is nested deeper than 512 levels");
    }
    let refused = |text: String| {
        let error = yaml(&text).error.expect("too deep");
        assert_eq!(error.message, "this is nested deeper than 512 levels");
    };
    refused("[".repeat(100_000));
    refused("{a: ".repeat(100_000));
    refused("- ".repeat(20_000));
    refused("{\"a\":".repeat(100_000));
    assert!(json(&"{\"a\":".repeat(100_000)).error.is_some());
    let blocks: String = (0..600).fold(String::new(), |mut text, level| {
        let _ = writeln!(text, "{}a:", " ".repeat(level));
        text
    });
    refused(blocks);
}

#[test]
fn nesting_counts_through_aliases() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..100 {
        let _ =
            writeln!(text, "a{level}: &a{level} {}*a{}{}", "[".repeat(9), level - 1, "]".repeat(9));
    }
    let error = yaml(&text).error.unwrap();
    assert_eq!(error.message, "this is nested deeper than 512 levels");
    assert!(text[error.span.range()].starts_with('*'));
}

#[test]
fn aliases_cost_nothing() {
    let mut laughs = "a: &a [x, x]\n".to_owned();
    for (last, next) in ('a'..='y').zip('b'..='z') {
        let _ = writeln!(laughs, "{next}: &{next} [*{last}, *{last}, *{last}, *{last}, *{last}]");
    }
    let parsed = yaml(&laughs);
    assert_eq!(only(&parsed).root().get("z").unwrap().len(), 5);
    assert!(only(&parsed).expanded_len() > 5u64.pow(25));

    let mut many = format!("a: &a [{}]\nb:\n", vec!["1"; 20_000].join(", "));
    many.push_str(&"  - *a\n".repeat(5_000));
    let parsed = yaml(&many);
    let uses = only(&parsed).root().get("b").unwrap();
    assert_eq!(uses.items().map(orglint::document::Node::len).sum::<usize>(), 100_000_000);
    assert_eq!(only(&parsed).expanded_len(), 5 + 20_000 + 5_000 * 20_001);
}

#[test]
fn chains_of_merges_cost_what_they_are_long() {
    let mut text = "m0: &m0 {k0: 0}\n".to_owned();
    for level in 1..250 {
        let last = level - 1;
        let _ =
            writeln!(text, "m{level}: &m{level} {{<<: [*m{last}, *m{last}, *m0], k{level}: 1}}");
    }
    let parsed = yaml(&text);
    let last = only(&parsed).root().get("m249").unwrap();
    assert_eq!(last.members().count(), 250);
    assert_eq!(last.get("k0").unwrap().text(), "0");
    assert!(last.get("none").is_none());
}

#[test]
fn long_lines_keys_and_comments_are_read() {
    let key = "k".repeat(5_000);
    let parsed = yaml(&format!("{key}: 1\n"));
    assert_eq!(only(&parsed).root().get(&key).unwrap().text(), "1");
    let comments = format!("a:\n{}  b: 1\n", "  # why\n".repeat(300));
    let parsed = yaml(&comments);
    assert_eq!(only(&parsed).comments().len(), 300);
    let line = format!("a: {}\nb: [{}]\n", "x ".repeat(500_000), vec!["1"; 200_000].join(","));
    let parsed = yaml(&line);
    assert_eq!(only(&parsed).root().get("b").unwrap().len(), 200_000);
    let line = format!("[{}]", vec!["\"a\\n\""; 200_000].join(","));
    assert_eq!(only(&json(&line)).root().len(), 200_000);
}

#[test]
fn many_repeated_keys_are_found_in_linear_time() {
    let entries: Vec<String> = (0..200_000).map(|at| format!("\"k{}\":1", at % 100_000)).collect();
    let parsed = json(&format!("{{{}}}", entries.join(",")));
    assert_eq!(only(&parsed).duplicate_keys().count(), 100_000);
    let text = "a: 1\n".repeat(20_000);
    assert_eq!(only(&yaml(&text)).duplicate_keys().count(), 19_999);
}

#[test]
fn many_strings_that_could_be_json_are_read_once() {
    let text =
        format!("[{}]", vec![r#""{\"a\": \"[1, {x}]\", \"b\": \"[2]\"}""#; 20_000].join(","));
    let parsed = json(&text);
    assert_eq!(only(&parsed).embedded().count(), 20_000);
    let broken = format!("\"[{}]\"", "[".repeat(1_000_000));
    assert_eq!(only(&json(&broken)).embedded().count(), 0);
}

#[test]
fn many_texts_in_one_file_are_read_in_linear_time() {
    let parsed = json(&"{\"a\":1}\n".repeat(100_000));
    assert_eq!(parsed.documents.len(), 100_000);
    let parsed = yaml(&"---\na: {{x}}\n".repeat(20_000));
    assert_eq!(parsed.documents.len(), 20_000);
    assert!(parsed.documents[19_999].root().get("a").unwrap().has_token());
}

#[test]
fn odd_bytes_are_errors_or_text_but_never_a_crash() {
    for text in [
        "\0",
        "a: \0",
        "[\"\0\"]",
        "{\"a\":\u{7f}}",
        "\u{fffe}",
        "é",
        "\"é",
        "'é",
        "\\",
        "%",
        "\u{feff}\u{feff}[1]",
    ] {
        let _ = (json(text), yaml(text));
    }
    let parsed = yaml("a: x\rb: y\r");
    assert_eq!(only(&parsed).root().get("b").unwrap().text(), "y");
    let parsed = yaml("a: \"é\"\r\nb: é");
    assert_eq!(only(&parsed).root().get("b").unwrap().as_str(), Some("é"));
}

#[test]
fn documents_can_be_read_and_shared_by_many_threads() {
    fn check<T: Send + Sync>() {}
    check::<orglint::document::Parsed>();
    check::<orglint::document::Node>();
}

#[test]
fn a_document_of_large_text_is_not_copied_by_its_walk() {
    let parsed = json(&format!(
        "{{{}}}",
        (0..100_000).map(|at| format!("\"k{at}\":{at}")).collect::<Vec<_>>().join(",")
    ));
    let root = only(&parsed).root();
    assert_eq!(root.members().filter(|member| member.kind() == NodeKind::Int).count(), 100_000);
    assert_eq!(root.get("k99999").unwrap().pointer().to_string(), "/k99999");
}
