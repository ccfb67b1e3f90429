//! What the expressions of Terraform mean, as far as the files tell: modules by folder, their variables, locals,
//! outputs and calls, and what a traversal through them leads to.
//!
//! A stage between documents and the org. It reads the common tree, whichever of its syntaxes Terraform is written in,
//! and looks at the blocks of every provider: what `aws_lambda_function.lookup.arn` refers to is declared or not, even
//! if nothing is known of what it is. Everything is resolved once, when the stage is built; afterwards it is only
//! looked up.

mod calls;
mod collect;
mod copies;
mod expression;
mod instance;
mod overrides;
mod path;
mod reference;
mod resolve;
mod snippet;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Document, Node};

pub use calls::{CallMistake, Mistake};
pub(crate) use collect::blocks;
pub use collect::is_terraform_path;
pub(crate) use collect::is_values_path;
pub use expression::{Expression, Step, Traversal, is_expression, is_same_value};
pub(crate) use overrides::{dynamic, is_override_path};
pub(crate) use path::folder;
pub use reference::{Missing, Reference, Undeclared};
pub(crate) use snippet::is_snippet;

/// The types of blocks on the outermost level of a module, but for [`NEWER_BLOCKS`].
pub(crate) const BLOCKS: [&str; 13] = [
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];

/// Those whose names do not tell Terraform's JSON syntax from other JSON.
pub(crate) const NEWER_BLOCKS: [&str; 2] = ["action", "list"];

/// The modules of an org, and what their expressions mean.
#[derive(Debug, Default)]
pub struct Terraform<'d> {
    /// By folder.
    modules: BTreeMap<&'d str, Module<'d>>,
    /// What each expression means that is one traversal.
    meanings: FxHashMap<NodeKey, Meaning<'d>>,
    /// By the folder of a module: the folders of those that call it.
    callers: BTreeMap<String, BTreeSet<&'d str>>,
    /// The folders of modules of which there are several.
    several: BTreeSet<String>,
    /// By the body of a resource or data source: the bodies that override files merge into it.
    overrides: FxHashMap<NodeKey, Vec<Node<'d>>>,
}

/// What an expression means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning<'d> {
    /// What is written at another place, maybe of another file.
    Value(Node<'d>),
    /// An attribute of a resource or data source.
    Attribute(Attribute<'d>),
    /// Something that the module does not declare.
    Undeclared,
    /// Nothing that the files tell.
    Unknown(Why),
}

/// An attribute of a resource or data source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'d> {
    /// Whose attribute it is.
    pub address: Address<'d>,
    /// Its name; `None` where the resource as a whole is meant.
    pub name: Option<&'d str>,
    /// What the configuration sets it to, where that is known.
    pub value: Option<Node<'d>>,
}

/// A resource or data source of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address<'d> {
    /// The folder of the module.
    pub module: &'d str,
    /// How it is declared.
    pub block: Block,
    /// Its type: `genesyscloud_routing_queue`.
    pub ty: &'d str,
    /// Its label.
    pub label: &'d str,
}

/// The two kinds of blocks that have an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// What Terraform makes.
    Resource,
    /// What Terraform looks up.
    Data,
}

/// Why the meaning of an expression is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Only Terraform computes it.
    Expression,
    /// A variable without a value.
    NoValue,
    /// A variable that a file of values sets which is named when Terraform runs.
    ValuesFile,
    /// A variable or output that must not be shown.
    Sensitive,
    /// The calls of the module give a variable different values.
    SeveralValues,
    /// A module that is not in the repository.
    OtherModule,
    /// Each instance of a block has its own.
    PerInstance,
    /// An attribute that is known once Terraform has applied it.
    AfterApply,
    /// The module does not declare it.
    Undeclared,
    /// It refers to itself.
    Circular,
    /// A file of the module was not read, or not to its end.
    Incomplete,
    /// No file of the module declares anything of that sort: the one that does is not there.
    NotThere,
}

/// A folder with Terraform files.
#[derive(Debug, Default)]
struct Module<'d> {
    folder: &'d str,
    variables: BTreeMap<&'d str, Variable<'d>>,
    /// Values from `terraform.tfvars` and `*.auto.tfvars`.
    assigned: BTreeMap<&'d str, Node<'d>>,
    /// Variables that other files of values set.
    elsewhere: BTreeSet<&'d str>,
    /// The values.
    locals: BTreeMap<&'d str, Node<'d>>,
    /// The blocks.
    outputs: BTreeMap<&'d str, Node<'d>>,
    calls: BTreeMap<&'d str, Call<'d>>,
    /// The bodies of resources and data sources.
    declared: BTreeMap<(Block, &'d str, &'d str), Node<'d>>,
    /// What override files say of resources and data sources: the body that it is merged into, and the one in the override
    /// file.
    overrides: Vec<(NodeKey, Node<'d>)>,
    /// Names that are declared more than once, or partly in an override file.
    repeated: BTreeSet<&'d str>,
    /// Variables, locals, outputs and calls that a second file declares again: there, and where they are declared first.
    again: Vec<(Node<'d>, Node<'d>)>,
    /// Names that `dynamic` blocks give a meaning somewhere.
    iterators: FxHashSet<&'d str>,
    /// All expressions, in the order of the files and of the text.
    expressions: Vec<(Node<'d>, Expression<'d>)>,
    /// Where each of them stands in that list.
    at: FxHashMap<NodeKey, usize>,
    /// Expressions whose value must not be shown: a key on the way to them says so.
    secret: FxHashSet<NodeKey>,
    /// Whether every file of it was read to its end.
    is_whole: bool,
}

