//! Flows as Architect keeps them, flow configuration: actions in one list for each container, each naming the next one
//! by its id. Actions that follow one another are the same as a list of Archy's.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::expression::is_id;
use super::model::{
    Action, Chain, Container, ContainerKind, Graph, Jump, Menu, Outcome, Owner, Target, Why,
};
use super::reference::{expected, is_unreadable};
use super::table::Id;
use super::variables::{Declaration, Variables};
use super::words::archy_word;
use crate::document::{Node, NodeKind};
use crate::finding::Part;

/// Reads a flow: the object with `flowSequenceItemList`.
pub(super) fn read(flow: Node<'_>) -> Graph<'_> {
    let mut reader = Reader::default();
    for item in flow.get("flowSequenceItemList").into_iter().flat_map(Node::items) {
        reader.container(item);
    }
    reader.read_texts(flow);
    (reader.graph.variables, reader.graph.expressions) = reader.variables.finish();
    reader.graph
}

/// Keys under which nothing of the flow itself stands: how it was drawn, what it uses of the organisation, other flows.
const ASIDE: [&str; 5] = ["uiMetaData", "manifest", "metaData", "config", "commonModules"];

/// Keys under which an action names the variable that it writes.
pub(super) const WRITTEN: [&str; 7] = [
    "variable",
    "currentIndex",
    "findResult",
    "resultData",
    "askResult",
    "selection",
    "externalResult",
];

/// Actions of one container by their ids.
type ById<'d> = FxHashMap<&'d str, Id<Action<'d>>>;

/// A list that is still to be followed, from its first action on.
struct Open<'d> {
    first: Option<Node<'d>>,
    owner: Owner<'d>,
    chain: Id<Chain<'d>>,
}

/// A value that is still to be searched for references and expressions.
#[derive(Clone, Copy)]
struct Search<'d> {
    node: Node<'d>,
    /// The key it stands under, itself or the list that it is an element of; and the one above that.
    under: [&'d str; 2],
    container: Option<Id<Container<'d>>>,
    action: Option<Id<Action<'d>>>,
}

#[derive(Default)]
struct Reader<'d> {
    graph: Graph<'d>,
    variables: Variables<'d>,
    containers: FxHashMap<&'d str, Id<Container<'d>>>,
    /// By node: what begins there.
    begins: FxHashMap<u32, Begins<'d>>,
}

