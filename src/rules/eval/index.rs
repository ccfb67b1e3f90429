//! Look-up tables for `org.queue.exists(q, q.name == x && …)`: without them a rule over every resource that looks at
//! every resource costs their number squared.
//!
//! A table says, for one key expression over the element (`q.name`), which resources yield which value. Those that
//! yield nothing that can be looked up (an unknown, a list) are candidates of every look-up, so that the result is
//! the same as that of a scan.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::{Evaluator, resource_value};
use crate::catalog::FieldType;
use crate::org::{Org, ResourceId};
use crate::rules::Owner;
use crate::rules::expr::{Binary, Expr, Macro, Op, Slot};
use crate::rules::tuning::Values;
use crate::rules::value::{Data, Truth, Value};

/// The tables of a run, by the address of their key expression, which stays where it is while the run lasts.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    tables: Mutex<HashMap<usize, Arc<OnceLock<Table>>>>,
}

/// Which resources of a kind yield which value of a key expression.
#[derive(Debug, Default)]
struct Table {
    by_key: FxHashMap<Key, Vec<ResourceId>>,
    /// Those whose value cannot be looked up.
    always: Vec<ResourceId>,
}

/// A value that can be looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Bool(bool),
    Int(i64),
    Text(Box<str>),
    Codec(Box<str>),
    Duration(i64),
    Date(i64),
    Resource(ResourceId),
}

impl Key {
    /// Places in which one thing is written are one value.
    fn of(value: &Value<'_>, org: &Org<'_>) -> Option<Self> {
        match &value.data {
            Data::Bool(value) => Some(Self::Bool(*value)),
            Data::Int(value) => Some(Self::Int(*value)),
            Data::String(text) => Some(Self::Text(text.as_ref().into())),
            Data::Codec(codec) => Some(Self::Codec(codec.as_ref().into())),
            Data::Duration(time) => Some(Self::Duration(*time)),
            Data::Date(day) => Some(Self::Date(*day)),
            Data::Resource(id) => Some(Self::Resource(org.primary(*id))),
            _ => None,
        }
    }
}

impl Indexes {
    fn table(&self, key: &Expr) -> Arc<OnceLock<Table>> {
        let address = std::ptr::from_ref(key) as usize;
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tables.entry(address).or_default())
    }
}

/// The equality in a predicate that decides for all other elements: `key` is over the element alone, `probe` is not
/// about it.
struct Probe<'a> {
    key: &'a Expr,
    probe: &'a Expr,
}

impl<'a> Evaluator<'a> {
    /// The elements of `ids` for which the predicate can be other than false (for `all`: other than true); `None`
    /// where only a scan tells.
    pub(super) fn candidates(
        &mut self,
        kind: Macro,
        ids: &[ResourceId],
        variable: Slot,
        body: &'a Expr,
    ) -> Option<Vec<ResourceId>> {
        let probe = match kind {
            Macro::Exists | Macro::ExistsOne | Macro::Filter => when_true(body, variable),
            Macro::All => when_false(body, variable),
            Macro::Map => None,
        }?;
        self.look_up(ids, variable, &probe)
    }

    /// Whether a key expression reads files alone. A computed field may itself look something up, and must not wait
    /// for a table that waits for it.
    fn reads_files(&self, key: &Expr) -> bool {
        match &key.op {
            Op::Field { of, name } => {
                let owner = match of.ty {
                    FieldType::Resource(kind) => Owner::Kind(kind),
                    FieldType::Record(record) => Owner::Record(record),
                    _ => return false,
                };
                self.world.computed.get(owner, name).is_none() && self.reads_files(of)
            }
            Op::Attribute { of, .. } => self.reads_files(of),
            Op::Call(_, arguments) => arguments.iter().all(|argument| self.reads_files(argument)),
            Op::Variable(_) | Op::Literal(_) => true,
            _ => false,
        }
    }

