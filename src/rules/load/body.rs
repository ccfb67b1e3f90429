//! What a rule looks for: an assertion with its expressions, or a check that is built in.

use super::fix;
use crate::catalog::{Catalog, KindId};
use crate::document::Node;
use crate::problem::Problem;
use crate::rules::cel::{AstKind, Fault, parse};
use crate::rules::check::{Scope, check, compile, compile_bool, is_global, words};
use crate::rules::expr::{Binary, Expr, Op, Slot, Type};
use crate::rules::frame::{at_key, at_value, framed};
use crate::rules::model::RuleFile;
use crate::rules::{Assertion, Body, Check, Each, Parameter, Template};

/// The slot of the variable of `each`.
const EACH: Slot = Slot(0);

/// What the rule looks for; `None` where a problem was added.
pub(super) fn body(
    catalog: &Catalog,
    file: &RuleFile,
    root: Node<'_>,
    parameters: &[Parameter],
    problems: &mut Vec<Problem>,
) -> Option<Body> {
    match (&file.assert, &file.check) {
        (Some(_), None) => {
            let kind = kind(catalog, file, root, problems)?;
            let this = Type::Resource(kind);
            let draft = Draft { catalog, file, root, parameters, this: &this, problems };
            draft.assertion(kind).map(|assertion| Body::Assert(Box::new(assertion)))
        }
        (None, Some(name)) => checked_name(name, file, root, problems).map(Body::Check),
        (Some(_), Some(_)) => {
            let node = root.get("check").unwrap_or(root);
            problems.push(at_key(node, "a rule has either `assert` or `check`"));
            None
        }
        (None, None) => {
            let node = root.get("id").unwrap_or(root);
            let problem = at_value(node, "the rule has neither `assert` nor `check`");
            problems.push(problem.help("`assert` is the expression that must hold"));
            None
        }
    }
}

fn kind(
    catalog: &Catalog,
    file: &RuleFile,
    root: Node<'_>,
    problems: &mut Vec<Problem>,
) -> Option<KindId> {
    let Some(name) = &file.kind else {
        let node = root.get("assert").unwrap_or(root);
        problems.push(at_key(node, "`assert` needs a `kind`: what `self` is"));
        return None;
    };
    let found = catalog.kind_named(name);
    if found.is_none() {
        let problem =
            at_value(root.get("kind").unwrap_or(root), format!("there is no kind `{name}`"));
        let kinds = catalog.kinds().map(|(_, kind)| kind.name.as_str());
        let problem = problem.help("`orglint kinds` lists the kinds");
        problems.push(problem.did_you_mean(name, kinds));
    }
    found
}

