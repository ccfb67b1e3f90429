//! What values of each type mean in each form.

use super::super::testing::documents;
use super::super::{Field, FieldType, Form, Found};
use super::{DefaultValue, NotOfType, Scalar, normalise, normalise_default};

fn field(ty: FieldType) -> Field {
    Field {
        name: "f".to_owned(),
        ty,
        summary: String::new(),
        places: [].into(),
        defaults: [].into(),
        computed_by: None,
        unit_ms: None,
        values: [].into(),
        is_shared: false,
    }
}

/// What a YAML value means in a form, shown.
fn meaning(field: &Field, form: Form, yaml: &str) -> String {
    let documents = documents(&[("a.yaml", &format!("v: {yaml}\n"))]);
    let node = documents[0].root().get("v").expect("a value");
    match normalise(field, &field.ty, form, Found::Value(node)) {
        Ok(scalar) => format!("{scalar:?}"),
        Err(NotOfType) => "not of type".to_owned(),
    }
}

#[test]
fn terraform_converts_text_and_the_api_does_not() {
    for (ty, yaml, terraform, api) in [
        (FieldType::Int, "'600'", "Int(600)", "not of type"),
        (FieldType::Int, "1.0", "Int(1)", "Int(1)"),
        (FieldType::Int, "1.5", "not of type", "not of type"),
        (FieldType::Int, "99999999999999999999", "not of type", "not of type"),
        (FieldType::Double, "'1.5'", "Double(1.5)", "not of type"),
        (FieldType::Double, "2", "Double(2.0)", "Double(2.0)"),
        (FieldType::Bool, "'true'", "Bool(true)", "not of type"),
        (FieldType::Bool, "false", "Bool(false)", "Bool(false)"),
        (FieldType::Bool, "'yes'", "not of type", "not of type"),
        (FieldType::String, "5", "String(\"5\")", "not of type"),
        (FieldType::String, "text", "String(\"text\")", "String(\"text\")"),
        (FieldType::String, "[a]", "not of type", "not of type"),
        (FieldType::Date, "2023-12-31", "Date(19722)", "Date(19722)"),
        (FieldType::Codec, "G.711u", "Codec(\"audio/pcmu\")", "Codec(\"audio/pcmu\")"),
        (FieldType::Codec, "7", "not of type", "not of type"),
    ] {
        let field = field(ty);
        assert_eq!(meaning(&field, Form::Terraform, yaml), terraform, "{yaml}");
        assert_eq!(meaning(&field, Form::Api, yaml), api, "{yaml}");
    }
}

#[test]
fn durations_come_as_text_numbers_and_amounts() {
    let seconds = Field { unit_ms: Some(1_000), ..field(FieldType::Duration) };
    for (yaml, expected) in [
        ("2m", "Duration(120000)"),
        ("40", "Duration(40000)"),
        ("1.5", "Duration(1500)"),
        ("{minutes: 1, seconds: 10}", "Duration(70000)"),
        ("{fortnights: 1}", "not of type"),
        ("{}", "not of type"),
        ("{seconds: x}", "not of type"),
        ("9223372036854775807", "not of type"),
        ("true", "not of type"),
    ] {
        assert_eq!(meaning(&seconds, Form::Api, yaml), expected, "{yaml}");
    }
    let without_unit = field(FieldType::Duration);
    assert_eq!(meaning(&without_unit, Form::Api, "40"), "not of type");
    assert_eq!(meaning(&without_unit, Form::Api, "0"), "Duration(0)");
}

#[test]
fn spellings_are_compared_without_case_and_by_form() {
    let values = [(Form::Archy, [("inboundcall".to_owned(), "INBOUNDCALL".to_owned())].into())];
    let field = Field { values: values.into(), ..field(FieldType::String) };
    assert_eq!(meaning(&field, Form::Archy, "InboundCall"), "String(\"INBOUNDCALL\")");
    assert_eq!(meaning(&field, Form::Archy, "other"), "String(\"other\")");
    assert_eq!(meaning(&field, Form::Api, "inboundCall"), "String(\"inboundCall\")");
}

#[test]
fn defaults_are_normalised_as_values_are() {
    let list = FieldType::List(Box::new(FieldType::Codec));
    let defaults = [(Form::Api, serde_json::json!(["PCMU", "opus"]))];
    let field = Field { defaults: defaults.into(), ..field(list) };
    let codecs = ["audio/pcmu", "audio/opus"].map(|codec| Scalar::Codec(codec.into()));
    assert_eq!(normalise_default(&field, Form::Api), Some(Ok(DefaultValue::Many(codecs.to_vec()))));
    assert_eq!(normalise_default(&field, Form::Own), None);
}
