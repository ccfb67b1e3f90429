//! `{{token}}` placeholders of Archy.

use super::{at, json, only, written, yaml};
use orglint::document::NodeKind;

const FLOW: &str = r#"
inboundCall:
  name: {{flow_name}}
  {{category}}:
    action: "to {{ target }} now"
  items: [{{a}}, x, '{{b}}']
  folded: >-
    first {{c}}
    second
  plain: 5
"#;

#[test]
fn tokens_are_strings_that_read_as_written() {
    let parsed = yaml(FLOW);
    let root = at(only(&parsed).root(), "inboundCall");
    let name = at(root, "name");
    assert_eq!(
        (name.kind(), name.text(), name.has_token()),
        (NodeKind::String, "{{flow_name}}", true)
    );
    assert_eq!(written(name, name.span()), "{{flow_name}}");
    let category = at(root, "{{category}}");
    assert!(category.key_has_token() && !category.has_token());
    assert_eq!(written(category, category.key_span().unwrap()), "{{category}}");
    assert_eq!(at(category, "action").text(), "to {{ target }} now");
    assert!(at(category, "action").has_token());
    let items: Vec<_> =
        at(root, "items").items().map(|item| (item.text(), item.has_token())).collect();
    assert_eq!(items, [("{{a}}", true), ("x", false), ("{{b}}", true)]);
    assert_eq!(at(root, "folded").text(), "first {{c}} second");
    assert!(at(root, "folded").has_token());
    assert!(!at(root, "plain").has_token() && !at(root, "plain").key_has_token());
}

#[test]
fn letters_that_stand_for_braces_never_show() {
    let letters: String = ('\u{100}'..'\u{7fe}').collect();
    let parsed = yaml(&format!("a: \"{letters}\\n{{{{x}}}}\"\nb: {{{{y}}}}\n"));
    let root = only(&parsed).root();
    assert_eq!(at(root, "a").text(), format!("{letters}\n{{{{x}}}}"));
    assert_eq!(at(root, "b").text(), "{{y}}");
}

#[test]
fn flow_mappings_in_flow_mappings_stay_what_they_are() {
    let parsed = yaml("a: {{b: c}: d}\ne: {f: {g: {h: i}}}\n");
    let root = only(&parsed).root();
    assert_eq!(at(root, "a").kind(), NodeKind::Object);
    assert_eq!(at(root, "e f g h").text(), "i");
    let parsed = yaml("a: {{b, c}}\n  \nd: [{{x}: y}]\n");
    assert_eq!(at(only(&parsed).root(), "d 0").kind(), NodeKind::Object);
}

#[test]
fn json_strings_with_tokens_are_told() {
    let parsed = json(r#"{"{{k}}": "a {{x}}", "b": "c", "d": "{ {e} }", "f": {"g": "{{"}}"#);
    let root = only(&parsed).root();
    assert!(at(root, "{{k}}").has_token() && at(root, "{{k}}").key_has_token());
    assert!(!at(root, "b").has_token());
    assert!(!at(root, "d").has_token());
    assert!(!at(root, "f g").has_token());
}

#[test]
fn an_error_in_a_file_with_tokens_stands_at_its_byte() {
    let parsed = yaml("a: {{x}}\nb: [1\n");
    assert_eq!(parsed.error.unwrap().span.start, 12);
}

#[test]
fn tokens_are_listed_with_where_they_stand() {
    let text = "{{ first }}: 1\nlist: [a, 'x {{second}}{{third}}', {b: {{fourth}}}]\nkey: &a {{first}}\nuse: *a\n";
    let parsed = yaml(text);
    let document = only(&parsed);
    let tokens: Vec<_> = document
        .tokens()
        .iter()
        .map(|token| {
            let part = if token.is_in_key { "/~key" } else { "" };
            format!("{} {}{part}", token.name, token.node.pointer())
        })
        .collect();
    let expected = [
        "first /{{ first }}/~key",
        "second /list/1",
        "third /list/1",
        "fourth /list/2/b",
        "first /key",
    ];
    assert_eq!(tokens, expected);
}
