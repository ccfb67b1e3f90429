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
