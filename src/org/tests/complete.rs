//! When an org is known to hold all resources of a kind.

use super::*;

const WHOLE: &str = r#""pageSize": 2, "pageNumber": 1, "pageCount": 1, "total": 2, "selfUri": "/api/v2/routing/queues?pageSize=2&pageNumber=1&sortOrder=asc""#;

fn page(number: usize, count: usize, from: usize, to: usize) -> String {
    let envelope = format!(
        r#""pageSize": 2, "pageNumber": {number}, "pageCount": {count}, "selfUri": "/api/v2/routing/queues?pageSize=2&pageNumber={number}""#
    );
    queue_page(from, to, &envelope)
}

#[test]
fn nothing_is_complete_unless_something_says_so() {
    let world =
        World::new(&[("queue.json", r#"{"id": "1", "selfUri": "/api/v2/routing/queues/1"}"#)]);
    assert!(!world.is_complete("queue"));
    assert!(!world.is_complete("site"));
}

#[test]
fn the_configuration_may_say_so() {
    let world = World::new(&[]).complete("queue");
    assert!(world.is_complete("queue"));
    assert!(!world.is_complete("site"));
}

#[test]
fn a_whole_listing_says_so() {
    assert!(World::new(&[("queues.json", &queue_page(1, 2, WHOLE))]).is_complete("queue"));
    let without_address = r#""pageNumber": 1, "pageCount": 1"#;
    assert!(
        World::new(&[("queues.json", &queue_page(1, 2, without_address))]).is_complete("queue")
    );
    let without_count = r#""pageSize": 25, "total": 2, "selfUri": "/api/v2/routing/queues""#;
    assert!(World::new(&[("queues.json", &queue_page(1, 2, without_count))]).is_complete("queue"));
    let empty = r#"{"entities": [], "pageNumber": 1, "pageCount": 0, "total": 0, "selfUri": "/api/v2/routing/queues"}"#;
    assert!(World::new(&[("queues.json", empty)]).is_complete("queue"));
}

#[test]
fn pages_may_lie_in_several_files() {
    let (first, second, third) = (page(1, 3, 1, 2), page(2, 3, 3, 4), page(3, 3, 5, 5));
    assert!(
        World::new(&[("c.json", &first), ("a.json", &third), ("b.json", &second)])
            .is_complete("queue")
    );
    assert!(!World::new(&[("c.json", &first), ("a.json", &third)]).is_complete("queue"));
    let stream = format!("{first}\n{second}\n{third}");
    assert!(World::new(&[("all.json", &stream)]).is_complete("queue"));
}

#[test]
fn pages_of_different_exports_do_not_add_up() {
    let (first, second) = (page(1, 2, 1, 2), page(2, 3, 3, 4));
    assert!(!World::new(&[("a.json", &first), ("b.json", &second)]).is_complete("queue"));
    let one_whole = page(1, 1, 1, 2);
    assert!(World::new(&[("a.json", &first), ("b.json", &one_whole)]).is_complete("queue"));
}

#[test]
fn filters_leave_something_out() {
    for query in ["name=Bil*", "divisionId=1&pageSize=2", "pageSize=2&hasPeer=true"] {
        let envelope = format!(
            r#""pageNumber": 1, "pageCount": 1, "selfUri": "/api/v2/routing/queues?{query}""#
        );
        assert!(
            !World::new(&[("queues.json", &queue_page(1, 2, &envelope))]).is_complete("queue"),
            "{query}"
        );
    }
}

#[test]
fn other_views_of_a_kind_leave_something_out() {
    let mine = r#""pageNumber": 1, "pageCount": 1, "selfUri": "/api/v2/routing/queues/me""#;
    assert!(!World::new(&[("queues.json", &queue_page(1, 2, mine))]).is_complete("queue"));
    let of_one_site = r#"{"entities": [], "pageNumber": 1, "pageCount": 1,
        "selfUri": "/api/v2/telephony/providers/edges/sites/s1/outboundroutes"}"#;
    assert!(!World::new(&[("routes.json", of_one_site)]).is_complete("outbound-route"));
}

#[test]
fn a_listing_that_was_cut_by_hand_says_nothing() {
    let envelope = r#""pageSize": 25, "pageNumber": 1, "pageCount": 1, "total": 9, "selfUri": "/api/v2/routing/queues""#;
    let world = World::new(&[("queues.json", &queue_page(1, 2, envelope))]);
    assert!(!world.is_complete("queue"));
    assert_eq!(world.places("truncated-listing"), [""; 0]);
}

#[test]
fn a_truncated_listing_outweighs_the_configuration() {
    let world =
        World::new(&[("queues.json", &page(1, 4, 1, 2))]).complete("queue").complete("site");
    assert!(!world.is_complete("queue"));
    assert!(world.is_complete("site"));
}

#[test]
fn anything_may_stand_in_a_file_that_was_not_read() {
    let listing = queue_page(1, 2, WHOLE);
    let world =
        World::new(&[("queues.json", &listing), ("broken.json", r#"{"selfUri": "/api/v2/"#)])
            .complete("site");
    assert!(!world.is_complete("queue"));
    assert!(!world.is_complete("site"));
}

#[test]
fn absurd_numbers_are_no_pages() {
    for envelope in [
        r#""pageNumber": -1, "pageCount": 99999999999999999999"#,
        r#""pageNumber": 9223372036854775807, "pageCount": 9223372036854775807, "total": -5"#,
        r#""pageNumber": "1", "pageCount": "1""#,
        r#""pageSize": 0, "total": 9223372036854775807"#,
        r#""pageNumber": null, "pageCount": -3, "total": 2"#,
    ] {
        let world = World::new(&[("queues.json", &queue_page(1, 1, envelope))]);
        let _ = world.findings();
    }
}
