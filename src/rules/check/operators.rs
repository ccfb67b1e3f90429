//! Operators: what they take and what they yield.

use super::Checker;
use super::adapt::{adapt, can_be_in, go_together, typed_list};
use crate::catalog::FieldType;
use crate::rules::cel::{Ast, Fault};
use crate::rules::expr::{Binary, Expr, Op, Type};

impl Checker<'_> {
    pub(super) fn negate(&mut self, of: &Ast) -> Result<(Op, Type), Fault> {
        let value = self.expression(of)?;
        match value.ty {
            Type::Int | Type::Double | Type::Any => {
                let ty = value.ty.clone();
                Ok((Op::Negate(Box::new(value)), ty))
            }
            ref other => {
                let (written, is) = (self.written(of), self.words(other));
                Err(Fault::new(of.span, format!("`-` needs a number, `{written}` is {is}")))
            }
        }
    }

    pub(super) fn conditional(&mut self, a: &Ast, b: &Ast, c: &Ast) -> Result<(Op, Type), Fault> {
        let condition = self.bool(a, "`? :`")?;
        let (then, otherwise) = (self.expression(b)?, self.expression(c)?);
        let (then, otherwise) = self.adapted(then, otherwise)?;
        let ty = match (&then.ty, &otherwise.ty) {
            (a, b) if a == b => a.clone(),
            (a, b) if go_together(a, b) => Type::Any,
            (a, b) => {
                let (a, b) = (self.words(a), self.words(b));
                let message = format!("this is {b}, but what comes before the `:` is {a}");
                return Err(Fault::new(c.span, message));
            }
        };
        Ok((Op::Conditional(condition, Box::new(then), Box::new(otherwise)), ty))
    }

    /// Both, each converted to the type of the other where that is spelled in many ways.
    pub(super) fn adapted(&self, a: Expr, b: Expr) -> Result<(Expr, Expr), Fault> {
        let catalog = self.scope.catalog;
        let b = adapt(catalog, b, &a.ty)?;
        let a = adapt(catalog, a, &b.ty)?;
        Ok((a, b))
    }

    pub(super) fn binary(
        &mut self,
        ast: &Ast,
        operator: Binary,
        a: &Ast,
        b: &Ast,
    ) -> Result<(Op, Type), Fault> {
        let (left, right) = (self.expression(a)?, self.expression(b)?);
        let (left, right, ty) = match operator {
            Binary::In => self.membership(left, right)?,
            Binary::Equal | Binary::NotEqual => {
                let (left, right) = self.adapted(left, right)?;
                if !go_together(&left.ty, &right.ty) {
                    return Err(self.incomparable(ast, &left, &right));
                }
                (left, right, Type::Bool)
            }
            Binary::Less | Binary::LessEqual | Binary::Greater | Binary::GreaterEqual => {
                let (left, right) = self.adapted(left, right)?;
                if !go_together(&left.ty, &right.ty) {
                    return Err(self.incomparable(ast, &left, &right));
                }
                self.ordered(&left)?;
                self.ordered(&right)?;
                (left, right, Type::Bool)
            }
            _ => self.arithmetic(ast, operator, left, right)?,
        };
        Ok((Op::Binary(operator, Box::new(left), Box::new(right)), ty))
    }

    fn incomparable(&self, ast: &Ast, left: &Expr, right: &Expr) -> Fault {
        let (a, b) = (self.words(&left.ty), self.words(&right.ty));
        let fault = Fault::new(ast.span, format!("{a} cannot be compared with {b}"));
        let of_expr = |expr: &Expr| self.text.get(expr.span.range()).unwrap_or_default().to_owned();
        let look = |one: &Expr, list: &Expr| {
            format!("to look for one element, write `{} in {}`", of_expr(one), of_expr(list))
        };
        match (&left.ty, &right.ty) {
            (list, other) if can_be_in(other, list) => fault.help(look(right, left)),
            (other, list) if can_be_in(other, list) => fault.help(look(left, right)),
            (Type::Resource(_), Type::String) => {
                fault.help(format!("compare its name: `{}.name`", of_expr(left)))
            }
            _ => fault,
        }
    }

    fn ordered(&self, expr: &Expr) -> Result<(), Fault> {
        match &expr.ty {
            Type::Int
            | Type::Double
            | Type::String
            | Type::Bool
            | Type::Duration
            | Type::Date
            | Type::Any => Ok(()),
            other => {
                let message = format!("{} has no order", self.words(other));
                Err(Fault::new(expr.span, message))
            }
        }
    }

    fn membership(&self, left: Expr, right: Expr) -> Result<(Expr, Expr, Type), Fault> {
        let catalog = self.scope.catalog;
        let written = |expr: &Expr| self.text.get(expr.span.range()).unwrap_or_default().to_owned();
        let right = typed_list(right, &left.ty);
        match right.ty.clone() {
            Type::List(_) => {
                let right = adapt(catalog, right, &Type::List(Box::new(left.ty.clone())))?;
                let Type::List(element) = &right.ty else { return Ok((left, right, Type::Bool)) };
                let element = (**element).clone();
                let left = adapt(catalog, left, &element)?;
                if go_together(&left.ty, &element) {
                    return Ok((left, right, Type::Bool));
                }
                let (a, b) = (self.words(&left.ty), self.words(&right.ty));
                let span = left.span.join(right.span);
                Err(Fault::new(span, format!("{a} cannot be in {b}")))
            }
            Type::Map if !go_together(&left.ty, &Type::String) => {
                let message = format!("keys of a map are text, this is {}", self.words(&left.ty));
                Err(Fault::new(left.span, message))
            }
            Type::Map | Type::Any => Ok((left, right, Type::Bool)),
            other => {
                let fault = Fault::new(
                    right.span,
                    format!(
                        "`in` needs a list or a map, `{}` is {}",
                        written(&right),
                        self.words(&other)
                    ),
                );
                Err(match other {
                    Type::String => fault.help(format!(
                        "to look into text, write `{}.contains({})`",
                        written(&right),
                        written(&left)
                    )),
                    _ => fault,
                })
            }
        }
    }

    fn arithmetic(
        &self,
        ast: &Ast,
        operator: Binary,
        left: Expr,
        right: Expr,
    ) -> Result<(Expr, Expr, Type), Fault> {
        let (left, right) = self.adapted_times(left, right)?;
        match result(operator, &left.ty, &right.ty) {
            Some(ty) => Ok((left, right, ty)),
            None => Err(self.no_arithmetic(ast, operator, &left, &right)),
        }
    }

    /// `today - duration('90d')` needs no conversion, `self.timeout + '5s'` does.
    fn adapted_times(&self, left: Expr, right: Expr) -> Result<(Expr, Expr), Fault> {
        let is_time = |ty: &Type| *ty == Type::Duration;
        if is_time(&left.ty) || is_time(&right.ty) {
            self.adapted(left, right)
        } else {
            Ok((left, right))
        }
    }

    fn no_arithmetic(&self, ast: &Ast, operator: Binary, left: &Expr, right: &Expr) -> Fault {
        let (a, b) = (self.words(&left.ty), self.words(&right.ty));
        let message = format!("`{}` is not defined for {a} and {b}", symbol(operator));
        let fault = Fault::new(ast.span, message);
        match (&left.ty, &right.ty) {
            (Type::Int, Type::Double) | (Type::Double, Type::Int) => {
                fault.help("convert one of them with `double(…)` or `int(…)`")
            }
            (Type::String, _) | (_, Type::String) if operator == Binary::Add => {
                fault.help("convert the other one with `string(…)`")
            }
            _ => fault,
        }
    }
}

