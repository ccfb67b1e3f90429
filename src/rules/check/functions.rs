//! The functions of the language: what they take and what they yield.

use super::macros::MACROS;
use crate::rules::cel::Fault;
use crate::rules::expr::{Function, Type};

/// What a function takes and yields. The value in front of the dot is its first argument.
pub(super) struct Signature {
    pub(super) name: &'static str,
    /// `None` for `matches`, whose pattern is part of the function.
    pub(super) function: Option<fn() -> Function>,
    pub(super) arguments: &'static [Takes],
    /// How many of the last arguments may be left out.
    optional: usize,
    yields: Yields,
    is_member: bool,
}

/// What an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Text,
    Int,
    /// A list of anything.
    List,
    /// A list of texts.
    Texts,
    /// What has a number of parts.
    Sized,
    /// What `string`, `int` and `double` convert.
    Scalar,
}

#[derive(Clone, Copy)]
enum Yields {
    Bool,
    Int,
    Double,
    Text,
    Texts,
    Ints,
}

impl Takes {
    pub(super) fn allows(self, ty: &Type) -> bool {
        let is_text = |ty: &Type| matches!(ty, Type::String | Type::Codec | Type::Any);
        match (self, ty) {
            (_, Type::Any) => true,
            (Self::Text, ty) => is_text(ty),
            (Self::Int, ty) => *ty == Type::Int,
            (Self::List, ty) => matches!(ty, Type::List(_)),
            (Self::Texts, Type::List(element)) => is_text(element),
            (Self::Texts, _) => false,
            (Self::Sized, ty) => is_text(ty) || matches!(ty, Type::List(_) | Type::Map),
            (Self::Scalar, ty) => {
                !matches!(ty, Type::List(_) | Type::Map | Type::Record(_) | Type::Resource(_))
            }
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "a whole number",
            Self::List => "a list",
            Self::Texts => "a list of texts",
            Self::Sized => "text, a list or a map",
            Self::Scalar => "one value",
        }
    }
}

impl Signature {
    pub(super) fn takes(&self, count: usize) -> bool {
        (self.arguments.len() - self.optional..=self.arguments.len()).contains(&count)
    }

    /// The message for a wrong number of arguments.
    pub(super) fn arity(&self, name: &str) -> String {
        let inside = self.arguments.len() - usize::from(self.is_member);
        let count = match (self.optional, inside) {
            (0, 0) => "no arguments".to_owned(),
            (0, 1) => "one argument".to_owned(),
            (0, count) => format!("{count} arguments"),
            (optional, count) => format!("{} to {count} arguments", count - optional),
        };
        format!("`{name}` takes {count}")
    }

    pub(super) fn result(&self) -> Type {
        match self.yields {
            Yields::Bool => Type::Bool,
            Yields::Int => Type::Int,
            Yields::Double => Type::Double,
            Yields::Text => Type::String,
            Yields::Texts => Type::List(Box::new(Type::String)),
            Yields::Ints => Type::List(Box::new(Type::Int)),
        }
    }
}

const fn member(
    name: &'static str,
    function: Option<fn() -> Function>,
    arguments: &'static [Takes],
    yields: Yields,
) -> Signature {
    Signature { name, function, arguments, optional: 0, yields, is_member: true }
}

const fn global(
    name: &'static str,
    function: fn() -> Function,
    arguments: &'static [Takes],
    yields: Yields,
) -> Signature {
    Signature { name, function: Some(function), arguments, optional: 0, yields, is_member: false }
}

const TWO_TEXTS: &[Takes] = &[Takes::Text, Takes::Text];
const TWO_LISTS: &[Takes] = &[Takes::List, Takes::List];

