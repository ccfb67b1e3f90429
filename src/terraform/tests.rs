//! Modules as text, and what one expression in them means.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Meaning, Terraform, folder};
use crate::document::{Document, Node, Syntax, parse};
use crate::source::Source;

fn documents(files: &[(&str, &str)]) -> Vec<Document> {
    let read = |(path, text): &(&str, &str)| {
        let syntax = Syntax::of_path(path).unwrap();
        let parsed = parse(&Arc::new(Source::new(*path, *text)), syntax);
        assert_eq!(parsed.error, None, "{path}");
        parsed.documents
    };
    files.iter().flat_map(read).collect()
}

fn shown(meaning: Meaning<'_>) -> String {
    match meaning {
        Meaning::Value(node) => {
            format!("{} in {}", node.text(), node.document().source().path())
        }
        Meaning::Attribute(attribute) => {
            let name = attribute.name.map(|name| format!(" {name}")).unwrap_or_default();
            let value = attribute.value.map(|value| format!(" = {}", value.text()));
            let module = attribute.address.module;
            format!("{} of {module:?}{name}{}", attribute.address, value.unwrap_or_default())
        }
        Meaning::Undeclared => "undeclared".to_owned(),
        Meaning::Unknown(why) => why.to_string(),
    }
}

/// What the local `result` means, of the first file that has it.
fn result(files: &[(&str, &str)]) -> String {
    let documents = documents(files);
    let terraform = Terraform::build(&documents, &BTreeSet::new());
    let mut results = documents.iter().filter_map(|document| {
        Some(terraform.meaning(document.root().get("locals")?.get("result")?))
    });
    shown(results.next().unwrap())
}

/// What an expression means in a module with some variables, locals and resources.
fn meaning(expression: &str) -> String {
    let text = serde_json::json!({
        "variable": {
            "size": {"default": 3}, "ids": {"default": ["a", "b"]}, "none": {"type": "string"},
            "pin": {"default": "1234", "sensitive": true}
        },
        "locals": {
            "tree": {"left": {"leaf": "x", "size": "${var.size}"}, "right": ["${local.tree.left.leaf}"]},
            "queue": "${genesyscloud_routing_queue.billing}",
            "round": "${local.about}", "about": "${local.round}",
            "result": expression
        },
        "data": {"genesyscloud_auth_division": {"home": {"name": "Home"}}},
        "resource": {
            "genesyscloud_routing_queue": {
                "billing": {"name": "Billing", "skill": "${var.size}", "flow_id": "${genesyscloud_flow.main.id}"},
                "each": {"for_each": "${toset(var.ids)}", "name": "${each.key}"}
            },
            "genesyscloud_flow": {"main": {"name": "${genesyscloud_flow.main.name}"}}
        }
    });
    result(&[("m/main.tf.json", &text.to_string())])
}

#[test]
fn variables_and_locals_lead_to_literals() {
    let file = "in m/main.tf.json";
    assert_eq!(meaning("${var.size}"), format!("3 {file}"));
    assert_eq!(meaning("${var.ids[1]}"), format!("b {file}"));
    assert_eq!(meaning("${local.tree.left.leaf}"), format!("x {file}"));
    assert_eq!(meaning("${local.tree.left[\"size\"]}"), format!("3 {file}"));
    assert_eq!(meaning("${local.tree.right[0]}"), format!("x {file}"));
}

#[test]
fn what_is_not_known_has_a_reason() {
    for (expression, why) in [
        ("${var.none}", "a Terraform variable without a value"),
        ("${var.pin}", "a Terraform value that must not be shown"),
        ("${local.round}", "the Terraform expression refers to itself"),
        ("${each.value}", "each instance of the Terraform block has its own"),
        ("${upper(local.tree.left.leaf)}", "only Terraform knows the value"),
        ("a ${var.size}", "only Terraform knows the value"),
        ("${var.ids[*]}", "only Terraform knows the value"),
        ("${local.tree.middle}", "only Terraform knows the value"),
        ("${genesyscloud_routing_queue.each[*].id}", "only Terraform knows the value"),
        ("${var.sise}", "undeclared"),
        ("${genesyscloud_routing_queue.biling.id}", "undeclared"),
        ("${path.module}", "only Terraform knows the value"),
    ] {
        assert_eq!(meaning(expression), why, "{expression}");
    }
}

