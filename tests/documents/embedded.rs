//! JSON inside strings.

use super::{at, json, only, value, written, yaml};
use orglint::source::Span;
use serde_json::json as expected;

#[test]
fn a_string_that_is_json_is_a_document_with_places_in_the_file() {
    let text = r#"{"properties": "{\"codec\": \"opus\", \"n\": [1, 22], \"\u00e9\": \"\\n\"}"}"#;
    let parsed = json(text);
    let host = at(only(&parsed).root(), "properties");
    assert_eq!(host.as_str(), Some(r#"{"codec": "opus", "n": [1, 22], "é": "\n"}"#));
    let inner = host.embedded().unwrap();
    assert_eq!(inner.host().unwrap().to_string(), "/properties");
    let root = inner.root();
    assert_eq!(value(root), expected!({"codec": "opus", "n": [1, 22], "é": "\n"}));
    assert_eq!(written(root, at(root, "codec").span()), r#"\"opus\""#);
    assert_eq!(written(root, at(root, "codec").key_span().unwrap()), r#"\"codec\""#);
    assert_eq!(written(root, at(root, "n 1").span()), "22");
    assert_eq!(written(root, at(root, "é").key_span().unwrap()), r#"\"\u00e9\""#);
    assert_eq!(written(root, at(root, "é").span()), r#"\"\\n\""#);
    assert_eq!(written(root, root.span()), &text[16..text.len() - 2]);
}

#[test]
fn strings_in_strings_are_read_four_levels_deep() {
    let mut text = expected!([7]).to_string();
    for _ in 0..5 {
        text = expected!([text]).to_string();
    }
    let parsed = json(&text);
    let mut document = only(&parsed);
    for level in 0..4 {
        let host = at(document.root(), "0");
        document = host.embedded().unwrap_or_else(|| panic!("level {level}"));
    }
    let host = at(document.root(), "0");
    assert_eq!(host.as_str(), Some("[7]"));
    assert!(host.embedded().is_none());
    let place = written(host, host.span());
    assert!(
        place.starts_with("\\\\\\\\") && place.ends_with("\\\"") && place.contains("[7]"),
        "{place}"
    );
}

#[test]
fn every_yaml_style_can_hold_json() {
    for (style, opus) in [
        ("'{\"codec\": \"o''pus\"}'", "\"o''pus\""),
        (r#""{\"codec\": \"o'pus\"}""#, r#"\"o'pus\""#),
        ("|\n  {\n    \"codec\": \"o'pus\"\n  }\n", "\"o'pus\""),
        (">-\n  {\n  \"codec\":\n  \"o'pus\"\n  }\n", "\"o'pus\""),
        ("\"{\\\n   \\\"codec\\\": \\\n  \\\"o'pus\\\"}\"", "\\\"o'pus\\\""),
    ] {
        let parsed = yaml(&format!("# é\nproperties: {style}\nnext: 1\n"));
        let host = at(only(&parsed).root(), "properties");
        let inner = host.embedded().unwrap_or_else(|| panic!("{style}"));
        let codec = at(inner.root(), "codec");
        assert_eq!(codec.as_str(), Some("o'pus"));
        assert_eq!(written(codec, codec.span()), opus, "{style}");
    }
}

#[test]
fn what_is_not_one_json_text_stays_a_string() {
    for text in
        ["{", "${a}", "{a}", "[1] [2]", "{\"a\": #if}", "[1", "{{x}}", "{\"a\": {{x}}}", "[1]x", ""]
    {
        let parsed = json(&expected!({ "a": text }).to_string());
        assert!(at(only(&parsed).root(), "a").embedded().is_none(), "{text}");
        assert_eq!(only(&parsed).embedded().count(), 0);
    }
    let parsed = json(r#"{"[1]": " [1] "}"#);
    assert_eq!(only(&parsed).embedded().count(), 1);
}

#[test]
fn an_alias_of_a_string_holds_the_same_document() {
    let parsed = yaml("a: &x '[1]'\nb: *x\n");
    let root = only(&parsed).root();
    assert_eq!(value(at(root, "b").embedded().unwrap().root()), expected!([1]));
}

#[test]
fn tokens_and_repeated_keys_are_told_in_embedded_documents() {
    let parsed = json(r#"{"a": "{\"k\": \"{{x}}\", \"k\": 1}"}"#);
    let inner = at(only(&parsed).root(), "a").embedded().unwrap();
    let (again, first) = inner.duplicate_keys().next().unwrap();
    assert!(first.has_token() && !again.has_token());
    assert_eq!(written(again, again.entry_span()), r#"\"k\": 1"#);
}

#[test]
fn offsets_into_an_expression_lead_to_the_file() {
    let text = "plain: a == b\nfolded: >-\n  one &&\n  two\n\nliteral: |\n  x\n    y\nquoted: \"a\\t== \\u00e9 b\"\nsingle: 'it''s'\n";
    let parsed = yaml(text);
    let root = only(&parsed).root();
    for (key, word) in [
        ("plain", "=="),
        ("folded", "&&"),
        ("folded", "two"),
        ("literal", "y"),
        ("quoted", "=="),
        ("quoted", "b"),
        ("single", "s"),
    ] {
        let node = at(root, key);
        let from = node.text().find(word).unwrap();
        let span = node.text_map().map(Span::new(from, from + word.len()));
        assert_eq!(&text[span.range()], word, "{key}");
    }
    let quoted = at(root, "quoted");
    let accent = quoted.text().find('é').unwrap();
    let span = quoted.text_map().map(Span::new(accent, accent + 2));
    assert_eq!(&text[span.range()], "\\u00e9");
}

#[test]
fn an_expression_inside_embedded_json_leads_to_the_file() {
    let text = r#"{"a": "{\"rule\": \"x \\\"y\\\" z\"}"}"#;
    let parsed = json(text);
    let rule = at(at(only(&parsed).root(), "a").embedded().unwrap().root(), "rule");
    assert_eq!(rule.text(), r#"x "y" z"#);
    let span = rule.text_map().map(Span::new(2, 5));
    assert_eq!(&text[span.range()], r#"\\\"y\\\""#);
    let span = rule.text_map().map(Span::new(6, 7));
    assert_eq!(&text[span.range()], "z");
}
