use super::*;

#[test]
fn the_branch_that_was_meant() {
    assert_page!(page(
        Mode::Plain,
        &[
            Case {
                title: "told apart by a constant",
                schema: r#"{"oneOf": [
                    {"properties": {"type": {"const": "queue"}, "queue": {"type": "string"}}, "required": ["type", "queue"]},
                    {"properties": {"type": {"const": "user"}, "user": {"type": "string"}}, "required": ["type", "user"]},
                    {"properties": {"type": {"enum": ["flow", "menu"]}, "target": {"type": "string"}}, "required": ["type"]}]}"#,
                texts: &[
                    r#"{"type": "queue"}"#,
                    r#"{"type": "user", "user": 5}"#,
                    r#"{"type": "menu", "target": 5}"#,
                    r#"{"type": "users", "user": "x"}"#,
                    r#"{"user": "x"}"#,
                    r#"{"type": "queue", "queue": "x"}"#,
                    "[1]",
                ],
            },
            Case {
                title: "told apart by the required key",
                schema: r#"{"oneOf": [
                    {"type": "object", "properties": {"transfer": {"type": "object", "required": ["to"]}}, "required": ["transfer"], "additionalProperties": false},
                    {"type": "object", "properties": {"disconnect": {"type": "object"}}, "required": ["disconnect"], "additionalProperties": false}]}"#,
                texts: &[
                    r#"{"transfer": {}}"#,
                    r#"{"disconnect": 1}"#,
                    r#"{"disconect": {}}"#,
                    r#"{"whatever": {}}"#,
                    "{}",
                    r#""text""#,
                ],
            },
            Case {
                title: "told apart by type",
                schema: r#"{"properties": {"timeout": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9]+s$"}, {"type": "null"}]}}}"#,
                texts: &[
                    r#"{"timeout": 0}"#,
                    r#"{"timeout": "5"}"#,
                    r#"{"timeout": [1]}"#,
                    r#"{"timeout": null}"#
                ],
            },
            Case {
                title: "one of two keys",
                schema: r#"{"properties": {"a": {"anyOf": [{"required": ["id"]}, {"required": ["name"]}]}, "b": {"oneOf": [{"required": ["id"]}, {"required": ["name"]}]}}}"#,
                texts: &[r#"{"a": {"x": 1}}"#, r#"{"b": {"name": 1, "id": 2}}"#, r#"{"b": {}}"#],
            },
            Case {
                title: "branches inside branches and behind references",
                schema: r##"{"properties": {"value": {"$ref": "#/$defs/value"}}, "$defs": {"value": {"anyOf": [
                    {"$ref": "#/$defs/literal"}, {"type": "array", "items": {"$ref": "#/$defs/value"}}]},
                    "literal": {"oneOf": [{"type": "integer"}, {"enum": ["auto", "none"]}]}}}"##,
                texts: &[r#"{"value": "atuo"}"#, r#"{"value": true}"#, r#"{"value": [1, ["x"]]}"#],
            },
        ]
    ));
}

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
#[schemars(deny_unknown_fields)]
struct Model {
    /// The rule's name.
    id: String,
    /// How bad it is.
    severity: Option<crate::finding::Severity>,
    /// What it is about.
    subject: Subject,
    tags: Option<Vec<String>>,
    mode: Option<Documented>,
}

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
#[schemars(rename_all = "lowercase")]
enum Documented {
    /// Fast.
    Quick,
    /// Slow.
    Thorough,
}

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
#[schemars(untagged)]
enum Subject {
    /// One kind.
    Kind(String),
    /// A kind in one form.
    Form(Form),
}

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
#[schemars(deny_unknown_fields)]
struct Form {
    kind: String,
    form: String,
}

#[test]
fn schemas_generated_from_models() {
    let schema = schemars::schema_for!(Model).to_value();
    let schema = Schema::compile("rule", &schema).unwrap();
    let texts = [
        "id: a\nseverty: error\nsubject: queue\n",
        "id: a\nseverity: fatal\nsubject: queue\n",
        "id: a\nseverity: 5\nsubject: queue\n",
        "id: a\nmode: quik\nsubject: queue\n",
        "id: 5\nsubject: queue\ntags: error\n",
        "id: a\nsubject:\n  kind: queue\n  from: api\n",
        "id: a\nsubject: [queue]\n",
        "subject: queue\n",
    ];
    let mut page = String::new();
    for text in texts {
        writeln!(page, "{text}").unwrap();
        let document = document_of(text);
        for problem in super::super::problems(&schema, document.root()) {
            let location = problem.location.unwrap();
            let position = location.source.lines().position(text, location.span.start);
            let underlined = &text[location.span.range()];
            let help = problem.help.unwrap_or_default();
            let (line, column) = (position.line, position.column);
            writeln!(page, "  -> {line}:{column} {underlined} {} | {help}", problem.message)
                .unwrap();
        }
    }
    assert_page!(page);
}
