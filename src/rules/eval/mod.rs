//! The evaluator: expressions over borrowed nodes, in the three values true, false and unknown.
//!
//! An unknown is an `Err` with its reason. It passes through everything that needs the value, and stops where the
//! result is certain without it (`false && unknown` is false). What cannot be computed (a missing key, a division by
//! zero) is unknown as well: nothing but a definite `false` makes a finding.

mod across;
mod fields;
mod functions;
mod index;
mod lists;
mod members;
mod memo;
mod operators;
mod presence;
mod structure;

use std::cell::Cell;

use super::Computed;
use super::expr::{Expr, Literal, Op, Slot};
use super::tuning::Values;
use super::value::{Data, Known, Origin, Site, Truth, Unknown, Value};
use crate::org::{Org, ResourceId, WhyUnknown};

pub(super) use across::Other;
pub(super) use lists::Elements;

use index::Indexes;
use memo::Memo;

/// The most steps that one evaluation may take; one step is one operator, or one element of a list.
pub(crate) const STEP_LIMIT: u32 = 2_000_000;

/// The deepest nesting of operators and computed fields.
const DEPTH_LIMIT: u32 = 250;

/// What all evaluations of a run share: the org, the computed fields of its catalogue, and the look-up tables that
/// equality predicates over a whole kind are answered from.
#[derive(Debug)]
pub(crate) struct World<'a> {
    pub(super) org: &'a Org<'a>,
    pub(super) computed: &'a Computed,
    /// Days since 1970-01-01.
    today: i64,
    indexes: Indexes,
    memo: Memo<'a>,
}

impl<'a> World<'a> {
    /// The world of one org, on a day given in days since 1970-01-01.
    pub(crate) fn new(org: &'a Org<'a>, computed: &'a Computed, today: i64) -> Self {
        Self { org, computed, today, indexes: Indexes::default(), memo: Memo::default() }
    }

    /// The org.
    pub(crate) fn org(&self) -> &'a Org<'a> {
        self.org
    }
}

/// Evaluates the expressions of one rule about one resource.
#[derive(Debug)]
pub(crate) struct Evaluator<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) linted: ResourceId,
    /// What the linted resource is compared with.
    other: Option<Other<'a>>,
    parameters: Values<'a>,
    /// What `self` is: the linted resource, or inside `is:` the resource or record that has the field.
    this: Value<'a>,
    slots: Vec<Option<Known<'a>>>,
    steps: Cell<u32>,
    depth: Cell<u32>,
}

impl<'a> Evaluator<'a> {
    /// An evaluator for a rule whose parameters have these values, about the resource `linted`.
    pub(crate) fn new(world: &'a World<'a>, linted: ResourceId, parameters: Values<'a>) -> Self {
        let this = resource_value(linted);
        let (steps, depth) = (Cell::new(0), Cell::new(0));
        Self { world, linted, other: None, parameters, this, slots: Vec::new(), steps, depth }
    }

    /// The same for a rule that compares.
    pub(crate) fn compared_with(self, other: Option<Other<'a>>) -> Self {
        Self { other, ..self }
    }

    /// The org that is evaluated.
    pub(crate) fn org(&self) -> &'a Org<'a> {
        self.world.org
    }

