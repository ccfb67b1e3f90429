use super::*;

#[test]
fn json_inside_a_string() {
    assert_page!(page(
        Mode::Terraform,
        &[Case {
            title: "contentSchema",
            schema: r##"{"properties": {"properties": {"type": "string", "contentMediaType": "application/json", "contentSchema": {"$ref": "#/$defs/inner"}}},
                "$defs": {"inner": {"type": "object", "required": ["trunk_type"], "additionalProperties": false, "x-severity": "warning",
                    "properties": {"trunk_type": {"type": "string"}, "trunk_max": {"properties": {"value": {"type": "integer"}}}}}}}"##,
            texts: &[
                r#"{"properties": "{\"trunk_type\": \"a\", \"trunk_max\": {\"value\": \"5\"}}"}"#,
                r#"{"properties": "{\"trunk_typ\": \"a\"}"}"#,
                r#"{"properties": "{\"trunk_type\": \"${var.x}\", \"trunk_max\": {\"value\": \"${var.y}\"}}"}"#,
                r#"{"properties": "${jsonencode(local.x)}"}"#,
                r#"{"properties": "{\"trunk_type\": \"a\",, }"}"#,
                r#"{"properties": "not json"}"#,
                r#"{"properties": ""}"#,
                r#"{"properties": "[]"}"#,
            ],
        }]
    ));
}
