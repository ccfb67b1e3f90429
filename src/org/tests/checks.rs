//! Structural findings: their places, their messages, what they offer.

use super::*;

fn only(findings: Vec<Finding>, rule: &str) -> Finding {
    let mut of_rule: Vec<_> =
        findings.into_iter().filter(|finding| &*finding.rule == rule).collect();
    assert_eq!(of_rule.len(), 1, "{of_rule:?}");
    of_rule.remove(0)
}

#[test]
fn an_unresolved_name_is_found_at_the_name() {
    let queues =
        queue_page(1, 3, r#""pageNumber": 1, "pageCount": 1, "selfUri": "/api/v2/routing/queues""#);
    let flow = flow_to("Queu 3");
    let finding = only(
        World::new(&[("flow.yaml", &flow), ("queues.json", &queues)]).findings(),
        "unresolved-reference",
    );
    assert_eq!(
        place(&finding.primary),
        "flow.yaml#/inqueueCall/startUpTaskActions/0/transferToAcd/targetQueue/lit/name"
    );
    assert_eq!(finding.message, "there is no `queue` with the name `Queu 3`");
    assert_eq!(finding.help.as_deref(), Some("did you mean `Queue 3`?"));
    let subject = finding.subject.unwrap();
    assert_eq!(
        (subject.kind.as_str(), subject.name.as_deref(), subject.id),
        ("flow", Some("Wait"), None)
    );
}

#[test]
fn an_undeclared_address_is_found_at_its_name_and_one_of_another_kind_at_the_expression() {
    let module = r#"{"resource": {
        "genesyscloud_flow": {"main": {"name": "Main"}},
        "genesyscloud_routing_queue": {
            "a": {"name": "A", "queue_flow_id": "${genesyscloud_flow.mian.id}"},
            "b": {"name": "B", "queue_flow_id": "${genesyscloud_routing_queue.a.id}"}}}}"#;
    let world = World::new(&[("m/main.tf.json", module)]);
    let findings = world.findings();
    let queues = "m/main.tf.json#/resource/genesyscloud_routing_queue";
    assert_eq!(world.places("undeclared-reference"), [format!("{queues}/a/queue_flow_id")]);
    assert_eq!(world.places("unresolved-reference"), [format!("{queues}/b/queue_flow_id")]);
    let finding = |rule: &str| findings.iter().find(|finding| &*finding.rule == rule).unwrap();
    let undeclared = finding("undeclared-reference");
    assert_eq!(
        undeclared.message,
        "this Terraform module does not declare `genesyscloud_flow.mian`"
    );
    assert_eq!(undeclared.help.as_deref(), Some("did you mean `genesyscloud_flow.main`?"));
    let text = undeclared.primary.source.text();
    assert_eq!(&text[undeclared.primary.span.range()], "genesyscloud_flow.mian");
    assert_eq!(
        finding("unresolved-reference").message,
        "`genesyscloud_routing_queue.a` is a `queue`, where a `flow` belongs"
    );
}

#[test]
fn an_unresolved_id_offers_the_id_with_its_name() {
    let queue = |id: &str, flow: &str| {
        format!(
            r#"{{"id": "{id}", "name": "Q", "queueFlow": {{"id": "{flow}"}}, "selfUri": "/api/v2/routing/queues/{id}"}}"#
        )
    };
    let flow = r#"{"id": "aaaaaaaa-0000-4000-8000-000000000001", "name": "Main", "selfUri": "/api/v2/flows/aaaaaaaa-0000-4000-8000-000000000001"}"#;
    let text = queue("q1", "aaaaaaaa-0000-4000-8000-00000000001");
    let finding = only(
        World::new(&[("f.json", flow), ("q.json", &text)]).complete("flow").findings(),
        "unresolved-reference",
    );
    assert_eq!(place(&finding.primary), "q.json#/queueFlow/id");
    assert_eq!(
        finding.message,
        "there is no `flow` with the id `aaaaaaaa-0000-4000-8000-00000000001`"
    );
    assert_eq!(
        finding.help.as_deref(),
        Some("did you mean `aaaaaaaa-0000-4000-8000-000000000001` (Main)?")
    );
}

