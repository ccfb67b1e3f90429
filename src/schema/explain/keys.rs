//! Keys: unknown, missing, badly named, not allowed.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::{Check, Context, Detail, Explainer, Violation};
use crate::document::{Node, NodeKind};
use crate::finding::Part;
use crate::schema::Mode;
use crate::schema::shelf::Spot;
use crate::schema::trail::{alternatives, conjuncts, severity};
use crate::schema::words::{MAX_LISTED, code, first_sentence, listed, subject};
use crate::terraform::dynamic;
use crate::text::{did_you_mean, is_slip, is_variant, nearest};

impl<'s, 'd> Explainer<'s, 'd> {
    /// `additionalProperties: false`.
    pub(super) fn unknown_keys(&self, cx: &Context<'s, 'd>, keys: &[String]) -> Vec<Violation<'d>> {
        let known = property_names(cx.trail.last().spot);
        keys.iter().filter_map(|key| self.unknown_key(cx, key, &known)).collect()
    }

    /// `unevaluatedProperties: false`: known are the keys of all schemas that may apply.
    pub(super) fn unevaluated_keys(
        &self,
        cx: &Context<'s, 'd>,
        keys: &[String],
    ) -> Vec<Violation<'d>> {
        let spots = alternatives(&self.schema.shelf, cx.trail.last().spot);
        let known: Vec<&str> = spots.iter().flat_map(|spot| property_names(*spot)).collect();
        let is_open = || spots.iter().any(|spot| self.is_open_to(*spot, cx.place.node));
        let explain = |key: &String| {
            if known.contains(&key.as_str()) {
                let member = cx.place.node.get(key).filter(|_| !is_open())?;
                return Some(self.out_of_place(cx, member));
            }
            self.unknown_key(cx, key, &known)
        };
        keys.iter().filter_map(explain).collect()
    }

    fn unknown_key(
        &self,
        cx: &Context<'s, 'd>,
        key: &str,
        known: &[&'s str],
    ) -> Option<Violation<'d>> {
        let object = cx.place.node;
        let member = object.get(key)?;
        let is_of_notation = match self.mode {
            Mode::Terraform => key == "//",
            // What the platform gave to the resource is in the state of every one.
            Mode::State => key == "id",
            Mode::Plain | Mode::TerraformContent => false,
        };
        if member.key_has_token() || is_of_notation {
            return None;
        }
        let only_slips = cx.trail.only_slips();
        let is_absent = |name: &&&str| object.get(name).is_none();
        let variant = || known.iter().copied().find(|name| is_variant(key, name));
        // A name that is there already was hardly meant, but there is no better guess.
        let present = || nearest(key, known.iter().copied()).filter(|_| !only_slips);
        let absent = nearest(key, known.iter().filter(is_absent).copied());
        let likely = absent.or_else(variant);
        let meant = likely.or_else(present);
        let is_believable = match self.mode {
            // Each version of the provider has other arguments, and it refuses those that it does not know itself.
            Mode::Terraform => likely.is_some(),
            // The provider wrote it.
            Mode::State => false,
            Mode::Plain | Mode::TerraformContent => true,
        };
        if !is_believable || (only_slips && !meant.is_some_and(|meant| is_slip(key, meant))) {
            return None;
        }
        let message = format!("Unknown key {}", code(key));
        let mut violation = self.at_key(cx, Check::UnknownKey, (member, Part::Key), message);
        let help = || match meant {
            Some(meant) => Some(did_you_mean(meant)),
            None => known_keys(known),
        };
        violation.help = violation.help.or_else(help);
        if meant.is_some_and(|meant| is_variant(key, meant)) {
            let mut steps = cx.trail.steps.iter().rev();
            let noted = steps.find_map(|step| step.spot.schema.get("x-variant-severity"));
            violation.severity = noted.and_then(severity).unwrap_or(violation.severity);
        }
        violation.detail = Detail::Unknown {
            key: key.to_owned(),
            known: known.iter().map(|&name| name.to_owned()).collect(),
            meant: meant.map(str::to_owned),
        };
        Some(violation)
    }

    /// A known key where it does not belong.
    fn out_of_place(&self, cx: &Context<'s, 'd>, member: Node<'d>) -> Violation<'d> {
        let message = format!("{} is not allowed here", code(member.key().unwrap_or_default()));
        self.at_key(cx, Check::UnknownKey, (member, Part::Key), message)
    }

    /// A schema that allows nothing.
    pub(super) fn not_allowed(&self, cx: &Context<'s, 'd>) -> Vec<Violation<'d>> {
        let place = &cx.place;
        let violation = if place.index.is_none() && place.node.key().is_some() {
            self.out_of_place(cx, place.node)
        } else {
            let message = format!("{} is not allowed here", subject(place));
            self.at_value(cx, Check::InvalidValue, message, None)
        };
        vec![violation]
    }

    /// `required` and `dependentRequired`.
    pub(super) fn missing_key(&self, cx: &Context<'s, 'd>, property: &Value) -> Vec<Violation<'d>> {
        let name = property.as_str().unwrap_or_default();
        let object = cx.place.node;
        let is_dynamic = self.mode == Mode::Terraform && dynamic(object, name).is_some();
        if is_dynamic || object.members().any(Node::key_has_token) {
            return Vec::new();
        }
        if let Some(unset) = object.get(name) {
            let message = format!("{} must be set, is null", code(name));
            return vec![self.at_key(cx, Check::MissingKey, (unset, Part::Value), message)];
        }
        let needed_by = needed_by(cx, name);
        let message = match (needed_by, cx.trail.last().depth) {
            (Some(key), _) => format!("{} is missing: {} needs it", code(name), code(key)),
            (None, 0) => format!("{} is missing", code(name)),
            (None, _) => {
                let subject = subject(&cx.place);
                let whole = subject.replacen("Item", "item", 1).replacen("The ", "the ", 1);
                format!("{} is missing in {whole}", code(name))
            }
        };
        let mut violation = self.at_key(cx, Check::MissingKey, title_of(object), message);
        violation.help = violation.help.or_else(|| self.what_is(cx, name));
        violation.detail = Detail::Missing { key: name.to_owned(), object: object.id() };
        vec![violation]
    }

    /// What a schema says of the key `name` of the objects it describes.
    fn what_is(&self, cx: &Context<'s, 'd>, name: &str) -> Option<String> {
        let files = &self.schema.shelf;
        let steps = cx.trail.steps.iter().rev().take_while(|it| it.depth == cx.trail.last().depth);
        let properties = steps.flat_map(|step| conjuncts(files, step.spot)).filter_map(|spot| {
            let schema = spot.schema.get("properties")?.get(name)?;
            Some(Spot { schema, ..spot })
        });
        let mut texts = properties.flat_map(|spot| conjuncts(files, spot));
        texts.find_map(|spot| Some(first_sentence(spot.schema.get("description")?.as_str()?)))
    }

    /// `propertyNames`.
    pub(super) fn bad_key(
        &self,
        cx: &Context<'s, 'd>,
        error: &ValidationError<'_>,
    ) -> Vec<Violation<'d>> {
        let name = error.instance().as_str().unwrap_or_default().to_owned();
        let Some(member) = cx.place.node.get(&name).filter(|it| !it.key_has_token()) else {
            return Vec::new();
        };
        if let Kind::Enum { options } = error.kind() {
            let options = options.as_array().into_iter().flatten().filter_map(Value::as_str);
            let known: Vec<String> = options.map(str::to_owned).collect();
            return vec![self.key_not_listed(cx, member, known)];
        }
        let what = match error.kind() {
            Kind::Pattern { pattern } => format!("does not match the pattern {}", code(pattern)),
            Kind::MaxLength { limit } => format!("is longer than {limit} characters"),
            Kind::MinLength { limit } => format!("is shorter than {limit} characters"),
            _ => "is not allowed here".to_owned(),
        };
        let message = format!("The key {} {what}", code(&name));
        vec![self.at_key(cx, Check::InvalidValue, (member, Part::Key), message)]
    }

    fn key_not_listed(
        &self,
        cx: &Context<'s, 'd>,
        member: Node<'d>,
        known: Vec<String>,
    ) -> Violation<'d> {
        let key = member.key().unwrap_or_default();
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let meant = nearest(key, names.iter().copied());
        let message = format!("Unknown key {}", code(key));
        let mut violation = self.at_key(cx, Check::UnknownKey, (member, Part::Key), message);
        let meant_help = meant.map(did_you_mean);
        violation.help = violation.help.or(meant_help).or_else(|| known_keys(&names));
        let meant = meant.map(str::to_owned);
        violation.detail = Detail::Unknown { key: key.to_owned(), known, meant };
        violation
    }
}

