//! What is recognised in exports of every form.

use super::super::testing::{KINDS, catalog, documents, listed, recognised};
use super::super::{Catalog, Form, KindGlobs, looks_like_genesys, recognise};
use super::{Harmless, Outcome};
use crate::document::Node;

/// The resources in some files, as `kind form id name`.
fn resources(files: &[(&str, &str)]) -> Vec<String> {
    let catalog = catalog(KINDS);
    let documents = documents(files);
    listed(&catalog, &recognised(&catalog, &documents).resources)
}

fn outcome(path: &str, text: &str) -> Outcome {
    let catalog = catalog(KINDS);
    let documents = documents(&[(path, text)]);
    recognised(&catalog, &documents).outcomes[0]
}

const QUEUES: &str = r#"{
  "entities": [
    { "id": "q1", "name": "Billing", "selfUri": "/api/v2/routing/queues/q1" },
    { "id": "q2", "name": "Sales" }
  ],
  "pageSize": 25, "pageNumber": 1, "pageCount": 3, "total": 60,
  "selfUri": "/api/v2/routing/queues?pageSize=25&pageNumber=1",
  "nextUri": "/api/v2/routing/queues?pageSize=25&pageNumber=2"
}"#;

#[test]
fn a_listing_gives_its_entities_and_its_page() {
    let catalog = catalog(KINDS);
    let documents = documents(&[("queues.json", QUEUES)]);
    let found = recognised(&catalog, &documents);
    assert_eq!(listed(&catalog, &found.resources), ["queue api q1 Billing", "queue api q2 Sales"]);
    let listing = found.listings[0];
    assert_eq!(catalog.kind(listing.kind).name, "queue");
    assert_eq!((listing.number(), listing.count(), listing.len()), (Some(1), Some(3), 2));
    assert_eq!(listing.total.and_then(Node::as_i64), Some(60));
    let self_uri = listing.self_uri.expect("a selfUri").text();
    assert_eq!(self_uri, "/api/v2/routing/queues?pageSize=25&pageNumber=1");
    assert!(listing.next_uri.is_some() && listing.cursor.is_none());
}

#[test]
fn an_entity_of_an_unknown_kind_inside_a_listing_is_no_resource() {
    let text = r#"{"pageNumber": 1, "selfUri": "/api/v2/routing/queues", "entities": [
        {"id": "w1", "name": "Other", "selfUri": "/api/v2/routing/wrapupcodes/w1"}, "text", null
    ]}"#;
    assert_eq!(resources(&[("queues.json", text)]), [""; 0]);
    assert_eq!(outcome("queues.json", text), Outcome::Recognised);
}

#[test]
fn entities_without_an_envelope_are_there_but_are_no_page_of_a_listing() {
    let catalog = catalog(KINDS);
    let queues = r#"{"entities": [{"id": "q1", "selfUri": "/api/v2/routing/queues/q1"}]}"#;
    let documents = documents(&[("queues.json", queues)]);
    let found = recognised(&catalog, &documents);
    assert_eq!(listed(&catalog, &found.resources), ["queue api q1 -"]);
    assert!(found.listings.is_empty());
    let others = r#"{"entities": [{"id": "e1", "label": "Other"}]}"#;
    assert_eq!(outcome("others.json", others), Outcome::Unrecognised);
}

#[test]
fn a_listing_without_an_address_has_the_kind_of_its_entities() {
    let catalog = catalog(KINDS);
    let sites =
        r#"{"total": 1, "entities": [{"id": "s1", "mediaModel": "Cloud", "location": {}}]}"#;
    let mixed = r#"{"total": 2, "entities": [
        {"id": "q1", "selfUri": "/api/v2/routing/queues/q1"},
        {"id": "s1", "selfUri": "/api/v2/telephony/providers/edges/sites/s1"}
    ]}"#;
    let documents = documents(&[("sites.json", sites), ("mixed.json", mixed)]);
    let found = recognised(&catalog, &documents);
    assert_eq!(
        listed(&catalog, &found.resources),
        ["site api s1 -", "queue api q1 -", "site api s1 -"]
    );
    let kinds: Vec<&str> =
        found.listings.iter().map(|one| catalog.kind(one.kind).name.as_str()).collect();
    assert_eq!(kinds, ["site"]);
}

