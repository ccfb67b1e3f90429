//! What the loader accepts and refuses.

use super::super::testing::{KINDS, catalog, load, shown};
use super::super::{Extraction, FieldType, Form, Place, Step};

/// The problems of a catalogue of one more kind beside a site.
fn problems_of(text: &str) -> Vec<String> {
    let site = "kind: site\ntitle: Site\nforms: { api: { self-uri: '/api/v2/sites/{id}' } }\n";
    let files = [("schemas/site/kind.yaml", site), ("schemas/x/kind.yaml", text)];
    shown(&load(&files).err().unwrap_or_default())
}

/// The problems of a kind whose fields are these lines.
fn field_problems(fields: &str) -> Vec<String> {
    let head = "kind: x\ntitle: X\nforms: { api: {}, terraform: {} }\n";
    problems_of(&format!("{head}{fields}\n"))
}

#[test]
fn state_has_what_cx_as_code_has_and_the_id_of_the_platform() {
    let catalog = catalog(KINDS);
    let id = catalog.kind_named("trunk-base").expect("a kind");
    let kind = catalog.kind(id);
    let forms: Vec<Form> = kind.forms.keys().copied().collect();
    assert_eq!(forms, [Form::Api, Form::Terraform, Form::State]);
    assert_eq!(kind.forms[&Form::State].id, Some(vec![Step::Key("id".to_owned())]));
    let (codecs, timeout) = (&kind.fields["codecs"], &kind.fields["dialTimeout"]);
    assert_eq!(codecs.places[&Form::State], codecs.places[&Form::Terraform]);
    assert_eq!(timeout.defaults[&Form::State], "2m");
    let idle = &kind.fields["idle"];
    assert!(!idle.defaults.contains_key(&Form::State), "its default is that of the API alone");
    let softphone = catalog.kind_named("softphone").expect("a kind");
    assert!(!catalog.kind(softphone).forms.contains_key(&Form::State));
}

