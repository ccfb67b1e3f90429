//! What references lead to.

use super::*;

const SITES: &str = r#"{"entities": [
  {"id": "AAAAAAAA-0000-4000-8000-000000000001", "name": "Berlin",
   "selfUri": "/api/v2/telephony/providers/edges/sites/aaaaaaaa-0000-4000-8000-000000000001"}],
 "pageNumber": 1, "pageCount": 1, "selfUri": "/api/v2/telephony/providers/edges/sites?pageSize=100"}"#;

fn trunk(site: &str) -> String {
    format!(
        r#"{{"id": "t1", "name": "Carrier", "inboundSite": {{"id": "{site}"}},
            "selfUri": "/api/v2/telephony/providers/edges/trunkbasesettings/t1"}}"#
    )
}

#[test]
fn ids_lead_to_resources_without_regard_to_the_case_of_guids() {
    let trunk = trunk("aaaaaaaa-0000-4000-8000-000000000001");
    let world = World::new(&[("sites.json", SITES), ("trunk.json", &trunk)]);
    assert_eq!(world.references(), ["inboundSite -> site Berlin (api)"]);
}

#[test]
fn an_id_that_a_whole_listing_lacks_leads_to_nothing() {
    for (id, nearest) in [
        ("aaaaaaaa-0000-4000-8000-000000000002", "AAAAAAAA-0000-4000-8000-000000000001"),
        ("bbbbbbbb-1111-4111-8111-111111111111", "none"),
        ("Berlin", "AAAAAAAA-0000-4000-8000-000000000001"),
    ] {
        let id = trunk(id);
        let world = World::new(&[("sites.json", SITES), ("trunk.json", &id)]);
        let expected = format!("inboundSite -> nothing, nearest {nearest}");
        assert_eq!(world.references()[0].to_lowercase(), expected.to_lowercase(), "{id}");
    }
}

#[test]
fn an_id_that_only_the_address_of_a_resource_says_is_unknown() {
    let trunk = trunk("bbbbbbbb-1111-4111-8111-111111111111");
    let sites = SITES.replace(
        "sites/aaaaaaaa-0000-4000-8000-000000000001",
        "sites/bbbbbbbb-1111-4111-8111-111111111111",
    );
    let world = World::new(&[("sites.json", &sites), ("trunk.json", &trunk)]);
    assert_eq!(world.references(), ["inboundSite -> Ambiguous"]);
}

#[test]
fn an_id_that_may_not_have_been_exported_is_unknown() {
    let trunk = trunk("aaaaaaaa-0000-4000-8000-000000000002");
    assert_eq!(World::new(&[("trunk.json", &trunk)]).references(), ["inboundSite -> NotExported"]);
    let broken = [("trunk.json", &*trunk), ("sites.json", SITES), ("x.json", "{\"selfUri\"")];
    assert_eq!(World::new(&broken).references(), ["inboundSite -> Incomplete"]);
}

#[test]
fn nothing_and_an_empty_text_refer_to_nothing() {
    for site in [r#""""#, "null"] {
        let text = trunk("x").replace(r#""x""#, site);
        assert_eq!(World::new(&[("trunk.json", &text)]).references(), [""; 0], "{site}");
    }
}

#[test]
fn what_is_no_text_is_of_the_wrong_type() {
    let text = trunk("x").replace(r#""x""#, "{}");
    assert_eq!(World::new(&[("trunk.json", &text)]).references(), ["inboundSite -> WrongType"]);
}

#[test]
fn flows_refer_to_queues_by_name() {
    let envelope = r#""pageNumber": 1, "pageCount": 1, "selfUri": "/api/v2/routing/queues""#;
    let queues = queue_page(1, 12, envelope);
    for (name, target) in [
        ("Queue 12", "queue Queue 12 (api)"),
        ("queue 12", "nothing, nearest Queue 12"),
        ("Quue 12", "nothing, nearest Queue 12"),
        ("00000000-0000-4000-8000-000000000003", "queue Queue 3 (api)"),
        ("Sales", "nothing, nearest none"),
        ("{{queue_name}}", "Token"),
    ] {
        let flow = flow_to(name);
        let world = World::new(&[("flow.yaml", &flow), ("queues.json", &queues)]);
        assert_eq!(world.references(), [format!("queue -> {target}")]);
    }
}

#[test]
fn a_name_may_be_one_that_is_not_known() {
    let module = r#"{"variable": {"name": {}},
        "resource": {"genesyscloud_routing_queue": {"q": {"name": "${var.name}"}}}}"#;
    let flow = flow_to("Sales");
    let world = World::new(&[("flow.yaml", &flow), ("main.tf.json", module)]).complete("queue");
    assert_eq!(world.references(), ["queue -> Terraform(NoValue)"]);
}

#[test]
fn names_may_be_keys() {
    let flow = "
inboundCall:
  name: Main
  tasks:
    - task:
        actions:
          - callBotFlow:
              botFlow: {Order bot: {ver_latestPublished: {}}, Oder bot: {}, '{{bot}}': {}}
";
    let bot = "botFlow: {name: Order bot, startUpRef: x}";
    let world = World::new(&[("main.yaml", flow), ("bot.yaml", bot)]).complete("flow");
    assert_eq!(
        world.references(),
        [
            "botFlows -> flow Order bot (archy)",
            "botFlows -> nothing, nearest Order bot",
            "botFlows -> Token"
        ]
    );
}

fn module(inbound_site: &str) -> String {
    format!(
        r#"{{"resource": {{
            "genesyscloud_telephony_providers_edges_site": {{"Berlin": {{"name": "Berlin"}}}},
            "genesyscloud_flow": {{"main": {{"name": "Main"}}}},
            "genesyscloud_telephony_providers_edges_trunkbasesettings": {{"t": {{"inbound_site_id": "{inbound_site}"}}}}}},
          "data": {{"genesyscloud_telephony_providers_edges_site": {{"aws": {{"name": "PureCloud Voice - AWS"}}}}}}}}"#
    )
}

