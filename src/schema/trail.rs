//! The way through a schema that led to an error, with the annotations that stand along it.

use serde_json::Value;

use super::Mode;
use super::locate::unescaped;
use super::shelf::{Shelf, Spot};
use crate::document::{Node, NodeKind};
use crate::finding::Severity;

/// The schemas passed on the way to a failing keyword, outermost first; never empty.
#[derive(Clone, Debug)]
pub(crate) struct Trail<'s> {
    pub(crate) steps: Vec<Step<'s>>,
    /// The failing keyword.
    pub(crate) keyword: String,
}

/// One schema on the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step<'s> {
    pub(crate) spot: Spot<'s>,
    /// How many segments of the instance's path were gone when this schema applied.
    pub(crate) depth: usize,
    /// Whether this schema applied because of a condition (`then`, `else`) of the schema before it.
    pub(crate) is_conditional: bool,
}

impl<'s> Trail<'s> {
    /// Follows `path`, an evaluation path, from `start`. Where a reference cannot be followed, the trail ends early.
    pub(crate) fn new(shelf: &'s Shelf, start: Step<'s>, path: &str) -> Self {
        let mut trail = Self { steps: vec![start], keyword: String::new() };
        let mut segments = path.split('/').skip(1).peekable();
        let mut here = start;
        while let Some(segment) = segments.next() {
            trail.keyword = unescaped(segment).into_owned();
            // What fails is `not` or `contains` itself, not a keyword inside it.
            if segments.peek().is_none() {
                break;
            }
            let Some(next) = step(shelf, here, &trail.keyword, &mut segments) else { break };
            trail.steps.push(next);
            here = next;
        }
        trail
    }

    /// The schema that holds the failing keyword.
    pub(crate) fn last(&self) -> Step<'s> {
        self.steps[self.steps.len() - 1]
    }

    /// The schemas that say something of the failing value itself, innermost first.
    pub(crate) fn about_value(&self) -> impl Iterator<Item = &'s Value> {
        let depth = self.last().depth;
        let steps = self.steps.iter().rev().take_while(move |step| step.depth == depth);
        steps.map(|step| step.spot.schema)
    }

    /// Whether what is unknown is reported only where it looks like a slip for something known.
    pub(crate) fn only_slips(&self) -> bool {
        self.about_value().any(|schema| schema.get("x-unknown") == Some(&"near".into()))
    }

    /// How bad it is: the nearest `x-severity`, else `otherwise`.
    pub(crate) fn severity(&self, otherwise: Severity) -> Severity {
        let noted = |step: &Step<'_>| severity(step.spot.schema.get("x-severity")?);
        self.steps.iter().rev().find_map(noted).unwrap_or(otherwise)
    }
}

/// The severity that an annotation names.
pub(crate) fn severity(annotation: &Value) -> Option<Severity> {
    match annotation.as_str()? {
        "note" => Some(Severity::Note),
        "warning" => Some(Severity::Warning),
        "error" => Some(Severity::Error),
        _ => None,
    }
}

/// The schema behind `keyword` of `here`; `None` where the keyword holds no schema. Takes the further segments that
/// belong to the keyword.
fn step<'s, 'p>(
    shelf: &'s Shelf,
    here: Step<'s>,
    keyword: &str,
    segments: &mut impl Iterator<Item = &'p str>,
) -> Option<Step<'s>> {
    let value = here.spot.schema.get(keyword)?;
    let inside = |schema, deeper| Step {
        spot: Spot { schema, ..here.spot },
        depth: here.depth + deeper,
        is_conditional: matches!(keyword, "then" | "else"),
    };
    match keyword {
        "$ref" | "$dynamicRef" => {
            let spot = shelf.follow(here.spot.base, value.as_str()?)?;
            Some(Step { spot, is_conditional: false, ..here })
        }
        "properties" | "patternProperties" => named(value, segments).map(|it| inside(it, 1)),
        "dependentSchemas" | "$defs" | "definitions" => {
            named(value, segments).map(|it| inside(it, 0))
        }
        "prefixItems" => numbered(value, segments).map(|it| inside(it, 1)),
        "allOf" | "anyOf" | "oneOf" => numbered(value, segments).map(|it| inside(it, 0)),
        "items"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "contains"
            if value.is_object() =>
        {
            Some(inside(value, 1))
        }
        "not" | "if" | "then" | "else" | "propertyNames" if value.is_object() => {
            Some(inside(value, 0))
        }
        _ => None,
    }
}

