//! What follows from the shape of a flow.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::catalog::{Extraction, Form};
use crate::document::{Document, Syntax, parse};
use crate::flow::{Fact, Graph, Why};
use crate::source::Source;

fn document(text: &str) -> Document {
    let parsed = parse(&Arc::new(Source::new("flow.yaml", text)), Syntax::Yaml);
    parsed.documents.into_iter().next().expect("a document")
}

fn graph(document: &Document) -> Graph<'_> {
    Graph::of(document.root().members().next().expect("a flow"), Form::Archy)
}

/// The names of the actions for which a fact is true.
fn actions(text: &str, fact: Extraction) -> Vec<String> {
    let document = document(text);
    let graph = graph(&document);
    let is_true =
        |at: &u32| graph.fact(fact, *at).map(|found| found.fact) == Some(Fact::Bool(true));
    let true_ones = (0..u32::try_from(graph.actions.len()).expect("few")).filter(is_true);
    let name = |at: u32| graph.actions.get(at as usize).expect("it").node.get("name");
    true_ones.map(|at| name(at).map_or("?", |name| name.text()).to_owned()).collect()
}

/// A call flow whose one task has these actions.
fn task(actions: &str) -> String {
    format!(
        "inboundCall: {{startUpRef: './tasks/task[T]', tasks: [{{task: {{refId: T, actions: [{actions}]}}}}]}}"
    )
}

#[test]
fn a_list_ends_where_all_outcomes_of_one_of_its_actions_do() {
    let dead = |text: &str| actions(&task(text), Extraction::IsDead);
    let end = "{disconnect: {name: end}}";
    let on = "{playAudio: {name: on}}";
    let decision = |yes: &str, no: &str| {
        format!(
            "{{decision: {{name: d, outputs: {{yes: {{actions: [{yes}]}}, no: {{actions: [{no}]}}}}}}}}, {on}"
        )
    };
    assert_eq!(dead(&decision(end, end)), ["on"]);
    assert_eq!(dead(&decision(end, "")), [""; 0]);
    assert_eq!(dead(&decision(end, "{transferToAcd: {name: t}}")), [""; 0]);
    assert_eq!(dead(&decision(&decision(end, end), end)), ["on", "on"]);
    let switch = |default: &str| {
        format!(
            "{{switch: {{evaluate: {{firstTrue: {{default: {default}, cases: [{{case: {{actions: [{end}]}}}}]}}}}}}}}, {on}"
        )
    };
    assert_eq!(dead(&switch(&format!("{{actions: [{end}]}}"))), ["on"]);
    assert_eq!(dead(&switch("{}")), [""; 0]);
    assert_eq!(
        dead(&format!("{{callData: {{outputs: {{success: {{actions: [{end}]}}}}}}}}, {on}")),
        [""; 0]
    );
    assert_eq!(dead(&format!("{{somethingNew: {{}}}}, {on}")), [""; 0]);
}

#[test]
fn a_path_falls_off_where_nothing_follows_it_anywhere() {
    let off = |text: &str| actions(&task(text), Extraction::FallsOff);
    assert_eq!(off("{playAudio: {name: a}}"), ["a"]);
    assert_eq!(off("{playAudio: {name: a}}, {transferToAcd: {name: b}}"), [""; 0]);
    assert_eq!(
        off("{loop: {name: l, outputs: {loop: {actions: [{playAudio: {name: a}}]}}}}"),
        ["l"]
    );
    assert_eq!(
        off(
            "{decision: {name: d, outputs: {yes: {actions: [{playAudio: {name: a}}]}, no: {actions: [{endTask: {}}]}}}}"
        ),
        ["a"]
    );
    assert_eq!(off("{somethingNew: {name: s}}"), [""; 0]);
}

#[test]
fn outcomes_are_handled_where_actions_stand_in_them() {
    let text = task(
        "{callData: {outputs: {success: {actions: [{endTask: {}}]}, failure: {}, odd: {enabled: false}}}}",
    );
    let document = document(&text);
    let graph = graph(&document);
    let texts = |extraction| match graph.fact(extraction, 0).map(|found| found.fact) {
        Some(Fact::Texts(texts)) => texts,
        other => panic!("{other:?}"),
    };
    assert_eq!(texts(Extraction::HandledOutcomes), ["success"]);
    assert_eq!(texts(Extraction::UnhandledOutcomes), ["failure", "timeout"]);
}

#[test]
fn nothing_is_unreachable_where_a_reference_cannot_be_followed() {
    let reach = |reference: &str| {
        let text = format!(
            "workflow: {{startUpRef: './states/state[A]', states: [{{state: {{refId: A, actions: [{{changeState: {{targetStateRef: {reference}}}}}]}}}}, {{state: {{refId: B}}}}]}}"
        );
        let document = document(&text);
        graph(&document).containers.iter().last().expect("two").reach
    };
    assert_eq!(reach("'./states/state[B]'"), Ok(true));
    assert_eq!(reach("'/WORKFLOW/states/state[B]'"), Ok(true));
    assert_eq!(reach("'./states/state[A]'"), Ok(false));
    assert_eq!(reach("'./states/state[C]'"), Err(Why::Dangling));
    assert_eq!(reach("'./states/state[{{next}}]'"), Err(Why::Token));
    assert_eq!(reach("{exp: Flow.Next}"), Err(Why::Undetermined));
    assert_eq!(reach("somewhere"), Err(Why::Undetermined));
}