const SITE: &str = "genesyscloud_telephony_providers_edges_site";

#[test]
fn terraform_addresses_lead_to_resources_of_the_module() {
    for (written, target) in [
        (format!("${{{SITE}.Berlin.id}}"), "site Berlin (terraform)".to_owned()),
        (format!("{SITE}.Berlin.id"), "site Berlin (terraform)".to_owned()),
        (format!("${{{SITE}.Berlim.id}}"), format!("nothing, nearest {SITE}.Berlin")),
        (format!("${{data.{SITE}.aws.id}}"), "External".to_owned()),
        (format!("${{data.{SITE}.azure.id}}"), "nothing, nearest ".to_owned()),
        ("${genesyscloud_flow.main.id}".to_owned(), "nothing, nearest none".to_owned()),
        ("${genesyscloud_user.me.id}".to_owned(), "nothing, nearest none".to_owned()),
        ("${var.site}".to_owned(), "Terraform(NotThere)".to_owned()),
        ("${upper(\\\"x\\\")}".to_owned(), "TerraformExpression".to_owned()),
        ("aaaaaaaa-0000-4000-8000-000000000009".to_owned(), "NotExported".to_owned()),
    ] {
        let text = module(&written);
        let found = World::new(&[("tel/main.tf.json", &text)]).references();
        assert!(found[0].starts_with(&format!("inboundSite -> {target}")), "{written}: {found:?}");
    }
}

#[test]
fn what_is_looked_up_by_name_is_the_resource_of_that_name() {
    let text = module(&format!("${{data.{SITE}.aws.id}}"));
    let sites = r#"{"id": "aaaaaaaa-0000-4000-8000-000000000001", "name": "PureCloud Voice - AWS",
        "selfUri": "/api/v2/telephony/providers/edges/sites/aaaaaaaa-0000-4000-8000-000000000001"}"#;
    let world = World::new(&[("tel/main.tf.json", &text), ("sites.json", sites)]);
    assert_eq!(world.references(), ["inboundSite -> site PureCloud Voice - AWS (api)"]);
}

#[test]
fn references_are_handed_in_and_out_of_modules() {
    let called = r#"{"variable": {"site": {}}, "resource": {"genesyscloud_telephony_providers_edges_trunkbasesettings": {
            "t": {"inbound_site_id": "${var.site}"}}}}"#;
    let sites = format!(
        r#"{{"resource": {{"{SITE}": {{"Berlin": {{"name": "Berlin"}}}}}}, "output": {{"id": {{"value": "${{{SITE}.Berlin.id}}"}}}}}}"#
    );
    let root = r#"{"module": {"sites": {"source": "./sites"}, "trunks": {"source": "./trunks", "site": "${module.sites.id}"}}}"#;
    let world = World::new(&[
        ("main.tf.json", root),
        ("sites/main.tf.json", &sites),
        ("trunks/main.tf.json", called),
    ]);
    assert_eq!(world.references(), ["inboundSite -> site Berlin (terraform)"]);
}

#[test]
fn a_raw_guid_in_terraform_is_an_id() {
    let text = module("aaaaaaaa-0000-4000-8000-000000000001");
    let world = World::new(&[("main.tf.json", &text), ("sites.json", SITES)]);
    assert_eq!(world.references(), ["inboundSite -> site Berlin (api)"]);
}

