//! Which outcomes that go wrong a flow takes no notice of, although it has no path for some of them.
//!
//! A path of its own is not the only way to handle a failure: what stands behind a transfer runs when it fails, the same is
//! true where the path for success leaves, and a result can be asked afterwards whether it is there.

use rustc_hash::{FxHashMap, FxHashSet};

use super::architect::WRITTEN;
use super::model::{Action, Chain, Graph, Owner, Variable};
use super::table::Id;
use super::words::{Ends, Word};
use crate::document::{Node, NodeKind};

/// Outcomes that go wrong.
const WRONG: [&str; 3] = ["failure", "notFound", "timeout"];

/// Actions that end an interaction or a flow without a word.
const SILENT: [&str; 7] = [
    "disconnect",
    "endFlow",
    "endState",
    "endWorkflow",
    "exitBotFlow",
    "exitWorkitemFlow",
    "menuDisconnect",
];

/// Calls of other flows, which an agent can do without.
const CALLS: [&str; 3] = ["callBotFlow", "callCommonModule", "callDigitalBotFlow"];

/// Actions that may stand on the way to an agent.
const ON_THE_WAY: [&str; 11] = [
    "addFlowMilestone",
    "getParticipantData",
    "playAudio",
    "sendAutoReply",
    "sendResponse",
    "setFlowOutcome",
    "setParticipantData",
    "setScreenPop",
    "setUtilizationLabel",
    "setWrapupCode",
    "updateData",
];

/// Actions that go one way or another by what a variable holds.
const TESTS: [&str; 2] = ["decision", "switch"];

/// How many actions on the way to an agent are looked at.
const MAX_WAY: usize = 16;

/// How many values of an action are searched for the variables that it writes.
const MAX_VALUES: usize = 4000;

/// The names of variables, in lower case, that an action writes.
#[derive(Default)]
struct Written {
    results: FxHashSet<String>,
    errors: FxHashSet<String>,
    /// Not everything was looked at.
    is_cut: bool,
}

impl<'d> Graph<'d> {
    /// Finds out for each action which of the outcomes that go wrong nothing in the flow takes notice of.
    pub(super) fn find_unnoticed(&mut self) {
        self.find_tested();
        let next = self.next();
        let mut unnoticed: Vec<(Id<Action<'d>>, Vec<&'static str>)> = Vec::new();
        {
            let variables: FxHashMap<String, &Variable<'d>> =
                self.variables.iter().map(|this| (this.name.to_lowercase(), this)).collect();
            for id in self.actions.ids() {
                let Action { known: Some(word), chain: Some(_), .. } = self.actions[id] else {
                    continue;
                };
                let missing = self.missing(id, word);
                if !missing.is_empty() {
                    let left = self.unnoticed(id, word, missing, &next, &variables);
                    unnoticed.push((id, left));
                }
            }
        }
        for (id, outcomes) in unnoticed {
            self.actions[id].unnoticed = outcomes;
        }
    }

    /// A variable that begins with a literal is asked by whatever goes one way or another by its value: the literal says
    /// what is so where nothing gives it another. What begins with nothing is asked how much is there.
    fn find_tested(&mut self) {
        let (mut tested, mut measured) = (FxHashSet::default(), FxHashSet::default());
        for action in self.actions.iter().filter(|action| TESTS.contains(&&*action.word)) {
            for value in own_values(action.node).take(MAX_VALUES) {
                let names = names_in(value).map(str::to_lowercase);
                let is_measure = super::expression::measures(value.text());
                if is_measure { measured.extend(names) } else { tested.extend(names) }
            }
        }
        for id in self.variables.ids() {
            let Variable { name, has_default, .. } = &self.variables[id];
            let name = name.to_lowercase();
            let is_asked = measured.contains(&name) || *has_default && tested.contains(&name);
            self.variables[id].is_asked |= is_asked;
        }
    }