#[test]
fn a_form_that_does_not_exist_is_framed_wherever_one_may_stand() {
    let problems = field_problems("fields: { a: { type: int, apu: b } }");
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(problems[0].contains(r#""apu": "#) && problems[0].contains("`api`"), "{problems:#?}");
    let problems = field_problems("fields: { a: { type: string, api: b, values: { apu: {} } } }");
    assert!(problems.len() == 1 && problems[0].contains(r#""apu": "#), "{problems:#?}");
    let problems = field_problems("identity: { name: n, apu: { id: x } }");
    assert!(problems.len() == 1 && problems[0].contains(r#""apu": "#), "{problems:#?}");
}

#[test]
fn kinds_are_in_the_order_of_their_slugs() {
    let catalog = catalog(KINDS);
    let names: Vec<&str> = catalog.kinds().map(|(_, kind)| kind.name.as_str()).collect();
    let expected = [
        "flow",
        "outbound-route",
        "queue",
        "recording-settings",
        "site",
        "softphone",
        "trunk-base",
    ];
    assert_eq!(names, expected);
    for (id, kind) in catalog.kinds() {
        assert_eq!(catalog.kind_named(&kind.name), Some(id));
    }
    assert_eq!(catalog.kind_named("trunk"), None);
}

#[test]
fn a_path_holds_for_all_forms_of_the_kind() {
    let catalog = catalog(KINDS);
    let trunk = catalog.kind(catalog.kind_named("trunk-base").expect("the kind"));
    let codecs = &trunk.fields["codecs"];
    assert_eq!(codecs.ty, FieldType::List(Box::new(FieldType::Codec)));
    assert_eq!(
        codecs.places.keys().copied().collect::<Vec<_>>(),
        [Form::Api, Form::Terraform, Form::State]
    );
    let idle = &trunk.fields["idle"];
    assert_eq!((idle.unit_ms, idle.defaults.contains_key(&Form::Terraform)), (Some(1000), false));
    assert_eq!(trunk.fields["dialTimeout"].defaults.len(), 3);
    assert_eq!(
        trunk.fields["webRtc"].computed_by.as_deref(),
        Some("self.metabase.endsWith('webrtc.json')")
    );
}

#[test]
fn references_are_fields_that_hold_resources() {
    let catalog = catalog(KINDS);
    let route = catalog.kind(catalog.kind_named("outbound-route").expect("the kind"));
    assert_eq!(catalog.type_name(&route.fields["trunks"].ty), "list(trunk-base)");
    assert_eq!(catalog.type_name(&route.fields["site"].ty), "site");
    assert_eq!(route.fields["site"].places[&Form::Terraform][1], Place::Parent);
}

#[test]
fn records_are_types_of_their_kind() {
    let catalog = catalog(KINDS);
    let flow = catalog.kind(catalog.kind_named("flow").expect("the kind"));
    let FieldType::List(element) = &flow.fields["actions"].ty else { panic!("a list") };
    let FieldType::Record(action) = **element else { panic!("a record") };
    let action = catalog.record(action);
    assert_eq!(action.name, "action");
    assert_eq!(action.fields["type"].places[&Form::Archy], [Place::Path(vec![Step::OwnKey])]);
    assert_eq!(catalog.type_name(&action.fields["queue"].ty), "queue");
    assert_eq!(flow.fields["actions"].places[&Form::Archy], [Place::Computed(Extraction::Actions)]);
}

#[test]
fn every_kind_has_an_id_and_a_name() {
    let catalog = catalog(KINDS);
    for (_, kind) in catalog.kinds() {
        assert_eq!(kind.fields["name"].ty, FieldType::String, "{}", kind.name);
        assert!(kind.fields.contains_key("id"), "{}", kind.name);
    }
}

#[test]
fn schemas_are_found_by_kind_and_form_and_shared_ones_by_name() {
    let mut files = KINDS.to_vec();
    files.extend([
        ("schemas/queue/api.schema.json", "{}"),
        ("schemas/common/division.schema.json", "{}"),
        ("schemas/README.md", "# About"),
    ]);
    let catalog = catalog(&files);
    let queue = catalog.kind_named("queue").expect("the kind");
    let schema = catalog.schema_source(queue, Form::Api).expect("a schema");
    assert_eq!(schema.path(), "schemas/queue/api.schema.json");
    assert!(catalog.schema_source(queue, Form::Terraform).is_none());
    let shared: Vec<&str> = catalog.shared_schemas().map(|(name, _)| name).collect();
    assert_eq!(shared, ["common/division.schema.json"]);
}

#[test]
fn a_kind_or_schema_that_is_declared_twice_is_refused() {
    let kind = "kind: queue\ntitle: Queue\nforms: { api: {} }\n";
    let files = [("schemas/queue/kind.yaml", kind), ("mine/queue/kind.yaml", kind)];
    assert_eq!(
        shown(&load(&files).expect_err("a clash")),
        [
            r#"mine/queue/kind.yaml: "queue": the kind `queue` is already declared in schemas/queue/kind.yaml"#
        ]
    );
    let files =
        [files[0], ("schemas/queue/api.schema.json", "{}"), ("mine/queue/api.schema.json", "{}")];
    assert_eq!(
        shown(&load(&files).expect_err("a clash")),
        ["the schema mine/queue/api.schema.json is already given by schemas/queue/api.schema.json"]
    );
}

#[test]
fn unknown_keys_are_framed_with_advice() {
    let in_field = "kind: x\ntitle: X\nforms: { api: {} }\nfields:\n  a: { type: int, pth: a }\n";
    for (text, written, meant) in
        [("kind: x\ntitel: X\nforms: { api: {} }\n", "titel", "title"), (in_field, "pth", "path")]
    {
        let problems = problems_of(text);
        let framed = format!("schemas/x/kind.yaml: \"{written}\": ");
        let is_told =
            |one: &String| one.starts_with(&framed) && one.contains(&format!("`{meant}`"));
        assert!(problems.iter().any(is_told), "{problems:?}");
    }
}

#[test]
fn text_that_is_no_kind_at_all_is_framed() {
    assert_eq!(problems_of("").len(), 1);
    assert_eq!(problems_of("- a\n").len(), 1);
    assert_eq!(problems_of("kind: [\n").len(), 1);
    let twice = problems_of("kind: x\ntitle: X\nkind: x\nforms: { api: {} }\n");
    assert_eq!(twice, [r#"schemas/x/kind.yaml: "kind": the key `kind` stands here twice"#]);
}

#[test]
fn a_slug_is_the_name_of_its_folder() {
    assert_eq!(
        problems_of("kind: y\ntitle: Y\nforms: { api: {} }\n"),
        [r#"schemas/x/kind.yaml: "y": the kind `y` does not stand in a folder of that name"#]
    );
    assert_eq!(problems_of("kind: X y\ntitle: Y\nforms: { api: {} }\n").len(), 1);
    assert_eq!(
        problems_of("kind: x\ntitle: X\nforms: {}\n"),
        [r#"schemas/x/kind.yaml: "forms": the kind `x` has no form"#]
    );
}

#[test]
fn unknown_kinds_and_types_are_framed_with_advice() {
    assert_eq!(
        field_problems("references: { home: { kind: sites, path: home.id } }"),
        [r#"schemas/x/kind.yaml: "sites": there is no kind `sites` (did you mean `site`?)"#]
    );
    assert_eq!(
        field_problems("fields: { a: { type: list(codecs), path: a } }"),
        [
            r#"schemas/x/kind.yaml: "list(codecs)": there is no type `codecs` (did you mean `codec`?)"#
        ]
    );
    assert_eq!(
        problems_of("kind: x\ntitle: X\nforms: { api: { nested: [{ kind: siet, at: a }] } }\n"),
        [r#"schemas/x/kind.yaml: "siet": there is no kind `siet` (did you mean `site`?)"#]
    );
}

#[test]
fn names_that_clash_or_mean_something_else_are_refused() {
    for fields in [
        "fields: { a: { type: int, path: a } }\nreferences: { a: { kind: site, path: b } }",
        "fields: { raw: { type: int, path: a } }",
        "fields: { a_b: { type: int, path: a } }",
        "records: { codec: { fields: { a: { type: int, path: a } } } }",
    ] {
        assert_eq!(field_problems(fields).len(), 1, "{fields}");
    }
}

#[test]
fn places_have_to_make_sense() {
    for (fields, framed) in [
        ("fields: { a: { type: int, path: a..b } }", "\"a..b\""),
        ("fields: { a: { type: list(int), path: [a, b..c] } }", "\"b..c\""),
        ("fields: { a: { type: int, archy: a } }", "\"archy\""),
        ("fields: { a: { type: int } }", "\"a\""),
        ("fields: { a: { type: int, path: a, is: '1' } }", "\"a\""),
        ("fields: { a: { type: int, path: a.*.b } }", "\"int\""),
        ("fields: { a: { type: string, api: self-uri(site) } }", "\"self-uri(site)\""),
        ("fields: { a: { type: string, api: parent() } }", "\"a\""),
        ("fields: { a: { type: list(any), computed: tasks() } }", "\"tasks()\""),
        ("fields: { a: { type: list(any), computed: actions() } }", "\"list(any)\""),
        ("fields: { a: { type: bool, computed: is-dead() } }", "\"is-dead()\""),
        ("references: { a: { kind: site } }", "\"a\""),
        ("references: { a: { kind: site, api: parent() } }", "\"x\""),
    ] {
        let problems = field_problems(fields);
        assert_eq!(problems.len(), 1, "{fields}: {problems:?}");
        assert!(
            problems[0].starts_with(&format!("schemas/x/kind.yaml: {framed}: ")),
            "{problems:?}"
        );
    }
}

#[test]
fn defaults_and_units_have_to_fit_the_type() {
    for (fields, framed) in [
        ("fields: { a: { type: duration, path: a, default: soon } }", "\"soon\""),
        ("fields: { a: { type: duration, path: a, default: 5 } }", "\"5\""),
        ("fields: { a: { type: bool, path: a, default: { api: 1 } } }", "\"1\""),
        ("fields: { a: { type: bool, path: a, default: { own: true } } }", "\"own\""),
        ("fields: { a: { type: list(codec), path: a, default: [1] } }", "\"[1]\""),
        ("fields: { a: { type: int, unit: s, path: a } }", "\"unit\""),
    ] {
        let problems = field_problems(fields);
        assert_eq!(problems.len(), 1, "{fields}: {problems:?}");
        assert!(
            problems[0].starts_with(&format!("schemas/x/kind.yaml: {framed}: ")),
            "{problems:?}"
        );
    }
    let good = "fields: { a: { type: duration, unit: s, path: a, default: 5 }, b: { type: list(codec), path: b, default: [PCMU] } }";
    assert_eq!(field_problems(good), [""; 0]);
}

#[test]
fn what_would_be_recognised_as_two_kinds_is_refused() {
    let same_uri = "kind: x\ntitle: X\nforms: { api: { self-uri: '/api/v2/sites/{other}' } }\n";
    let kind = |slug: &str, forms: &str| format!("kind: {slug}\ntitle: T\nforms: {{ {forms} }}\n");
    assert_eq!(problems_of(same_uri).len(), 1);
    for forms in [
        "terraform: { type: genesyscloud_flow }",
        "archy: { flow-types: [InboundCall] }",
        "api: { keys: [a, b] }",
    ] {
        let (x, y) = (kind("x", forms), kind("y", &forms.replace("Inbound", "inbound")));
        let files = [("schemas/x/kind.yaml", x.as_str()), ("schemas/y/kind.yaml", y.as_str())];
        let problems = shown(&load(&files).expect_err("a clash"));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("schemas/y/kind.yaml: ") && problems[0].contains("`x`"));
    }
}
