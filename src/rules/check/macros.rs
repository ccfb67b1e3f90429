//! Macros: `all`, `exists`, `exists_one`, `map` and `filter`, which bind a variable.

use super::Checker;
use super::names::GLOBALS;
use crate::rules::cel::{Ast, AstKind, Fault};
use crate::rules::expr::{Expr, Macro, Op, Slot, Type};

/// The macros by name.
pub(super) const MACROS: [(&str, Macro); 5] = [
    ("all", Macro::All),
    ("exists", Macro::Exists),
    ("exists_one", Macro::ExistsOne),
    ("map", Macro::Map),
    ("filter", Macro::Filter),
];

pub(super) fn macro_named(name: &str) -> Option<Macro> {
    MACROS.iter().find(|(known, _)| *known == name).map(|&(_, kind)| kind)
}

impl Checker<'_> {
    /// `list.all(v, p)` and its kin; `list.map(v, p, r)` is `list.filter(v, p).map(v, r)`.
    pub(super) fn over_list(
        &mut self,
        ast: &Ast,
        kind: Macro,
        of: &Ast,
        arguments: &[Ast],
    ) -> Result<(Op, Type), Fault> {
        let (variable, condition, body) = parts(ast, kind, arguments)?;
        let list = self.expression(of)?;
        let element = self.element_of(of, &list.ty)?;
        let name = self.new_variable(variable)?;
        let variable = Slot(u16::try_from(self.variables.len()).unwrap_or(u16::MAX));
        self.variables.push((name, element.clone()));
        let checked = self.bodies(kind, condition, body);
        self.variables.pop();
        let (condition, body) = checked?;
        let ty = match kind {
            Macro::Map => Type::List(Box::new(body.ty.clone())),
            Macro::Filter => Type::List(Box::new(element.clone())),
            Macro::All | Macro::Exists | Macro::ExistsOne => Type::Bool,
        };
        let list = match condition {
            Some(body) => {
                let (list, body) = (Box::new(list), Box::new(body));
                let op = Op::Macro { kind: Macro::Filter, list, variable, body };
                Expr { op, span: ast.span, ty: Type::List(Box::new(element)) }
            }
            None => list,
        };
        let (list, body) = (Box::new(list), Box::new(body));
        Ok((Op::Macro { kind, list, variable, body }, ty))
    }

    fn bodies(
        &mut self,
        kind: Macro,
        condition: Option<&Ast>,
        body: &Ast,
    ) -> Result<(Option<Expr>, Expr), Fault> {
        let what = "the condition";
        let condition = condition.map(|condition| self.bool(condition, what)).transpose()?;
        let body = match kind {
            Macro::Map => self.expression(body)?,
            _ => *self.bool(body, what)?,
        };
        Ok((condition.map(|condition| *condition), body))
    }

    /// What the variable stands for: an element of a list, a key of a map.
    fn element_of(&self, of: &Ast, ty: &Type) -> Result<Type, Fault> {
        match ty {
            Type::List(element) => Ok((**element).clone()),
            Type::Map => Ok(Type::String),
            Type::Any => Ok(Type::Any),
            other => {
                let (written, is) = (self.written(of), self.words(other));
                Err(Fault::new(of.span, format!("a list is needed, `{written}` is {is}")))
            }
        }
    }

    fn new_variable(&self, variable: &Ast) -> Result<String, Fault> {
        let AstKind::Name(name) = &variable.kind else {
            return Err(Fault::new(variable.span, "a name for each element is expected"));
        };
        if GLOBALS.contains(&name.as_str()) || self.variable(name).is_some() {
            return Err(Fault::new(
                variable.span,
                format!("`{name}` means something else already"),
            ));
        }
        Ok(name.clone())
    }
}

/// The variable, the condition of a `map` with three arguments, and what is asked of each element.
fn parts<'a>(
    ast: &Ast,
    kind: Macro,
    arguments: &'a [Ast],
) -> Result<(&'a Ast, Option<&'a Ast>, &'a Ast), Fault> {
    match (kind, arguments) {
        (_, [variable, body]) => Ok((variable, None, body)),
        (Macro::Map, [variable, condition, body]) => Ok((variable, Some(condition), body)),
        (_, [_, _, _]) => Err(Fault::new(ast.span, "rules go through lists with one variable")),
        _ => {
            let fault = Fault::new(ast.span, "a variable and an expression are expected");
            Err(fault.help("`list.exists(x, x.enabled)`"))
        }
    }
}
