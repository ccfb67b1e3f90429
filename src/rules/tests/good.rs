//! Good expressions, and what they are read as.

use std::fmt::Write;

use super::{catalog, load, rule, shown};
use crate::catalog::{Catalog, FieldType};
use crate::rules::check::{Scope, compile};
use crate::rules::expr::{Expr, Literal, Op};
use crate::rules::{Body, TemplatePart};

/// A checked expression with the types of its parts.
fn tree(catalog: &Catalog, expr: &Expr) -> String {
    let parts: Vec<String> = expr.children().into_iter().map(|part| tree(catalog, part)).collect();
    let parts = parts.join(" ");
    let text = match &expr.op {
        Op::Literal(Literal::String(text)) => return format!("{text:?}"),
        Op::Literal(Literal::Int(value)) => return value.to_string(),
        Op::Literal(literal) => return format!("{literal:?}"),
        Op::SelfResource => return "self".to_owned(),
        Op::Today => return "today".to_owned(),
        Op::OrgKind(kind) => format!("org[{}]", catalog.kind(*kind).name),
        Op::Parameter(at) => format!("parameter {at}"),
        Op::Variable(slot) => format!("${}", slot.0),
        Op::Field { name, .. } => format!("({parts} field {name})"),
        Op::Attribute { attribute, .. } => format!("({parts} attribute {attribute:?})"),
        Op::Raw(_) => format!("(raw {parts})"),
        Op::Other => return "other".to_owned(),
        Op::Elsewhere(_) => format!("(elsewhere {parts})"),
        Op::Member { name, .. } => format!("({parts} member {name})"),
        Op::Index { .. } => format!("(index {parts})"),
        Op::List(_) => format!("[{parts}]"),
        Op::Map(_) => format!("{{{parts}}}"),
        Op::Not(_) => return format!("(not {parts})"),
        Op::Negate(_) => format!("(negate {parts})"),
        Op::And(..) => return format!("(and {parts})"),
        Op::Or(..) => return format!("(or {parts})"),
        Op::Conditional(..) => format!("(if {parts})"),
        Op::Binary(operator, ..) => format!("({operator:?} {parts})"),
        Op::Has { name, is_field, .. } => return format!("(has {parts} {name} field:{is_field})"),
        Op::Macro { kind, variable, .. } => format!("({kind:?} ${} {parts})", variable.0),
        Op::ReferencedBy { kind, .. } => {
            format!("({parts} referenced by {})", catalog.kind(*kind).name)
        }
        Op::Call(function, _) => format!("({function:?} {parts})"),
    };
    format!("{text}:{}", catalog.type_name(&expr.ty))
}

fn compiled(this: &str, texts: &[&str]) -> String {
    let catalog = catalog();
    let this = FieldType::Resource(catalog.kind_named(this).unwrap());
    let scope =
        Scope { catalog: &catalog, this: &this, parameters: None, each: None, compare: None };
    let mut shown = String::new();
    for text in texts {
        let read = match compile(scope, text) {
            Ok(expr) => tree(&catalog, &expr),
            Err(fault) => format!("{fault:?}"),
        };
        let _ = writeln!(shown, "{text}\n  {read}\n");
    }
    shown
}

#[test]
fn fields_and_references() {
    insta::assert_snapshot!(compiled(
        "outbound-route",
        &[
            "self.enabled && self.distribution == 'SEQUENTIAL'",
            "self.trunks[0].site.name == self.name",
            "self.trunks.all(t, t.codecs.exists(c, c in self.trunks[0].codecs))",
            "self.trunks.exists(t, t.site == self.trunks[0].site)",
            "org['trunk-base'].filter(t, t.enabled).map(t, t.name)",
            "org.site.map(s, s.name != '', s.name)",
            "self.raw.properties['x'].y == 1",
            "has(self.enabled) && has(self.raw.a.b)",
            "self.trunks.all(t, t.properties.a == 'x' && 'k' in t.properties)",
            "self.kind == 'outbound-route' && self.form == 'api' && self.id != self.name",
        ],
    ));
}

