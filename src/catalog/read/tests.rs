//! What fields hold in every form.

use super::super::testing::{KINDS, catalog, documents, recognised};
use super::super::{Catalog, NotOfType, Scalar, conflicts, normalise};
use super::{Found, Reading, Unreadable};
use crate::catalog::FieldType;
use crate::document::Document;
use crate::terraform::Terraform;

/// A catalogue and the documents of one file, for reading fields of its first resource.
struct Case {
    catalog: Catalog,
    documents: Vec<Document>,
}

impl Case {
    fn new(path: &str, text: &str) -> Self {
        Self { catalog: catalog(KINDS), documents: documents(&[(path, text)]) }
    }

    fn api(text: &str) -> Self {
        Self::new("a.json", text)
    }

    /// A trunk base of CX as Code whose `properties` are this JSON text in a string.
    fn terraform_trunk(properties: &str) -> Self {
        let body = serde_json::json!({ "name": "T", "properties": properties });
        Self::terraform("genesyscloud_telephony_providers_edges_trunkbasesettings", &body)
    }

    fn terraform(ty: &str, body: &serde_json::Value) -> Self {
        let text = serde_json::json!({ "resource": { ty: { "label": body } } });
        Self::new("main.tf.json", &text.to_string())
    }

    /// What a field of the first resource holds.
    fn read(&self, field: &str) -> Reading<'_> {
        self.read_of(0, field)
    }

    fn read_of(&self, resource: usize, field: &str) -> Reading<'_> {
        let resources = recognised(&self.catalog, &self.documents).resources;
        self.catalog.read(field, &resources[resource]).expect("the kind has the field")
    }

    /// A reading in words.
    fn shown(&self, field: &str) -> String {
        show(&self.read(field))
    }

    /// The normalised scalars of a field.
    fn scalars(&self, field: &str) -> Vec<Result<Scalar<'_>, NotOfType>> {
        let resources = recognised(&self.catalog, &self.documents).resources;
        let form = resources[0].form;
        let field = &self.catalog.kind(resources[0].kind).fields[field];
        let element = match &field.ty {
            FieldType::List(element) => element,
            other => other,
        };
        let found = match self.read(&field.name) {
            Reading::One(found) => vec![found],
            Reading::Many { elements, .. } => elements,
            _ => Vec::new(),
        };
        found.into_iter().map(|found| normalise(field, element, form, found)).collect()
    }

    /// The texts of two places of a field that disagree.
    fn conflict(&self, field: &str) -> Option<(&str, &str)> {
        let resources = recognised(&self.catalog, &self.documents).resources;
        let field = &self.catalog.kind(resources[0].kind).fields[field];
        let (counts, other) =
            conflicts(field, &resources[0], resources[0].node, &Terraform::default())?;
        Some((counts.text(), other.text()))
    }
}

fn show(reading: &Reading<'_>) -> String {
    match reading {
        Reading::Absent(absence) => {
            format!("no {} at {}", absence.missing.unwrap_or("value"), absence.deepest.pointer())
        }
        Reading::One(found) => show_found(*found),
        Reading::Many { elements, .. } => {
            let elements: Vec<String> = elements.iter().map(|found| show_found(*found)).collect();
            format!("[{}]", elements.join(" "))
        }
        Reading::Parent(position) => format!("parent {position}"),
        Reading::Captured(text, node) => format!("{text} of {}", node.pointer()),
        Reading::Tokens => "tokens()".to_owned(),
        Reading::Elsewhere => "elsewhere".to_owned(),
        Reading::Computed(extraction) => format!("{}()", extraction.name()),
    }
}

fn show_found(found: Found<'_>) -> String {
    match found {
        Found::Value(node) => node.text().to_owned(),
        Found::Behind { value, used } => format!("{} by {}", value.text(), used.pointer()),
        Found::Key(_) => format!("~{}", found.text()),
        Found::Unknown(why, node) => format!("{why:?} {}", node.pointer()),
    }
}

const TRUNK: &str = r#"{
  "id": "t1", "name": "BYOC", "trunkType": "EXTERNAL",
  "trunkMetabase": { "id": "external_sip.json" },
  "properties": {
    "trunk_media_codec": { "value": { "instance": ["audio/PCMU", "opus"] } },
    "trunk_maxDialTimeout": { "value": { "instance": null } }
  },
  "inboundSite": null
}"#;

