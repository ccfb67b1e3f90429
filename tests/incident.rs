//! The incident that orglint exists for, through the front door: every cause of a failed media handshake is found in the
//! broken example at its exact field, and the repaired example has no finding at all.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its example has to fail")]

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

const BROKEN: &str = "examples/media-handshake/broken";
const FIXED: &str = "examples/media-handshake/fixed";

const TRUNKS: &str = "telephony/trunk-base-settings.json";
const ROUTES: &str = "telephony/outbound-routes.json";
const SOFTPHONE: &str = "desktop/softphone.yaml";
const TYPES: &str = "desktop/interaction-types.yaml";
const QUEUES: &str = "routing/queues.json";
const STATUS: &str = "telephony/trunks.json";
const MESSAGING: &str = "flows/Web messaging_v12-0.yaml";
const ACTION: &str = "integrations/Get bridged interaction.custom.json";
const CX_AS_CODE: &str = "terraform/genesyscloud.tf.json";

/// A place: a file of the example, and the JSON Pointer in it; behind `!` the pointer inside embedded JSON, behind `~`
/// the part that is meant when it is not the value.
type At = (&'static str, &'static str);

/// A finding that there has to be: the cause's number, the rule, the place, and the first related place.
type Row = (u8, &'static str, At, Option<At>);

#[rustfmt::skip]
const CAUSES: &[Row] = &[
    // The digital interaction types have no voice capability.
    (1, "interaction-type-voice", (TYPES, "/interactionTypes/1/capabilities/voice"), Some((QUEUES, "/entities/0/mediaSettings/call~key"))),
    (1, "interaction-type-voice", (TYPES, "/interactionTypes/2/name"), Some((QUEUES, "/entities/0/mediaSettings/call~key"))),
    // The flow hands messages to a queue that only works calls.
    (2, "digital-transfer-to-voice-queue", (MESSAGING, "/inboundShortMessage/states/0/state/actions/2/transferToAcd/targetQueue/lit/name"), Some((QUEUES, "/entities/0/mediaSettings~key"))),
    // The trunks' WebRTC media handling is off.
    (3, "trunk-webrtc-off", (TRUNKS, "/entities/0/mediaHandling/webRtc"), None),
    (3, "trunk-webrtc-off", (TRUNKS, "/entities/1/mediaHandling/webRtc"), None),
    // Trunks insist on a codec that the softphone does not offer.
    (4, "trunk-forces-codec", (TRUNKS, "/entities/0/mediaHandling/forceCodec"), Some((SOFTPHONE, "/codecs"))),
    (4, "trunk-only-codec", (CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_trunkbasesettings/Carrier_C/properties!/trunk_media_codec/value/instance/0"), Some((SOFTPHONE, "/codecs"))),
    // Two legs share no codec.
    (5, "phone-codec-same-leg", (CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_phonebasesettings/Agent_WebRTC/properties!/phone_media_codecs/value/instance"), Some((TRUNKS, "/entities/2/properties/trunk_media_codec/value/instance"))),
    (5, "carrier-codec-transcoding", (TRUNKS, "/entities/1/properties/trunk_media_codec/value/instance"), Some((SOFTPHONE, "/codecs"))),
    // The failover trunks cannot take over.
    (6, "failover-trunk-webrtc", (ROUTES, "/entities/0/externalTrunkBases/1/id"), Some((TRUNKS, "/entities/1/mediaHandling/webRtc"))),
    (6, "failover-trunk-codec", (ROUTES, "/entities/0/externalTrunkBases/1/id"), Some((TRUNKS, "/entities/1/properties/trunk_media_codec/value/instance"))),
    (6, "failover-trunk-codec", (CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_site_outbound_route/Munich_National/external_trunk_base_ids/1"), Some((CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_trunkbasesettings/Carrier_D/properties!/trunk_media_codec/value/instance"))),
    (6, "failover-trunk-srtp", (ROUTES, "/entities/0/externalTrunkBases/1/id"), Some((TRUNKS, "/entities/1/properties/trunk_media_srtpCipherSuites/value/instance"))),
    (6, "failover-trunk-transport", (ROUTES, "/entities/0/externalTrunkBases/1/id"), Some((TRUNKS, "/entities/1/properties/trunk_transport_protocolVariant/value/instance"))),
    (6, "failover-trunk-disabled", (ROUTES, "/entities/0/externalTrunkBases/1/id"), Some((TRUNKS, "/entities/1/properties/trunk_enabled/value/instance"))),
    (6, "failover-trunk-capacity", (ROUTES, "/entities/0/externalTrunkBases/1/id"), Some((TRUNKS, "/entities/1/properties/trunk_maxCalls/value/instance"))),
    (6, "failover-trunk-status", (ROUTES, "/entities/0/externalTrunkBases/1/id"), Some((STATUS, "/entities/1/inService"))),
    // The route does not allow WebRTC.
    (7, "route-webrtc-not-allowed", (ROUTES, "/entities/0/allowWebRtc"), None),
    // No enabled route covers the way from digital to voice.
    (8, "route-digital-origin", (ROUTES, "/entities/0/origins"), None),
    (8, "route-disabled-alone", ("telephony/International route.yaml", "/enabled"), Some(("telephony/site.json", "/name"))),
    // The contact policy does not name the digital channels.
    (9, "contact-policy-digital-origin", ("desktop/contact-policy.yaml", "/allowedOrigins"), Some((TYPES, "/interactionTypes/1/channel"))),
    (9, "contact-policy-digital-origin", ("desktop/contact-policy.yaml", "/allowedOrigins"), Some((TYPES, "/interactionTypes/2/channel"))),
    // Recording wants a codec that the softphone lacks.
    (10, "recording-codec-policy", ("recording/media-retention-policies.yaml", "/0/recording/codec"), Some((SOFTPHONE, "/codecs"))),
    (10, "recording-codec-organization", ("desktop/organization-settings.yaml", "/webRtcRecording/codec"), Some((SOFTPHONE, "/codecs"))),
    (10, "recording-codec-trunk", (TRUNKS, "/entities/0/properties/trunk_recording_audioFormat/value/instance"), Some((SOFTPHONE, "/codecs"))),
    // Timeouts and pacing are too aggressive.
    (11, "softphone-connection-timeout", (SOFTPHONE, "/signaling/connectionTimeoutMs"), None),
    (11, "softphone-keep-alive", (SOFTPHONE, "/signaling/keepAliveIntervalMs"), Some((SOFTPHONE, "/signaling/connectionTimeoutMs"))),
    (11, "softphone-request-rate", (SOFTPHONE, "/signaling/requestsPerMinute"), None),
    (11, "softphone-setup-delay", (SOFTPHONE, "/media/setupDelayMs"), None),
    (11, "softphone-duplicate-candidates", (SOFTPHONE, "/ice/deduplicateCandidates"), None),
    (11, "softphone-candidate-interval", (SOFTPHONE, "/ice/candidateIntervalMs"), None),
    (11, "trunk-dial-timeout", (TRUNKS, "/entities/0/properties/trunk_maxDialTimeout/value/instance"), None),
    (11, "trunk-connect-timeout", (TRUNKS, "/entities/0/properties/trunk_transport_tcp_connectTimeout/value/instance"), None),
    (11, "trunk-idle-timeout", (TRUNKS, "/entities/0/properties/trunk_transport_tcp_connectionIdleTimeout/value/instance"), None),
    (11, "flow-data-action-timeout", (MESSAGING, "/inboundShortMessage/states/0/state/actions/1/callData/timeout/lit"), None),
    (11, "data-action-timeout", (ACTION, "/config/timeoutSeconds"), None),
    // The carrier's firewall blocks media ports.
    (12, "firewall-media-ports", (TRUNKS, "/entities/0/firewall/mediaPorts/max"), Some((SOFTPHONE, "/media/ports/max"))),
    // Endpoints that do not exist.
    (13, "unknown-endpoint-softphone", (SOFTPHONE, "/endpoints/interactions"), None),
    (13, "unknown-endpoint-softphone", (SOFTPHONE, "/endpoints/trunks"), None),
    (13, "unknown-endpoint-data-action", (ACTION, "/config/request/requestUrlTemplate"), None),
    // Answers of a trunk in trouble that do not lead to the next one.
    (14, "trunk-retryable-reason-codes", (TRUNKS, "/entities/0/properties/trunk_transport_retryableReasonCodes/value/instance"), Some((ROUTES, "/entities/0/externalTrunkBases/1/id"))),
];

/// The rest of the broken example: what its CX as Code part repeats of the causes above.
#[rustfmt::skip]
const REPEATED: &[Row] = &[
    (4, "trunk-only-codec", (CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_trunkbasesettings/Carrier_D/properties!/trunk_media_codec/value/instance/0"), Some((SOFTPHONE, "/codecs"))),
    (8, "classification-without-route", (CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_site/Munich/name"), Some((CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_site/Munich/number_plans/1/classification"))),
    (11, "trunk-dial-timeout", (CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_trunkbasesettings/Carrier_C/properties!/trunk_maxDialTimeout/value/instance"), None),
    (14, "trunk-retryable-reason-codes", (CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_trunkbasesettings/Carrier_C/properties!/trunk_transport_retryableReasonCodes/value/instance"), Some((CX_AS_CODE, "/resource/genesyscloud_telephony_providers_edges_site_outbound_route/Munich_National/external_trunk_base_ids/1"))),
];

/// The command, run where the examples are, without what the environment of the test says about terminals.
fn check(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("orglint").unwrap();
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).env_clear();
    let output = command.arg("check").args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

fn findings(directory: &str) -> (i32, Vec<Value>) {
    let (code, report) = check(&[directory, "--format", "json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    (code, report["findings"].as_array().unwrap().clone())
}

/// A finding or a related place as the table writes it: the file without the example's directory, and the pointer.
fn place(value: &Value) -> (String, String) {
    let path = value["path"].as_str().unwrap();
    let path = path.strip_prefix(BROKEN).unwrap().trim_start_matches('/').to_owned();
    let mut pointer = value["pointer"].as_str().unwrap().to_owned();
    if let Some(embedded) = value["embedded"].as_str() {
        pointer = format!("{pointer}!{embedded}");
    }
    if value["part"] != "value" {
        pointer = format!("{pointer}~{}", value["part"].as_str().unwrap());
    }
    (path, pointer)
}

/// A finding in one line, to compare: rule, place, and the first related place.
fn line(finding: &Value) -> String {
    let (path, pointer) = place(finding);
    let related = finding["related"].get(0).map(place);
    shown(
        finding["rule"].as_str().unwrap(),
        (&path, &pointer),
        related.as_ref().map(|(path, pointer)| (path.as_str(), pointer.as_str())),
    )
}

fn shown(rule: &str, at: (&str, &str), related: Option<(&str, &str)>) -> String {
    let related = related.map(|(path, pointer)| format!(" <- {path}#{pointer}"));
    format!("{rule} {}#{}{}", at.0, at.1, related.unwrap_or_default())
}

#[test]
fn finds_every_cause_at_its_exact_field() {
    let (code, findings) = findings(BROKEN);
    assert_eq!(code, 1);
    let found: Vec<String> = findings.iter().map(line).collect();
    for (cause, rule, at, related) in CAUSES {
        let expected = shown(rule, *at, *related);
        assert!(
            found.contains(&expected),
            "cause {cause}: no `{expected}` in\n{}",
            found.join("\n")
        );
    }
}

#[test]
fn covers_the_first_fourteen_causes() {
    let covered: std::collections::BTreeSet<u8> = CAUSES.iter().map(|(cause, ..)| *cause).collect();
    assert_eq!(covered, (1..=14).collect());
}

#[test]
fn finds_nothing_that_is_no_cause() {
    let (_, findings) = findings(BROKEN);
    let mut found: Vec<String> = findings.iter().map(line).collect();
    let rows = CAUSES.iter().chain(REPEATED);
    let mut expected: Vec<String> =
        rows.map(|(_, rule, at, related)| shown(rule, *at, *related)).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_repaired_organisation_has_no_finding() {
    let (code, findings) = findings(FIXED);
    assert_eq!(findings, Vec::<Value>::new());
    assert_eq!(code, 0);
}

#[test]
fn both_examples_hold_the_same_files() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(files(&manifest.join(BROKEN)), files(&manifest.join(FIXED)));
}

/// The paths of all files below a directory, sorted.
fn files(directory: &Path) -> Vec<String> {
    let mut open = vec![directory.to_path_buf()];
    let mut paths = Vec::new();
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                paths.push(path.strip_prefix(directory).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    paths.sort();
    paths
}

#[test]
fn the_report_of_the_broken_organisation() {
    let (_, report) = check(&[BROKEN]);
    insta::assert_snapshot!(report);
}
