//! What `computed:` may name: facts about the structure of a flow that no path leads to.
//!
//! This table says of which part of a flow each fact is and what it gives; the flow graph answers.

/// A part of a flow that facts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowPart {
    /// The flow itself.
    Flow,
    /// A task, menu, state or bot.
    Container,
    /// An action, or a choice of a menu.
    Action,
    /// What may come of an action.
    Outcome,
    /// A reference from one part to another.
    Jump,
    /// A variable.
    Variable,
    /// An expression.
    Expression,
    /// A literal text.
    Literal,
}

/// What a fact gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// One part.
    Part(FlowPart),
    /// Parts, in the order of the text.
    Parts(FlowPart),
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A text.
    Text,
    /// Texts.
    Texts,
}

macro_rules! extractions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal of $part:ident gives $gives:expr;)*) => {
        /// A fact about the structure of a flow.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Extraction {
            $($(#[$doc])* $variant,)*
        }

        impl Extraction {
            /// All of them, in the order of this table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in `kind.yaml`, without the parentheses.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The part of a flow that it is about.
            pub fn of(self) -> FlowPart {
                match self { $(Self::$variant => FlowPart::$part,)* }
            }

            /// What it gives.
            pub fn gives(self) -> Gives {
                use Gives::{Bool, Int, Part, Parts, Text, Texts};
                use FlowPart::{Action, Container, Expression, Jump, Literal, Outcome, Variable};
                match self { $(Self::$variant => $gives,)* }
            }
        }
    };
}

extractions! {
    /// Every action, also those inside outcomes of others, and every choice of a menu.
    Actions = "actions" of Flow gives Parts(Action);
    /// Tasks, menus, states and bots.
    Containers = "containers" of Flow gives Parts(Container);
    /// References between its parts.
    Jumps = "jumps" of Flow gives Parts(Jump);
    /// Variables that it declares, reads or writes.
    Variables = "variables" of Flow gives Parts(Variable);
    /// Expressions that it evaluates.
    Expressions = "expressions" of Flow gives Parts(Expression);
    /// Literal texts in it that are the id of something.
    Ids = "ids" of Flow gives Parts(Literal);
    /// The literal as it is written.
    LiteralText = "literal-text" of Literal gives Text;
    /// The expression as it is written.
    ExpressionText = "expression-text" of Expression gives Text;
    /// Whether each bracket and quote in it is closed.
    IsBalanced = "is-balanced" of Expression gives Bool;
    /// What a container is.
    ContainerType = "container-type" of Container gives Text;
    /// Whether the flow begins there.
    IsStart = "is-start" of Container gives Bool;
    /// Whether anything leads there.
    IsReachable = "is-reachable" of Container gives Bool;
    /// Whether an earlier container of its kind has its id.
    IsDuplicate = "is-duplicate" of Container gives Bool;
    /// The actions of its own list.
    ContainerActions = "container-actions" of Container gives Parts(Action);
    /// The choices of a menu.
    Choices = "choices" of Container gives Parts(Action);
    /// What an action does.
    ActionType = "action-type" of Action gives Text;
    /// The container around an action.
    ActionContainer = "action-container" of Action gives Part(Container);
    /// What may come of an action.
    Outcomes = "outcomes" of Action gives Parts(Outcome);
    /// The outcomes for which actions are there.
    HandledOutcomes = "handled-outcomes" of Action gives Texts;
    /// The outcomes that actions of its type have, without those that are handled.
    UnhandledOutcomes = "unhandled-outcomes" of Action gives Texts;
    /// Those of them that go wrong and of which nothing in the flow takes notice.
    UnnoticedOutcomes = "unnoticed-outcomes" of Action gives Texts;
    /// Whether it is a choice of a menu.
    IsChoice = "is-choice" of Action gives Bool;
    /// Whether nothing behind it ever runs.
    IsTerminal = "is-terminal" of Action gives Bool;
    /// Whether it is the first one in its list that never runs.
    IsDead = "is-dead" of Action gives Bool;
    /// Whether a path ends behind it without being closed.
    FallsOff = "falls-off" of Action gives Bool;
    /// Whether it jumps in a circle for ever.
    IsEndless = "is-endless" of Action gives Bool;
    /// Of a loop, whether something in it leaves it before its last round.
    CanLeave = "can-leave" of Action gives Bool;
    /// Whether it stands in a loop.
    IsInLoop = "is-in-loop" of Action gives Bool;
    /// How many outcomes of other actions it stands in, one inside the other.
    Depth = "depth" of Action gives Int;
    /// The key that selects a choice.
    Dtmf = "dtmf" of Action gives Text;
    /// Whether an earlier choice of the menu has its key.
    RepeatsDtmf = "repeats-dtmf" of Action gives Bool;
    /// The name of the queue that an expression looks up.
    CalledQueue = "called-queue" of Action gives Text;
    /// The name of an outcome.
    OutcomeName = "outcome-name" of Outcome gives Text;
    /// The actions that follow on it.
    OutcomeActions = "outcome-actions" of Outcome gives Parts(Action);
    /// The key that a reference stands under.
    JumpField = "jump-field" of Jump gives Text;
    /// The container that a reference leads to.
    JumpTarget = "jump-target" of Jump gives Part(Container);
    /// Whether there is something of the name.
    Resolves = "resolves" of Jump gives Bool;
    /// Whether it leads to something of the kind that its key asks for.
    FitsKind = "fits-kind" of Jump gives Bool;
    /// Whether its path begins with the flow's own type.
    FitsFlow = "fits-flow" of Jump gives Bool;
    /// The name with the scope.
    VariableName = "variable-name" of Variable gives Text;
    /// The declared type.
    VariableType = "variable-type" of Variable gives Text;
    /// Whether the flow declares another one of its name before it.
    IsRepeated = "is-repeated" of Variable gives Bool;
    /// Whether the flow declares it.
    IsDeclared = "is-declared" of Variable gives Bool;
    /// Whether the platform has it.
    IsBuiltIn = "is-built-in" of Variable gives Bool;
    /// Whether callers give it a value.
    IsInput = "is-input" of Variable gives Bool;
    /// Whether callers are given its value.
    IsOutput = "is-output" of Variable gives Bool;
    /// Whether something reads it.
    IsRead = "is-read" of Variable gives Bool;
    /// Whether something writes it.
    IsWritten = "is-written" of Variable gives Bool;
}

impl Extraction {
    /// The extraction of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|extraction| extraction.name() == name)
    }
}

impl FlowPart {
    /// The words for it in messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Flow => "a flow",
            Self::Container => "a container of a flow",
            Self::Action => "an action of a flow",
            Self::Outcome => "an outcome of an action",
            Self::Jump => "a reference inside a flow",
            Self::Variable => "a variable of a flow",
            Self::Expression => "an expression of a flow",
            Self::Literal => "a literal of a flow",
        }
    }
}
