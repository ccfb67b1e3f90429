use super::*;
use crate::schema::json::{Instance, Nodes};
use jsonschema::PatternOptions;
use jsonschema_value::conformance::assert_conformance;
use proptest::prelude::*;
use serde_json::json;

const CONFORMANCE: &str = r#"{"string": "héllo", "integer": 42, "float": 1.5, "boolean": true, "null": null,
    "array": [10, 20, 30], "duplicates": [1, {"a": 1}, {"a": 1}], "object": {"nested": "value"}}"#;

#[test]
fn nodes_read_as_the_validator_expects() {
    let json = document_of(CONFORMANCE);
    assert_conformance::<Nodes>(&Instance::new(json.root(), Mode::Plain));
    let yaml = format!("---\n{CONFORMANCE}");
    let yaml = document_of(&yaml);
    assert_conformance::<Nodes>(&Instance::new(yaml.root(), Mode::Plain));
    let value: Value = serde_json::from_str(CONFORMANCE).unwrap();
    assert_eq!(jsonschema_value::conformance::document(), value);
}

#[test]
fn numbers_of_yaml() {
    let schema = compiled(r#"{"items": {"type": "integer", "minimum": 10}}"#);
    let lines = found(
        &schema,
        "- 0x1F\n- 0o17\n- +12\n- 12.0\n- .inf\n- .nan\n- 0x05\n- 99999999999999999999\n",
        Mode::Plain,
    );
    let places: Vec<&str> = lines.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(places, ["5:3", "6:3", "7:3"], "{lines:#?}");
}

fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3i64..12).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop::sample::select(vec![0.5, 1.0, 2.5, 1e300]).prop_map(Value::from),
        prop::sample::select(vec!["a", "b", "queue", "", "é{", "[1]", "{\"a\":1}", "{{t}}"])
            .prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 5, |inner| {
        let key = prop::sample::select(vec!["a", "b", "type", "x/y", "m~n", "<<"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..5)
                .prop_map(|members| members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()),
        ]
    })
}

fn some_schemas() -> Vec<Value> {
    vec![
        json!({"type": "object", "properties": {"a": {"type": "integer", "minimum": 0}, "b": {"enum": ["a", 1, null]}}, "additionalProperties": false, "required": ["a"]}),
        json!({"anyOf": [{"type": "string", "pattern": "^[a-q]"}, {"items": {"type": ["integer", "string"]}, "uniqueItems": true}, {"required": ["type"]}]}),
        json!({"oneOf": [{"properties": {"type": {"const": "a"}}, "required": ["type"]}, {"properties": {"type": {"const": "b"}}, "required": ["type"]}, {"type": "array", "contains": {"const": 1}}]}),
        json!({"$ref": "#/$defs/n", "$defs": {"n": {"type": ["object", "array", "string", "null"], "additionalProperties": {"$ref": "#/$defs/n"}, "items": {"$ref": "#/$defs/n"}}}}),
        json!({"allOf": [{"properties": {"a": true}}], "if": {"required": ["b"]}, "then": {"properties": {"b": {"type": "string"}}}, "else": {"minProperties": 1}, "unevaluatedProperties": {"type": "number"}}),
        json!({"propertyNames": {"maxLength": 2}, "not": {"required": ["a", "b"]}, "maxProperties": 2, "dependentRequired": {"a": ["b"]}, "multipleOf": 0.5, "const": 2}),
        json!({"prefixItems": [{"type": "integer"}], "items": {"minLength": 1}, "minItems": 1, "patternProperties": {"^x": {"type": "null"}}, "unevaluatedItems": false}),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The same verdict as over `serde_json::Value`; and whatever is wrong gets a finding, without a panic.
    #[test]
    fn nodes_are_judged_as_values_are(value in any_json()) {
        let text = serde_json::to_string(&value).unwrap();
        let source = Arc::new(Source::new("test.json", text.as_str()));
        let parsed = document::parse(&source, Syntax::Json);
        let root = parsed.documents[0].root();
        for schema in some_schemas() {
            let options = jsonschema::options().with_pattern_options(PatternOptions::regex());
            let expected = options.build(&schema).unwrap().is_valid(&value);
            let compiled = Schema::compile("test", &schema).unwrap();
            let actual = compiled.validator().is_valid(Instance::new(root, Mode::Plain));
            prop_assert_eq!(actual, expected, "{}", schema);
            let findings = check(&compiled, root, Mode::Plain, || None);
            prop_assert!(findings.is_empty() || !expected, "{}: {:?}", schema, findings);
            if !expected && !text.contains("{{") {
                prop_assert!(!findings.is_empty(), "{}", schema);
            }
            check(&compiled, root, Mode::Terraform, || None);
        }
    }
}
