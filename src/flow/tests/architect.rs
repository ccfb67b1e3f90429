//! Flow configuration.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::catalog::{Extraction, Form};
use crate::document::{Document, Syntax, parse};
use crate::flow::{Fact, Graph, Target};
use crate::source::Source;

fn document(text: &str) -> Document {
    let parsed = parse(&Arc::new(Source::new("flow.json", text)), Syntax::Json);
    assert_eq!(parsed.error, None);
    parsed.documents.into_iter().next().expect("a document")
}

/// A flow that begins with a task, which asks a data action and then a decision; and a menu beside it.
const FLOW: &str = r#"{
  "name": "Main line", "type": "inboundcall", "initialSequence": "task-1",
  "variables": [{"__type": "StringVariable", "name": "Flow.Answer", "isCollection": true, "isInput": true}],
  "flowSequenceItemList": [
    {"__type": "Task", "id": "task-1", "name": "Start", "startAction": "a1", "actionList": [
      {"__type": "DecisionAction", "id": "a2", "name": "Enough?",
       "expression": {"text": "Flow.Tries > 3", "type": "bln", "config": {">": {}}, "version": 2},
       "paths": [{"outputId": "__YES__", "nextActionId": "a3", "label": "Yes"}, {"outputId": "__NO__", "label": "No"}]},
      {"__type": "DataAction", "id": "a1", "name": "Ask", "nextAction": "a2",
       "outputs": [{"name": "x", "value": {"text": "Flow.Answer", "type": "str", "config": {"ref": {}}}}],
       "paths": [{"outputId": "__SUCCESS__"}, {"outputId": "__NOT_FOUND__", "nextActionId": "a4"}, {"outputId": "12-34", "label": "Odd"}]},
      {"__type": "DisconnectAction", "id": "a3", "name": "End", "nextAction": "a5"},
      {"__type": "TransferMenuAction", "id": "a4", "name": "To menu", "menuReference": "menu-1"},
      {"__type": "PlayAudioAction", "id": "a5", "name": "Too late"},
      {"__type": "PlayAudioAction", "id": "a6", "name": "Lost"}
    ]},
    {"__type": "Menu", "id": "menu-1", "name": "Menu", "menuChoiceList": [
      {"digit": 1, "name": "One", "action": {"__type": "TransferTaskAction", "id": "c1", "name": "One", "taskReference": "task-9"}},
      {"digit": 1, "name": "Also one", "action": {"__type": "TaskAction", "id": "c2", "name": "Also one", "taskReference": "menu-1"}}
    ]},
    {"__type": "Task", "id": "task-2", "name": "Aside", "startAction": "b1", "actionList": [
      {"__type": "LoopAction", "id": "b1", "name": "Again", "path": {"outputId": "__LOOP__", "nextActionId": "b2"}},
      {"__type": "PlayAudioAction", "id": "b2", "name": "Wait", "nextAction": "b9"}
    ]}
  ]
}"#;

fn named(graph: &Graph<'_>, fact: Extraction) -> Vec<String> {
    let is_true =
        |at: &u32| graph.fact(fact, *at).map(|found| found.fact) == Some(Fact::Bool(true));
    let true_ones = (0..u32::try_from(graph.actions.len()).expect("few")).filter(is_true);
    let name = |at: u32| graph.actions.get(at as usize).expect("it").node.get("name");
    true_ones.map(|at| name(at).map_or("?", |name| name.text()).to_owned()).collect()
}

#[test]
fn lists_are_followed_from_action_to_action() {
    let document = document(FLOW);
    let graph = Graph::of(document.root(), Form::Architect);
    assert_eq!(named(&graph, Extraction::IsDead), ["Too late", "Lost"]);
    assert_eq!(named(&graph, Extraction::RepeatsDtmf), ["Also one"]);
    // `Wait` is followed by an action that is not there, which is a reference that leads to nothing.
    assert_eq!(named(&graph, Extraction::FallsOff), ["Enough?", "Again"]);
    let words: Vec<_> = graph.actions.iter().map(|action| action.word.as_ref()).collect();
    assert_eq!(
        words,
        [
            "decision",
            "callData",
            "disconnect",
            "jumpToMenu",
            "playAudio",
            "playAudio",
            "jumpToTask",
            "jumpToTask",
            "loop",
            "playAudio"
        ]
    );
    let unlisted =
        graph.actions.iter().filter(|action| action.chain.is_none() && !action.is_choice);
    assert_eq!(unlisted.count(), 0);
}