#[test]
fn a_field_is_read_through_its_path() {
    let case = Case::api(TRUNK);
    assert_eq!(case.shown("metabase"), "external_sip.json");
    assert_eq!(case.shown("codecs"), "[audio/PCMU opus]");
    assert_eq!(case.shown("name"), "BYOC");
    let codec = |name: &'static str| Ok(Scalar::Codec(name.into()));
    assert_eq!(case.scalars("codecs"), [codec("audio/pcmu"), codec("audio/opus")]);
}

#[test]
fn absence_names_the_deepest_value_and_the_missing_key() {
    let case = Case::api(TRUNK);
    assert_eq!(
        case.shown("dialTimeout"),
        "no value at /properties/trunk_maxDialTimeout/value/instance"
    );
    assert_eq!(case.shown("idle"), "no idle at /properties");
    assert_eq!(case.shown("inboundSite"), "no value at /inboundSite");
    assert_eq!(case.shown("forcedCodec"), "no forced at /properties");
}

#[test]
fn no_text_in_a_reference_is_an_absence() {
    let case = Case::api(&TRUNK.replace("null\n}", "{ \"id\": \"\" }\n}"));
    assert_eq!(case.shown("inboundSite"), "no value at /inboundSite/id");
    let ty = "genesyscloud_telephony_providers_edges_trunkbasesettings";
    let case = Case::terraform(
        ty,
        &serde_json::json!({ "inbound_site_id": "", "trunk_meta_base_id": "" }),
    );
    let body = "/resource/genesyscloud_telephony_providers_edges_trunkbasesettings/label";
    assert_eq!(case.shown("inboundSite"), format!("no value at {body}/inbound_site_id"));
    assert_eq!(case.shown("metabase"), "");
}

#[test]
fn a_path_through_a_scalar_is_of_the_wrong_type() {
    let case = Case::api(&TRUNK.replace("null\n}", "\"s1\"\n}"));
    assert_eq!(case.shown("inboundSite"), "WrongType /inboundSite");
}

#[test]
fn json_inside_a_string_is_entered() {
    let case =
        Case::terraform_trunk(r#"{"trunk_media_codec":{"value":{"instance":["audio/opus"]}}}"#);
    assert_eq!(case.shown("codecs"), "[audio/opus]");
    let Reading::Absent(absence) = case.read("idle") else { panic!("absent") };
    assert_eq!((absence.missing, absence.deepest.key()), (Some("idle"), Some("properties")));
}

#[test]
fn terraform_expressions_are_unknown_unless_they_refer() {
    let case = Case::terraform_trunk("${var.properties}");
    assert_eq!(
        case.shown("codecs"),
        "TerraformExpression /resource/genesyscloud_telephony_providers_edges_trunkbasesettings/label/properties"
    );
    let site = "${genesyscloud_telephony_providers_edges_site.S.id}";
    let body = serde_json::json!({ "trunk_meta_base_id": "${var.base}", "inbound_site_id": site, "name": "$${x} %%{y}" });
    let case = Case::terraform("genesyscloud_telephony_providers_edges_trunkbasesettings", &body);
    assert!(matches!(
        case.read("metabase"),
        Reading::One(Found::Unknown(Unreadable::TerraformExpression, _))
    ));
    assert_eq!(case.shown("inboundSite"), site);
    assert_eq!(case.shown("name"), "$${x} %%{y}");
}

#[test]
fn terraform_blocks_are_entered_with_and_without_their_array() {
    let ty = "genesyscloud_telephony_providers_edges_site";
    for body in [
        serde_json::json!({ "edge_auto_update_config": [{ "start": "now" }], "number_plans": [{ "numbers": [{ "start": "1" }] }, { "numbers": [{ "start": "2" }, {}] }] }),
        serde_json::json!({ "edge_auto_update_config": { "start": "now" }, "number_plans": [{ "numbers": { "start": "1" } }, { "numbers": [{ "start": "2" }] }] }),
    ] {
        let case = Case::terraform(ty, &body);
        assert_eq!(case.shown("updateStart"), "now");
        assert_eq!(case.shown("planStarts"), "[1 2]");
    }
    let case = Case::terraform(
        ty,
        &serde_json::json!({ "edge_auto_update_config": [], "number_plans": null }),
    );
    assert!(case.shown("updateStart").starts_with("no start at "));
    assert!(case.shown("planStarts").starts_with("no value at "));
    let two =
        serde_json::json!({ "edge_auto_update_config": [{ "start": "a" }, { "start": "b" }] });
    assert!(Case::terraform(ty, &two).shown("updateStart").starts_with("WrongType "));
}

#[test]
fn a_list_keeps_its_unknown_elements() {
    let body = serde_json::json!({ "media_regions": ["eu-central-1", "${var.region}"] });
    let case = Case::terraform("genesyscloud_telephony_providers_edges_site", &body);
    assert!(case.shown("regions").starts_with("[eu-central-1 TerraformExpression /resource/"));
    let body = serde_json::json!({ "media_regions": "${var.regions}" });
    let case = Case::terraform("genesyscloud_telephony_providers_edges_site", &body);
    assert!(case.shown("regions").starts_with("TerraformExpression "));
}

#[test]
fn references_are_read_from_lists_parents_and_addresses() {
    let route = r#"{"classificationTypes": [], "externalTrunkBases": [{"id": "t1"}, {}, {"id": "t2"}],
        "selfUri": "/api/v2/telephony/providers/edges/sites/s1/outboundroutes/r1"}"#;
    let case = Case::api(route);
    assert_eq!(case.shown("trunks"), "[t1 t2]");
    assert_eq!(case.shown("site"), "s1 of /selfUri");
    let body = serde_json::json!({ "outbound_routes": [{ "enabled": true, "external_trunk_base_ids": ["x"] }] });
    let case = Case::terraform("genesyscloud_telephony_providers_edges_site", &body);
    assert_eq!(show(&case.read_of(1, "site")), "parent 0");
    assert_eq!(show(&case.read_of(1, "trunks")), "[x]");
}

