//! What holds for every text in Terraform's own syntax.

use std::fmt::Write;

use orglint::document::{Node, NodeKind, Parsed};
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{each, hcl, json, only, value};

/// A module as a model: what its tree is, and how it is printed.
#[derive(Clone, Debug)]
enum Item {
    Argument(String, Value),
    Blocks(String, Vec<Vec<Item>>),
}

fn text() -> impl Strategy<Value = String> {
    // A `$` or `%` would make more of the `{` or `${` behind it.
    let parts = prop::sample::select(vec![
        "a",
        "B",
        "0",
        "é",
        "😀",
        " ",
        "\n",
        "\t",
        "\"",
        "\\",
        "/",
        "{",
        "}",
        "[",
        "]",
        "#",
        "//",
        "$ ",
        "%-",
        "$${x}",
        "%%{x}",
        "${a.b}",
        "${f(\"}\", 1)}",
        "~",
        "\r",
        "\u{1}",
        "'",
        "<<E",
    ]);
    prop::collection::vec(parts, 0..6).prop_map(|parts| parts.concat())
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_body() -> impl Strategy<Value = Vec<Item>> {
    let name = || prop::sample::select(vec!["a", "b-c", "d_e", "é", "for", "null", "x1", "dyn"]);
    let argument =
        (name(), any_value()).prop_map(|(name, value)| Item::Argument(name.into(), value));
    let argument = argument.boxed();
    let body = prop::collection::vec(argument.clone(), 0..4).prop_map(unique);
    body.prop_recursive(2, 12, 3, move |inner| {
        let blocks = (name(), prop::collection::vec(inner, 1..3))
            .prop_map(|(name, bodies)| Item::Blocks(name.into(), bodies));
        prop::collection::vec(prop_oneof![argument.clone(), blocks], 0..4).prop_map(unique)
    })
}

/// The items without those that repeat a name.
fn unique(items: Vec<Item>) -> Vec<Item> {
    let mut names = std::collections::BTreeSet::new();
    let name = |item: &Item| match item {
        Item::Argument(name, _) | Item::Blocks(name, _) => name.clone(),
    };
    items.into_iter().filter(|item| names.insert(name(item))).collect()
}

fn tree(body: &[Item]) -> Value {
    let entries = body.iter().map(|item| match item {
        Item::Argument(name, value) => (name.clone(), value.clone()),
        Item::Blocks(name, bodies) => {
            (name.clone(), bodies.iter().map(|body| tree(body)).collect())
        }
    });
    Value::Object(entries.collect())
}

/// Prints the items of a body; blocks of one name do not stand together.
fn print(out: &mut String, body: &[Item], line: &str) {
    for item in body {
        if let Item::Argument(name, value) = item {
            let _ = write!(out, "{name} = /* c */ {} # d{line}", printed(value, line));
        }
    }
    let most = body.iter().map(|item| match item {
        Item::Blocks(_, bodies) => bodies.len(),
        Item::Argument(..) => 0,
    });
    for at in 0..most.max().unwrap_or(0) {
        for item in body {
            if let Item::Blocks(name, bodies) = item
                && let Some(inner) = bodies.get(at)
            {
                let _ = write!(out, "{name} {{{line}");
                print(out, inner, line);
                let _ = write!(out, "}}{line}{line}");
            }
        }
    }
}

fn printed(value: &Value, line: &str) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| printed(item, line)).collect();
            format!("[{line}{}]", items.join(&format!(",{line} ")))
        }
        Value::Object(entries) => {
            let entry = |(at, (key, value)): (usize, (&String, &Value))| {
                let sign = if at % 2 == 0 { "=" } else { ":" };
                format!("{} {sign} {}{line}", quoted(key), printed(value, line))
            };
            format!("{{{line}{}}}", entries.iter().enumerate().map(entry).collect::<String>())
        }
        other => other.to_string(),
    }
}

/// A string in quotes: escapes in its text, none in its expressions.
fn quoted(text: &str) -> String {
    let expression = "${f(\"}\", 1)}";
    let literal = |part: &str| -> String {
        part.chars()
            .map(|c| match c {
                '"' => "\\\"".to_owned(),
                '\\' => "\\\\".to_owned(),
                '\n' => "\\n".to_owned(),
                '\r' => "\\r".to_owned(),
                '\t' => "\\t".to_owned(),
                '😀' => "\\U0001f600".to_owned(),
                c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
                c => c.to_string(),
            })
            .collect()
    };
    let parts: Vec<String> = text.split(expression).map(literal).collect();
    format!("\"{}\"", parts.join(expression))
}

