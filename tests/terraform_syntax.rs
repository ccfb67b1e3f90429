//! Terraform's own syntax through the front door: what is found in a `.tf` is what is found in its `.tf.json`, at its
//! place in the file.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod front_door;

use serde_json::Value;

use front_door::{run, tree};

const OWN: &str = r#"locals {
  base = "x"
}

resource "genesyscloud_telephony_providers_edges_trunkbasesettings" "byoc" {
  name               = "BYOC"
  trunk_meta_base_id = "external_sip.json"
  trunk_type         = "EXTERNAL"
  descripton         = "who types so"
  properties = jsonencode({
    "trunk_max_dial_timeout" : {
      "value" : { "instance" : 60 }
    },
    trunk_media_codec = {
      value = { instance = ["audio/opus", local.base] }
    }
  })
}

resource "genesyscloud_routing_queue" "sales" {
  name        = "Sales"
  acw_timeout_ms = "soon"
  members {
    user_id = genesyscloud_user.gone.id
  }
}
"#;

const TWIN: &str = r#"{
  "locals": { "base": "x" },
  "resource": {
    "genesyscloud_telephony_providers_edges_trunkbasesettings": {
      "byoc": {
        "name": "BYOC",
        "trunk_meta_base_id": "external_sip.json",
        "trunk_type": "EXTERNAL",
        "descripton": "who types so",
        "properties": "{\"trunk_max_dial_timeout\": {\"value\": {\"instance\": 60}}, \"trunk_media_codec\": {\"value\": {\"instance\": [\"audio/opus\", \"${local.base}\"]}}}"
      }
    },
    "genesyscloud_routing_queue": {
      "sales": {
        "name": "Sales",
        "acw_timeout_ms": "soon",
        "members": [{ "user_id": "${genesyscloud_user.gone.id}" }]
      }
    }
  }
}
"#;

/// The findings in the only file of a directory.
fn findings(path: &str, text: &str) -> Vec<Value> {
    let directory = tree(&[(path, text)]);
    let ran = run(&directory, &["check", "--format", "json", "--allow-empty"]);
    assert!(ran.code < 2, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}

/// What a finding says, and where in the tree.
fn said(finding: &Value) -> String {
    let part = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    [part("rule"), part("message"), part("pointer"), part("embedded")].join(" | ")
}

/// The text that a finding is about.
fn place<'t>(finding: &Value, text: &'t str) -> &'t str {
    let at = |end: &str| {
        let part =
            |key: &str| usize::try_from(finding["range"][end][key].as_u64().unwrap()).unwrap();
        let line: usize = text.split_inclusive('\n').take(part("line") - 1).map(str::len).sum();
        line + part("column") - 1
    };
    &text[at("start")..at("end")]
}

#[test]
fn findings_are_those_of_the_same_module_in_json() {
    let (own, twin) = (findings("main.tf", OWN), findings("main.tf.json", TWIN));
    let sorted = |found: &[Value]| {
        let mut said: Vec<String> = found.iter().map(said).collect();
        said.sort();
        said
    };
    assert_eq!(sorted(&own), sorted(&twin));
    assert!(own.len() >= 4, "{own:#?}");
    let places: Vec<&str> = own.iter().map(|finding| place(finding, OWN)).collect();
    for expected in ["descripton", "\"trunk_max_dial_timeout\"", "genesyscloud_user.gone"] {
        assert!(places.iter().any(|place| place.contains(expected)), "{expected} in {places:?}");
    }
}

