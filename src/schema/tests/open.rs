use super::*;

#[test]
fn expressions_of_terraform_stand_for_any_value() {
    assert_page!(page(
        Mode::Terraform,
        &[
            Case {
                title: "values, conditions and branches that hang on an expression",
                schema: r#"{"required": ["name"], "properties": {
                        "type": {"enum": ["A", "B"]}, "count": {"type": "integer"}, "block": {"type": "object"},
                        "list": {"contains": {"const": 1}, "uniqueItems": true},
                        "one": {"oneOf": [{"properties": {"k": {"const": 1}}, "required": ["k"]}, {"properties": {"k": {"const": 2}}, "required": ["k"]}]}},
                    "if": {"properties": {"type": {"const": "A"}}, "required": ["type"]}, "then": {"required": ["x"]}, "else": {"required": ["y"]}}"#,
                texts: &[
                    r#"{"name": "n", "type": "${var.type}", "count": "${var.n}", "block": "${jsonencode({})}"}"#,
                    r#"{"name": "n", "type": "$${var.type}", "y": 1}"#,
                    r#"{"name": "n", "type": "A"}"#,
                    r#"{"name": "n", "y": 1, "list": ["${a}"], "one": {"k": "${a}"}}"#,
                    r#"{"name": "n", "y": 1, "list": [2]}"#,
                ],
            },
            Case {
                title: "null is absent, scalars are converted, `//` is a comment, dynamic blocks count",
                schema: r#"{"required": ["name", "rule"], "additionalProperties": false, "properties": {
                    "name": {"type": "string"}, "size": {"type": "integer"}, "on": {"type": "boolean"}, "mode": {"enum": ["1", "2"]},
                    "rule": {}, "dynamic": {}}}"#,
                texts: &[
                    r#"{"name": null, "rule": {}}"#,
                    r#"{"//": "why", "name": 5, "size": "7", "on": "true", "mode": 1, "dynamic": {"rule": {}}}"#,
                    r#"{"name": "n", "rule": {}, "size": "x", "on": "yes", "mode": 3}"#,
                    r#"{"name": "n", "rule": {}, "size": null}"#,
                ],
            },
        ]
    ));
}

#[test]
fn tokens_stand_for_any_value() {
    assert_page!(page(
        Mode::Plain,
        &[Case {
            title: "tokens of Archy",
            schema: r#"{"required": ["name"], "additionalProperties": false, "properties": {"name": {"type": "integer"}, "other": {"enum": ["a"]}}}"#,
            texts: &["name: {{NAME}}\nother: x{{Y}}\n", "{{KEY}}: 5\n", "name: x\n"],
        }]
    ));
}