impl<'d> Module<'d> {
    /// Its calls of modules in the same repository, each with the folder that it leads to.
    fn local_calls(&self) -> impl Iterator<Item = (&str, &Call<'d>)> {
        self.calls.values().filter_map(|call| match &call.source {
            Source::Local(folder) => Some((folder.as_str(), call)),
            Source::Other => None,
        })
    }
}

/// A variable of a module.
#[derive(Clone, Copy, Debug)]
struct Variable<'d> {
    block: Node<'d>,
    default: Option<Node<'d>>,
    is_sensitive: bool,
}

/// A call of a module.
#[derive(Clone, Debug)]
struct Call<'d> {
    block: Node<'d>,
    source: Source,
    /// What it hands to its module.
    inputs: BTreeMap<&'d str, Node<'d>>,
}

/// What a call says about where its module is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// In a folder, relative to the run's root.
    Local(String),
    /// Elsewhere.
    Other,
}

/// What tells a node from all others.
type NodeKey = (usize, u32);

fn key(node: Node<'_>) -> NodeKey {
    (std::ptr::from_ref(node.document()).addr(), node.id())
}

impl<'d> Terraform<'d> {
    /// Reads the Terraform files of an org. `partial` holds the folders in which a file was not read to its end.
    pub fn build(
        documents: impl IntoIterator<Item = &'d Document>,
        partial: &BTreeSet<String>,
    ) -> Self {
        let mut modules = collect::modules(documents);
        for (folder, module) in &mut modules {
            module.is_whole = !partial.contains(*folder);
        }
        let (meanings, callers) = resolve::all(&modules);
        let several = instance::several(&modules);
        let mut overrides: FxHashMap<NodeKey, Vec<Node<'d>>> = FxHashMap::default();
        for (body, by) in modules.values().flat_map(|module| &module.overrides) {
            overrides.entry(*body).or_default().push(*by);
        }
        Self { modules, meanings, callers, several, overrides }
    }

    /// What the expression in a string means. An expression that is more than one traversal is known to Terraform alone.
    pub fn meaning(&self, node: Node<'d>) -> Meaning<'d> {
        self.meanings.get(&key(node)).copied().unwrap_or(Meaning::Unknown(Why::Expression))
    }

    /// The value that the expression in a string leads to, where it stands in some file: never an expression itself.
    ///
    /// # Errors
    /// Why it cannot be known.
    pub fn value(&self, node: Node<'d>) -> Result<Node<'d>, Why> {
        match self.meaning(node) {
            Meaning::Value(value) => Ok(value),
            Meaning::Attribute(attribute) => attribute.value.ok_or(Why::AfterApply),
            Meaning::Undeclared => Err(Why::Undeclared),
            Meaning::Unknown(why) => Err(why),
        }
    }

    /// The modules that this one is called from, directly or through others, itself included.
    pub fn around<'s>(&'s self, module: &'s str) -> BTreeSet<&'s str> {
        let mut found = BTreeSet::from([module]);
        let mut open = vec![module];
        while let Some(folder) = open.pop() {
            for &caller in self.callers.get(folder).into_iter().flatten() {
                if found.insert(caller) {
                    open.push(caller);
                }
            }
        }
        found
    }

    /// All resources and data sources with their bodies, module by module.
    pub fn declared(&self) -> impl Iterator<Item = (Address<'d>, Node<'d>)> {
        self.modules.values().flat_map(|module| {
            module.declared.iter().map(|(&(block, ty, label), &body)| {
                (Address { module: module.folder, block, ty, label }, body)
            })
        })
    }

    /// Variables, locals, outputs and calls that two files of one module declare: the second declaration, and the first.
    pub fn declared_again(&self) -> impl Iterator<Item = (Node<'d>, Node<'d>)> {
        self.modules.values().flat_map(|module| module.again.iter().copied())
    }

    /// The folders of the modules that declare a resource or data source of this type and label, in order.
    pub fn declaring(&self, block: Block, ty: &str, label: &str) -> Vec<(&'d str, Node<'d>)> {
        let found = self
            .modules
            .values()
            .filter_map(|module| Some((module.folder, *module.declared.get(&(block, ty, label))?)));
        found.collect()
    }
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = if self.block == Block::Data { "data." } else { "" };
        write!(f, "{prefix}{}.{}", self.ty, self.label)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expression => "only Terraform knows the value",
            Self::NoValue => "a Terraform variable without a value",
            Self::ValuesFile => "a Terraform variable that some file of values sets",
            Self::Sensitive => "a Terraform value that must not be shown",
            Self::SeveralValues => "the calls of the Terraform module give different values",
            Self::OtherModule => "from a Terraform module that is not in the repository",
            Self::PerInstance => "each instance of the Terraform block has its own",
            Self::AfterApply => "known once Terraform has applied it",
            Self::Undeclared => "the Terraform module does not declare it",
            Self::Circular => "the Terraform expression refers to itself",
            Self::NotThere => "the file of the Terraform module that declares it is not there",
            Self::Incomplete => "a file of the Terraform module was not read",
        })
    }
}
