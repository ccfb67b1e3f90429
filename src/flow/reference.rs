//! References inside a flow: `/inboundCall/tasks/task[Billing_12]`, `./menus/menu[Main_10]`.

use rustc_hash::FxHashMap;

use super::model::{Container, ContainerKind, Graph, Target, Why};
use super::table::Id;
use crate::document::Node;

/// What a reference can lead to.
#[derive(Clone, Copy)]
enum Known<'d> {
    Container(Id<Container<'d>>),
    Choice,
}

/// The parts of a flow that references can name.
pub(super) struct Targets<'d> {
    flow_type: &'d str,
    /// By the word in front of the id, and the id.
    by_id: FxHashMap<(&'d str, &'d str), Known<'d>>,
    /// There is an id that nobody can read.
    has_unreadable: bool,
}

impl<'d> Targets<'d> {
    /// The containers and choices of a flow, whose type is `flow_type`.
    pub(super) fn of(graph: &Graph<'d>, flow_type: &'d str) -> Self {
        let mut targets = Self { flow_type, by_id: FxHashMap::default(), has_unreadable: false };
        for id in graph.containers.ids() {
            let container = &graph.containers[id];
            targets.add(container.kind.word(), container.ref_id, Known::Container(id));
        }
        for action in graph.actions.iter().filter(|action| action.is_choice) {
            let word = action.node.key().unwrap_or_default();
            targets.add(word, action.node.get("refId"), Known::Choice);
        }
        targets
    }

    fn add(&mut self, word: &'d str, id: Option<Node<'d>>, known: Known<'d>) {
        let Some(id) = id else { return };
        self.has_unreadable |= is_unreadable(id);
        self.by_id.entry((word, id.text())).or_insert(known);
    }

    /// What the value under the key `field` leads to.
    pub(super) fn resolve(&self, graph: &Graph<'d>, field: &str, value: Node<'d>) -> Target<'d> {
        if is_unreadable(value) {
            return Target::Unknown(Why::Token);
        }
        let Some((flow_type, path)) = value.as_str().and_then(split) else {
            return Target::Unknown(Why::Undetermined);
        };
        if flow_type.is_some_and(|name| !name.eq_ignore_ascii_case(self.flow_type)) {
            return Target::OtherFlow;
        }
        let found = segments(path).find_map(|(word, id)| self.by_id.get(&(word, id)).copied());
        match found {
            Some(known) => allowed(graph, field, known),
            None if self.has_unreadable => Target::Unknown(Why::Token),
            None => Target::Missing,
        }
    }
}

/// Whether a token, or a template of another tool, stands in the text.
pub(super) fn is_unreadable(node: Node<'_>) -> bool {
    node.has_token() || node.text().contains("${")
}

/// The flow type of an absolute reference, and the path behind it.
fn split(text: &str) -> Option<(Option<&str>, &str)> {
    if let Some(path) = text.strip_prefix('.') {
        return path.starts_with('/').then_some((None, path));
    }
    let rest = text.strip_prefix('/')?;
    let end = rest.find('/')?;
    Some((Some(&rest[..end]), &rest[end..]))
}

/// Everything in a path that may be its last segment, `word[id]`: an id may hold `/` and `[` itself.
fn segments(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.rmatch_indices('/').filter_map(|(at, _)| {
        let segment = path.get(at + 1..)?.strip_suffix(']')?;
        segment.split_once('[')
    })
}

fn allowed<'d>(graph: &Graph<'d>, field: &str, known: Known<'d>) -> Target<'d> {
    match (field, known) {
        ("startUpRef" | "targetTaskRef" | "targetStateRef", Known::Choice) => {
            Target::WrongKind(None)
        }
        (_, Known::Choice) => Target::Choice,
        (_, Known::Container(id)) => {
            let kind = graph.containers[id].kind;
            let is_allowed = expected(field).is_none_or(|expected| expected == kind);
            if is_allowed { Target::Container(id) } else { Target::WrongKind(Some(id)) }
        }
    }
}

/// What a key says about what it leads to.
pub(super) fn expected(field: &str) -> Option<ContainerKind> {
    match field {
        "targetTaskRef" | "taskReference" => Some(ContainerKind::Task),
        "targetStateRef" | "stateReference" => Some(ContainerKind::State),
        "targetMenuRef" | "defaultChildMenuRef" | "menuReference" => Some(ContainerKind::Menu),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(path: &str) -> Option<(&str, &str)> {
        segments(path).next()
    }

    #[test]
    fn references_are_absolute_or_relative() {
        let absolute = split("/inboundCall/tasks/task[a]");
        assert_eq!(absolute, Some((Some("inboundCall"), "/tasks/task[a]")));
        assert_eq!(split("./menus/menu[a]"), Some((None, "/menus/menu[a]")));
        for text in ["", "a", "/", "/inboundCall", ".a", "task[a]"] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_segment_says_what_and_which() {
        assert_eq!(last("/tasks/task[Credit Card_49]"), Some(("task", "Credit Card_49")));
        assert_eq!(last("/menus/menu[a]/choices/menuTask[b]"), Some(("menuTask", "b")));
        assert_eq!(last("/tasks/task[a"), None);
        let odd: Vec<_> = segments("/tasks/task[and/or [x]_1]").collect();
        assert!(odd.contains(&("task", "and/or [x]_1")), "{odd:?}");
    }
}