/// The check that is built in under this name, which is also the rule's id.
fn checked_name(
    name: &str,
    file: &RuleFile,
    root: Node<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Check> {
    for key in ["kind", "compare", "when", "each", "at", "message", "fix", "parameters"] {
        if let Some(node) = root.get(key) {
            problems.push(at_key(node, format!("a rule with `check` has no `{key}`")));
        }
    }
    let node = root.get("check").unwrap_or(root);
    let Some(check) = Check::named(name) else {
        let problem = at_value(node, format!("there is no check `{name}`"));
        let problem = problem.help("rules of your own say what they look for with `assert`");
        problems.push(problem.did_you_mean(name, Check::ALL.map(Check::name)));
        return None;
    };
    if file.id != name {
        problems.push(at_value(node, format!("the rule of the check `{name}` has that id, too")));
    }
    Some(check)
}

/// An assertion on the way from the file to checked expressions.
struct Draft<'a, 'd> {
    catalog: &'a Catalog,
    file: &'a RuleFile,
    root: Node<'d>,
    parameters: &'a [Parameter],
    this: &'a Type,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Draft<'a, '_> {
    fn assertion(mut self, kind: KindId) -> Option<Assertion> {
        let before = self.scope(None);
        let file = self.file;
        let each = self.one("each", file.each.as_ref(), |text| each(before, text));
        // Without its variable, what follows would be reported for no fault of its own.
        if file.each.is_some() && each.is_none() {
            return None;
        }
        let element = each.as_ref().map(|each| (each.name.clone(), element_type(&each.list.ty)));
        let scope = self.scope(element.as_ref().map(|(name, ty)| (name.as_str(), ty)));
        let when = self.one("when", file.when.as_ref(), |text| compile_bool(scope, text, "`when`"));
        let assert =
            self.one("assert", file.assert.as_ref(), |text| compile_bool(scope, text, "`assert`"));
        let at = self.one("at", file.at.as_ref(), |text| compile(scope, text));
        let message = self.template("message", file.message.as_ref(), scope);
        let help = self.template("help", file.help.as_ref(), scope);
        let fix_node = self.root.get("fix").zip(file.fix.as_ref());
        let fix = fix_node.map(|(node, written)| fix::fix(scope, written, node, self.problems));
        if file.message.is_none() {
            let node = self.root.get("assert").unwrap_or(self.root);
            self.problems.push(at_key(node, "`assert` needs a `message`: what a finding says"));
        }
        let mentions_each = |part: &Expr| matches!(part.op, Op::Variable(EACH));
        let when_is_per_element =
            each.is_some() && when.as_ref().is_some_and(|when| when.any(&mut { mentions_each }));
        let (assert, message) = (assert?, message?);
        let fix = fix.flatten();
        let compare = file.compare;
        Some(Assertion {
            kind,
            compare,
            when,
            when_is_per_element,
            each,
            assert,
            at,
            message,
            help,
            fix,
        })
    }

    fn scope<'s>(&self, each: Option<(&'s str, &'s Type)>) -> Scope<'s>
    where
        'a: 's,
    {
        let parameters = Some(self.parameters);
        let compare = self.file.compare;
        Scope { catalog: self.catalog, this: self.this, parameters, each, compare }
    }

    /// The text behind `key`, compiled; a fault becomes a problem there.
    fn one<T>(
        &mut self,
        key: &str,
        text: Option<&String>,
        compile: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        match compile(text?) {
            Ok(compiled) => Some(compiled),
            Err(fault) => {
                let node = self.root.get(key).unwrap_or(self.root);
                self.problems.push(framed(fault, node));
                None
            }
        }
    }

    fn template(&mut self, key: &str, text: Option<&String>, scope: Scope<'_>) -> Option<Template> {
        match Template::compile(scope, text?) {
            Ok(template) => Some(template),
            Err(faults) => {
                let node = self.root.get(key).unwrap_or(self.root);
                self.problems.extend(faults.into_iter().map(|fault| framed(fault, node)));
                None
            }
        }
    }
}

/// `name in list`
fn each(scope: Scope<'_>, text: &str) -> Result<Each, Fault> {
    let ast = parse(text)?;
    let AstKind::Binary(Binary::In, name, list) = &ast.kind else {
        let fault = Fault::new(ast.span, "`each` is written `name in list`");
        return Err(fault.help("for example `trunk in self.trunks`"));
    };
    let name = match &name.kind {
        AstKind::Name(text) if !is_global(text) => text.clone(),
        AstKind::Name(text) => {
            return Err(Fault::new(name.span, format!("`{text}` means something else already")));
        }
        _ => return Err(Fault::new(name.span, "a name for each element is expected")),
    };
    let list = check(scope, text, list)?;
    if !matches!(list.ty, Type::List(_) | Type::Map | Type::Any) {
        let is = words(scope.catalog, &list.ty);
        return Err(Fault::new(list.span, format!("`each` goes through a list, this is {is}")));
    }
    Ok(Each { variable: EACH, name, list })
}

/// What stands for one element of a list, or for one key of a map.
fn element_type(ty: &Type) -> Type {
    match ty {
        Type::List(element) => (**element).clone(),
        Type::Map => Type::String,
        _ => Type::Any,
    }
}
