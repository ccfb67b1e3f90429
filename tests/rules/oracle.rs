//! The evaluator against the interpreter of the `cel` crate: on data that is wholly known both give the same result
//! for every operator and function that rules may use, and one of them fails where the other one does.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use crate::support::{TODAY, documents, rule_file, rules};
use cel::{Context, Env, Value, extensions};
use orglint::catalog::{Catalog, KindGlobs, recognise};
use orglint::org::{Facts, Org};
use orglint::rules::evaluate;
use orglint::terraform::Terraform;
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(crate::support::catalog);
static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib();
    for extension in [extensions::strings, extensions::lists] {
        env.add_extension(extension).unwrap_or_else(|error| panic!("{error}"));
    }
    Arc::new(env)
});

/// What an expression came to, or why it came to nothing.
type Outcome = Result<bool, String>;

fn ours(expression: &str, data: &serde_json::Value) -> Outcome {
    let rules = rules(
        &CATALOG,
        &[rule_file(&format!("kind: thing\nassert: {}", serde_json::Value::from(expression)))],
    );
    let text = data.to_string();
    let documents = documents(&[("thing.json", &text)]);
    let recognition = recognise(&CATALOG, &documents, &KindGlobs::default());
    let (facts, terraform) = (Facts::default(), Terraform::default());
    let org = Org::build(&CATALOG, recognition.resources, &[], &facts, terraform);
    let evaluation = evaluate(&rules, &org, TODAY);
    assert_eq!(evaluation.counts[0].resources, 1, "{text}");
    match evaluation.unknown.first() {
        Some(unknown) => Err(format!("{unknown:?}")),
        None => Ok(evaluation.findings.is_empty()),
    }
}