#[test]
fn modules_do_not_see_each_other() {
    let text = module(&format!("${{{SITE}.Berlin.id}}"));
    let one = format!(
        r#"{{"resource": {{"genesyscloud_telephony_providers_edges_trunkbasesettings": {{
        "t": {{"inbound_site_id": "${{{SITE}.Berlin.id}}"}}}}}}}}"#
    );
    let world = World::new(&[("a/main.tf.json", &text), ("b/main.tf.json", &one)]);
    assert_eq!(
        world.references(),
        ["inboundSite -> site Berlin (terraform)", "inboundSite -> nothing, nearest none"]
    );
    let split = World::new(&[("a/main.tf.json", &text), ("a/more.tf.json", &one)]);
    assert_eq!(split.references()[1], "inboundSite -> site Berlin (terraform)");
}

#[test]
fn an_address_may_be_declared_in_a_file_of_the_module_that_was_not_read() {
    let text = module(&format!("${{{SITE}.Paris.id}}"));
    let files = [("tel/main.tf.json", &*text)];
    assert_eq!(
        World::new(&files).unread("tel/sites.tf").references(),
        ["inboundSite -> Incomplete"]
    );
    let elsewhere = World::new(&files).unread("other/sites.tf").references();
    assert_eq!(elsewhere, ["inboundSite -> nothing, nearest none"]);
}

#[test]
fn a_reference_may_be_the_place_or_the_self_uri() {
    let site = r#"{"id": "s1", "name": "Berlin", "selfUri": "/api/v2/telephony/providers/edges/sites/s1",
        "outboundRoutes": [{"name": "Old", "externalTrunkBases": []}]}"#;
    let route = r#"{"id": "r1", "name": "New",
        "selfUri": "/api/v2/telephony/providers/edges/sites/s1/outboundroutes/r1"}"#;
    let module = format!(
        r#"{{"resource": {{"{SITE}": {{"Paris": {{"name": "Paris", "outbound_routes": [{{"name": "R", "enabled": true}}]}}}}}}}}"#
    );
    let world = World::new(&[("a.json", route), ("b.json", site), ("c.tf.json", &module)]);
    assert_eq!(
        world.references(),
        [
            "site -> site Berlin (api)",
            "site -> site Berlin (api)",
            "site -> site Paris (terraform)"
        ]
    );
}

#[test]
fn a_whole_list_may_be_an_expression() {
    let text = r#"{"resource": {"genesyscloud_telephony_providers_edges_site_outbound_route": {
        "r": {"external_trunk_base_ids": "${concat([], [])}"}}}}"#;
    assert_eq!(
        World::new(&[("main.tf.json", text)]).references(),
        ["trunks -> TerraformExpression"]
    );
}

#[test]
fn copies_are_ambiguous() {
    let trunk = trunk("s1");
    let site = |name: &str| {
        format!(
            r#"{{"id": "s1", "name": "{name}", "selfUri": "/api/v2/telephony/providers/edges/sites/s1"}}"#
        )
    };
    let (one, other) = (site("Berlin"), site("Berlin (old)"));
    let world = World::new(&[("trunk.json", &trunk), ("a.json", &one), ("b.json", &other)]);
    assert_eq!(world.references(), ["inboundSite -> Ambiguous"]);
}

#[test]
fn one_thing_in_two_forms_is_unknown_unless_one_is_the_flow_itself() {
    let queue = r#"{"id": "q1", "name": "Sales", "selfUri": "/api/v2/routing/queues/q1"}"#;
    let module = r#"{"resource": {"genesyscloud_routing_queue": {"q": {"name": "Sales"}}}}"#;
    let flow = flow_to("Sales");
    let world =
        World::new(&[("queue.json", queue), ("main.tf.json", module), ("flow.yaml", &flow)]);
    assert_eq!(world.references(), ["queue -> Ambiguous"]);
    assert_eq!(world.places("ambiguous-identity"), [""; 0]);

    let metadata =
        r#"{"id": "f1", "name": "Order bot", "type": "BOT", "selfUri": "/api/v2/flows/f1"}"#;
    let bot = "botFlow: {name: Order bot, startUpRef: x}";
    let main = "inboundCall:
  name: Main
  menus: []
  startUpTaskActions: [{callBotFlow: {botFlow: {Order bot: {}}}}]";
    let world = World::new(&[("f.json", metadata), ("bot.yaml", bot), ("main.yaml", main)]);
    assert_eq!(world.references(), ["botFlows -> flow Order bot (archy)"]);
}

#[test]
fn what_is_only_looked_up_is_unknown_by_name_too_and_says_nothing_itself() {
    let module = r#"{"data": {"genesyscloud_routing_queue": {"q": {"name": "Sales", "queue_flow_id": "x"}}}}"#;
    let flow = flow_to("Sales");
    let world = World::new(&[("main.tf.json", module), ("flow.yaml", &flow)]).complete("queue");
    assert_eq!(world.references(), ["queue -> External"]);
}

