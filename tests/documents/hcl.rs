//! Terraform's own syntax: the tree of its JSON syntax, with places in the file.

use orglint::document::{Document, Node, NodeKind, Syntax};
use orglint::source::Span;
use serde_json::{Value, json as expected};

use super::{at, hcl, only, value, written};

/// The tree of a text without errors.
fn tree(text: &str) -> Value {
    value(only(&hcl(text)).root())
}

/// The value of `x = …`.
fn of(expression: &str) -> Value {
    tree(&format!("x = {expression}\n"))["x"].clone()
}

/// Texts at the spans of the comments.
fn comments(document: &Document) -> Vec<&str> {
    let text = document.source().text();
    document.comments().iter().map(|comment| &text[comment.range()]).collect()
}

const MODULE: &str = r#"# Queues.
terraform {
  required_providers {
    genesyscloud = { source = "mypurecloud/genesyscloud" }
  }
}

resource "genesyscloud_routing_queue" "billing" {
  name          = "Billing é" # for people
  acw_timeout   = 30000
  enable        = true
  division_id   = var.division
  agents        = [genesyscloud_user.a.id, "x"]
  media_settings_call {
    alerting_timeout_sec = 8
  }
  members { user_id = genesyscloud_user.a.id }
  members { user_id = "u2" }
}

variable "division" {}

resource "genesyscloud_flow" "main" {
  filepath = "${path.module}/flow.yaml"
}

resource "genesyscloud_routing_queue" "sales" {
  name = "Sales"
}
"#;

#[test]
fn blocks_read_as_terraforms_json_syntax_has_them() {
    assert_eq!(
        tree(MODULE),
        expected!({
            "terraform": {"required_providers": [{"genesyscloud": {"source": "mypurecloud/genesyscloud"}}]},
            "resource": {
                "genesyscloud_routing_queue": {
                    "billing": {
                        "name": "Billing é",
                        "acw_timeout": 30000,
                        "enable": true,
                        "division_id": "${var.division}",
                        "agents": ["${genesyscloud_user.a.id}", "x"],
                        "media_settings_call": [{"alerting_timeout_sec": 8}],
                        "members": [{"user_id": "${genesyscloud_user.a.id}"}, {"user_id": "u2"}],
                    },
                    "sales": {"name": "Sales"},
                },
                "genesyscloud_flow": {"main": {"filepath": "${path.module}/flow.yaml"}},
            },
            "variable": {"division": {}},
        })
    );
}

#[test]
fn keys_values_and_entries_stand_where_they_are_written() {
    let parsed = hcl(MODULE);
    let root = only(&parsed).root();
    let sales = at(root, "resource genesyscloud_routing_queue sales");
    assert_eq!(written(root, sales.key_span().unwrap()), "\"sales\"");
    let entry = "resource \"genesyscloud_routing_queue\" \"sales\" {\n  name = \"Sales\"\n}";
    assert_eq!(written(root, sales.entry_span()), entry);
    assert_eq!(sales.pointer().to_string(), "/resource/genesyscloud_routing_queue/sales");
    let billing = at(root, "resource genesyscloud_routing_queue billing");
    assert_eq!(written(root, at(billing, "name").span()), "\"Billing é\"");
    assert_eq!(written(root, at(billing, "acw_timeout").entry_span()), "acw_timeout   = 30000");
    assert_eq!(written(root, at(billing, "division_id").span()), "var.division");
    assert_eq!(written(root, at(billing, "agents 0").span()), "genesyscloud_user.a.id");
    let members = at(billing, "members");
    assert_eq!(written(root, members.key_span().unwrap()), "members");
    assert_eq!(written(root, at(members, "1").span()), "members { user_id = \"u2\" }");
    let user = at(members, "1 user_id");
    assert_eq!(user.pointer().to_string(), format!("{}/1/user_id", members.pointer()));
    assert_eq!(comments(only(&parsed)), ["# Queues.", "# for people"]);
}