/// `x.f(…)`
static MEMBERS: [Signature; 11] = [
    member("size", Some(|| Function::Size), &[Takes::Sized], Yields::Int),
    member("startsWith", Some(|| Function::StartsWith), TWO_TEXTS, Yields::Bool),
    member("endsWith", Some(|| Function::EndsWith), TWO_TEXTS, Yields::Bool),
    member("contains", Some(|| Function::Contains), TWO_TEXTS, Yields::Bool),
    member("matches", None, TWO_TEXTS, Yields::Bool),
    member("lowerAscii", Some(|| Function::LowerAscii), &[Takes::Text], Yields::Text),
    member("upperAscii", Some(|| Function::UpperAscii), &[Takes::Text], Yields::Text),
    member("trim", Some(|| Function::Trim), &[Takes::Text], Yields::Text),
    member("split", Some(|| Function::Split), TWO_TEXTS, Yields::Texts),
    Signature {
        optional: 1,
        ..member("join", Some(|| Function::Join), &[Takes::Texts, Takes::Text], Yields::Text)
    },
    member(
        "replace",
        Some(|| Function::Replace),
        &[Takes::Text, Takes::Text, Takes::Text],
        Yields::Text,
    ),
];

/// `f(…)`
static GLOBALS: [Signature; 12] = [
    global("size", || Function::Size, &[Takes::Sized], Yields::Int),
    global("string", || Function::ToString, &[Takes::Scalar], Yields::Text),
    global("int", || Function::ToInt, &[Takes::Scalar], Yields::Int),
    global("double", || Function::ToDouble, &[Takes::Scalar], Yields::Double),
    Signature {
        optional: 1,
        ..global("isEndpoint", || Function::IsEndpoint, TWO_TEXTS, Yields::Bool)
    },
    global("nearestEndpoint", || Function::NearestEndpoint, &[Takes::Text], Yields::Text),
    global("endpointMethods", || Function::EndpointMethods, &[Takes::Text], Yields::Texts),
    global("endpointPermissions", || Function::EndpointPermissions, TWO_TEXTS, Yields::Texts),
    global("placeholders", || Function::Placeholders, TWO_TEXTS, Yields::Texts),
    global("isTimeZone", || Function::IsTimeZone, &[Takes::Text], Yields::Bool),
    global("isRegex", || Function::IsRegex, &[Takes::Text], Yields::Bool),
    global("regexGroups", || Function::RegexGroups, &[Takes::Text], Yields::Int),
];

static SETS: [Signature; 3] = [
    global("intersects", || Function::SetsIntersects, TWO_LISTS, Yields::Bool),
    global("contains", || Function::SetsContains, TWO_LISTS, Yields::Bool),
    global("equivalent", || Function::SetsEquivalent, TWO_LISTS, Yields::Bool),
];

static LISTS: [Signature; 1] = [global("range", || Function::Range, &[Takes::Int], Yields::Ints)];

/// The function `name(…)`.
pub(super) fn global_named(name: &str) -> Option<&'static Signature> {
    GLOBALS.iter().find(|signature| signature.name == name)
}

/// The function `x.name(…)`.
pub(super) fn member_named(name: &str) -> Option<&'static Signature> {
    MEMBERS.iter().find(|signature| signature.name == name)
}

/// The functions of a namespace, such as `sets` of `sets.intersects(…)`.
pub(super) fn in_namespace(namespace: &str) -> Option<&'static [Signature]> {
    match namespace {
        "sets" => Some(&SETS),
        "lists" => Some(&LISTS),
        _ => None,
    }
}

/// All names that a call may have, namespaces left out.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let signatures = MEMBERS.iter().chain(&GLOBALS).map(|signature| signature.name);
    let macros = MACROS.iter().map(|&(name, _)| name);
    signatures.chain(macros).chain(["has", "duration", "inFiles", "referencedBy"])
}

/// What was probably meant instead of a call with a value of a wrong type.
pub(super) fn advice(fault: Fault, signature: &Signature, ty: &Type, written: &str) -> Fault {
    match (signature.name, ty) {
        ("contains", Type::List(_)) => {
            fault.help(format!("to look for an element, write `x in {written}`"))
        }
        (_, Type::List(_)) if signature.is_member => {
            fault.help(format!("ask each element: `{written}.exists(x, x.{}(…))`", signature.name))
        }
        (_, Type::Int | Type::Double | Type::Bool) => {
            fault.help(format!("`string({written})` is its text"))
        }
        _ => fault,
    }
}
