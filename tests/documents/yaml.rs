use super::{at, each, error, only, value, written, yaml};
use orglint::document::NodeKind;
use serde_json::json as expected;

#[test]
fn core_schema_values_are_read() {
    let text = "a: 0x1F\nb: 0o17\nc: .inf\nd: ~\ne: yes\nf: True\ng: '5'\nh: !!str 5\ni: 1.50\nj: !own 5\nk: ! 5\nl:\n";
    let parsed = yaml(text);
    let root = only(&parsed).root();
    assert_eq!(at(root, "a").as_i64(), Some(31));
    assert_eq!(at(root, "b").as_f64(), Some(15.0));
    assert_eq!(at(root, "c").as_f64(), Some(f64::INFINITY));
    assert!(at(root, "d").is_null());
    assert_eq!(at(root, "e").as_str(), Some("yes"));
    assert_eq!(at(root, "f").as_bool(), Some(true));
    assert_eq!(at(root, "g").as_str(), Some("5"));
    assert_eq!(at(root, "h").as_str(), Some("5"));
    assert_eq!(at(root, "i").text(), "1.50");
    assert_eq!(at(root, "j").as_i64(), Some(5));
    assert_eq!(at(root, "k").as_str(), Some("5"));
    assert!(at(root, "l").is_null());
}

#[test]
fn spans_are_what_an_editor_would_select() {
    let text = "\u{feff}list:\r\n  - é: 'x' # c\r\n  - [1, 2]\r\ntext: |\r\n    one\r\n    two\r\n\r\n\r\nlast: \"y\"\r\n";
    let parsed = yaml(text);
    let root = only(&parsed).root();
    let shown = |path: &str| written(root, at(root, path).span());
    assert_eq!(shown("list"), "- é: 'x' # c\r\n  - [1, 2]");
    assert_eq!(shown("list 0"), "é: 'x'");
    assert_eq!(shown("list 1"), "[1, 2]");
    assert_eq!(shown("text"), "one\r\n    two");
    assert_eq!(shown("last"), "\"y\"");
    assert_eq!(written(root, root.span()), text[3..].trim_end());
    let entry = at(root, "list 0 é");
    assert_eq!(written(entry, entry.entry_span()), "é: 'x'");
}

#[test]
fn values_that_are_not_there_stand_behind_the_colon_or_dash() {
    for (text, path, place) in [
        ("a:\nb: 1\n", "a", 2),
        ("a:   # why\nb: 1\n", "a", 2),
        ("a: !!null   \nb: 1", "a", 9),
        ("a: &x\nb: 1", "a", 5),
        ("a:\n", "a", 2),
        ("- \n- 1\n", "0", 1),
        ("- 1\n-\n", "1", 5),
        ("{a: , b: 1}", "a", 3),
        ("{a, b: 1}", "a", 2),
        ("? a\n? b\n", "a", 3),
        ("a: |\n\n\nb: 1", "a", 4),
        ("a: |\nb: 1", "a", 4),
    ] {
        let parsed = yaml(text);
        let span = at(only(&parsed).root(), path).span();
        assert_eq!((span.start, span.end), (place, place), "{text}");
    }
}

#[test]
fn every_document_of_a_stream_is_read() {
    let parsed = yaml("# top\na: 1\n---\n# of the second\nb: 2 # right\n...\n---\n- c\n# end\n");
    assert_eq!(parsed.error, None);
    let values: Vec<_> = parsed.documents.iter().map(|document| value(document.root())).collect();
    assert_eq!(values, [expected!({"a": 1}), expected!({"b": 2}), expected!(["c"])]);
    let comments: Vec<Vec<_>> = parsed
        .documents
        .iter()
        .map(|one| one.comments().iter().map(|span| &one.source().text()[span.range()]).collect())
        .collect();
    assert_eq!(comments, [vec!["# top"], vec!["# of the second", "# right"], vec!["# end"]]);
}

#[test]
fn texts_without_content_hold_nothing() {
    for text in ["", "# only\n# comments", "\u{feff}", "\n\n", " \t\n"] {
        let parsed = yaml(text);
        assert!(parsed.documents.is_empty(), "{text:?}");
        assert_eq!(parsed.error, None);
    }
    assert!(only(&yaml("---\n")).root().is_null());
}

#[test]
fn aliases_are_edges_that_know_both_places() {
    let parsed = yaml("a: &x {k: [1]}\nb: *x\n*x : c\n");
    let root = only(&parsed).root();
    let alias = at(root, "b");
    assert_eq!(alias.kind(), NodeKind::Object);
    assert_eq!(alias.id(), at(root, "a").id());
    assert_eq!(written(alias, alias.span()), "*x");
    assert_eq!(written(alias, alias.definition_span().unwrap()), "{k: [1]}");
    let inside = at(alias, "k 0");
    assert_eq!(inside.text(), "1");
    assert_eq!(written(inside, inside.used_at().unwrap()), "*x");
    assert_eq!(inside.pointer().to_string(), "/a/k/0");
    assert_eq!(alias.pointer().to_string(), "/b");
    assert_eq!(at(root, "a k 0").used_at(), None);
}

