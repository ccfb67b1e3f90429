//! Calls: which function is meant, and what it needs.

use super::Checker;
use super::functions::{self, Signature};
use super::macros::macro_named;
use super::names::attribute;
use crate::catalog::KindId;
use crate::rules::cel::{Ast, AstKind, Fault, Name};
use crate::rules::expr::{Expr, Function, Literal, Op, Type};
use crate::source::Span;

/// Ways in which CEL swallows an error. A rule says what it needs with `has(…)` instead.
const REFUSED: [&str; 9] =
    ["orValue", "or", "optMap", "optFlatMap", "hasValue", "value", "of", "none", "ofNonZeroValue"];

impl Checker<'_> {
    /// `f(…)`
    pub(super) fn call(
        &mut self,
        ast: &Ast,
        name: &Name,
        arguments: &[Ast],
    ) -> Result<(Op, Type), Fault> {
        match name.text.as_str() {
            "has" => self.has(ast, arguments),
            "duration" => self.duration(ast, arguments),
            "inFiles" => self.in_files(ast, arguments),
            text => match functions::global_named(text) {
                Some(signature) => self.apply(ast, name, signature, None, arguments),
                None => Err(unknown_function(name)),
            },
        }
    }

    /// `x.f(…)`
    pub(super) fn member_call(
        &mut self,
        ast: &Ast,
        of: &Ast,
        name: &Name,
        arguments: &[Ast],
    ) -> Result<(Op, Type), Fault> {
        if let AstKind::Name(namespace) = &of.kind
            && self.variable(namespace).is_none()
            && let Some(known) = functions::in_namespace(namespace)
        {
            let Some(signature) = known.iter().find(|signature| signature.name == name.text) else {
                let message = format!("`{namespace}` has no function `{}`", name.text);
                let names = known.iter().map(|signature| signature.name);
                return Err(Fault::new(name.span, message).did_you_mean(&name.text, names));
            };
            return self.apply(ast, name, signature, None, arguments);
        }
        if let Some(kind) = macro_named(&name.text) {
            return self.over_list(ast, kind, of, arguments);
        }
        if name.text == "referencedBy" {
            return self.referenced_by(ast, of, arguments);
        }
        let Some(signature) = functions::member_named(&name.text) else {
            return Err(self.unknown_member(of, name));
        };
        let receiver = self.expression(of)?;
        self.apply(ast, name, signature, Some((of, receiver)), arguments)
    }

    fn unknown_member(&mut self, of: &Ast, name: &Name) -> Fault {
        if self.is_global(of, "org") || self.is_global(of, "params") {
            return unknown_function(name);
        }
        match self.expression(of) {
            Ok(value) if self.field_named(&value.ty, &name.text).is_some() => {
                let message = format!("`{}` is a field, not a function", name.text);
                Fault::new(name.span, message).help("leave out the parentheses")
            }
            Ok(_) => unknown_function(name),
            Err(fault) => fault,
        }
    }

    fn apply(
        &mut self,
        ast: &Ast,
        name: &Name,
        signature: &Signature,
        receiver: Option<(&Ast, Expr)>,
        arguments: &[Ast],
    ) -> Result<(Op, Type), Fault> {
        let mut places = Vec::new();
        let mut values = Vec::new();
        if let Some((ast, value)) = receiver {
            places.push(ast);
            values.push(value);
        }
        for argument in arguments {
            places.push(argument);
            values.push(self.expression(argument)?);
        }
        if !signature.takes(values.len()) {
            return Err(Fault::new(ast.span, signature.arity(&name.text)));
        }
        for ((place, value), wanted) in places.into_iter().zip(&values).zip(signature.arguments) {
            if !wanted.allows(&value.ty) {
                let (written, is) = (self.written(place), self.words(&value.ty));
                let message =
                    format!("`{}` needs {}, `{written}` is {is}", name.text, wanted.words());
                let fault = Fault::new(place.span, message);
                return Err(functions::advice(fault, signature, &value.ty, written));
            }
        }
        let function = match signature.function {
            Some(function) => function(),
            None => pattern(arguments.last().map_or(ast.span, |last| last.span), &values)?,
        };
        let values = self.same_elements(&function, values)?;
        let ty = signature.result();
        Ok((Op::Call(function, values), ty))
    }

    /// The elements of two sets compared are converted to each other.
    fn same_elements(&self, function: &Function, values: Vec<Expr>) -> Result<Vec<Expr>, Fault> {
        let is_set = matches!(
            function,
            Function::SetsIntersects | Function::SetsContains | Function::SetsEquivalent
        );
        match <[Expr; 2]>::try_from(values) {
            Ok([a, b]) if is_set => {
                let span = a.span.join(b.span);
                let (a, b) = self.adapted(a, b)?;
                if !super::adapt::go_together(&a.ty, &b.ty) {
                    let (a, b) = (self.words(&a.ty), self.words(&b.ty));
                    return Err(Fault::new(span, format!("{a} and {b} have no element in common")));
                }
                Ok(vec![a, b])
            }
            Ok(pair) => Ok(pair.into()),
            Err(values) => Ok(values),
        }
    }

    fn has(&mut self, ast: &Ast, arguments: &[Ast]) -> Result<(Op, Type), Fault> {
        let [argument] = arguments else {
            return Err(Fault::new(ast.span, "`has` takes one field: `has(self.name)`"));
        };
        let AstKind::Select(of, name) = &argument.kind else {
            let fault = Fault::new(argument.span, "`has` asks for a field, and this is none");
            return Err(fault.help("write `has(x.field)`"));
        };
        if self.is_global(of, "org") || self.is_global(of, "params") {
            let message = format!("`{}` is always there", self.written(argument));
            return Err(Fault::new(argument.span, message));
        }
        let value = self.expression(of)?;
        let is_field = match &value.ty {
            Type::Map | Type::Any => false,
            ty @ (Type::Resource(_) | Type::Record(_)) => {
                let is_known = self.field_named(ty, &name.text).is_some();
                if !is_known && (attribute(ty, &name.text).is_some() || name.text == "raw") {
                    let message = format!("`{}` is always there", self.written(argument));
                    return Err(Fault::new(argument.span, message));
                }
                if !is_known {
                    return Err(self.unknown_field(ty, name));
                }
                true
            }
            _ => return self.select(of, name),
        };
        Ok((Op::Has { of: Box::new(value), name: name.text.clone(), is_field }, Type::Bool))
    }

    /// `duration('60s')` is a literal; of anything else it is a conversion.
    fn duration(&mut self, ast: &Ast, arguments: &[Ast]) -> Result<(Op, Type), Fault> {
        let [argument] = arguments else {
            return Err(Fault::new(ast.span, "`duration` takes one text: `duration('60s')`"));
        };
        let value = self.expression(argument)?;
        if !matches!(value.ty, Type::String | Type::Duration | Type::Any) {
            let message = format!("`duration` needs text, this is {}", self.words(&value.ty));
            return Err(Fault::new(argument.span, message));
        }
        let converted = super::adapt::adapt(self.scope.catalog, value, &Type::Duration)?;
        Ok((converted.op, converted.ty))
    }

    /// `inFiles(list)`, a list of the same type.
    fn in_files(&mut self, ast: &Ast, arguments: &[Ast]) -> Result<(Op, Type), Fault> {
        let [argument] = arguments else {
            let fault = Fault::new(ast.span, "`inFiles` takes one list");
            return Err(fault.help("`inFiles(org.queue)`"));
        };
        let list = self.expression(argument)?;
        if !matches!(list.ty, Type::List(_)) {
            let message = format!("`inFiles` needs a list, this is {}", self.words(&list.ty));
            return Err(Fault::new(argument.span, message));
        }
        let ty = list.ty.clone();
        Ok((Op::Call(Function::InFiles, vec![list]), ty))
    }

    fn referenced_by(
        &mut self,
        ast: &Ast,
        of: &Ast,
        arguments: &[Ast],
    ) -> Result<(Op, Type), Fault> {
        let value = self.expression(of)?;
        let Type::Resource(target) = value.ty else {
            let (written, is) = (self.written(of), self.words(&value.ty));
            let message = format!("only resources are referred to, `{written}` is {is}");
            return Err(Fault::new(of.span, message));
        };
        let [Ast { kind: AstKind::String(name), span, .. }] = arguments else {
            let fault = Fault::new(ast.span, "`referencedBy` takes the name of a kind");
            return Err(fault.help("`self.referencedBy('queue')`"));
        };
        let kind = self.kind(name, *span)?;
        if !self.can_refer(kind, target) {
            let target = self.type_name(&value.ty);
            let message = format!("no field of `{name}` refers to a `{target}`");
            return Err(Fault::new(*span, message));
        }
        let ty = Type::List(Box::new(Type::Resource(kind)));
        Ok((Op::ReferencedBy { of: Box::new(value), kind }, ty))
    }

    /// Whether a resource of `kind`, or a record in it, has a field that refers to the kind `target`.
    fn can_refer(&self, kind: KindId, target: KindId) -> bool {
        let mut seen = Vec::new();
        let mut open = vec![Type::Resource(kind)];
        while let Some(owner) = open.pop() {
            for field in self.fields_of(&owner).into_iter().flatten() {
                match field.ty.innermost() {
                    Type::Resource(to) if *to == target => return true,
                    record @ Type::Record(_) if !seen.contains(record) => {
                        seen.push(record.clone());
                        open.push(record.clone());
                    }
                    _ => {}
                }
            }
        }
        false
    }
}

/// The pattern of `matches`, compiled once.
fn pattern(place: Span, values: &[Expr]) -> Result<Function, Fault> {
    let Some(Op::Literal(Literal::String(pattern))) = values.get(1).map(|value| &value.op) else {
        let fault = Fault::new(place, "the pattern has to be written out");
        return Err(fault.help("`x.matches('^[0-9]+$')`"));
    };
    match regex::Regex::new(pattern) {
        Ok(regex) => Ok(Function::Matches(regex)),
        Err(error) => {
            let text = error.to_string();
            let reason = text.lines().last().unwrap_or_default();
            let reason = reason.strip_prefix("error: ").unwrap_or(reason);
            Err(Fault::new(place, format!("this is no regular expression: {reason}")))
        }
    }
}

fn unknown_function(name: &Name) -> Fault {
    let fault = Fault::new(name.span, format!("there is no function `{}`", name.text));
    if REFUSED.contains(&name.text.as_str()) {
        return fault
            .help("what is absent is unknown by itself; ask `has(x.field)` where it matters");
    }
    fault.did_you_mean(&name.text, functions::names())
}
