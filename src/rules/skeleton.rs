//! A rule file to begin with: it loads, its examples hold, and every text in it still has to be written.

use super::Rule;
use crate::catalog::{Form, Kind, KindFile, Place, Step};
use crate::document::{self, Document, Syntax};
use crate::finding::{Location, Part};
use crate::problem::Problem;

/// What stands in front of a text that is still to be written.
const TO_DO: &str = "TODO";

/// An id as exports have them.
const GUID: &str = "0f1c9a52-5f0e-4f0b-8a77-3d9c1f1e2a01";

/// The text of a rule file about resources of a kind.
pub fn skeleton(id: &str, kind: &Kind) -> String {
    let Sample { form, path, text, name } = Sample::of(kind);
    let key = Place::Path(vec![Step::Key("name".to_owned())]);
    let places = kind.fields.get("name").and_then(|field| field.places.get(&form));
    let is_key = places.is_some_and(|places| places.contains(&key));
    let field = if is_key { "self.name" } else { "self.raw.name" };
    let indented = |text: &str| text.replace('\n', "\n        ").trim_end().to_owned();
    let (fails, passes) = (indented(&text), indented(&text.replace("Example", "Something else")));
    format!(
        "\
id: {id}
severity: warning
severity-reason: \"{TO_DO}: what happens because of a finding, which makes it that bad and no worse\"
confidence: likely
summary: \"{TO_DO}: what is wrong, in one line\"
kind: {kind}
# What must hold. `orglint kinds {kind}` lists the fields.
assert: {field} != 'Example'
message: \"{TO_DO}: what a finding says of `{{{field}}}`\"
help: \"{TO_DO}: what to do about it\"
why: |
  {TO_DO}: what happens in operation.
references: []
tags: []
examples:
  - name: \"{TO_DO}: what it finds\"
    files:
      {path}: |
        {fails}
    finds:
      - at: {path}#{name}
  - name: \"{TO_DO}: what it does not find, one edit away\"
    files:
      {path}: |
        {passes}
    finds: []
",
        kind = kind.name,
    )
}

/// The smallest file in which a resource of a kind is recognised.
struct Sample {
    form: Form,
    path: &'static str,
    text: String,
    /// The pointer of its name.
    name: String,
}

impl Sample {
    fn of(kind: &Kind) -> Self {
        // Recognition is compiled; how it was written says it with names.
        let file = serde_yaml::from_str::<KindFile>(kind.declared.source.text()).ok();
        let forms = file.map(|file| file.forms).unwrap_or_default();
        let slug = &kind.name;
        if forms.own.is_some() {
            let text = format!("kind: {slug}\nname: Example\n");
            return Self { form: Form::Own, path: "file.yaml", text, name: "/name".to_owned() };
        }
        if forms.archy.is_some() {
            let flow_type = "inboundCall";
            let text = format!("{flow_type}:\n  name: Example\n  tasks: []\n");
            let form = Form::Archy;
            return Self { form, path: "flow.yaml", text, name: format!("/{flow_type}/name") };
        }
        if let Some(ty) = forms.terraform.as_ref().and_then(|terraform| terraform.types.0.first()) {
            let text = format!("resource \"{ty}\" \"example\" {{\n  name = \"Example\"\n}}\n");
            let name = format!("/resource/{ty}/example/name");
            return Self { form: Form::Terraform, path: "main.tf", text, name };
        }
        let api = forms.api.as_ref();
        let told_by = match api.and_then(|api| api.self_uri.0.first()) {
            Some(template) => format!("\"selfUri\": \"{}\"", filled(template)),
            None => {
                let keys = api.map(|api| api.keys.as_slice()).unwrap_or_default();
                let keys: Vec<String> =
                    keys.iter().map(|key| format!("\"{key}\": false")).collect();
                keys.join(",\n  ")
            }
        };
        let text =
            format!("{{\n  \"id\": \"{GUID}\",\n  \"name\": \"Example\",\n  {told_by}\n}}\n");
        Self { form: Form::Api, path: "file.json", text, name: "/name".to_owned() }
    }
}

/// A template with an id in place of what stands in braces.
fn filled(template: &str) -> String {
    let segment = |segment: &str| match segment.starts_with('{') {
        true => GUID.to_owned(),
        false => segment.to_owned(),
    };
    template.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// The texts of a rule that are still to be written.
pub fn unwritten(rule: &Rule) -> Vec<Problem> {
    let file = &rule.written;
    let texts = [
        ("severity-reason", Some(&file.severity_reason)),
        ("summary", Some(&file.summary)),
        ("message", file.message.as_ref()),
        ("help", file.help.as_ref()),
        ("why", Some(&file.why)),
    ];
    let is_to_do = |text: &str| text.trim_start().starts_with(TO_DO);
    let texts = texts.into_iter().filter(|(_, text)| text.is_some_and(|text| is_to_do(text)));
    let documents = document::parse(&rule.location.source, Syntax::Yaml).documents;
    let root = documents.first().map(Document::root);
    let texts = texts.map(|(key, _)| {
        let node = root.and_then(|root| root.get(key));
        let place = node.map_or_else(|| rule.location.clone(), |it| Location::of(it, Part::Value));
        Problem::new(format!("`{key}` is still to be written")).at(place)
    });
    let examples = rule.examples.iter().filter(|example| is_to_do(&example.name));
    let examples = examples.map(|example| {
        Problem::new("the example is still to be written").at(example.location.clone())
    });
    texts.chain(examples).collect()
}
