//! What a flow is made of, whatever form it is written in.

use std::borrow::Cow;

use super::table::{Id, Table};
use super::words::{Word, word};
use crate::document::Node;
use crate::finding::Part;

/// A flow: its containers, the actions in them, and what leads from one to another.
#[derive(Debug, Default)]
pub struct Graph<'d> {
    /// Tasks, menus, states, bots, in the order of the text.
    pub containers: Table<Container<'d>>,
    /// Actions and menu choices, in the order of the text.
    pub actions: Table<Action<'d>>,
    /// The outcomes that actions handle.
    pub outcomes: Table<Outcome<'d>>,
    /// References from one part of the flow to another.
    pub jumps: Table<Jump<'d>>,
    /// Variables that are declared, read or written.
    pub variables: Table<Variable<'d>>,
    /// Expressions that are evaluated, in the order in which they are met.
    pub expressions: Table<Node<'d>>,
    /// Literal texts that are the id of something, in the order in which they are met.
    pub ids: Table<Node<'d>>,
    /// Choices of which a caller takes one.
    pub(super) menus: Table<Menu<'d>>,
    /// Actions that follow one another.
    pub(super) chains: Table<Chain<'d>>,
    /// The actions with those around them before those inside.
    pub(super) outside_in: Vec<Id<Action<'d>>>,
    /// Containers that something outside all containers leads to: settings, error handling.
    pub(super) entries: Vec<Id<Container<'d>>>,
    /// Something leads to a container that nobody can name.
    pub(super) leads_anywhere: Option<Why>,
}

/// What a container is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContainerKind {
    /// The list of actions with which a flow without `startUpRef` begins.
    StartUp,
    /// A reusable task.
    Task,
    /// A menu.
    Menu,
    /// A state.
    State,
    /// The start of a bot.
    Bot,
}

impl ContainerKind {
    /// The word for it in flows.
    pub fn word(self) -> &'static str {
        match self {
            Self::StartUp => "startUp",
            Self::Task => "task",
            Self::Menu => "menu",
            Self::State => "state",
            Self::Bot => "bot",
        }
    }
}

/// A task, menu, state or bot.
#[derive(Debug)]
pub struct Container<'d> {
    /// Where it stands.
    pub node: Node<'d>,
    /// What it is.
    pub kind: ContainerKind,
    /// Where a finding about it points: its id, else its name.
    pub place: (Node<'d>, Part),
    /// Its label.
    pub name: Option<Node<'d>>,
    /// What references say.
    pub ref_id: Option<Node<'d>>,
    /// Its actions; `None` for menus and where there is no list.
    pub(super) chain: Option<Id<Chain<'d>>>,
    /// The choices of a menu.
    pub choices: Vec<Id<Action<'d>>>,
    /// Whether the flow begins here.
    pub is_start: bool,
    /// Whether something leads here.
    pub reach: Result<bool, Why>,
    /// Whether another container of this kind before it has the same id.
    pub is_duplicate: bool,
}

/// An action, or a choice of a menu.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent answers")]
pub struct Action<'d> {
    /// Where it stands.
    pub node: Node<'d>,
    /// What it does, in Archy's word.
    pub word: Cow<'d, str>,
    /// What is known of the word.
    pub known: Option<&'static Word>,
    /// Where a finding about it points.
    pub place: (Node<'d>, Part),
    /// The container it stands in.
    pub container: Option<Id<Container<'d>>>,
    /// The actions it stands among; `None` for choices, and for actions that nothing leads to.
    pub(super) chain: Option<Id<Chain<'d>>>,
    /// The outcomes that it handles, or leaves empty.
    pub outcomes: Vec<Id<Outcome<'d>>>,
    /// Whether it is a choice of a menu.
    pub is_choice: bool,
    /// The key that selects a choice.
    pub dtmf: Option<Node<'d>>,
    /// Whether it is the first action that never runs, since the list is left for good before it.
    pub is_dead: bool,
    /// Whether a path through its container ends right behind it, without being closed.
    pub falls_off: bool,
    /// Whether it jumps in a circle that nothing leaves and in which nothing waits.
    pub is_endless: bool,
    /// How many outcomes of other actions it stands in.
    pub depth: u32,
    /// Whether it stands in a loop; unknown where several paths lead to it.
    pub in_loop: Result<bool, Why>,
    /// Whether something inside leaves it before its outcomes end; of a loop, before its last round.
    pub can_leave: bool,
    /// Whether a choice before it in the menu has the same key.
    pub repeats_dtmf: bool,
    /// The outcomes that go wrong and of which nothing in the flow takes notice.
    pub unnoticed: Vec<&'static str>,
}

