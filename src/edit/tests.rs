//! Edits on small texts, and on any text that proptest makes: what is changed is changed, nothing else is, and the text
//! still parses.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Edit, apply, insert, remove, rename, repeat, replace};
use crate::document::{Document, Node, NodeKind, Pointer, Syntax, parse};
use crate::source::Source;

fn documents(path: &str, text: &str) -> Vec<Document> {
    let source = Arc::new(Source::new(path, text));
    let parsed = parse(&source, Syntax::of_path(path).unwrap());
    assert!(parsed.error.is_none(), "{:?} in\n{text}", parsed.error);
    parsed.documents
}

/// The node at a pointer; behind `!` inside the JSON of a string.
fn node<'d>(document: &'d Document, pointer: &str) -> Node<'d> {
    let walk = |root: Node<'d>, pointer: &str| {
        let segments = Pointer::parse(pointer).unwrap().0;
        segments.iter().fold(root, |node, segment| match segment {
            crate::document::Segment::Key(key) => {
                node.get(key).or_else(|| node.element(key.parse().ok()?)).unwrap()
            }
            crate::document::Segment::Index(at) => node.element(*at).unwrap(),
        })
    };
    match pointer.split_once('!') {
        Some((outer, inner)) => {
            walk(walk(document.root(), outer).embedded().unwrap().root(), inner)
        }
        None => walk(document.root(), pointer),
    }
}

