//! Fields that are computed from others: `is:` in the catalogue, checked once.

use std::collections::BTreeMap;

use super::check::{Scope, compile_as};
use super::expr::{Expr, Op, Type};
use super::frame::framed;
use crate::catalog::{Catalog, Field, KindId, RecordId};
use crate::document::{Node, Syntax, parse};
use crate::finding::{Location, Part};
use crate::problem::Problem;

/// What a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A kind of resource.
    Kind(KindId),
    /// A record type.
    Record(RecordId),
}

/// The expressions of all fields with `is:`; in each, `self` is the resource or record that the field belongs to.
#[derive(Clone, Debug, Default)]
pub struct Computed {
    expressions: BTreeMap<Owner, BTreeMap<String, Expr>>,
}

/// One computed field.
type Key<'a> = (Owner, &'a str);

impl Owner {
    /// What has the fields of values of this type.
    pub fn of(ty: &Type) -> Option<Self> {
        match ty {
            Type::Resource(kind) => Some(Self::Kind(*kind)),
            Type::Record(record) => Some(Self::Record(*record)),
            _ => None,
        }
    }

    /// The type of `self`.
    fn ty(self) -> Type {
        match self {
            Self::Kind(kind) => Type::Resource(kind),
            Self::Record(record) => Type::Record(record),
        }
    }

    fn fields(self, catalog: &Catalog) -> &BTreeMap<String, Field> {
        match self {
            Self::Kind(kind) => &catalog.kind(kind).fields,
            Self::Record(record) => &catalog.record(record).fields,
        }
    }
}

impl Computed {
    /// The expression of a field; `None` where the field is read from the files.
    pub fn get(&self, owner: Owner, field: &str) -> Option<&Expr> {
        self.expressions.get(&owner)?.get(field)
    }

    fn keys(&self) -> impl Iterator<Item = Key<'_>> {
        self.expressions
            .iter()
            .flat_map(|(&owner, fields)| fields.keys().map(move |name| (owner, name.as_str())))
    }

    /// The computed fields that a computed field is made from.
    fn parts(&self, (owner, name): Key<'_>) -> Vec<Key<'_>> {
        let mut parts = Vec::new();
        let Some(expr) = self.get(owner, name) else { return parts };
        expr.any(&mut |part| {
            if let Op::Field { of, name } | Op::Has { of, name, .. } = &part.op
                && let Some(owner) = Owner::of(&of.ty)
                && let Some((name, _)) =
                    self.expressions.get(&owner).and_then(|fields| fields.get_key_value(name))
            {
                parts.push((owner, name.as_str()));
            }
            false
        });
        parts
    }

    /// The way from a field back to itself, if there is one.
    fn cycle<'a>(&'a self, start: Key<'a>) -> Option<Vec<Key<'a>>> {
        let mut ways = vec![vec![start]];
        let mut seen = Vec::new();
        while let Some(way) = ways.pop() {
            let Some(&last) = way.last() else { continue };
            for part in self.parts(last) {
                let longer: Vec<Key<'_>> = way.iter().copied().chain([part]).collect();
                if part == start {
                    return Some(longer);
                }
                if !seen.contains(&part) {
                    seen.push(part);
                    ways.push(longer);
                }
            }
        }
        None
    }
}

/// Checks the expressions of all fields with `is:`.
///
/// # Errors
/// Every expression that does not check, and every field that is computed from itself.
pub fn compile_computed_fields(catalog: &Catalog) -> Result<Computed, Vec<Problem>> {
    let mut computed = Computed::default();
    let mut problems = Vec::new();
    let kinds = catalog.kinds().map(|(id, _)| Owner::Kind(id));
    let records = catalog.records().map(|(id, _)| Owner::Record(id));
    for owner in kinds.chain(records) {
        for field in owner.fields(catalog).values() {
            let Some(text) = &field.computed_by else { continue };
            let scope =
                Scope { catalog, this: &owner.ty(), parameters: None, each: None, compare: None };
            match compile_as(scope, text, &field.ty) {
                Ok(expr) => {
                    let fields = computed.expressions.entry(owner).or_default();
                    fields.insert(field.name.clone(), expr);
                }
                Err(fault) => {
                    let framed = |node: Node<'_>| framed(fault, node);
                    problems.extend(in_catalog(catalog, owner, &field.name, framed));
                }
            }
        }
    }
    problems.extend(cycles(catalog, &computed));
    if problems.is_empty() { Ok(computed) } else { Err(problems) }
}

fn cycles(catalog: &Catalog, computed: &Computed) -> Vec<Problem> {
    let found = computed.keys().filter_map(|key| Some((key, computed.cycle(key)?)));
    let problem = |((owner, name), way): (Key<'_>, Vec<Key<'_>>)| {
        let way: Vec<&str> = way.into_iter().map(|(_, name)| name).collect();
        let message = format!("`{name}` is computed from itself: {}", way.join(" → "));
        in_catalog(catalog, owner, name, |node| {
            Problem::new(&message).at(Location::of(node, Part::Value))
        })
    };
    found.filter_map(problem).collect()
}

/// A problem with a field's expression, at the place in the `kind.yaml` where `problem` puts it.
fn in_catalog(
    catalog: &Catalog,
    owner: Owner,
    field: &str,
    problem: impl FnOnce(Node<'_>) -> Problem,
) -> Option<Problem> {
    let kind = match owner {
        Owner::Kind(kind) => kind,
        Owner::Record(record) => {
            catalog.kinds().map(|(id, _)| id).find(|&kind| has_record(catalog, kind, record))?
        }
    };
    let parsed = parse(&catalog.kind(kind).declared.source, Syntax::Yaml);
    let root = parsed.documents.first()?.root();
    let fields = match owner {
        Owner::Kind(_) => root.get("fields")?,
        Owner::Record(record) => {
            root.get("records")?.get(&catalog.record(record).name)?.get("fields")?
        }
    };
    Some(problem(fields.get(field)?.get("is")?))
}

/// Whether values of the record type are part of resources of the kind.
fn has_record(catalog: &Catalog, kind: KindId, record: RecordId) -> bool {
    let mut seen = Vec::new();
    let mut open = vec![Owner::Kind(kind)];
    while let Some(owner) = open.pop() {
        for field in owner.fields(catalog).values() {
            match field.ty.innermost() {
                Type::Record(part) if *part == record => return true,
                Type::Record(part) if !seen.contains(part) => {
                    seen.push(*part);
                    open.push(Owner::Record(*part));
                }
                _ => {}
            }
        }
    }
    false
}
