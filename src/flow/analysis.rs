//! What follows from the shape of a flow: what is reached, what never runs, where a path ends unclosed, which jumps go in
//! circles. Each question is one pass.

use rustc_hash::FxHashSet;

use super::model::{Action, Chain, Container, ContainerKind, Graph, Owner, Target, Why};
use super::table::Id;
use super::words::Ends;
use crate::document::Node;

/// What is known of the end of every action and every list of them.
struct Endings {
    /// By action: nothing behind it ever runs.
    of_action: Vec<bool>,
    /// By list: it is never left at its end.
    of_chain: Vec<bool>,
    /// By list: it is left at its end, at once and without having left its container.
    is_quick: Vec<bool>,
}

impl<'d> Graph<'d> {
    /// Answers every question about the flow.
    pub(super) fn analyse(&mut self) {
        let endings = self.endings();
        self.find_dead(&endings);
        self.find_open_ends(&endings);
        self.find_duplicates();
        self.find_reachable();
        self.find_circles(&endings);
    }

    /// From the inside out: an action ends where all its outcomes do.
    fn endings(&self) -> Endings {
        let mut endings = Endings {
            of_action: vec![false; self.actions.len()],
            of_chain: vec![false; self.chains.len()],
            is_quick: vec![true; self.chains.len()],
        };
        for &id in self.outside_in.iter().rev() {
            let ends = self.ends(id, &endings);
            endings.of_action[id.at()] = ends;
            let Some(chain) = self.actions[id].chain else { continue };
            endings.of_chain[chain.at()] |= ends;
            endings.is_quick[chain.at()] &= !ends && self.is_quick(id, &endings);
        }
        endings
    }

    fn ends(&self, id: Id<Action<'d>>, endings: &Endings) -> bool {
        let action = &self.actions[id];
        match action.known {
            // Where there is no loop to leave, nothing is said of what it does.
            Some(_) if action.leaves_no_loop() => false,
            Some(word) if word.ends == Ends::Always => true,
            Some(word) => {
                let all = self.chains_of(action).all(|chain| endings.of_chain[chain.at()]);
                all && self.is_exhausted(action, word.outcomes, word.is_exhaustive)
            }
            None => false,
        }
    }

    /// Whether one of the handled outcomes always follows.
    fn is_exhausted(&self, action: &Action<'d>, outcomes: &[&str], is_exhaustive: bool) -> bool {
        if action.word == "switch" {
            return self.handles(action, "default");
        }
        is_exhaustive && outcomes.iter().all(|outcome| self.handles(action, outcome))
    }

    fn is_quick(&self, id: Id<Action<'d>>, endings: &Endings) -> bool {
        let action = &self.actions[id];
        action.known.is_some_and(|word| word.is_quick)
            && self.chains_of(action).all(|chain| endings.is_quick[chain.at()])
    }

    /// Whether the action says what follows on this outcome.
    pub(super) fn handles(&self, action: &Action<'d>, outcome: &str) -> bool {
        let named = action.outcomes.iter().map(|&id| &self.outcomes[id]);
        named.into_iter().any(|this| this.name == outcome && !self.is_empty(this.chain))
    }

    /// Whether no action stands there, nor is named.
    pub(super) fn is_empty(&self, chain: Option<Id<Chain<'d>>>) -> bool {
        let chain = chain.map(|chain| &self.chains[chain]);
        chain.is_none_or(|chain| chain.actions.is_empty() && !chain.leads_on)
    }

