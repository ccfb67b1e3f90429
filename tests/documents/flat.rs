//! Flat attributes of a Terraform state read as the trees that they stand for.

use orglint::document::{Document, NodeKind, Parsed};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{at, json as read, only, value, written};

/// A state of one resource with these flat attributes.
fn state(flat: &Value) -> String {
    let instance = json!({"attributes_flat": flat});
    let resource = json!({"type": "genesyscloud_location", "instances": [instance]});
    json!({"terraform_version": "1.5.7", "resources": [resource]}).to_string()
}

fn tree(parsed: &Parsed) -> &Document {
    let flat = at(only(parsed).root(), "resources 0 instances 0 attributes_flat");
    flat.embedded().expect("flat attributes stand for a tree")
}

fn unflattened(flat: &Value) -> Value {
    value(tree(&read(&state(flat))).root())
}

#[test]
fn lists_sets_and_maps_are_told_by_their_counts() {
    let flat = json!({
        "id": "0b0f8f0e-58d5-4b0e-9d8a-6a54d3a80001",
        "codecs.#": "11",
        "codecs.10": "k", "codecs.2": "c", "codecs.0": "a",
        "routes.#": "2",
        "routes.1568022938.name": "R1",
        "routes.1568022938.types.#": "1",
        "routes.1568022938.types.0": "National",
        "routes.734.name": "R2",
        "tags.%": "2", "tags.0": "zero", "tags.a.b": "c",
        "none.#": "0",
        "empty.%": "0",
    });
    let expected = json!({
        "id": "0b0f8f0e-58d5-4b0e-9d8a-6a54d3a80001",
        "codecs": ["a", "c", "k"],
        "routes": [{"name": "R2"}, {"name": "R1", "types": ["National"]}],
        "tags": {"0": "zero", "a.b": "c"},
        "none": [],
        "empty": {},
    });
    assert_eq!(unflattened(&flat), expected);
}

#[test]
fn older_states_keep_them_in_modules() {
    let text = json!({
        "version": 3, "terraform_version": "0.13.0",
        "modules": [{"path": ["root"], "resources": {"genesyscloud_location.a": {
            "type": "genesyscloud_location",
            "primary": {"id": "1", "attributes": {"name": "A", "path.#": "1", "path.0": "x"}},
        }}}],
    });
    let text = text.to_string();
    let parsed = read(&text);
    let resource = at(only(&parsed).root(), "modules 0 resources genesyscloud_location.a");
    let tree = at(resource, "primary attributes").embedded().unwrap();
    assert_eq!(value(tree.root()), json!({"name": "A", "path": ["x"]}));
}

