//! The answers that rules see: facts about the parts of a flow, each with the place that a finding about it points at.

use std::borrow::Cow;

use super::brackets::is_balanced;
use super::expression::only_argument;
use super::model::{Action, Graph, Jump, Outcome, Target, Variable, Why};
use super::reference::is_unreadable;
use super::table::{Id, Table};
use super::words::Ends;
use crate::catalog::{Extraction, FlowPart};
use crate::document::Node;
use crate::finding::Part;

/// A part of a flow, by its node and by its position among the flow's parts of its sort: several parts may share a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordAt<'d> {
    /// Where it stands.
    pub node: Node<'d>,
    /// Its position.
    pub at: u32,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact<'d> {
    /// There is nothing to say: an action outside of all containers has no container.
    Absent,
    /// Nobody can say.
    Unknown(Why),
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A text.
    Text(Cow<'d, str>),
    /// Texts.
    Texts(Vec<Cow<'d, str>>),
    /// A part of the flow.
    Part(RecordAt<'d>),
    /// Parts of the flow, in the order of the text.
    Parts(Vec<RecordAt<'d>>),
}

/// An answer, and the place that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<'d> {
    /// The answer.
    pub fact: Fact<'d>,
    /// Where a finding about it points.
    pub place: (Node<'d>, Part),
}

impl From<bool> for Fact<'_> {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<Result<bool, Why>> for Fact<'_> {
    fn from(truth: Result<bool, Why>) -> Self {
        truth.map_or_else(Self::Unknown, Self::Bool)
    }
}

impl<'d> Graph<'d> {
    /// The parts that a fact about the whole flow gives; empty for facts about its parts.
    pub fn parts(&self, extraction: Extraction) -> Vec<RecordAt<'d>> {
        match extraction {
            Extraction::Actions => all(&self.actions, |action| action.node),
            Extraction::Containers => all(&self.containers, |container| container.node),
            Extraction::Jumps => all(&self.jumps, |jump| jump.node),
            Extraction::Variables => all(&self.variables, |variable| variable.node),
            Extraction::Expressions => all(&self.expressions, |expression| *expression),
            Extraction::Ids => all(&self.ids, |literal| *literal),
            _ => Vec::new(),
        }
    }

    /// A fact about the part at this position; `None` where there is no such part.
    pub fn fact(&self, extraction: Extraction, at: u32) -> Option<Located<'d>> {
        let at = at as usize;
        match extraction.of() {
            FlowPart::Flow => None,
            FlowPart::Container => self.container_fact(extraction, at),
            FlowPart::Action => self.action_fact(extraction, at),
            FlowPart::Outcome => self.outcome_fact(extraction, at),
            FlowPart::Jump => self.jump_fact(extraction, at),
            FlowPart::Variable => self.variable_fact(extraction, at),
            FlowPart::Expression => text_fact(extraction, *self.expressions.get(at)?),
            FlowPart::Literal => text_fact(extraction, *self.ids.get(at)?),
        }
    }

    fn container_fact(&self, extraction: Extraction, at: usize) -> Option<Located<'d>> {
        let container = self.containers.get(at)?;
        let fact = match extraction {
            Extraction::ContainerType => Fact::Text(container.kind.word().into()),
            Extraction::IsStart => container.is_start.into(),
            Extraction::IsReachable => container.reach.into(),
            Extraction::IsDuplicate => container.is_duplicate.into(),
            Extraction::ContainerActions => self.chained(container.chain),
            Extraction::Choices => Fact::Parts(self.records(&container.choices)),
            _ => return None,
        };
        let place = match container.ref_id {
            Some(id) if extraction == Extraction::IsDuplicate => (id, Part::Value),
            _ => container.place,
        };
        Some(Located { fact, place })
    }

    fn action_fact(&self, extraction: Extraction, at: usize) -> Option<Located<'d>> {
        let action = self.actions.get(at)?;
        let fact = match extraction {
            Extraction::ActionType => Fact::Text(action.word.clone()),
            Extraction::ActionContainer => match action.container {
                Some(id) => Fact::Part(record(id, self.containers[id].node)),
                None => Fact::Absent,
            },
            Extraction::Outcomes => {
                let outcome = |&id: &Id<Outcome<'d>>| record(id, self.outcomes[id].node);
                Fact::Parts(action.outcomes.iter().map(outcome).collect())
            }
            Extraction::HandledOutcomes => Fact::Texts(self.handled(action)),
            Extraction::UnhandledOutcomes => Fact::Texts(self.unhandled(action)),
            Extraction::UnnoticedOutcomes => {
                Fact::Texts(action.unnoticed.iter().map(|&outcome| outcome.into()).collect())
            }
            Extraction::IsChoice => action.is_choice.into(),
            Extraction::IsTerminal => match action.known {
                Some(word) => (word.ends == Ends::Always).into(),
                None => Fact::Unknown(Why::Undetermined),
            },
            Extraction::IsDead => action.is_dead.into(),
            Extraction::FallsOff => action.falls_off.into(),
            Extraction::IsEndless => action.is_endless.into(),
            Extraction::Dtmf => match action.dtmf {
                Some(key) => Fact::Text(key.text().into()),
                None => Fact::Absent,
            },
            Extraction::CanLeave => action.can_leave.into(),
            Extraction::IsInLoop => action.in_loop.into(),
            Extraction::Depth => Fact::Int(action.depth.into()),
            Extraction::RepeatsDtmf => action.repeats_dtmf.into(),
            Extraction::CalledQueue => return Some(queue_fact(action)),
            _ => return None,
        };
        let place = match action.dtmf {
            Some(key) if matches!(extraction, Extraction::RepeatsDtmf | Extraction::Dtmf) => {
                (key, Part::Value)
            }
            _ => action.place,
        };
        Some(Located { fact, place })
    }

    fn handled(&self, action: &Action<'d>) -> Vec<Cow<'d, str>> {
        let outcomes = action.outcomes.iter().map(|&id| &self.outcomes[id]);
        let handled = outcomes.filter(|outcome| !self.is_empty(outcome.chain));
        handled.map(|outcome| outcome.name.clone()).collect()
    }

    fn unhandled(&self, action: &Action<'d>) -> Vec<Cow<'d, str>> {
        let known = action.known.map_or(&[][..], |word| word.outcomes);
        let missing = known.iter().filter(|outcome| !self.handles(action, outcome));
        missing.map(|&outcome| Cow::Borrowed(outcome)).collect()
    }

    fn outcome_fact(&self, extraction: Extraction, at: usize) -> Option<Located<'d>> {
        let outcome = self.outcomes.get(at)?;
        let fact = match extraction {
            Extraction::OutcomeName => Fact::Text(outcome.name.clone()),
            Extraction::OutcomeActions => self.chained(outcome.chain),
            _ => return None,
        };
        Some(Located { fact, place: (outcome.node, Part::Key) })
    }

    fn jump_fact(&self, extraction: Extraction, at: usize) -> Option<Located<'d>> {
        let jump: &Jump<'d> = self.jumps.get(at)?;
        let fact = match extraction {
            Extraction::JumpField => Fact::Text(jump.field.clone()),
            Extraction::JumpTarget => match jump.target.container() {
                Some(id) => Fact::Part(record(id, self.containers[id].node)),
                None => Fact::Absent,
            },
            Extraction::Resolves => match jump.target {
                Target::Unknown(why) => Fact::Unknown(why),
                Target::OtherFlow => Fact::Unknown(Why::Dangling),
                target => (target != Target::Missing).into(),
            },
            Extraction::FitsKind => match jump.target {
                Target::Container(_) | Target::Choice => true.into(),
                Target::WrongKind(_) => false.into(),
                Target::Unknown(why) => Fact::Unknown(why),
                Target::Missing | Target::OtherFlow => Fact::Unknown(Why::Dangling),
            },
            Extraction::FitsFlow => match jump.target {
                Target::Unknown(why) => Fact::Unknown(why),
                target => (target != Target::OtherFlow).into(),
            },
            _ => return None,
        };
        Some(Located { fact, place: (jump.node, Part::Value) })
    }

    fn variable_fact(&self, extraction: Extraction, at: usize) -> Option<Located<'d>> {
        let variable: &Variable<'d> = self.variables.get(at)?;
        let fact = match extraction {
            Extraction::VariableName => Fact::Text(variable.name.clone()),
            Extraction::VariableType => variable.ty.clone().map_or(Fact::Absent, Fact::Text),
            Extraction::IsRepeated => variable.is_repeated.into(),
            Extraction::IsDeclared => variable.is_declared.into(),
            Extraction::IsBuiltIn => variable.is_built_in.into(),
            Extraction::IsInput => variable.is_input.into(),
            Extraction::IsOutput => variable.is_output.into(),
            Extraction::IsRead => variable.is_read.into(),
            Extraction::IsWritten => variable.is_written.into(),
            _ => return None,
        };
        Some(Located { fact, place: (variable.place, Part::Value) })
    }

    fn chained(&self, chain: Option<Id<super::model::Chain<'d>>>) -> Fact<'d> {
        let actions = chain.map_or(&[][..], |chain| &self.chains[chain].actions);
        Fact::Parts(self.records(actions))
    }

    fn records(&self, actions: &[Id<Action<'d>>]) -> Vec<RecordAt<'d>> {
        actions.iter().map(|&id| record(id, self.actions[id].node)).collect()
    }
}

fn text_fact(extraction: Extraction, node: Node<'_>) -> Option<Located<'_>> {
    let fact = match extraction {
        Extraction::ExpressionText | Extraction::LiteralText => Fact::Text(node.text().into()),
        Extraction::IsBalanced if is_unreadable(node) => Fact::Unknown(Why::Token),
        Extraction::IsBalanced => is_balanced(node.text()).into(),
        _ => return None,
    };
    Some(Located { fact, place: (node, Part::Value) })
}

/// The name of the queue that an action's expression looks up: `targetQueue: {exp: FindQueue("Billing")}`, and the
/// expression. `None` for everything else.
pub fn called_queue(action: Node<'_>) -> Option<(&str, Node<'_>)> {
    let expression = action.get("targetQueue")?.get("exp")?;
    let name = only_argument(expression.as_str()?, "FindQueue")?;
    (!expression.has_token()).then_some((name, expression))
}

fn queue_fact<'d>(action: &Action<'d>) -> Located<'d> {
    match called_queue(action.node) {
        Some((name, node)) => Located { fact: Fact::Text(name.into()), place: (node, Part::Value) },
        None => Located { fact: Fact::Absent, place: action.place },
    }
}

fn record<T>(id: Id<T>, node: Node<'_>) -> RecordAt<'_> {
    RecordAt { node, at: u32::try_from(id.at()).unwrap_or(u32::MAX) }
}

fn all<'d, T>(table: &Table<T>, node: impl Fn(&T) -> Node<'d>) -> Vec<RecordAt<'d>> {
    table.ids().map(|id| record(id, node(&table[id]))).collect()
}
