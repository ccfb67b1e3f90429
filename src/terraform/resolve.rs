//! Follows traversals through variables, locals, module calls and outputs, to what is written at their end.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::collect::blocks;
use super::expression::is_expression;
use super::path::folder;
use super::reference::Reference;
use super::{
    Address, Attribute, Call, Meaning, Module, NodeKey, Source, Step, Traversal, Why, key,
};
use crate::document::{Node, NodeKind};

/// How many names one expression may lead through. Longer ways are left unknown.
const MAX_HOPS: usize = 64;

/// An object with more members than this is indexed before it is looked into.
const MANY_MEMBERS: usize = 16;

/// A module with more calls than this has no value that all of them agree on.
const MAX_CALLS: usize = 256;

type Meanings<'d> = FxHashMap<NodeKey, Meaning<'d>>;
type Callers<'d> = BTreeMap<String, BTreeSet<&'d str>>;

/// What every expression means that is one traversal, and who calls whom.
pub(super) fn all<'d>(modules: &BTreeMap<&'d str, Module<'d>>) -> (Meanings<'d>, Callers<'d>) {
    let mut resolver = Resolver::new(modules);
    let mut meanings = Meanings::default();
    for module in modules.values() {
        for (node, expression) in &module.expressions {
            if !expression.is_sole {
                continue;
            }
            let meaning = resolver.follow(*node, &[], MAX_HOPS).meaning();
            let is_secret = module.secret.contains(&key(*node));
            let meaning = if is_secret { without_value(meaning) } else { meaning };
            meanings.insert(key(*node), meaning);
        }
    }
    let folders = resolver.callers.iter().map(|(folder, calls)| {
        let callers = calls.iter().map(|(module, _)| module.folder).collect();
        ((*folder).to_owned(), callers)
    });
    (meanings, folders.collect())
}