#[test]
fn arrays_and_streams_hold_entities_of_any_kind() {
    let array = r#"[
        {"id": "q1", "name": "Billing", "selfUri": "/api/v2/routing/queues/q1"},
        {"id": "t1", "trunkMetabase": {"id": "external_sip.json"}, "properties": {}, "trunkType": "EXTERNAL"},
        {"id": "x"}, 7
    ]"#;
    assert_eq!(resources(&[("all.json", array)]), ["queue api q1 Billing", "trunk-base api t1 -"]);
    let pages = format!("[{QUEUES}]\n{QUEUES}");
    assert_eq!(resources(&[("pages.json", &pages)]).len(), 4);
    let yaml = "---\nid: q1\nselfUri: /api/v2/routing/queues/q1\n---\nid: q2\nselfUri: /api/v2/routing/queues/q2\n";
    assert_eq!(resources(&[("queues.yaml", yaml)]), ["queue api q1 -", "queue api q2 -"]);
}

#[test]
fn keys_tell_what_has_no_address() {
    let base = r#"{"id": "t1", "name": "BYOC", "trunkMetabase": {}, "properties": {}, "trunkType": "EXTERNAL"}"#;
    let trunk = r#"{"id": "t1", "trunkMetabase": {}, "properties": {}, "trunkType": "EXTERNAL", "edge": {"id": "e"}}"#;
    let unset = r#"{"id": "t1", "trunkMetabase": {}, "properties": null, "trunkType": "EXTERNAL"}"#;
    assert_eq!(resources(&[("a.json", base)]), ["trunk-base api t1 BYOC"]);
    assert_eq!(resources(&[("a.json", trunk), ("b.json", unset)]), [""; 0]);
}

#[test]
fn an_address_decides_before_keys_do() {
    let text =
        r#"{"id": "x", "selfUri": "/api/v2/other/x", "mediaModel": "Cloud", "location": {}}"#;
    assert_eq!(resources(&[("a.json", text)]), [""; 0]);
    assert_eq!(outcome("a.json", text), Outcome::Harmless(Harmless::Api));
}

#[test]
fn an_address_gives_the_id_and_what_it_captures() {
    let catalog = catalog(KINDS);
    let route = r#"{"name": "R", "selfUri": "/api/v2/telephony/providers/edges/sites/s1/outboundroutes/r1"}"#;
    let listing = r#"{"total": 1, "entities": [{"id": "r2"}],
        "selfUri": "/api/v2/telephony/providers/edges/sites/s2/outboundroutes?pageSize=25"}"#;
    let single = r#"{"maxSimultaneousStreams": 1, "selfUri": "/api/v2/recording/settings"}"#;
    let documents = documents(&[("a.json", route), ("b.json", listing), ("c.json", single)]);
    let found = recognised(&catalog, &documents).resources;
    let expected =
        ["outbound-route api r1 R", "outbound-route api r2 -", "recording-settings api - -"];
    assert_eq!(listed(&catalog, &found), expected);
    assert_eq!(
        (found[0].captures["site"].as_str(), found[1].captures["site"].as_str()),
        ("s1", "s2")
    );
    assert!(found[2].captures.is_empty());
}

const CX_AS_CODE: &str = r#"{
  "resource": {
    "genesyscloud_telephony_providers_edges_site": {
      "S": {
        "name": "Site 1",
        "outbound_routes": [
          { "name": "National", "classification_types": ["National"] },
          { "name": "Emergency", "classification_types": ["Emergency"] }
        ]
      }
    },
    "genesyscloud_routing_queue": { "Q": [{ "name": "Billing" }] },
    "genesyscloud_user": { "U": { "name": "Someone" } },
    "aws_s3_bucket": { "B": { "name": "Not ours" } }
  },
  "data": { "genesyscloud_telephony_providers_edges_trunkbasesettings": { "T": { "name": "Tie TrunkBase" } } },
  "terraform": { "required_version": ">= 1" }
}"#;

