use super::*;

#[test]
fn annotations() {
    assert_page!(page(
        Mode::Plain,
        &[
            Case {
                title: "the nearest severity counts",
                schema: r#"{"x-severity": "note", "required": ["z"], "properties": {
                    "a": {"x-severity": "warning", "type": "integer"},
                    "b": {"type": "string", "allOf": [{"x-severity": "warning", "enum": ["x"]}]},
                    "c": {"properties": {"d": {"type": "integer"}}}}}"#,
                texts: &[r#"{"a": "x", "b": "y", "c": {"d": "e"}}"#, r#"{"z": 1, "b": 5}"#],
            },
            Case {
                title: "only slips are unknown keys",
                schema: r#"{"properties": {"inboundSite": {}, "name": {}, "line1": {}, "dateCreated": {}},
                    "additionalProperties": false, "x-unknown": "near", "x-severity": "warning", "x-variant-severity": "error"}"#,
                texts: &[
                    r#"{"inboudSite": 1}"#,
                    r#"{"inbound_site": 1}"#,
                    r#"{"colour": 1, "nam": 2, "line2": 3, "dateModified": 4}"#,
                    r#"{"inboundSite": 1, "inboundSites": 2}"#,
                ],
            },
            Case {
                title: "only slips are unknown values",
                schema: r#"{"properties": {
                    "base": {"allOf": [{"enum": ["generic_sip.json", "webrtc_softphone.json"], "x-unknown": "near", "x-severity": "warning"}]}}}"#,
                texts: &[
                    r#"{"base": "webrtc_softphon.json"}"#,
                    r#"{"base": "WebRTC_softphone.json"}"#,
                    r#"{"base": "polycom_vvx_411.json"}"#,
                    r#"{"base": 3}"#,
                ],
            },
            Case {
                title: "words of the schema itself",
                schema: r#"{"required": ["a"], "properties": {
                    "a": {"type": "string", "pattern": "^\\+", "x-message": "A number begins with `+`", "x-help": "Write E.164"},
                    "b": {"x-message": {"minimum": "Too little"}, "minimum": 1, "maximum": 2}}}"#,
                texts: &[r#"{"a": "123", "b": 0}"#, r#"{"a": 5, "b": 3}"#, "{}"],
            },
        ]
    ));
}

#[test]
fn what_the_platform_sets_stands_in_state_alone() {
    let schema = compiled(
        r#"{"properties": {"version": {"not": {}, "readOnly": true}, "name": {"type": "string"}}}"#,
    );
    let text = r#"{"version": 3, "name": ["a"]}"#;
    assert_eq!(found(&schema, text, Mode::Terraform).len(), 2);
    assert_eq!(found(&schema, text, Mode::State).len(), 1);
}