#[derive(Clone, Copy)]
enum Begins<'d> {
    Container(Id<Container<'d>>),
    Action(Id<Action<'d>>),
}

impl<'d> Reader<'d> {
    fn container(&mut self, item: Node<'d>) {
        if self.begins.contains_key(&item.id()) {
            return;
        }
        let mut container = Container::new(item, place(item), kind(item));
        container.name = text(item, "name");
        container.ref_id = text(item, "id");
        let ref_id = container.ref_id;
        let id = self.graph.containers.push(container);
        if let Some(ref_id) = ref_id {
            self.containers.entry(ref_id.text()).or_insert(id);
        }
        self.begins.insert(item.id(), Begins::Container(id));
        let actions: Vec<_> = list(item, "actionList").map(|node| self.action(node, id)).collect();
        let menu = self.graph.menus.push(Menu::default());
        for choice in list(item, "menuChoiceList") {
            self.choice(choice, id, menu);
        }
        let by_id = self.by_id(&actions);
        let broken = self.graph.jumps.len();
        let chain = self.chain(Owner::Container);
        self.graph.containers[id].chain = Some(chain);
        self.follow(
            Open { first: text(item, "startAction"), owner: Owner::Container, chain },
            &by_id,
        );
        let is_whole = self.graph.jumps.len() == broken;
        for first in self.orphans(&actions) {
            self.graph.actions[first].is_dead = is_whole;
            let (owner, chain) = (Owner::Nothing, self.chain(Owner::Nothing));
            let first = text(self.graph.actions[first].node, "id");
            self.follow(Open { first, owner, chain }, &by_id);
        }
        let is_left = |action: &Id<Action<'d>>| self.graph.actions[*action].chain.is_none();
        let left: Vec<_> = actions.into_iter().filter(is_left).collect();
        self.graph.outside_in.extend(left);
    }

    /// The first ones of the actions that nothing leads to.
    fn orphans(&self, actions: &[Id<Action<'d>>]) -> Vec<Id<Action<'d>>> {
        let is_left = |action: &Id<Action<'d>>| self.graph.actions[*action].chain.is_none();
        let node = |action: Id<Action<'d>>| self.graph.actions[action].node;
        let left = || actions.iter().copied().filter(is_left);
        let mut led_to: FxHashSet<&str> = FxHashSet::default();
        for action in left().map(node) {
            let ids = paths(action).filter_map(|path| text(path, "nextActionId"));
            led_to.extend(ids.chain(text(action, "nextAction")).map(Node::text));
        }
        let is_first = |action: &Id<Action<'d>>| {
            text(node(*action), "id").is_some_and(|id| !led_to.contains(id.text()))
        };
        left().filter(is_first).collect()
    }

    fn by_id(&self, actions: &[Id<Action<'d>>]) -> ById<'d> {
        let id = |&action: &Id<Action<'d>>| {
            Some((text(self.graph.actions[action].node, "id")?.text(), action))
        };
        actions.iter().filter_map(id).collect()
    }

    fn action(&mut self, node: Node<'d>, container: Id<Container<'d>>) -> Id<Action<'d>> {
        let type_name = text(node, "__type").map_or("", Node::text);
        let mut action = Action::new(node, place(node), archy_word(type_name));
        action.container = Some(container);
        let id = self.graph.actions.push(action);
        self.begins.entry(node.id()).or_insert(Begins::Action(id));
        id
    }

    fn choice(&mut self, choice: Node<'d>, container: Id<Container<'d>>, menu: Id<Menu<'d>>) {
        let Some(node) = choice.get("action").filter(|node| node.kind() == NodeKind::Object) else {
            return;
        };
        let id = self.action(node, container);
        self.graph.actions[id].is_choice = true;
        self.graph.actions[id].dtmf = text(choice, "digit");
        self.graph.outside_in.push(id);
        self.graph.containers[container].choices.push(id);
        self.graph.menus[menu].choices.push(id);
        for path in paths(node) {
            self.outcome(path, id);
        }
    }

    fn outcome(&mut self, path: Node<'d>, action: Id<Action<'d>>) -> Id<Outcome<'d>> {
        let outcome = Outcome { node: path, name: outcome_name(path), chain: None };
        let outcome = self.graph.outcomes.push(outcome);
        self.graph.actions[action].outcomes.push(outcome);
        outcome
    }

    fn chain(&mut self, owner: Owner<'d>) -> Id<Chain<'d>> {
        self.graph.chains.push(Chain { owner, actions: Vec::new(), leads_on: false })
    }

    /// Follows a list to its end, then those of the outcomes of its actions, and so on inwards.
    fn follow(&mut self, open: Open<'d>, by_id: &ById<'d>) {
        let mut open = vec![open];
        while let Some(Open { first, owner, chain }) = open.pop() {
            let mut next = first;
            while let Some(name) = next {
                let Some(&id) = by_id.get(name.text()) else {
                    self.lead_nowhere(name, chain, owner);
                    break;
                };
                if self.graph.actions[id].chain.is_some() {
                    self.graph.chains[chain].lead_on();
                    break;
                }
                self.graph.actions[id].chain = Some(chain);
                self.graph.chains[chain].actions.push(id);
                self.graph.outside_in.push(id);
                let node = self.graph.actions[id].node;
                for path in paths(node) {
                    let outcome = self.outcome(path, id);
                    if let Some(first) = text(path, "nextActionId") {
                        let owner = Owner::Outcome(id);
                        let chain = self.chain(owner);
                        self.graph.outcomes[outcome].chain = Some(chain);
                        open.push(Open { first: Some(first), owner, chain });
                    }
                }
                next = text(node, "nextAction");
            }
        }
    }

    /// The id of an action that the container does not have.
    fn lead_nowhere(&mut self, name: Node<'d>, chain: Id<Chain<'d>>, owner: Owner<'d>) {
        self.graph.chains[chain].lead_on();
        let action = match (self.graph.chains[chain].actions.last(), owner) {
            (Some(&last), _) => Some(last),
            (None, Owner::Outcome(action)) => Some(action),
            (None, _) => None,
        };
        let from = action.and_then(|action| self.graph.actions[action].container);
        let unreadable = is_unreadable(name);
        let target = if unreadable { Target::Unknown(Why::Token) } else { Target::Missing };
        let field = Cow::Borrowed(name.key().unwrap_or_default());
        self.graph.jumps.push(Jump { node: name, field, action, from, target });
    }

    /// Searches the flow for references, declarations and expressions.
    fn read_texts(&mut self, flow: Node<'d>) {
        let mut entered = FxHashSet::default();
        let mut open = vec![Search { node: flow, under: [""; 2], container: None, action: None }];
        while let Some(search) = open.pop() {
            if !entered.insert(search.node.id()) {
                continue;
            }
            let Some(inside) = self.enter(search) else { continue };
            let below = open.len();
            let deeper = |node: Node<'d>| {
                let under = node.key().map_or(inside.under, |key| [key, inside.under[0]]);
                Search { node, under, ..inside }
            };
            let members = inside.node.members().filter(|node| !is_aside(*node));
            open.extend(inside.node.items().chain(members).map(deeper));
            open[below..].reverse();
        }
    }

    /// Takes what a value says; the search inside it, where there is something else to find.
    fn enter(&mut self, mut search: Search<'d>) -> Option<Search<'d>> {
        let node = search.node;
        match self.begins.get(&node.id()) {
            Some(&Begins::Container(id)) => search.container = Some(id),
            Some(&Begins::Action(id)) => search.action = Some(id),
            None => {}
        }
        if node.kind() != NodeKind::Object {
            self.text(search);
            return Some(search);
        }
        if let Some(expression) = expression(node) {
            self.expression(node, expression, search.under);
            return None;
        }
        if search.under[0] == "variables" {
            self.declare(node);
        }
        Some(search)
    }

    fn text(&mut self, search: Search<'d>) {
        let Search { node, under: [key, above], container, action } = search;
        if node.kind() != NodeKind::String || node.text().is_empty() {
            return;
        }
        let found = self.containers.get(node.text()).copied();
        let is_reference = matches!(key, "taskReference" | "stateReference" | "menuReference");
        let is_start = key == "initialSequence" && above.is_empty();
        let is_declared_name = key == "name" && above == "variables";
        if is_reference || is_start {
            let target = self.target(key, node, found);
            let field = Cow::Borrowed(key);
            self.graph.jumps.push(Jump { node, field, action, from: container, target });
        } else if key != "id" && !is_declared_name {
            self.variables.mention(node.text(), node);
        }
        if let Some(found) = found.filter(|_| is_start) {
            self.graph.containers[found].is_start = true;
        }
        if key != "id" && (!is_reference || container.is_none()) {
            self.graph.entries.extend(found);
        }
    }

    fn target(&self, key: &str, node: Node<'d>, found: Option<Id<Container<'d>>>) -> Target<'d> {
        match found {
            _ if is_unreadable(node) => Target::Unknown(Why::Token),
            None => Target::Missing,
            Some(id) => {
                let kind = self.graph.containers[id].kind;
                let is_task = kind == ContainerKind::StartUp;
                let fits = expected(key).is_none_or(|expected| {
                    expected == kind || is_task && expected == ContainerKind::Task
                });
                if fits { Target::Container(id) } else { Target::WrongKind(Some(id)) }
            }
        }
    }

    fn expression(&mut self, holder: Node<'d>, text: Node<'d>, [key, above]: [&'d str; 2]) {
        let is_bound = key == "value" && matches!(above, "outputs" | "errorBindings");
        if is_id(text.text()) && holder.get("type").is_some_and(|ty| ty.text() == "str") {
            self.graph.ids.push(text);
        } else if is_literal(holder) {
            self.variables.mention(text.text(), text);
        } else if is_bound || WRITTEN.contains(&key) {
            self.variables.write(text);
        } else {
            self.variables.read(text);
        }
    }

    fn declare(&mut self, node: Node<'d>) {
        let type_name = text(node, "__type").map_or("", Node::text);
        let stem = type_name.strip_suffix("Variable");
        let (Some(stem), Some(name)) = (stem, text(node, "name")) else { return };
        let is_set = |key| node.get(key).and_then(Node::as_bool) == Some(true);
        let mut ty = archy_word(stem).into_owned();
        if is_set("isCollection") {
            ty.push_str("Collection");
        }
        let (is_input, is_output) = (is_set("isInput"), is_set("isOutput"));
        let ty = Cow::Owned(ty);
        let config = node.get("initialValue").and_then(|value| value.get("config"));
        let has_default = config.is_some_and(|config| config.get("lit").is_some());
        self.variables.declare(Declaration { node, name, ty, is_input, is_output, has_default });
    }
}

/// What a container is. A task that a flow begins with, and that is not called, has a type of its own.
fn kind(item: Node<'_>) -> ContainerKind {
    match text(item, "__type").map_or("", Node::text) {
        "Menu" => ContainerKind::Menu,
        "State" => ContainerKind::State,
        "BotState" => ContainerKind::Bot,
        "LoopTask" | "CommonModuleTask" => ContainerKind::StartUp,
        _ => ContainerKind::Task,
    }
}

/// The paths out of an action; a loop has one.
fn paths(action: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let one = action.get("path").filter(|path| path.kind() == NodeKind::Object);
    list(action, "paths").chain(one)
}

/// Archy's word for a path: `notFound` for `__NOT_FOUND__`; what it is labelled where its id is one of its own.
fn outcome_name(path: Node<'_>) -> Cow<'_, str> {
    let id = text(path, "outputId").map_or("", Node::text);
    let named = id.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
    let Some(words) = named else {
        return Cow::Borrowed(text(path, "label").map_or(id, Node::text));
    };
    let mut name = String::with_capacity(words.len());
    for word in words.split('_') {
        let begin = usize::from(!name.is_empty() && word.is_char_boundary(1)).min(word.len());
        name.push_str(&word[..begin]);
        name.push_str(&word[begin..].to_ascii_lowercase());
    }
    Cow::Owned(name)
}

/// The text of an expression, for objects that are one.
fn expression(node: Node<'_>) -> Option<Node<'_>> {
    let is_one = node.get("type").is_some()
        && ["config", "version", "metaData"].into_iter().any(|key| node.get(key).is_some());
    node.get("text").filter(|text| is_one && text.kind() == NodeKind::String)
}

/// Whether an expression is a literal or nothing at all: then its text is no expression.
fn is_literal(expression: Node<'_>) -> bool {
    let config = expression.get("config");
    config.is_some_and(|config| {
        ["lit", "emp", "nul"].into_iter().any(|key| config.get(key).is_some())
    })
}

fn is_aside(node: Node<'_>) -> bool {
    node.key().is_some_and(|key| ASIDE.contains(&key))
}

/// Where a finding about a part points: its name.
fn place(node: Node<'_>) -> (Node<'_>, Part) {
    (text(node, "name").or_else(|| text(node, "id")).unwrap_or(node), Part::Value)
}

/// The scalar behind a key, where it says something.
fn text<'d>(node: Node<'d>, key: &str) -> Option<Node<'d>> {
    let is_scalar = |node: &Node<'_>| {
        !matches!(node.kind(), NodeKind::Array | NodeKind::Object | NodeKind::Null)
    };
    node.get(key).filter(is_scalar).filter(|node| !node.text().is_empty())
}

fn list<'d>(node: Node<'d>, key: &str) -> impl Iterator<Item = Node<'d>> + use<'d> {
    node.get(key).into_iter().flat_map(Node::items)
}
