//! What a traversal names, and whether its module declares it.

use super::calls::first_of_each_file;
use super::snippet::is_snippet;
use super::{Block, Expression, Module, Source, Step, Terraform, Traversal};
use crate::document::Node;
use crate::source::{Span, offset};

/// What a traversal names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference<'d> {
    /// `var.name`
    Variable(&'d str),
    /// `local.name`
    Local(&'d str),
    /// `module.name`, and the output where one is named.
    Module(&'d str, Option<&'d str>),
    /// `type.label`, `data.type.label`
    Block(Block, &'d str, &'d str),
}

/// A traversal to something that its module does not declare.
#[derive(Clone, Copy, Debug)]
pub struct Undeclared<'d> {
    /// The string with the expression.
    pub node: Node<'d>,
    /// The name in the source: `var.queue_id`, `genesyscloud_routing_queue.billing`.
    pub span: Span,
    /// The folder of the module.
    pub module: &'d str,
    /// What it names.
    pub missing: Missing<'d>,
}

/// What is not declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing<'d> {
    /// Something of the module itself.
    Own(Reference<'d>),
    /// A name that nothing gives a meaning, such as one of the names that a data action fills in when it runs.
    Name(&'d str),
    /// An output of the module that a call leads to.
    Output {
        /// The name of the call.
        call: &'d str,
        /// The name of the output.
        output: &'d str,
    },
}

/// The names that Terraform itself gives a meaning.
const BUILT_IN: [&str; 7] = ["each", "self", "count", "path", "terraform", "ephemeral", "run"];

/// The names that templates of data actions give a meaning, and Terraform does not.
const OF_DATA_ACTIONS: [&str; 5] =
    ["input", "credentials", "authResponse", "rawResult", "successTemplateUtils"];

impl Step<'_> {
    /// Whether it may choose one of the instances that `count` and `for_each` make of a block.
    pub(super) fn is_instance(self) -> bool {
        matches!(self, Self::Index(_) | Self::Key(_) | Self::Computed)
    }
}

impl<'d> Traversal<'d> {
    /// What it names, and how many steps that takes; `None` for names that Terraform, a `dynamic` block
    /// or nobody gives a meaning.
    pub(super) fn reference(&self) -> Option<(Reference<'d>, usize)> {
        let name = |at: usize| match self.steps.get(at)? {
            (Step::Name(name), _) => Some(*name),
            _ => None,
        };
        match self.root {
            "var" => Some((Reference::Variable(name(0)?), 1)),
            "local" => Some((Reference::Local(name(0)?), 1)),
            "module" => {
                let call = name(0)?;
                let is_instance = self.steps.get(1).is_some_and(|(step, _)| step.is_instance());
                let at = if is_instance { 2 } else { 1 };
                let output = name(at);
                Some((Reference::Module(call, output), if output.is_some() { at + 1 } else { at }))
            }
            "data" => Some((Reference::Block(Block::Data, name(0)?, name(1)?), 2)),
            // Types of resources begin with the name of their provider: `null_resource`. What has no underscore is a
            // name of some scope that is not looked into.
            root if !BUILT_IN.contains(&root) && root.contains('_') => {
                Some((Reference::Block(Block::Resource, root, name(0)?), 1))
            }
            _ => None,
        }
    }

    /// Whether it begins at something that each instance of a block has for itself.
    pub(super) fn is_per_instance(&self) -> bool {
        matches!(self.root, "each" | "count" | "self")
    }
}

impl<'d> Module<'d> {
    pub(super) fn declares(&self, reference: &Reference<'d>) -> bool {
        match reference {
            Reference::Variable(name) => self.variables.contains_key(name),
            Reference::Local(name) => self.locals.contains_key(name),
            Reference::Module(name, _) => self.calls.contains_key(name),
            Reference::Block(block, ty, label) => {
                self.declared.contains_key(&(*block, *ty, *label))
            }
        }
    }

    /// Whether what it does not declare is declared nowhere: every file of it was read to its end, and it declares
    /// something of that sort. A module that has not one variable, though it names some, has lost the file with them.
    pub(super) fn knows(&self, reference: &Reference<'d>) -> bool {
        let has_some = match reference {
            Reference::Variable(_) => !self.variables.is_empty(),
            Reference::Local(_) => !self.locals.is_empty(),
            Reference::Module(..) => !self.calls.is_empty(),
            Reference::Block(..) => true,
        };
        has_some && self.is_whole
    }

    /// The same for outputs.
    pub(super) fn knows_outputs(&self) -> bool {
        self.is_whole && !self.outputs.is_empty()
    }

    /// The same for variables, where others give them values.
    pub(super) fn knows_variables(&self) -> bool {
        let names_some = || {
            let mut all =
                self.expressions.iter().flat_map(|(_, expression)| &expression.traversals);
            all.any(|traversal| traversal.root == "var")
        };
        self.is_whole && (!self.variables.is_empty() || !names_some())
    }

    /// All that can be named in the same way as `reference`.
    fn alternatives(&self, reference: &Reference<'d>) -> Vec<String> {
        match reference {
            Reference::Variable(_) => {
                self.variables.keys().map(|name| format!("var.{name}")).collect()
            }
            Reference::Local(_) => self.locals.keys().map(|name| format!("local.{name}")).collect(),
            Reference::Module(..) => {
                self.calls.keys().map(|name| format!("module.{name}")).collect()
            }
            Reference::Block(block, ty, label) => {
                let name = |&(block, ty, label): &(_, _, _)| {
                    Reference::Block(block, ty, label).to_string()
                };
                let from = self.declared.range((*block, *ty, "")..).map(|(address, _)| address);
                let of_type = from.take_while(|address| (&address.0, &address.1) == (block, ty));
                let same: Vec<String> = of_type.map(name).collect();
                if !same.is_empty() {
                    return same;
                }
                // The type may be what is misspelled.
                self.declared.keys().filter(|address| address.2 == *label).map(name).collect()
            }
        }
    }
}