#[test]
fn attributes_belong_to_blocks() {
    let billing = "genesyscloud_routing_queue.billing of \"m\"";
    for expression in ["${genesyscloud_routing_queue.billing.id}", "${local.queue.id}"] {
        assert_eq!(meaning(expression), format!("{billing} id"), "{expression}");
    }
    let of_billing =
        |name: &str| meaning(&format!("${{genesyscloud_routing_queue.billing.{name}}}"));
    assert_eq!(of_billing("name"), format!("{billing} name = Billing"));
    assert_eq!(of_billing("skill"), format!("{billing} skill = 3"));
    assert_eq!(of_billing("flow_id"), "genesyscloud_flow.main of \"m\" id");
    assert_eq!(
        meaning("${data.genesyscloud_auth_division.home.id}"),
        "data.genesyscloud_auth_division.home of \"m\" id"
    );
    for index in ["[0]", "[\"de\"]", "[each.key]", ".0"] {
        assert_eq!(
            meaning(&format!("${{genesyscloud_routing_queue.each{index}.id}}")),
            "genesyscloud_routing_queue.each of \"m\" id",
            "{index}"
        );
    }
    assert_eq!(
        meaning("${genesyscloud_flow.main.name}"),
        "genesyscloud_flow.main of \"m\" name",
        "a block that refers to itself has no value that the files tell"
    );
}

const CALLED: &str = r#"{
    "variable": {"name": {"type": "string"}, "size": {"default": 1}},
    "locals": {"result": "${var.name}"},
    "resource": {"genesyscloud_routing_queue": {"billing": {"name": "${var.name}"}}},
    "output": {"id": {"value": "${genesyscloud_routing_queue.billing.id}"}, "name": {"value": "${var.name}"},
               "secret": {"value": "${var.name}", "sensitive": true}}
}"#;

#[test]
fn calls_hand_values_in_and_out() {
    let caller = |expression: &str| {
        format!(
            r#"{{"locals": {{"result": "{expression}"}}, "module": {{
                "queues": {{"source": "../modules/queues", "name": "Billing"}},
                "vpc": {{"source": "terraform-aws-modules/vpc/aws"}}, "gone": {{"source": "./gone"}}}}}}"#
        )
    };
    for (expression, leads) in [
        ("${module.queues.id}", "genesyscloud_routing_queue.billing of \"modules/queues\" id"),
        ("${module.queues.name}", "Billing in env/main.tf.json"),
        ("${module.queues.secret}", "a Terraform value that must not be shown"),
        ("${module.queues.idd}", "undeclared"),
        ("${module.vpc.id}", "from a Terraform module that is not in the repository"),
        ("${module.gone.id}", "from a Terraform module that is not in the repository"),
    ] {
        let text = caller(expression);
        let files = [("env/main.tf.json", text.as_str()), ("modules/queues/main.tf.json", CALLED)];
        assert_eq!(result(&files), leads, "{expression}");
    }
}

