//! Names: `self`, `org`, `params`, variables, and the fields behind a dot.

use super::Checker;
use crate::catalog::{Field, KindId};
use crate::rules::cel::{Ast, AstKind, Fault, Name};
use crate::rules::expr::{Attribute, Expr, Op, Type};
use crate::source::Span;
use crate::text::did_you_mean;

/// Names that expressions have without declaring them.
pub(super) const GLOBALS: [&str; 4] = ["self", "org", "params", "today"];

impl<'c> Checker<'c> {
    pub(super) fn name(&self, ast: &Ast, name: &str) -> Result<(Op, Type), Fault> {
        if let Some((slot, ty)) = self.variable(name) {
            return Ok((Op::Variable(slot), ty.clone()));
        }
        match name {
            "self" => Ok((Op::SelfResource, self.scope.this.clone())),
            "other" if self.scope.compare.is_some() => Ok((Op::Other, self.scope.this.clone())),
            "today" => Ok((Op::Today, Type::Date)),
            "org" => Err(Fault::new(ast.span, "`org` is no value by itself")
                .help("`org.queue` is the list of all queues, `org['trunk-base']` that of all trunk base settings")),
            "params" => Err(Fault::new(ast.span, "`params` is no value by itself")
                .help("`params.name` is the parameter of that name")),
            _ => Err(self.unknown_name(ast.span, name)),
        }
    }

    fn unknown_name(&self, span: Span, name: &str) -> Fault {
        let fault = Fault::new(span, format!("nothing is called `{name}` here"));
        let variables = self.variables.iter().map(|(name, _)| name.as_str());
        let fields = self.fields_of(self.scope.this);
        if fields.is_some_and(|mut fields| fields.any(|field| field.name == name)) {
            return fault.help(did_you_mean(&format!("self.{name}")));
        }
        fault.did_you_mean(name, GLOBALS.into_iter().chain(variables))
    }

    /// Whether `ast` is one of the global names, and no variable hides it.
    pub(super) fn is_global(&self, ast: &Ast, global: &str) -> bool {
        matches!(&ast.kind, AstKind::Name(name) if name == global && self.variable(name).is_none())
    }

    pub(super) fn select(&mut self, of: &Ast, name: &Name) -> Result<(Op, Type), Fault> {
        if self.is_global(of, "org") {
            return self.org_kind(&name.text, name.span);
        }
        if self.is_global(of, "params") {
            return self.parameter(name);
        }
        let value = self.expression(of)?;
        if name.text == "raw" && matches!(value.ty, Type::Resource(_) | Type::Record(_)) {
            return Ok((Op::Raw(Box::new(value)), Type::Any));
        }
        match &value.ty {
            Type::Map | Type::Any => {
                let (of, name) = (Box::new(value), name.text.clone());
                Ok((Op::Member { of, name }, Type::Any))
            }
            Type::Resource(_) | Type::Record(_) => self.field(value, name),
            Type::List(_) => {
                let written = self.written(of);
                let message = format!("`{written}` is a list, which has no fields");
                let fault = Fault::new(name.span, message);
                if !matches!(value.ty.innermost(), Type::Resource(_) | Type::Record(_) | Type::Any)
                {
                    return Err(fault);
                }
                Err(fault.help(format!("go through it: `{written}.exists(x, x.{})`", name.text)))
            }
            other => {
                let (written, is) = (self.written(of), self.words(other));
                let message = format!("`{written}` is {is}, which has no fields");
                Err(Fault::new(name.span, message))
            }
        }
    }

    fn field(&self, value: Expr, name: &Name) -> Result<(Op, Type), Fault> {
        if let Some(field) = self.field_named(&value.ty, &name.text) {
            let ty = field.ty.clone();
            return Ok((Op::Field { of: Box::new(value), name: name.text.clone() }, ty));
        }
        match attribute(&value.ty, &name.text) {
            Some(attribute) => Ok((Op::Attribute { of: Box::new(value), attribute }, Type::String)),
            None => Err(self.unknown_field(&value.ty, name)),
        }
    }

    /// The fields of a resource or record.
    pub(super) fn fields_of(&self, ty: &Type) -> Option<impl Iterator<Item = &'c Field> + use<'c>> {
        let catalog = self.scope.catalog;
        let fields = match ty {
            Type::Resource(kind) => &catalog.kind(*kind).fields,
            Type::Record(record) => &catalog.record(*record).fields,
            _ => return None,
        };
        Some(fields.values())
    }

