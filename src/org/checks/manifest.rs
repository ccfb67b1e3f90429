//! What flow configuration says twice: its manifest lists all that its actions use, with the actions that do.

use rustc_hash::{FxHashMap, FxHashSet};

use super::related;
use crate::catalog::{Form, KindId};
use crate::document::Node;
use crate::finding::{Part, Related};
use crate::flow::Graph;
use crate::org::{ResolvedReference, Resource};

/// The most actions that a finding points at.
const MAX_RELATED: usize = 8;

/// The manifest of one resource.
pub(super) struct Manifest<'r, 'd> {
    /// The flow that it is of; `None` for what is no flow configuration.
    flow: Option<&'r Graph<'d>>,
    /// What actions refer to themselves.
    in_actions: FxHashSet<(KindId, &'r str)>,
    /// The actions by their ids, once they were asked for.
    actions: Option<FxHashMap<&'d str, Node<'d>>>,
}

impl<'r, 'd> Manifest<'r, 'd> {
    /// That of a resource; empty where it is no flow configuration.
    pub(super) fn of(resource: &'r Resource<'d>, flow: Option<&'r Graph<'d>>) -> Self {
        let flow = flow.filter(|_| resource.recognised.form == Form::Architect);
        let in_action = |reference: &&'r ResolvedReference<'d>| reference.record.is_some();
        let in_actions = match flow {
            Some(_) => resource.references.iter().filter(in_action).map(said).collect(),
            None => FxHashSet::default(),
        };
        Self { flow, in_actions, actions: None }
    }

    /// Whether an action says the same, at the place where it matters.
    pub(super) fn repeats(&self, reference: &'r ResolvedReference<'d>) -> bool {
        reference.record.is_none() && self.in_actions.contains(&said(reference))
    }

    /// The actions that use what an entry of the manifest refers to.
    pub(super) fn users(&mut self, reference: &ResolvedReference<'d>) -> Vec<Related> {
        let Some(flow) = self.flow.filter(|_| reference.record.is_none()) else {
            return Vec::new();
        };
        let trail = reference.node.trail();
        let entry = trail.len().checked_sub(2).and_then(|at| trail.get(at));
        let Some(context) = entry.and_then(|entry| entry.get("context")) else { return Vec::new() };
        let actions = self.actions.get_or_insert_with(|| {
            let nodes = flow.actions.iter().map(|action| action.node);
            nodes.filter_map(|action| Some((text(action, "id")?, action))).collect()
        });
        let users = context.items().filter_map(|user| actions.get(text(user, "id")?));
        let place = |action: &Node<'d>| (action.get("name").unwrap_or(*action), Part::Value);
        users.take(MAX_RELATED).map(|action| related("used here", place(action))).collect()
    }
}

fn said<'r>(reference: &'r ResolvedReference<'_>) -> (KindId, &'r str) {
    (reference.kind, &reference.text)
}

fn text<'d>(node: Node<'d>, key: &str) -> Option<&'d str> {
    node.get(key).and_then(Node::as_str)
}
