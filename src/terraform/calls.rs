//! Calls of modules against what the modules ask for.

use std::collections::BTreeMap;

use super::{Module, Source, Terraform};
use crate::document::Node;

/// How many missing values are named for one call.
const MAX_MISSING: usize = 8;

/// A call that does not fit the module it calls.
#[derive(Clone, Copy, Debug)]
pub struct CallMistake<'d> {
    /// The call's block, behind its label.
    pub call: Node<'d>,
    /// The folder of the module that is called.
    pub target: &'d str,
    /// What is wrong.
    pub mistake: Mistake<'d>,
}

/// What is wrong with a call.
#[derive(Clone, Copy, Debug)]
pub enum Mistake<'d> {
    /// A value for a variable that the module does not have.
    Unknown(Node<'d>),
    /// No value for a variable without a default: its name, and its declaration.
    Missing(&'d str, Node<'d>),
}

impl<'d> Terraform<'d> {
    /// The mistakes in calls of modules that were read wholly, in the order of the folders and names.
    pub fn call_mistakes(&self) -> Vec<CallMistake<'d>> {
        self.modules.values().flat_map(|module| self.mistakes_in(module)).collect()
    }

    fn mistakes_in(&self, module: &Module<'d>) -> Vec<CallMistake<'d>> {
        let mut found = Vec::new();
        for (name, call) in &module.calls {
            let Source::Local(folder) = &call.source else { continue };
            let target =
                self.modules.get(folder.as_str()).filter(|target| target.knows_variables());
            let Some(target) = target.filter(|_| !module.repeated.contains(name)) else { continue };
            let unknown = call
                .inputs
                .iter()
                .filter(|(name, _)| !target.variables.contains_key(*name))
                .map(|(_, input)| Mistake::Unknown(*input));
            let missing = target
                .variables
                .iter()
                .filter(|(name, variable)| {
                    variable.default.is_none() && !call.inputs.contains_key(*name)
                })
                .map(|(name, variable)| Mistake::Missing(name, variable.block))
                .take(MAX_MISSING);
            let of_call =
                |mistake| CallMistake { call: call.block, target: target.folder, mistake };
            found.extend(unknown.chain(missing).map(of_call));
        }
        found
    }

    /// The first declaration of a variable in each file of the module in a folder.
    pub fn files_with_variables(&self, module: &str) -> Vec<Node<'d>> {
        let module = self.modules.get(module);
        let declarations = module.into_iter().flat_map(|module| module.variables.values());
        first_of_each_file(declarations.map(|variable| variable.block))
    }

    /// The names of the variables of the module in a folder.
    pub fn variables(&self, module: &str) -> impl Iterator<Item = &'d str> + '_ {
        let module = self.modules.get(module);
        module.into_iter().flat_map(|module| module.variables.keys().copied())
    }
}

/// The first of some nodes in each file.
pub(super) fn first_of_each_file<'d>(nodes: impl Iterator<Item = Node<'d>>) -> Vec<Node<'d>> {
    let mut first: BTreeMap<&str, Node<'d>> = BTreeMap::new();
    for node in nodes {
        let known = first.entry(node.document().source().path()).or_insert(node);
        if node.span().start < known.span().start {
            *known = node;
        }
    }
    first.into_values().collect()
}
