//! Blame: which field made an assertion false.
//!
//! The expression is gone through once more, with the truth that it had. Each operator passes the blame on to the
//! operands that decided; what remains are fields, and resources where there is no field to point at.

use super::Owner;
use super::eval::{Elements, Evaluator};
use super::expr::{Expr, Function, Macro, Op, Slot};
use super::shown::shown;
use super::value::{Data, Known, Origin, Site, Value};
use crate::catalog::FieldType;
use crate::document::Node;
use crate::finding::Part;

/// What made an assertion false, in the order in which it was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Blame<'a> {
    /// What is to blame.
    pub(crate) culprits: Vec<Culprit<'a>>,
    /// What has to be seen to understand it: the condition of a `? :`.
    pub(crate) context: Vec<Culprit<'a>>,
}

/// Something to blame.
#[derive(Clone, Debug)]
pub(crate) struct Culprit<'a> {
    /// The place, the resource it belongs to, and the reference that led there.
    pub(crate) origin: Origin<'a>,
    /// What is not set, as a clause, where absence is the fault.
    pub(crate) note: Option<String>,
}

impl<'a> Blame<'a> {
    pub(super) fn add(&mut self, origin: Origin<'a>, note: Option<String>) {
        let is_there = |known: &Culprit<'a>| same_place(&known.origin, &origin);
        if !self.culprits.iter().any(is_there) {
            self.culprits.push(Culprit { origin, note });
        }
    }
}

fn not_set(name: &str) -> String {
    format!("`{name}` is not set")
}

fn same_place(a: &Origin<'_>, b: &Origin<'_>) -> bool {
    match (a.site, b.site) {
        (
            Site::Node(a, part) | Site::About(a, part),
            Site::Node(b, other) | Site::About(b, other),
        ) => a == b && part == other,
        (Site::Resource, Site::Resource) => a.resource == b.resource,
        (Site::Default { record, field }, Site::Default { record: other, field: name }) => {
            a.resource == b.resource && record == other && field == name
        }
        _ => false,
    }
}

/// What made `expr`, a bool, have the truth `had`.
pub(crate) fn blame<'a>(evaluator: &mut Evaluator<'a>, expr: &'a Expr, had: bool) -> Blame<'a> {
    let mut found = Blame::default();
    evaluator.blame(expr, had, &mut found);
    found
}

impl<'a> Evaluator<'a> {
    fn blame(&mut self, expr: &'a Expr, had: bool, found: &mut Blame<'a>) {
        if self.step().is_err() {
            return;
        }
        match &expr.op {
            Op::Not(a) => self.blame(a, !had, found),
            Op::And(a, b) => self.blame_both(a, b, had, !had, found),
            Op::Or(a, b) => self.blame_both(a, b, had, had, found),
            Op::Conditional(condition, yes, no) => {
                self.blame_condition(condition, found);
                let branch = if self.truth(condition).is_ok_and(|truth| truth) { yes } else { no };
                self.blame(branch, had, found);
            }
            Op::Macro { kind, list, variable, body }
                if matches!(kind, Macro::All | Macro::Exists | Macro::ExistsOne) =>
            {
                self.blame_macro(*kind, list, *variable, body, had, found);
            }
            Op::Has { of, name, .. } => self.blame_presence(of, name, had, found),
            Op::Elsewhere(inner) => {
                self.blame_elsewhere(found, |other, found| other.blame(inner, had, found));
            }
            _ => self.blame_operands(expr, found),
        }
    }

    /// Blames the operands of `&&` or `||` that had the deciding truth, or both where all of them had to.
    fn blame_both(
        &mut self,
        a: &'a Expr,
        b: &'a Expr,
        had: bool,
        any_decides: bool,
        found: &mut Blame<'a>,
    ) {
        for operand in [a, b] {
            if !any_decides || self.truth(operand).is_ok_and(|truth| truth == had) {
                self.blame(operand, had, found);
            }
        }
    }

    fn blame_condition(&mut self, condition: &'a Expr, found: &mut Blame<'a>) {
        let Ok(truth) = self.truth(condition) else { return };
        let mut inner = Blame::default();
        self.blame(condition, truth, &mut inner);
        found.context.append(&mut inner.culprits);
        found.context.append(&mut inner.context);
    }

