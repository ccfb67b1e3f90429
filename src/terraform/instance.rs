//! Blocks of which there are several, by `count`, by `for_each`, or in a module that is called more than once; and which of
//! them an expression names.

use std::collections::{BTreeMap, BTreeSet};

use super::collect::blocks;
use super::expression::{Expression, Step, of_template};
use super::path::folder;
use super::{Module, Reference, Terraform};
use crate::document::Node;

/// What makes several instances of a block.
const META_ARGUMENTS: [&str; 2] = ["count", "for_each"];

/// The folders of modules of which there are several: called more than once or for several instances, or from one that is.
pub(super) fn several(modules: &BTreeMap<&str, Module<'_>>) -> BTreeSet<String> {
    let mut once: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = Vec::new();
    for (folder, call) in modules.values().flat_map(Module::local_calls) {
        if !once.insert(folder) || has_instances(call.block) {
            open.push(folder);
        }
    }
    let mut several: BTreeSet<String> = BTreeSet::new();
    while let Some(folder) = open.pop() {
        if several.insert(folder.to_owned()) {
            let inside = modules.get(folder).into_iter().flat_map(Module::local_calls);
            open.extend(inside.map(|(folder, _)| folder));
        }
    }
    several
}

/// The folder of the module that a value stands in.
fn home(node: Node<'_>) -> &str {
    folder(node.document().source().path())
}

fn has_instances(block: Node<'_>) -> bool {
    blocks(block).any(|body| META_ARGUMENTS.iter().any(|name| body.get(name).is_some()))
}

impl Terraform<'_> {
    /// Whether two strings that lead to `block`, the body of a resource, lead to the same instance of it. `None` where
    /// that depends on something that is computed.
    pub fn is_one_instance(&self, block: Node<'_>, a: Node<'_>, b: Node<'_>) -> Option<bool> {
        if !has_instances(block) && !self.several.contains(home(block)) {
            return Some(true);
        }
        let (one, other) = (of_template(a.as_str()?)?, of_template(b.as_str()?)?);
        let (one, other) = (Chosen::by(&one)?, Chosen::by(&other)?);
        if home(a) == home(b) { one.is(&other) } else { None }
    }
}

/// What an expression names, and which instance of it.
#[derive(PartialEq, Eq)]
struct Chosen<'e> {
    named: Reference<'e>,
    instance: Option<Step<'e>>,
}

impl<'e> Chosen<'e> {
    fn by(expression: &Expression<'e>) -> Option<Self> {
        let traversal =
            expression.traversals.first().filter(|it| expression.is_sole && it.is_constant())?;
        let (named, taken) = traversal.reference()?;
        let at = if matches!(named, Reference::Module(..)) { 1 } else { taken };
        let instance = traversal.steps.get(at).map(|(step, _)| *step);
        Some(Self { named, instance: instance.filter(|step| step.is_instance()) })
    }

    /// Whether both are one, where they lead to the same block.
    fn is(&self, other: &Self) -> Option<bool> {
        if self == other {
            return Some(true);
        }
        let is_of_others = match (self.named, other.named) {
            (Reference::Module(a, _), Reference::Module(b, _)) if a != b => true,
            (Reference::Module(..), Reference::Module(..))
            | (Reference::Block(..), Reference::Block(..)) => {
                self.instance.zip(other.instance).is_some_and(|(a, b)| a != b)
            }
            _ => false,
        };
        is_of_others.then_some(false)
    }
}
