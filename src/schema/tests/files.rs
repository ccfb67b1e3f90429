use super::*;
use crate::catalog::Form;
use crate::schema::Schemas;

fn schemas(files: &[(&str, &str)]) -> Schemas {
    Schemas::new(files.iter().map(|(path, text)| Arc::new(Source::new(*path, *text))))
}

#[test]
fn references_lead_to_other_files_by_path_and_by_id() {
    let schemas = schemas(&[
        (
            "schemas/queue/api.schema.json",
            r#"{"properties": {
            "a": {"$ref": "../common/shared.schema.json#/$defs/id"},
            "b": {"$ref": "https://orglint.example/other.json"}}}"#,
        ),
        (
            "schemas/common/shared.schema.json",
            r#"{"$defs": {"id": {"type": "string", "x-severity": "note"}}}"#,
        ),
        (
            "schemas/common/other.schema.json",
            r#"{"$id": "https://orglint.example/other.json", "type": "integer", "x-severity": "warning"}"#,
        ),
    ]);
    let schema = schemas.get("queue", Form::Api).unwrap().unwrap();
    assert_eq!(
        found(schema, r#"{"a": 1, "b": "x"}"#, Mode::Plain),
        [
            r#"1:7 value 1 [note wrong-type] `a` expects a string, is the number `1` | Put it in quotes: `"1"`"#,
            r#"1:15 value "x" [warning wrong-type] `b` expects a whole number, is the string `x`"#,
        ]
    );
    assert!(schemas.get("queue", Form::Archy).is_none());
    assert!(schemas.problems().is_empty());
}

#[test]
fn a_later_file_replaces_an_earlier_one_of_the_same_kind_and_form() {
    let schemas = schemas(&[
        (
            "schemas/queue/api.schema.json",
            r#"{"$id": "orglint:///schemas/queue/api.schema.json", "type": "string"}"#,
        ),
        (
            "mine/queue/api.schema.json",
            r#"{"$id": "orglint:///schemas/queue/api.schema.json", "type": "array"}"#,
        ),
    ]);
    let schema = schemas.get("queue", Form::Api).unwrap().unwrap();
    assert_eq!(found(schema, "[]", Mode::Plain), [""; 0]);
}

fn problem(text: &str) -> String {
    let schemas = schemas(&[("schemas/queue/api.schema.json", text)]);
    let problem = schemas.get("queue", Form::Api).unwrap().unwrap_err().clone();
    let location = problem.location.unwrap();
    let position = location.source.lines().position(text, location.span.start);
    let underlined = &text[location.span.range()];
    format!("{}:{} {underlined}: {}", position.line, position.column, problem.message)
}

#[test]
fn a_schema_that_does_not_compile_is_framed_in_its_file() {
    let page = [
        r#"{"properties": {"a": {"type": "text"}}}"#,
        r#"{"properties": {"a": {"pattern": "(?=x)"}}}"#,
        r##"{"properties": {"a": {"$ref": "#/$defs/none"}}}"##,
        r#"{"properties": {"a": {"$ref": "https://example.org/remote.json"}}}"#,
        r#"{"properties": {"a": {"contentSchema": {"$ref": "gone.json"}}}}"#,
        r#"{"properties": {,}}"#,
    ];
    assert_page!(page.map(problem).join("\n"));
}
