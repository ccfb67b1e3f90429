//! Validation over nodes against validation over `serde_json::Value`, on a listing of about 20 MB.

#![expect(clippy::expect_used, reason = "a benchmark whose input is broken has nothing to measure")]

use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use divan::Bencher;
use divan::counter::BytesCount;
use orglint::document::{self, Parsed, Syntax};
use orglint::schema::{Mode, Schema, check};
use orglint::source::Source;
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// A listing of trunk base settings; every hundredth has a value of the wrong type.
static LISTING: LazyLock<Arc<Source>> = LazyLock::new(|| {
    let mut text = String::from("{\"entities\": [");
    for number in 0.. {
        let timeout = if number % 100 == 7 { "\"2m\"" } else { "120" };
        let comma = if number == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}
    {{"id": "{number:08x}-77aa-4eea-8a0f-000000000000", "name": "Trunk {number}", "version": {number},
     "dateCreated": "2026-01-02T03:04:05.678Z", "state": "active", "trunkType": "EXTERNAL",
     "trunkMetabase": {{"id": "external_sip.json", "name": "Generic", "selfUri": "/api/v2/x"}},
     "properties": {{
       "trunk_media_codec": {{"type": "list", "value": {{"default": ["audio/opus"], "instance": ["audio/opus", "audio/pcmu"]}}}},
       "trunk_maxDialTimeout": {{"type": "integer", "value": {{"default": 120, "instance": {timeout}}}}},
       "trunk_outboundIdentity_callingName": {{"type": "string", "value": {{"default": "", "instance": "Caf\u00e9 \"x\""}}}},
       "trunk_enabled": {{"type": "boolean", "value": {{"default": true, "instance": true}}}}}},
     "selfUri": "/api/v2/telephony/providers/edges/trunkbasesettings/{number:08x}"}}"#
        )
        .expect("writing to a string");
        if text.len() > 20_000_000 {
            break;
        }
    }
    text.push_str("]}");
    Arc::new(Source::new("trunks.json", text))
});

static PARSED: LazyLock<Parsed> = LazyLock::new(|| document::parse(&LISTING, Syntax::Json));

static VALUE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(LISTING.text()).expect("valid JSON"));

fn schema() -> Value {
    let setting = |instance: Value| json!({"type": "object", "required": ["value"], "properties": {"type": {"type": "string"}, "value": {"type": "object", "properties": {"default": instance, "instance": instance}}}});
    json!({
        "type": "object",
        "required": ["entities"],
        "properties": {"entities": {"type": "array", "items": {
            "type": "object",
            "required": ["id", "name"],
            "additionalProperties": false,
            "properties": {
                "id": {"type": "string", "pattern": "^[0-9a-f-]{36}$"},
                "name": {"type": "string", "minLength": 1},
                "version": {"type": "integer", "minimum": 0},
                "dateCreated": {"type": ["string", "null"]},
                "state": {"enum": ["active", "inactive", "deleted"]},
                "trunkType": {"enum": ["EXTERNAL", "PHONE", "EDGE"]},
                "trunkMetabase": {"$ref": "#/$defs/reference"},
                "properties": {"type": "object", "properties": {
                    "trunk_media_codec": setting(json!({"type": "array", "uniqueItems": true, "items": {"type": "string"}})),
                    "trunk_maxDialTimeout": setting(json!({"type": "integer", "minimum": 1, "maximum": 300})),
                    "trunk_outboundIdentity_callingName": setting(json!({"type": "string", "maxLength": 64})),
                    "trunk_enabled": setting(json!({"type": "boolean"}))
                }},
                "selfUri": {"type": "string"}
            }
        }}},
        "$defs": {"reference": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}}
    })
}

fn bytes() -> BytesCount {
    BytesCount::of_str(LISTING.text())
}

#[divan::bench(sample_count = 10)]
fn parse_value(bencher: Bencher) {
    let text = LISTING.text();
    bencher.counter(bytes()).bench(|| serde_json::from_str::<Value>(text).expect("valid JSON"));
}

#[divan::bench(sample_count = 10)]
fn parse_nodes(bencher: Bencher) {
    LazyLock::force(&LISTING);
    bencher.counter(bytes()).bench(|| document::parse(&LISTING, Syntax::Json));
}

#[divan::bench(sample_count = 10)]
fn validate_value(bencher: Bencher) {
    let validator = jsonschema::options()
        .with_pattern_options(jsonschema::PatternOptions::regex())
        .build(&schema())
        .expect("valid schema");
    let value = &*VALUE;
    bencher.counter(bytes()).bench(|| validator.iter_errors(value).count());
}

#[divan::bench(sample_count = 10)]
fn check_nodes(bencher: Bencher) {
    let schema = Schema::compile("listing", &schema()).expect("valid schema");
    let root = PARSED.documents[0].root();
    bencher.counter(bytes()).bench(|| check(&schema, root, Mode::Plain, || None).len());
}

#[divan::bench]
fn compile_schema() -> Schema {
    Schema::compile("listing", &schema()).expect("valid schema")
}