#[test]
fn literals_become_what_they_are_compared_with() {
    insta::assert_snapshot!(compiled(
        "trunk-base",
        &[
            "self.forceCodec == 'PCMU'",
            "'G.711u' in self.codecs",
            "self.forceCodec in ['PCMU', 'audio/opus']",
            "self.codecs == ['PCMU']",
            "self.codecs == []",
            "self.forceCodec in self.raw.codecs && self.raw.codec in self.codecs",
            "sets.intersects(self.codecs, ['audio/opus'])",
            "self.dialTimeout >= '60s' && self.dialTimeout < duration('2m') + duration('500ms')",
            "self.dialTimeout < duration(self.name)",
            "self.expires < today + duration('30d') || self.expires == '2026-12-31'",
            "self.enabled ? self.forceCodec : 'opus'",
            "self.maxCalls < 2.5 && self.rate == 1",
            "self.forceCodec == null",
            "self.forceCodec == self.name",
        ],
    ));
}

#[test]
fn functions() {
    insta::assert_snapshot!(compiled(
        "trunk-base",
        &[
            "size(self.codecs) + self.name.size() > 0",
            "self.name.lowerAscii().trim().startsWith('a') || self.name.matches('^[0-9]+$')",
            "lists.range(100).all(i, self.retryableReasonCodes.split(',').exists(r, r.contains('-') && int(r.split('-')[0]) <= 500 + i && int(r.split('-')[1]) >= 500 + i))",
            "self.codecs.join(', ') + string(self.maxCalls) == self.name.replace('a', 'b')",
            "isEndpoint(self.name) || isEndpoint(self.name, 'GET') || nearestEndpoint(self.name) == ''",
            "self.referencedBy('outbound-route').exists(route, self in route.trunks)",
            "self.site.referencedBy('flow').all(flow, flow.actions.exists_one(a, a.timeout > duration('1s')))",
            "{'a': 1, 'b': self.name}['a'] == 1 && -self.maxCalls % 2 == 0 && !(1 + 2 * 3 == 7)",
        ],
    ));
}

#[test]
fn a_whole_rule() {
    let text = rule(
        "kind: outbound-route
each: trunk in self.trunks
when: self.enabled && trunk.enabled
assert: trunk.dialTimeout >= params.minimum && trunk.forceCodec in params.codecs
at: trunk.dialTimeout
message: Route {{x}} `{self.name}` → `{trunk.name}`
parameters:
  minimum: {type: duration, default: 60, unit: s, summary: The least}
  codecs: {type: list(codec), default: [PCMU, opus], summary: Which}
tags: [byoc]
",
    );
    let set = load(&text).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let rule = set.get("sample").unwrap();
    assert_eq!((rule.area.as_str(), rule.examples.len(), rule.parameters.len()), ("area", 2, 2));
    let Body::Assert(body) = &rule.body else { panic!("no assertion") };
    assert!(body.when_is_per_element);
    let catalog = catalog();
    let message: Vec<String> = body
        .message
        .parts
        .iter()
        .map(|part| match part {
            TemplatePart::Text(text) => text.clone(),
            TemplatePart::Expr(expr) => tree(&catalog, expr),
        })
        .collect();
    let values: Vec<String> =
        rule.parameters.iter().map(|one| tree(&catalog, &one.value)).collect();
    insta::assert_snapshot!(format!(
        "each: {}\nassert: {}\nmessage: {message:#?}\nparameters: {values:#?}",
        tree(&catalog, &body.each.as_ref().unwrap().list),
        tree(&catalog, &body.assert),
    ));
}

#[test]
fn spans_are_those_of_the_text() {
    let catalog = catalog();
    let this = FieldType::Resource(catalog.kind_named("outbound-route").unwrap());
    let scope =
        Scope { catalog: &catalog, this: &this, parameters: None, each: None, compare: None };
    let text = "(self.trunks)[0].codecs.exists(c, c.matches('é')) && !( self.enabled )";
    let mut spans = Vec::new();
    compile(scope, text).unwrap().any(&mut |part| {
        spans.push(&text[part.span.range()]);
        false
    });
    assert_eq!(
        spans,
        [
            text,
            "(self.trunks)[0].codecs.exists(c, c.matches('é'))",
            "(self.trunks)[0].codecs",
            "(self.trunks)[0]",
            "self.trunks",
            "self",
            "0",
            "c.matches('é')",
            "c",
            "'é'",
            "!( self.enabled )",
            "self.enabled",
            "self",
        ]
    );
}
