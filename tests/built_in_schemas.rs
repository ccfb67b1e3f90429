//! The built-in schemas: strict where the platform refuses, a warning where something is only unknown here, silent about
//! what real exports hold.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

use std::sync::Arc;

use orglint::catalog::{Catalog, Form, KindGlobs, builtin_sources, recognise};
use orglint::document::{self, Syntax};
use orglint::finding::{Finding, Severity};
use orglint::rules::compile_computed_fields;
use orglint::schema::{self, Mode, Schemas};
use orglint::source::Source;

/// What the built-in schemas say about a file: severity, place in the embedded or outer document, message.
fn said(path: &str, text: &str) -> Vec<(Severity, String, String)> {
    let syntax = if text.starts_with(['{', '[']) { Syntax::Json } else { Syntax::Yaml };
    let source = Arc::new(Source::new(path, text));
    let documents = document::parse(&source, syntax).documents;
    let catalog = Catalog::builtin().expect("the built-in catalogue loads");
    let schemas = Schemas::new(builtin_sources());
    let found = recognise(&catalog, &documents, &KindGlobs::default());
    assert!(!found.resources.is_empty(), "nothing was recognised in {path}");
    let mut findings = Vec::new();
    for resource in found.resources.iter().filter(|resource| resource.parent.is_none()) {
        let kind = &catalog.kind(resource.kind).name;
        let schema = schemas
            .get(kind, resource.form)
            .expect("every form has a schema")
            .expect("it compiles");
        findings.extend(schema::check(schema, resource.node, Mode::from(resource.form), || None));
    }
    findings.iter().map(shown).collect()
}

fn shown(finding: &Finding) -> (Severity, String, String) {
    let address = finding.primary.address.as_ref().expect("a finding in a document has an address");
    let pointer = address.embedded.as_ref().unwrap_or(&address.pointer).to_string();
    (
        finding.severity,
        pointer,
        format!("{} {}", finding.message, finding.help.as_deref().unwrap_or_default()),
    )
}

/// Asserts that there is exactly one finding, of this severity and place, whose text holds `word`.
#[track_caller]
fn assert_one(said: &[(Severity, String, String)], severity: Severity, place: &str, word: &str) {
    let [(found, pointer, text)] = said else { panic!("not one finding: {said:#?}") };
    assert_eq!((*found, pointer.as_str()), (severity, place), "{text}");
    assert!(text.contains(word), "{text}");
}

fn trunk(properties: &str) -> String {
    format!(
        r#"{{"id": "t", "name": "Carrier", "trunkType": "EXTERNAL", "trunkMetabase": {{"id": "external_sip.json"}},
            "properties": {properties},
            "selfUri": "/api/v2/telephony/providers/edges/trunkbasesettings/t"}}"#
    )
}