/// Every span, text and map of a document lies where it says.
fn check_places(parsed: &Parsed, text: &str) {
    for document in &parsed.documents {
        each(document.root(), &mut |node| {
            let written = &text[node.span().range()];
            for span in [node.key_span(), Some(node.entry_span())].into_iter().flatten() {
                assert!(text.get(span.range()).is_some());
            }
            let read = node.text();
            if node.kind() == NodeKind::String
                && read.starts_with("${")
                && !written.starts_with(['"', '<'])
            {
                assert_eq!(read, format!("${{{written}}}"));
            }
            let map = node.text_map();
            let mut last = 0;
            for (at, _) in read.char_indices() {
                let place = map.offset(u32::try_from(at).unwrap());
                assert!(place >= last && text.is_char_boundary(place as usize));
                last = place;
            }
            assert_eq!(follow(document, &node.pointer().0).map(Node::kind), Some(node.kind()));
        });
    }
}

fn follow<'d>(
    document: &'d orglint::document::Document,
    way: &[orglint::document::Segment],
) -> Option<Node<'d>> {
    use orglint::document::Segment;
    way.iter().try_fold(document.root(), |node, segment| match segment {
        Segment::Key(key) => node.get(key),
        Segment::Index(at) => node.element(*at),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_module_reads_the_same_in_both_syntaxes(body in any_body(), windows in any::<bool>()) {
        let line = if windows { "\r\n" } else { "\n" };
        let mut own = String::new();
        let _ = write!(own, "resource \"t\" \"l\" {{{line}");
        print(&mut own, &body, line);
        own.push('}');
        let expected = serde_json::json!({"resource": {"t": {"l": tree(&body)}}});
        let (parsed, as_json) = (hcl(&own), json(&expected.to_string()));
        let root = only(&parsed).root();
        prop_assert_eq!(&value(root), &expected, "{}", own);
        let listed = |parsed: &Parsed| {
            let mut all = Vec::new();
            each(parsed.documents[0].root(), &mut |node| {
                let inner = node.embedded().map(|document| value(document.root()));
                let text = node.as_str().map(str::to_owned);
                all.push((node.pointer().to_string(), node.kind(), text, inner));
            });
            all.sort_by(|a, b| a.0.cmp(&b.0));
            all
        };
        let (own_nodes, json_nodes) = (listed(&parsed), listed(&as_json));
        prop_assert_eq!(own_nodes.len(), json_nodes.len());
        for (own, json) in own_nodes.iter().zip(&json_nodes) {
            prop_assert_eq!((&own.0, &own.2, &own.3), (&json.0, &json.2, &json.3));
        }
        check_places(&parsed, &own);
    }

    #[test]
    fn no_text_makes_it_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "a", "resource ", "\"b\" ", "{", "}", "\n", "=", " = ", "[", "]", "(", ")", "\"", "${", "%{",
        "$$", "\\", "<<E\n", "<<-E\n", "E\n", "  ", "#", "//", "/*", "*/", ",", ":", "?", ".", "1",
        "jsonencode(", "for x in ", "é", "\u{feff}", "\r\n", "-", "dynamic \"b\"", "{\"k\": 1}",
    ]), 0..24)) {
        let text = parts.concat();
        let parsed = hcl(&text);
        if let Some(error) = &parsed.error {
            prop_assert!(text.get(error.span.range()).is_some());
            prop_assert!(error.opened.is_none_or(|opened| text.get(opened.range()).is_some()));
        }
        check_unique_places(&parsed, &text);
    }

    #[test]
    fn what_is_hcl_is_what_the_crate_says(parts in prop::collection::vec(prop::sample::select(vec![
        "a", "b ", "\"c\"", "{", "}", "\n", " = ", "[", "]", "(", ")", "${", ",", ":", " ? ", ".", "1",
        "f(", "for x in ", "-", "!", " == ", " + ", "=>", "*", "...", "{\n", "}\n", "a = ", "x {\n", "# c\n",
    ]), 0..16)) {
        let text = format!("a = {}", parts.concat());
        let ours = hcl(&text).error;
        match hcl_edit::parser::parse_body(&text) {
            Ok(_) => prop_assert_eq!(ours, None, "{}", text),
            Err(error) => prop_assert!(ours.is_some(), "{text:?}: {error}"),
        }
    }

    #[test]
    fn no_mutation_makes_it_panic(body in any_body(), cut in any::<prop::sample::Index>(), with in "[\\[\\]{}\"$#=\n,(<é]{0,3}") {
        let mut own = "resource \"t\" \"l\" {\n".to_owned();
        print(&mut own, &body, "\n");
        own.push('}');
        let at = boundary(&own, cut.index(own.len()));
        own.replace_range(at..boundary(&own, (at + 2).min(own.len())), &with);
        let parsed = hcl(&own);
        if let Some(error) = &parsed.error {
            prop_assert!(own.get(error.span.range()).is_some());
        }
        check_unique_places(&parsed, &own);
    }
}

/// As [`check_places`]; where keys repeat, pointers do not lead back.
fn check_unique_places(parsed: &Parsed, text: &str) {
    if parsed.documents.iter().all(|document| document.duplicate_keys().next().is_none()) {
        check_places(parsed, text);
    }
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