#[test]
fn a_label_or_argument_that_repeats_is_a_duplicate_key() {
    let text = "resource \"genesyscloud_user\" \"a\" {\n  name = \"x\"\n  name = \"y\"\n}\n\n\
        resource \"genesyscloud_user\" \"a\" {\n  name = \"z\"\n}\n";
    let found = findings("main.tf", text);
    let repeated = found.iter().filter(|finding| finding["rule"] == "duplicate-key");
    let lines: Vec<u64> =
        repeated.map(|it| it["range"]["start"]["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 6]);
}

#[test]
fn text_that_breaks_is_an_error_at_the_byte_and_what_stands_before_it_is_checked() {
    let text =
        "resource \"genesyscloud_user\" \"a\" {\n  departmnt = 1\n}\n\nlocals {\n  b = “x”\n}\n";
    let found = findings("main.tf", text);
    let syntax = found.iter().find(|finding| finding["rule"] == "syntax").unwrap();
    let start = &syntax["range"]["start"];
    assert_eq!((&start["line"], &start["column"]), (&Value::from(6), &Value::from(7)));
    assert!(found.iter().any(|finding| finding["rule"] == "schema-unknown-key"), "{found:#?}");
    // Nothing says that this is for Genesys Cloud.
    assert_eq!(findings("main.tf", "locals {\n  b = “x”\n}\n"), [] as [Value; 0]);
}

/// What is found in a directory, one finding a line.
fn found(directory: &tempfile::TempDir) -> Vec<String> {
    let ran = run(directory, &["check", "--format", "concise"]);
    assert!(ran.code <= 1, "{}", ran.stderr);
    ran.stdout.lines().map(str::to_owned).collect()
}

const USES: &str = "variable \"a\" {}\nresource \"genesyscloud_routing_skill\" \"s\" {\n  name = \"${var.a}-${var.b}\"\n}\n";

#[test]
fn what_is_declared_in_a_file_that_was_passed_over_is_not_called_undeclared() {
    let ignored =
        tree(&[("main.tf", USES), (".gitignore", "more.tf\n"), ("more.tf", "variable \"b\" {}\n")]);
    assert_eq!(found(&ignored), Vec::<String>::new());
    let hidden = tree(&[("main.tf", USES), (".more.tf", "variable \"b\" {}\n")]);
    assert!(found(&hidden)[0].contains("undeclared-reference"));
}

#[cfg(unix)]
#[test]
fn a_link_makes_a_module_incomplete() {
    let files = tree(&[("env/main.tf", USES), ("shared/variables.tf", "variable \"b\" {}\n")]);
    let link = files.path().join("env/variables.tf");
    std::os::unix::fs::symlink("../shared/variables.tf", link).unwrap();
    assert_eq!(found(&files), Vec::<String>::new());
}

#[test]
fn a_file_that_breaks_beside_resources_is_reported_whatever_it_holds() {
    let broken = "variable \"b\" {\n  type = map(object({\n    a = optional(number, 2\n  }))\n}\n";
    for path in ["variables.tf", "terraform.tfvars", "more.tf.json", "variables.tofu"] {
        let found = found(&tree(&[("main.tf", USES), (path, broken)]));
        assert!(found[0].contains("[syntax]") && found.len() == 1, "{path}: {found:?}");
    }
    let elsewhere = tree(&[("main.tf", &USES.replace("var.b", "var.a")), ("m/v.tf", broken)]);
    assert_eq!(found(&elsewhere), Vec::<String>::new());
}

#[test]
fn files_of_opentofu_count_and_win_over_those_of_terraform() {
    let beside = tree(&[("main.tf", USES), ("b.tofu", "variable \"b\" {}\n")]);
    assert_eq!(found(&beside), Vec::<String>::new());
    let instead = tree(&[
        ("main.tf", USES),
        ("b.tf", "variable \"c\" {}\n"),
        ("b.tofu", "variable \"b\" {}\n"),
    ]);
    assert_eq!(found(&instead), Vec::<String>::new());
    let lost = tree(&[
        ("main.tf", USES),
        ("b.tf", "variable \"b\" {}\n"),
        ("b.tofu", "variable \"c\" {}\n"),
    ]);
    assert!(found(&lost)[0].contains("`var.b`"));
}

#[test]
fn what_an_override_file_says_is_part_of_another_block() {
    let files = tree(&[
        (
            "main.tf",
            "locals { env = 1 }\nvariable \"v\" { type = string }\nresource \"genesyscloud_architect_ivr\" \"i\" {\n  name = var.v\n  dnis = [\"x\"]\n  schedule_group_id = \"0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a03\"\n}\n",
        ),
        (
            "main_override.tf",
            "resource \"genesyscloud_architect_ivr\" \"i\" {\n  dnis = [\"+442071838750\"]\n  open_hours_flow_id = \"a\"\n  closed_hours_flow_id = \"b\"\n}\n",
        ),
        (
            "override.tf.json",
            "{\"locals\": {\"env\": 2}, \"variable\": {\"v\": {\"default\": \"Main\"}}, \"output\": {\"o\": {\"value\": \"${var.v}\"}}}",
        ),
    ]);
    let findings = found(&files);
    assert!(findings.iter().all(|it| it.contains("guid-reference")), "{findings:?}");
    let listed = run(&files, &["resources", "--format", "json"]).stdout;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["resources"].as_array().unwrap().len(), 1);
}

#[test]
fn terraform_json_may_be_an_array_and_make_blocks_dynamically() {
    let files = tree(&[(
        "main.tf.json",
        r#"[{"variable": {"r": {}}},
            {"resource": {"genesyscloud_oauth_client": {"c": {
              "name": "c", "authorized_grant_type": "CLIENT-CREDENTIALS",
              "dynamic": [{"roles": {"for_each": "${var.r}", "content": {"role_id": "${roles.value}"}}}]}}}}]"#,
    )]);
    assert_eq!(found(&files), Vec::<String>::new());
}
