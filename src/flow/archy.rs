//! Flows as Archy writes them: actions in lists, lists in outcomes, outcomes in actions.
//!
//! One pass over the tree, on a stack of its own. A value that aliases repeat is read wherever it stands, as Archy does;
//! where they multiply beyond all measure it is read once, and nothing is said of the paths through the flow.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::expression::is_id;
use super::model::{
    Action, Chain, Container, ContainerKind, Graph, Jump, Menu, Outcome, Owner, Target, Why,
};
use super::reference::{Targets, is_unreadable};
use super::table::Id;
use super::variables::{Declaration, Variables};
use crate::document::{Node, NodeKind};
use crate::finding::Part;

/// Reads a flow: the value behind its type.
pub(super) fn read(flow: Node<'_>) -> Graph<'_> {
    let mut reader = Reader::default();
    let len = u64::from(flow.span().end - flow.span().start);
    reader.reads_again = flow.document().expanded_len() <= len.max(MAX_EXPANDED);
    reader.open.push(Open { node: flow, role: Role::Flow, around: Around::default() });
    while let Some(open) = reader.open.pop() {
        reader.visit(open);
    }
    reader.finish(flow)
}

/// How many keys and values with all aliases followed are read wherever they stand, of a document that is shorter
/// than this.
const MAX_EXPANDED: u64 = 200_000;

/// What a value is to what stands around it.
#[derive(Clone, Copy)]
enum Role<'d> {
    Flow,
    /// A list of containers.
    Containers(ContainerKind),
    Container(ContainerKind),
    /// A list of actions.
    Chain(Id<Chain<'d>>),
    /// A list of choices.
    Choices(Id<Menu<'d>>),
    Action(Id<Chain<'d>>),
    Choice(Id<Menu<'d>>),
    /// `outputs` of an action.
    Outputs,
    /// A list in there, of intents or paths.
    Cases,
    Outcome(Id<Outcome<'d>>),
    /// A list of declarations.
    Declarations,
    /// A settings block: the names of actions are keys of their defaults.
    Settings,
    Plain,
}

impl Role<'_> {
    /// Tells apart in which ways a value that aliases repeat is read.
    fn tag(self) -> u8 {
        match self {
            Self::Flow | Self::Plain | Self::Outcome(_) => 0,
            Self::Containers(_) => 1,
            Self::Chain(_) => 2,
            Self::Choices(_) => 3,
            Self::Action(_) | Self::Choice(_) => 4,
            Self::Outputs => 5,
            Self::Cases => 6,
            Self::Declarations => 7,
            Self::Settings => 8,
            Self::Container(_) => 9,
        }
    }
}

/// What a value stands in.
#[derive(Clone, Copy, Default)]
struct Around<'d> {
    container: Option<Id<Container<'d>>>,
    action: Option<Id<Action<'d>>>,
}

/// A value that is still to be read.
#[derive(Clone, Copy)]
struct Open<'d> {
    node: Node<'d>,
    role: Role<'d>,
    around: Around<'d>,
}

#[derive(Default)]
struct Reader<'d> {
    graph: Graph<'d>,
    variables: Variables<'d>,
    /// Tasks that settings name without a reference.
    named: Vec<Node<'d>>,
    open: Vec<Open<'d>>,
    /// A value that aliases repeat is read again.
    reads_again: bool,
    entered: FxHashSet<(u32, u8)>,
    /// A value that aliases repeat was left out.
    is_cut: bool,
}

impl<'d> Reader<'d> {
    fn visit(&mut self, mut open: Open<'d>) {
        if !self.reads_again && !self.entered.insert((open.node.id(), open.role.tag())) {
            self.is_cut = true;
            return;
        }
        match open.role {
            Role::Action(_) | Role::Choice(_) => open.around.action = Some(self.add_action(open)),
            Role::Container(kind) => {
                open.around.container = Some(self.add_container(open.node, kind));
            }
            _ => {}
        }
        if !is_collection(open.node) {
            return self.read_text(open.node, open.role);
        }
        let below = self.open.len();
        for item in open.node.items() {
            let inside = self.item(open, item);
            self.open.extend(inside);
        }
        for member in open.node.members() {
            let inside = self.member(open, member);
            self.open.extend(inside);
        }
        self.open[below..].reverse();
    }

    /// What an item of a list is.
    fn item(&mut self, list: Open<'d>, item: Node<'d>) -> Option<Open<'d>> {
        let around = list.around;
        let (node, role) = match list.role {
            Role::Chain(chain) => (only_member(item)?, Role::Action(chain)),
            Role::Choices(menu) => (only_member(item)?, Role::Choice(menu)),
            Role::Containers(kind) => (only_member(item)?, Role::Container(kind)),
            Role::Cases => {
                let case = only_member(item)?;
                (case, self.outcome(case, around).map_or(Role::Plain, Role::Outcome))
            }
            Role::Declarations => {
                self.declare(only_member(item)?);
                (only_member(item)?, Role::Declarations)
            }
            Role::Settings => (item, Role::Settings),
            _ => (item, Role::Plain),
        };
        Some(Open { node, role, around })
    }

    /// What the value behind a key is.
    fn member(&mut self, holder: Open<'d>, member: Node<'d>) -> Option<Open<'d>> {
        let Open { node: outer, role: outside, around } = holder;
        let key = member.key().unwrap_or_default();
        self.variables.mention(key, member);
        if key.ends_with("Ref") {
            return self.refer(key, member, around).then_some(Open {
                node: member,
                role: Role::Plain,
                around,
            });
        }
        let is_list = member.kind() == NodeKind::Array;
        let role = match (outside, key) {
            (Role::Declarations, "name") => return None,
            (Role::Settings, "task") => {
                self.named.extend(member.get("name"));
                Role::Settings
            }
            (Role::Settings | Role::Declarations, _) => outside,
            (Role::Flow, "tasks") if is_list => Role::Containers(ContainerKind::Task),
            (Role::Flow, "menus") if is_list => Role::Containers(ContainerKind::Menu),
            (Role::Flow, "states") if is_list => Role::Containers(ContainerKind::State),
            (Role::Flow, "bots") if is_list => Role::Containers(ContainerKind::Bot),
            (_, _) if is_settings(key) => Role::Settings,
            (Role::Outputs, _) if is_list => Role::Cases,
            (Role::Outputs, _) => self.outcome(member, around).map_or(Role::Plain, Role::Outcome),
            (Role::Action(_) | Role::Choice(_), "outputs") => Role::Outputs,
            (_, "choices") if is_list => Role::Choices(self.graph.menus.push(Menu::default())),
            (_, "variables") if is_list => Role::Declarations,
            (_, _) if is_list && key.ends_with("Variables") => Role::Declarations,
            (_, _) if is_list && (key == "actions" || key.ends_with("Actions")) => {
                return Some(self.chain(outer, outside, member, around));
            }
            _ => Role::Plain,
        };
        Some(Open { node: member, role, around })
    }

    /// A list of actions: of a container, of an outcome, or of something that nobody knows.
    fn chain(
        &mut self,
        outer: Node<'d>,
        outside: Role<'d>,
        list: Node<'d>,
        mut around: Around<'d>,
    ) -> Open<'d> {
        let chain = Id::new(self.graph.chains.len());
        let owner = match (outside, around.action) {
            (Role::Outcome(outcome), Some(action)) => {
                self.graph.outcomes[outcome].chain.get_or_insert(chain);
                Owner::Outcome(action)
            }
            (Role::Action(_) | Role::Choice(_), Some(action)) => {
                self.lead(list, chain, action, around)
            }
            (_, Some(action)) => self.lead(outer, chain, action, around),
            (Role::Container(_), None) => {
                self.own(around.container, chain);
                Owner::Container
            }
            (Role::Flow, None) if list.key() == Some("startUpTaskActions") => {
                around.container = Some(self.add_container(list, ContainerKind::StartUp));
                self.own(around.container, chain);
                Owner::Container
            }
            _ => Owner::Nothing,
        };
        self.graph.chains.push(Chain { owner, actions: Vec::new(), leads_on: false });
        Open { node: list, role: Role::Chain(chain), around }
    }

    fn own(&mut self, container: Option<Id<Container<'d>>>, chain: Id<Chain<'d>>) {
        if let Some(container) = container {
            self.graph.containers[container].chain.get_or_insert(chain);
        }
    }

    /// An outcome outside of `outputs`: a case of a switch.
    fn lead(
        &mut self,
        node: Node<'d>,
        chain: Id<Chain<'d>>,
        action: Id<Action<'d>>,
        around: Around<'d>,
    ) -> Owner<'d> {
        if let Some(outcome) = self.outcome(node, around) {
            self.graph.outcomes[outcome].chain = Some(chain);
        }
        Owner::Outcome(action)
    }

    fn outcome(&mut self, node: Node<'d>, around: Around<'d>) -> Option<Id<Outcome<'d>>> {
        let action = around.action?;
        let key = node.key().unwrap_or_default();
        let is_numbered = matches!(key, "case" | "intent" | "path");
        let name = node.get("name").filter(|name| is_numbered && is_text(*name));
        let name = Cow::Borrowed(name.map_or(key, Node::text));
        let outcome = self.graph.outcomes.push(Outcome { node, name, chain: None });
        self.graph.actions[action].outcomes.push(outcome);
        Some(outcome)
    }

    fn add_action(&mut self, open: Open<'d>) -> Id<Action<'d>> {
        let Open { node, role, around } = open;
        let word = node.key().unwrap_or_default();
        let mut action = Action::new(node, (node, Part::Key), Cow::Borrowed(word));
        action.container = around.container;
        action.is_choice = matches!(role, Role::Choice(_));
        action.dtmf = node.get("dtmf").filter(|key| is_text(*key));
        let id = self.graph.actions.push(action);
        self.graph.outside_in.push(id);
        if let Role::Action(chain) = role {
            self.graph.actions[id].chain = Some(chain);
            self.graph.chains[chain].actions.push(id);
        }
        if let Role::Choice(menu) = role {
            self.graph.menus[menu].choices.push(id);
            // The choices of a menu inside a choice are not those of the menu around it.
            if let (None, Some(menu)) = (around.action, around.container) {
                self.graph.containers[menu].choices.push(id);
            }
        }
        id
    }

    fn add_container(&mut self, node: Node<'d>, kind: ContainerKind) -> Id<Container<'d>> {
        let place = match node.get("refId").or_else(|| node.get("name")) {
            Some(id) => (id, Part::Value),
            None => (node, Part::Key),
        };
        let mut container = Container::new(node, place, kind);
        container.name = node.get("name");
        container.ref_id = node.get("refId").filter(|id| is_text(*id));
        container.is_start = kind == ContainerKind::StartUp;
        self.graph.containers.push(container)
    }

    /// Takes a reference; whether it is written in a way that has to be gone into.
    fn refer(&mut self, key: &'d str, node: Node<'d>, around: Around<'d>) -> bool {
        let target = Target::Unknown(Why::Undetermined);
        let (from, action) = (around.container, around.action);
        self.graph.jumps.push(Jump { node, field: Cow::Borrowed(key), action, from, target });
        is_collection(node)
    }

    fn declare(&mut self, node: Node<'d>) {
        let Some(name) = node.get("name").filter(|name| is_text(*name)) else { return };
        let key = node.key().unwrap_or_default();
        let ty = Cow::Borrowed(key.strip_suffix("Variable").unwrap_or(key));
        let is_set = |key| node.get(key).and_then(Node::as_bool) == Some(true);
        let (is_input, is_output) = (is_set("isInput"), is_set("isOutput"));
        let has_default = node.get("initialValue").is_some_and(|value| value.get("lit").is_some());
        self.variables.declare(Declaration { node, name, ty, is_input, is_output, has_default });
    }

    fn read_text(&mut self, node: Node<'d>, role: Role<'d>) {
        if !is_text(node) {
            return;
        }
        match node.key() {
            Some("lit") if is_id(node.text()) => {
                self.graph.ids.push(node);
            }
            Some("exp") => self.variables.read(node),
            Some("var") => self.variables.write(node),
            Some("variable") if !matches!(role, Role::Settings) => self.variables.write(node),
            _ => self.variables.mention(node.text(), node),
        }
    }

    fn finish(mut self, flow: Node<'d>) -> Graph<'d> {
        let targets = Targets::of(&self.graph, flow.key().unwrap_or_default());
        for id in self.graph.jumps.ids() {
            let Jump { node, field, .. } = &self.graph.jumps[id];
            let target = targets.resolve(&self.graph, field, *node);
            self.graph.jumps[id].target = target;
        }
        self.begin();
        self.enter_by_name();
        if self.is_cut {
            self.forget_paths();
        }
        (self.graph.variables, self.graph.expressions) = self.variables.finish();
        self.graph
    }

    /// Claims nothing of what the actions lead to.
    fn forget_paths(&mut self) {
        for id in self.graph.actions.ids() {
            self.graph.actions[id].known = None;
        }
        self.graph.leads_anywhere = Some(Why::Undetermined);
        self.variables.doubt(Why::Undetermined);
    }

    /// Where the flow begins.
    fn begin(&mut self) {
        let outside = self.graph.jumps.iter().filter(|jump| jump.from.is_none());
        for jump in outside {
            let container = jump.target.container();
            self.graph.entries.extend(container);
            if let Some(container) = container.filter(|_| jump.field == "startUpRef") {
                self.graph.containers[container].is_start = true;
            }
        }
    }

    /// The tasks of a bot's intents are named in its settings.
    fn enter_by_name(&mut self) {
        let mut by_name: FxHashMap<&str, Vec<Id<Container<'d>>>> = FxHashMap::default();
        if self.named.is_empty() {
            return;
        }
        for id in self.graph.containers.ids() {
            if let Some(name) = self.graph.containers[id].name {
                by_name.entry(name.text()).or_default().push(id);
            }
        }
        for name in &self.named {
            match by_name.get(name.text()) {
                Some(containers) => self.graph.entries.extend(containers),
                None if is_unreadable(*name) => self.graph.leads_anywhere = Some(Why::Token),
                None => self.graph.leads_anywhere = Some(Why::Dangling),
            }
        }
    }
}

/// Whether this is the key of a settings block: `settingsActionDefaults`.
fn is_settings(key: &str) -> bool {
    let rest = key.strip_prefix("settings");
    rest.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_uppercase()))
}

fn is_collection(node: Node<'_>) -> bool {
    matches!(node.kind(), NodeKind::Array | NodeKind::Object)
}

/// Whether this says something: YAML reads `refId: 12` as a number.
fn is_text(node: Node<'_>) -> bool {
    !is_collection(node) && !node.is_null()
}

/// The value of a mapping that has one entry.
fn only_member(node: Node<'_>) -> Option<Node<'_>> {
    let mut members = node.members();
    members.next().filter(|_| members.next().is_none())
}
