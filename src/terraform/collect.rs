//! Reads the blocks of Terraform files into modules.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::expression::{Expression, is_expression, of_expression, of_template};
use super::overrides::is_override_path;
use super::path::{folder, is_local, join};
use super::{Block, Call, Module, Source, Variable, key};
use crate::document::{Document, Node, NodeKind};
use crate::text::is_secret_key;

/// Whether Terraform reads the file at `path`, as far as its name tells.
pub fn is_terraform_path(path: &str) -> bool {
    [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|ending| path.ends_with(ending))
        || is_values_path(path)
}

/// Whether the file at `path` holds values of variables, and no blocks.
pub(crate) fn is_values_path(path: &str) -> bool {
    path.ends_with(".tfvars") || path.ends_with(".tfvars.json")
}

/// Whether Terraform reads a file of values without being told to.
fn is_automatic(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".json").unwrap_or(name);
    name == "terraform.tfvars" || name.ends_with(".auto.tfvars")
}

/// The order in which Terraform reads files of values: a later one wins.
fn rank(path: &str) -> (bool, bool, &str) {
    (path.contains(".auto.tfvars"), path.contains(".tfvars.json"), path)
}

/// The modules that some documents make up, by folder.
pub(super) fn modules<'d>(
    documents: impl IntoIterator<Item = &'d Document>,
) -> BTreeMap<&'d str, Module<'d>> {
    let path = |document: &&'d Document| document.source().path();
    let (values, files): (Vec<&Document>, Vec<&Document>) =
        documents.into_iter().partition(|document| is_values_path(path(document)));
    let expressions: Vec<Vec<Found<'d>>> =
        files.par_iter().map(|document| expressions(document)).collect();
    let mut modules: BTreeMap<&'d str, Module<'d>> = BTreeMap::new();
    let (overrides, files): (Vec<_>, Vec<_>) = files
        .into_iter()
        .zip(expressions)
        .partition(|(document, _)| is_override_path(path(document)));
    for (document, found) in files {
        let module = module_of(&mut modules, document);
        module.declare_all(document.root());
        module.keep(found);
    }
    for (document, found) in overrides {
        let module = module_of(&mut modules, document);
        module.override_all(document.root());
        module.keep(found);
    }
    let (mut automatic, named): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|document| is_automatic(path(document)));
    automatic.sort_by_key(|document| rank(path(document)));
    for document in automatic {
        let module = module_of(&mut modules, document);
        let assigned = document.root().members().filter_map(|value| Some((value.key()?, value)));
        module.assigned.extend(assigned);
    }
    for document in named {
        let variables = document.root().members().filter_map(Node::key);
        module_of(&mut modules, document).elsewhere.extend(variables);
    }
    modules
}

fn module_of<'m, 'd>(
    modules: &'m mut BTreeMap<&'d str, Module<'d>>,
    document: &'d Document,
) -> &'m mut Module<'d> {
    let folder = folder(document.source().path());
    modules.entry(folder).or_insert_with(|| Module { folder, ..Module::default() })
}

/// Terraform lets an array of objects stand for an object at every level of its JSON syntax.
pub(crate) fn blocks(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let one = (node.kind() == NodeKind::Object).then_some(node);
    one.into_iter().chain(node.items().filter(|item| item.kind() == NodeKind::Object))
}

/// The values behind the labels of a block: those of `variable`, of a resource type.
pub(super) fn labelled(node: Node<'_>) -> impl Iterator<Item = (&str, Node<'_>)> {
    let members = blocks(node).flat_map(Node::members);
    members.filter_map(|value| Some((value.key()?, value)))
}

impl<'d> Module<'d> {
    fn declare_all(&mut self, root: Node<'d>) {
        for group in blocks(root).flat_map(Node::members) {
            match group.key() {
                Some("resource") => self.declare(Block::Resource, group),
                Some("data") => self.declare(Block::Data, group),
                Some("variable") => self.variables(group),
                Some("locals") => {
                    for (name, value) in labelled(group) {
                        let before = self.locals.insert(name, value);
                        self.note_repeat(before, value, name);
                    }
                }
                Some("output") => {
                    for (name, value) in labelled(group) {
                        let before = self.outputs.insert(name, value);
                        self.note_repeat(before, value, name);
                    }
                }
                Some("module") => self.calls(group),
                _ => {}
            }
        }
    }

    fn note_repeat(&mut self, before: Option<Node<'d>>, again: Node<'d>, name: &'d str) {
        let Some(before) = before else { return };
        self.repeated.insert(name);
        if !std::ptr::eq(before.document(), again.document()) {
            self.again.push((again, before));
        }
    }

    fn declare(&mut self, block: Block, group: Node<'d>) {
        for (ty, of_type) in labelled(group) {
            for (label, value) in labelled(of_type) {
                // Two resources with one address are the org's matter.
                if self.declared.insert((block, ty, label), value).is_some() {
                    self.repeated.insert(label);
                }
            }
        }
    }

    fn variables(&mut self, group: Node<'d>) {
        for (name, value) in labelled(group) {
            let before = self.variables.insert(name, variable(value));
            self.note_repeat(before.map(|before| before.block), value, name);
        }
    }

    fn calls(&mut self, group: Node<'d>) {
        for (name, block) in labelled(group) {
            let before = self.calls.insert(name, self.call(block));
            self.note_repeat(before.map(|before| before.block), block, name);
        }
    }