/// The text after an edit of the node at a pointer.
fn edited(
    path: &str,
    text: &str,
    pointer: &str,
    edit: impl Fn(Node<'_>) -> Option<Edit>,
) -> String {
    let documents = documents(path, text);
    let Some(edit) = edit(node(&documents[0], pointer)) else { return "(none)".to_owned() };
    let result = apply(text, &[edit]).unwrap();
    self::documents(path, &result);
    result
}

fn removed(path: &str, text: &str, pointer: &str) -> String {
    edited(path, text, pointer, remove)
}

#[test]
fn what_is_encoded_in_its_file_is_not_changed() {
    let source = Arc::new(Source::decoded("flow.i3InboundFlow", r#"{"a": [1, 2]}"#));
    let documents = parse(&source, Syntax::Json).documents;
    let list = node(&documents[0], "/a");
    assert_eq!(replace(list, &json!(1)), None);
    assert_eq!(rename(list, "b"), None);
    assert_eq!(remove(list.element(0).unwrap()), None);
    assert_eq!(repeat(list.element(0).unwrap()), None);
    assert_eq!(insert(documents[0].root(), "c", &json!(1)), None);
}

#[test]
fn entries_are_removed_from_json() {
    let text = "{\n  \"a\": 1,\n  \"b\": [1, 2, 3],\n  \"c\": {}\n}\n";
    assert_eq!(removed("x.json", text, "/a"), "{\n  \"b\": [1, 2, 3],\n  \"c\": {}\n}\n");
    assert_eq!(removed("x.json", text, "/c"), "{\n  \"a\": 1,\n  \"b\": [1, 2, 3]\n}\n");
    assert_eq!(removed("x.json", text, "/b/1"), text.replace("1, 2, 3", "1, 3"));
    assert_eq!(removed("x.json", text, "/b/2"), text.replace("1, 2, 3", "1, 2"));
    assert_eq!(removed("x.json", "{\"a\": [1]}", "/a/0"), "{\"a\": []}");
    assert_eq!(removed("x.json", "{\"a\": 1}", "/a"), "{}");
}

#[test]
fn entries_are_removed_from_yaml() {
    let text = "\
a: 1  # about a
# about b
b:
  - name: x
    size: 1
  - name: y
c: |
  text
d: { e: 1, f: 2 }
";
    assert_eq!(removed("x.yaml", text, "/a"), text.replace("a: 1  # about a\n", ""));
    assert_eq!(
        removed("x.yaml", text, "/b"),
        text.replace("b:\n  - name: x\n    size: 1\n  - name: y\n", "")
    );
    assert_eq!(removed("x.yaml", text, "/b/0"), text.replace("  - name: x\n    size: 1\n", ""));
    assert_eq!(removed("x.yaml", text, "/b/0/name"), text.replace("- name: x\n    size", "- size"));
    assert_eq!(removed("x.yaml", text, "/b/0/size"), text.replace("    size: 1\n", ""));
    assert_eq!(removed("x.yaml", text, "/b/1/name"), text.replace("- name: y", "- {}"));
    assert_eq!(removed("x.yaml", text, "/c"), text.replace("c: |\n  text\n", ""));
    assert_eq!(removed("x.yaml", text, "/d/e"), text.replace("e: 1, ", ""));
    assert_eq!(removed("x.yaml", text, "/d/f"), text.replace(", f: 2", ""));
    assert_eq!(removed("x.yaml", "- - 1\n  - 2\n- 3\n", "/0/0"), "- - 2\n- 3\n");
}

#[test]
fn aliases_and_merges_beside_a_removed_entry_stay() {
    let list = "- &x 1\n- [a, *x, b, *x]\n";
    assert_eq!(removed("x.yaml", list, "/1/0"), list.replace("a, ", ""));
    assert_eq!(removed("x.yaml", list, "/1/2"), list.replace("b, ", ""));
    let map = "- &x { m: 1 }\n- { a: 1, <<: *x, b: 2, <<: *x, c: 3 }\n";
    assert_eq!(removed("x.yaml", map, "/1/a"), map.replace("a: 1, ", ""));
    assert_eq!(removed("x.yaml", map, "/1/b"), map.replace("b: 2, ", ""));
    assert_eq!(removed("x.yaml", map, "/1/c"), map.replace(", c: 3", ""));
    let block = "- &x |\n  text\n- [*x, a]\n";
    assert_eq!(removed("x.yaml", block, "/1/1"), block.replace(", a", ""));
}

#[test]
fn comments_about_something_else_stay() {
    assert_eq!(removed("x.yaml", "{ a: 1, # one\n  b: 2 }\n", "/a"), "{ b: 2 }\n");
    assert_eq!(removed("x.yaml", "{ a: 1,\n  # about b\n  b: 2 }\n", "/a"), "(none)");
}

#[test]
fn values_are_replaced_in_their_style() {
    let text = "a: plain\nb: 'single'\nc: \"double\"\nd: |\n  block\ne: { f: x }\n";
    let with =
        |pointer: &str, value: Value| edited("x.yaml", text, pointer, |node| replace(node, &value));
    assert_eq!(with("/a", json!("500-599")), text.replace("plain", "\"500-599\""));
    assert_eq!(with("/a", json!("audio/opus")), text.replace("plain", "audio/opus"));
    assert_eq!(with("/a", json!("yes")), text.replace("plain", "\"yes\""));
    assert_eq!(with("/b", json!("it's")), text.replace("'single'", "'it''s'"));
    assert_eq!(with("/c", json!("é\"")), text.replace("\"double\"", "\"é\\\"\""));
    assert_eq!(with("/d", json!("one")), text.replace("|\n  block", "one"));
    assert_eq!(with("/e", json!([1])), text.replace("{ f: x }", "[1]"));
    assert_eq!(with("/e/f", json!(true)), text.replace("f: x", "f: true"));
}

#[test]
fn keys_are_renamed_in_their_style() {
    let with = |path: &str, text: &str, pointer: &str| {
        edited(path, text, pointer, |node| rename(node, "new-name"))
    };
    assert_eq!(with("x.yaml", "a: 1\n", "/a"), "new-name: 1\n");
    assert_eq!(with("x.yaml", "'a': 1\n", "/a"), "'new-name': 1\n");
    assert_eq!(with("x.json", "{\"a\": 1}", "/a"), "{\"new-name\": 1}");
}

#[test]
fn entries_are_repeated() {
    let with = |path: &str, text: &str, pointer: &str| edited(path, text, pointer, repeat);
    assert_eq!(with("x.json", "{\"a\": [1, 2]}", "/a/0"), "{\"a\": [1, 1, 2]}");
    let text = "a:\n  - b: 1\n    c: 2\n  - d\n";
    assert_eq!(with("x.yaml", text, "/a/0"), "a:\n  - b: 1\n    c: 2\n  - b: 1\n    c: 2\n  - d\n");
    assert_eq!(with("x.yaml", text, "/a/1"), "a:\n  - b: 1\n    c: 2\n  - d\n  - d\n");
}

#[test]
fn entries_are_put_in() {
    let with = |path: &str, text: &str, pointer: &str| {
        edited(path, text, pointer, |node| insert(node, "new", &json!("x")))
    };
    assert_eq!(with("x.json", "{\"a\": 1}", ""), "{\"new\": \"x\", \"a\": 1}");
    assert_eq!(with("x.json", "{\"a\": {}}", "/a"), "{\"a\": {\"new\": \"x\"}}");
    assert_eq!(with("x.yaml", "a:\n  - b: 1\n", "/a/0"), "a:\n  - new: x\n    b: 1\n");
    assert_eq!(with("x.yaml", "a: { b: 1 }\n", "/a"), "a: {\"new\": \"x\",  b: 1 }\n");
    assert_eq!(with("x.yaml", "new: 1\n", ""), "(none)");
}

#[test]
fn json_in_a_string_is_edited_as_it_is_escaped() {
    let text = r#"{"p": "{\"a\": \"x\", \"b\": [1, 2]}"}"#;
    let pointer = "/p!/a";
    let replaced = edited("x.json", text, pointer, |node| replace(node, &json!("q\"")));
    assert_eq!(replaced, text.replace(r#"\"x\""#, r#"\"q\\\"\""#));
    assert_eq!(removed("x.json", text, pointer), text.replace(r#"\"a\": \"x\", "#, ""));
    assert_eq!(removed("x.json", text, "/p!/b/1"), text.replace(", 2", ""));
    let renamed = edited("x.json", text, pointer, |node| rename(node, "z"));
    assert_eq!(renamed, text.replace(r#"\"a\""#, r#"\"z\""#));
}

const HCL: &str = r#"resource "t" "l" {
  name = "a" # the name
  # about ids
  ids  = [1, 4, (2), 3]
  map = {
    k = var.x
    "q" = 2
  }
  block {
    x = 1
  }
  block { x = 2 }
  p = jsonencode({ "a" : "b" })
}

resource "t" "m" { y = 1 }
"#;

#[test]
fn hcl_is_edited_by_its_lines_and_in_its_own_words() {
    let with =
        |pointer: &str, value: Value| edited("x.tf", HCL, pointer, |node| replace(node, &value));
    let l = |rest: &str| format!("/resource/t/l/{rest}");
    assert_eq!(with(&l("name"), json!("é\"\n")), HCL.replace("\"a\" #", r#""é\"\n" #"#));
    let object = "{ k = \"v\", \"a b\" = [null, 1] }";
    assert_eq!(
        with(&l("ids"), json!({"k": "v", "a b": [null, 1]})),
        HCL.replace("[1, 4, (2), 3]", object)
    );
    assert_eq!(with(&l("map/k"), json!(true)), HCL.replace("var.x", "true"));
    assert_eq!(with(&l("p!/a"), json!("c")), HCL.replace("\"b\" })", "\"c\" })"));
    assert_eq!(with(&l("block"), json!([])), "(none)");

    let removed = |pointer: &str| removed("x.tf", HCL, pointer);
    assert_eq!(removed(&l("name")), HCL.replace("  name = \"a\" # the name\n", ""));
    assert_eq!(
        removed(&l("map")),
        HCL.replace("  map = {\n    k = var.x\n    \"q\" = 2\n  }\n", "")
    );
    assert_eq!(removed(&l("map/k")), HCL.replace("k = var.x\n    ", ""));
    assert_eq!(removed(&l("ids/0")), HCL.replace("[1, ", "["));
    for beside_parentheses in ["ids/1", "ids/2", "ids/3"] {
        assert_eq!(removed(&l(beside_parentheses)), "(none)");
    }
    assert_eq!(removed(&l("block/0")), HCL.replace("  block {\n    x = 1\n  }\n", ""));
    assert_eq!(removed(&l("block/0/x")), HCL.replace("    x = 1\n", ""));
    assert_eq!(removed(&l("block")), "(none)");
    assert_eq!(removed("/resource/t/m/y"), "(none)");
    assert_eq!(removed("/resource/t"), "(none)");

    let renamed = |pointer: &str, key: &str| edited("x.tf", HCL, pointer, |node| rename(node, key));
    assert_eq!(renamed(&l("name"), "title"), HCL.replace("name = \"a\"", "title = \"a\""));
    assert_eq!(renamed(&l("name"), "a b"), "(none)");
    assert_eq!(renamed(&l("map/q"), "a b"), HCL.replace("\"q\"", "\"a b\""));
    assert_eq!(renamed(&l("block"), "other"), "(none)");

    let put = |pointer: &str| edited("x.tf", HCL, pointer, |node| insert(node, "new", &json!("x")));
    assert_eq!(put("/resource/t/l"), HCL.replace("  name =", "  new = \"x\"\n  name ="));
    assert_eq!(put(&l("p!")), HCL.replace("({ ", "({ new = \"x\", "));
    assert_eq!((put("/resource/t"), put("/resource/t/m")), ("(none)".into(), "(none)".into()));

    let repeated = |pointer: &str| edited("x.tf", HCL, pointer, repeat);
    assert_eq!(
        repeated(&l("block/1")),
        HCL.replace("  block { x = 2 }\n", "  block { x = 2 }\n  block { x = 2 }\n")
    );
    assert_eq!(repeated(&l("ids/3")), HCL.replace(", 3]", ", 3, 3]"));
}

#[test]
fn what_an_alias_leads_to_is_left_alone() {
    let documents = documents("x.yaml", "a: &x { b: 1 }\nc: *x\n");
    let behind = documents[0].root().get("c").unwrap().get("b").unwrap();
    assert_eq!((replace(behind, &json!(2)), remove(behind)), (None, None));
}

#[test]
fn overlapping_edits_are_refused() {
    let edit = |start, end| Edit { span: crate::source::Span::new(start, end), text: "x".into() };
    assert_eq!(apply("abcd", &[edit(2, 3), edit(0, 1)]).as_deref(), Some("xbxd"));
    assert_eq!(apply("abcd", &[edit(0, 3), edit(2, 4)]), None);
    assert_eq!(apply("abcd", &[edit(3, 9)]), None);
}

/// All values of a document that are no roots.
fn all<'d>(node: Node<'d>, found: &mut Vec<Node<'d>>) {
    for child in node.items().chain(node.members()) {
        found.push(child);
        all(child, found);
    }
}

fn value(node: Node<'_>) -> Value {
    match node.kind() {
        NodeKind::Array => node.items().map(value).collect(),
        NodeKind::Object => Value::Object(
            node.members().map(|one| (one.key().unwrap().to_owned(), value(one))).collect(),
        ),
        NodeKind::Null => Value::Null,
        _ => serde_json::from_str(node.text()).unwrap_or_else(|_| json!(node.text())),
    }
}

/// The value without what stands at a pointer.
fn without(value: &Value, pointer: &str) -> Value {
    let mut value = value.clone();
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Array(items) => drop(items.remove(last.parse().unwrap())),
        Value::Object(members) => drop(members.shift_remove(last)),
        other => panic!("{other}"),
    }
    value
}

fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (0..1000_i64).prop_map(Value::from),
        "[a-z]{1,6}".prop_map(|text| json!(format!("w{text}"))),
        Just(json!("two\nlines: # no comment\n")),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Value::from),
            prop::collection::btree_map("k[a-z]{1,3}", inner, 1..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn is_container(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

proptest! {
    #[test]
    fn a_removed_entry_is_gone_and_the_rest_is_there(tree in tree().prop_filter("no scalar", is_container)) {
        let texts = [
            ("x.json", serde_json::to_string_pretty(&tree).unwrap()),
            ("x.json", tree.to_string()),
            ("x.yaml", serde_yaml::to_string(&tree).unwrap()),
        ];
        for (path, text) in texts {
            let documents = documents(path, &text);
            let mut nodes = Vec::new();
            all(documents[0].root(), &mut nodes);
            for node in nodes {
                let Some(edit) = remove(node) else { continue };
                let pointer = node.pointer().to_string();
                let result = apply(&text, &[edit]).unwrap();
                let after = self::documents(path, &result);
                prop_assert_eq!(value(after[0].root()), without(&tree, &pointer), "{}\n{}", text, result);
            }
        }
    }

    #[test]
    fn a_replaced_value_is_read_as_it_was_meant(
        tree in tree().prop_filter("no scalar", is_container),
        new in prop_oneof![Just(json!("it's # \"new\"")), Just(json!("yes")), Just(json!(7)), Just(json!(["a", {"b": null}]))],
    ) {
        for (path, text) in [("x.json", tree.to_string()), ("x.yaml", serde_yaml::to_string(&tree).unwrap())] {
            let documents = documents(path, &text);
            let mut nodes = Vec::new();
            all(documents[0].root(), &mut nodes);
            for node in nodes {
                let Some(edit) = replace(node, &new) else { continue };
                let pointer = node.pointer().to_string();
                let result = apply(&text, &[edit]).unwrap();
                let after = self::documents(path, &result);
                let mut expected = tree.clone();
                *expected.pointer_mut(&pointer).unwrap() = new.clone();
                prop_assert_eq!(value(after[0].root()), expected, "{}\n{}", text, result);
            }
        }
    }
}
