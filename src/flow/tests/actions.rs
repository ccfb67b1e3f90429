//! The actions of flows.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::catalog::Form;
use crate::document::{Syntax, parse};
use crate::flow::Graph;
use crate::source::Source;

/// The types of the actions of a flow.
fn types(text: &str) -> Vec<String> {
    let source = Arc::new(Source::new("flow.yaml", text));
    let parsed = parse(&source, Syntax::Yaml);
    assert_eq!(parsed.error, None);
    let flow = parsed.documents[0].root().members().next().expect("a flow");
    let graph = Graph::of(flow, Form::Archy);
    graph.actions.iter().map(|action| action.word.clone().into_owned()).collect()
}

#[test]
fn actions_are_found_wherever_they_stand_in_the_order_of_the_text() {
    let flow = "
inboundCall:
  name: Main
  startUpTaskActions:
    - playAudio: {name: Welcome}
  menus:
    - menu:
        name: Main menu
        choices:
          - menuTransferToAcd: {name: To sales, dtmf: digit_1}
          - menuTask:
              name: More
              actions:
                - decision:
                    condition: {exp: 'true'}
                    outputs:
                      yes:
                        actions:
                          - transferToAcd: {name: To billing}
                      no:
                        actions:
                          - loop:
                              outputs: {loop: {actions: [{loopExit: {}}]}}
  tasks:
    - task:
        actions:
          - switch:
              evaluate:
                firstTrue:
                  default: {actions: [{disconnect: {none: true}}]}
                  cases:
                    - case: {value: {exp: 'true'}, actions: [{endTask: {}}]}
";
    assert_eq!(
        types(flow),
        [
            "playAudio",
            "menuTransferToAcd",
            "menuTask",
            "decision",
            "transferToAcd",
            "loop",
            "loopExit",
            "switch",
            "disconnect",
            "endTask"
        ]
    );
}

#[test]
fn keys_of_settings_and_items_of_other_lists_are_no_actions() {
    let flow = "
inboundCall:
  settingsActionDefaults:
    callData: {timeout: {lit: {seconds: 10}}}
    transferToAcd: {preTransferAudio: {tts: wait}}
  settingsErrorHandling:
    errorHandling: {disconnect: {none: true}}
  settingsOfSomeKind: {actions: [{disconnect: {}}]}
  variables:
    - stringVariable: {name: Flow.x}
  tasks:
    - task:
        variables: [{stringVariable: {name: Task.x}}]
        actions:
          - {disconnect: {}, name: two keys}
          - disconnect
          - {}
";
    assert_eq!(types(flow), [""; 0]);
}

#[test]
fn an_action_without_settings_is_one() {
    assert_eq!(
        types("workflow: {startUpTaskActions: [{loopNext: null}, {endWorkflow: }, {exit: x}]}"),
        ["loopNext", "endWorkflow", "exit"]
    );
}

#[test]
fn aliases_cost_nothing_and_repeat_nothing() {
    let mut flow = "inboundCall:\n  l0: &l0\n    actions: [&a {disconnect: {}}, *a]\n".to_owned();
    for level in 1..60 {
        let before = level - 1;
        let _ = writeln!(flow, "  l{level}: &l{level} [*l{before}, *l{before}, *l{before}]");
    }
    assert_eq!(types(&flow), ["disconnect"]);
}

#[test]
fn what_aliases_repeat_is_read_wherever_it_stands() {
    let flow = "
inboundCall:
  tasks:
    - task: {refId: a, actions: &on [{jumpToTask: {targetTaskRef: './tasks/task[b]'}}]}
    - task: {refId: b, actions: *on}
";
    assert_eq!(types(flow), ["jumpToTask", "jumpToTask"]);
}

#[test]
fn of_aliases_that_multiply_no_path_is_claimed() {
    let mut flow =
        "inboundCall:\n  l0: &l0 {actions: [disconnect: {}, playAudio: {}]}\n".to_owned();
    for level in 1..60 {
        let before = level - 1;
        let _ = writeln!(flow, "  l{level}: &l{level} [*l{before}, *l{before}, *l{before}]");
    }
    let parsed = parse(&Arc::new(Source::new("flow.yaml", flow)), Syntax::Yaml);
    let document = parsed.documents.into_iter().next().expect("a document");
    let graph = Graph::of(document.root().members().next().expect("a flow"), Form::Archy);
    assert!(graph.actions.iter().all(|action| action.known.is_none() && !action.is_dead));
}

#[test]
fn a_list_that_an_alias_makes_actions_is_one() {
    let flow = "inboundCall: {shared: &s [{disconnect: {}}], tasks: [{task: {actions: *s}}]}";
    assert_eq!(types(flow), ["disconnect"]);
}

#[test]
fn many_actions_are_found_in_one_pass() {
    let mut flow = "workflow:\n  startUpTaskActions:\n".to_owned();
    for at in 0..20_000 {
        let _ = writeln!(flow, "    - updateData: {{name: '{at}'}}");
    }
    assert_eq!(types(&flow).len(), 20_000);
}
