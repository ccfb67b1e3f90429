//! Structure of Architect flows that no path of the catalogue can say: the named extractions behind
//! `computed:` places.

use rustc_hash::FxHashSet;

use crate::document::{Node, NodeKind};

/// The nodes that the extraction `name` finds in a resource, in document order; `None` where there is no such
/// extraction. The names are those of `computed:` in `kind.yaml`, without the parentheses.
pub fn extract<'d>(name: &str, resource: Node<'d>) -> Option<Vec<Node<'d>>> {
    match name {
        "actions" => Some(actions(resource)),
        _ => None,
    }
}

/// All actions of a flow, in document order: of an Archy flow, or of flow configuration.
pub fn actions(flow: Node<'_>) -> Vec<Node<'_>> {
    match flow.get("flowSequenceItemList") {
        Some(items) => in_sequence_items(items),
        None => in_archy(flow),
    }
}

/// The actions in the sequence items (tasks, states, menus) of flow configuration; of a menu, those of its choices. What
/// stands inside the items of a common module that the flow has a copy of is not the flow's own. An action that an alias
/// repeats is given once.
fn in_sequence_items<'d>(items: Node<'d>) -> Vec<Node<'d>> {
    let mut seen = FxHashSet::default();
    let in_list = |list: Node<'d>| match list.key() {
        Some("actionList") => list.items().collect(),
        Some("menuChoiceList") => list.items().filter_map(|choice| choice.get("action")).collect(),
        _ => Vec::new(),
    };
    let found = items.items().flat_map(Node::members).flat_map(in_list);
    found.filter(|action| action.kind() == NodeKind::Object && seen.insert(action.id())).collect()
}

/// All actions of an Archy flow, and all choices of its menus, in document order. Each is the value behind the
/// action's name, so that the node's own key is the type of the action.
///
/// An action is an item with a single key in a list of actions. The same words are keys of settings blocks
/// (`settingsActionDefaults: {callData: …}`) and of error handling (`errorHandling: {disconnect: …}`): those are
/// no actions. An action that an alias repeats is given once. One pass over the flow, on a stack of its own, so that
/// neither nesting nor aliases cost more than the text.
fn in_archy(flow: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut entered = FxHashSet::default();
    let mut open = vec![(flow, Role::Other)];
    while let Some((node, role)) = open.pop() {
        let action = (role == Role::Item).then(|| only_member(node)).flatten();
        found.extend(action.filter(|action| seen.insert(action.id())));
        let inside = Role::inside(node);
        if !is_container(node) || !entered.insert((node.id(), inside)) {
            continue;
        }
        let below = open.len();
        open.extend(
            node.items()
                .chain(node.members())
                .filter(|child| !is_settings(*child))
                .map(|child| (child, inside)),
        );
        open[below..].reverse();
    }
    found
}

/// What a value is to the container around it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Role {
    /// An item of a list of actions.
    Item,
    /// Anything else.
    Other,
}

impl Role {
    /// The role of what stands directly inside `container`.
    fn inside(container: Node<'_>) -> Self {
        let is_list =
            container.kind() == NodeKind::Array && container.key().is_some_and(names_actions);
        if is_list { Self::Item } else { Self::Other }
    }
}

/// Whether a list under this key holds actions: `actions` of tasks and outcomes, `startUpTaskActions` and its kin,
/// `choices` of menus.
fn names_actions(key: &str) -> bool {
    key == "actions" || key == "choices" || key.ends_with("Actions")
}

/// Whether this is a settings block, in which the names of actions are keys of their defaults.
fn is_settings(node: Node<'_>) -> bool {
    let rest = node.key().and_then(|key| key.strip_prefix("settings"));
    rest.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_uppercase()))
}

fn is_container(node: Node<'_>) -> bool {
    matches!(node.kind(), NodeKind::Array | NodeKind::Object)
}

/// The value of a mapping that has one entry.
fn only_member(node: Node<'_>) -> Option<Node<'_>> {
    let mut members = node.members();
    members.next().filter(|_| members.next().is_none())
}