/// What an arithmetic operation yields; `None` where there is none for these types.
fn result(operator: Binary, left: &Type, right: &Type) -> Option<Type> {
    use FieldType::{Any, Date, Double, Duration, Int, List, String};
    match (operator, left, right) {
        (_, Any, Any) => Some(Any),
        (_, Int | Double, Int | Double) if left == right => {
            (operator != Binary::Modulo || *left == Int).then(|| left.clone())
        }
        (_, Any, number @ (Int | Double)) | (_, number @ (Int | Double), Any) => {
            Some(number.clone())
        }
        (Binary::Add, String, String | Any) | (Binary::Add, Any, String) => Some(String),
        (Binary::Add, List(a), List(b)) => {
            Some(List(Box::new(if a == b { (**a).clone() } else { Any })))
        }
        (Binary::Add, Any, List(_)) | (Binary::Add, List(_), Any) => Some(List(Box::new(Any))),
        (Binary::Add | Binary::Subtract, Duration, Duration) | (Binary::Subtract, Date, Date) => {
            Some(Duration)
        }
        (Binary::Add | Binary::Subtract, Date, Duration) | (Binary::Add, Duration, Date) => {
            Some(Date)
        }
        _ => None,
    }
}

fn symbol(operator: Binary) -> &'static str {
    match operator {
        Binary::Equal => "==",
        Binary::NotEqual => "!=",
        Binary::Less => "<",
        Binary::LessEqual => "<=",
        Binary::Greater => ">",
        Binary::GreaterEqual => ">=",
        Binary::In => "in",
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::Divide => "/",
        Binary::Modulo => "%",
    }
}