    pub(super) fn field_named(&self, ty: &Type, name: &str) -> Option<&'c Field> {
        let catalog = self.scope.catalog;
        match ty {
            Type::Resource(kind) => catalog.kind(*kind).fields.get(name),
            Type::Record(record) => catalog.record(*record).fields.get(name),
            _ => None,
        }
    }

    pub(super) fn unknown_field(&self, ty: &Type, name: &Name) -> Fault {
        let message = format!("`{}` has no field `{}`", self.type_name(ty), name.text);
        let fault = Fault::new(name.span, message);
        if name.text == "referencedBy" {
            return fault.help("it is a function: `referencedBy('queue')`");
        }
        let known = self.fields_of(ty).into_iter().flatten().map(|field| field.name.as_str());
        fault.help("`orglint kinds` lists the fields").did_you_mean(&name.text, known)
    }

    pub(super) fn index(&mut self, of: &Ast, index: &Ast) -> Result<(Op, Type), Fault> {
        if self.is_global(of, "org") {
            return match &index.kind {
                AstKind::String(kind) => self.org_kind(kind, index.span),
                _ => Err(Fault::new(index.span, "the kind has to be written out: `org['queue']`")),
            };
        }
        let value = self.expression(of)?;
        let index_expr = self.expression(index)?;
        let (ty, allowed): (_, &[Type]) = match &value.ty {
            Type::List(element) => ((**element).clone(), &[Type::Int]),
            Type::Map | Type::Any => (Type::Any, &[Type::String, Type::Int]),
            other => {
                let (written, is) = (self.written(of), self.words(other));
                let fault =
                    Fault::new(index.span, format!("`{written}` is {is}, which has no elements"));
                return Err(match (&index.kind, other) {
                    (AstKind::String(key), Type::Resource(_) | Type::Record(_)) => {
                        fault.help(format!("write `{written}.{key}`, or `{written}.raw['{key}']`"))
                    }
                    _ => fault,
                });
            }
        };
        if !allowed.contains(&index_expr.ty) && index_expr.ty != Type::Any {
            let by = match &value.ty {
                Type::List(_) => "elements of a list are found by their position",
                _ => "entries of a map are found by their key",
            };
            let message = format!("{by}, this is {}", self.words(&index_expr.ty));
            return Err(Fault::new(index.span, message));
        }
        Ok((Op::Index { of: Box::new(value), index: Box::new(index_expr) }, ty))
    }

    fn org_kind(&self, kind: &str, span: Span) -> Result<(Op, Type), Fault> {
        let id = self.kind(kind, span)?;
        Ok((Op::OrgKind(id), Type::List(Box::new(Type::Resource(id)))))
    }

    /// The kind of this name, which is written at `span`.
    pub(super) fn kind(&self, name: &str, span: Span) -> Result<KindId, Fault> {
        let catalog = self.scope.catalog;
        catalog.kind_named(name).ok_or_else(|| {
            let kinds = catalog.kinds().map(|(_, kind)| kind.name.as_str());
            let help = "`orglint kinds` lists the kinds";
            Fault::new(span, format!("there is no kind `{name}`"))
                .help(help)
                .did_you_mean(name, kinds)
        })
    }

    fn parameter(&self, name: &Name) -> Result<(Op, Type), Fault> {
        let Some(parameters) = self.scope.parameters else {
            return Err(Fault::new(name.span, "there are no parameters here"));
        };
        let found = parameters.iter().position(|parameter| parameter.name == name.text);
        let Some(at) = found else {
            let known = parameters.iter().map(|parameter| parameter.name.as_str());
            let fault = Fault::new(name.span, format!("the rule has no parameter `{}`", name.text));
            let help = "parameters are declared under `parameters:`";
            return Err(fault.help(help).did_you_mean(&name.text, known));
        };
        Ok((Op::Parameter(at), parameters[at].ty.clone()))
    }
}

/// What every resource has besides its fields.
pub(super) fn attribute(ty: &Type, name: &str) -> Option<Attribute> {
    match (ty, name) {
        (Type::Resource(_), "kind") => Some(Attribute::Kind),
        (Type::Resource(_), "form") => Some(Attribute::Form),
        (Type::Resource(_), "org") => Some(Attribute::Org),
        _ => None,
    }
}