#[test]
fn cx_as_code_gives_addresses_nested_blocks_and_data() {
    let catalog = catalog(KINDS);
    let documents = documents(&[("main.tf.json", CX_AS_CODE)]);
    let found = recognised(&catalog, &documents).resources;
    let expected = [
        "site terraform genesyscloud_telephony_providers_edges_site.S Site 1",
        "outbound-route terraform genesyscloud_telephony_providers_edges_site.S#0 National in 0",
        "outbound-route terraform genesyscloud_telephony_providers_edges_site.S#1 Emergency in 0",
        "queue terraform genesyscloud_routing_queue.Q Billing",
        "trunk-base terraform data.genesyscloud_telephony_providers_edges_trunkbasesettings.T Tie TrunkBase",
    ];
    assert_eq!(listed(&catalog, &found), expected);
    let external: Vec<bool> = found.iter().map(|resource| resource.is_external).collect();
    assert_eq!(external, [false, false, false, false, true]);
}

#[test]
fn every_level_of_cx_as_code_may_be_an_array() {
    let text = r#"{"resource": [
        {"genesyscloud_routing_queue": [{"A": {"name": "a"}}, {"B": [{"name": "b"}]}]},
        {"genesyscloud_routing_queue": {"C": {"name": "c"}}}
    ]}"#;
    let expected = ["A a", "B b", "C c"]
        .map(|rest| format!("queue terraform genesyscloud_routing_queue.{rest}"));
    assert_eq!(resources(&[("main.tf.json", text)]), expected);
}

#[test]
fn cx_as_code_in_its_own_syntax_is_the_same() {
    let text = r#"
resource "genesyscloud_telephony_providers_edges_site" "S" {
  name = "Site 1"
  outbound_routes {
    name                 = "National"
    classification_types = ["National"]
  }
  outbound_routes {
    name                 = "Emergency"
    classification_types = ["Emergency"]
  }
}

data "genesyscloud_routing_queue" "Q" {
  name = "Billing"
}
"#;
    let expected = [
        "site terraform genesyscloud_telephony_providers_edges_site.S Site 1",
        "outbound-route terraform genesyscloud_telephony_providers_edges_site.S#0 National in 0",
        "outbound-route terraform genesyscloud_telephony_providers_edges_site.S#1 Emergency in 0",
        "queue terraform data.genesyscloud_routing_queue.Q Billing",
    ];
    assert_eq!(resources(&[("main.tf", text)]), expected);
}