/// The present key for whose sake `dependentRequired` asks for `name`.
fn needed_by<'s>(cx: &Context<'s, '_>, name: &str) -> Option<&'s str> {
    if cx.trail.keyword != "dependentRequired" {
        return None;
    }
    let dependencies = cx.trail.last().spot.schema.get("dependentRequired")?.as_object()?;
    let asks = |list: &Value| list.as_array().is_some_and(|it| it.contains(&name.into()));
    let mut asking = dependencies.iter().filter(|(_, list)| asks(list));
    asking.find(|(key, _)| cx.place.node.get(key).is_some()).map(|(key, _)| key.as_str())
}

fn property_names(spot: Spot<'_>) -> Vec<&str> {
    let properties = spot.schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(|it| it.keys()).map(String::as_str).collect()
}

fn known_keys(known: &[&str]) -> Option<String> {
    let words = || known.iter().map(|key| code(key)).collect();
    match known.len() {
        0 => None,
        1..=MAX_LISTED => Some(format!("Known keys: {}", listed(words(), "and"))),
        _ => None,
    }
}

/// Where to point for an object as a whole: its key; without one, its name, its id or its first key.
pub(crate) fn title_of(object: Node<'_>) -> (Node<'_>, Part) {
    if object.key().is_some() {
        return (object, Part::Key);
    }
    let is_scalar = |node: &Node<'_>| !matches!(node.kind(), NodeKind::Array | NodeKind::Object);
    let named = ["name", "id"].iter().find_map(|key| object.get(key).filter(is_scalar));
    let first = || object.members().next().map(|member| (member, Part::Key));
    named.map(|node| (node, Part::Value)).or_else(first).unwrap_or((object, Part::Value))
}
