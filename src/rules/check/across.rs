//! Rules that compare organisations: what an expression says of `other` is worked out in the other org, as one piece,
//! and only plain values come back from there. A resource of another org means nothing here.

use super::{Scope, words};
use crate::rules::cel::Fault;
use crate::rules::expr::{Expr, Op, Slot, Type};

/// Marks the largest parts of an expression that are about `other` alone.
///
/// # Errors
/// A part yields a resource, or part of one.
pub(super) fn across(scope: Scope<'_>, text: &str, expr: &mut Expr) -> Result<(), Fault> {
    if !expr.any(&mut |part| matches!(part.op, Op::Other)) {
        return Ok(());
    }
    if !is_about_other_alone(expr, &mut Vec::new()) {
        return expr.children_mut().into_iter().try_for_each(|part| across(scope, text, part));
    }
    if matches!(expr.ty.innermost(), Type::Resource(_) | Type::Record(_)) {
        let written = text.get(expr.span.range()).unwrap_or("other");
        let is = words(scope.catalog, &expr.ty);
        let message = format!("`{written}` is {is} of another org");
        return Err(Fault::new(expr.span, message).help("compare fields of it"));
    }
    enter(expr);
    let inner = std::mem::replace(&mut expr.op, Op::Other);
    let inner = Expr { op: inner, span: expr.span, ty: expr.ty.clone() };
    expr.op = Op::Elsewhere(Box::new(inner));
    Ok(())
}

/// Whether nothing in an expression is of this org, or of one element in it; `bound` are the variables of macros around.
fn is_about_other_alone(expr: &Expr, bound: &mut Vec<Slot>) -> bool {
    match &expr.op {
        Op::SelfResource | Op::OrgKind(_) => false,
        Op::Variable(slot) => bound.contains(slot),
        Op::Macro { list, variable, body, .. } => {
            bound.push(*variable);
            let is_alone = is_about_other_alone(list, bound) && is_about_other_alone(body, bound);
            bound.pop();
            is_alone
        }
        _ => expr.children().into_iter().all(|part| is_about_other_alone(part, bound)),
    }
}

/// In the other org, `other` is the resource that everything is about.
fn enter(expr: &mut Expr) {
    if matches!(expr.op, Op::Other) {
        expr.op = Op::SelfResource;
    }
    expr.children_mut().into_iter().for_each(enter);
}