#[test]
fn blocks_with_the_same_name_are_told_apart_as_terraform_does() {
    let text = r#"
provider "genesyscloud" {}
provider "genesyscloud" { alias = "b" }
locals { a = 1 }
locals { b = 2 }
terraform {
  backend "s3" { bucket = "x" }
}
terraform { required_version = ">= 1" }
moved { from = a.b }
moved { from = a.c }
"#;
    assert_eq!(
        tree(text),
        expected!({
            "provider": {"genesyscloud": [{}, {"alias": "b"}]},
            "locals": {"a": 1, "b": 2},
            "terraform": {"backend": [{"s3": {"bucket": "x"}}], "required_version": ">= 1"},
            "moved": [{"from": "${a.b}"}, {"from": "${a.c}"}],
        })
    );
}

#[test]
fn what_repeats_is_seen_twice() {
    let text = r#"
resource "t" "a" { x = 1 }
resource "t" "b" { x = 2 }
resource "t" "a" {
  y = 3
  y = 4
  z = { k = 1, "k" = 2 }
}
locals { n = 1 }
locals { n = 2 }
"#;
    let parsed = hcl(text);
    let document = only(&parsed);
    let line = |node: Node<'_>| document.source().position(node.key_span().unwrap().start).line;
    let repeated: Vec<_> = document
        .duplicate_keys()
        .map(|(again, first)| (again.key().unwrap().to_owned(), line(again), line(first)))
        .collect();
    let key = |name: &str, again, first| (name.to_owned(), again, first);
    assert_eq!(repeated, [key("a", 4, 2), key("y", 6, 5), key("k", 7, 7), key("n", 10, 9)]);
    let labels = at(document.root(), "resource t").members().map(|label| label.key().unwrap());
    assert_eq!(labels.collect::<Vec<_>>(), ["a", "a", "b"]);
}

#[test]
fn literals_are_values_and_all_else_is_an_expression() {
    for (written, read) in [
        ("null", expected!(null)),
        ("false", expected!(false)),
        ("-1", expected!(-1)),
        ("1.5e2", expected!(150.0)),
        ("(7)", expected!(7)),
        ("(\n\"a\"\n)", expected!("a")),
        ("[]", expected!([])),
        ("[\n  1, # one\n  a.b,\n]", expected!([1, "${a.b}"])),
        (
            "{ a = 1, \"b\" : 2\n (c) = 3\n 4 = d }",
            expected!({"a": 1, "b": 2, "${c}": 3, "4": "${d}"}),
        ),
        ("a.b[0].c", expected!("${a.b[0].c}")),
        ("a[*].id", expected!("${a[*].id}")),
        ("x ? \"y\" : null", expected!("${x ? \"y\" : null}")),
        ("\"a\" == b", expected!("${\"a\" == b}")),
        ("[for x in y : x.id]", expected!("${[for x in y : x.id]}")),
        ("{ for k, v in y : k => v }", expected!("${{ for k, v in y : k => v }}")),
        ("[1, 2][0]", expected!("${[1, 2][0]}")),
        ("{ a = 1 }.a", expected!("${{ a = 1 }.a}")),
        ("toset([\"a\"])", expected!("${toset([\"a\"])}")),
        ("(a.b)", expected!("${(a.b)}")),
        ("!a", expected!("${!a}")),
        ("provider::x::f(1)", expected!("${provider::x::f(1)}")),
        ("merge(a, { b = 1, b = 2 })", expected!("${merge(a, { b = 1, b = 2 })}")),
        ("[a\n + b]", expected!(["${a\n + b}"])),
        ("for.each", expected!("${for.each}")),
        ("1 + 2", expected!("${1 + 2}")),
    ] {
        assert_eq!(of(written), read, "{written}");
    }
}