const FLOW: &str = "
inboundCall:
  name: Main
  startUpRef: /inboundCall/tasks/task[a]
  supportedLanguages: { en-us: { none: true }, de-de: { none: true } }
  settingsActionDefaults: { callData: { timeout: { lit: { minutes: 1, seconds: 10 } } } }
";

#[test]
fn keys_can_be_what_a_field_holds() {
    let case = Case::new("a.yaml", FLOW);
    assert_eq!(case.shown("type"), "~inboundCall");
    assert_eq!(case.shown("languages"), "[~en-us ~de-de]");
    assert_eq!(case.scalars("type"), [Ok(Scalar::String("INBOUNDCALL".into()))]);
    assert_eq!(case.scalars("timeout"), [Ok(Scalar::Duration(70_000))]);
    assert_eq!(case.shown("actions"), "actions()");
}

#[test]
fn archy_tokens_are_unknown() {
    let case = Case::new(
        "a.yaml",
        "inboundCall:\n  name: '{{flow}}'\n  tasks: []\n  supportedLanguages:\n    {{language}}: { none: true }\n",
    );
    assert_eq!(case.shown("name"), "Token /inboundCall/name");
    assert!(case.shown("languages").starts_with("[Token "));
}

#[test]
fn a_key_that_is_a_token_may_be_any_key() {
    let text = "inboundCall:\n  name: Main\n  tasks: []\n  settingsActionDefaults:\n    {{action}}: { timeout: { lit: { seconds: 5 } } }\n";
    assert!(Case::new("a.yaml", text).shown("timeout").starts_with("Token "));
}

#[test]
fn places_that_disagree_are_a_conflict() {
    let trunk = |first: &str, second: &str| {
        let head =
            r#"{"trunkMetabase": {}, "trunkType": "EXTERNAL", "mediaHandling": {"forceCodec": "#;
        Case::api(&format!(
            "{head}{first}}}, \"properties\": {{\"forced\": {{\"value\": {{\"instance\": {second}}}}}}}}}"
        ))
    };
    assert_eq!(trunk("\"PCMU\"", "\"audio/pcmu\"").conflict("forcedCodec"), None);
    assert_eq!(trunk("\"PCMU\"", "\"opus\"").conflict("forcedCodec"), Some(("PCMU", "opus")));
    assert_eq!(trunk("null", "\"opus\"").conflict("forcedCodec"), None);
    assert_eq!(trunk("5", "\"opus\"").conflict("forcedCodec"), None);
    assert_eq!(trunk("null", "\"opus\"").shown("forcedCodec"), "opus");
    let route = r#"{"site": {"id": "s2"}, "selfUri": "/api/v2/telephony/providers/edges/sites/s1/outboundroutes/r1"}"#;
    let expected = "/api/v2/telephony/providers/edges/sites/s1/outboundroutes/r1";
    assert_eq!(Case::api(route).conflict("site"), Some(("s2", expected)));
}