#[test]
fn two_undeclared_variables_of_one_expression_are_two() {
    let text = task(
        "{updateData: {statements: [{string: {variable: Flow.A, value: {exp: Flow.B + Flow.C + flow.a}}}]}}",
    );
    let document = document(&text);
    let graph = graph(&document);
    let shown: Vec<_> = graph
        .variables
        .iter()
        .map(|one| (one.name.as_ref(), one.is_read, one.is_written, one.is_declared))
        .collect();
    assert_eq!(
        shown,
        [
            ("Flow.A", Ok(true), Ok(true), false),
            ("Flow.B", Ok(true), Ok(false), false),
            ("Flow.C", Ok(true), Ok(false), false),
        ]
    );
}

#[test]
fn a_token_may_use_every_variable() {
    let text = "workflow: {variables: [{stringVariable: {name: Flow.A}}], startUpTaskActions: [{updateData: {value: {exp: '{{x}}'}}}]}";
    let document = document(text);
    let graph = graph(&document);
    let variable = graph.variables.get(0).expect("one");
    assert_eq!((variable.is_read, variable.is_written), (Err(Why::Token), Err(Why::Token)));
}

/// A flow of nested decisions, `depth` deep, then `width` tasks that jump to one another.
fn large(depth: usize, width: usize) -> String {
    let open = "{decision: {outputs: {yes: {actions: [";
    let nested = format!("{}{{disconnect: {{}}}}{}", open.repeat(depth), "]}}}}".repeat(depth));
    let mut text = format!(
        "inboundCall: {{startUpRef: './tasks/task[t0]', startUpTaskActions: [{nested}], tasks: ["
    );
    for at in 0..width {
        let next = (at + 1) % width;
        let _ = write!(
            text,
            "{{task: {{refId: t{at}, actions: [{{updateData: {{x: {{exp: Flow.v{at}}}}}}}, {{jumpToTask: {{name: j, targetTaskRef: './tasks/task[t{next}]'}}}}]}}}},"
        );
    }
    text.push_str("]}");
    text
}

#[test]
fn large_flows_take_linear_time() {
    let time = |width| {
        let document = document(&large(60, width));
        let begin = Instant::now();
        let graph = graph(&document);
        assert_eq!(graph.actions.iter().filter(|action| action.is_endless).count(), width);
        begin.elapsed()
    };
    time(1_000);
    let (small, large) = (time(2_000), time(20_000));
    assert!(large < small * 60 + Duration::from_millis(50), "{small:?} {large:?}");
}

/// Flows of any shape, sensible or not.
fn flows() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "decision",
        "disconnect",
        "loop",
        "jumpToTask",
        "switch",
        "odd",
        "callData",
    ]);
    let leaf = word.clone().prop_map(|word| format!("{{{word}: {{}}}}"));
    let action = leaf.prop_recursive(6, 60, 4, move |inner| {
        let outcome = prop::sample::select(vec!["yes", "no", "success", "loop", "default"]);
        let list = prop::collection::vec(inner, 0..4).prop_map(|actions| actions.join(", "));
        let outcomes = prop::collection::btree_map(outcome, list, 0..3);
        let target = "[a-d]";
        (word.clone(), outcomes, target).prop_map(|(word, outcomes, target)| {
            let outcomes: Vec<_> = outcomes
                .iter()
                .map(|(name, list)| format!("{name}: {{actions: [{list}]}}"))
                .collect();
            format!(
                "{{{word}: {{targetTaskRef: './tasks/task[{target}]', outputs: {{{}}}}}}}",
                outcomes.join(", ")
            )
        })
    });
    let list = prop::collection::vec(action, 0..5).prop_map(|actions| actions.join(", "));
    let task = (list, "[a-d]")
        .prop_map(|(list, id)| format!("{{task: {{refId: {id}, actions: [{list}]}}}}"));
    prop::collection::vec(task, 0..5).prop_map(|tasks| {
        format!("inboundCall: {{startUpRef: './tasks/task[a]', tasks: [{}]}}", tasks.join(", "))
    })
}

proptest! {
    #[test]
    fn every_action_stands_in_one_list(text in flows()) {
        let document = document(&text);
        let graph = graph(&document);
        let listed: usize = graph.chains.iter().map(|chain| chain.actions.len()).sum();
        prop_assert_eq!(listed, graph.actions.len());
        for (at, chain) in graph.chains.ids().zip(&graph.chains) {
            for &action in &chain.actions {
                prop_assert_eq!(graph.actions[action].chain, Some(at));
                prop_assert!(graph.actions[action].container.is_some());
            }
        }
        prop_assert_eq!(text.matches("odd: {").count(), graph.actions.iter().filter(|action| action.word == "odd").count());
    }

    #[test]
    fn no_text_breaks_it(text in "[a-zA-Z:{}\\[\\], \n\"&*.-]{0,300}") {
        let parsed = parse(&Arc::new(Source::new("flow.yaml", text)), Syntax::Yaml);
        for document in &parsed.documents {
            let _ = Graph::of(document.root(), Form::Archy);
            let _ = Graph::of(document.root(), Form::Architect);
        }
    }
}
