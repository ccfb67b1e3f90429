//! What holds for all inputs.

use proptest::prelude::*;

use super::*;

/// Files of all forms whose ids, names, labels and references come from few words, so that they meet.
fn file() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec!["a", "b", "Sales", "{{t}}", "${var.x}", ""]);
    let number = -1..4_i64;
    (0..8_u8, word.clone(), word.clone(), word, number.clone(), number).prop_map(|(form, one, two, three, n, m)| match form {
        0 => format!(
            r#"{{"entities": [{{"id": "{one}", "name": "{two}", "queueFlow": {{"id": "{three}"}}, "selfUri": "/api/v2/routing/queues/{one}"}}],
                "pageNumber": {n}, "pageCount": {m}, "total": {n}, "selfUri": "/api/v2/routing/queues?name={two}"}}"#
        ),
        1 => format!(
            r#"{{"resource": {{"genesyscloud_routing_queue": {{"{one}": {{"name": "{two}", "queue_flow_id": "${{genesyscloud_flow.{three}.id}}"}}}},
                "genesyscloud_flow": {{"{two}": {{"name": "{one}"}}}}}}}}"#
        ),
        2 => format!("inqueueCall: {{name: '{one}', startUpTaskActions: [{{transferToAcd: {{targetQueue: {{lit: {{name: '{two}'}}}}}}}}]}}"),
        3 => format!("kind: contact-policy\nname: '{one}'\nqueues: ['{two}', '{three}']"),
        4 => format!(
            r#"{{"id": "{one}", "selfUri": "/api/v2/telephony/providers/edges/sites/{one}", "outboundRoutes": [{{"id": "{two}", "enabled": {n}}}]}}"#
        ),
        5 => format!(
            r#"{{"terraform_version": "1", "serial": 1, "resources": [
                {{"mode": "managed", "type": "genesyscloud_flow", "name": "{two}", "instances": [{{"attributes": {{"id": "{one}"}}}}]}},
                {{"mode": "data", "type": "genesyscloud_routing_queue", "name": "{one}", "instances": [{{"attributes": {{"id": "{three}"}}}}]}}]}}"#
        ),
        6 => format!(r#"{{"id": "{one}", "name": "{two}", "selfUri": "/api/v2/flows/{one}"}}"#),
        _ => format!(r#"{{"selfUri": "{one}"#),
    })
}

fn files() -> impl Strategy<Value = Vec<(String, String)>> {
    let named =
        |(at, text): (usize, String)| (format!("{}/{at:02}.yaml", ["m", "n"][at % 2]), text);
    prop::collection::vec(file(), 0..8)
        .prop_map(move |files| files.into_iter().enumerate().map(named).collect())
}

/// Everything an org says.
fn everything(files: &[(String, String)]) -> (Vec<String>, Vec<String>, Vec<bool>) {
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let world = World::new(&files);
    let findings = world
        .findings()
        .iter()
        .map(|finding| format!("{} {}", place(&finding.primary), finding.message))
        .collect();
    let org = world.org();
    let complete = world.catalog.kinds().map(|(kind, _)| org.is_complete(kind)).collect();
    (world.references(), findings, complete)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_changes_nothing(files in files(), by in any::<prop::sample::Index>()) {
        let expected = everything(&files);
        let mut rotated = files.clone();
        rotated.rotate_left(by.index(files.len().max(1)).min(files.len()));
        prop_assert_eq!(&everything(&rotated), &expected);
        rotated.reverse();
        prop_assert_eq!(&everything(&rotated), &expected);
    }

    #[test]
    fn what_is_missing_never_makes_a_reference_certain(files in files(), at in any::<prop::sample::Index>()) {
        let unresolved = |files: &[(String, String)]| everything(files).0.iter().filter(|line| line.contains("nothing")).count();
        let mut with_unread = files.clone();
        let broken = (format!("{}/99.json", ["m", "n"][at.index(2)]), "{".to_owned());
        with_unread.push(broken);
        prop_assert!(unresolved(&with_unread) <= unresolved(&files));
    }

    #[test]
    fn any_text_is_survived(text in ".{0,80}", name in "[{}$a-z.:'\"]{0,12}") {
        let flow = flow_to(&name);
        let text = [("a.yaml".to_owned(), text), ("b.yaml".to_owned(), flow)];
        let _ = everything(&text);
    }
}
