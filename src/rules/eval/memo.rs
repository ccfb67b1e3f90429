//! What is evaluated once for a whole run: fields with `is:` that are bools, by resource, and predicates over a whole kind that
//! depend on nothing else. Without it, a rule that asks every route about every queue about every flow asks the flows again for
//! each pair.

use std::sync::RwLock;

use rustc_hash::FxHashMap;

use super::{Evaluator, boolean};
use crate::org::ResourceId;
use crate::rules::expr::{Expr, Macro, Op, Slot};
use crate::rules::value::{Known, Truth};

/// An expression by its address, which stays the same for as long as a run lasts, and the resource that is its `self`.
type Key = (usize, Option<ResourceId>);

/// Truths that are known already.
#[derive(Debug, Default)]
pub(super) struct Memo<'a> {
    truths: RwLock<FxHashMap<Key, Truth<'a>>>,
    /// Whether an expression depends on the org alone.
    is_closed: RwLock<FxHashMap<usize, bool>>,
}

impl<'a> Evaluator<'a> {
    /// The truth of an expression about a resource, evaluated by `evaluate` when it is first asked for. It gets a budget
    /// of its own, so that the result does not depend on who asks first.
    pub(super) fn once(
        &mut self,
        expr: &'a Expr,
        about: Option<ResourceId>,
        evaluate: impl FnOnce(&mut Self) -> Truth<'a>,
    ) -> Known<'a> {
        let key = (address(expr), about);
        let memo = &self.world.memo.truths;
        if let Some(truth) = memo.read().ok().and_then(|truths| truths.get(&key).cloned()) {
            return boolean(truth);
        }
        let outer = self.steps.replace(0);
        let linted = self.linted;
        // What is beside the resource is what it has to do with, whoever asks.
        self.linted = about.unwrap_or(linted);
        let truth = evaluate(self);
        self.linted = linted;
        self.steps.set(outer);
        if let Ok(mut truths) = memo.write() {
            truths.insert(key, truth.clone());
        }
        boolean(truth)
    }

    /// Whether a macro asks the org alone: neither `self` nor a variable from outside.
    pub(super) fn is_closed(&self, expr: &'a Expr) -> bool {
        if self.world.org.is_deployed_in_copies() {
            return false;
        }
        let Op::Macro { kind: Macro::All | Macro::Exists, list, .. } = &expr.op else {
            return false;
        };
        if !matches!(list.op, Op::OrgKind(_)) {
            return false;
        }
        let memo = &self.world.memo.is_closed;
        if let Some(known) = memo.read().ok().and_then(|known| known.get(&address(expr)).copied()) {
            return known;
        }
        let is_closed = depends_on_org_alone(expr);
        if let Ok(mut known) = memo.write() {
            known.insert(address(expr), is_closed);
        }
        is_closed
    }
}

fn address(expr: &Expr) -> usize {
    std::ptr::from_ref(expr).addr()
}

fn depends_on_org_alone(expr: &Expr) -> bool {
    let (mut bound, mut used): (Vec<Slot>, Vec<Slot>) = (Vec::new(), Vec::new());
    let uses_self = expr.any(&mut |part| {
        match &part.op {
            Op::Macro { variable, .. } => bound.push(*variable),
            Op::Variable(slot) => used.push(*slot),
            _ => {}
        }
        matches!(part.op, Op::SelfResource)
    });
    !uses_self && used.iter().all(|slot| bound.contains(slot))
}
