//! How deep actions stand in one another, which stand in a loop, and which loops something leaves.

use super::model::{Action, Graph, Owner, Why};
use super::table::Id;
use super::words::Ends;

impl<'d> Graph<'d> {
    /// All answers, one pass from the outside in and one from the inside out.
    pub(super) fn find_nesting(&mut self) {
        self.find_depths();
        self.find_exits();
    }

    /// The action in one of whose outcomes an action stands.
    fn around(&self, id: Id<Action<'d>>) -> Option<Id<Action<'d>>> {
        match self.chains[self.actions[id].chain?].owner {
            Owner::Outcome(outer) => Some(outer),
            Owner::Container | Owner::Nothing => None,
        }
    }

    /// From the outside in.
    fn find_depths(&mut self) {
        for at in 0..self.outside_in.len() {
            let id = self.outside_in[at];
            let outer = self.around(id).map(|outer| self.actions[outer].depth);
            let chain = self.actions[id].chain.map(|chain| self.chains[chain].owner);
            self.actions[id].in_loop = match chain {
                Some(Owner::Outcome(outer)) if self.actions[outer].word == "loop" => Ok(true),
                Some(Owner::Outcome(outer)) => self.actions[outer].in_loop,
                Some(Owner::Nothing) => Err(Why::Undetermined),
                Some(Owner::Container) | None => Ok(false),
            };
            self.actions[id].depth = outer.map_or(0, |depth| depth.saturating_add(1));
        }
    }

    /// From the inside out. Of an action that nobody knows it is not known that it stays.
    fn find_exits(&mut self) {
        for at in (0..self.outside_in.len()).rev() {
            let id = self.outside_in[at];
            let Some(outer) = self.around(id) else { continue };
            let Action { word, known, can_leave, .. } = &self.actions[id];
            let is_exit = match (&**word, known) {
                // What leaves an inner loop may leave this one as well.
                ("loop", _) => *can_leave,
                ("loopNext", _) => false,
                (_, Some(known)) => *can_leave || known.ends != Ends::Never,
                (_, None) => true,
            };
            self.actions[outer].can_leave |= is_exit;
        }
    }
}