fn theirs(expression: &str, data: &serde_json::Value) -> Outcome {
    let program = ENV.compile(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
    let mut context = Context::with_env(Arc::clone(&ENV));
    context.add_variable_from_value("self", value_of(data));
    match program.execute(&context) {
        Ok(Value::Bool(truth)) => Ok(truth),
        Ok(other) => panic!("{expression}: {other:?}"),
        Err(error) => Err(error.to_string()),
    }
}

/// The data as the crate has it; through serde, integers that are not negative would become unsigned ones.
fn value_of(data: &serde_json::Value) -> Value {
    match data {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(truth) => Value::Bool(*truth),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => {
            Value::from(items.iter().map(value_of).collect::<Vec<_>>())
        }
        serde_json::Value::Object(entries) => {
            let entry = |(key, value): (&String, _)| (key.clone(), value_of(value));
            Value::from(entries.iter().map(entry).collect::<HashMap<_, _>>())
        }
    }
}

/// Writes expressions: each choice is a byte of a tape, so that a failure shrinks to a short one. At the end of the
/// tape the simplest choice is taken.
struct Writer<'t> {
    tape: std::slice::Iter<'t, u8>,
    /// Names and types of the variables in sight.
    variables: Vec<(String, Ty)>,
    depth: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Ty {
    Int,
    Double,
    Text,
}

impl Writer<'_> {
    fn choose(&mut self, count: usize) -> usize {
        usize::from(self.tape.next().copied().unwrap_or_default()) % count
    }

    fn pick(&mut self, options: &[&str]) -> String {
        options[self.choose(options.len())].to_owned()
    }

    /// One of the simple forms where nesting is deep, else one of all.
    fn form(&mut self, simple: usize, all: usize) -> usize {
        let count = if self.depth > 4 { simple } else { all };
        self.choose(count)
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self) -> String) -> String {
        self.depth += 1;
        let text = write(self);
        self.depth -= 1;
        text
    }

    fn variable(&mut self, ty: Ty) -> Option<String> {
        let of_type: Vec<String> = self
            .variables
            .iter()
            .filter(|(_, other)| *other == ty)
            .map(|(name, _)| name.clone())
            .collect();
        if of_type.is_empty() { None } else { Some(of_type[self.choose(of_type.len())].clone()) }
    }

    fn int(&mut self) -> String {
        self.nested(|w| match w.form(4, 13) {
            0 => w.pick(&["0", "1", "2", "7", "-3", "9223372036854775807", "-9223372036854775807"]),
            1 => w.pick(&["self.limit", "self.other", "self.any.deep.n"]),
            2 => w.variable(Ty::Int).unwrap_or_else(|| "self.limit".to_owned()),
            3 => w.pick(&["self.map.a", "self.map['b']", "self.map.missing", "self.any.list[1]"]),
            4 => {
                let operator = w.pick(&["+", "-", "*", "/", "%"]);
                format!("({} {operator} {})", w.int(), w.int())
            }
            5 => format!("size({})", w.ints()),
            6 => format!("{}.size()", w.text()),
            7 => format!("-({})", w.int()),
            8 => format!("({} ? {} : {})", w.truth(), w.int(), w.int()),
            9 => format!("{}[{}]", w.ints(), w.int()),
            10 => format!("int({})", w.double()),
            11 => format!("int({})", w.text()),
            _ => format!("size({})", w.texts()),
        })
    }

    fn double(&mut self) -> String {
        self.nested(|w| match w.form(3, 7) {
            0 => w.pick(&["0.0", "1.0", "2.5", "-0.5", "1e300"]),
            1 => "self.ratio".to_owned(),
            2 => w.variable(Ty::Double).unwrap_or_else(|| "1.5".to_owned()),
            3 => {
                let operator = w.pick(&["+", "-", "*", "/"]);
                format!("({} {operator} {})", w.double(), w.double())
            }
            4 => format!("double({})", w.int()),
            5 => format!("double({})", w.text()),
            _ => format!("-({})", w.double()),
        })
    }

    fn text(&mut self) -> String {
        self.nested(|w| match w.form(3, 14) {
            0 => w.pick(&["'a'", "''", "'ab'", "'12'", "'é{}\\n'", "'1.5'", "' a b '"]),
            1 => w
                .pick(&["self.label", "self.any.deep.s", "self.raw_label"])
                .replace("self.raw_label", "self.label"),
            2 => w.variable(Ty::Text).unwrap_or_else(|| "'x'".to_owned()),
            3 => format!("({} + {})", w.text(), w.text()),
            4 => format!("string({})", w.int()),
            5 => format!("string({})", w.truth()),
            6 => format!("{}[{}]", w.texts(), w.int()),
            7 => format!("({} ? {} : {})", w.truth(), w.text(), w.text()),
            8 => format!("{}.lowerAscii()", w.text()),
            9 => format!("{}.upperAscii()", w.text()),
            10 => format!("{}.trim()", w.text()),
            11 => format!("{}.replace({}, {})", w.text(), w.text(), w.text()),
            12 => format!("{}.join({})", w.texts(), w.text()),
            _ => format!("string({})", w.double()),
        })
    }

    fn ints(&mut self) -> String {
        self.nested(|w| match w.form(2, 6) {
            0 => "self.numbers".to_owned(),
            1 => w.list(Self::int),
            2 => format!("({} + {})", w.ints(), w.ints()),
            3 => w.over("filter", Ty::Int, Self::truth),
            4 => w.over("map", Ty::Text, Self::int),
            _ => format!("lists.range({})", w.pick(&["0", "3", "-1", "self.limit"])),
        })
    }

    fn texts(&mut self) -> String {
        self.nested(|w| match w.form(2, 5) {
            0 => "self.words".to_owned(),
            1 => w.list(Self::text),
            2 => w.over("filter", Ty::Text, Self::truth),
            3 => w.over("map", Ty::Int, Self::text),
            _ => format!("{}.split({})", w.text(), w.pick(&["','", "' '", "''", "'a'"])),
        })
    }

    fn list(&mut self, mut element: impl FnMut(&mut Self) -> String) -> String {
        let count = self.choose(4);
        let elements: Vec<String> = (0..count).map(|_| element(self)).collect();
        format!("[{}]", elements.join(", "))
    }

    fn map(&mut self) -> String {
        match self.choose(3) {
            0 => "self.map".to_owned(),
            1 => format!("{{'a': {}, 'b': {}}}", self.int(), self.int()),
            _ => format!("{{{}: {}}}", self.text(), self.int()),
        }
    }

    /// `list.macro(variable, body)`
    fn over(&mut self, name: &str, of: Ty, body: fn(&mut Self) -> String) -> String {
        let list = match of {
            Ty::Text => self.texts(),
            Ty::Int | Ty::Double => self.ints(),
        };
        let variable = format!("v{}", self.variables.len());
        self.variables.push((variable.clone(), of));
        let body = body(self);
        self.variables.pop();
        format!("{list}.{name}({variable}, {body})")
    }

    fn comparison(&mut self) -> String {
        let order = self.pick(&["==", "!=", "<", "<=", ">", ">="]);
        let equality = self.pick(&["==", "!="]);
        match self.choose(9) {
            0 => format!("{} {order} {}", self.int(), self.int()),
            1 => format!("{} {order} {}", self.double(), self.double()),
            2 => format!("{} {order} {}", self.int(), self.double()),
            3 => format!("{} {order} {}", self.text(), self.text()),
            4 => format!("{} {equality} {}", self.ints(), self.ints()),
            5 => format!("{} {equality} {}", self.texts(), self.texts()),
            6 => format!("{} {equality} {}", self.map(), self.map()),
            7 => format!("{} {equality} {}", self.truth(), self.truth()),
            _ => format!("self.any {equality} {{'list': {}, 'deep': {{'n': 1}}}}", self.ints()),
        }
    }

    fn membership(&mut self) -> String {
        match self.choose(4) {
            0 => format!("{} in {}", self.int(), self.ints()),
            1 => format!("{} in {}", self.text(), self.texts()),
            2 => format!("{} in {}", self.text(), self.map()),
            _ => self.pick(&[
                "has(self.map.a)",
                "has(self.map.missing)",
                "has(self.any.deep.n)",
                "has(self.any.none)",
                "has(self.any.deep.none)",
                "'k' in self.any",
                "self.any.none == null",
                "null == 1",
            ]),
        }
    }

    fn predicate(&mut self) -> String {
        match self.choose(4) {
            0 => format!("{}.startsWith({})", self.text(), self.text()),
            1 => format!("{}.endsWith({})", self.text(), self.text()),
            2 => format!("{}.contains({})", self.text(), self.text()),
            _ => {
                let text = self.text();
                format!("{text}.matches({})", self.pick(&["'a'", "'^[ab]+$'", "'[0-9]'", "''"]))
            }
        }
    }

    fn truth(&mut self) -> String {
        self.nested(|w| match w.form(2, 10) {
            0 => w.pick(&["self.enabled", "true", "false"]),
            1 => format!("({})", w.comparison()),
            2 => format!("({} && {})", w.truth(), w.truth()),
            3 => format!("({} || {})", w.truth(), w.truth()),
            4 => format!("!({})", w.truth()),
            5 => format!("({} ? {} : {})", w.truth(), w.truth(), w.truth()),
            6 => {
                let of = if w.choose(2) == 0 { Ty::Int } else { Ty::Text };
                let name = w.pick(&["all", "exists", "exists_one"]);
                w.over(&name, of, Self::truth)
            }
            7 => format!("({})", w.membership()),
            8 => w.predicate(),
            _ => {
                let name = w.pick(&["all", "exists", "exists_one"]);
                let predicate = w.pick(&["k == 'a'", "self.map[k] > 2", "k.size() > 1"]);
                format!("{}.{name}(k, {predicate})", "self.map")
            }
        })
    }
}

