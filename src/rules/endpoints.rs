//! The endpoints of the Platform API, for rules about the paths that integrations call.
//!
//! `endpoints.txt` lists them one a line, the path and then the methods, each with the permissions of which one is needed
//! (`GET=routing:queue:view`), from the API's public `OpenAPI` definition (`/api/v2/docs/swagger`).

use std::borrow::Cow;
use std::cmp::Reverse;

/// What every path of the Platform API begins with.
const ROOT: &str = "/api/v2/";

static ENDPOINTS: &str = include_str!("endpoints.txt");

/// An endpoint: a line of the list.
#[derive(Clone, Copy)]
struct Endpoint {
    path: &'static str,
    /// `GET=permission,permission POST`.
    methods: &'static str,
}

impl Endpoint {
    /// The methods that it has, each with its permissions, between commas.
    fn methods(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.methods.split(' ').map(|method| method.split_once('=').unwrap_or((method, "")))
    }

    fn has(self, method: Option<&str>) -> bool {
        method.is_none_or(|wanted| {
            self.methods().any(|(method, _)| method.eq_ignore_ascii_case(wanted))
        })
    }
}

fn all() -> impl Iterator<Item = Endpoint> {
    let lines = ENDPOINTS.lines().filter_map(|line| line.split_once(' '));
    lines.map(|(path, methods)| Endpoint { path, methods })
}

/// Whether the Platform API has an endpoint at `path`, for `method` (any case) where one is given.
///
/// Of a URL only the path counts. A segment with a template in it (`${input.id}`, `{id}`) stands for any segment, and
/// as the last one, where no endpoint ends there or the template is named after a path (`${input.path}`), for any number of
/// them; but none both for a fixed segment of an endpoint and beside a word that would have to be an id there. Where an
/// endpoint has the fixed segments of the path (`/users/search`), none that takes them for ids (`/users/{userId}`) is meant:
/// the platform looks for them in this order.
pub fn is_endpoint(path: &str, method: Option<&str>) -> bool {
    let wanted: Vec<&str> = segments(path).collect();
    let fitting = || all().filter(|endpoint| fits(&wanted, endpoint.path));
    let is_as_long = |endpoint: &Endpoint| segments(endpoint.path).count() == wanted.len();
    let goes_on = wanted.last().is_some_and(|last| names_path(last));
    let ends_here = !goes_on && fitting().any(|endpoint| is_as_long(&endpoint));
    let meant = || fitting().filter(|endpoint| !ends_here || is_as_long(endpoint));
    let is_written = meant().any(|endpoint| writes_out(&wanted, endpoint.path));
    meant()
        .any(|endpoint| endpoint.has(method) && (!is_written || writes_out(&wanted, endpoint.path)))
}

/// Whether a template is named after what may be several segments.
fn names_path(segment: &str) -> bool {
    let name = segment.to_ascii_lowercase();
    is_template(segment)
        && ["path", "url", "uri", "endpoint", "resource", "rest"]
            .iter()
            .any(|word| name.contains(word))
}

/// The methods of the endpoint at `path`, in alphabetical order; none where there is no such endpoint.
pub fn methods(path: &str) -> Vec<&'static str> {
    let endpoint = at(path, None);
    endpoint.into_iter().flat_map(Endpoint::methods).map(|(method, _)| method).collect()
}