    fn blame_macro(
        &mut self,
        kind: Macro,
        list: &'a Expr,
        variable: Slot,
        body: &'a Expr,
        had: bool,
        found: &mut Blame<'a>,
    ) {
        let guilty = match (kind, had) {
            (Macro::All, false) => Some(false),
            (Macro::Exists | Macro::ExistsOne, true) => Some(true),
            (Macro::ExistsOne, false) => self.several_hold(list, variable, body),
            _ => None,
        };
        match guilty {
            Some(truth) => self.blame_elements(kind, list, variable, body, truth, found),
            None => self.blame_operands(list, found),
        }
    }

    /// `exists_one` is false because of those for which the predicate holds, if there are any.
    fn several_hold(&mut self, list: &'a Expr, variable: Slot, body: &'a Expr) -> Option<bool> {
        let list = self.value(list).ok()?;
        let mut elements = Elements::of(self, &list).ok()?;
        let holds = |element: Known<'a>| {
            self.with(variable, element, |inner| inner.truth(body).is_ok_and(|truth| truth))
        };
        elements.any(holds).then_some(true)
    }

    /// Blames the elements for which the predicate has this truth, each with the blame of the predicate.
    fn blame_elements(
        &mut self,
        kind: Macro,
        list: &'a Expr,
        variable: Slot,
        body: &'a Expr,
        truth: bool,
        found: &mut Blame<'a>,
    ) {
        let Ok(value) = self.value(list) else { return };
        let Ok(elements) = self.relevant(kind, list, &value, variable, body) else { return };
        for element in elements {
            if self.step().is_err() {
                return;
            }
            self.with(variable, element.clone(), |inner| {
                if !inner.truth(body).is_ok_and(|had| had == truth) {
                    return;
                }
                let before = found.culprits.len();
                inner.blame(body, truth, found);
                if found.culprits.len() == before
                    && let Ok(element) = &element
                {
                    found.add(element.whole(), None);
                }
            });
        }
    }

    /// `has(x.f)`: when false, the key of `x`; when true, what is there.
    fn blame_presence(&mut self, of: &'a Expr, name: &'a str, had: bool, found: &mut Blame<'a>) {
        if had {
            return match self.value(of).and_then(|value| self.part(&value, name)) {
                Ok(Value { origin, .. }) => found.add(origin, None),
                Err(_) => self.blame_operands(of, found),
            };
        }
        match self.value(of) {
            Ok(value) => found.add(self.absent_from(&value, name), Some(not_set(name))),
            Err(_) => self.blame_absence(of, found),
        }
    }

    /// A step on the way to what `has` asks for is absent: the key of the last value that is there.
    fn blame_absence(&mut self, expr: &'a Expr, found: &mut Blame<'a>) {
        match &expr.op {
            Op::Field { of, name } | Op::Member { of, name } => {
                self.blame_presence(of, name, false, found);
            }
            Op::Index { of, .. } | Op::Raw(of) => self.blame_absence(of, found),
            _ => {}
        }
    }

    /// The place to name where `name` is absent from a value: the key of the object that would hold it, or the null
    /// that is written instead.
    fn absent_from(&self, value: &Value<'a>, name: &'a str) -> Origin<'a> {
        let inside = self.inside(value);
        match self.absence(value, name) {
            Some(absence) if absence.deepest.is_null() => inside.at(absence.deepest),
            Some(absence) => inside.at_key(absence.deepest),
            None => self.key_of(value),
        }
    }

    /// Blames what the value of an expression came from: the fields that stand in it.
    fn blame_operands(&mut self, expr: &'a Expr, found: &mut Blame<'a>) {
        let mut operands = Blame::default();
        self.collect(expr, &mut operands);
        let linted = self.linted;
        operands.culprits.sort_by_key(|culprit| culprit.origin.resource != Some(linted));
        for culprit in operands.culprits {
            found.add(culprit.origin, culprit.note);
        }
        found.context.append(&mut operands.context);
    }

    fn collect(&mut self, expr: &'a Expr, found: &mut Blame<'a>) {
        if self.step().is_err() {
            return;
        }
        match &expr.op {
            Op::Literal(_)
            | Op::OrgKind(_)
            | Op::Parameter(_)
            | Op::Today
            | Op::SelfResource
            | Op::Other => {}
            Op::Elsewhere(inner) => {
                self.blame_elsewhere(found, |other, found| other.collect(inner, found));
            }
            Op::Field { of, name } => self.collect_field(expr, of, name, found),
            Op::Variable(_) | Op::Attribute { .. } => drop(self.collect_value(expr, found)),
            Op::Raw(of) => self.collect(of, found),
            Op::Member { of, .. } | Op::Index { of, .. } => {
                if !self.collect_value(expr, found) {
                    self.collect(of, found);
                }
            }
            Op::Call(function, arguments) => self.collect_call(function, arguments, found),
            Op::List(items) => items.iter().for_each(|item| self.collect(item, found)),
            Op::Map(entries) => entries.iter().for_each(|(_, value)| self.collect(value, found)),
            Op::Negate(a) => self.collect(a, found),
            Op::Binary(_, a, b) => {
                self.collect(a, found);
                self.collect(b, found);
            }
            Op::Macro { kind: Macro::Map | Macro::Filter, list, .. } => self.collect(list, found),
            Op::ReferencedBy { of, .. } => self.collect_whole(of, found),
            Op::Conditional(condition, yes, no) if expr.ty != FieldType::Bool => {
                self.blame_condition(condition, found);
                let is_yes = self.truth(condition).is_ok_and(|truth| truth);
                self.collect(if is_yes { yes } else { no }, found);
            }
            Op::Not(_)
            | Op::And(..)
            | Op::Or(..)
            | Op::Conditional(..)
            | Op::Macro { .. }
            | Op::Has { .. } => {
                if let Ok(truth) = self.truth(expr) {
                    self.blame(expr, truth, found);
                }
            }
        }
    }
}

