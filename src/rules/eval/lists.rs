//! Lists: their elements wherever they stand, and the macros over them.

use std::rc::Rc;

use super::{Evaluator, World, as_element, resource_value};
use crate::catalog::Form;
use crate::document::{Items, Members, Node, NodeKind};
use crate::org::{ResourceId, WhyUnknown};
use crate::rules::expr::{Expr, Macro, Op, Slot};
use crate::rules::value::{Data, Known, List, Origin, Unknown, Value};
use crate::terraform::is_expression;

/// The elements of a list, or the keys of a map.
pub(in crate::rules) struct Elements<'a> {
    world: &'a World<'a>,
    origin: Origin<'a>,
    rest: Rest<'a>,
}

/// What is still to come.
enum Rest<'a> {
    Items(Items<'a>),
    Keys(Members<'a>),
    List(Rc<List<'a>>, usize),
    Map(Rc<Vec<(Value<'a>, Value<'a>)>>, usize),
    Resources(std::slice::Iter<'a, ResourceId>),
    Candidates(std::vec::IntoIter<ResourceId>),
}

impl<'a> Elements<'a> {
    /// The elements of a list, or the keys of a map; an error for anything else.
    pub(in crate::rules) fn of(
        evaluator: &Evaluator<'a>,
        list: &Value<'a>,
    ) -> Result<Self, Unknown<'a>> {
        let rest = match &list.data {
            Data::Array(node) => Rest::Items(node.items()),
            Data::Object(node) => Rest::Keys(node.members()),
            Data::List(list) => Rest::List(Rc::clone(list), 0),
            Data::Map(map) => Rest::Map(Rc::clone(map), 0),
            Data::Resources { ids, .. } => Rest::Resources(ids.iter()),
            _ => return Err(Unknown::because(WhyUnknown::WrongType, list.origin.node())),
        };
        Ok(Self { world: evaluator.world, origin: list.origin, rest })
    }

    /// These resources.
    pub(super) fn candidates(evaluator: &Evaluator<'a>, ids: Vec<ResourceId>) -> Self {
        let rest = Rest::Candidates(ids.into_iter());
        Self { world: evaluator.world, origin: Origin::default(), rest }
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Known<'a>;

    fn next(&mut self) -> Option<Known<'a>> {
        match &mut self.rest {
            Rest::Items(items) => {
                items.next().map(|node| as_written(self.world, node, self.origin))
            }
            Rest::Keys(members) => members.next().map(|member| key_value(member, self.origin)),
            Rest::List(list, at) => {
                *at += 1;
                list.elements.get(*at - 1).cloned()
            }
            Rest::Map(map, at) => {
                *at += 1;
                map.get(*at - 1).map(|(key, _)| Ok(key.clone()))
            }
            Rest::Resources(ids) => ids.next().map(|&id| Ok(resource_value(id))),
            Rest::Candidates(ids) => ids.next().map(|id| Ok(resource_value(id))),
        }
    }
}

fn key_value<'a>(member: Node<'a>, origin: Origin<'a>) -> Known<'a> {
    if member.key_has_token() {
        return Err(Unknown::because(WhyUnknown::Token, Some(member)));
    }
    let data = Data::text(member.key().unwrap_or_default());
    Ok(Value { data, origin: origin.at_key(member) })
}

/// A node as a value, without a type to read it by. `origin` says which resource it is part of.
pub(super) fn as_written<'a>(world: &World<'a>, node: Node<'a>, origin: Origin<'a>) -> Known<'a> {
    if node.has_token() {
        return Err(Unknown::because(WhyUnknown::Token, Some(node)));
    }
    let data = match node.kind() {
        NodeKind::Null => Data::Null,
        NodeKind::Bool => Data::Bool(node.as_bool().unwrap_or_default()),
        NodeKind::Int => match node.as_i64() {
            Some(number) => Data::Int(number),
            None => Data::Double(node.as_f64().unwrap_or(f64::NAN)),
        },
        NodeKind::Float => Data::Double(node.as_f64().unwrap_or(f64::NAN)),
        NodeKind::String if is_template(world, node, origin) => {
            return behind(world, node, origin);
        }
        NodeKind::String => Data::text(node.text()),
        NodeKind::Array => Data::Array(node),
        NodeKind::Object => Data::Object(node),
    };
    Ok(Value { data, origin: origin.at(node) })
}

/// Whether a string is a template that Terraform fills in.
fn is_template(world: &World<'_>, node: Node<'_>, origin: Origin<'_>) -> bool {
    let of_terraform = |id| world.org.resource(id).recognised.form == Form::Terraform;
    is_expression(node.text()) && origin.resource.is_some_and(of_terraform)
}

/// The literal to which an expression leads.
fn behind<'a>(world: &World<'a>, node: Node<'a>, origin: Origin<'a>) -> Known<'a> {
    let used = origin.used.unwrap_or(node);
    match world.org.terraform.value(node) {
        Ok(value) => as_written(world, value, Origin { used: Some(used), ..origin }),
        Err(why) => Err(Unknown::because(why.into(), Some(used))),
    }
}