    /// What a field of the resource that the evaluator is about holds.
    pub(crate) fn ask(&mut self, field: &'a str) -> Known<'a> {
        let this = self.this.clone();
        self.field(&this, field)
    }

    /// Forgets the steps taken so far.
    pub(crate) fn restart(&mut self) {
        self.steps.set(0);
    }

    /// The value of an expression.
    pub(crate) fn value(&mut self, expr: &'a Expr) -> Known<'a> {
        self.step()?;
        if self.depth.get() >= DEPTH_LIMIT {
            return Err(Unknown::failed("the expression nests too deeply"));
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.operate(expr);
        self.depth.set(self.depth.get() - 1);
        value
    }

    /// The truth of an expression that yields a bool.
    pub(crate) fn truth(&mut self, expr: &'a Expr) -> Truth<'a> {
        self.value(expr)?.truth()
    }

    /// Binds a variable for as long as `body` runs.
    pub(crate) fn with<T>(
        &mut self,
        slot: Slot,
        value: Known<'a>,
        body: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let at = usize::from(slot.0);
        if self.slots.len() <= at {
            self.slots.resize(at + 1, None);
        }
        let outer = self.slots[at].replace(value);
        let result = body(self);
        self.slots[at] = outer;
        result
    }

    /// Runs `body` with another `self`, in a frame of its own: for `is:`.
    pub(super) fn with_self<T>(&mut self, this: Value<'a>, body: impl FnOnce(&mut Self) -> T) -> T {
        let outer = (std::mem::replace(&mut self.this, this), std::mem::take(&mut self.slots));
        let result = body(self);
        (self.this, self.slots) = outer;
        result
    }

    /// Counts one step; an error when there were too many.
    pub(super) fn step(&self) -> Result<(), Unknown<'a>> {
        let steps = self.steps.get();
        if steps >= STEP_LIMIT {
            return Err(Unknown::failed("the evaluation takes too many steps"));
        }
        self.steps.set(steps + 1);
        Ok(())
    }

    fn operate(&mut self, expr: &'a Expr) -> Known<'a> {
        match &expr.op {
            Op::Literal(literal) => Ok(Value::computed(literal_data(literal))),
            Op::SelfResource => Ok(self.this.clone()),
            Op::Elsewhere(inner) => self.elsewhere(inner),
            Op::OrgKind(kind) => Ok(self.all_of_kind(*kind)),
            Op::Today => Ok(Value::computed(Data::Date(self.world.today))),
            Op::Parameter(at) => self.parameter(*at),
            Op::Variable(slot) => self.variable(*slot),
            Op::Field { of, name } => self.value(of).and_then(|of| self.field(&of, name)),
            Op::Attribute { of, attribute } => {
                self.value(of).and_then(|of| self.attribute(&of, *attribute))
            }
            Op::Raw(of) => self.value(of).and_then(|of| self.raw(&of)),
            Op::Member { of, name } => self.value(of).and_then(|of| self.member(&of, name)),
            Op::Index { of, index } => self.index(of, index),
            Op::List(items) => self.list_literal(items),
            Op::Map(entries) => self.map_literal(entries),
            Op::Has { of, name, .. } => boolean(self.has(of, name)),
            Op::Macro { kind, list, variable, body } if self.is_closed(expr) => {
                self.once(expr, None, |once| once.run_macro(*kind, list, *variable, body)?.truth())
            }
            Op::Macro { kind, list, variable, body } => {
                self.run_macro(*kind, list, *variable, body)
            }
            Op::ReferencedBy { of, kind } => {
                self.value(of).and_then(|of| self.referenced_by(&of, *kind))
            }
            Op::Call(function, arguments) => self.call(function, arguments),
            _ => self.operator(expr),
        }
    }

    fn operator(&mut self, expr: &'a Expr) -> Known<'a> {
        match &expr.op {
            Op::Not(a) => boolean(self.truth(a).map(|truth| !truth)),
            Op::And(a, b) => boolean(self.and(a, b)),
            Op::Or(a, b) => boolean(self.or(a, b)),
            Op::Conditional(condition, yes, no) => match self.truth(condition)? {
                true => self.value(yes),
                false => self.value(no),
            },
            Op::Negate(a) => self.negate(a),
            Op::Binary(operator, a, b) => self.binary(*operator, a, b),
            _ => Err(Unknown::failed("this is no operator")),
        }
    }

    fn and(&mut self, a: &'a Expr, b: &'a Expr) -> Truth<'a> {
        match self.truth(a) {
            Ok(false) => Ok(false),
            Ok(true) => self.truth(b),
            Err(unknown) => match self.truth(b) {
                Ok(false) => Ok(false),
                _ => Err(unknown),
            },
        }
    }

    fn or(&mut self, a: &'a Expr, b: &'a Expr) -> Truth<'a> {
        match self.truth(a) {
            Ok(true) => Ok(true),
            Ok(false) => self.truth(b),
            Err(unknown) => match self.truth(b) {
                Ok(true) => Ok(true),
                _ => Err(unknown),
            },
        }
    }

    fn parameter(&mut self, at: usize) -> Known<'a> {
        match self.parameters.get(at) {
            Some(value) => self.value(value),
            None => Err(Unknown::failed("the rule has no such parameter")),
        }
    }

    fn variable(&self, slot: Slot) -> Known<'a> {
        match self.slots.get(usize::from(slot.0)) {
            Some(Some(value)) => value.clone(),
            _ => Err(Unknown::failed("the variable is not bound")),
        }
    }

    fn list_literal(&mut self, items: &'a [Expr]) -> Known<'a> {
        let element = |item| as_element(self.value(item));
        let elements = items.iter().map(element).collect::<Result<_, _>>()?;
        Ok(Value::computed(Data::list(elements)))
    }

    fn map_literal(&mut self, entries: &'a [(Expr, Expr)]) -> Known<'a> {
        let mut map: Vec<(Value<'a>, Value<'a>)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let (key, value) = (self.value(key)?, self.value(value)?);
            for (other, _) in &map {
                if operators::equal(self, &key, other)? {
                    return Err(Unknown::failed("a map has the same key twice"));
                }
            }
            map.push((key, value));
        }
        Ok(Value::computed(Data::Map(map.into())))
    }
}

/// A value as an element of a list that an expression makes: one that cannot be known leaves the others as they are,
/// one that cannot be computed makes the whole list fail, as in CEL.
pub(super) fn as_element(value: Known<'_>) -> Result<Known<'_>, Unknown<'_>> {
    match value {
        Err(unknown) if unknown.why() == WhyUnknown::Evaluation => Err(unknown),
        other => Ok(other),
    }
}

/// A resource as a value that was not reached through a reference.
pub(super) fn resource_value<'a>(id: ResourceId) -> Value<'a> {
    let origin = Origin { site: Site::Resource, resource: Some(id), led_by: None, used: None };
    Value { data: Data::Resource(id), origin }
}

fn boolean(truth: Truth<'_>) -> Known<'_> {
    truth.map(|truth| Value::computed(Data::Bool(truth)))
}

fn literal_data(literal: &Literal) -> Data<'_> {
    match literal {
        Literal::Null => Data::Null,
        Literal::Bool(value) => Data::Bool(*value),
        Literal::Int(value) => Data::Int(*value),
        Literal::Double(value) => Data::Double(*value),
        Literal::String(text) => Data::text(text.as_str()),
        Literal::Duration(milliseconds) => Data::Duration(*milliseconds),
        Literal::Codec(codec) => Data::Codec(codec.as_str().into()),
        Literal::Date(day) => Data::Date(*day),
    }
}