#[test]
fn calls_that_give_different_values_leave_a_variable_unknown() {
    let call = |name: &str| {
        format!(r#"{{"module": {{"queues": {{"source": "../queues", "name": "{name}"}}}}}}"#)
    };
    let (one, other) = (call("Billing"), call("Sales"));
    let called = ("queues/main.tf.json", CALLED);
    assert_eq!(
        result(&[called, ("a/main.tf.json", &one), ("b/main.tf.json", &one)]),
        "Billing in a/main.tf.json"
    );
    assert_eq!(
        result(&[called, ("a/main.tf.json", &one), ("b/main.tf.json", &other)]),
        "the calls of the Terraform module give different values"
    );
    let none = r#"{"module": {"queues": {"source": "../queues"}}}"#;
    assert_eq!(result(&[called, ("a/main.tf.json", none)]), "a Terraform variable without a value");
}

#[test]
fn files_of_values_win_over_defaults() {
    let main = r#"{"variable": {"size": {"default": 1}}, "locals": {"result": "${var.size}"}}"#;
    let main = ("main.tf.json", main);
    let with = |files: &[(&'static str, &'static str)]| result(&[&[main], files].concat());
    assert_eq!(with(&[]), "1 in main.tf.json");
    let own = ("terraform.tfvars.json", r#"{"size": 2}"#);
    let automatic = ("z.auto.tfvars.json", r#"{"size": 3}"#);
    assert_eq!(with(&[own]), "2 in terraform.tfvars.json");
    assert_eq!(with(&[automatic, own]), "3 in z.auto.tfvars.json");
    assert_eq!(
        with(&[("prod.tfvars.json", r#"{"size": 4}"#)]),
        "a Terraform variable that some file of values sets"
    );
    assert_eq!(with(&[("env/terraform.tfvars.json", r#"{"size": 4}"#)]), "1 in main.tf.json");
}

#[test]
fn what_stands_under_a_secret_key_is_not_told() {
    let text = r#"{"variable": {"x": {"default": "hunter2"}},
        "resource": {"genesyscloud_oauth_client": {"c": {"client_secret": "${var.x}"}}}}"#;
    let documents = documents(&[("main.tf.json", text)]);
    let terraform = Terraform::build(&documents, &BTreeSet::new());
    let client =
        documents[0].root().get("resource").and_then(|all| all.get("genesyscloud_oauth_client"));
    let secret = client.and_then(|client| client.get("c")?.get("client_secret")).unwrap();
    assert_eq!(shown(terraform.meaning(secret)), "a Terraform value that must not be shown");
}

#[test]
fn undeclared_names_are_found_where_the_module_was_read_wholly() {
    let text = r#"{"variable": {"here": {}}, "resource": {"aws_x": {"y": {"a": "1 ${ var.gone }", "b": "${module.m[\"k\"].out}", "c": "${some_type.l[0].id}"}}},
        "module": {"m": {"source": "./m", "for_each": "${toset([])}"}}}"#;
    let documents = documents(&[
        ("main.tf.json", text),
        ("m/main.tf.json", r#"{"output": {"out": {"value": 1}}}"#),
    ]);
    let found = |partial: &BTreeSet<String>| {
        let terraform = Terraform::build(&documents, partial);
        let names = terraform.undeclared();
        names.iter().map(|one| text[one.span.range()].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(&BTreeSet::new()), ["var.gone", "some_type.l"]);
    assert!(found(&BTreeSet::from([String::new()])).is_empty());
    assert_eq!(folder("a/b/c.tf"), "a/b");
}

#[test]
fn a_module_without_any_variable_has_lost_the_file_with_them() {
    let text = r#"{"resource": {"aws_x": {"y": {"a": "${var.gone}", "b": "${local.gone}", "c": "${module.m.gone}"}}},
        "module": {"m": {"source": "./m", "given": 1}}}"#;
    let called = r#"{"resource": {"aws_x": {"y": {"a": "${var.given}"}}}}"#;
    let documents = documents(&[("main.tf.json", text), ("m/main.tf.json", called)]);
    let terraform = Terraform::build(&documents, &BTreeSet::new());
    assert!(terraform.undeclared().is_empty());
    assert!(terraform.call_mistakes().is_empty());
}

#[test]
fn both_syntaxes_mean_the_same() {
    let main = r#"
variable "size" { default = 3 }
variable "rings" { default = [{ size = 1 }] }
locals {
  result = module.m["k"].out[0]
}
module "m" {
  source   = "./m"
  for_each = toset(["k"])
  given    = [var.size]
}
resource "aws_x" "y" {
  provider   = aws.east
  name       = "a ${local.gone} ${some_type.l.id}"
  policy     = jsonencode({ id = some_type.k["a"].id })
  depends_on = [some_type.m]
  lifecycle {
    ignore_changes = [some_type.n]
  }
  dynamic "ring" {
    for_each = var.rings
    content { size = ring.value.size }
  }
}
"#;
    let called =
        "variable \"given\" { type = list(number) }\noutput \"out\" { value = var.given }\n";
    let files = [("main.tf", main), ("m/main.tf", called)];
    assert_eq!(result(&files), "3 in main.tf");
    let documents = documents(&files);
    let terraform = Terraform::build(&documents, &BTreeSet::new());
    let mut names: Vec<_> =
        terraform.undeclared().iter().map(|one| main[one.span.range()].to_owned()).collect();
    names.sort();
    assert_eq!(names, ["local.gone", "some_type.k", "some_type.l", "some_type.m"]);
    let resource = documents[0].root().get("resource").and_then(|all| all.get("aws_x")?.get("y"));
    let rings = resource.and_then(|resource| resource.get("ring")).unwrap();
    let meaning = shown(terraform.meaning(rings));
    assert_eq!(meaning, "only Terraform knows the value", "blocks are not what they come from");
}

/// Expressions over few names, so that they meet and turn in circles.
fn expressions() -> BoxedStrategy<String> {
    let name = prop::sample::select(vec!["a", "b", "c"]);
    let path =
        (prop::sample::select(vec!["local", "var", "module.m", "genesyscloud_x", "data.t"]), name)
            .prop_map(|(root, name)| format!("${{{root}.{name}.a[0]}}"));
    prop_oneof![4 => path.clone(), 2 => path.prop_map(|text| text.replace(".a[0]", "")), 1 => ".{0,12}"].boxed()
}

fn modules() -> impl Strategy<Value = Vec<(String, String)>> {
    let values = || prop::collection::vec(expressions(), 3);
    let module = (values(), values(), values(), values()).prop_map(
        |(locals, inputs, outputs, attributes)| {
            let object = |values: Vec<String>| serde_json::json!({"a": values[0], "b": {"a": [values[1]]}, "c": values[2]});
            let outputs = ["a", "b", "c"].iter().zip(outputs);
            let outputs: serde_json::Map<_, _> = outputs
                .map(|(name, value)| ((*name).to_owned(), serde_json::json!({"value": value})))
                .collect();
            let mut call = object(inputs);
            call["source"] = serde_json::json!("../m");
            serde_json::json!({
                "locals": object(locals), "variable": {"a": {}, "b": {}, "c": {}}, "output": outputs,
                "module": {"m": call.clone(), "n": call}, "resource": {"genesyscloud_x": {"a": object(attributes)}}
            })
            .to_string()
        },
    );
    prop::collection::vec(module, 1..3).prop_map(|modules| {
        let name = |at: usize| ["m", "k"][at].to_owned() + "/main.tf.json";
        modules.into_iter().enumerate().map(|(at, text)| (name(at), text)).collect()
    })
}

proptest! {
    #[test]
    fn circles_end_and_values_are_no_expressions(files in modules()) {
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let documents = documents(&files);
        let terraform = Terraform::build(&documents, &BTreeSet::new());
        let modules = terraform.modules.values();
        for (node, _) in modules.flat_map(|module| &module.expressions) {
            let meaning = terraform.meaning(*node);
            let value = match meaning {
                Meaning::Value(value) => Some(value),
                Meaning::Attribute(attribute) => attribute.value,
                _ => None,
            };
            let text = value.and_then(Node::as_str);
            prop_assert!(!text.is_some_and(super::is_expression));
        }
        for one in terraform.undeclared() {
            let text = one.node.document().source().text();
            prop_assert!(text.get(one.span.range()).is_some_and(|name| !name.is_empty()));
        }
    }
}