    fn chains_of(&self, action: &Action<'d>) -> impl Iterator<Item = Id<Chain<'d>>> {
        action.outcomes.iter().filter_map(|&outcome| self.outcomes[outcome].chain)
    }

    /// The action right behind the first one that ends its list.
    fn find_dead(&mut self, endings: &Endings) {
        for chain in &self.chains {
            let mut actions = chain.actions.iter();
            let ended = actions.find(|action| endings.of_action[action.at()]);
            if let Some(&dead) = ended.and(actions.next()) {
                self.actions[dead].is_dead = true;
            }
        }
    }

    /// From the outside in: a list is open where nothing in it ends the path and nothing follows what it belongs to.
    fn find_open_ends(&mut self, endings: &Endings) {
        let mut is_open: Vec<Option<bool>> = vec![None; self.chains.len()];
        for at in 0..self.outside_in.len() {
            let id = self.outside_in[at];
            let Some(chain) = self.actions[id].chain else { continue };
            let is_open_here = match (is_open[chain.at()], self.chains[chain].owner) {
                (Some(known), _) => known,
                (None, Owner::Container) => true,
                (None, Owner::Outcome(outer)) => self.is_open_behind(outer, &is_open),
                (None, Owner::Nothing) => false,
            };
            let is_open_here = is_open_here && !endings.of_chain[chain.at()];
            is_open[chain.at()] = Some(is_open_here);
            let is_last = self.chains[chain].actions.last() == Some(&id);
            self.actions[id].falls_off = is_open_here && is_last && self.goes_on(&self.actions[id]);
        }
    }

    /// Whether a list that belongs to an outcome of this action runs off the container at its end. The end of a loop's
    /// list is the next round.
    fn is_open_behind(&self, outer: Id<Action<'d>>, is_open: &[Option<bool>]) -> bool {
        let action = &self.actions[outer];
        let Some(chain) = action.chain.filter(|_| action.word != "loop") else { return false };
        let is_last = self.chains[chain].actions.last() == Some(&outer);
        is_last && is_open[chain.at()] == Some(true)
    }

    /// Whether control certainly gets behind an action by the action's own doing, not by that of its outcomes.
    fn goes_on(&self, action: &Action<'d>) -> bool {
        let Some(word) = action.known.filter(|word| word.ends == Ends::Never) else { return false };
        let handles_some = self.chains_of(action).any(|chain| !self.is_empty(Some(chain)));
        if !handles_some || action.word == "loop" {
            return true;
        }
        // What no case of a switch matches goes on behind it.
        let is_exhaustive = word.is_exhaustive || action.word == "switch";
        is_exhaustive && !self.is_exhausted(action, word.outcomes, true)
    }

    /// Containers that the flow begins with, or that lead on from there.
    fn find_reachable(&mut self) {
        let mut open: Vec<Id<Container<'d>>> = self.entries.clone();
        open.extend(self.containers.ids().filter(|&id| self.containers[id].is_start));
        let has_start = self.containers.iter().any(|container| container.is_start);
        let mut leads: Vec<Vec<Id<Container<'d>>>> = vec![Vec::new(); self.containers.len()];
        let mut doubt = self.leads_anywhere;
        for jump in &self.jumps {
            doubt = doubt.or(jump.target.doubt());
            if let (Some(from), Some(to)) = (jump.from, jump.target.container()) {
                leads[from.at()].push(to);
            }
        }
        doubt = doubt.or((!has_start).then_some(Why::Dangling));
        for container in self.containers.ids() {
            // What was meant to lead to the second container of one id leads to the first.
            let is_copy = self.containers[container].is_duplicate;
            let doubt = doubt.or(is_copy.then_some(Why::Dangling));
            self.containers[container].reach = doubt.map_or(Ok(false), Err);
        }
        while let Some(container) = open.pop() {
            if self.containers[container].reach != Ok(true) {
                self.containers[container].reach = Ok(true);
                open.extend(&leads[container.at()]);
            }
        }
    }

    fn find_duplicates(&mut self) {
        let mut ids: FxHashSet<(ContainerKind, &str)> = FxHashSet::default();
        for id in self.containers.ids() {
            let container = &self.containers[id];
            let Some(ref_id) = container.ref_id.filter(|id| !id.has_token()) else { continue };
            self.containers[id].is_duplicate = !ids.insert((container.kind, ref_id.text()));
        }
        for menu in &self.menus {
            let mut keys: FxHashSet<&str> = FxHashSet::default();
            for &choice in &menu.choices {
                let key = self.actions[choice].dtmf.filter(|key| !key.has_token()).map(Node::text);
                let is_repeated = key.is_some_and(|key| !keys.insert(key));
                self.actions[choice].repeats_dtmf = is_repeated;
            }
        }
    }

    /// Jumps on a circle of containers, each of which always goes on to the next one at once.
    fn find_circles(&mut self, endings: &Endings) {
        let mut targets: Vec<Option<Target<'d>>> = vec![None; self.actions.len()];
        for jump in &self.jumps {
            if let Some(action) = jump.action {
                targets[action.at()] = Some(jump.target);
            }
        }
        let next: Vec<_> =
            self.containers.ids().map(|id| self.always_next(id, endings, &targets)).collect();
        // By container: in which walk it was met first.
        let mut met: Vec<Option<usize>> = vec![None; self.containers.len()];
        for start in self.containers.ids() {
            let mut here = Some(start);
            while let Some(container) = here.filter(|id| met[id.at()].is_none()) {
                met[container.at()] = Some(start.at());
                here = next[container.at()].map(|(_, to)| to);
            }
            let circle = here.filter(|id| met[id.at()] == Some(start.at()));
            let mut on = circle.and_then(|id| next[id.at()]);
            while let Some((jump, to)) = on.filter(|(jump, _)| !self.actions[*jump].is_endless) {
                self.actions[jump].is_endless = true;
                on = next[to.at()];
            }
        }
    }

    /// Where a container always goes on to, and by which jump: `None` where it may end, wait, or go elsewhere.
    fn always_next(
        &self,
        container: Id<Container<'d>>,
        endings: &Endings,
        targets: &[Option<Target<'d>>],
    ) -> Option<(Id<Action<'d>>, Id<Container<'d>>)> {
        let chain = self.containers[container].chain?;
        for &id in &self.chains[chain].actions {
            if let Some(target) = targets[id.at()].filter(|_| endings.of_action[id.at()]) {
                return Some((id, target.container()?));
            }
            if endings.of_action[id.at()] || !self.is_quick(id, endings) {
                return None;
            }
        }
        None
    }
}

impl Action<'_> {
    fn leaves_no_loop(&self) -> bool {
        matches!(&*self.word, "loopExit" | "loopNext") && self.in_loop == Ok(false)
    }
}

impl Target<'_> {
    /// Why what stands there may lead to any container.
    fn doubt(self) -> Option<Why> {
        match self {
            Self::Unknown(why) => Some(why),
            Self::Missing | Self::OtherFlow | Self::WrongKind(_) => Some(Why::Dangling),
            Self::Container(_) | Self::Choice => None,
        }
    }
}