#[test]
fn an_unresolved_key_is_found_at_the_key() {
    let flow = "botFlow: {name: Bot, startUpRef: x, startUpTaskActions: [{callBotFlow: {botFlow: {Nobody at all: {}}}}]}";
    let finding =
        only(World::new(&[("bot.yaml", flow)]).complete("flow").findings(), "unresolved-reference");
    let place = place(&finding.primary);
    assert_eq!(
        place,
        "bot.yaml#/botFlow/startUpTaskActions/0/callBotFlow/botFlow/Nobody at all/~key"
    );
    assert_eq!(finding.help.as_deref(), Some("refer to a `flow` that exists, or add this one"));
}

#[test]
fn a_truncated_listing_is_found_once_at_its_page_count() {
    let page = |number: usize| {
        let envelope = format!(
            r#""pageSize": 2, "pageNumber": {number}, "total": 7, "pageCount": 4, "selfUri": "/api/v2/routing/queues?pageNumber={number}&pageSize=2""#
        );
        queue_page(number * 2 - 1, number * 2, &envelope)
    };
    let (first, third) = (page(1), page(3));
    let finding =
        only(World::new(&[("b.json", &first), ("a.json", &third)]).findings(), "truncated-listing");
    assert_eq!(place(&finding.primary), "a.json#/pageCount");
    assert_eq!(finding.message, "this listing of `queue` holds pages 1, 3 of 4: 4 of 7 entities");
}

#[test]
fn listings_that_asked_for_different_things_are_truncated_on_their_own() {
    let page = |filter: &str| {
        queue_page(
            1,
            1,
            &format!(
                r#""pageNumber": 1, "pageCount": 2, "selfUri": "/api/v2/routing/queues?{filter}""#
            ),
        )
    };
    let (one, other) = (page("name=A*"), page("name=B*"));
    let world = World::new(&[("a.json", &one), ("b.json", &other)]);
    assert_eq!(world.places("truncated-listing"), ["a.json#/pageCount", "b.json#/pageCount"]);
}