/// What may be told of a value that must not be shown.
fn without_value(meaning: Meaning<'_>) -> Meaning<'_> {
    match meaning {
        Meaning::Value(_) => Meaning::Unknown(Why::Sensitive),
        Meaning::Attribute(attribute) => Meaning::Attribute(Attribute { value: None, ..attribute }),
        other => other,
    }
}

/// A name of a module that stands for a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Name<'d> {
    Variable(&'d str),
    Local(&'d str),
    Output(&'d str),
}

/// Where a way leads.
#[derive(Clone)]
enum End<'d> {
    /// To what is written there, which is no expression.
    At(Node<'d>),
    /// To a resource, and on from there.
    Block {
        address: Address<'d>,
        body: Node<'d>,
        rest: Vec<Step<'d>>,
        value: Option<Node<'d>>,
    },
    Undeclared,
    Unknown(Why),
}

impl<'d> End<'d> {
    fn meaning(self) -> Meaning<'d> {
        match self {
            Self::At(node) => Meaning::Value(node),
            Self::Block { address, rest, value, .. } => {
                let name = match rest.first() {
                    Some(Step::Name(name)) => Some(*name),
                    _ => None,
                };
                Meaning::Attribute(Attribute { address, name, value })
            }
            Self::Undeclared => Meaning::Undeclared,
            Self::Unknown(why) => Meaning::Unknown(why),
        }
    }
}

struct Resolver<'m, 'd> {
    modules: &'m BTreeMap<&'d str, Module<'d>>,
    /// By the folder of the module that is called: the module that calls it, and the call.
    callers: BTreeMap<&'m str, Vec<(&'m Module<'d>, &'m Call<'d>)>>,
    /// What names stand for; `None` while it is being found out.
    known: FxHashMap<(&'d str, Name<'d>), Option<End<'d>>>,
    /// The members of large objects.
    objects: FxHashMap<NodeKey, FxHashMap<&'d str, Node<'d>>>,
}

impl<'m, 'd> Resolver<'m, 'd> {
    fn new(modules: &'m BTreeMap<&'d str, Module<'d>>) -> Self {
        let mut callers: BTreeMap<&'m str, Vec<_>> = BTreeMap::new();
        for module in modules.values() {
            for (folder, call) in module.local_calls() {
                callers.entry(folder).or_default().push((module, call));
            }
        }
        Self { modules, callers, known: FxHashMap::default(), objects: FxHashMap::default() }
    }

    /// Goes on from a value, which may be an expression.
    fn follow(&mut self, node: Node<'d>, rest: &[Step<'d>], hops: usize) -> End<'d> {
        let text = node.as_str().filter(|_| node.embedded().is_none());
        if !text.is_some_and(is_expression) {
            return self.descend(node, rest, hops);
        }
        let module = self.modules.get(folder(node.document().source().path()));
        let written = module.and_then(|module| {
            let (_, expression) = module.expressions.get(*module.at.get(&key(node))?)?;
            Some((module, expression.traversals.first().filter(|_| expression.is_sole)?))
        });
        match (written, hops.checked_sub(1)) {
            (Some((module, traversal)), Some(hops)) => self.traverse(module, traversal, rest, hops),
            _ => End::Unknown(Why::Expression),
        }
    }

    /// Goes into a value that is no expression.
    fn descend(&mut self, node: Node<'d>, rest: &[Step<'d>], hops: usize) -> End<'d> {
        let Some((step, rest)) = rest.split_first() else { return End::At(node) };
        let inside = match step {
            Step::Name(name) | Step::Key(name) if node.kind() == NodeKind::Object => {
                self.member(node, name)
            }
            Step::Index(index) if node.kind() == NodeKind::Array => node.element(*index),
            _ => None,
        };
        match inside {
            Some(inside) => self.follow(inside, rest, hops),
            None => End::Unknown(Why::Expression),
        }
    }

    fn member(&mut self, object: Node<'d>, name: &str) -> Option<Node<'d>> {
        if object.len() <= MANY_MEMBERS {
            return object.get(name);
        }
        let members = || object.members().filter_map(|value| Some((value.key()?, value))).collect();
        self.objects.entry(key(object)).or_insert_with(members).get(name).copied()
    }

    fn traverse(
        &mut self,
        module: &'m Module<'d>,
        traversal: &Traversal<'d>,
        further: &[Step<'d>],
        hops: usize,
    ) -> End<'d> {
        if traversal.is_per_instance() {
            return End::Unknown(Why::PerInstance);
        }
        let Some((reference, steps)) = traversal.reference() else {
            return End::Unknown(Why::Expression);
        };
        if module.iterators.contains(traversal.root) {
            return End::Unknown(Why::PerInstance);
        }
        let behind = traversal.steps.iter().skip(steps).map(|(step, _)| *step);
        let rest: Vec<Step<'d>> = behind.chain(further.iter().copied()).collect();
        if !module.declares(&reference) {
            return not_declared(module.knows(&reference), module);
        }
        match reference {
            Reference::Variable(name) => self.named(module, Name::Variable(name), &rest, hops),
            Reference::Local(name) => self.named(module, Name::Local(name), &rest, hops),
            Reference::Module(_, None) => End::Unknown(Why::Expression),
            Reference::Module(call, Some(output)) => self.output(module, call, output, &rest, hops),
            Reference::Block(block, ty, label) => {
                let Some(&body) = module.declared.get(&(block, ty, label)) else {
                    return End::Undeclared;
                };
                let address = Address { module: module.folder, block, ty, label };
                self.attribute(address, body, rest, hops)
            }
        }
    }

    fn output(
        &mut self,
        module: &'m Module<'d>,
        call: &str,
        output: &'d str,
        rest: &[Step<'d>],
        hops: usize,
    ) -> End<'d> {
        let source = module.calls.get(call).map(|call| &call.source);
        let Some(Source::Local(folder)) = source.filter(|_| !module.repeated.contains(call)) else {
            return End::Unknown(Why::OtherModule);
        };
        let Some(target) = self.modules.get(folder.as_str()) else {
            return End::Unknown(Why::OtherModule);
        };
        match target.outputs.contains_key(output) {
            true => self.named(target, Name::Output(output), rest, hops),
            false => not_declared(target.knows_outputs(), target),
        }
    }

    /// What a name stands for, and on from there.
    fn named(
        &mut self,
        module: &'m Module<'d>,
        name: Name<'d>,
        rest: &[Step<'d>],
        hops: usize,
    ) -> End<'d> {
        let end = match self.known.get(&(module.folder, name)) {
            Some(Some(end)) => end.clone(),
            Some(None) => End::Unknown(Why::Circular),
            None => {
                self.known.insert((module.folder, name), None);
                let end = self.find_out(module, name, hops);
                self.known.insert((module.folder, name), Some(end.clone()));
                end
            }
        };
        match end {
            End::At(node) => self.descend(node, rest, hops),
            End::Block { address, body, rest: first, .. } if !rest.is_empty() => {
                let steps = first.into_iter().chain(rest.iter().copied()).collect();
                self.attribute(address, body, steps, hops)
            }
            other => other,
        }
    }

    fn find_out(&mut self, module: &'m Module<'d>, name: Name<'d>, hops: usize) -> End<'d> {
        let (Name::Variable(text) | Name::Local(text) | Name::Output(text)) = name;
        if module.repeated.contains(text) {
            return End::Unknown(Why::Expression);
        }
        match name {
            Name::Variable(name) => self.variable(module, name, hops),
            Name::Local(name) => match module.locals.get(name) {
                Some(&value) => self.follow(value, &[], hops),
                None => End::Undeclared,
            },
            Name::Output(name) => self.output_value(module, name, hops),
        }
    }

    fn output_value(&mut self, module: &'m Module<'d>, name: &str, hops: usize) -> End<'d> {
        let Some(block) = module.outputs.get(name).and_then(|output| blocks(*output).next()) else {
            return End::Unknown(Why::Expression);
        };
        let is_sensitive = block.get("sensitive").is_some_and(|is| is.as_bool() != Some(false));
        match block.get("value") {
            _ if is_sensitive => End::Unknown(Why::Sensitive),
            Some(value) => self.follow(value, &[], hops),
            None => End::Unknown(Why::Expression),
        }
    }

    /// What a variable stands for: what the calls of the module agree on; where nothing calls it, what its files of
    /// values say, else its default.
    fn variable(&mut self, module: &'m Module<'d>, name: &'d str, hops: usize) -> End<'d> {
        let Some(&variable) = module.variables.get(name) else { return End::Undeclared };
        if variable.is_sensitive {
            return End::Unknown(Why::Sensitive);
        }
        let calls = self.callers.get(module.folder).map(Vec::as_slice).unwrap_or_default();
        if calls.len() > MAX_CALLS {
            return End::Unknown(Why::SeveralValues);
        }
        let inputs =
            calls.iter().map(|(_, call)| call.inputs.get(name).copied().or(variable.default));
        let inputs: Vec<Option<Node<'d>>> = inputs.collect();
        let mut ends = inputs.into_iter().map(|input| self.given(input, hops));
        if let Some(first) = ends.next() {
            return ends.fold(first, agreed);
        }
        match module.assigned.get(name) {
            Some(&value) => self.follow(value, &[], hops),
            None if module.elsewhere.contains(name) => End::Unknown(Why::ValuesFile),
            None => self.given(variable.default, hops),
        }
    }

    fn given(&mut self, value: Option<Node<'d>>, hops: usize) -> End<'d> {
        value.map_or(End::Unknown(Why::NoValue), |value| self.follow(value, &[], hops))
    }

    /// An attribute of a resource: what its body sets it to, which may lead on to another resource.
    fn attribute(
        &mut self,
        address: Address<'d>,
        body: Node<'d>,
        rest: Vec<Step<'d>>,
        hops: usize,
    ) -> End<'d> {
        // One of the instances that `count` or `for_each` makes: all come from the one block.
        let mut steps = rest;
        if steps.first().is_some_and(|step| step.is_instance()) {
            steps.remove(0);
        }
        if steps.contains(&Step::Splat) {
            return End::Unknown(Why::Expression);
        }
        let inside = blocks(body).next().unwrap_or(body);
        let is_one = |module: &Module<'d>| !module.repeated.contains(address.label);
        let is_set = self.modules.get(address.module).is_some_and(is_one)
            && matches!(steps.first(), Some(Step::Name(name)) if inside.get(name).is_some());
        let end = match hops.checked_sub(1).filter(|_| is_set) {
            Some(hops) => self.descend(inside, &steps, hops),
            None => End::Undeclared,
        };
        let value = match end {
            End::At(node) => Some(node),
            End::Block { .. } => return end,
            End::Undeclared | End::Unknown(_) => None,
        };
        End::Block { address, body, rest: steps, value }
    }
}

/// Where a name leads that the module does not declare.
fn not_declared<'d>(is_known: bool, module: &Module<'d>) -> End<'d> {
    match (is_known, module.is_whole) {
        (true, _) => End::Undeclared,
        (false, true) => End::Unknown(Why::NotThere),
        (false, false) => End::Unknown(Why::Incomplete),
    }
}

/// What two calls give to one variable.
fn agreed<'d>(one: End<'d>, other: End<'d>) -> End<'d> {
    match (&one, &other) {
        (End::At(a), End::At(b)) if is_same(*a, *b) => one,
        (
            End::Block { address: a, rest: first, .. },
            End::Block { address: b, rest: second, .. },
        ) if a == b && first == second => one,
        (End::Unknown(_) | End::Undeclared, _) => one,
        (_, End::Unknown(_) | End::Undeclared) => other,
        _ => End::Unknown(Why::SeveralValues),
    }
}

/// Whether two literals say the same. Lists and objects count as different unless they are one.
fn is_same(a: Node<'_>, b: Node<'_>) -> bool {
    let is_scalar = !matches!(a.kind(), NodeKind::Array | NodeKind::Object);
    a == b || is_scalar && a.kind() == b.kind() && a.text() == b.text() && a.embedded().is_none()
}