/// The value of `list.exists(v, p)` and its kin, while elements are gone through.
struct Tally<'a> {
    /// Elements for which the predicate is true.
    held: usize,
    /// The first element for which it is unknown.
    unknown: Option<Unknown<'a>>,
    /// Results of `map` and `filter`.
    elements: Vec<Known<'a>>,
}

impl<'a> Evaluator<'a> {
    pub(super) fn run_macro(
        &mut self,
        kind: Macro,
        list: &'a Expr,
        variable: Slot,
        body: &'a Expr,
    ) -> Known<'a> {
        let list_value = self.value(list)?;
        let missing = list_value.missing();
        let is_of_org = matches!(list.op, Op::OrgKind(_));
        let mut tally = Tally { held: 0, unknown: None, elements: Vec::new() };
        for element in self.relevant(kind, list, &list_value, variable, body)? {
            self.step()?;
            let element = if is_of_org { self.in_this_deployment(element) } else { element };
            if let Some(certain) = self.visit(kind, element, variable, body, &mut tally)? {
                return Ok(certain);
            }
        }
        finish(kind, tally, missing)
    }

    /// A resource of the org, unless it may belong to another organisation than the linted one.
    pub(super) fn in_this_deployment(&self, element: Known<'a>) -> Known<'a> {
        match element {
            Ok(Value { data: Data::Resource(id), .. })
                if self.world.org.are_deployed_apart(self.linted, id) =>
            {
                Err(Unknown::because(WhyUnknown::DeployedApart, None))
            }
            element => element,
        }
    }

    /// The elements that can make a difference: those that an index finds, or all.
    pub(in crate::rules) fn relevant(
        &mut self,
        kind: Macro,
        list: &'a Expr,
        list_value: &Value<'a>,
        variable: Slot,
        body: &'a Expr,
    ) -> Result<Elements<'a>, Unknown<'a>> {
        if let Op::OrgKind(_) = list.op
            && let Data::Resources { ids, .. } = list_value.data
            && let Some(candidates) = self.candidates(kind, ids, variable, body)
        {
            return Ok(Elements::candidates(self, candidates));
        }
        Elements::of(self, list_value)
    }

    /// Takes one element into account; the result, where it is certain already.
    fn visit(
        &mut self,
        kind: Macro,
        element: Known<'a>,
        variable: Slot,
        body: &'a Expr,
        tally: &mut Tally<'a>,
    ) -> Result<Option<Value<'a>>, Unknown<'a>> {
        if kind == Macro::Map {
            let mapped = self.with(variable, element, |inner| inner.value(body));
            tally.elements.push(as_element(mapped)?);
            return Ok(None);
        }
        let truth = self.with(variable, element.clone(), |inner| inner.truth(body));
        let certain = |truth| Ok(Some(Value::computed(Data::Bool(truth))));
        match (kind, truth) {
            (Macro::Filter, Err(unknown)) if unknown.why() == WhyUnknown::Evaluation => {
                return Err(unknown);
            }
            (_, Err(unknown)) => tally.unknown = tally.unknown.take().or(Some(unknown)),
            (Macro::All, Ok(false)) => return certain(false),
            (Macro::Exists, Ok(true)) => return certain(true),
            (Macro::ExistsOne, Ok(true)) if tally.held > 0 => return certain(false),
            (Macro::ExistsOne, Ok(true)) => tally.held += 1,
            (Macro::Filter, Ok(true)) => tally.elements.push(element),
            _ => {}
        }
        Ok(None)
    }

    /// `a + b` for lists.
    pub(super) fn join_lists(
        &self,
        a: &Value<'a>,
        b: &Value<'a>,
    ) -> Result<Rc<List<'a>>, Unknown<'a>> {
        let elements = Elements::of(self, a)?.chain(Elements::of(self, b)?).collect();
        let missing = a.missing().or_else(|| b.missing());
        Ok(Rc::new(List { elements, missing }))
    }
}

/// Number of elements or entries that are there.
pub(super) fn count<'a>(value: &Value<'a>) -> Result<i64, Unknown<'a>> {
    let count = match &value.data {
        Data::Array(node) => node.len(),
        Data::Object(node) => node.members().count(),
        Data::List(list) => list.elements.len(),
        Data::Map(map) => map.len(),
        Data::Resources { ids, .. } => ids.len(),
        Data::String(text) => text.chars().count(),
        _ => return Err(Unknown::because(WhyUnknown::WrongType, value.origin.node())),
    };
    i64::try_from(count).map_err(|_| Unknown::failed("the number is out of range"))
}

/// The result once all elements have been gone through and none decided it.
fn finish<'a>(kind: Macro, tally: Tally<'a>, missing: Option<Unknown<'a>>) -> Known<'a> {
    let uncertain = tally.unknown.or(missing.clone());
    let truth = |truth| Ok(Value::computed(Data::Bool(truth)));
    let list =
        |elements, missing| Ok(Value::computed(Data::List(Rc::new(List { elements, missing }))));
    match (kind, uncertain) {
        (Macro::Map, _) => list(tally.elements, missing),
        (Macro::Filter, uncertain) => list(tally.elements, uncertain),
        (_, Some(unknown)) => Err(unknown),
        (Macro::All, None) => truth(true),
        (Macro::Exists, None) => truth(false),
        (Macro::ExistsOne, None) => truth(tally.held == 1),
    }
}