#[test]
fn keys_and_values_stand_where_the_flat_ones_do() {
    let text = r#"{"terraform_version": "1", "resources": [{"instances": [{"attributes_flat": {
        "a.#": "2", "a.0.n\u0061me": "x\ty", "a.1.name": "z" }}]}]}"#;
    let parsed = read(text);
    let tree = tree(&parsed);
    let name = at(tree.root(), "a 0 name");
    assert_eq!(name.text(), "x\ty");
    assert_eq!(written(name, name.span()), r#""x\ty""#);
    assert_eq!(written(name, name.key_span().unwrap()), r#""a.0.n\u0061me""#);
    let list = at(tree.root(), "a");
    assert_eq!(
        written(list, list.span()),
        r#""a.#": "2", "a.0.n\u0061me": "x\ty", "a.1.name": "z""#
    );
    assert_eq!(name.pointer().to_string(), "/a/0/name");
    let host = tree.host().unwrap().to_string();
    assert_eq!(host, "/resources/0/instances/0/attributes_flat");
}

#[test]
fn json_inside_a_flat_value_is_part_of_the_tree() {
    let flat =
        json!({"name": "T", "properties": r#"{"trunk_enabled": {"value": {"instance": true}}}"#});
    let text = state(&flat);
    let parsed = read(&text);
    let properties = at(tree(&parsed).root(), "properties").embedded().unwrap();
    let instance = at(properties.root(), "trunk_enabled value instance");
    assert_eq!(instance.as_bool(), Some(true));
    assert_eq!(written(instance, instance.span()), "true");
    let embedded: Vec<_> = only(&parsed).embedded().collect();
    assert_eq!(embedded.len(), 1, "the string belongs to the tree alone");
}

#[test]
fn other_objects_stay_as_they_are() {
    let text = r#"{"attributes_flat": {"a.0": "b"}, "resources": [{"instances": [{"attributes_flat": {"a.0": "b"}}]}]}"#;
    assert_eq!(only(&read(text)).embedded().count(), 0);
}

#[test]
fn contradictions_and_odd_keys_are_read_somehow() {
    let odd = json!({
        "": "x", ".": "y", "..": "z", "#": "1", "%": "2", "a": "scalar", "a.0": "element",
        "b.0": "list", "b.x": "object", "c.d": {"not": "flat"}, "e.#": "1", "e.%": "1", "e.f": "g",
        "h.99999999999999999999999.i": "j", "k.": "l",
    });
    let tree = unflattened(&odd);
    assert_eq!(tree["a"], json!(["element"]));
    assert_eq!(tree["b"], json!({"0": "list", "x": "object"}));
    assert_eq!(tree["k"], json!({"": "l"}));
}

#[test]
fn keys_of_many_segments_cost_what_their_text_costs() {
    let dots = ".x".repeat(200_000);
    let mut flat = Map::new();
    for at in 0..8 {
        flat.insert(format!("{at}{dots}"), json!("v"));
    }
    let text = state(&Value::Object(flat));
    let parsed = read(&text);
    assert_eq!(tree(&parsed).root().len(), 8);
}

/// A tree as attributes can be: blocks and lists of blocks, lists of texts, maps of texts.
fn attributes() -> impl Strategy<Value = Value> {
    let text = || "[a-z{\\\\\"é]{0,5}".prop_map(Value::from);
    let map = prop::collection::btree_map("[a-z0-9.]{1,4}", text(), 0..4);
    let map = map.prop_filter_map("counts are no keys", |map| {
        let is_key = |key: &String| !key.ends_with('%') && !key.ends_with('#');
        map.keys().all(is_key).then(|| json!({"%": map}))
    });
    let leaf = prop_oneof![text(), prop::collection::vec(text(), 0..12).prop_map(Value::from), map];
    block(leaf.boxed().prop_recursive(3, 24, 4, |inner| {
        prop::collection::vec(block(inner), 0..3).prop_map(Value::from)
    }))
}

/// A block of such values.
fn block(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::btree_map("[a-z_]{1,4}", inner, 1..4)
        .prop_map(|entries| Value::Object(entries.into_iter().collect()))
}

/// The tree as Terraform writes it flat; maps are marked by a `%` around them.
fn flatten(prefix: &str, value: &Value, flat: &mut Map<String, Value>) {
    let under =
        |key: &str| if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
    match value {
        Value::Array(items) => {
            flat.insert(under("#"), json!(items.len().to_string()));
            for (at, item) in items.iter().enumerate() {
                flatten(&under(&at.to_string()), item, flat);
            }
        }
        Value::Object(entries) => match entries.get("%") {
            Some(Value::Object(map)) => {
                flat.insert(under("%"), json!(map.len().to_string()));
                flat.extend(map.iter().map(|(key, text)| (under(key), text.clone())));
            }
            _ => entries.iter().for_each(|(key, value)| flatten(&under(key), value, flat)),
        },
        scalar => drop(flat.insert(prefix.to_owned(), scalar.clone())),
    }
}

/// The tree without the marks around maps.
fn unmarked(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(unmarked).collect(),
        Value::Object(entries) => match entries.get("%") {
            Some(map) => map.clone(),
            None => entries.iter().map(|(key, value)| (key.clone(), unmarked(value))).collect(),
        },
        scalar => scalar.clone(),
    }
}

proptest! {
    #[test]
    fn what_was_flattened_reads_as_it_was(tree in attributes()) {
        let mut flat = Map::new();
        flatten("", &tree, &mut flat);
        prop_assert_eq!(unflattened(&Value::Object(flat)), unmarked(&tree));
    }

    #[test]
    fn any_keys_make_some_tree(keys in prop::collection::vec("[a.0#%]{0,6}", 0..12)) {
        let flat: Map<String, Value> = keys.into_iter().map(|key| (key, json!("v"))).collect();
        let text = state(&Value::Object(flat));
        let parsed = read(&text);
        let root = tree(&parsed).root();
        prop_assert_eq!(root.kind(), NodeKind::Object);
        let _ = value(root);
    }
}