#[test]
fn terraform_that_holds_nothing_known_is_harmless() {
    let user = r#"{"resource": {"genesyscloud_user": {"U": {}}}}"#;
    let harmless = Outcome::Harmless(Harmless::Terraform);
    assert_eq!(outcome("users.json", user), harmless);
    assert_eq!(outcome("variables.tf.json", r#"{"variable": {"x": {}}}"#), harmless);
    for (path, text) in [
        ("main.tf", ""),
        ("variables.tf", "variable \"x\" {}\nlocals { a = 1 }\nprovider \"aws\" {}\n"),
        ("odd.tf", "something { else = 1 }"),
        ("dev.auto.tfvars", "kind = \"softphone\""),
        ("dev.tfvars.json", "{}"),
    ] {
        assert_eq!(outcome(path, text), harmless, "{path}");
    }
    assert_eq!(outcome("other.json", r#"{"variable": {"x": {}}}"#), Outcome::Unrecognised);
    assert_eq!(outcome("odd.json", r#"{"resource": {}, "resources": {}}"#), Outcome::Unrecognised);
    assert_eq!(outcome("empty.json", "{}"), Outcome::Unrecognised);
}

#[test]
fn a_site_of_the_api_holds_its_routes_but_not_references_to_them() {
    let text = r#"{"id": "s1", "name": "Site", "selfUri": "/api/v2/telephony/providers/edges/sites/s1",
        "outboundRoutes": [
            {"id": "r1", "name": "National", "classificationTypes": []},
            {"id": "r2", "name": "Only named", "selfUri": "/x"},
            {"classificationTypes": ["Emergency"]}
        ]}"#;
    let expected = [
        "site api s1 Site",
        "outbound-route api r1 National in 0",
        "outbound-route api s1#1 - in 0",
    ];
    assert_eq!(resources(&[("site.json", text)]), expected);
}

#[test]
fn flows_are_recognised_by_their_only_key_in_any_case_and_syntax() {
    let yaml = "inboundcall:\n  name: Main\n  startUpRef: /inboundCall/tasks/task[a]\n";
    let json = r#"{"inqueueCall": {"name": "Wait", "startUpTaskActions": []}}"#;
    assert_eq!(
        resources(&[("a.yaml", yaml), ("b.json", json)]),
        ["flow archy - Main", "flow archy - Wait"]
    );
}

#[test]
fn what_only_looks_like_a_flow_is_none() {
    for text in [
        "inboundCall: {name: Main}",
        "inboundCall: {tasks: []}",
        "inboundCall: {name: Main, tasks: []}\nother: 1",
        "inboundFax: {name: Main, tasks: []}",
        "inboundCall: [name, tasks]",
    ] {
        assert_eq!(resources(&[("a.yaml", text)]), [""; 0], "{text}");
    }
}

#[test]
fn a_teams_own_file_says_its_kind() {
    assert_eq!(
        resources(&[("s.yaml", "kind: softphone\nname: Desktop\n")]),
        ["softphone own - Desktop"]
    );
    assert_eq!(
        resources(&[("d.yaml", "kind: Deployment\n"), ("q.yaml", "kind: queue\n")]),
        [""; 0]
    );
}

#[test]
fn globs_say_what_files_are_whose_content_does_not_tell() {
    let catalog = catalog(KINDS);
    let kind = |name| catalog.kind_named(name).expect("the kind");
    let mut globs = KindGlobs::default();
    globs.push("clients/*.yaml", kind("softphone")).expect("a glob");
    globs.push("queues/**", kind("queue")).expect("a glob");
    let own = "kind: softphone\nname: Own\n";
    let queue = r#"[{"id": "q1", "name": "Billing"}]"#;
    let files = [
        ("clients/a.yaml", "name: A"),
        ("queues/x/q.json", queue),
        ("queues/s.yaml", own),
        ("clients/x/b.yaml", "name: B"),
    ];
    let documents = documents(&files);
    let found = recognise(&catalog, &documents, &globs);
    let expected = ["softphone own - A", "queue api q1 Billing", "softphone own - Own"];
    assert_eq!(listed(&catalog, &found.resources), expected);
    assert_eq!(found.unrecognised().collect::<Vec<_>>(), [3]);
    assert!(globs.push("[", kind("queue")).is_err());
}

#[test]
fn what_an_alias_repeats_stands_in_every_resource() {
    let site = |id: &str, routes: &str| {
        format!("---\nid: {id}\nselfUri: /api/v2/telephony/providers/edges/sites/{id}\n{routes}\n")
    };
    let text = site("s1", "shared: &r [{ id: r1, enabled: true }]\noutboundRoutes: *r");
    assert_eq!(resources(&[("a.yaml", &text)]), ["site api s1 -", "outbound-route api r1 - in 0"]);
}

#[test]
fn broken_text_is_told_by_its_marks() {
    let catalog = catalog(KINDS);
    for text in [
        r#"{"selfUri": "/api/v2/routing/queues/1", "#,
        "resource \"genesyscloud_routing_queue\" \"q\" {",
        "inboundCall:\n  name: [",
        "# a flow\nInboundCall:   # main\n  name: [",
        "{\"botFlow\": {\"name\": ",
        "kind: softphone\ncodecs: [",
        "{\"config\": {\"request\": {\"requestUrlTemplate\": \"https://example.com\",, ",
    ] {
        assert!(looks_like_genesys(&catalog, text), "{text}");
    }
    for text in [
        "kind: Deployment\nspec: [",
        "{\"name\": ",
        "# inboundCall is our flow: yes",
        "",
        "inboundCall: 3 times [",
    ] {
        assert!(!looks_like_genesys(&catalog, text), "{text}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{self, Syntax};
    use crate::source::Source;
    use std::sync::Arc;

    fn kinds() -> Catalog {
        catalog(KINDS)
    }

    /// JSON whose keys and texts are those that recognition looks at.
    fn json() -> impl Strategy<Value = serde_json::Value> {
        let words = prop::sample::select(vec![
            "entities",
            "selfUri",
            "id",
            "name",
            "kind",
            "resource",
            "data",
            "genesyscloud_routing_queue",
            "inboundCall",
            "tasks",
            "outboundRoutes",
            "outbound_routes",
            "properties",
            "trunkMetabase",
            "trunkType",
            "softphone",
            "pageNumber",
            "site",
            "/api/v2/routing/queues/1",
            "/api/v2/telephony/providers/edges/sites/1",
            "/api/v2/",
            "",
            "${x}",
            "{{t}}",
            "{\"a\":1}",
        ]);
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            words.clone().prop_map(Into::into),
        ];
        leaf.prop_recursive(6, 64, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
                prop::collection::vec((words.clone(), inner), 0..6).prop_map(|entries| entries
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn recognition_and_reading_never_panic_and_keep_the_order(value in json()) {
            let catalog = kinds();
            let source = Arc::new(Source::new("main.tf.json", value.to_string()));
            let documents = document::parse(&source, Syntax::Json).documents;
            let found = recognised(&catalog, &documents);
            prop_assert_eq!(found.outcomes.len(), documents.len());
            let starts: Vec<u32> = found.resources.iter().map(|one| one.node.span().start).collect();
            prop_assert!(starts.is_sorted());
            for (position, resource) in found.resources.iter().enumerate() {
                prop_assert!(resource.parent.is_none_or(|parent| parent < position));
                for (name, field) in &catalog.kind(resource.kind).fields {
                    prop_assert!(catalog.read(name, resource).is_some());
                    let _ = crate::catalog::conflicts(field, resource, resource.node, &crate::terraform::Terraform::default());
                }
            }
        }

        #[test]
        fn marks_are_looked_for_in_any_text(text in ".{0,80}") {
            let _ = looks_like_genesys(&kinds(), &text);
        }
    }
}

#[test]
fn flow_configuration_is_told_by_its_items_and_its_type() {
    let flow = |ty: &str| {
        format!(r#"{{"name": "F", "type": "{ty}", "manifest": {{}}, "flowSequenceItemList": []}}"#)
    };
    let files = [
        ("a.json", flow("inboundcall")),
        ("b.yaml", flow("BOT")),
        ("c.json", format!("[{}]", flow("new"))),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    assert_eq!(resources(&files), ["flow architect - F"; 3]);
    for text in [
        r#"{"name": "F", "type": "bot", "flowSequenceItemList": []}"#,
        r#"{"name": "F", "type": "bot", "manifest": {}, "flowSequenceItemList": {}}"#,
        r#"{"name": "F", "manifest": {}, "flowSequenceItemList": []}"#,
    ] {
        assert_eq!(outcome("a.json", text), Outcome::Unrecognised, "{text}");
    }
}

#[test]
fn forms_have_the_names_that_files_use() {
    for form in Form::ALL {
        assert_eq!(form.name().parse(), Ok(form));
    }
    assert_eq!("API".parse::<Form>(), Err(()));
}
