//! One thing in several places.

use super::*;

const QUEUE: &str = "3f1a0c8e-5b7d-4e0a-9c21-8d6f4b2a1e01";
const FLOW: &str = "3f1a0c8e-5b7d-4e0a-9c21-8d6f4b2a1e02";

/// A state of version 4 with these resources.
fn state(resources: &str) -> String {
    format!(
        r#"{{"version": 4, "terraform_version": "1.5.7", "serial": 1, "lineage": "x", "resources": [{resources}]}}"#
    )
}

/// A resource of a state with one instance.
fn entry(mode: &str, address: &str, attributes: &str) -> String {
    let (ty, label) = address.split_once('.').unwrap();
    format!(
        r#"{{"mode": "{mode}", "type": "{ty}", "name": "{label}", "instances": [{{"attributes": {attributes}}}]}}"#
    )
}

fn api_queue(id: &str) -> String {
    format!(r#"{{"id": "{id}", "name": "Billing", "selfUri": "/api/v2/routing/queues/{id}"}}"#)
}

/// Each sighting of something with several, the primary one marked, behind it the others.
fn sightings(world: &World) -> Vec<String> {
    let org = world.org();
    let place = |id: &ResourceId| {
        let resource = org.resource(*id);
        format!("{} {}", resource.recognised.form, resource.path())
    };
    let line = |id: ResourceId| {
        let mark = if org.primary(id) == id { "*" } else { "" };
        let others: Vec<String> = org.same_as(id).iter().map(place).collect();
        format!("{mark}{} = {}", place(&id), others.join(", "))
    };
    let ids = org.all().map(|(id, _)| id).filter(|id| !org.same_as(*id).is_empty());
    ids.map(line).collect()
}

fn things(world: &World, kind: &str) -> Vec<String> {
    let org = world.org();
    let things = org.things(world.catalog.kind_named(kind).unwrap());
    things.iter().map(|id| describe(&org, *id)).collect()
}

#[test]
fn a_block_its_state_and_the_api_are_one() {
    let block = r#"{"resource": {"genesyscloud_routing_queue": {"billing": {"name": "Billing"}}}}"#;
    let attributes = format!(r#"{{"id": "{QUEUE}", "name": "Billing"}}"#);
    let state = state(&entry("managed", "genesyscloud_routing_queue.billing", &attributes));
    let world = World::new(&[
        ("cx/main.tf.json", block),
        ("cx/terraform.tfstate", &state),
        ("queue.json", &api_queue(&QUEUE.to_uppercase())),
    ]);
    let expected = [
        "*terraform cx/main.tf.json = state cx/terraform.tfstate, api queue.json",
        "state cx/terraform.tfstate = terraform cx/main.tf.json, api queue.json",
        "api queue.json = terraform cx/main.tf.json, state cx/terraform.tfstate",
    ];
    assert_eq!(sightings(&world), expected);
    assert_eq!(things(&world, "queue"), ["queue Billing (terraform)"]);
    let repeats: Vec<bool> = world.org().all().map(|(id, _)| world.org().repeats(id)).collect();
    assert_eq!(repeats, [false, true, false]);
    let rules: Vec<String> = world.findings().iter().map(|one| one.rule.to_string()).collect();
    assert_eq!(rules, ["committed-state"]);
}

#[test]
fn an_address_belongs_to_its_folder_and_to_one_instance() {
    let block = r#"{"resource": {"genesyscloud_routing_queue": {"billing": {"name": "Billing", "count": 1}}}}"#;
    let attributes = format!(r#"{{"id": "{QUEUE}", "name": "Billing"}}"#);
    let one = entry("managed", "genesyscloud_routing_queue.billing", &attributes);
    let counted = one.replace(r#"{"attributes""#, r#"{"index_key": 0, "attributes""#);
    let elsewhere = World::new(&[("a/main.tf.json", block), ("b/terraform.tfstate", &state(&one))]);
    assert_eq!(sightings(&elsewhere), [""; 0]);
    assert_eq!(things(&elsewhere, "queue").len(), 2);
    let instances = World::new(&[("main.tf.json", block), ("terraform.tfstate", &state(&counted))]);
    assert_eq!(sightings(&instances), [""; 0]);
    assert_eq!(things(&instances, "queue"), ["queue Billing (terraform)"], "the state repeats it");
}

#[test]
fn copies_in_one_form_are_not_linked() {
    let attributes = format!(r#"{{"id": "{QUEUE}", "name": "Billing"}}"#);
    let state = state(&entry("managed", "genesyscloud_routing_queue.billing", &attributes));
    let queue = api_queue(QUEUE);
    let world = World::new(&[("a.json", &queue), ("b.json", &queue), ("x.tfstate", &state)]);
    assert_eq!(sightings(&world), [""; 0]);
    assert_eq!(world.places("ambiguous-identity"), ["b.json#/id"]);
}

#[test]
fn what_is_looked_up_is_what_the_state_says_it_is() {
    let block = r#"{"data": {"genesyscloud_flow": {"wait": {"name": "${var.flow}"}}},
        "resource": {"genesyscloud_routing_queue": {"q": {"queue_flow_id": "${data.genesyscloud_flow.wait.id}"}}}}"#;
    let api = format!(r#"{{"id": "{FLOW}", "name": "Wait", "selfUri": "/api/v2/flows/{FLOW}"}}"#);
    let state = state(&entry("data", "genesyscloud_flow.wait", &format!(r#"{{"id": "{FLOW}"}}"#)));
    let without = World::new(&[("main.tf.json", block), ("flow.json", &api)]);
    assert_eq!(without.references(), ["inQueueFlow -> External"]);
    let with =
        World::new(&[("main.tf.json", block), ("flow.json", &api), ("terraform.tfstate", &state)]);
    assert_eq!(with.references(), ["inQueueFlow -> flow Wait (api)"]);
    assert_eq!(things(&with, "flow"), ["flow Wait (api)"]);
}

#[test]
fn a_reference_in_the_state_leads_to_what_people_edit() {
    let block = r#"{"resource": {"genesyscloud_flow": {"wait": {"name": "Wait"}}}}"#;
    let flow = entry("managed", "genesyscloud_flow.wait", &format!(r#"{{"id": "{FLOW}"}}"#));
    let queue = format!(r#"{{"id": "{QUEUE}", "queue_flow_id": "{FLOW}"}}"#);
    let queue = entry("managed", "genesyscloud_routing_queue.q", &queue);
    let state = state(&format!("{flow}, {queue}"));
    let world = World::new(&[("main.tf.json", block), ("terraform.tfstate", &state)]);
    assert_eq!(world.references(), ["inQueueFlow -> flow Wait (terraform)"]);
    let org = world.org();
    let (kind, flow) = (world.catalog.kind_named("queue").unwrap(), ResourceId(0));
    assert_eq!(org.referenced_by(flow, kind), org.referenced_by(org.same_as(flow)[0], kind));
    assert_eq!(org.referenced_by(flow, kind).len(), 1);
}

#[test]
fn a_thing_that_refers_twice_refers_once() {
    let block = r#"{"resource": {"genesyscloud_routing_queue": {"q": {"queue_flow_id": "3f1a0c8e-5b7d-4e0a-9c21-8d6f4b2a1e02"}}}}"#;
    let queue = format!(
        r#"{{"id": "{QUEUE}", "queueFlow": {{"id": "{FLOW}"}}, "selfUri": "/api/v2/routing/queues/{QUEUE}"}}"#
    );
    let flow = format!(r#"{{"id": "{FLOW}", "name": "Wait", "selfUri": "/api/v2/flows/{FLOW}"}}"#);
    let state = state(&entry(
        "managed",
        "genesyscloud_routing_queue.q",
        &format!(r#"{{"id": "{QUEUE}", "queue_flow_id": "{FLOW}"}}"#),
    ));
    let world = World::new(&[
        ("a.json", &flow),
        ("main.tf.json", block),
        ("queue.json", &queue),
        ("terraform.tfstate", &state),
    ]);
    let org = world.org();
    let kind = world.catalog.kind_named("queue").unwrap();
    let referrers: Vec<_> =
        org.referenced_by(ResourceId(0), kind).iter().map(|id| org.resource(*id).path()).collect();
    assert_eq!(referrers, ["main.tf.json"]);
}
