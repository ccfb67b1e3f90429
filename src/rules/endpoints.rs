//! The endpoints of the Platform API, for rules about the paths that integrations call.
//!
//! `endpoints.txt` lists them one a line, the path and then the methods, from the API's public `OpenAPI` definition
//! (`/api/v2/docs/swagger`).

use std::cmp::Reverse;

static ENDPOINTS: &str = include_str!("endpoints.txt");

/// Every path of the API, as lines of the list: the path, and its methods with blanks between them.
fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    ENDPOINTS.lines().filter_map(|line| line.split_once(' '))
}

/// Whether the Platform API has an endpoint at `path`, for `method` (any case) where one is given.
///
/// Of a URL only the path counts. A segment with a template in it (`${input.id}`, `{id}`) stands for any segment, and
/// as the last one for any number of them.
pub fn is_endpoint(path: &str, method: Option<&str>) -> bool {
    let wanted: Vec<&str> = segments(path).collect();
    let has_method = |methods: &str| {
        method.is_none_or(|method| methods.split(' ').any(|one| one.eq_ignore_ascii_case(method)))
    };
    all().any(|(endpoint, methods)| has_method(methods) && fits(&wanted, endpoint))
}

/// The path of the API that is most like `path`: most segments alike from the beginning, a last one with the same
/// letters (or one in five changed) counting for two, and then the fewest letters to change.
pub fn nearest_endpoint(path: &str) -> &'static str {
    let wanted: Vec<&str> = segments(path).collect();
    let written = wanted.join("/");
    let likeness = |endpoint: &str| {
        let pairs = wanted.iter().zip(segments(endpoint));
        let begins_alike = pairs.take_while(|(segment, other)| **segment == *other).count();
        let ends_alike = wanted
            .last()
            .zip(segments(endpoint).last())
            .is_some_and(|(last, other)| strsim::levenshtein(last, other) <= last.len() / 5);
        begins_alike + if ends_alike { 2 } else { 0 }
    };
    let nearest = all().map(|(endpoint, _)| endpoint).min_by_key(|endpoint| {
        (Reverse(likeness(endpoint)), strsim::levenshtein(&written, &endpoint[1..]))
    });
    nearest.unwrap_or_default()
}

/// The segments of the path of a URL: without scheme, host, query and fragment.
fn segments(url: &str) -> impl Iterator<Item = &str> {
    let path = url.find("/api/").map_or(url, |at| &url[at..]);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    path.split('/').filter(|segment| !segment.is_empty())
}

fn is_template(segment: &str) -> bool {
    segment.contains(['$', '{'])
}

/// Whether the segments of a path can be those of an endpoint.
fn fits(wanted: &[&str], endpoint: &str) -> bool {
    let mut known = segments(endpoint);
    for (at, segment) in wanted.iter().enumerate() {
        let Some(other) = known.next() else { return false };
        if is_template(segment) && at + 1 == wanted.len() {
            return true;
        }
        if *segment != other && !is_template(segment) && !is_template(other) {
            return false;
        }
    }
    known.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_paths_of_the_api_however_they_are_written() {
        for path in [
            "/api/v2/routing/queues",
            "/api/v2/routing/queues/",
            "/api/v2/routing/queues/${input.queueId}",
            "/api/v2/routing/queues/5c1c1a0e-6c3f-4c3e-9a55-0c1f3b0f2a11",
            "https://api.mypurecloud.de/api/v2/routing/queues?pageSize=100#top",
            "/api/v2/${input.path}",
        ] {
            assert!(is_endpoint(path, None), "{path}");
        }
    }

    #[test]
    fn refuses_paths_that_the_api_does_not_have() {
        for path in
            ["/api/v2/flegs/interactions", "/api/v2/architect/trunks", "/api/v2/routing", ""]
        {
            assert!(!is_endpoint(path, None), "{path}");
        }
    }

    #[test]
    fn asks_for_the_method_where_one_is_given() {
        assert!(is_endpoint("/api/v2/routing/queues", Some("post")));
        assert!(!is_endpoint("/api/v2/routing/queues", Some("DELETE")));
    }

    #[test]
    fn the_nearest_path_ends_alike_before_it_begins_alike() {
        assert_eq!(
            nearest_endpoint("/api/v2/architect/trunks"),
            "/api/v2/telephony/providers/edges/trunks"
        );
        assert_eq!(nearest_endpoint("/api/v2/routing/queue"), "/api/v2/routing/queues");
    }
}
