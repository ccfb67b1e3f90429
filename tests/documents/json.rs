use super::{at, each, json, only, value, written, yaml};
use orglint::document::{NodeKind, Syntax};
use orglint::source::Span;
use serde_json::json as expected;

#[test]
fn every_kind_of_value_is_read() {
    let text = r#" {"a": [1, -2.5e3, true, false, null, "x", "é\n\u00e9\ud83d\ude00"], "b": {}, "c": []} "#;
    let parsed = json(text);
    let root = only(&parsed).root();
    let list = expected!([1, -2500.0, true, false, null, "x", "é\né😀"]);
    assert_eq!(value(root), expected!({"a": list, "b": {}, "c": []}));
    assert_eq!(at(root, "a 0").kind(), NodeKind::Int);
    assert_eq!(at(root, "a 1").kind(), NodeKind::Float);
    assert_eq!(at(root, "a").len(), 7);
    assert!(at(root, "b").is_empty());
}

#[test]
fn key_value_and_entry_have_spans() {
    let parsed = json("{\r\n\t\"k\\u00e9y\" : [ 1 , 2 ],\r\n\t\"😀\": \"v\"\r\n}");
    let root = only(&parsed).root();
    let list = at(root, "kéy");
    assert_eq!(written(list, list.span()), "[ 1 , 2 ]");
    assert_eq!(written(list, list.key_span().unwrap()), r#""k\u00e9y""#);
    assert_eq!(written(list, list.entry_span()), r#""k\u00e9y" : [ 1 , 2 ]"#);
    let emoji = at(root, "😀");
    assert_eq!(written(emoji, emoji.entry_span()), "\"😀\": \"v\"");
    assert_eq!(at(root, "kéy 1").entry_span(), at(root, "kéy 1").span());
}

#[test]
fn a_byte_order_mark_counts_in_offsets() {
    let parsed = json("\u{feff}[1]");
    assert_eq!(only(&parsed).root().span(), Span::new(3, 6));
}

#[test]
fn several_texts_are_several_documents() {
    let parsed = json("{\"a\": 1}\n{\"a\": 2}[3]\n4 5\"x\"null");
    assert_eq!(parsed.error, None);
    let values: Vec<_> = parsed.documents.iter().map(|document| value(document.root())).collect();
    let all = expected!([{"a": 1}, {"a": 2}, [3], 4, 5, "x", null]);
    assert_eq!(values, all.as_array().unwrap().clone());
    let indexes: Vec<_> = parsed.documents.iter().map(orglint::document::Document::index).collect();
    assert_eq!(indexes, [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(parsed.documents[1].root().get("a").unwrap().span(), Span::new(15, 16));
}

#[test]
fn documents_in_front_of_an_error_are_kept() {
    let parsed = json("{\"a\": 1} {\"a\": }");
    assert_eq!(parsed.documents.len(), 1);
    assert_eq!(parsed.error.unwrap().span.start, 15);
}

#[test]
fn a_text_of_whitespace_holds_nothing() {
    for text in ["", " \r\n\t", "\u{feff}"] {
        let parsed = json(text);
        assert!(parsed.documents.is_empty());
        assert_eq!(parsed.error, None);
    }
}

#[test]
fn repeated_keys_are_told_and_the_last_one_counts() {
    let parsed = json(r#"{"a": 1, "b": {"x": 1, "x": 2}, "\u0061": 3, "a": 4}"#);
    let document = only(&parsed);
    let found: Vec<_> = document
        .duplicate_keys()
        .map(|(again, first)| (again.pointer().to_string(), again.text(), first.text()))
        .collect();
    let told = |pointer: &str, again, first| (pointer.to_owned(), again, first);
    assert_eq!(found, [told("/b/x", "2", "1"), told("/a", "3", "1"), told("/a", "4", "1")]);
    assert_eq!(at(document.root(), "a").text(), "4");
    assert_eq!(at(document.root(), "b x").text(), "2");
}

#[test]
fn repeated_keys_are_told_in_large_objects() {
    let entries: Vec<String> = (0..5000).map(|at| format!("\"key{}\": {at}", at % 4998)).collect();
    let parsed = json(&format!("{{{}}}", entries.join(",")));
    let document = only(&parsed);
    let found: Vec<_> = document.duplicate_keys().map(|(a, b)| (a.text(), b.text())).collect();
    assert_eq!(found, [("4998", "0"), ("4999", "1")]);
    assert_eq!(document.root().get("key1").unwrap().text(), "4999");
    assert_eq!(document.root().get("key4997").unwrap().text(), "4997");
}

#[test]
fn pointers_lead_to_every_node() {
    let items: Vec<String> =
        (0..300).map(|at| format!("{{\"a/b\": [{at}], \"~\": {{}}}}")).collect();
    let text = format!("{{\"entities\": [{}], \"\": 0}}", items.join(", "));
    let parsed = json(&text);
    let root = only(&parsed).root();
    let as_value = value(root);
    let mut count = 0;
    each(root, &mut |node| {
        count += 1;
        let found = as_value.pointer(&node.pointer().to_string());
        assert_eq!(found, Some(&value(node)), "{node:?}");
    });
    assert_eq!(count, 3 + 300 * 4);
    assert_eq!(at(root, "entities 217 a/b 0").pointer().to_string(), "/entities/217/a~1b/0");
}

#[test]
fn numbers_of_any_size_are_read() {
    let parsed = json("[18446744073709551615, 123456789012345678901234567890, -0, 1e999]");
    let root = only(&parsed).root();
    assert_eq!(at(root, "0").as_u64(), Some(u64::MAX));
    assert_eq!(at(root, "0").as_i64(), None);
    assert_eq!(at(root, "1").kind(), NodeKind::Int);
    assert_eq!(at(root, "1").as_f64(), Some(123_456_789_012_345_678_901_234_567_890.0));
    assert_eq!(at(root, "2").as_i64(), Some(0));
    assert_eq!(at(root, "3").as_f64(), Some(f64::INFINITY));
}

#[test]
fn json_in_a_yaml_file_is_read() {
    for text in ["{\"a\": [1, \"x\"]}", "\u{feff}\n {\"a\": [1, \"x\"],}", "{\"a\": [1, x]} # c\n"]
    {
        assert_eq!(value(only(&yaml(text)).root()), expected!({"a": [1, "x"]}), "{text}");
    }
    let parsed = yaml("{\"a\": 1 \"b\": 2}");
    assert_eq!(parsed.error.unwrap().span.start, 8);
}

#[test]
fn the_syntax_follows_the_file_name() {
    assert_eq!(Syntax::of_path("a/b.tf.JSON"), Some(Syntax::Json));
    assert_eq!(Syntax::of_path("a.yml"), Some(Syntax::Yaml));
    assert_eq!(Syntax::of_path("a.yaml"), Some(Syntax::Yaml));
    assert_eq!(Syntax::of_path("json"), None);
}
