//! `exposed-secret`: a credential that stands in a file as it is.

mod comment;
mod placeholder;
mod shape;

use rustc_hash::FxHashSet;

use placeholder::{is_guid, is_placeholder, looks_random};
use shape::{SECRET, secret_in, secret_in_expression};

use super::Check;
use crate::document::{Document, Node};
use crate::finding::{Finding, Part};
use crate::org::Org;
use crate::text::{DESCRIBING_KEYS, is_secret_key, names_secrets};

/// What the check finds in one document, and in those inside its strings: at the value, which is never repeated.
pub(super) fn findings<'d>(check: &Check, org: &Org<'d>, document: &'d Document) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open = vec![(document.root(), Name::default())];
    while let Some((node, name)) = open.pop() {
        if !seen.insert((std::ptr::from_ref(node.document()).addr(), node.id())) {
            continue;
        }
        if let Some(embedded) = node.embedded() {
            open.push((embedded.root(), name));
            continue;
        }
        if let Some(what) = node.as_str().and_then(|text| secret(text, name)) {
            document.source().hide(node.span());
            found.push(finding(check, org, node, name, what));
        }
        hide_credential(org, node);
        open.extend(node.items().map(|item| (item, name)));
        let name = name.in_object(org, node);
        open.extend(node.members().map(|member| (member, name.of(member))));
    }
    let comments = document.comments().iter();
    found.extend(comments.flat_map(|span| comment::findings(check, document, *span)));
    found
}

/// What names a value.
#[derive(Clone, Copy, Default)]
struct Name<'d> {
    /// The nearest key on the way to the value that names a secret, or the name that stands beside it.
    secret: Option<&'d str>,
    /// Whether the value is the URL of a data action, or among its headers: rules of their own look at those.
    request: Option<Request>,
}

/// What of a request a data action sends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Request {
    Url,
    Headers,
    /// A header that a rule looks at.
    Credential,
}

/// Keys whose values are what the name around or beside them names.
const VALUES: [&str; 7] = ["default", "value", "instance", "lit", "initialValue", "text", "data"];

/// Keys whose value may name what stands beside it.
const NAMES: [&str; 5] = ["name", "key", "variable", "header", "field"];

/// Headers that `data-action-static-credential` looks at.
const CREDENTIAL_HEADERS: [&str; 9] = [
    "authorization",
    "proxy-authorization",
    "x-api-key",
    "x-auth-token",
    "x-access-token",
    "api-key",
    "apikey",
    "ocp-apim-subscription-key",
    "x-functions-key",
];

impl<'d> Name<'d> {
    /// The name for what stands in an object: `{name: Flow.ApiToken, value: …}` has it beside the value.
    fn in_object(self, org: &Org<'d>, object: Node<'d>) -> Self {
        let is_headers = object.key().is_some_and(|key| key.eq_ignore_ascii_case("headers"));
        if is_headers && is_of_data_action(org, object) {
            return Self { request: Some(Request::Headers), ..self };
        }
        let beside = NAMES.iter().find_map(|key| object.get(key)?.as_str());
        let beside =
            beside.filter(|name| !name.contains(char::is_whitespace) && is_secret_key(name));
        Self { secret: beside.or(self.secret), ..self }
    }

    /// The name for what stands behind the key of `member`. `variable "client_secret" { default = … }` and a property
    /// `x_password: {value: {instance: …}}` are named by the key around them, their other entries only tell about it.
    fn of(self, member: Node<'d>) -> Self {
        let Some(key) = member.key() else { return self };
        let request = match self.request {
            Some(Request::Headers)
                if CREDENTIAL_HEADERS.iter().any(|known| key.eq_ignore_ascii_case(known)) =>
            {
                Some(Request::Credential)
            }
            _ if matches!(key, "requestUrlTemplate" | "request_url_template") => Some(Request::Url),
            _ => None,
        };
        let secret = match () {
            () if DESCRIBING_KEYS.contains(&key) => None,
            () if is_secret_key(key) => Some(key),
            () if VALUES.contains(&key) || self.secret.is_some_and(names_secrets) => self.secret,
            () => None,
        };
        Self { secret, request }
    }
}

/// Whether a part of a resource is one of a data action.
fn is_of_data_action(org: &Org<'_>, node: Node<'_>) -> bool {
    is_of(org, node, "data-action")
}

fn is_of(org: &Org<'_>, node: Node<'_>, kind: &str) -> bool {
    let resource = org.enclosing(node).map(|id| org.resource(id));
    resource.is_some_and(|one| org.catalog.kind(one.recognised.kind).name == kind)
}

/// What the fields of an integration's credential are called says little: none of their values is shown.
fn hide_credential(org: &Org<'_>, object: Node<'_>) {
    if !matches!(object.key(), Some("fields" | "credentialFields"))
        || !is_of(org, object, "integration-credential")
    {
        return;
    }
    for field in object.members() {
        object.document().source().hide(field.span());
    }
}

/// What is exposed by `text`, as a noun with its article; `None` where it is no secret. A reference to a secret, a path in an answer, a
/// placeholder and a word that a person reads are none.
fn secret(text: &str, name: Name<'_>) -> Option<&'static str> {
    let shown = match name.request {
        Some(Request::Credential) => return None,
        Some(Request::Url) => secret_in(text).filter(|what| *what != SECRET),
        Some(Request::Headers) | None => secret_in(text),
    };
    // A heredoc ends with a line break.
    let text = text.trim_end();
    let is_secret = || looks_random(text) && !is_guid(text) && !is_placeholder(text);
    let named = || name.secret.is_some() && (is_secret() || secret_in_expression(text));
    shown.or_else(|| named().then_some(SECRET))
}

fn finding<'d>(
    check: &Check,
    org: &Org<'d>,
    node: Node<'d>,
    name: Name<'_>,
    what: &str,
) -> Finding {
    let subject = org.enclosing(node).map(|id| org.resource(id).subject(org.catalog));
    let at = (node, Part::Value);
    let finding = Finding::new(&check.rule, check.severity, message(what, name), at, subject);
    Finding { help: Some(HELP.to_owned()), ..finding }
}

const HELP: &str = "take it out of the file and out of the history, and change it: whoever can read the repository has it";

fn message(what: &str, name: Name<'_>) -> String {
    match name.secret {
        Some(key) => format!("{what} stands here in the clear, behind `{key}`"),
        None => format!("{what} stands here in the clear"),
    }
}