/// The permissions of which one is needed for `method` (any case) at `path`; none where the endpoint asks for none, where
/// the path may mean one that asks for none, or where there is no such endpoint.
pub fn permissions(path: &str, method: &str) -> Vec<&'static str> {
    let mut found: Vec<&str> = Vec::new();
    for endpoint in all_at(path, Some(method)) {
        let mut methods = endpoint.methods();
        let of_method = methods.find(|(name, _)| name.eq_ignore_ascii_case(method));
        match of_method {
            Some((_, permissions)) if !permissions.is_empty() => {
                found.extend(permissions.split(','));
            }
            _ => return Vec::new(),
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The endpoint that a path means: of those that it fits, the one whose fixed segments it writes out.
fn at(path: &str, method: Option<&str>) -> Option<Endpoint> {
    all_at(path, method).into_iter().next()
}

/// The endpoints that a path can mean: of those that it fits, the ones most of whose fixed segments it writes out.
fn all_at(path: &str, method: Option<&str>) -> Vec<Endpoint> {
    let wanted: Vec<&str> = segments(path).collect();
    let distance = |endpoint: &Endpoint| {
        let is_other = |(one, other): &(&str, &str)| is_template(one) != is_template(other);
        let known: Vec<&str> = segments(endpoint.path).collect();
        let others = wanted.iter().copied().zip(known.iter().copied()).filter(is_other).count();
        (known.len().abs_diff(wanted.len()), others)
    };
    let fitting = all().filter(|endpoint| endpoint.has(method) && fits(&wanted, endpoint.path));
    let mut fitting: Vec<_> = fitting.map(|endpoint| (distance(&endpoint), endpoint)).collect();
    let nearest = fitting.iter().map(|(distance, _)| *distance).min();
    fitting.retain(|(distance, _)| Some(*distance) == nearest);
    fitting.into_iter().map(|(_, endpoint)| endpoint).collect()
}

/// The path of the API that is most like `path`: most segments alike from the beginning, a last one with the same
/// letters (or one in five changed) counting for two, and then the fewest letters to change.
///
/// A path that begins otherwise (`/v2/users`, `api/v1/users`, `/users`) is read as if it began as all paths do.
pub fn nearest_endpoint(path: &str) -> &'static str {
    let path = from_the_root(path);
    let wanted: Vec<&str> = segments(&path).collect();
    let written = with_alike_templates(&path);
    let likeness = |endpoint: &str| {
        let pairs = wanted.iter().zip(segments(endpoint));
        let begins_alike = pairs.take_while(|(segment, other)| **segment == *other).count();
        let ends_alike = wanted
            .last()
            .zip(segments(endpoint).last())
            .is_some_and(|(last, other)| strsim::levenshtein(last, other) <= last.len() / 5);
        begins_alike + if ends_alike { 2 } else { 0 }
    };
    let nearest = all().map(|endpoint| endpoint.path).min_by_key(|endpoint| {
        (
            Reverse(likeness(endpoint)),
            strsim::levenshtein(&written, &with_alike_templates(endpoint)),
        )
    });
    nearest.unwrap_or_default()
}

/// A path in which all templates are the same text, so that their names do not count.
fn with_alike_templates(path: &str) -> String {
    let segments = segments(path).map(|one| if is_template(one) { "{}" } else { one });
    segments.collect::<Vec<_>>().join("/")
}

/// The path of a URL with the beginning that all paths of the API have.
fn from_the_root(path: &str) -> Cow<'_, str> {
    if path.contains(ROOT) {
        return path.into();
    }
    let path = path
        .split_once("://")
        .map_or(path, |(_, behind)| behind.find('/').map_or("", |at| &behind[at..]));
    let path = path.trim_start_matches('/');
    let path = path.strip_prefix("api/").unwrap_or(path).trim_start_matches('/');
    let is_version = |segment: &str| {
        let number = segment.strip_prefix(['v', 'V']);
        number.is_some_and(|digits| digits.len() == 1 && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let behind = path.split_once('/').filter(|(first, _)| is_version(first));
    format!("{ROOT}{}", behind.map_or(path, |(_, behind)| behind)).into()
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
    let (mut writes_word, mut takes_word) = (false, false);
    for (at, segment) in wanted.iter().enumerate() {
        let Some(other) = known.next() else { return false };
        match (is_template(segment), is_template(other)) {
            (false, false) if *segment != other => return false,
            (true, false) => writes_word = true,
            (false, true) => takes_word |= is_word(segment),
            _ => {}
        }
        // `/users/${input.id}/routingstatus` is no `/users/chats/{id}`.
        if writes_word && takes_word {
            return false;
        }
        if is_template(segment) && at + 1 == wanted.len() {
            return true;
        }
    }
    known.next().is_none()
}

/// Whether a segment names something rather than being an id: letters alone.
fn is_word(segment: &str) -> bool {
    segment.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether an endpoint that a path fits has each fixed segment of it.
fn writes_out(wanted: &[&str], endpoint: &str) -> bool {
    wanted.iter().zip(segments(endpoint)).all(|(one, other)| is_template(one) || *one == other)
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
    fn a_fixed_segment_is_no_id_where_an_endpoint_has_it() {
        let disconnect = "/api/v2/conversations/${input.id}/disconnect";
        assert!(is_endpoint(disconnect, Some("POST")));
        assert!(!is_endpoint(disconnect, Some("PUT")), "`PUT /conversations/calls/{{callId}}`");
        assert!(is_endpoint("/api/v2/users/search", Some("POST")));
        assert!(!is_endpoint("/api/v2/users/search", Some("DELETE")), "`DELETE /users/{{userId}}`");
        assert!(is_endpoint("/api/v2/users/5c1c1a0e", Some("DELETE")));
        assert!(!is_endpoint("/api/v2/users/${input.id}/routingstate", None));
        assert!(!is_endpoint("/api/v2/flows/datatables/${input.table}/row/${input.key}", None));
        assert!(is_endpoint("/api/v2/flows/datatables/${input.table}/rows/VIP", None));
        assert!(is_endpoint("/api/v2/analytics/${input.what}/details/query", Some("POST")));
        assert!(is_endpoint("/api/v2/conversations/${input.media}", Some("POST")));
        assert!(!is_endpoint("/api/v2/conversations/calls/${input.id}", Some("DELETE")));
        assert!(is_endpoint("/api/v2/conversations/calls/${input.path}", Some("DELETE")));
    }

    #[test]
    fn knows_methods_and_permissions_of_what_a_path_means() {
        assert_eq!(methods("/api/v2/users/me"), ["GET"]);
        assert_eq!(methods("/api/v2/users/${input.id}"), ["DELETE", "GET", "PATCH"]);
        assert_eq!(methods("/api/v2/nowhere"), [""; 0]);
        assert_eq!(
            permissions("/api/v2/routing/queues/${input.id}", "delete"),
            ["routing:queue:delete"]
        );
        assert_eq!(permissions("/api/v2/users/me", "GET"), [""; 0]);
        assert_eq!(permissions("/api/v2/nowhere", "GET"), [""; 0]);
    }

    #[test]
    fn the_nearest_path_ends_alike_before_it_begins_alike() {
        assert_eq!(
            nearest_endpoint("/api/v2/architect/trunks"),
            "/api/v2/telephony/providers/edges/trunks"
        );
        assert_eq!(nearest_endpoint("/api/v2/routing/queue"), "/api/v2/routing/queues");
        assert_eq!(
            nearest_endpoint("/api/v2/conversations/call/$!{input.id}"),
            "/api/v2/conversations/calls/{conversationId}"
        );
        for path in ["/v2/routing/queues", "api/v1/routing/queues", "/routing/queues"] {
            assert_eq!(nearest_endpoint(path), "/api/v2/routing/queues", "{path}");
        }
        assert_eq!(nearest_endpoint("https://api.mypurecloud.de/v2/users"), "/api/v2/users");
    }
}