fn terraform(resource: &str, body: &str) -> String {
    format!(r#"{{"resource": {{"genesyscloud_{resource}": {{"label": {body}}}}}}}"#)
}

#[test]
fn every_schema_compiles() {
    let problems = Schemas::new(builtin_sources()).problems();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_computed_field_compiles() {
    let catalog = Catalog::builtin().expect("the built-in catalogue loads");
    let problems = compile_computed_fields(&catalog).err().unwrap_or_default();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_form_of_every_kind_has_a_schema() {
    let catalog = Catalog::builtin().expect("the built-in catalogue loads");
    for (id, kind) in catalog.kinds() {
        let is_part_only = |form: &Form| kind.name == "number-plan" && form.is_of_terraform();
        for form in kind.forms.keys().filter(|form| !is_part_only(form)) {
            assert!(
                catalog.schema_source(id, form.schema_form()).is_some(),
                "{} {form}",
                kind.name
            );
        }
    }
}

#[test]
fn a_trunk_property_in_another_spelling_is_an_error() {
    let text = trunk(r#"{"trunk_max_dial_timeout": {"value": {"instance": "1m"}}}"#);
    assert_one(
        &said("t.json", &text),
        Severity::Error,
        "/properties/trunk_max_dial_timeout",
        "trunk_maxDialTimeout",
    );
}

#[test]
fn a_trunk_property_that_nobody_knows_is_a_warning() {
    let text = trunk(r#"{"trunk_quantum_entanglement": {"value": {"instance": true}}}"#);
    let place = "/properties/trunk_quantum_entanglement";
    assert_one(&said("t.json", &text), Severity::Warning, place, "trunk_quantum_entanglement");
}

#[test]
fn a_trunk_property_out_of_its_range_is_an_error() {
    let text = trunk(r#"{"trunk_transport_tcp_connectTimeout": {"value": {"instance": 99}}}"#);
    let place = "/properties/trunk_transport_tcp_connectTimeout/value/instance";
    assert_one(&said("t.json", &text), Severity::Error, place, "60");
}

#[test]
fn an_unfamiliar_codec_is_a_warning() {
    let text =
        trunk(r#"{"trunk_media_codec": {"value": {"instance": ["audio/opus", "audio/amr"]}}}"#);
    let place = "/properties/trunk_media_codec/value/instance/1";
    assert_one(&said("t.json", &text), Severity::Warning, place, "audio/amr");
}

#[test]
fn a_property_with_the_schema_of_an_export_around_it_is_fine() {
    let text = trunk(
        r#"{"trunk_diagnostic_capture_endTime": {"type": "string", "title": "End", "value": {"default": "", "instance": ""}},
            "trunk_maxCalls": {"type": "integer", "minimum": 0, "value": {"default": 0, "instance": null}}}"#,
    );
    assert_eq!(said("t.json", &text), []);
}

#[test]
fn properties_in_a_terraform_string_are_checked_inside_it() {
    let body = r#"{"name": "Carrier", "trunk_type": "EXTERNAL", "trunk_meta_base_id": "external_sip.json", "managed": null,
        "properties": "{\"trunk_maxCalls\": {\"value\": {\"instance\": \"ten\"}}, \"trunk_enabled\": {\"value\": {\"instance\": \"${var.on}\"}}}"}"#;
    let text = terraform("telephony_providers_edges_trunkbasesettings", body);
    let said = said("main.tf.json", &text);
    assert_one(&said, Severity::Error, "/trunk_maxCalls/value/instance", "whole number");
}

#[test]
fn a_mistyped_terraform_attribute_is_an_error() {
    let body = r#"{"name": "R", "site_id": "${a.b.id}", "classification_types": ["National"], "distributon": "RANDOM"}"#;
    let text = terraform("telephony_providers_edges_site_outbound_route", body);
    let place =
        "/resource/genesyscloud_telephony_providers_edges_site_outbound_route/label/distributon";
    assert_one(&said("main.tf.json", &text), Severity::Error, place, "distribution");
}

#[test]
fn an_attribute_of_another_provider_version_is_fine() {
    let body = r#"{"name": "Q", "media_settings_chat": [{"alerting_timeout_sec": 30, "enable_auto_dial_and_end": false}],
        "arrived_with_the_next_version": true}"#;
    assert_eq!(said("main.tf.json", &terraform("routing_queue", body)), []);
}

#[test]
fn an_attribute_that_only_the_platform_sets_is_a_warning() {
    let body = r#"{"name": "S", "location_id": "l", "media_model": "Cloud", "managed": true}"#;
    let text = terraform("telephony_providers_edges_site", body);
    let place = "/resource/genesyscloud_telephony_providers_edges_site/label/managed";
    assert_one(
        &said("main.tf.json", &text),
        Severity::Warning,
        place,
        "only the platform sets this",
    );
}

#[test]
fn a_required_block_may_come_from_a_dynamic_one() {
    let body = r#"{"name": "C", "contact_list_id": "l", "dialing_mode": "preview", "dynamic": {"phone_columns": {}}}"#;
    assert_eq!(said("main.tf.json", &terraform("outbound_campaign", body)), []);
}

#[test]
fn routes_inside_a_site_of_an_earlier_provider_are_fine() {
    let body = r#"{"name": "S", "location_id": "l", "media_model": "Cloud", "outbound_routes":
        [{"name": "R", "classification_types": ["National"], "enabled": true, "external_trunk_base_ids": ["${t.a.id}"]}]}"#;
    assert_eq!(said("main.tf.json", &terraform("telephony_providers_edges_site", body)), []);
}

#[test]
fn a_key_of_the_api_is_reported_only_where_it_looks_mistyped() {
    let route = |key: &str| {
        format!(
            r#"{{"id": "r", "name": "R", "classificationTypes": ["National"], "externalTrunkBases": [], "{key}": true,
                "selfUri": "/api/v2/telephony/providers/edges/outboundroutes/r"}}"#
        )
    };
    assert_eq!(said("r.json", &route("brandNewFeature")), []);
    assert_one(
        &said("r.json", &route("allowWebRTC")),
        Severity::Warning,
        "/allowWebRTC",
        "allowWebRtc",
    );
}

#[test]
fn the_teams_own_settings_are_strict() {
    let text = trunk("null, \"mediaHandling\": {\"webRtc\": true, \"forcedCodec\": \"PCMU\"}");
    assert_one(&said("t.json", &text), Severity::Error, "/mediaHandling/forcedCodec", "forceCodec");
    let text = "kind: contact-policy\nname: P\nallowedOrigins: [voice, sms]\n";
    assert_one(&said("p.yaml", text), Severity::Error, "/allowedOrigins/1", "sms");
    let text = "kind: softphone\nname: S\nmedia:\n  ports: { min: 16384, max: 70000 }\n";
    assert_one(&said("s.yaml", text), Severity::Error, "/media/ports/max", "65535");
}

#[test]
fn a_flow_is_looked_at_with_care() {
    let flow = |rest: &str| {
        format!("inboundCall:\n  name: Main\n  startUpRef: /inboundCall/tasks/task[A_1]\n{rest}")
    };
    assert_eq!(
        said("f.yaml", &flow("  settingsOfTomorrow:\n    x: 1\n  defaultLanguage: {{language}}\n")),
        []
    );
    let said_of_typo = said("f.yaml", &flow("  defaultLangauge: en-us\n"));
    assert_one(&said_of_typo, Severity::Warning, "/inboundCall/defaultLangauge", "defaultLanguage");
}

/// The rule `flow-name-refused` says it in every form; a second finding at the same place would be one too many.
#[test]
fn the_schema_leaves_refused_flow_names_to_the_rule() {
    for name in ["Callback-debug", "Billing/Returns"] {
        assert_eq!(said("f.yaml", &format!("workflow:\n  name: {name}\n  startUpRef: x\n")), []);
        let configuration = format!(
            "{{\"type\": \"workflow\", \"name\": \"{name}\", \"flowSequenceItemList\": [], \"nextTrackingNumber\": 10}}"
        );
        assert_eq!(said("f.json", &configuration), []);
    }
}

#[test]
fn a_listing_as_the_platform_writes_it_is_fine() {
    let text = r#"{"entities": [{"id": "p", "name": "Agent", "state": "active", "site": {"id": "s", "name": "Site"},
        "phoneBaseSettings": {"id": "b"}, "lines": [{"id": "l", "state": "active"}],
        "status": {"id": "p", "operationalStatus": "OPERATIONAL", "provision": {}, "lineStatuses": [{"id": "l", "reachable": true}]},
        "capabilities": {"registers": false, "mediaCodecs": ["audio/opus"]}, "webRtcUser": {"id": "u"}, "somethingNew": [1],
        "selfUri": "/api/v2/telephony/providers/edges/phones/p"}],
        "pageSize": 25, "pageNumber": 1, "total": 1, "selfUri": "/api/v2/telephony/providers/edges/phones"}"#;
    assert_eq!(said("phones.json", text), []);
}

#[test]
fn an_exported_data_action_is_fine() {
    let text = r#"{"name": "Get", "integrationType": "purecloud-data-actions", "actionType": "custom", "secure": false,
        "config": {"request": {"requestUrlTemplate": "/api/v2/x/${input.id}", "requestType": "GET", "headers": {}, "requestTemplate": "${input.rawRequest}"},
                   "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}},
        "contract": {"input": {"inputSchema": {"type": "object"}}, "output": {"successSchema": {"type": "object"}}}}"#;
    assert_eq!(said("Get.custom.json", text), []);
}
