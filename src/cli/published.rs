//! The JSON Schemas of rule files and of the configuration, with the words that an editor can offer: kinds, checks, rules
//! with their parameters, areas and tags. They are offered and not required, for a project has kinds and rules of its own.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::catalog::Catalog;
use crate::config::Config;
use crate::rules::model::RuleFile;
use crate::rules::{Check, Parameter, Rule, RuleSet};

/// Where the schemas of this version are published.
const ADDRESS: &str = concat!(
    "https://raw.githubusercontent.com/orglint/orglint/v",
    env!("CARGO_PKG_VERSION"),
    "/docs/rules/"
);

/// The name of the schema of rule files.
pub(super) const RULE: &str = "rule.schema.json";

/// The name of the schema of the configuration.
pub(super) const CONFIG: &str = "config.schema.json";

/// The comment by which editors find a schema.
pub(super) fn comment(name: &str) -> String {
    format!("# yaml-language-server: $schema={ADDRESS}{name}\n")
}

/// The schema of rule files.
pub(super) fn rule(catalog: &Catalog) -> Value {
    let mut schema = schemars::schema_for!(RuleFile).to_value();
    offer(&mut schema, "/properties/kind", &kinds(catalog));
    let checks = Check::ALL.iter().map(|check| check.name().to_owned());
    offer(&mut schema, "/properties/check", &checks.collect());
    schema
}

/// The schema of `orglint.yaml`.
pub(super) fn config(catalog: &Catalog, rules: &RuleSet) -> Value {
    let mut schema = schemars::schema_for!(Config).to_value();
    for place in ["/properties/complete/items", "/$defs/Override/properties/kinds/items"] {
        offer(&mut schema, place, &kinds(catalog));
    }
    let all = selectors(rules);
    for place in ["/properties/select/items", "/properties/ignore/items"] {
        offer(&mut schema, place, &all);
    }
    let settings: Map<String, Value> =
        rules.rules().iter().map(|rule| (rule.id.to_string(), setting(rule))).collect();
    for place in ["/properties/rules", "/$defs/Override/properties/rules"] {
        if let Some(place) = schema.pointer_mut(place).and_then(Value::as_object_mut) {
            place.insert("properties".to_owned(), Value::Object(settings.clone()));
        }
    }
    if let Some(place) = schema.pointer_mut("/properties/kinds").and_then(Value::as_object_mut) {
        place.insert("propertyNames".to_owned(), any_of(&kinds(catalog)));
    }
    schema
}

/// Offers words at a place that takes any text.
fn offer(schema: &mut Value, place: &str, words: &BTreeSet<String>) {
    let Some(place) = schema.pointer_mut(place).and_then(Value::as_object_mut) else { return };
    let ty = place.remove("type").unwrap_or(json!("string"));
    place.insert("anyOf".to_owned(), json!([{ "enum": words }, { "type": ty }]));
}

fn any_of(words: &BTreeSet<String>) -> Value {
    json!({ "anyOf": [{ "enum": words }, { "type": "string" }] })
}

fn kinds(catalog: &Catalog) -> BTreeSet<String> {
    catalog.kinds().map(|(_, kind)| kind.name.clone()).collect()
}

/// What rules can be named by.
fn selectors(rules: &RuleSet) -> BTreeSet<String> {
    let names = |rule: &Rule| {
        let tags = rule.tags.iter().map(|tag| format!("tag:{tag}"));
        let own = [rule.id.to_string(), format!("{}/*", rule.area)];
        own.into_iter().chain(tags).collect::<Vec<_>>()
    };
    rules.rules().iter().flat_map(names).chain(["all".to_owned()]).collect()
}

/// What can be set of a rule, with what it finds.
fn setting(rule: &Rule) -> Value {
    let mut setting = json!({ "$ref": "#/$defs/RuleSetting", "description": rule.summary });
    if rule.parameters.is_empty() {
        return setting;
    }
    let describe = |one: &Parameter| {
        let unit = one.unit.as_ref().map_or_else(String::new, |unit| format!(", in {unit}"));
        let text = format!("{}{unit}; by default {}", one.summary, one.default_text());
        (one.name.clone(), json!({ "description": text }))
    };
    let parameters: Map<String, Value> = rule.parameters.iter().map(describe).collect();
    setting["properties"] = json!({ "parameters": { "properties": parameters } });
    setting
}