impl<'d> Container<'d> {
    pub(super) fn new(node: Node<'d>, place: (Node<'d>, Part), kind: ContainerKind) -> Self {
        Self {
            node,
            kind,
            place,
            name: None,
            ref_id: None,
            chain: None,
            choices: Vec::new(),
            is_start: false,
            reach: Ok(false),
            is_duplicate: false,
        }
    }
}

impl<'d> Action<'d> {
    pub(super) fn new(node: Node<'d>, place: (Node<'d>, Part), name: Cow<'d, str>) -> Self {
        Self {
            known: word(&name),
            word: name,
            node,
            place,
            container: None,
            chain: None,
            outcomes: Vec::new(),
            is_choice: false,
            dtmf: None,
            is_dead: false,
            falls_off: false,
            is_endless: false,
            depth: 0,
            in_loop: Ok(false),
            can_leave: false,
            repeats_dtmf: false,
            unnoticed: Vec::new(),
        }
    }
}

/// What may come of an action, and what follows then.
#[derive(Debug)]
pub struct Outcome<'d> {
    /// Where it is written.
    pub node: Node<'d>,
    /// Its name: `success`, `failure`, `yes`, the name of a case or intent.
    pub name: Cow<'d, str>,
    /// What follows.
    pub(super) chain: Option<Id<Chain<'d>>>,
}

/// The choices of one menu: of a container, or of a menu inside a choice.
#[derive(Debug, Default)]
pub(super) struct Menu<'d> {
    pub(super) choices: Vec<Id<Action<'d>>>,
}

/// What a list of actions belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Owner<'d> {
    Container,
    Outcome(Id<Action<'d>>),
    Nothing,
}

/// Actions that follow one another.
#[derive(Debug)]
pub(super) struct Chain<'d> {
    pub(super) owner: Owner<'d>,
    pub(super) actions: Vec<Id<Action<'d>>>,
    /// Whether its end names an action that stands in another list, or nowhere.
    pub(super) leads_on: bool,
}

impl Chain<'_> {
    /// It goes on elsewhere: the end of the list is not that of the path.
    pub(super) fn lead_on(&mut self) {
        self.owner = Owner::Nothing;
        self.leads_on = true;
    }
}

/// Why something about a flow cannot be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A `{{token}}` stands there.
    Token,
    /// What it leads to is not in the flow.
    Dangling,
    /// It is computed while the flow runs, or written in a way that nobody reads.
    Undetermined,
}

/// A reference from one part of a flow to another.
#[derive(Debug)]
pub struct Jump<'d> {
    /// The reference as written.
    pub node: Node<'d>,
    /// The key it stands under: `startUpRef`, `targetTaskRef`.
    pub field: Cow<'d, str>,
    /// The action it belongs to.
    pub action: Option<Id<Action<'d>>>,
    /// The container it stands in.
    pub from: Option<Id<Container<'d>>>,
    /// What it leads to.
    pub target: Target<'d>,
}

/// What a jump leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'d> {
    /// A container.
    Container(Id<Container<'d>>),
    /// A choice of a menu.
    Choice,
    /// A container or choice that the key it stands under cannot lead to.
    WrongKind(Option<Id<Container<'d>>>),
    /// A path that begins with the type of another flow.
    OtherFlow,
    /// Nothing in this flow.
    Missing,
    /// Nobody can say.
    Unknown(Why),
}

impl<'d> Target<'d> {
    /// The container that control goes to.
    pub(super) fn container(self) -> Option<Id<Container<'d>>> {
        match self {
            Self::Container(id) | Self::WrongKind(Some(id)) => Some(id),
            _ => None,
        }
    }
}

/// A variable by its name.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent answers")]
pub struct Variable<'d> {
    /// The name with its scope, as first written: `Flow.Language`.
    pub name: Cow<'d, str>,
    /// The declaration; where there is none, the first mention.
    pub node: Node<'d>,
    /// Where a finding about it points: the declared name, or the first mention.
    pub place: Node<'d>,
    /// Its declared type: `string`, `jsonCollection`.
    pub ty: Option<Cow<'d, str>>,
    /// Whether the flow declares it.
    pub is_declared: bool,
    /// Whether the platform has it in flows.
    pub is_built_in: bool,
    /// Whether callers give it a value.
    pub is_input: bool,
    /// Whether callers are given its value.
    pub is_output: bool,
    /// Whether an expression reads it; unknown where a token may.
    pub is_read: Result<bool, Why>,
    /// Whether an action writes it.
    pub is_written: Result<bool, Why>,
    /// Whether an expression asks if it holds anything.
    pub is_asked: bool,
    /// Whether the flow declares another one of this name before it.
    pub is_repeated: bool,
    /// Whether it begins with a literal value.
    pub has_default: bool,
}