#[test]
fn copies_are_found_at_the_second_one() {
    let queue = |name: &str| {
        format!(r#"{{"id": "q1", "name": "{name}", "selfUri": "/api/v2/routing/queues/q1"}}"#)
    };
    let (a, b, c) = (queue("A"), queue("B"), queue("C"));
    let finding = only(
        World::new(&[("b.json", &b), ("a.json", &a), ("c.json", &c)]).findings(),
        "ambiguous-identity",
    );
    assert_eq!(place(&finding.primary), "b.json#/id");
    assert_eq!(finding.message, "a second `queue` with the identity `q1`, of 3 in all");
    let related: Vec<_> = finding.related.iter().map(|related| place(&related.location)).collect();
    assert_eq!(related, ["a.json#/id", "c.json#/id"]);
    assert_eq!(finding.subject.unwrap().name.as_deref(), Some("B"));
}

#[test]
fn flows_files_and_addresses_have_identities_too() {
    let flow = "inboundCall: {name: Main, startUpRef: x}";
    let other_type = "inqueueCall: {name: Main, startUpRef: x}";
    let policy = "kind: contact-policy\nname: P\nallowedOrigins: []\n";
    let module = r#"{"resource": {"genesyscloud_routing_queue": {"q": {"name": "Q"}}}}"#;
    let world = World::new(&[
        ("a/flow.yaml", flow),
        ("b/flow.yaml", flow),
        ("c/flow.yaml", other_type),
        ("d/policy.yaml", policy),
        ("e/policy.yaml", policy),
        ("f/a.tf.json", module),
        ("f/b.tf.json", module),
        ("g/a.tf.json", module),
    ]);
    assert_eq!(
        world.places("ambiguous-identity"),
        [
            "b/flow.yaml#/inboundCall/name",
            "e/policy.yaml#/name",
            "f/b.tf.json#/resource/genesyscloud_routing_queue/q/~key"
        ]
    );
}

#[test]
fn a_shared_name_is_found_once_something_means_it() {
    let queue = |id: &str| {
        format!(r#"{{"id": "{id}", "name": "Sales", "selfUri": "/api/v2/routing/queues/{id}"}}"#)
    };
    let (one, other, flow) = (queue("q1"), queue("q2"), flow_to("Sales"));
    let queues = [("a.json", &*one), ("b.json", &*other)];
    assert_eq!(World::new(&queues).places("ambiguous-identity"), [""; 0]);
    let with_flow =
        [("a.json", &*one), ("b.json", &*other), ("flow.yaml", &*flow), ("flow2.yaml", &*flow)];
    assert_eq!(World::new(&with_flow).places("ambiguous-identity")[0], "b.json#/name");
}

#[test]
fn what_stands_inside_a_copy_is_not_found_again() {
    let site = r#"{"resource": {"genesyscloud_telephony_providers_edges_site": {"s": {"name": "S", "outbound_routes": [{"name": "R", "enabled": true}]}}}}"#;
    let world = World::new(&[("a.tf.json", site), ("b.tf.json", site)]);
    assert_eq!(world.places("ambiguous-identity").len(), 1);
}

#[test]
fn a_field_that_is_set_twice_is_found_at_the_place_that_does_not_count() {
    let trunk = |codec: &str| {
        format!(
            r#"{{"id": "t", "codec": "PCMU", "properties": {{"codec": "{codec}"}},
                "selfUri": "/api/v2/telephony/providers/edges/trunkbasesettings/t"}}"#
        )
    };
    let (alike, unlike) = (trunk("audio/pcmu"), trunk("audio/opus"));
    assert_eq!(World::new(&[("t.json", &alike)]).places("conflicting-field"), [""; 0]);
    let finding = only(World::new(&[("t.json", &unlike)]).findings(), "conflicting-field");
    assert_eq!(place(&finding.primary), "t.json#/properties/codec");
    assert_eq!(place(&finding.related[0].location), "t.json#/codec");
    assert_eq!(finding.message, "`codec` is set a second time here, to something else");
}

#[test]
fn a_route_whose_self_uri_names_another_site_contradicts_itself() {
    let route = r#"{"id": "r", "site": {"id": "s1"}, "selfUri": "/api/v2/telephony/providers/edges/sites/s2/outboundroutes/r"}"#;
    assert_eq!(World::new(&[("r.json", route)]).places("conflicting-field"), ["r.json#/selfUri"]);
}

#[test]
fn duplicate_keys_are_found_in_resources_and_in_strings_of_theirs() {
    let queue = r#"{"id": "q1", "name": "A", "name": "B", "text": "{\"x\": 1, \"x\": 2}", "selfUri": "/api/v2/routing/queues/q1"}"#;
    let world = World::new(&[("q.json", queue)]);
    assert_eq!(world.places("duplicate-key"), ["q.json#/name/~key", "q.json#/text!/x/~key"]);
    for finding in world.findings() {
        assert_eq!(finding.subject.as_ref().and_then(|subject| subject.id.as_deref()), Some("q1"));
        assert_eq!(finding.related.len(), 1);
    }
}

#[test]
fn a_syntax_error_is_found_where_the_text_breaks() {
    let source = Arc::new(Source::new("q.json", "{\"id\": 1,, }"));
    let error = parse(&source, Syntax::Json).error.unwrap();
    let finding =
        super::super::syntax_finding(&source, &error, &|_| Some(Severity::Error)).unwrap();
    assert_eq!((finding.primary.span.start, &*finding.rule), (9, "syntax"));
    assert!(super::super::syntax_finding(&source, &error, &|_| None).is_none());
}

#[test]
fn rules_that_are_off_find_nothing() {
    let module = r#"{"resource": {"genesyscloud_routing_queue": {"q": {"queue_flow_id": "${genesyscloud_flow.x.id}"}}}}"#;
    let world = World::new(&[("main.tf.json", module)]);
    let org = world.org();
    assert_eq!(org_findings(&org, &|_| Some(Severity::Note)).len(), 1);
    assert_eq!(org_findings(&org, &|_| None).len(), 0);
}