fn expression(tape: &[u8]) -> String {
    Writer { tape: tape.iter(), variables: Vec::new(), depth: 0 }.truth()
}

fn data() -> impl Strategy<Value = serde_json::Value> {
    let int = prop_oneof![-3..10_i64, Just(i64::MAX)];
    let text = prop_oneof![Just("ab"), Just(""), Just("12"), Just("é\n"), Just("a,b")];
    let ints = proptest::collection::vec(-3..10_i64, 0..4);
    let texts = proptest::collection::vec(text.clone(), 0..4);
    (int.clone(), int, any::<bool>(), -4.0..4.0_f64, text, ints, texts).prop_map(
        |(limit, other, enabled, ratio, label, numbers, words)| {
            serde_json::json!({
                "kind": "thing", "name": "T", "limit": limit, "other": other, "enabled": enabled, "ratio": ratio,
                "label": label, "numbers": numbers, "words": words, "map": { "a": 1, "b": limit },
                "any": { "list": numbers, "deep": { "n": other, "s": label }, "none": null },
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_interpreter_of_the_cel_crate_agrees(
        tape in proptest::collection::vec(any::<u8>(), 0..60),
        data in data(),
    ) {
        let expression = expression(&tape);
        let (ours, theirs) = (ours(&expression, &data), theirs(&expression, &data));
        prop_assert!(
            ours.as_ref().ok() == theirs.as_ref().ok(),
            "{expression}\n{data}\nours: {ours:?}\ntheirs: {theirs:?}"
        );
    }
}

/// Without this the property could hold because everything fails in both.
#[test]
fn most_expressions_have_a_result() {
    let data = serde_json::json!({
        "kind": "thing", "name": "T", "limit": 2, "other": 5, "enabled": true, "ratio": 0.5, "label": "ab",
        "numbers": [1, 2], "words": ["a", "b"], "map": { "a": 1, "b": 2 },
        "any": { "list": [1, 2], "deep": { "n": 5, "s": "ab" }, "none": null },
    });
    let mut counts = [0; 3];
    let mut forms = String::new();
    for seed in 0..600_u32 {
        let byte =
            |at: u32| seed.wrapping_mul(2_654_435_761).wrapping_add(at * 40_503).to_be_bytes()[1];
        let tape: Vec<u8> = (0..50).map(byte).collect();
        let expression = expression(&tape);
        counts[ours(&expression, &data).map_or(2, usize::from)] += 1;
        let _ = write!(forms, "{expression}");
    }
    assert!(counts[0] > 100 && counts[1] > 100, "{counts:?}");
    for function in [
        "&&",
        "||",
        "!",
        "?",
        " in ",
        "has(",
        ".all(",
        ".exists(",
        ".exists_one(",
        ".map(",
        ".filter(",
        "size(",
        ".startsWith(",
        ".endsWith(",
        ".contains(",
        ".matches(",
        "string(",
        "int(",
        "double(",
        "%",
        "/",
    ] {
        assert!(forms.contains(function), "{function} was never written");
    }
}