#[test]
fn aliases_of_nothing_and_of_themselves_are_errors() {
    let text = "a: *x\nb: &x 1\n";
    let (found, place) = error(yaml(text), text);
    assert_eq!(
        (found.message.as_str(), place),
        ("no anchor `&x` stands in front of this alias", "*x")
    );
    for text in ["&x [*x]", "&x {a: {b: *x}}", "a: &x\n  <<: *x\n", "&x [&y [*y]]"] {
        let (found, place) = error(yaml(text), text);
        assert!(found.message.contains("stands inside the value that it names"), "{text}");
        assert!(place.starts_with('*'), "{text}");
    }
    let parsed = yaml("a: 1\n---\nb: *x\n");
    assert_eq!(parsed.documents.len(), 1);
}

#[test]
fn merge_keys_follow_the_specification() {
    let text = r"
base: &base {a: 1, b: 1, z: 1}
more: &more {b: 2, c: 2, <<: *base}
both: {<<: [*more, *base], c: 3, d: 3}
late: {a: 9, <<: *base}
own: {<<: {x: 1}, y: 2}
";
    let parsed = yaml(text);
    let root = only(&parsed).root();
    assert_eq!(value(at(root, "both")), expected!({"c": 3, "d": 3, "b": 2, "a": 1, "z": 1}));
    assert_eq!(value(at(root, "late")), expected!({"a": 9, "b": 1, "z": 1}));
    assert_eq!(value(at(root, "own")), expected!({"y": 2, "x": 1}));
    let merged = at(root, "both a");
    assert_eq!(merged.pointer().to_string(), "/base/a");
    assert_eq!(written(merged, merged.used_at().unwrap()), "*more");
    assert!(at(root, "both").get("<<").is_none());
    for key in ["a", "b", "c", "d", "z"] {
        let by_walk = at(root, "both").members().find(|member| member.key() == Some(key));
        assert_eq!(by_walk, at(root, "both").get(key), "{key}");
    }
}

#[test]
fn what_cannot_be_merged_is_an_entry() {
    let parsed = yaml("a: {<<: 1}\nb: {'<<': {c: 1}}\nd: {<<: [{}, 2]}\n");
    let root = only(&parsed).root();
    let plain = expected!({"a": {"<<": 1}, "b": {"<<": {"c": 1}}, "d": {"<<": [{}, 2]}});
    assert_eq!(value(root), plain);
    assert_eq!(at(root, "a <<").text(), "1");
}

#[test]
fn keys_can_be_anything() {
    let parsed =
        yaml("? [a, b]\n: 1\n? {c: d}\n: 2\n~: 3\n4: four\n: 5\n? |\n  text\n: 6\n[x]: 7\n");
    let root = only(&parsed).root();
    let keys: Vec<_> =
        root.members().map(|member| (member.key().unwrap(), member.text())).collect();
    let all = [
        ("[a, b]", "1"),
        ("{c: d}", "2"),
        ("~", "3"),
        ("4", "four"),
        ("", "5"),
        ("text\n", "6"),
        ("[x]", "7"),
    ];
    assert_eq!(keys, all);
    assert_eq!(root.get("[x]").unwrap().pointer().to_string(), "/[x]");
    assert_eq!(root.get("4").unwrap().text(), "four");
}

#[test]
fn repeated_keys_are_told() {
    let parsed = yaml("a: 1\nb: 2\n'a': 3\n");
    let document = only(&parsed);
    let (again, first) = document.duplicate_keys().next().unwrap();
    assert_eq!(written(again, again.key_span().unwrap()), "'a'");
    assert_eq!(first.key_span().unwrap().start, 0);
    assert_eq!(document.duplicate_keys().count(), 1);
}

#[test]
fn pointers_lead_to_values_behind_collections_as_keys() {
    let parsed = yaml("? [a]\n: {x: 1}\n? {}\n: 2\nb: 3\n");
    let mut pointers = Vec::new();
    each(only(&parsed).root(), &mut |node| pointers.push(node.pointer().to_string()));
    assert_eq!(pointers, ["", "/[a]", "/[a]/x", "/{}", "/b"]);
}

#[test]
fn mistakes_are_told_at_the_byte() {
    for (text, start, message) in [
        ("a: b: c", 4, "a key and its `:` cannot stand here"),
        ("a: \"x\nb: 1\n", 3, "this \" is never closed"),
        ("a: [1, 2\n", 3, "this `[` is never closed"),
        ("a: @x", 3, "a plain value cannot begin with this character"),
        ("a: 'x' y\n", 7, "something stands behind the closing quote"),
        ("é: \"ok\\n \\d\"", 10, "`\\d` is no escape"),
        ("a: \0b", 3, "the control character U+0000 cannot stand here"),
        ("key: [a]]\n", 8, "this bracket closes nothing"),
        ("a: - b\n", 3, "a list cannot begin on this line"),
        ("- a\nb: c", 4, "`- ` is expected here, as for the items before"),
        ("a:\n  - b\n c: 1\n", 10, "a key of the mapping is expected here"),
        ("a:\n\tb: 1\n", 3, "a tab stands in the indentation"),
    ] {
        let (found, _) = error(yaml(text), text);
        assert_eq!((found.span.start, found.message.as_str()), (start, message), "{text}");
    }
}

#[test]
fn documents_in_front_of_an_error_are_kept() {
    let parsed = yaml("a: 1\n---\nb: [\n---\nc: 3\n");
    assert_eq!(parsed.documents.len(), 1);
    assert!(parsed.error.is_some());
}