#[test]
fn outcomes_have_archys_names() {
    let document = document(FLOW);
    let graph = Graph::of(document.root(), Form::Architect);
    let texts = |extraction| graph.fact(extraction, 1).map(|found| found.fact);
    assert_eq!(texts(Extraction::HandledOutcomes), Some(Fact::Texts(vec!["notFound".into()])));
    let missing = ["success", "failure", "timeout"].map(Into::into).to_vec();
    assert_eq!(texts(Extraction::UnhandledOutcomes), Some(Fact::Texts(missing)));
    let names: Vec<_> = graph.outcomes.iter().map(|outcome| outcome.name.as_ref()).collect();
    assert!(names.contains(&"Odd"), "{names:?}");
}

#[test]
fn references_are_ids() {
    let document = document(FLOW);
    let graph = Graph::of(document.root(), Form::Architect);
    let target =
        |field: &str| graph.jumps.iter().find(|jump| jump.field == field).expect(field).target;
    assert!(matches!(target("initialSequence"), Target::Container(_)));
    assert!(matches!(target("menuReference"), Target::Container(_)));
    assert_eq!(target("nextAction"), Target::Missing);
    let tasks: Vec<_> = graph.jumps.iter().filter(|jump| jump.field == "taskReference").collect();
    assert_eq!(tasks[0].target, Target::Missing);
    assert!(matches!(tasks[1].target, Target::WrongKind(Some(_))));
    let reach: Vec<_> = graph.containers.iter().map(|container| container.reach.is_ok()).collect();
    assert_eq!(reach, [true, true, false]);
}

#[test]
fn variables_are_declared_read_and_written() {
    let document = document(FLOW);
    let graph = Graph::of(document.root(), Form::Architect);
    let shown: Vec<_> = graph
        .variables
        .iter()
        .map(|one| (one.name.as_ref(), one.ty.as_deref(), one.is_read, one.is_written))
        .collect();
    assert_eq!(
        shown,
        [
            ("Flow.Answer", Some("stringCollection"), Ok(false), Ok(true)),
            ("Flow.Tries", None, Ok(true), Ok(false)),
        ]
    );
}

#[test]
fn a_circle_of_actions_ends() {
    let text = r#"{"flowSequenceItemList": [{"__type": "Task", "id": "t", "startAction": "a", "actionList": [
      {"__type": "PlayAudioAction", "id": "a", "nextAction": "b"}, {"__type": "PlayAudioAction", "id": "b", "nextAction": "a"}]}]}"#;
    let document = document(text);
    let graph = Graph::of(document.root(), Form::Architect);
    assert_eq!(graph.actions.iter().filter(|action| action.falls_off).count(), 0);
}

/// A flow of one task: decisions, each inside a path of the one before, with a list behind each.
fn large(decisions: usize) -> String {
    let mut actions = String::new();
    for at in 0..decisions {
        let _ = write!(
            actions,
            r#"{{"__type": "DecisionAction", "id": "d{at}", "nextAction": "p{at}", "paths": [{{"outputId": "__YES__", "nextActionId": "d{}"}}]}},
            {{"__type": "PlayAudioAction", "id": "p{at}"}},"#,
            at + 1
        );
    }
    format!(
        r#"{{"initialSequence": "t", "flowSequenceItemList": [{{"__type": "Task", "id": "t", "startAction": "d0", "actionList": [{actions}
        {{"__type": "DisconnectAction", "id": "d{decisions}"}}]}}]}}"#
    )
}

#[test]
fn deep_flows_take_linear_time() {
    let time = |decisions| {
        let document = document(&large(decisions));
        let begin = Instant::now();
        let graph = Graph::of(document.root(), Form::Architect);
        assert_eq!(
            graph.actions.iter().filter(|action| action.chain.is_some()).count(),
            2 * decisions + 1
        );
        assert_eq!(graph.actions.iter().filter(|action| action.falls_off).count(), 1);
        begin.elapsed()
    };
    time(1_000);
    let (small, large) = (time(2_000), time(20_000));
    assert!(large < small * 60 + Duration::from_millis(50), "{small:?} {large:?}");
}