    /// `x in org.queue.map(q, q.name)` by an index; `None` where it is not of that shape.
    pub(super) fn in_mapped_kind(&mut self, x: &'a Expr, list: &'a Expr) -> Option<Truth<'a>> {
        let Op::Macro { kind: Macro::Map, list, variable, body } = &list.op else { return None };
        if !matches!(list.op, Op::OrgKind(_)) || !is_key(body, *variable) || x.ty != body.ty {
            return None;
        }
        let all = self.value(list).ok()?;
        let Data::Resources { ids, .. } = all.data else { return None };
        let candidates = self.look_up(ids, *variable, &Probe { key: body, probe: x })?;
        let x = self.value(x).ok()?;
        let mut unknown = all.missing();
        for id in candidates {
            let element = self.in_this_deployment(Ok(resource_value(id)));
            let name = self.with(*variable, element, |inner| inner.value(body));
            match name.and_then(|name| super::operators::equal(self, &name, &x)) {
                Ok(true) => return Some(Ok(true)),
                Ok(false) => {}
                Err(why) => unknown = unknown.or(Some(why)),
            }
        }
        Some(unknown.map_or(Ok(false), Err))
    }

    fn look_up(
        &mut self,
        ids: &[ResourceId],
        variable: Slot,
        probe: &Probe<'a>,
    ) -> Option<Vec<ResourceId>> {
        if !self.reads_files(probe.key) {
            return None;
        }
        let wanted = Key::of(&self.value(probe.probe).ok()?, self.world.org)?;
        let table = self.world.indexes.table(probe.key);
        let table = table.get_or_init(|| self.tabulate(ids, variable, probe.key));
        let found = table.by_key.get(&wanted).map_or(&[][..], Vec::as_slice);
        let mut candidates: Vec<ResourceId> = found.iter().chain(&table.always).copied().collect();
        candidates.sort_unstable();
        Some(candidates)
    }

    fn tabulate(&self, ids: &[ResourceId], variable: Slot, key: &'a Expr) -> Table {
        let mut table = Table::default();
        for &id in ids {
            // Every resource has an evaluator of its own, so that the steps are not counted to whoever asked first.
            let mut evaluator = Evaluator::new(self.world, self.linted, Values::default());
            let element = Ok(resource_value(id));
            let value = evaluator.with(variable, element, |inner| inner.value(key));
            match value.ok().as_ref().and_then(|value| Key::of(value, self.world.org)) {
                Some(key) => table.by_key.entry(key).or_default().push(id),
                None => table.always.push(id),
            }
        }
        table
    }
}

/// An equality that is false for every element that the index does not find, and makes the predicate false.
fn when_true(body: &Expr, variable: Slot) -> Option<Probe<'_>> {
    match &body.op {
        Op::And(a, b) => when_true(a, variable).or_else(|| when_true(b, variable)),
        Op::Binary(Binary::Equal, a, b) => probe(a, b, variable),
        Op::Not(a) => when_false(a, variable),
        _ => None,
    }
}

/// An inequality that is true for every element that the index does not find, and makes the predicate true.
fn when_false(body: &Expr, variable: Slot) -> Option<Probe<'_>> {
    match &body.op {
        Op::Or(a, b) => when_false(a, variable).or_else(|| when_false(b, variable)),
        Op::Binary(Binary::NotEqual, a, b) => probe(a, b, variable),
        Op::Not(a) => when_true(a, variable),
        _ => None,
    }
}

fn probe<'e>(a: &'e Expr, b: &'e Expr, variable: Slot) -> Option<Probe<'e>> {
    let of_one_type = a.ty == b.ty && can_be_key(&a.ty);
    if of_one_type && is_key(a, variable) && !mentions(b, variable) {
        return Some(Probe { key: a, probe: b });
    }
    if of_one_type && is_key(b, variable) && !mentions(a, variable) {
        return Some(Probe { key: b, probe: a });
    }
    None
}

fn can_be_key(ty: &FieldType) -> bool {
    !matches!(
        ty,
        FieldType::Double
            | FieldType::List(_)
            | FieldType::Map
            | FieldType::Record(_)
            | FieldType::Any
    )
}

/// Whether an expression depends on the element and on nothing else, and is no more than a few steps.
fn is_key(expr: &Expr, variable: Slot) -> bool {
    match &expr.op {
        Op::Variable(slot) => *slot == variable,
        Op::Field { of, .. } | Op::Attribute { of, .. } => is_key(of, variable),
        Op::Call(_, arguments) => {
            arguments.first().is_some_and(|first| is_key(first, variable))
                && arguments[1..].iter().all(|rest| matches!(rest.op, Op::Literal(_)))
        }
        _ => false,
    }
}

fn mentions(expr: &Expr, variable: Slot) -> bool {
    let any = |expr: &Expr| mentions(expr, variable);
    match &expr.op {
        Op::Variable(slot) => *slot == variable,
        Op::Literal(_)
        | Op::SelfResource
        | Op::Other
        | Op::OrgKind(_)
        | Op::Parameter(_)
        | Op::Today => false,
        Op::Field { of, .. }
        | Op::Attribute { of, .. }
        | Op::Raw(of)
        | Op::Elsewhere(of)
        | Op::Member { of, .. }
        | Op::Has { of, .. }
        | Op::ReferencedBy { of, .. }
        | Op::Not(of)
        | Op::Negate(of) => any(of),
        Op::Index { of: a, index: b }
        | Op::And(a, b)
        | Op::Or(a, b)
        | Op::Binary(_, a, b)
        | Op::Macro { list: a, body: b, .. } => any(a) || any(b),
        Op::Conditional(a, b, c) => any(a) || any(b) || any(c),
        Op::List(items) | Op::Call(_, items) => items.iter().any(any),
        Op::Map(entries) => entries.iter().any(|(key, value)| any(key) || any(value)),
    }
}
