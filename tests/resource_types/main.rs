//! Every resource type of the Terraform provider, and every kind of the Platform API that exports hold, is recognised,
//! checked and connected. The list of types stands beside this file, so that a kind that gets lost is missed.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "../front_door/mod.rs"]
mod front_door;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use front_door::{run, tree};

const TYPES: &str = include_str!("types.txt");

fn report(files: &[(&str, &str)]) -> Value {
    let ran = run(&tree(files), &["check", "--format", "json"]);
    assert!(ran.code < 2, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// What schemas say about the only resource `x` of a type: rule, pointer from the resource on, message and help.
fn said(resource_type: &str, body: &Value) -> Vec<(String, String, String)> {
    let file = json!({ "resource": { resource_type: { "x": body } } }).to_string();
    let report = report(&[("main.tf.json", &file)]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |finding: &Value| {
        let place = finding["embedded"].as_str().or(finding["pointer"].as_str()).unwrap();
        let place = place.trim_start_matches(&format!("/resource/{resource_type}/x")).to_owned();
        (
            text(&finding["rule"]),
            place,
            format!("{} {}", text(&finding["message"]), text(&finding["help"])),
        )
    };
    let of_schemas = |finding: &&Value| text(&finding["rule"]).starts_with("schema-");
    report["findings"].as_array().unwrap().iter().filter(of_schemas).map(one).collect()
}

#[track_caller]
fn assert_one(resource_type: &str, body: &Value, rule: &str, place: &str, word: &str) {
    let said = said(resource_type, body);
    let [(found, pointer, text)] = &said[..] else { panic!("not one finding: {said:#?}") };
    assert_eq!((found.as_str(), pointer.as_str()), (rule, place), "{text}");
    assert!(text.contains(word), "{text}");
}

#[test]
fn every_resource_type_is_recognised() {
    let types: Vec<&str> = TYPES.lines().collect();
    assert_eq!(types.len(), 143);
    let resources: BTreeMap<&str, Value> =
        types.iter().map(|name| (*name, json!({ "x": {} }))).collect();
    let file = json!({ "resource": resources }).to_string();
    let ran = run(&tree(&[("main.tf.json", &file)]), &["resources", "--format", "json"]);
    let list: Value = serde_json::from_str(&ran.stdout).unwrap();
    let listed = list["resources"].as_array().unwrap();
    let ids: BTreeSet<&str> = listed.iter().filter_map(|one| one["id"].as_str()).collect();
    for name in types {
        assert!(ids.contains(format!("{name}.x").as_str()), "{name} is not recognised");
    }
}

#[test]
fn a_mistyped_attribute_is_told_what_was_meant() {
    let body = json!({ "name": "W", "alow_all_domains": true, "configuration": [{ "id": "c" }] });
    assert_one(
        "genesyscloud_webdeployments_deployment",
        &body,
        "schema-unknown-key",
        "/alow_all_domains",
        "`allow_all_domains`",
    );
    let body =
        json!({ "name": "U", "email": "u@example.com", "routing_skills": [{ "skil_id": "s" }] });
    assert_one(
        "genesyscloud_user",
        &body,
        "schema-unknown-key",
        "/routing_skills/0/skil_id",
        "`skill_id`",
    );
}

#[test]
fn what_is_required_has_to_be_there() {
    assert_one("genesyscloud_user", &json!({ "name": "U" }), "schema-missing-key", "", "`email`");
    let body =
        json!({ "name": "C", "authorized_grant_type": "CODE", "roles": [{ "division_id": "*" }] });
    assert_one(
        "genesyscloud_oauth_client",
        &body,
        "schema-missing-key",
        "/roles/0/division_id",
        "`role_id`",
    );
    let body = json!({ "name": "C", "authorized_grant_type": "CODE", "dynamic": { "roles": {} } });
    assert_eq!(said("genesyscloud_oauth_client", &body), []);
}

#[test]
fn values_are_of_their_type_and_among_those_allowed() {
    let body = json!({ "name": "C", "authorized_grant_type": "CLIENT_CREDENTIALS" });
    let place = "/authorized_grant_type";
    assert_one(
        "genesyscloud_oauth_client",
        &body,
        "schema-invalid-value",
        place,
        "`CLIENT-CREDENTIALS`",
    );
    let body = json!({ "name": "C", "authorized_grant_type": "CODE", "access_token_validity_seconds": "a day" });
    let place = "/access_token_validity_seconds";
    assert_one("genesyscloud_oauth_client", &body, "schema-wrong-type", place, "number");
    let body = json!({ "name": "C", "authorized_grant_type": "CODE", "access_token_validity_seconds": "86400" });
    assert_eq!(said("genesyscloud_oauth_client", &body), []);
}

#[test]
fn a_list_of_allowed_values_holds_for_each_element() {
    let messenger = |types: Value| json!([{ "file_upload": [{ "mode": [{ "file_types": types, "max_file_size_kb": 10 }] }] }]);
    let body = |types: Value| json!({ "name": "W", "languages": ["en-us"], "default_language": "en-us", "messenger": messenger(types) });
    let kind = "genesyscloud_webdeployments_configuration";
    assert_eq!(said(kind, &body(json!(["image/png", "image/gif"]))), []);
    let place = "/messenger/0/file_upload/0/mode/0/file_types/1";
    assert_one(
        kind,
        &body(json!(["image/png", "image/pgn"])),
        "schema-invalid-value",
        place,
        "image/png",
    );
}

#[test]
fn blocks_stand_as_often_as_the_provider_takes_them() {
    let none = json!({ "name": "W", "configuration": [] });
    let kind = "genesyscloud_webdeployments_deployment";
    assert_one(kind, &none, "schema-invalid-value", "/configuration", "at least 1");
    let two = json!({ "name": "W", "configuration": [{ "id": "a" }, { "id": "b" }] });
    assert_one(kind, &two, "schema-invalid-value", "/configuration", "1");
    let unknown = json!({ "name": "W", "configuration": "${var.configuration}" });
    assert_eq!(said(kind, &unknown), []);
}

#[test]
fn json_inside_a_string_is_json_of_its_shape() {
    let body = |criteria: &str| {
        json!({ "name": "T", "enabled": true, "topic_name": "v2.detail.events.conversation.{id}.customer.end",
                "target": [{ "id": "f", "type": "Workflow" }], "match_criteria": criteria })
    };
    let kind = "genesyscloud_processautomation_trigger";
    assert_eq!(
        said(kind, &body(r#"[{"jsonPath": "mediaType", "operator": "Equal", "value": "VOICE"}]"#)),
        []
    );
    assert_one(kind, &body(r#"{"jsonPath": "mediaType"}"#), "schema-wrong-type", "", "list");
}

/// The references of a module: the kind they are of, the field, and what they lead to.
fn references(file: &Value) -> Vec<String> {
    let ran =
        run(&tree(&[("main.tf.json", &file.to_string())]), &["resources", "--format", "json"]);
    let list: Value = serde_json::from_str(&ran.stdout).unwrap();
    let of_one = |resource: &Value| {
        let kind = resource["kind"].as_str().unwrap().to_owned();
        let references = resource["references"].as_array().unwrap().clone();
        references.into_iter().map(move |reference| {
            let text = |key: &str| reference[key].as_str().unwrap();
            // What stands behind the word for credentials is not printed.
            let target = if text("field") == "credentials" { "" } else { text("target") };
            let shown = format!("{kind}.{} {} {target}", text("field"), text("state"));
            shown.trim_end().to_owned()
        })
    };
    let mut found: Vec<String> =
        list["resources"].as_array().unwrap().iter().flat_map(of_one).collect();
    found.sort_unstable();
    found
}

#[test]
fn references_are_followed_through_blocks_and_lists() {
    let file = json!({ "variable": { "skill": {} }, "resource": {
        "genesyscloud_routing_skill": { "german": { "name": "German" } },
        "genesyscloud_user": { "ada": {
            "name": "Ada", "email": "ada@example.com",
            "routing_skills": [
                { "skill_id": "${genesyscloud_routing_skill.german.id}", "proficiency": 5 },
                { "skill_id": "${genesyscloud_routing_skill.germn.id}", "proficiency": 5 },
                { "skill_id": "${var.skill}", "proficiency": 1 },
                { "skill_id": "0b0f8f0e-58d5-4b0e-9d8a-6a54d3a80001", "proficiency": 1 },
            ] } },
        "genesyscloud_routing_queue": { "billing": {
            "name": "Billing",
            "members": [{ "user_id": "${genesyscloud_user.ada.id}" }],
            "default_script_ids": { "CALL": "${genesyscloud_script.billing.id}" } } },
        "genesyscloud_script": { "billing": { "script_name": "Billing", "filepath": "billing.json" } },
        "genesyscloud_integration": { "actions": {
            "integration_type": "custom-rest-actions",
            "config": [{ "name": "Actions", "credentials": { "basicAuth": "${genesyscloud_integration_credential.none.id}" } }] } },
    }});
    assert_eq!(
        references(&file),
        [
            "integration.clients unknown ${genesyscloud_integration_credential.none.id}",
            "integration.credentials unresolved",
            "queue.defaultScripts resolved genesyscloud_script.billing",
            "queue.members resolved genesyscloud_user.ada",
            "user.skill resolved genesyscloud_routing_skill.german",
            "user.skill unknown ${var.skill}",
            "user.skill unknown 0b0f8f0e-58d5-4b0e-9d8a-6a54d3a80001",
            "user.skill unresolved ${genesyscloud_routing_skill.germn.id}",
        ]
    );
}

/// The kinds of resources of the Platform API by the address that they carry.
const ADDRESSES: [(&str, &str); 17] = [
    ("/api/v2/alerting/rules/r", "alerting-rule"),
    ("/api/v2/architect/prompts/p", "user-prompt"),
    ("/api/v2/authorization/divisions/d", "division"),
    ("/api/v2/flows/datatables/d", "data-table"),
    ("/api/v2/integrations/i", "integration"),
    ("/api/v2/integrations/actions/a", "data-action"),
    ("/api/v2/oauth/clients/c", "oauth-client"),
    ("/api/v2/organizations/me", "organization"),
    ("/api/v2/outbound/messagingcampaigns/m", "messaging-campaign"),
    ("/api/v2/recording/keyconfigurations/k", "recording-key"),
    ("/api/v2/recording/localkeys/settings/k", "recording-key"),
    ("/api/v2/recording/recordingkeys/k", "recording-key"),
    ("/api/v2/recording/recordingkeys/rotationschedule", "recording-key-rotation"),
    ("/api/v2/routing/wrapupcodes/w", "wrapup-code"),
    ("/api/v2/users/u", "user"),
    ("/api/v2/webdeployments/configurations/c/versions/1", "web-deployment-configuration"),
    ("/api/v2/webdeployments/deployments/d", "web-deployment"),
];

/// The same for resources without an address, by what they say.
const BODIES: [(&str, &str); 7] = [
    (
        r#"{"name": "A", "conditions": {}, "notifications": [], "sendExitingAlarmNotifications": true}"#,
        "alerting-rule",
    ),
    (r#"{"name": "C", "authorizedGrantType": "CODE"}"#, "oauth-client"),
    (r#"{"name": "I", "integrationType": {"id": "x"}, "intendedState": "ENABLED"}"#, "integration"),
    (r#"{"name": "M", "messagesPerMinute": 10, "contactList": {"id": "l"}}"#, "messaging-campaign"),
    (r#"{"name": "O", "thirdPartyOrgName": "o", "features": {}}"#, "organization"),
    (r#"{"name": "W", "allowedDomains": [], "configuration": {"id": "c"}}"#, "web-deployment"),
    (r#"{"persistentConnectionRequired": true}"#, "telephony-settings"),
];

/// What the run says that it recognised in one file.
fn recognised(text: &str) -> String {
    let ran = run(&tree(&[("resource.json", text)]), &["check"]);
    ran.stderr.lines().nth(1).unwrap_or_default().trim().to_owned()
}

#[test]
fn resources_of_the_api_are_told_by_their_address_or_their_keys() {
    for (address, kind) in ADDRESSES {
        let text = json!({ "id": "x", "name": "X", "selfUri": address }).to_string();
        assert_eq!(recognised(&text), format!("{kind} 1"), "{address}");
    }
    for (text, kind) in BODIES {
        assert_eq!(recognised(text), format!("{kind} 1"), "{text}");
    }
}
