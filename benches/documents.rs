//! Reading documents against reading the same text as `serde_json::Value` and `serde_yaml::Value`, which keep no
//! places. All texts come from one seeded generator, so runs compare.

use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use divan::Bencher;
use divan::counter::BytesCount;
use orglint::document::{Syntax, parse};
use orglint::source::Source;

fn main() {
    divan::main();
}

/// About this many bytes each.
const SIZE: usize = 8_000_000;

struct Texts {
    pretty: Arc<Source>,
    minified: Arc<Source>,
    embedded: Arc<Source>,
    flow: Arc<Source>,
}

static TEXTS: LazyLock<Texts> = LazyLock::new(|| {
    let mut random = Random(42);
    let listing: serde_json::Value =
        serde_json::from_str(&listing(&mut random)).unwrap_or_default();
    let source = |name: &str, text: String| Arc::new(Source::new(name, text));
    Texts {
        pretty: source("pretty.json", format!("{listing:#}")),
        minified: source("minified.json", listing.to_string()),
        embedded: source("embedded.tf.json", terraform(&listing)),
        flow: source("flow.yaml", flow(&mut random)),
    }
});

/// xorshift64*: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }

    fn word(&mut self) -> &'static str {
        const WORDS: [&str; 8] = [
            "queue",
            "Überlauf",
            "main",
            "audio/opus",
            "sales \\\"EU\\\"",
            "PT8M",
            "trunk 😀",
            "support",
        ];
        WORDS[usize::try_from(self.below(8)).unwrap_or_default()]
    }
}

/// A listing of trunk base settings.
fn listing(random: &mut Random) -> String {
    let mut text = String::from("{\"pageSize\": 100, \"pageNumber\": 1, \"entities\": [");
    while text.len() < SIZE {
        let comma = if text.ends_with('[') { "" } else { "," };
        let (id, name, timeout) = (random.below(1 << 32), random.word(), random.below(300));
        let _ = write!(
            text,
            r#"{comma}{{"id": "{id:08x}-77aa-4eea-8a0f-000000000000", "name": "{name}", "version": {timeout},
            "state": "active", "trunkType": "EXTERNAL", "properties": {{
            "trunk_media_codec": {{"type": "list", "value": {{"instance": ["{}", "audio/pcmu"]}}}},
            "trunk_maxDialTimeout": {{"type": "integer", "value": {{"default": 120, "instance": {timeout}}}}},
            "trunk_gain": {{"type": "number", "value": {{"instance": -{timeout}.5}}}},
            "trunk_enabled": {{"type": "boolean", "value": {{"instance": true}}}}}},
            "selfUri": "/api/v2/telephony/providers/edges/trunkbasesettings/{id:08x}"}}"#,
            random.word()
        );
    }
    text + "]}"
}

/// The same trunk base settings as CX as Code writes them: `properties` is JSON in a string.
fn terraform(listing: &serde_json::Value) -> String {
    let entities = listing["entities"].as_array().map_or(&[][..], Vec::as_slice);
    let resources = entities.iter().enumerate().map(|(at, entity)| {
        let properties = entity["properties"].to_string();
        (
            format!("trunk_{at}"),
            serde_json::json!({"name": entity["name"], "properties": properties}),
        )
    });
    let resources: serde_json::Map<_, _> = resources.collect();
    format!("{:#}", serde_json::json!({"resource": {"trunkbasesettings": resources}}))
}

/// An Archy-like flow: deep, with comments, quotes and block scalars.
fn flow(random: &mut Random) -> String {
    let mut text = String::from("inboundCall:\n  name: Main\n  tasks:\n");
    while text.len() < SIZE {
        let (name, seconds) = (random.word().replace("\\\"", ""), random.below(60));
        let _ = write!(
            text,
            "    - task:\n        # how it begins\n        name: {name}\n        refId: task_{seconds}\n        actions:\n"
        );
        for depth in 0..random.below(6) {
            let indent = " ".repeat(10 + 10 * usize::try_from(depth).unwrap_or_default());
            let _ = write!(
                text,
                "{indent}- decision:\n{indent}    name: \"Is it {name}?\"\n{indent}    condition:\n{indent}      \
                 exp: >-\n{indent}        Call.Ani == \"{seconds}\" and\n{indent}        Flow.x > {seconds}\n{indent}    \
                 outputs:\n{indent}      yes:\n"
            );
        }
    }
    text
}

fn size(source: &Source) -> BytesCount {
    BytesCount::of_str(source.text())
}

fn read(bencher: Bencher, source: &Arc<Source>, syntax: Syntax) {
    bencher.counter(size(source)).bench(|| parse(source, syntax));
}

fn read_value(bencher: Bencher, source: &Arc<Source>) {
    let read = || serde_json::from_str::<serde_json::Value>(source.text());
    bencher.counter(size(source)).bench(read);
}

#[divan::bench_group(sample_count = 10)]
mod json_pretty {
    use super::{Bencher, Syntax, TEXTS, read, read_value};

    #[divan::bench]
    fn document(bencher: Bencher) {
        read(bencher, &TEXTS.pretty, Syntax::Json);
    }

    #[divan::bench]
    fn value(bencher: Bencher) {
        read_value(bencher, &TEXTS.pretty);
    }
}

#[divan::bench_group(sample_count = 10)]
mod json_minified {
    use super::{Bencher, Syntax, TEXTS, read, read_value};

    #[divan::bench]
    fn document(bencher: Bencher) {
        read(bencher, &TEXTS.minified, Syntax::Json);
    }

    #[divan::bench]
    fn document_in_a_yaml_file(bencher: Bencher) {
        read(bencher, &TEXTS.minified, Syntax::Yaml);
    }

    #[divan::bench]
    fn value(bencher: Bencher) {
        read_value(bencher, &TEXTS.minified);
    }
}

/// The documents read the JSON in the strings too; the values leave it a string.
#[divan::bench_group(sample_count = 10)]
mod json_in_strings {
    use super::{Bencher, Syntax, TEXTS, read, read_value};

    #[divan::bench]
    fn document(bencher: Bencher) {
        read(bencher, &TEXTS.embedded, Syntax::Json);
    }

    #[divan::bench]
    fn value(bencher: Bencher) {
        read_value(bencher, &TEXTS.embedded);
    }
}

#[divan::bench_group(sample_count = 10)]
mod yaml_flow {
    use super::{Bencher, Syntax, TEXTS, read, size};

    #[divan::bench]
    fn document(bencher: Bencher) {
        read(bencher, &TEXTS.flow, Syntax::Yaml);
    }

    #[divan::bench]
    fn value(bencher: Bencher) {
        let source = &TEXTS.flow;
        let read = || serde_yaml::from_str::<serde_yaml::Value>(source.text());
        bencher.counter(size(source)).bench(read);
    }
}
