use super::*;

#[test]
fn types_and_values() {
    assert_page!(page(
        Mode::Plain,
        &[
            Case {
                title: "a wrong type: at the value, with what is allowed and what it is",
                schema: r#"{"properties": {
                    "timeout": {"type": "integer", "description": "Seconds until the call is given up. Not less."},
                    "name": {"type": ["string", "null"]},
                    "on": {"type": "boolean"},
                    "codecs": {"items": {"type": "string"}}}}"#,
                texts: &[
                    r#"{"timeout": "abc"}"#,
                    r#"{"timeout": "30"}"#,
                    r#"{"timeout": 1.5}"#,
                    r#"{"timeout": null, "name": 5}"#,
                    r#"{"name": {"a": 1}, "codecs": ["a", 7, ["b"]]}"#,
                    "on: 'yes'\nname: 5\n",
                    "timeout:\n",
                    "timeout: 0x1F\n",
                    "timeout: 1.0\n",
                ],
            },
            Case {
                title: "one of a list: with the nearest one",
                schema: r#"{"properties": {
                    "type": {"type": "string", "enum": ["EXTERNAL", "PHONE", "EDGE"]},
                    "one": {"const": "x"},
                    "many": {"enum": ["a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8", "i9", "j10"]},
                    "state": {"enum": ["active", null]}}}"#,
                texts: &[
                    r#"{"type": "external"}"#,
                    r#"{"type": 5}"#,
                    r#"{"one": "y", "many": "zzz", "state": "gone"}"#,
                    r#"{"type": ""}"#,
                ],
            },
        ]
    ));
}

#[test]
fn limits_and_prohibitions() {
    assert_page!(page(
        Mode::Plain,
        &[
            Case {
                title: "limits",
                schema: r#"{"properties": {
                    "a": {"minimum": 1, "maximum": 10, "multipleOf": 5},
                    "b": {"exclusiveMinimum": 0, "exclusiveMaximum": 2.5},
                    "c": {"minLength": 2, "maxLength": 4},
                    "d": {"pattern": "^[a-z]+$"},
                    "e": {"minItems": 1, "maxItems": 2, "uniqueItems": true},
                    "f": {"minProperties": 1, "maxProperties": 1},
                    "g": {"contains": {"const": "audio/pcmu"}},
                    "h": {"contains": {"type": "string"}, "minContains": 2},
                    "i": {"prefixItems": [true], "items": false}}}"#,
                texts: &[
                    r#"{"a": 0, "b": 0}"#,
                    r#"{"a": 12, "b": 2.5}"#,
                    r#"{"c": "", "d": "A1"}"#,
                    r#"{"c": "abcdef"}"#,
                    r#"{"c": "é", "e": [], "f": {}}"#,
                    r#"{"e": ["x", "y", "x"], "f": {"a": 1, "b": 2}}"#,
                    r#"{"e": [{"a": 1, "b": 2}, {"b": 2.0, "a": 1}]}"#,
                    r#"{"g": ["audio/opus"], "h": ["x", 1]}"#,
                    r#"{"i": [1, 2]}"#,
                    r#"{"a": 99999999999999999999999999}"#,
                ],
            },
            Case {
                title: "not",
                schema: r#"{"properties": {"a": {"not": {"const": "x"}}, "b": {"not": {"required": ["c"]}},
                    "d": {"not": {"required": ["e", "f"]}}, "g": {"not": {"pattern": "^_"}}}}"#,
                texts: &[r#"{"a": "x", "b": {"c": 1}, "d": {"f": 1, "e": 2}, "g": "_x"}"#],
            },
        ]
    ));
}

#[test]
fn secrets_and_odd_values_are_not_shown_as_they_are() {
    assert_page!(page(
        Mode::Plain,
        &[Case {
            title: "secrets, long values and control characters",
            schema: r#"{"properties": {
                "apiKey": {"pattern": "^k", "type": "string"}, "password": {"type": "integer"},
                "credentials": {"properties": {"user": {"enum": ["a"]}}},
                "text": {"pattern": "^k"}}}"#,
            texts: &[
                r#"{"apiKey": "hunter2", "password": "hunter2", "credentials": {"user": "hunter2"}}"#,
                r#"{"apiKey": 42}"#,
                r#"{"text": "0123456789012345678901234567890123456789012345678901234567890123456789"}"#,
                "text: \"a\\e[31mb\\nc\"\n",
            ],
        }]
    ));
}
