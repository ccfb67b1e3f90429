//! What holds for every text: checked on generated ones, against serde where it reads the same language.

use std::fmt::Write;

use orglint::document::{Document, Node, NodeKind, Parsed, Syntax};
use orglint::source::Span;
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{each, json, only, read, value, written, yaml};

fn text() -> impl Strategy<Value = String> {
    let letters = prop::sample::select(vec![
        "a", "B", "0", "é", "😀", " ", "  ", "\n", "\t", "\"", "'", "\\", "/", "{", "}", "[", "]",
        ":", ": ", ",", "#", " #", "-", "- ", "{{", "}}", "~", "null", "true", "1", "\u{85}",
        "\u{7f}", "\u{2028}", "%", "&", "*", "|", ">", "!", "@", "yes", "\r", "\u{1}",
    ]);
    prop::collection::vec(letters, 0..8).prop_map(|parts| parts.concat())
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e30..1e30).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// JSON in which any character can be an escape and whitespace can be anywhere.
fn spelled(value: &Value, style: u8) -> String {
    let text = if style & 1 == 0 { value.to_string() } else { format!("{value:#}") };
    if style & 2 == 0 {
        return text;
    }
    let mut out = String::new();
    let mut units = [0; 2];
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            c.encode_utf16(&mut units)
                .iter()
                .for_each(|unit| write!(out, "\\u{unit:04X}").unwrap());
        }
    }
    out
}

/// Every span lies in the text, on characters, inside the span of what it is part of.
fn check_spans(parsed: &Parsed, text: &str) {
    let check = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    parsed.error.iter().for_each(|error| check(error.span));
    parsed.error.iter().filter_map(|error| error.opened).for_each(check);
    for document in &parsed.documents {
        document.comments().iter().for_each(|&span| {
            check(span);
            assert!(text[span.range()].starts_with('#'));
        });
        check_document(document, &check);
        assert!(document.duplicate_keys().all(|(again, first)| again.key() == first.key()));
    }
}

fn check_document(document: &Document, check: &impl Fn(Span)) {
    let mut pending = vec![document.root()];
    while let Some(node) = pending.pop() {
        let span = node.span();
        check(span);
        let is_alias = node.definition_span().is_some();
        for child in node.items().chain(node.members()) {
            check(child.entry_span());
            let outer = if is_alias { node.definition_span().unwrap() } else { span };
            if child.used_at().is_none() {
                let entry = child.entry_span();
                assert!(outer.start <= entry.start && entry.end <= outer.end, "{node:?} {child:?}");
            }
            if !is_alias {
                pending.push(child);
            }
        }
        if let Some(inner) = node.embedded() {
            check_document(inner, check);
        }
    }
}

/// Every character of a scalar's text leads to itself in the file, to the escape it was written as, or to the
/// whitespace that folded into it.
fn check_map(node: Node) {
    let source = node.document().source().text();
    let map = node.text_map();
    let mut last = 0;
    for (at, c) in node.text().char_indices() {
        let offset = map.offset(u32::try_from(at).unwrap()) as usize;
        assert!(offset >= last, "{source:?}: {at} of {:?} goes back", node.text());
        last = offset;
        let found = source[offset..].chars().next();
        let is_kept = found == Some(c);
        let is_escape = matches!(found, Some('\\' | '\''));
        let is_fold = matches!(c, ' ' | '\n') && found.is_none_or(|c| c.is_ascii_whitespace());
        assert!(
            is_kept || is_escape || is_fold,
            "{source:?}: {c:?} of {:?} leads to {found:?}",
            node.text()
        );
        let end = u32::try_from(at + c.len_utf8()).unwrap();
        let span = map.map(Span { start: u32::try_from(at).unwrap(), end });
        assert!(span.start as usize == offset && source.get(span.range()).is_some());
        let is_alone = &source[span.range()] == c.encode_utf8(&mut [0; 4]);
        assert!(is_alone || is_escape || is_fold, "{source:?}: {c:?} leads to {span:?}");
    }
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.kind(), NodeKind::Array | NodeKind::Object)
}

fn check_maps(parsed: &Parsed) {
    for document in &parsed.documents {
        each(document.root(), &mut |node| {
            if is_scalar(&node) && node.definition_span().is_none() {
                check_map(node);
            }
        });
    }
}

fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => ours == theirs,
    }
}