/// The operands of one expression.
impl<'a> Evaluator<'a> {
    /// Blames where the value of an expression came from; whether it came from somewhere.
    fn collect_value(&mut self, expr: &'a Expr, found: &mut Blame<'a>) -> bool {
        let value = match self.value(expr) {
            Ok(value) => value,
            Err(unknown) => {
                let written = unknown.expression();
                written.inspect(|node| found.add(Origin::default().at(*node), None));
                return written.is_some();
            }
        };
        let origin = value.origin;
        let note = match origin.site {
            Site::Nowhere => return false,
            Site::Default { field, .. } => {
                let default = shown(self.org(), &Ok(value));
                Some(format!("`{field}` is not set, so {default}"))
            }
            Site::Node(..) | Site::About(..) | Site::Resource => None,
        };
        found.add(origin, note);
        true
    }

    /// A field, or the fields that it is computed from.
    fn collect_field(
        &mut self,
        expr: &'a Expr,
        of: &'a Expr,
        name: &'a str,
        found: &mut Blame<'a>,
    ) {
        let owner = match of.ty {
            FieldType::Resource(kind) => Some(Owner::Kind(kind)),
            FieldType::Record(record) => Some(Owner::Record(record)),
            _ => None,
        };
        let world = self.world;
        let computed = owner.and_then(|owner| world.computed.get(owner, name));
        let Some(computed) = computed else {
            self.collect_value(expr, found);
            return;
        };
        let Ok(this) = self.value(of) else { return };
        self.with_self(this, |inner| inner.collect(computed, found));
    }

    fn collect_call(&mut self, function: &Function, arguments: &'a [Expr], found: &mut Blame<'a>) {
        if let (Function::SetsContains, [a, b]) = (function, arguments) {
            self.collect_missing(a, b, found);
            return self.collect(a, found);
        }
        for argument in arguments {
            self.collect(argument, found);
        }
    }

    /// The elements of `b` that are not in `a`; all of `b` where every one is.
    fn collect_missing(&mut self, a: &'a Expr, b: &'a Expr, found: &mut Blame<'a>) {
        let (Ok(a), Ok(list)) = (self.value(a), self.value(b)) else { return };
        let Ok(elements) = Elements::of(self, &list) else { return };
        let before = found.culprits.len();
        for element in elements.flatten() {
            let is_missing = self.contains(&a, &element).is_ok_and(|is_in| !is_in);
            if is_missing && !matches!(element.origin.site, Site::Nowhere) {
                found.add(element.origin, None);
            }
        }
        if found.culprits.len() == before {
            self.collect(b, found);
        }
    }

    /// A resource as a whole, unless it is the linted one, to which everything falls back anyway.
    fn collect_whole(&mut self, of: &'a Expr, found: &mut Blame<'a>) {
        let Ok(value) = self.value(of) else { return };
        if !matches!(value.data, Data::Resource(id) if id == self.linted) {
            found.add(self.inside(&value), None);
        }
    }

    /// The place to name where something is absent from a value: its key, or its resource.
    fn key_of(&self, value: &Value<'a>) -> Origin<'a> {
        let inside = self.inside(value);
        let at_key = |node: Node<'a>| Origin { site: Site::Node(node, Part::Key), ..inside };
        match value.data {
            Data::Record { node, .. } | Data::Object(node) | Data::Array(node) => at_key(node),
            Data::Resource(_) => inside,
            _ => value.origin.node().map_or(value.origin, at_key),
        }
    }
}