#[test]
fn references_are_found_by_field_and_record() {
    let flow = "
inqueueCall:
  name: Wait
  tasks: []
  startUpTaskActions:
    - transferToAcd: {targetQueue: {lit: {name: Queue 1}}}
    - disconnect: {}
    - transferToAcd: {targetQueue: {lit: {name: Queue 2}}}
";
    let queues = queue_page(1, 2, r#""pageNumber": 1, "pageCount": 1"#);
    let world = World::new(&[("flow.yaml", flow), ("queues.json", &queues)]);
    let org = world.org();
    let (flow, queue) =
        ["flow", "queue"].map(|kind| world.catalog.kind_named(kind).unwrap()).into();
    let id = org.of_kind(flow)[0];
    let actions = org.flow(id).expect("the flow").actions.iter().map(|action| action.node);
    let of = |action: Node<'_>| -> Vec<String> {
        org.references_of(id, Some(action), "queue").iter().map(|found| line(&org, found)).collect()
    };
    let found: Vec<_> = actions.map(of).collect();
    assert_eq!(
        found,
        [vec!["queue -> queue Queue 1 (api)"], vec![], vec!["queue -> queue Queue 2 (api)"]]
    );
    assert_eq!(org.references_of(id, None, "queue").len(), 0);

    let second = org.by_name(queue, "Queue 2")[0];
    assert_eq!(org.referenced_by(second, flow), [id]);
    assert_eq!(org.referenced_by(id, queue), []);
    assert!(org.knows_referrers(second, flow).is_err());
}

#[test]
fn who_refers_to_something_is_known_where_all_are_there_and_say_so() {
    let text = module(&format!("${{{SITE}.Berlin.id}}"));
    let knows = |text: &str| {
        let world = World::new(&[("main.tf.json", text)]).complete("trunk-base");
        let org = world.org();
        let [site, trunk] =
            ["site", "trunk-base"].map(|kind| world.catalog.kind_named(kind).unwrap());
        org.knows_referrers(org.of_kind(site)[0], trunk).is_ok()
    };
    assert!(knows(&text));
    assert!(!knows(&text.replace("Berlin.id", "Berlin.id}-${x")));
}

#[test]
fn who_refers_to_a_resource_from_inside_is_known_by_a_listing_of_its_inside() {
    let site = r#"{"id": "s1", "selfUri": "/api/v2/telephony/providers/edges/sites/s1"}"#;
    let knows = |site: &str, other: &str| {
        let world = World::new(&[("site.json", site), ("other.json", other)]);
        let [site, route] =
            ["site", "outbound-route"].map(|kind| world.catalog.kind_named(kind).unwrap());
        let org = world.org();
        org.knows_referrers(org.of_kind(site)[0], route).is_ok()
    };
    let listing = |site: &str, count: usize, filter: &str| {
        format!(
            r#"{{"entities": [], "pageNumber": 1, "pageCount": {count}, "total": 0,
            "selfUri": "/api/v2/telephony/providers/edges/sites/{site}/outboundroutes?pageSize=25{filter}"}}"#
        )
    };
    assert!(knows(site, &listing("s1", 1, "")));
    assert!(!knows(site, &listing("s2", 1, "")));
    assert!(!knows(site, &listing("s1", 2, "")));
    assert!(!knows(site, &listing("s1", 1, "&name=x")));
    assert!(!knows(site, "{}"));
}

#[test]
fn the_innermost_resource_around_a_node_is_found() {
    let site = r#"[{"id": "s0", "selfUri": "/api/v2/telephony/providers/edges/sites/s0"},
      {"id": "s1", "selfUri": "/api/v2/telephony/providers/edges/sites/s1",
        "outboundRoutes": [{"id": "r1", "enabled": true}], "mediaModel": "Cloud"}, 7]"#;
    let world = World::new(&[("sites.json", site)]);
    let org = world.org();
    let root = world.documents[0].root();
    let site = root.element(1).unwrap();
    let route = site.get("outboundRoutes").unwrap().element(0).unwrap();
    let id_of =
        |node: Node<'_>| org.enclosing(node).and_then(|id| org.resource(id).recognised.id.clone());
    assert_eq!(id_of(site.get("mediaModel").unwrap()).as_deref(), Some("s1"));
    assert_eq!(id_of(route.get("enabled").unwrap()).as_deref(), Some("r1"));
    assert_eq!(id_of(root.element(2).unwrap()), None);
    assert_eq!(id_of(root), None);
}