#[test]
fn strings_are_templates_with_their_escapes_decoded() {
    for (written, read) in [
        (r#""""#, ""),
        (r#""a\"b\\c\n\t\u00e9\U0001f600""#, "a\"b\\c\n\té😀"),
        (r#""${a.b}""#, "${a.b}"),
        (r#""\"${f("x\ny", "${z}")}\"""#, "\"${f(\"x\\ny\", \"${z}\")}\""),
        (r#""$${a} %%{b} $$ 100% $""#, "$${a} %%{b} $$ 100% $"),
        (r#""%{ if a }x%{ endif }""#, "%{ if a }x%{ endif }"),
        (r#""${{ a = "}" }.a} }""#, "${{ a = \"}\" }.a} }"),
        ("<<EOT\n a\n  b\\n${c}\nEOT", " a\n  b\\n${c}\n"),
        ("<<EOT\nEOT", ""),
        ("<<-EOT\n    a\n\n      b\n    ${c(\n1)} d\n  EOT", "a\n\n  b\n${c(\n1)} d\n"),
        ("<<-EOT\n\ta\n\t\u{a0}b\n\tEOT", "a\n\u{a0}b\n"),
        ("<<E-1\nE\nE-1", "E\n"),
    ] {
        assert_eq!(of(written), expected!(read), "{written}");
    }
}

#[test]
fn line_breaks_may_be_those_of_windows() {
    let text = "\u{feff}a = 1 // one\r\nb {\r\n  c = [\r\n    2,\r\n  ]\r\n  d = <<-E\r\n    x\r\n  E\r\n}\r\n";
    let parsed = hcl(text);
    assert_eq!(value(only(&parsed).root()), expected!({"a": 1, "b": [{"c": [2], "d": "x\r\n"}]}));
    assert_eq!(comments(only(&parsed)), ["// one"]);
}

#[test]
fn files_without_anything_are_empty_objects() {
    for text in ["", "\n\n", "# nothing\n", "/* nothing\n at all */", "\u{feff}"] {
        assert_eq!(tree(text), expected!({}), "{text:?}");
    }
    let parsed = hcl("/* a */ x = /* b */ 1 /* c */\n// d");
    assert_eq!(comments(only(&parsed)), ["/* a */", "/* b */", "/* c */", "// d"]);
}

#[test]
fn every_byte_of_a_text_maps_to_where_it_is_written() {
    for (source, from, to) in [
        (r#"x = "a\"b${c}\u00e9d""#, "\"", r#"\""#),
        (r#"x = "a\"b${c}\u00e9d""#, "é", r"\u00e9"),
        (r#"x = "a\"b${c}\u00e9d""#, "c}é", r"c}\u00e9"),
        ("x = \"é${a.b}\"", "a.b", "a.b"),
        ("x = é.b", "é.b", "é.b"),
        ("x = a.b", "${", ""),
        ("x = a.b", "${a", "a"),
        ("x = <<-E\n    é\n      b\n  E", "  b", "  b"),
        ("x = <<-E\n    é\n      b\n  E", "é\n  b", "é\n      b"),
        ("x = <<E\n é\nE", "é", "é"),
    ] {
        let parsed = hcl(source);
        let node = at(only(&parsed).root(), "x");
        let start = node.text().find(from).unwrap_or_else(|| panic!("{from} in {}", node.text()));
        let span = node.text_map().map(Span::new(start, start + from.len()));
        assert_eq!(written(node, span), to, "{source}");
    }
}

#[test]
fn jsonencode_is_a_string_with_a_document() {
    let text = r#"
resource "t" "l" {
  properties = jsonencode({
    "trunk_sip" : { "value" : { "instance" = 5060 } },
    codecs = ["audio/opus", var.codec],
    inner  = jsonencode({ "é" = "{\"deep\": [1]}" }),
  })
  config = [{ rule = jsonencode([1]) }]
}
"#;
    let parsed = hcl(text);
    let root = only(&parsed).root();
    let host = at(root, "resource t l properties");
    assert_eq!(host.kind(), NodeKind::String);
    assert!(host.text().starts_with("${jsonencode({") && host.text().ends_with("})}"));
    assert!(written(root, host.span()).starts_with("jsonencode({"));
    let document = host.embedded().unwrap();
    assert_eq!(document.host(), Some(&host.pointer()));
    let inner = document.root();
    let number = at(inner, "trunk_sip value instance");
    assert_eq!((number.as_i64(), written(root, number.span())), (Some(5060), "5060"));
    assert_eq!(written(root, number.key_span().unwrap()), "\"instance\"");
    assert_eq!(number.pointer().to_string(), "/trunk_sip/value/instance");
    let codec = at(inner, "codecs 1");
    assert_eq!((codec.text(), written(root, codec.span())), ("${var.codec}", "var.codec"));
    let deep = at(inner, "inner").embedded().unwrap();
    assert_eq!(written(root, deep.root().span()), r#"{ "é" = "{\"deep\": [1]}" }"#);
    let deepest = at(deep.root(), "é").embedded().unwrap();
    assert_eq!(written(root, at(deepest.root(), "deep 0").span()), "1");
    let listed = at(root, "resource t l config 0 rule").embedded().unwrap();
    assert_eq!(value(listed.root()), expected!([1]));
    assert_eq!(only(&parsed).embedded().count(), 2);
}

#[test]
fn what_jsonencode_has_to_work_out_is_an_expression() {
    for call in [
        "jsonencode(\"a\")",
        "jsonencode(merge({}, a))",
        "jsonencode([for x in y : x])",
        "jsonencode({ for k, v in y : k => v })",
        "jsonencode({}).a",
    ] {
        let parsed = hcl(&format!("x = {call}"));
        let node = at(only(&parsed).root(), "x");
        assert_eq!(node.text(), format!("${{{call}}}"));
        assert!(node.embedded().is_none(), "{call}");
    }
}

#[test]
fn what_jsonencode_is_led_to_is_a_document_with_an_expression() {
    let parsed = hcl("x = jsonencode(var.x)");
    let node = at(only(&parsed).root(), "x");
    assert_eq!(node.text(), "${jsonencode(var.x)}");
    assert_eq!(node.embedded().unwrap().root().text(), "${var.x}");
}

#[test]
fn a_heredoc_that_is_json_is_a_document_with_places_in_the_file() {
    let text = "x = <<-EOT\n    {\n      \"é\": [1,\n      \"b\"]\n    }\n  EOT\n";
    let parsed = hcl(text);
    let host = at(only(&parsed).root(), "x");
    let root = host.embedded().unwrap().root();
    assert_eq!(written(root, at(root, "é 1").span()), "\"b\"");
    assert_eq!(written(root, at(root, "é").key_span().unwrap()), "\"é\"");
}

#[test]
fn what_dynamic_blocks_come_to_is_unknown() {
    let text = r#"
resource "t" "l" {
  dynamic "rules" {
    for_each = var.rules
    content { name = rules.value }
  }
  a {}
  dynamic "a" { for_each = [1] }
  b = 1
}
"#;
    let body = &tree(text)["resource"]["t"]["l"];
    let held = expected!({"rules": [{"content": [{"name": "${rules.value}"}]}], "a": [{}]});
    let whole = expected!({"rules": "${var.rules}", "a": "${[1]}", "b": 1, "dynamic": held});
    assert_eq!(*body, whole);
}

#[test]
fn names_tell_the_syntax() {
    for (path, syntax) in [
        ("main.tf", Some(Syntax::Hcl)),
        ("dev.auto.tfvars", Some(Syntax::Hcl)),
        ("MAIN.TF", Some(Syntax::Hcl)),
        ("main.tf.json", Some(Syntax::Json)),
        ("dev.tfvars.json", Some(Syntax::Json)),
        ("terraform.tfstate", Some(Syntax::Json)),
        ("terraform.tfstate.backup", Some(Syntax::Json)),
        ("ci/archy_config", Some(Syntax::Yaml)),
        ("archy_configuration", None),
        (".terraform.lock.hcl", None),
    ] {
        assert_eq!(Syntax::of_path(path), syntax, "{path}");
    }
}