/// Characters that mean something, so that mutations hit what matters.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "\t", "\r\n", "0", "1", "-", ".",
        "e5", "true", "null", "u00", "\\u", "\\ud83d", "\\n", "é", "'", "#", "a", "//", "\0", "",
        "- ", "a: ", "? ", "|\n", ">-\n", "|+\n", ">2\n", "  ", "    ", "\n\n", "&x ", "*x",
        "<<: ", "!!str ", "---\n", "...\n", "\u{feff}", "😀", "{{a}}", "%", "\n  ", "\r", "''",
        "\\\n", "b", "\n ", " \n", "\n   x",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_reads_as_serde_reads_it(value_in in any_json(), style in 0u8..4) {
        let text = spelled(&value_in, style);
        let parsed = json(&text);
        let root = only(&parsed).root();
        prop_assert!(same(&value(root), &serde_json::from_str(&text).unwrap()));
        check_spans(&parsed, &text);
        check_maps(&parsed);
        each(root, &mut |node| {
            let again: Value = serde_json::from_str(written(node, node.span())).unwrap();
            assert!(same(&again, &value(node)));
            if let Some(key) = node.key_span() {
                let again: Value = serde_json::from_str(written(node, key)).unwrap();
                assert_eq!(again.as_str(), node.key());
            }
        });
    }

    #[test]
    fn json_is_refused_where_serde_refuses_it(
        value_in in any_json(), style in 0u8..4, at in any::<prop::sample::Index>(), len in 0usize..3, piece in piece(),
    ) {
        let mut text: Vec<char> = spelled(&value_in, style).chars().collect();
        let from = at.index(text.len());
        let to = (from + len).min(text.len());
        text.splice(from..to, piece.chars());
        let text: String = text.into_iter().collect();
        let parsed = json(&text);
        check_spans(&parsed, &text);
        check_maps(&parsed);
        match serde_json::from_str::<Value>(&text) {
            Ok(theirs) => prop_assert!(same(&value(only(&parsed).root()), &theirs)),
            Err(error) if error.to_string().contains("out of range") => {}
            Err(_) if text.starts_with('\u{feff}') => {}
            Err(_) => prop_assert!(parsed.error.is_some() || parsed.documents.len() != 1, "{text}"),
        }
    }

    #[test]
    fn yaml_reads_as_serde_reads_it(value_in in any_json()) {
        // Line breaks in YAML 1.1, which serde_yaml writes, and letters in 1.2.
        let written = value_in.to_string().replace(['\u{85}', '\u{2028}'], "");
        let value_in: Value = serde_json::from_str(&written).unwrap();
        let text = serde_yaml::to_string(&value_in).unwrap();
        let parsed = yaml(&text);
        check_spans(&parsed, &text);
        check_maps(&parsed);
        prop_assert!(same(&value(only(&parsed).root()), &value_in), "{text}");
    }

    #[test]
    fn a_string_reads_the_same_in_every_yaml_style(words in text(), style in 0usize..4) {
        let words = words.replace(['\r', '\u{1}', '\u{7f}', '\u{85}'], "");
        let indented = words.replace('\n', "\n  ");
        let text = match style {
            0 => format!("k: {}\n", Value::from(words.clone())),
            1 => format!("k: '{}'\n", words.replace('\'', "''").replace('\n', "\n\n  ")),
            2 => format!("k: |2-\n  {indented}\nz: 1\n"),
            _ => format!("k: >2-\n  {}\nz: 1\n", words.replace('\n', "\n\n  ")),
        };
        let parsed = yaml(&text);
        check_spans(&parsed, &text);
        check_maps(&parsed);
        // Blanks around a line break belong to the break in all styles but these two.
        let is_exact = style == 0 || style == 2 && !words.ends_with(['\n', ' ', '\t']);
        if is_exact {
            prop_assert_eq!(only(&parsed).root().get("k").unwrap().as_str(), Some(words.as_str()), "{}", text);
        }
    }

    #[test]
    fn json_in_strings_keeps_its_places(value_in in any_json(), style in 0u8..4, levels in 1usize..4) {
        prop_assume!(value_in.is_array() || value_in.is_object());
        let mut text = spelled(&value_in, style);
        for _ in 0..levels {
            text = spelled(&Value::from(vec![text]), style);
        }
        let parsed = json(&text);
        check_spans(&parsed, &text);
        let mut document = only(&parsed);
        for _ in 0..levels {
            document = document.root().element(0).unwrap().embedded().unwrap();
        }
        prop_assert!(same(&value(document.root()), &value_in));
        each(document.root(), &mut |node| {
            let mut slice = written(node, node.span()).to_owned();
            for _ in 0..levels {
                slice = serde_json::from_str(&format!("\"{slice}\"")).unwrap();
            }
            assert!(same(&serde_json::from_str(&slice).unwrap(), &value(node)));
        });
    }

    #[test]
    fn no_text_breaks_the_readers(text in ".{0,60}") {
        for syntax in [Syntax::Json, Syntax::Yaml] {
            let parsed = read(&text, syntax);
            check_spans(&parsed, &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mix_of_syntax_breaks_the_readers(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.concat();
        for syntax in [Syntax::Json, Syntax::Yaml] {
            let parsed = read(&text, syntax);
            check_spans(&parsed, &text);
            check_maps(&parsed);
        }
    }

    #[test]
    fn no_block_or_quoted_scalar_loses_its_places(
        style in prop::sample::select(vec!["|", ">", "|-", ">-", "|+", ">+", "|2", ">2", "'", "\"", "x"]),
        pieces in prop::collection::vec(
            prop::sample::select(vec!["\n  ", "\n    ", "\n", " ", "\t", "x", "é", "\\n", "''", "\\\n  ", "\r\n  ", "\n  \n", "# "]),
            0..12,
        ),
    ) {
        // The parser takes this for a comment inside the scalar, which YAML does not have.
        let body = pieces.concat().replace("\t#", "#");
        let text = match style {
            "'" | "\"" => format!("k: {style}{body}{style}\nz: 1\n"),
            "x" => format!("k: x{body}\nz: 1\n"),
            _ => format!("k: {style}\n  {body}\nz: 1\n"),
        };
        for text in [&text[..], text.trim_end_matches("\nz: 1\n")] {
            let parsed = yaml(text);
            check_spans(&parsed, text);
            check_maps(&parsed);
        }
    }
}