    /// What a block says of a call.
    pub(super) fn call(&self, block: Node<'d>) -> Call<'d> {
        let source = blocks(block).find_map(|body| body.get("source")?.as_str());
        let folder = source.filter(|source| is_local(source) && !is_expression(source));
        let source = match folder.and_then(|source| join(self.folder, source)) {
            Some(folder) => Source::Local(folder),
            None => Source::Other,
        };
        Call { block, source, inputs: inputs(block) }
    }

    fn keep(&mut self, found: Vec<Found<'d>>) {
        for one in found {
            match one {
                Found::Iterator(name) => drop(self.iterators.insert(name)),
                Found::Expression { node, expression, is_secret } => {
                    self.at.insert(key(node), self.expressions.len());
                    if is_secret {
                        self.secret.insert(key(node));
                    }
                    self.expressions.push((node, expression));
                }
            }
        }
    }
}

/// What a block says of a variable.
pub(super) fn variable(block: Node<'_>) -> Variable<'_> {
    let part = |key: &str| blocks(block).find_map(|body| body.get(key));
    Variable {
        block,
        default: part("default"),
        is_sensitive: part("sensitive").is_some_and(|is| is.as_bool() != Some(false)),
    }
}

/// What a call hands to its module.
fn inputs(call: Node<'_>) -> BTreeMap<&str, Node<'_>> {
    const OWN: [&str; 7] =
        ["source", "version", "providers", "count", "for_each", "depends_on", "//"];
    labelled(call).filter(|(name, _)| !OWN.contains(name)).collect()
}

/// Something that the walk over a file comes upon.
enum Found<'d> {
    /// A name that a `dynamic` block gives a meaning.
    Iterator(&'d str),
    /// An expression that Terraform computes.
    Expression { node: Node<'d>, expression: Expression<'d>, is_secret: bool },
}

/// What is to be looked at inside a value.
#[derive(Clone, Copy)]
struct Open<'d> {
    node: Node<'d>,
    is_secret: bool,
    /// Whether strings are expressions without `${…}` around them.
    is_bare: bool,
}

/// The expressions of a file, in the order of the text, on a stack of their own.
fn expressions(document: &Document) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    for group in blocks(document.root()).flat_map(Node::members) {
        let depth = match group.key() {
            Some("resource" | "data") => 2,
            Some("variable" | "output" | "module" | "provider") => 1,
            Some("locals") => 0,
            _ => continue,
        };
        let mut level: Vec<Node<'_>> = vec![group];
        for _ in 0..depth {
            level = level.into_iter().flat_map(blocks).flat_map(Node::members).collect();
        }
        for value in level {
            let is_secret = value.key().is_some_and(is_secret_key);
            for body in blocks(value).flat_map(Node::members) {
                if is_looked_at(group.key().unwrap_or_default(), body.key().unwrap_or_default()) {
                    walk(open(body, is_secret, false), &mut found);
                }
            }
        }
    }
    found
}

/// Whether what a block sets can refer to something: types, sources and providers have words of their own.
fn is_looked_at(block: &str, key: &str) -> bool {
    match block {
        "variable" => key == "validation",
        "module" => !matches!(key, "source" | "version" | "providers"),
        "resource" | "data" => key != "provider",
        _ => true,
    }
}

fn open(node: Node<'_>, is_secret: bool, is_bare: bool) -> Open<'_> {
    let key = node.key().unwrap_or_default();
    Open {
        node,
        is_secret: is_secret || is_secret_key(key),
        is_bare: is_bare || matches!(key, "depends_on" | "replace_triggered_by"),
    }
}

fn walk<'d>(first: Open<'d>, found: &mut Vec<Found<'d>>) {
    let mut stack = vec![first];
    while let Some(at) = stack.pop() {
        let below = stack.len();
        let node = at.node;
        if let Some(document) = node.embedded() {
            stack.push(Open { node: document.root(), ..at });
            continue;
        }
        match node.kind() {
            NodeKind::String => found.extend(expression(at)),
            NodeKind::Array => stack.extend(node.items().map(|item| Open { node: item, ..at })),
            NodeKind::Object => {
                if node.key() == Some("dynamic") {
                    found.extend(iterators(node).map(Found::Iterator));
                }
                let values = node.members().filter(|value| value.key() != Some("ignore_changes"));
                stack.extend(values.map(|value| open(value, at.is_secret, at.is_bare)));
            }
            _ => {}
        }
        stack[below..].reverse();
    }
}

fn expression(at: Open<'_>) -> Option<Found<'_>> {
    let (node, text) = (at.node, at.node.text());
    let expression = match is_expression(text) {
        true => of_template(text),
        false if at.is_bare => of_expression(text),
        false => None,
    }?;
    let is_sole = expression.is_sole && !stands_for_blocks(node);
    let expression = Expression { is_sole, ..expression };
    Some(Found::Expression { node, expression, is_secret: at.is_secret })
}

/// Whether an expression stands where Terraform makes blocks of its elements: `dynamic "members" { for_each = … }`. It is
/// read as what the blocks come from, which is not what they hold.
fn stands_for_blocks(node: Node<'_>) -> bool {
    let Some(key) = node.key_span().filter(|_| node.document().host().is_none()) else {
        return false;
    };
    let before = node.document().source().text().get(..key.start as usize).unwrap_or_default();
    before.trim_end_matches([' ', '\t', '"']).ends_with("dynamic")
}

/// The names that `dynamic` blocks give a meaning: their labels, or what `iterator` says.
fn iterators(dynamic: Node<'_>) -> impl Iterator<Item = &str> {
    labelled(dynamic).flat_map(|(label, value)| {
        // HCL writes the name as an expression, JSON as a string.
        let named = blocks(value).filter_map(|body| {
            Some(
                body.get("iterator")?
                    .as_str()?
                    .trim_start_matches("${")
                    .trim_end_matches('}')
                    .trim(),
            )
        });
        named.chain([label])
    })
}