    /// The outcomes that go wrong and have no path.
    fn missing(&self, id: Id<Action<'d>>, word: &Word) -> Vec<&'static str> {
        let outcomes = word.outcomes.iter().copied();
        outcomes
            .filter(|name| WRONG.contains(name) && !self.handles(&self.actions[id], name))
            .collect()
    }

    fn unnoticed(
        &self,
        id: Id<Action<'d>>,
        word: &Word,
        mut missing: Vec<&'static str>,
        next: &[Option<Id<Action<'d>>>],
        variables: &FxHashMap<String, &Variable<'d>>,
    ) -> Vec<&'static str> {
        let has_path = |name: &&str| WRONG.contains(name) && self.handles(&self.actions[id], name);
        let handled: Vec<_> = word.outcomes.iter().filter(|name| has_path(name)).collect();
        if word.name == "callData" && !handled.is_empty() {
            // Whoever says what happens on the one means to say it on the other.
            return missing;
        }
        let written = written(self.actions[id].node);
        let is_asked = |name: &String| variables.get(name).is_some_and(|this| this.is_asked);
        let is_told = |this: &&Variable<'_>| this.is_read != Ok(false) || this.is_output;
        let is_read = |name: &String| variables.get(name).is_some_and(is_told);
        if written.is_cut || written.results.iter().any(is_asked) {
            return Vec::new();
        }
        if written.errors.iter().any(is_read) {
            missing.retain(|name| *name != "failure");
        }
        // It brings nothing that anything needs: it logs something, or tells another system.
        let is_aside = word.name == "callData"
            && written.results.is_empty()
            && !self.handles(&self.actions[id], "success");
        if is_aside || handled.is_empty() && self.goes_on_well(id, word, next, &written) {
            return Vec::new();
        }
        missing
    }

    /// Whether what runs behind the action is meant for what goes wrong, or does without what it was to bring.
    fn goes_on_well(
        &self,
        id: Id<Action<'d>>,
        word: &Word,
        next: &[Option<Id<Action<'d>>>],
        written: &Written,
    ) -> bool {
        let Some(behind) = next[id.at()] else { return false };
        let leaves = word.ends == Ends::Maybe || self.leaves_on_success(id);
        let is_silent = SILENT.contains(&&*self.actions[behind].word);
        let calls_flow = CALLS.contains(&word.name);
        leaves && !is_silent || calls_flow && self.leads_to_agent(behind, next, written)
    }

    fn leaves_on_success(&self, id: Id<Action<'d>>) -> bool {
        let outcomes = self.actions[id].outcomes.iter().map(|&outcome| &self.outcomes[outcome]);
        let mut good = outcomes.filter(|outcome| matches!(&*outcome.name, "success" | "found"));
        let Some(chain) = good.next().and_then(|outcome| outcome.chain) else { return false };
        let Chain { owner, actions, .. } = &self.chains[chain];
        let word = actions.last().and_then(|&last| self.actions[last].known);
        // A path that leads to no action of the container, or into another path, comes back nowhere.
        matches!(owner, Owner::Nothing) || word.is_some_and(|word| word.ends != Ends::Never)
    }

    /// Whether the actions from here on hand over to somebody, whatever the variables hold, or say what to do with any other
    /// result.
    fn leads_to_agent(
        &self,
        from: Id<Action<'d>>,
        next: &[Option<Id<Action<'d>>>],
        written: &Written,
    ) -> bool {
        let mut here = Some(from);
        for _ in 0..MAX_WAY {
            let Some(id) = here else { return false };
            let action = &self.actions[id];
            if action.word.starts_with("transferTo") {
                return !reads_any(action.node, &written.results);
            }
            if action.word == "switch" && self.handles(action, "default") {
                return reads_any(action.node, &written.results);
            }
            if !ON_THE_WAY.contains(&&*action.word) {
                return false;
            }
            here = next[id.at()];
        }
        false
    }

    /// By action: what runs next where no outcome of it says otherwise. The end of a loop's list is the next round.
    fn next(&self) -> Vec<Option<Id<Action<'d>>>> {
        let mut next = vec![None; self.actions.len()];
        for chain in &self.chains {
            for pair in chain.actions.windows(2) {
                next[pair[0].at()] = Some(pair[1]);
            }
        }
        // What is around an action comes before it.
        for &id in &self.outside_in {
            let Some(chain) = self.actions[id].chain else { continue };
            let Chain { owner, actions, .. } = &self.chains[chain];
            if let Owner::Outcome(outer) = *owner
                && actions.last() == Some(&id)
                && self.actions[outer].word != "loop"
            {
                next[id.at()] = next[outer.at()];
            }
        }
        next
    }
}

/// The variables that an action writes, without those that actions in its outcomes write.
fn written(action: Node<'_>) -> Written {
    let mut written = Written::default();
    let inside = action.members().filter(|node| !is_outcomes(*node));
    let mut open: Vec<(Node<'_>, Option<Bound>)> = inside.map(|node| (node, None)).collect();
    let mut seen = 0;
    while let Some((node, around)) = open.pop() {
        seen += 1;
        if seen > MAX_VALUES {
            written.is_cut = true;
            break;
        }
        let bound = around.or(Bound::by(node.key().unwrap_or_default()));
        let text = match node.kind() {
            NodeKind::Object => node.get("text").filter(|_| node.get("config").is_some()),
            NodeKind::Array | NodeKind::Null => None,
            _ => Some(node).filter(|_| matches!(node.key(), Some("var" | "variable"))),
        };
        if let (Some(bound), Some(text)) = (bound, text.filter(|text| !text.text().is_empty())) {
            let errors = &mut written.errors;
            let names = if bound == Bound::Error { errors } else { &mut written.results };
            names.insert(text.text().to_lowercase());
        }
        open.extend(node.items().chain(node.members()).map(|inner| (inner, bound)));
    }
    written
}

/// What an action says in the variables that it writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Result,
    Error,
}

impl Bound {
    fn by(key: &str) -> Option<Self> {
        match key {
            "failureOutputs" | "errorBindings" => Some(Self::Error),
            "var" | "outputs" => Some(Self::Result),
            _ => WRITTEN.contains(&key).then_some(Self::Result),
        }
    }
}

/// Whether other actions stand there; flow configuration has bindings under the key `outputs`.
fn is_outcomes(node: Node<'_>) -> bool {
    match node.key() {
        Some("outputs") => node.kind() == NodeKind::Object,
        Some("actions") => node.kind() == NodeKind::Array,
        _ => false,
    }
}

/// An action and the values in it, without those of actions in its outcomes.
fn own_values(action: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut open = vec![action];
    std::iter::from_fn(move || {
        let node = open.pop()?;
        open.extend(node.items().chain(node.members()).filter(|inner| !is_outcomes(*inner)));
        Some(node)
    })
}

/// The names in an expression; none in what is no scalar.
fn names_in(node: Node<'_>) -> impl Iterator<Item = &str> {
    let is_scalar = !matches!(node.kind(), NodeKind::Array | NodeKind::Object);
    super::expression::names(if is_scalar { node.text() } else { "" })
}

/// Whether a value names one of these variables anywhere.
fn reads_any(action: Node<'_>, names: &FxHashSet<String>) -> bool {
    let mut values = own_values(action);
    for _ in 0..MAX_VALUES {
        let Some(value) = values.next() else { return false };
        if names_in(value).any(|name| names.contains(&name.to_lowercase())) {
            return true;
        }
    }
    true
}
