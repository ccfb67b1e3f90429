//! From syntax to meaning: every name is resolved against the catalogue, every type checked, every literal converted
//! to the type it is compared with.

mod across;
mod adapt;
mod calls;
mod functions;
mod macros;
mod names;
mod operators;
mod words;

pub(crate) use adapt::literal as spelled_literal;
pub(crate) use words::words;

use super::cel::{Ast, AstKind, Fault};
use super::expr::{Expr, Literal, Op, Slot, Type};
use super::model::Compare;
use super::rule::Parameter;
use crate::catalog::Catalog;

/// What names mean in an expression.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'c> {
    /// Kinds, records and their fields.
    pub(crate) catalog: &'c Catalog,
    /// What `self` is.
    pub(crate) this: &'c Type,
    /// What `params` holds; `None` where there is no such thing.
    pub(crate) parameters: Option<&'c [Parameter]>,
    /// The variable of `each`, and its type.
    pub(crate) each: Option<(&'c str, &'c Type)>,
    /// What the rule compares, so that there is an `other`.
    pub(crate) compare: Option<Compare>,
}

/// Resolves and checks an expression that was parsed from `text`.
pub(crate) fn check(scope: Scope<'_>, text: &str, ast: &Ast) -> Result<Expr, Fault> {
    let variables = scope.each.map(|(name, ty)| (name.to_owned(), ty.clone()));
    let checker = Checker { scope, text, variables: variables.into_iter().collect() };
    let mut expr = { checker }.expression(ast)?;
    across::across(scope, text, &mut expr)?;
    Ok(expr)
}

/// Parses, resolves and checks an expression.
pub(crate) fn compile(scope: Scope<'_>, text: &str) -> Result<Expr, Fault> {
    check(scope, text, &super::cel::parse(text)?)
}

/// Parses, resolves and checks an expression that has to yield a bool.
pub(crate) fn compile_bool(scope: Scope<'_>, text: &str, what: &str) -> Result<Expr, Fault> {
    let expr = compile(scope, text)?;
    if matches!(expr.ty, Type::Bool | Type::Any) {
        return Ok(expr);
    }
    let is = words(scope.catalog, &expr.ty);
    Err(Fault::new(expr.span, format!("{what} has to be true or false, this is {is}")))
}

/// Parses, resolves and checks an expression that has to yield the type of the field it computes.
pub(crate) fn compile_as(scope: Scope<'_>, text: &str, ty: &Type) -> Result<Expr, Fault> {
    let expr = adapt::adapt(scope.catalog, compile(scope, text)?, ty)?;
    if adapt::go_together(&expr.ty, ty) {
        return Ok(expr);
    }
    let (is, wanted) = (words(scope.catalog, &expr.ty), words(scope.catalog, ty));
    Err(Fault::new(expr.span, format!("the field is {wanted}, this is {is}")))
}

/// Whether every expression has something of this name.
pub(crate) fn is_global(name: &str) -> bool {
    names::GLOBALS.contains(&name)
}

struct Checker<'c> {
    scope: Scope<'c>,
    text: &'c str,
    /// Those in sight, by slot.
    variables: Vec<(String, Type)>,
}

impl Checker<'_> {
    /// The expression as it is written.
    fn written(&self, ast: &Ast) -> &str {
        self.text.get(ast.span.range()).unwrap_or_default()
    }

    fn words(&self, ty: &Type) -> String {
        words(self.scope.catalog, ty)
    }

    /// The name of a kind or record.
    fn type_name(&self, ty: &Type) -> String {
        self.scope.catalog.type_name(ty)
    }

    fn variable(&self, name: &str) -> Option<(Slot, &Type)> {
        let at = self.variables.iter().rposition(|(known, _)| known == name)?;
        Some((Slot(u16::try_from(at).ok()?), &self.variables[at].1))
    }

    fn expression(&mut self, ast: &Ast) -> Result<Expr, Fault> {
        let (op, ty) = match &ast.kind {
            AstKind::Null => (Op::Literal(Literal::Null), Type::Any),
            AstKind::Bool(value) => (Op::Literal(Literal::Bool(*value)), Type::Bool),
            AstKind::Int(value) => (Op::Literal(Literal::Int(*value)), Type::Int),
            AstKind::Double(value) => (Op::Literal(Literal::Double(*value)), Type::Double),
            AstKind::String(text) => (Op::Literal(Literal::String(text.clone())), Type::String),
            AstKind::Name(name) => self.name(ast, name)?,
            AstKind::Select(of, name) => self.select(of, name)?,
            AstKind::Index(of, index) => self.index(of, index)?,
            AstKind::Call(name, arguments) => self.call(ast, name, arguments)?,
            AstKind::MemberCall(of, name, arguments) => {
                self.member_call(ast, of, name, arguments)?
            }
            AstKind::List(elements) => self.list(elements)?,
            AstKind::Map(entries) => self.map(entries)?,
            AstKind::Not(of) => (Op::Not(self.bool(of, "`!`")?), Type::Bool),
            AstKind::Negate(of) => self.negate(of)?,
            AstKind::And(a, b) => {
                (Op::And(self.bool(a, "`&&`")?, self.bool(b, "`&&`")?), Type::Bool)
            }
            AstKind::Or(a, b) => (Op::Or(self.bool(a, "`||`")?, self.bool(b, "`||`")?), Type::Bool),
            AstKind::Conditional(a, b, c) => self.conditional(a, b, c)?,
            AstKind::Binary(operator, a, b) => self.binary(ast, *operator, a, b)?,
        };
        Ok(Expr { op, span: ast.span, ty })
    }

    /// An operand of `what` that has to be a bool.
    fn bool(&mut self, ast: &Ast, what: &str) -> Result<Box<Expr>, Fault> {
        let expr = self.expression(ast)?;
        if matches!(expr.ty, Type::Bool | Type::Any) {
            return Ok(Box::new(expr));
        }
        let (written, is) = (self.written(ast), self.words(&expr.ty));
        let message = format!("{what} needs true or false, `{written}` is {is}");
        Err(Fault::new(ast.span, message))
    }

    fn list(&mut self, elements: &[Ast]) -> Result<(Op, Type), Fault> {
        let elements =
            elements.iter().map(|one| self.expression(one)).collect::<Result<Vec<_>, _>>()?;
        let mut types = elements.iter().map(|element| &element.ty);
        let first = types.next().cloned().unwrap_or(Type::Any);
        let ty = if types.all(|ty| *ty == first) { first } else { Type::Any };
        Ok((Op::List(elements), Type::List(Box::new(ty))))
    }

    fn map(&mut self, entries: &[(Ast, Ast)]) -> Result<(Op, Type), Fault> {
        let mut checked = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let key_expr = self.expression(key)?;
            if !matches!(key_expr.ty, Type::String | Type::Int | Type::Bool | Type::Any) {
                let is = self.words(&key_expr.ty);
                return Err(Fault::new(key.span, format!("{is} cannot be the key of a map")));
            }
            checked.push((key_expr, self.expression(value)?));
        }
        Ok((Op::Map(checked), Type::Map))
    }
}
