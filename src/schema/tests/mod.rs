//! What the schema stage says, case by case: each table is one snapshot that reads as a page.

/// Holds a page against its snapshot.
macro_rules! assert_page {
    ($page:expr) => {
        insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!($page) })
    };
}

mod annotations;
mod branches;
mod files;
mod keys;
mod open;
mod same_verdict;
mod strings;
mod values;

use std::fmt::Write;
use std::sync::Arc;

use serde_json::Value;

use super::{Mode, Schema, check};
use crate::document::{self, Document, Syntax};
use crate::finding::{Finding, Part};
use crate::source::Source;

/// A schema, and texts to check against it.
struct Case {
    title: &'static str,
    schema: &'static str,
    texts: &'static [&'static str],
}

/// The cases with what is found, as a page.
fn page(mode: Mode, cases: &[Case]) -> String {
    let mut page = String::new();
    for case in cases {
        let schema = compiled(case.schema);
        writeln!(page, "# {}\nschema {}", case.title, case.schema.trim()).unwrap();
        for text in case.texts {
            writeln!(page, "\n{}", text.trim_end()).unwrap();
            for line in found(&schema, text, mode) {
                writeln!(page, "  -> {line}").unwrap();
            }
        }
        page.push('\n');
    }
    page
}

fn compiled(schema: &str) -> Schema {
    let value: Value = serde_json::from_str(schema).unwrap();
    Schema::compile("test.schema.json", &value).unwrap()
}

fn found(schema: &Schema, text: &str, mode: Mode) -> Vec<String> {
    let document = document_of(text);
    check(schema, document.root(), mode, || None).iter().map(line).collect()
}

/// Reads `text` as JSON where it looks like it, else as YAML.
fn document_of(text: &str) -> Document {
    let is_json = text.starts_with(['{', '[', '"']) && !text.starts_with("{{");
    let (path, syntax) =
        if is_json { ("test.json", Syntax::Json) } else { ("test.yaml", Syntax::Yaml) };
    let parsed = document::parse(&Arc::new(Source::new(path, text)), syntax);
    assert!(parsed.error.is_none(), "{text}: {:?}", parsed.error);
    parsed.documents.into_iter().next().unwrap()
}

/// `line:column "the text that is underlined" key or value, severity rule: message | help`
fn line(finding: &Finding) -> String {
    let location = &finding.primary;
    let text = location.source.text();
    let position = location.source.lines().position(text, location.span.start);
    let part = match location.address.as_ref().unwrap().part {
        Part::Key => "key",
        Part::Value => "value",
    };
    let underlined = &text[location.span.range()];
    let rule = finding.rule.strip_prefix("schema-").unwrap();
    let severity = format!("{:?}", finding.severity).to_lowercase();
    let help = finding.help.as_ref().map(|help| format!(" | {help}")).unwrap_or_default();
    format!(
        "{}:{} {part} {underlined} [{severity} {rule}] {}{help}",
        position.line, position.column, finding.message
    )
}