impl std::fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "var.{name}"),
            Self::Local(name) => write!(f, "local.{name}"),
            Self::Module(name, _) => write!(f, "module.{name}"),
            Self::Block(Block::Resource, ty, label) => write!(f, "{ty}.{label}"),
            Self::Block(Block::Data, ty, label) => write!(f, "data.{ty}.{label}"),
        }
    }
}

impl<'d> Terraform<'d> {
    /// The traversals to what the module certainly does not declare, in the order of the folders, the files and the text.
    pub fn undeclared(&self) -> Vec<Undeclared<'d>> {
        self.modules.values().flat_map(|module| self.undeclared_in(module)).collect()
    }

    fn undeclared_in(&self, module: &Module<'d>) -> Vec<Undeclared<'d>> {
        let mut found = Vec::new();
        let expressions = module.expressions.iter();
        let in_modules =
            expressions.filter(|(node, _)| !is_snippet(node.document().source().path()));
        for (node, expression) in in_modules {
            for traversal in &expression.traversals {
                if module.iterators.contains(traversal.root) {
                    continue;
                }
                let named = match traversal.reference() {
                    Some((reference, steps)) => self.missing(module, reference, steps),
                    None => foreign_name(expression, traversal),
                };
                let Some((missing, steps)) = named else { continue };
                let end = steps.checked_sub(1).and_then(|last| traversal.steps.get(last));
                let end = end.map_or(traversal.start + traversal.root.len(), |(_, end)| *end);
                let in_text = Span { start: offset(traversal.start), end: offset(end) };
                let span = node.text_map().map(in_text);
                found.push(Undeclared { node: *node, span, module: module.folder, missing });
            }
        }
        found
    }

    /// What is not declared, and how many steps name it.
    fn missing(
        &self,
        module: &Module<'d>,
        reference: Reference<'d>,
        steps: usize,
    ) -> Option<(Missing<'d>, usize)> {
        if !module.declares(&reference) {
            if !module.knows(&reference) {
                return None;
            }
            let named = if matches!(reference, Reference::Module(..)) { 1 } else { steps };
            return Some((Missing::Own(reference), named));
        }
        let Reference::Module(call, Some(output)) = reference else { return None };
        let target = self.target(module, call).filter(|target| target.knows_outputs())?;
        let is_there = target.outputs.contains_key(output);
        (!is_there).then_some((Missing::Output { call, output }, steps))
    }

    /// The module that a call leads to, where it is in the repository.
    fn target(&self, module: &Module<'d>, call: &str) -> Option<&Module<'d>> {
        match &module.calls.get(call)?.source {
            Source::Local(folder) => self.modules.get(folder.as_str()),
            Source::Other => None,
        }
    }

    /// What could have been meant instead of something that is not declared, as it would be written.
    pub fn alternatives(&self, undeclared: &Undeclared<'d>) -> Vec<String> {
        let Some(module) = self.modules.get(undeclared.module) else { return Vec::new() };
        match &undeclared.missing {
            Missing::Own(reference) => module.alternatives(reference),
            Missing::Name(_) => Vec::new(),
            Missing::Output { call, .. } => {
                let outputs = self.target(module, call).map(|target| target.outputs.keys());
                let name = |output| format!("module.{call}.{output}");
                outputs.into_iter().flatten().map(name).collect()
            }
        }
    }

    /// Where things of the sort that is not declared are declared, variables, locals or outputs: the first in each other file.
    pub fn files_with_others(&self, undeclared: &Undeclared<'d>) -> Vec<Node<'d>> {
        let Some(module) = self.modules.get(undeclared.module) else { return Vec::new() };
        let others = match &undeclared.missing {
            Missing::Own(Reference::Variable(_)) => {
                first_of_each_file(module.variables.values().map(|variable| variable.block))
            }
            Missing::Own(Reference::Local(_)) => {
                first_of_each_file(module.locals.values().copied())
            }
            Missing::Output { call, .. } => {
                let outputs = self.target(module, call).map(|target| target.outputs.values());
                first_of_each_file(outputs.into_iter().flatten().copied())
            }
            Missing::Own(_) | Missing::Name(_) => Vec::new(),
        };
        let own = undeclared.node.document().source().path();
        others.into_iter().filter(|node| node.document().source().path() != own).collect()
    }

    /// The folder of the module that a call leads to, where it is in the repository.
    pub fn folder_of_call(&self, module: &str, call: &str) -> Option<&'d str> {
        let module = self.modules.get(module)?;
        self.target(module, call).map(|target| target.folder)
    }
}

/// What a traversal from a name that Terraform does not know names, and the steps to it. Words of Terraform itself may stand
/// alone as a whole value, so a lone name counts only in the middle of a text, unless it is one of data actions.
fn foreign_name<'d>(
    expression: &Expression<'d>,
    traversal: &Traversal<'d>,
) -> Option<(Missing<'d>, usize)> {
    let root = traversal.root;
    let is_lone = traversal.steps.is_empty() && expression.is_mixed && !BUILT_IN.contains(&root);
    let is_foreign = is_lone || OF_DATA_ACTIONS.contains(&root);
    is_foreign.then_some((Missing::Name(root), traversal.steps.len()))
}