fn named<'s, 'p>(
    schemas: &'s Value,
    segments: &mut impl Iterator<Item = &'p str>,
) -> Option<&'s Value> {
    schemas.get(&*unescaped(segments.next()?))
}

fn numbered<'s, 'p>(
    schemas: &'s Value,
    segments: &mut impl Iterator<Item = &'p str>,
) -> Option<&'s Value> {
    schemas.get(segments.next()?.parse::<usize>().ok()?)
}

/// References are followed this far; only a circle is longer.
const MAX_HOPS: usize = 24;

/// The schemas that apply to the same value as `spot` without condition: itself, its references and its `allOf`.
pub(crate) fn conjuncts<'s>(shelf: &'s Shelf, spot: Spot<'s>) -> Vec<Spot<'s>> {
    reachable(shelf, spot, &["allOf"])
}

/// The schemas that may apply to the same value as `spot`.
pub(crate) fn alternatives<'s>(shelf: &'s Shelf, spot: Spot<'s>) -> Vec<Spot<'s>> {
    let applicators = ["allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"];
    reachable(shelf, spot, &applicators)
}

fn reachable<'s>(shelf: &'s Shelf, spot: Spot<'s>, applicators: &[&str]) -> Vec<Spot<'s>> {
    let mut found: Vec<Spot<'s>> = Vec::new();
    let mut open = vec![(spot, 0)];
    while let Some((spot, hops)) = open.pop() {
        let is_known = found.iter().any(|known| std::ptr::eq(known.schema, spot.schema));
        if is_known || hops > MAX_HOPS {
            continue;
        }
        found.push(spot);
        let target = spot.schema.get("$ref").and_then(Value::as_str);
        open.extend(target.and_then(|it| shelf.follow(spot.base, it)).map(|it| (it, hops + 1)));
        for applicator in applicators {
            let inside = |schema| (Spot { schema, ..spot }, hops + 1);
            match (spot.schema.get(applicator), *applicator) {
                (Some(Value::Array(schemas)), _) => open.extend(schemas.iter().map(inside)),
                (Some(Value::Object(schemas)), "dependentSchemas") => {
                    open.extend(schemas.values().map(inside));
                }
                (Some(schema @ Value::Object(_)), _) => open.push(inside(schema)),
                _ => {}
            }
        }
    }
    found
}

/// Whether what `spot` says of `node` hangs on a value that is open: a token or an expression.
pub(crate) fn hangs_on_open(shelf: &Shelf, spot: Spot<'_>, node: Node<'_>, mode: Mode) -> bool {
    depends(shelf, spot, node, mode, 0)
}

fn depends(shelf: &Shelf, spot: Spot<'_>, node: Node<'_>, mode: Mode, depth: usize) -> bool {
    if mode.is_open(node) {
        return true;
    }
    if depth > MAX_HOPS || !matches!(node.kind(), NodeKind::Array | NodeKind::Object) {
        return false;
    }
    let below = |schema, node| depends(shelf, Spot { schema, ..spot }, node, mode, depth + 1);
    let object = |keyword: &str| spot.schema.get(keyword).and_then(Value::as_object);
    let by_key = object("properties").is_some_and(|properties| {
        let mut present =
            properties.iter().filter_map(|(key, schema)| Some((schema, node.get(key)?)));
        present.any(|(schema, value)| below(schema, value))
    });
    let by_item = ["items", "contains", "additionalProperties"].iter().any(|keyword| {
        spot.schema.get(*keyword).filter(|schema| schema.is_object()).is_some_and(|schema| {
            node.items().chain(node.members()).any(|item| below(schema, item))
        })
    });
    let same = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"].iter().any(|keyword| {
        match spot.schema.get(*keyword) {
            Some(Value::Array(schemas)) => schemas.iter().any(|schema| below(schema, node)),
            Some(schema @ Value::Object(_)) => below(schema, node),
            _ => false,
        }
    });
    let whole = ["const", "enum"].iter().any(|keyword| spot.schema.get(*keyword).is_some())
        && node.items().chain(node.members()).any(|child| mode.is_open(child));
    let target = || {
        let reference = spot.schema.get("$ref").and_then(Value::as_str)?;
        let target = shelf.follow(spot.base, reference)?;
        Some(depends(shelf, target, node, mode, depth + 1))
    };
    by_key || by_item || same || whole || target() == Some(true)
}
