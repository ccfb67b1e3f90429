use super::*;

#[test]
fn keys() {
    assert_page!(page(
        Mode::Plain,
        &[
            Case {
                title: "an unknown key: at the key, with the nearest known one",
                schema: r#"{"properties": {"trunk_maxDialTimeout": {}, "trunk_language": {}}, "additionalProperties": false}"#,
                texts: &[
                    r#"{"trunk_maxDialTimeot": 1}"#,
                    r#"{"trunk_max_dial_timeout": 1}"#,
                    r#"{"maxDialTimeout": 1}"#,
                    r#"{"colour": 1}"#,
                    "trunk_language: de\ntrunk_Language: en\n",
                ],
            },
            Case {
                title: "a missing key: at the key of the object, with what it means",
                schema: r#"{"required": ["name"], "properties": {
                    "name": {"description": "What people call it. Unique."},
                    "site": {"required": ["id"]},
                    "routes": {"items": {"required": ["id"]}}}}"#,
                texts: &[
                    r#"{"name": "x", "site": {"selfUri": "/"}}"#,
                    r#"{"id": "7", "site": {}}"#,
                    r#"{"name": "x", "routes": [{"id": 1}, {"name": "second"}, {}]}"#,
                    "site:\n  id: 1\n",
                ],
            },
            Case {
                title: "a misspelt key is not also missing",
                schema: r#"{"required": ["name", "state"], "properties": {"name": {}, "state": {}}, "additionalProperties": false}"#,
                texts: &[r#"{"nmae": "x"}"#],
            },
            Case {
                title: "keys that ask for others, names of keys, and keys that are not allowed",
                schema: r#"{"dependentRequired": {"user": ["password"]}, "propertyNames": {"pattern": "^[a-z]+$"},
                    "properties": {"never": false, "limited": {"propertyNames": {"enum": ["first", "second"]}},
                    "merged": {"allOf": [{"properties": {"first": {}}}], "properties": {"second": {}}, "unevaluatedProperties": false}}}"#,
                texts: &[
                    r#"{"user": "x"}"#,
                    r#"{"A1": 1, "never": 2, "limited": {"frist": 1}, "merged": {"first": 1, "second": 2, "frist": 3}}"#,
                ],
            },
            Case {
                title: "conditions",
                schema: r#"{"if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
                    "then": {"required": ["x"]}, "else": {"properties": {"x": {"type": "integer"}}}}"#,
                texts: &[r#"{"kind": "a"}"#, r#"{"kind": "b", "x": "y"}"#],
            },
            Case {
                title: "repeated keys: the last one counts",
                schema: r#"{"properties": {"a": {"type": "integer"}}}"#,
                texts: &[r#"{"a": "x", "a": 1}"#, r#"{"a": 1, "a": "x"}"#],
            },
        ]
    ));
}

#[test]
fn aliases_and_merge_keys_are_followed() {
    assert_page!(page(
        Mode::Plain,
        &[Case {
            title: "merge keys",
            schema: r#"{"additionalProperties": {"required": ["a", "b"], "properties": {"a": {"type": "integer"}}}}"#,
            texts: &[
                "base: &base\n  a: 1\n  b: 2\nuse:\n  <<: *base\n",
                "base: &base\n  a: 1\n  b: 2\nuse:\n  <<: *base\n  a: x\n",
                "base: &base\n  a: x\n  b: 1\nuse: *base\n",
            ],
        }]
    ));
}

#[test]
fn a_resource_with_many_errors_is_summarised() {
    let schema = compiled(r#"{"items": {"type": "integer"}}"#);
    let text = format!("[{}]", vec!["\"x\""; 60].join(","));
    let lines = found(&schema, &text, Mode::Plain);
    assert_eq!(lines.len(), 51);
    assert!(lines[50].ends_with("10 more findings of the schema are not shown"), "{}", lines[50]);
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut text = String::from("a0: &a0 [x]\n");
    for level in 1..30 {
        let before = level - 1;
        writeln!(text, "a{level}: &a{level} [*a{before}, *a{before}]").unwrap();
    }
    let schema = compiled(
        r##"{"$ref": "#/$defs/n", "$defs": {"n": {"items": {"$ref": "#/$defs/n"}, "additionalProperties": {"$ref": "#/$defs/n"}}}}"##,
    );
    let lines = found(&schema, &text, Mode::Plain);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("Aliases multiply"), "{}", lines[0]);
}
